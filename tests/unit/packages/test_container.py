"""The container: what is written is deterministic, and no file makes the reader do anything but read or refuse."""

import hashlib
import io
import json
import random
import stat
import struct
import warnings
import zipfile
import zlib
from pathlib import Path
from time import monotonic

import pytest

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import Text
from landdesk.services.packages import container
from landdesk.services.packages.container import (
    MANIFEST,
    MIMETYPE,
    canonical_json,
    entry_list,
    json_lines,
    open_container,
    write_container,
)
from landdesk.services.packages.reading import Package, package_from, read_package
from tests.unit.packages.published import verifier
from tests.unit.packages.samples import (
    PARCEL,
    base_package,
    creation,
    end_record,
    entries_of,
    package,
    repacked,
)

SMALL = package([creation(PARCEL)])


def refusal(content: bytes) -> str:
    """Return the code with which a package is refused."""
    with pytest.raises(InvalidInputError) as refused:
        package_from(content, "gói.ldpkg")
    assert refused.value.code.startswith("package.")
    assert refused.value.where is not None
    assert refused.value.remedy is not None
    assert "gói.ldpkg" in str(refused.value.where)
    assert verifier().problems_in(io.BytesIO(content))[0]
    return refused.value.code


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes], manifest: object = None) -> bytes:
    """Return a ZIP with these entries after a right mimetype and manifest."""
    plain = {one if isinstance(one, str) else one.filename: content for one, content in entries}
    listed = {name: content for name, content in plain.items() if name not in ("mimetype", MANIFEST)}
    document = {"entries": entry_list(listed)} if manifest is None else manifest
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        if "mimetype" not in plain:
            archive.writestr("mimetype", MIMETYPE, zipfile.ZIP_STORED)
        if MANIFEST not in plain:
            archive.writestr(MANIFEST, canonical_json(document))
        for one, content in entries:
            archive.writestr(one, content)
    return file.getvalue()


def container_refusal(content: bytes) -> str:
    """Return the code with which the container alone is refused."""
    with pytest.raises(InvalidInputError) as refused, container.opened(io.BytesIO(content), "gói.ldpkg"):
        pass
    assert verifier().problems_in(io.BytesIO(content))[0]
    return refused.value.code


def same(left: Package, right: Package) -> bool:
    return (left.fingerprint, left.records, left.operations, left.created, left.relied, left.manifest) == (
        right.fingerprint,
        right.records,
        right.operations,
        right.created,
        right.relied,
        right.manifest,
    )


def read_or_none(content: bytes) -> Package | None:
    """Return a package, None where it is refused as one; anything else comes through, from the verifier too."""
    verifier().problems_in(io.BytesIO(content))
    try:
        return package_from(content, "a")
    except InvalidInputError as error:
        if not error.code.startswith("package."):
            raise
        return None


# --- writing -------------------------------------------------------------------------------------------------


def test_the_same_input_makes_the_same_bytes() -> None:
    assert base_package() == base_package()
    assert package_from(base_package(), "a").fingerprint == package_from(base_package(), "b").fingerprint


def test_entries_stand_in_order_with_fixed_times_and_the_mimetype_first_and_stored() -> None:
    content = base_package()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        infos = archive.infolist()
    names = [one.filename for one in infos]
    assert names[:2] == ["mimetype", MANIFEST]
    assert names[2:] == sorted(names[2:])
    assert {one.date_time for one in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert infos[0].compress_type == zipfile.ZIP_STORED
    assert {one.compress_type for one in infos[1:]} == {zipfile.ZIP_DEFLATED}
    assert content[30:38] == b"mimetype"
    assert content[38 : 38 + len(MIMETYPE)] == MIMETYPE
    assert {stat.S_IMODE(one.external_attr >> 16) for one in infos} == {0o644}


def test_the_fingerprint_is_the_hash_of_the_manifest() -> None:
    content = base_package()
    raw = entries_of(content)[MANIFEST]
    assert package_from(content, "a").fingerprint == hashlib.sha256(raw).digest()
    assert raw == canonical_json(json.loads(raw))


def test_the_fingerprint_does_not_depend_on_how_entries_are_packed() -> None:
    content = base_package()
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        for name, entry in entries_of(content).items():
            archive.writestr(
                name, entry, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED, 1
            )
    assert other.getvalue() != content
    assert same(package_from(other.getvalue(), "a"), package_from(content, "a"))


def test_json_is_sorted_dense_and_utf8() -> None:
    assert canonical_json({"ô": "Đ", "a": [1, None, True]}) == '{"a":[1,null,true],"ô":"Đ"}'.encode()
    assert json_lines([{"b": 1, "a": 2}, {}]) == b'{"a":2,"b":1}\n{}\n'


def test_pictures_are_stored_and_not_deflated() -> None:
    file = io.BytesIO()
    entries = {"attachments/sha256/ab/ab12.jpg": b"\0" * 1000, "ops.jsonl": b"\n" * 1000}
    write_container(file, canonical_json({"entries": entry_list(entries)}), entries)
    with zipfile.ZipFile(file) as archive:
        assert archive.getinfo("attachments/sha256/ab/ab12.jpg").compress_type == zipfile.ZIP_STORED
        assert archive.getinfo("ops.jsonl").compress_type == zipfile.ZIP_DEFLATED


# --- files that are no packages ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"P",
        b"PK\x03\x04",
        b"not a package at all",
        b"\0" * 1000,
        b"PK\x05\x06" + bytes(18),
        zlib.compress(b"x" * 1000),
        b"SQLite format 3\0" + bytes(2000),
        zipped(("mimetype", b"application/zip"), ("a", b"1")),
        zipped(("mimetype", MIMETYPE + b"x"), ("a", b"1")),
    ],
)
def test_other_files_are_no_packages(content: bytes) -> None:
    assert refusal(content) in ("package.not-a-package", "package.cut-short")


