"""The files beside a store: kept once, found by their hash, nothing altered goes unnoticed."""

import hashlib
import os
import tracemalloc
from pathlib import Path

import pytest

from landdesk.files import watch_durable_steps
from landdesk.store.vault import CHUNK_BYTES, Vault, vault_folder
from tests.store.kill.faults import Killed
from tests.stores import refused

KEY = bytes(range(32))
CONTENTS = (b"", b"\x00", b"m" * CHUNK_BYTES, b"m" * (CHUNK_BYTES + 1), os.urandom(5 * CHUNK_BYTES + 17))


@pytest.fixture(params=[None, KEY], ids=["plain", "encrypted"])
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> Vault:
    return Vault(tmp_path / "a.landdesk", request.param)


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("content", CONTENTS, ids=len)
def test_what_was_put_comes_out(vault: Vault, tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "scan.pdf"
    source.write_bytes(content)
    digest = vault.put(source)
    assert digest == hashlib.sha256(content).digest() == vault.put(content)
    assert vault.has(digest)
    with vault.open(digest) as file:
        assert file.read() == content
    assert vault.verify(digest) is None
    assert list(vault.digests()) == [digest]
    name = digest.hex()
    assert names(vault_folder(tmp_path / "a.landdesk")) == [f"{name[:2]}/{name}"]


def test_a_file_that_is_not_here(vault: Vault) -> None:
    assert not vault.has(bytes(32))
    with refused("vault.missing"):
        vault.open(bytes(32))
    assert list(vault.digests()) == []


@pytest.mark.parametrize("content", CONTENTS[1:], ids=len)
def test_everything_altered_is_refused(vault: Vault, content: bytes) -> None:
    digest = vault.put(content)
    path = vault.path_of(digest)
    whole = path.read_bytes()
    spoilt = [whole[:-1], whole + b"\x00", whole[:1], whole[: len(whole) // 2]]
    spoilt += [
        whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in (0, len(whole) // 2, -1 % len(whole))
    ]
    for bad in (one for one in spoilt if one != whole):
        path.write_bytes(bad)
        found = vault.verify(digest)
        assert found is not None
        assert found.code == "vault.altered"
    path.write_bytes(whole)
    assert vault.verify(digest) is None
    # A damaged one is written anew when it comes again.
    path.write_bytes(spoilt[0])
    assert vault.put(content) == digest
    assert vault.verify(digest) is None


def test_chunks_cannot_be_cut_exchanged_or_moved(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "a.landdesk", KEY)
    one, two = (vault.put(letter * (3 * CHUNK_BYTES)) for letter in (b"1", b"2"))
    size, head = CHUNK_BYTES + 16, 40
    content = vault.path_of(one).read_bytes()
    chunks = [content[at : at + size] for at in range(head, len(content), size)]
    for order in ([0, 1], [1, 0, 2], [0, 0, 2], [0, 1, 2, 2], [2]):
        vault.path_of(one).write_bytes(content[:head] + b"".join(chunks[at] for at in order))
        assert vault.verify(one) is not None
    vault.path_of(one).write_bytes(vault.path_of(two).read_bytes())
    assert vault.verify(one) is not None


def test_nothing_readable_is_on_the_disk(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "a.landdesk", KEY)
    path = vault.path_of(vault.put("Đặng Văn Đức".encode() * 10_000))
    content = path.read_bytes()
    assert b"Van" not in content
    assert len(set(content[-4096:])) > 200
    assert vault.path_of(vault.put(b"")).read_bytes()[:8] == content[:8]


def test_the_same_content_is_sealed_otherwise_each_time(tmp_path: Path) -> None:
    made = [Vault(tmp_path / name, KEY) for name in ("a", "b")]
    one, two = (vault.path_of(vault.put(b"scan")).read_bytes() for vault in made)
    assert one != two


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    digest = Vault(tmp_path / "a.landdesk", KEY).put(b"scan")
    for other in (bytes(32), None):
        found = Vault(tmp_path / "a.landdesk", other).verify(digest)
        assert found is not None
        assert found.code == "vault.altered"


def test_a_large_scan_is_never_in_memory(vault: Vault, tmp_path: Path) -> None:
    source = tmp_path / "scan.pdf"
    piece = os.urandom(1024 * 1024)
    with source.open("wb") as file:
        for _ in range(20):
            file.write(piece)
    tracemalloc.start()
    digest = vault.put(source)
    assert vault.verify(digest) is None
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 2_000_000


def test_a_file_that_changes_while_it_is_read(vault: Vault, tmp_path: Path) -> None:
    source = tmp_path / "scan.pdf"
    source.write_bytes(b"first")
    digest = hashlib.sha256(b"first").digest()

    original = Vault.has

    def meanwhile(self: Vault, wanted: bytes) -> bool:
        source.write_bytes(b"second")
        return original(self, wanted)

    with pytest.MonkeyPatch.context() as patch, refused("vault.changed"):
        patch.setattr(Vault, "has", meanwhile)
        vault.put(source)
    assert not vault.has(digest)
    assert names(vault.folder) == []


def test_a_kill_leaves_no_half_file(vault: Vault) -> None:
    def kill(name: str) -> None:
        if name == "file.rename":
            raise Killed(name)

    with pytest.raises(Killed), watch_durable_steps(kill):
        vault.put(b"scan")
    assert list(vault.digests()) == []
    assert names(vault.folder) == []


def test_plain_files_of_a_store_that_was_made_encrypted(tmp_path: Path) -> None:
    store = tmp_path / "a.landdesk"
    digests = [Vault(store, None).put(one) for one in CONTENTS]
    vault = Vault(store, KEY)
    with vault.open(digests[2]) as file:
        assert file.read() == CONTENTS[2]
    assert vault.seal_plain_files() == len(CONTENTS)
    assert vault.seal_plain_files() == 0
    assert all(vault.verify(one) is None for one in digests)
    assert all(vault.path_of(one).read_bytes().startswith(b"LDvault\x01") for one in digests)
    assert len(names(vault.folder)) == len(CONTENTS)
