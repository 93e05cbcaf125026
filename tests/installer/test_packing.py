"""The archives and packages come out the same each time and hold what they should."""

import os
import re
import shutil
import struct
import subprocess
import time
import unicodedata
import zipfile
from pathlib import Path

import pytest

from installer import debian, payload, sources, wheelhouse, windows
from installer.pe import missing_libraries, needed_by
from installer.pins import LINUX, WINDOWS
from installer.places import HERE
from installer.stop import Stop
from installer.trees import files_below, settle, sha256, write_hash_list, write_zip
from tests.foreign import foreign_program
from tests.installer.executables import executable

EPOCH = 1_700_000_000


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "LandDesk"
    for name in ("runtime/python.exe", "app/landdesk/a b.py", "packages/x/y/z.dll", "LICENCES.txt"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name, "utf-8")
    drawing = HERE.parent / "resources" / "icons" / "landdesk.svg"
    (root / "app/landdesk/_resources/icons").mkdir(parents=True)
    shutil.copy(drawing, root / "app/landdesk/_resources/icons/landdesk.svg")
    return root


@pytest.fixture(autouse=True)
def one_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH))
    for module in (debian, wheelhouse):
        monkeypatch.setattr(module, "STAGE", tmp_path / "stage")


def test_an_archive_does_not_depend_on_times_and_order(tree: Path, tmp_path: Path) -> None:
    write_zip(tmp_path / "a.zip", tree, "LandDesk", EPOCH)
    for path in reversed(files_below(tree)):
        os.utime(path, (1, 1))
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content)
    settle(tree, EPOCH)
    write_zip(tmp_path / "b.zip", tree, "LandDesk", EPOCH)
    assert sha256(tmp_path / "a.zip") == sha256(tmp_path / "b.zip")
    assert all(name.startswith("LandDesk/") for name in zipfile.ZipFile(tmp_path / "a.zip").namelist())


def test_hash_lists_are_those_of_sha256sum(tree: Path) -> None:
    write_hash_list(tree)
    subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=tree, check=True)
    (tree / "runtime/python.exe").write_text("changed", "utf-8")
    assert subprocess.run(["sha256sum", "--status", "-c", "SHA256SUMS"], cwd=tree, check=False).returncode


def test_set_up_installs_and_deletes_the_same_files_and_no_others(tree: Path) -> None:
    lines = "".join(windows._nsis_lines(tree))
    install, delete = lines.split("!macro DELETE_FILES")
    deleted = set(re.findall(r'^  Delete "\$INSTDIR\\(.+)"$', delete, flags=re.MULTILINE))
    names = {str(path.relative_to(tree)) for path in files_below(tree)}
    assert {name.replace("\\", "/") for name in deleted if "*" not in name} == names
    assert all(re.search(r"\\__pycache__\\\*\.pyc$", name) for name in deleted if "*" in name)
    assert len(re.findall(r"^  File ", install, flags=re.MULTILINE)) == len(names)
    assert "RMDir /r" not in delete
    script = (windows.PLACE / "setup.nsi").read_text("utf-8")
    assert "RMDir /r" not in script
    assert "StrCpy $LANGUAGE ${LANG_VIETNAMESE}" in script
    assert "RequestExecutionLevel user" in script
    assert "HKLM" not in script


def test_the_script_of_the_set_up_compiles_to_the_same_file(tree: Path, tmp_path: Path) -> None:
    foreign_program("makensis")
    windows.finish_payload(tree)
    made = []
    for name in ("a.exe", "b.exe"):
        windows.build_setup(tree, tmp_path / name, "1.2.3", compression="zlib")
        made.append(sha256(tmp_path / name))
        time.sleep(1.1)  # the set-up holds the times of its files, in seconds
    assert made[0] == made[1]


def test_words_of_the_set_up_are_whole_letters_and_those_of_windows(tmp_path: Path) -> None:
    foreign_program("makensis")
    windows._write_vietnamese(tmp_path)
    buttons, pages = (
        (tmp_path / f"Vietnamese{suffix}").read_text("utf-8-sig") for suffix in (".nlf", ".nsh")
    )
    assert not [letter for letter in buttons + pages if unicodedata.combining(letter)]
    assert {"&Tiếp theo >", "< &Quay lại", "&Cài đặt"} <= set(buttons.splitlines())
    assert "Chào mừng đến với Trợ lý Cài đặt" in pages
    assert not re.search(r"Tiến\b|tập tin|[Tt]rợ lí", buttons + pages)