def test_a_missing_file_a_folder_and_an_empty_file(tmp_path: Path) -> None:
    empty = tmp_path / "empty.ldpkg"
    empty.write_bytes(b"")
    for path, code in (
        (tmp_path / "nothing.ldpkg", "package.missing"),
        (tmp_path, "package.not-a-package"),
        (empty, "package.not-a-package"),
    ):
        with pytest.raises(InvalidInputError) as refused:
            read_package(path)
        assert refused.value.code == code
    assert list(tmp_path.iterdir()) == [empty]


def test_the_mimetype_must_come_first() -> None:
    content = entries_of(SMALL)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(MANIFEST, content.pop(MANIFEST))
        for name, entry in content.items():
            archive.writestr(name, entry)
    assert refusal(file.getvalue()) == "package.not-a-package"


# --- damage --------------------------------------------------------------------------------------------------


def test_a_package_cut_at_any_place_is_refused() -> None:
    for length in range(0, len(SMALL), 7):
        refusal(SMALL[:length])
    for length in range(len(SMALL) - 60, len(SMALL)):
        refusal(SMALL[:length])


@pytest.mark.parametrize("flip", [0x01, 0x80, 0xFF])
def test_one_changed_byte_is_refused_or_changes_nothing(flip: int) -> None:
    # Times, versions and attributes of ZIP say nothing; whatever is read must be what was written.
    whole = package_from(SMALL, "a")
    refused = 0
    for at in range(0, len(SMALL), 3):
        damaged = bytearray(SMALL)
        damaged[at] ^= flip
        read = read_or_none(bytes(damaged))
        refused += read is None
        assert read is None or same(read, whole), at
    assert refused > len(SMALL) / 6


def test_random_damage_never_crashes_the_reader() -> None:
    dice = random.Random(7)
    whole = package_from(SMALL, "a")
    for _ in range(400):
        damaged = bytearray(SMALL)
        for _ in range(dice.choice([2, 5, 30])):
            place = dice.randrange(len(damaged))
            match dice.randrange(3):
                case 0:
                    damaged[place] = dice.randrange(256)
                case 1:
                    del damaged[place : place + dice.randrange(20)]
                case _:
                    damaged[place:place] = dice.randbytes(dice.randrange(20))
        read = read_or_none(bytes(damaged))
        assert read is None or same(read, whole)


def test_every_changed_entry_is_found() -> None:
    for name, content in entries_of(SMALL).items():
        if name in ("mimetype", MANIFEST):
            continue
        damaged = repacked(SMALL, {name: content + b" "}, fitting=False)
        assert refusal(damaged) == "package.altered", name


def test_a_changed_manifest_changes_the_fingerprint() -> None:
    whole = package_from(SMALL, "a")
    other = repacked(SMALL, manifest=lambda document: document | {"created_at": "2030-01-01T00:00:00+07:00"})
    assert package_from(other, "a").fingerprint != whole.fingerprint


@pytest.mark.parametrize("name", ["more.txt", "OPS2.jsonl", "attachments/a", "META-INF/manifest.xml"])
def test_an_entry_the_manifest_does_not_name_is_refused(name: str) -> None:
    assert refusal(repacked(SMALL, {name: b"1"}, fitting=False)) == "package.entry-list"


def test_signatures_need_not_be_named() -> None:
    signed = repacked(SMALL, {"META-INF/signatures/office.sig": b"1"}, fitting=False)
    assert same(package_from(signed, "a"), package_from(SMALL, "a"))


