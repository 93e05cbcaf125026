"""What is not the pinned file, or not signed by who should have, stops the build."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from installer import signatures, sources
from installer.pins import WINDOWS, Wheel
from installer.signatures import signers_of, verify_signatures
from installer.stop import Stop
from installer.trees import verify_hash
from tests.foreign import foreign_program
from tests.installer.executables import executable

PSF = "Python Software Foundation"


def test_the_pinned_file_passes(tmp_path: Path) -> None:
    file = tmp_path / "a.whl"
    file.write_bytes(b"wheel")
    verify_hash(file, hashlib.sha256(b"wheel").hexdigest())


def test_another_file_of_the_same_name_stops_the_build(tmp_path: Path) -> None:
    file = tmp_path / "a.whl"
    file.write_bytes(b"wheel of somebody else")
    with pytest.raises(Stop, match=r"a\.whl is not the file that was pinned"):
        verify_hash(file, hashlib.sha256(b"wheel").hexdigest())


def test_a_wheel_in_the_cache_is_verified_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "CACHE", tmp_path)
    monkeypatch.setattr(type(WINDOWS), "wheels", lambda _: [Wheel("a", "1", "a-1.whl", "0" * 64)])
    (tmp_path / "wheels" / "windows").mkdir(parents=True)
    (tmp_path / "wheels" / "windows" / "a-1.whl").write_bytes(b"spoilt")
    with pytest.raises(Stop, match=r"a-1\.whl"):
        sources.wheels(WINDOWS)


def test_the_runtime_in_the_cache_is_verified_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "CACHE", tmp_path)
    (tmp_path / "runtime").mkdir()
    (tmp_path / "runtime" / WINDOWS.runtime["file"]).write_bytes(b"spoilt")
    with pytest.raises(Stop, match="not the file that was pinned"):
        sources.windows_runtime()


def stand_in(folder: Path, words: str, code: int) -> str:
    """Write a program that answers as osslsigncode does, where that is not installed."""
    program = folder / "osslsigncode"
    program.write_text(f"#!{sys.executable}\nimport sys\nprint({words!r})\nsys.exit({code})\n", "utf-8")
    program.chmod(0o755)
    return str(program)


def answer(signer: str) -> str:
    return (
        "Signature Index: 0\n\nSigner's certificate:\n\t------------------\n\tSigner #0:\n"
        f"\t\tSubject: /C=US/O={signer}/CN={signer}\n\t\tIssuer : /CN=Somebody/CN=An authority\n"
    )


@pytest.fixture
def signed_tree(tmp_path: Path) -> Path:
    (tmp_path / "tree" / "runtime").mkdir(parents=True)
    (tmp_path / "tree" / "runtime" / "python.exe").write_bytes(b"MZ")
    return tmp_path / "tree"


def test_the_right_signer_passes(signed_tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signatures, "PROGRAM", stand_in(tmp_path, answer(PSF), 0))
    assert verify_signatures(signed_tree, ["runtime/python.exe", "runtime/a.txt"], {"runtime/*": [PSF]}) == 1


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (answer("Somebody Else"), 0, "signed by Somebody Else; expected is Python Software Foundation"),
        (answer(PSF) + "Calculated message digest : 00 MISMATCH!!!", 1, "MISMATCH"),
        ("No signature found", 1, "No signature found"),
        ("", 0, "does not hold"),
    ],
)
def test_a_wrong_signature_stops_the_build(
    signed_tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, code: int, told: str
) -> None:
    monkeypatch.setattr(signatures, "PROGRAM", stand_in(tmp_path, words, code))
    with pytest.raises(Stop, match=told):
        verify_signatures(signed_tree, ["runtime/python.exe"], {"runtime/*": [PSF]})


def test_real_signatures_are_told_from_broken_and_foreign_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign_program("osslsigncode")
    key, certificate, signed = tmp_path / "key.pem", tmp_path / "own.pem", tmp_path / "signed.exe"
    plain = tmp_path / "plain.exe"
    shutil.copy(executable(), plain)
    usage = ("-addext", "extendedKeyUsage=codeSigning")
    request = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/O=Own/CN=Own",
        "-days",
        "2",
    ]
    subprocess.run(
        [*request, *usage, "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )
    subprocess.run(
        ["osslsigncode", "sign", "-certs", certificate, "-key", key, "-in", plain, "-out", signed],
        check=True,
        capture_output=True,
    )
    with pytest.raises(Stop):
        signers_of(signed)  # the roots that are shipped do not know this signer
    monkeypatch.setattr(signatures, "ROOTS", certificate)
    assert signers_of(signed) == ["Own"]
    with pytest.raises(Stop):
        signers_of(plain)
    content = bytearray(signed.read_bytes())
    content[0x500] ^= 1
    signed.write_bytes(content)
    with pytest.raises(Stop, match="MISMATCH"):
        signers_of(signed)


def test_every_runtime_executable_has_a_rule() -> None:
    assert WINDOWS.signers["runtime/*"] == [PSF]
    assert "BEGIN CERTIFICATE" in signatures.ROOTS.read_text("ascii")