def test_a_payload_that_is_too_large_stops_the_build(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows.finish_payload(tree)
    monkeypatch.setattr(windows, "run", lambda *_, **__: "")
    monkeypatch.setattr(windows, "_write_vietnamese", lambda _: None)
    monkeypatch.setattr(windows, "INSTALLED_AT_MOST", 10)
    (tmp_path / "a.exe").write_bytes(b"x")
    with pytest.raises(Stop, match="Too large"):
        windows.build_setup(tree, tmp_path / "a.exe", "1.2.3")


def test_icon_has_every_size_windows_asks_for(tree: Path) -> None:
    windows.finish_payload(tree)
    content = (tree / "landdesk.ico").read_bytes()
    _, kind, count = struct.unpack_from("<3H", content)
    sizes = [content[6 + 16 * i] or 256 for i in range(count)]
    assert kind == 1
    assert sizes == [16, 20, 24, 32, 40, 48, 64, 128, 256]
    assert (tree / "HUONG-DAN.txt").read_bytes().startswith(b"\xef\xbb\xbf")
    assert (tree / "LandDesk.cmd").read_bytes().count(b"\r\n") == 3


def test_debian_package_comes_out_the_same_and_is_whole(tree: Path, tmp_path: Path) -> None:
    foreign_program("dpkg-deb")
    made = []
    for name in ("a.deb", "b.deb"):
        debian.build_package(tree, tmp_path / name, "1.2.3")
        made.append(sha256(tmp_path / name))
    assert made[0] == made[1]
    told = subprocess.run(
        ["dpkg-deb", "-f", tmp_path / "a.deb"], check=True, capture_output=True, text=True
    ).stdout
    assert "Version: 1.2.3" in told
    assert "libegl1, " in told
    assert "python" not in "".join(re.findall(r"^Depends: .*$", told, re.MULTILINE))
    listing = subprocess.run(
        ["dpkg-deb", "-c", tmp_path / "a.deb"], check=True, capture_output=True, text=True
    ).stdout
    assert re.search(r"^-rwxr-xr-x root/root .* \./usr/bin/landdesk$", listing, re.MULTILINE)
    for name in ("applications/landdesk.desktop", "mime/packages/landdesk.xml", "doc/landdesk/copyright"):
        assert f"./usr/share/{name}" in listing


def wheel(path: Path, names: list[str]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, name)


def test_of_a_wheel_only_packages_are_unpacked(tmp_path: Path) -> None:
    wheel(
        tmp_path / "a.whl",
        [
            "a/b.py",
            "a/b.pyi",
            "a/tests/t.py",
            "a-1.data/scripts/run.py",
            "a-1.data/platlib/a/c.py",
            "a-1.dist-info/RECORD",
        ],
    )
    payload.unpack_wheel(tmp_path / "a.whl", "a", tmp_path / "packages")
    assert [str(p.relative_to(tmp_path / "packages")) for p in files_below(tmp_path / "packages")] == [
        "a/b.py",
        "a/c.py",
    ]


def test_two_wheels_with_one_file_stop_the_build(tmp_path: Path) -> None:
    for name in ("a.whl", "b.whl"):
        wheel(tmp_path / name, ["shared.py"])
    payload.unpack_wheel(tmp_path / "a.whl", "a", tmp_path / "packages")
    with pytest.raises(Stop, match=r"b\.whl wants to write shared\.py"):
        payload.unpack_wheel(tmp_path / "b.whl", "b", tmp_path / "packages")


def test_a_library_that_is_nowhere_is_found(tmp_path: Path) -> None:
    shutil.copy(executable(), tmp_path / "t.exe")
    assert "kernel32.dll" in needed_by(tmp_path / "t.exe")
    missing = missing_libraries(tmp_path, ["t.exe"], ["user32.dll"])
    assert missing["kernel32.dll"] == ["t.exe"]
    assert (
        missing_libraries(
            tmp_path, ["t.exe"], payload.read_list(HERE / "payload" / "libraries-of-windows.txt")
        )
        == {}
    )


def test_search_path_keeps_everything_else_out() -> None:
    for entries in (LINUX.runtime["search_path"], WINDOWS.runtime["search_path"]):
        assert "import site" not in entries
        assert not any(Path(entry).is_absolute() for entry in entries)


def test_wheelhouse_asks_for_hashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel(tmp_path / "landdesk-1.2.3-py3-none-any.whl", ["landdesk/x.py"])
    monkeypatch.setattr(sources, "wheels", lambda _: [])
    wheelhouse.build_wheelhouse(LINUX, tmp_path / "landdesk-1.2.3-py3-none-any.whl", tmp_path / "house.zip")
    with zipfile.ZipFile(tmp_path / "house.zip") as archive:
        asked = archive.read("house/requirements.txt").decode().splitlines()
        assert archive.getinfo("house/install.sh").external_attr >> 16 & 0o111
        assert "house/wheels/landdesk-1.2.3-py3-none-any.whl" in archive.namelist()
    assert [line for line in asked if "--hash=sha256:" not in line] == []
    assert asked[-1].startswith("landdesk==1.2.3 ")
    assert len(asked) == len(LINUX.wheels()) + 1


@pytest.mark.parametrize("suffix", [".py", ".toml", ".nsi", ".cmd", ".sh", ".md"])
def test_no_file_of_the_installers_names_a_host(suffix: str) -> None:
    named = {
        path.name: found
        for path in HERE.rglob(f"*{suffix}")
        if (
            found := re.findall(
                r"https?://\S+|\b(?:files\.)?pythonhosted\b|\bdeb\.debian\b", path.read_text("utf-8")
            )
        )
    }
    assert named == {}