def test_each_entry_left_out_or_renamed_is_refused() -> None:
    for name, content in entries_of(SMALL).items():
        if name in ("mimetype", MANIFEST):
            continue
        assert refusal(repacked(SMALL, {name: None}, fitting=False)) == "package.entry-list"
        assert (
            refusal(repacked(SMALL, {name: None, f"{name}x": content}, fitting=False)) == "package.entry-list"
        )


@pytest.mark.parametrize("entry", ["records.jsonl", "ops.jsonl", "context.jsonl", "findings.jsonl"])
def test_a_package_that_names_less_than_it_needs_is_refused(entry: str) -> None:
    assert refusal(repacked(SMALL, {entry: None})) == "package.entry-missing"


def test_a_package_without_manifest_is_refused() -> None:
    content = entries_of(SMALL)
    del content[MANIFEST]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, entry in content.items():
            archive.writestr(name, entry)
    assert refusal(file.getvalue()) == "package.no-manifest"


# --- names ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../up",
        "a/../b",
        "a/..",
        "..",
        ".",
        "a/./b",
        "a//b",
        "folder/",
        "C:/windows",
        "c:x",
        "a\\b",
        "\\\\server\\share",
        "OPS.JSONL",
        "Mimetype",
        "MANIFEST.json",
        "ops.jsonl",
        "mimetype",
        "manifest.json",
    ],
)
def test_forbidden_names_are_refused(name: str) -> None:
    # The name itself stands in the manifest, so that only the rule for names can refuse it.
    file = io.BytesIO(
        zipped(("ops.jsonl", b"1"), manifest={"entries": entry_list({"ops.jsonl": b"1", name: b"2"})})
    )
    info = zipfile.ZipInfo("x")
    info.filename = name
    with warnings.catch_warnings(), zipfile.ZipFile(file, "a") as archive:
        warnings.simplefilter("ignore")  # Python speaks of names that are there twice, and writes them
        archive.writestr(info, b"2")
    assert container_refusal(file.getvalue()) == "package.bad-name"


def test_a_name_with_a_null_is_refused() -> None:
    # Python cuts the name at the null when it reads; the bytes behind it would be seen by others.
    content = zipped(("ops.jsonl", b"1"), ("a0b", b"2")).replace(b"a0b", b"a\0b")
    assert container_refusal(content) in ("package.bad-name", "package.entry-list", "package.altered")


# --- limits --------------------------------------------------------------------------------------------------


def test_too_many_entries_are_refused_before_they_are_listed() -> None:
    entry = struct.pack(
        "<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, 0, 0, 0, 0, 0x21, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0
    )
    head = SMALL[: 30 + 8 + len(MIMETYPE)]
    directory = (entry + b"a") * 1_000_000
    for claimed in (0xFFFF, 20_001, 1):
        started = monotonic()
        content = head + directory + end_record(claimed, len(directory), len(head))
        assert container_refusal(content) == "package.too-many-entries"
        assert monotonic() - started < 2.0


def test_a_long_record_cannot_hide_a_long_directory() -> None:
    # The record of long ZIP files stands before the end record and overrides it.
    entry = struct.pack(
        "<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, 0, 0, 0, 0, 0x21, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0
    )
    head = SMALL[: 30 + 8 + len(MIMETYPE)]
    directory = (entry + b"a") * 1_000_000
    long_record = struct.pack(
        "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1_000_000, 1_000_000, len(directory), len(head)
    )
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(head) + len(directory), 1)
    started = monotonic()
    content = head + directory + long_record + locator + end_record(1, 47, len(head))
    assert container_refusal(content) == "package.too-many-entries"
    assert monotonic() - started < 2.0


def test_a_long_zip_of_few_entries_is_read() -> None:
    content = SMALL
    at = content.rindex(b"PK\x05\x06")
    count, size, offset = struct.unpack("<H2L", content[at + 10 : at + 20])
    long_record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, offset)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    rewritten = content[:at] + long_record + locator + end_record(0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
    assert same(package_from(rewritten, "a"), package_from(SMALL, "a"))


def test_twenty_thousand_entries_are_read() -> None:
    entries = {f"attachments/{at:05d}": b"" for at in range(container.MAX_ENTRIES - 2)}
    file = io.BytesIO()
    write_container(file, canonical_json({"entries": entry_list(entries)}), entries)
    with container.opened(file, "a") as opened:
        assert len(opened.manifest["entries"]) == container.MAX_ENTRIES - 2
    entries["attachments/one-more"] = b""
    file = io.BytesIO()
    write_container(file, canonical_json({"entries": entry_list(entries)}), entries)
    assert container_refusal(file.getvalue()) == "package.too-many-entries"


def test_what_unpacks_to_very_much_is_refused_before_it_is_unpacked() -> None:
    started = monotonic()
    bomb = zipped(("ops.jsonl", b"\0" * (300 * 1024 * 1024)))
    packing = monotonic() - started
    assert len(bomb) < 1024 * 1024
    started = monotonic()
    assert container_refusal(bomb) == "package.too-large"
    assert monotonic() - started < max(0.5, packing / 4)


def test_a_small_entry_may_pack_well() -> None:
    entries = {"ops.jsonl": b"\n" * 900_000}
    file = io.BytesIO()
    write_container(file, canonical_json({"entries": entry_list(entries)}), entries)
    with container.opened(file, "a") as opened:
        assert opened.read("ops.jsonl") == entries["ops.jsonl"]


def test_a_lie_about_the_size_is_found() -> None:
    # The directory says 10 bytes where the entry holds a thousand.
    content = bytearray(zipped(("ops.jsonl", bytes(1000))))
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<L", 10)
    assert container_refusal(bytes(content)) in ("package.altered", "package.bad-manifest")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_stored_and_deflated_entries_are_read(method: int) -> None:
    info = zipfile.ZipInfo("ops.jsonl")
    info.compress_type = method
    assert container_refusal(zipped((info, b"1" * 100))) == "package.bad-packing"


def test_an_encrypted_entry_is_refused() -> None:
    content = bytearray(zipped(("ops.jsonl", b"1")))
    place = content.rindex(b"PK\x01\x02")
    content[place + 8] |= 1
    assert container_refusal(bytes(content)) == "package.bad-packing"


def test_the_limits_are_those_of_the_document() -> None:
    assert container.MAX_ENTRIES == 20_000
    assert container.MAX_TOTAL_BYTES == 4 * 1024**3
    assert container.MAX_RATIO == 200


# --- manifests -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"5",
        b"null",
        b'"text"',
        b"{",
        b'{"entries":5}',
        b'{"entries":[5]}',
        b'{"entries":{"path":"a"}}',
        b'{"entries":[{"path":"a"}]}',
        b'{"entries":[{"path":5,"size":1,"sha256":"a"},{"path":"b","size":1,"sha256":"a"}]}',
        b'{"entries":[{"path":null,"size":1,"sha256":"a"},{"path":"b","size":1,"sha256":"a"}]}',
        b'{"entries":[{"path":["a"],"size":1,"sha256":"a"}]}',
        b'{"entries":[{"path":"ops.jsonl","size":1e999,"sha256":"a"}]}',
        b'{"entries":[{"path":"ops.jsonl","size":"1","sha256":"a"}]}',
        b'{"entries":[{"path":"ops.jsonl","size":true,"sha256":"a"}]}',
        b'{"entries":[{"path":"ops.jsonl","size":-1,"sha256":"a"}]}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        '{"entries":[]}'.encode("utf-16"),
        b"\xff\xfe\xfa",
        b'{"entries":[],"entries":[]}',
    ],
)
def test_a_manifest_that_is_none_is_refused(raw: bytes) -> None:
    assert container_refusal(zipped((MANIFEST, raw), ("ops.jsonl", b"1"))) in (
        "package.bad-manifest",
        "package.entry-list",
        "package.altered",
    )


def test_an_entry_named_twice_in_the_manifest_is_refused() -> None:
    listed = entry_list({"ops.jsonl": b"1"})
    assert (
        container_refusal(zipped(("ops.jsonl", b"1"), manifest={"entries": listed * 2}))
        == "package.bad-manifest"
    )


def test_a_bad_line_names_entry_and_line(tmp_path: Path) -> None:
    entries = {"ops.jsonl": b'{"a":1}\n[1]\n'}
    path = tmp_path / "a.ldpkg"
    with path.open("wb") as file:
        write_container(file, canonical_json({"entries": entry_list(entries)}), entries)
    with pytest.raises(InvalidInputError) as refused, open_container(path) as opened:
        list(opened.lines("ops.jsonl"))
    assert refused.value.code == "package.bad-line"
    assert refused.value.where is not None
    detail = refused.value.where.values["detail"]
    assert isinstance(detail, Text)
    assert detail.values == {"path": "ops.jsonl", "number": 2}


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"5",
        b"null",
        b'{"a":1} x',
        b'{"a":1}{"b":2}',
        b"[" * 100_000,
        b'{"a":"\xff"}',
        b'{"a":"\\ud800"}',
        b'{"a":1,"a":2}',
        b'{"a":NaN}',
        '{"a":1}'.encode("utf-16-le"),
        b'\xef\xbb\xbf{"a":1}',
    ],
)
def test_lines_that_are_no_documents_are_refused(line: bytes) -> None:
    entries = {"ops.jsonl": line + b"\n"}
    file = io.BytesIO()
    write_container(file, canonical_json({"entries": entry_list(entries)}), entries)
    with pytest.raises(InvalidInputError) as refused, container.opened(file, "a") as opened:
        list(opened.lines("ops.jsonl"))
    assert refused.value.code == "package.bad-line"
