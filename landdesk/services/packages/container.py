"""The container: a deterministic ZIP, and a reader that trusts nothing.

Entries stand in a fixed order with fixed times; ``mimetype`` comes first and stored, so that the kind of file is
seen from its first bytes. ``manifest.json`` lists every other entry with size and SHA-256. The reader refuses by
limits before it unpacks anything, and compares names, sizes and hashes with the manifest exactly.
"""

import hashlib
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text
from landdesk.store.trouble import explain_os_error

MIMETYPE = b"application/vnd.landdesk.package+zip"
MANIFEST = "manifest.json"
SIGNATURES = "META-INF/signatures/"

MAX_ENTRIES = 20_000
MAX_TOTAL_BYTES = 4 * 1024**3
MAX_TEXT_BYTES = 1024**3
MAX_RATIO = 200
_SMALL = 1024 * 1024
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_STORED_SUFFIXES = (".jpg", ".jpeg", ".png", ".pdf", ".gpkg", ".webp")
_DRIVE = re.compile(r"^[A-Za-z]:")
_END_RECORD = b"PK\x05\x06"
_LONG_LOCATOR = b"PK\x06\x07"
_LONG_END_RECORD = b"PK\x06\x06"
_BLOCK = 1024 * 1024
_ENCRYPTED = 0x1
_UNREADABLE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What Python's zipfile raises over files that are no sound ZIP."""


def canonical_json(value: Any) -> bytes:
    """Return JSON with sorted keys and without blanks, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name twice in one object")
    return made


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number)


def parse_document(raw: bytes) -> dict[str, Any]:
    """Return a JSON object of a package: UTF-8, each name once, no lone surrogates.

    Raises:
        ValueError: The bytes are no such document.
    """
    text = raw.decode("utf-8")
    try:
        value = _DECODER.decode(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(value, dict):
        raise ValueError("no object")  # noqa: TRY004 - the bytes are wrong, not a type of the program
    if "\\u" in text:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    return value


def whole_number(value: Any) -> int:
    """Return a number of a package that counts something.

    Raises:
        ValueError: It is no whole number from 0 to 2⁵³.
    """
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 2**53:
        raise ValueError("not a count")
    return value


def json_lines(values: Iterator[Any] | list[Any]) -> bytes:
    """Return one canonical JSON document per line."""
    return b"".join(canonical_json(value) + b"\n" for value in values)


def entry_list(entries: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """Return path, size and SHA-256 of entries, sorted by path, as the manifest holds them."""
    return [
        {"path": path, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for path, content in sorted(entries.items())
    ]


def write_container(file: BinaryIO, manifest: bytes, entries: Mapping[str, bytes]) -> None:
    """Write the container; the same input makes the same bytes with the same zlib.

    Args:
        manifest: Content of ``manifest.json``, whose list of entries is that of ``entry_list``.
        entries: All other entries by path.
    """
    with zipfile.ZipFile(file, "w") as archive:
        _put(archive, "mimetype", MIMETYPE, zipfile.ZIP_STORED)
        _put(archive, MANIFEST, manifest, zipfile.ZIP_DEFLATED)
        for path, content in sorted(entries.items()):
            stored = path.endswith(_STORED_SUFFIXES)
            _put(archive, path, content, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)


def _put(archive: zipfile.ZipFile, path: str, content: bytes, method: int) -> None:
    info = zipfile.ZipInfo(path, _FIXED_TIME)
    info.compress_type = method
    info.external_attr = 0o644 << 16
    info.create_system = 3
    archive.writestr(info, content)


class Container:
    """An open package whose entries have been compared with its manifest.

    Args:
        manifest: The parsed manifest.
        fingerprint: SHA-256 of the manifest's bytes.
    """

    def __init__(
        self, archive: zipfile.ZipFile, manifest: dict[str, Any], fingerprint: bytes, name: str
    ) -> None:
        self._archive = archive
        self.manifest = manifest
        self.fingerprint = fingerprint
        self._name = name

    def read(self, path: str) -> bytes:
        """Return one entry.

        Raises:
            InvalidInputError: The package has no such entry, or it is too large to be a text.
        """
        try:
            info = self._archive.getinfo(path)
        except KeyError:
            raise damaged(
                "package.entry-missing", Text(N_("Entry {path}"), {"path": path}), self._name
            ) from None
        if info.file_size > MAX_TEXT_BYTES:
            raise damaged("package.too-large", Text(N_("Entry {path}"), {"path": path}), self._name)
        return _unpacked(self._archive, info, self._name)

    def lines(self, path: str) -> Iterator[dict[str, Any]]:
        """Yield the documents of an entry of JSON lines.

        Raises:
            InvalidInputError: A line is no JSON object.
        """
        for number, line in enumerate(self.read(path).splitlines(), start=1):
            try:
                yield parse_document(line)
            except ValueError as error:
                raise damaged(
                    "package.bad-line",
                    Text(N_("Entry {path}, line {number}"), {"path": path, "number": number}),
                    self._name,
                ) from error


@contextmanager
def open_container(path: Path) -> Iterator[Container]:
    """Open a package file and compare everything in it with its manifest.

    Raises:
        InvalidInputError: Not a package, cut short, altered, or beyond the limits; says which entry.
        TroubleError: The file cannot be read.
    """
    with open_package_file(path) as file, opened(file, path.name) as container:
        yield container


@contextmanager
def open_package_file(path: Path) -> Iterator[BinaryIO]:
    """Open the file of a package for reading; nothing of it is looked at.

    Raises:
        InvalidInputError: There is no such file.
        TroubleError: The file cannot be read.
    """
    try:
        if not path.exists():
            raise InvalidInputError(
                "package.missing",
                Text(N_("There is no such file.")),
                Text("{path}", {"path": str(path)}),
                Text(N_("Check the name and the drive.")),
            )
        # Nobody may ever write to a pipe, and opening it would wait for that.
        if not path.is_file():
            raise _not_a_package(path.name)
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise explain_os_error(error, path) from error


@contextmanager
def opened(file: BinaryIO, name: str) -> Iterator[Container]:
    """Compare everything in an open package with its manifest.

    Args:
        file: Open for reading, at any place.
        name: What to call it in errors.

    Raises:
        InvalidInputError: As ``open_container``.
    """
    _refuse_by_end_record(file, name)
    try:
        archive = zipfile.ZipFile(file)
    except _UNREADABLE as error:
        raise damaged("package.cut-short", None, name) from error
    with archive:
        yield _compared(archive, name)


def _refuse_by_end_record(file: BinaryIO, name: str) -> None:
    """Look at the end records only: a million empty entries would take seconds and half a gigabyte to list."""
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(64)
    if head[:4] != b"PK\x03\x04" or MIMETYPE[:20] not in head:
        raise _not_a_package(name)
    file.seek(max(0, size - 65_557))
    tail = file.read()
    at = tail.rfind(_END_RECORD)
    if at < 0 or len(tail) < at + 22:
        raise damaged("package.cut-short", None, name)
    count, directory = struct.unpack("<HL", tail[at + 10 : at + 16])
    # The locator of a long ZIP stands right before; its record overrides, whatever the short one says.
    locator = tail[at - 20 : at] if at >= 20 else b""
    if locator[:4] == _LONG_LOCATOR:
        file.seek(min(int.from_bytes(locator[8:16], "little"), size))
        record = file.read(56)
        if len(record) < 56 or record[:4] != _LONG_END_RECORD:
            raise damaged("package.cut-short", None, name)
        count, directory = struct.unpack("<QQ", record[32:48])
    if count > MAX_ENTRIES or directory > MAX_ENTRIES * 400:
        raise damaged("package.too-many-entries", Text(N_("{count} entries"), {"count": count}), name)
    file.seek(0)


def _compared(archive: zipfile.ZipFile, name: str) -> Container:
    infos = archive.infolist()
    if len(infos) > MAX_ENTRIES:
        raise damaged("package.too-many-entries", Text(N_("{count} entries"), {"count": len(infos)}), name)
    _refuse_names(infos, name)
    for info in infos:
        if (
            info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
            or info.flag_bits & _ENCRYPTED
        ):
            raise damaged("package.bad-packing", Text(N_("Entry {path}"), {"path": info.filename}), name)
    total = sum(info.file_size for info in infos)
    inflated = [
        info
        for info in infos
        if info.file_size > _SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1)
    ]
    if total > MAX_TOTAL_BYTES or inflated:
        raise damaged("package.too-large", Text(N_("{count} bytes"), {"count": total}), name)
    if infos[0].filename != "mimetype" or _unpacked(archive, infos[0], name) != MIMETYPE:
        raise _not_a_package(name)
    by_name = {info.filename: info for info in infos}
    if MANIFEST not in by_name or by_name[MANIFEST].file_size > 64 * _SMALL:
        raise damaged("package.no-manifest", None, name)
    raw = _unpacked(archive, by_name[MANIFEST], name)
    try:
        manifest = parse_document(raw)
        listed = _listed(manifest["entries"])
    except (ValueError, KeyError, TypeError) as error:
        raise damaged("package.bad-manifest", None, name) from error
    present = {
        entry for entry in by_name if entry not in ("mimetype", MANIFEST) and not entry.startswith(SIGNATURES)
    }
    for entry in sorted(listed.keys() ^ present):
        raise damaged("package.entry-list", Text(N_("Entry {path}"), {"path": entry}), name)
    for entry, (size, digest) in listed.items():
        if by_name[entry].file_size != size or _digest(archive, by_name[entry], name) != digest:
            raise damaged("package.altered", Text(N_("Entry {path}"), {"path": entry}), name)
    return Container(archive, manifest, hashlib.sha256(raw).digest(), name)


def _listed(entries: Any) -> dict[str, tuple[int, str]]:
    """Return size and hash by path of the manifest's list.

    Raises:
        ValueError, KeyError, TypeError: It is not such a list, or names a path twice.
    """
    found: dict[str, tuple[int, str]] = {}
    for entry in entries:
        path, digest = entry["path"], entry["sha256"]
        if not isinstance(path, str) or not isinstance(digest, str) or path in found:
            raise ValueError(path)
        found[path] = (whole_number(entry["size"]), digest)
    return found


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    try:
        return archive.read(info)
    except _UNREADABLE as error:
        raise damaged("package.altered", Text(N_("Entry {path}"), {"path": info.filename}), name) from error


def _digest(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> str:
    digest = hashlib.sha256()
    try:
        with archive.open(info) as content:
            while block := content.read(_BLOCK):
                digest.update(block)
    except _UNREADABLE as error:
        raise damaged("package.altered", Text(N_("Entry {path}"), {"path": info.filename}), name) from error
    return digest.hexdigest()


def _refuse_names(infos: list[zipfile.ZipInfo], name: str) -> None:
    seen: set[str] = set()
    for info in infos:
        entry = info.filename
        parts = entry.split("/")
        unfit = (
            entry.startswith("/")
            or "\\" in entry
            or "\0" in entry
            or ".." in parts
            or "" in parts
            or "." in parts
            or _DRIVE.match(entry) is not None
            or entry.casefold() in seen
        )
        if unfit:
            raise damaged("package.bad-name", Text(N_("Entry {path}"), {"path": entry[:200]}), name)
        seen.add(entry.casefold())
    if not infos:
        raise _not_a_package(name)


_WORDS = {
    "package.cut-short": N_("The package is incomplete: it was cut short when it was copied."),
    "package.altered": N_("The package was altered or damaged: an entry is not what its manifest says."),
    "package.entry-list": N_("The package was altered: its entries are not those of its manifest."),
    "package.entry-missing": N_("The package lacks an entry."),
    "package.no-manifest": N_("The package has no manifest."),
    "package.bad-manifest": N_("The package's manifest cannot be read."),
    "package.bad-line": N_("A line of the package cannot be read."),
    "package.bad-name": N_("The package holds an entry with a forbidden name."),
    "package.bad-packing": N_(
        "The package is packed in a way that packages are not: only stored and deflated entries are read."
    ),
    "package.too-large": N_("The package would unpack to more than a package may hold."),
    "package.too-many-entries": N_("The package has more entries than a package may have."),
    "package.inconsistent": N_("The package contradicts itself."),
}


def damaged(code: str, detail: Text | None, name: str) -> InvalidInputError:
    """Return the error for a package that cannot be used; nothing of it was taken."""
    where = Text(N_("File {path}"), {"path": name})
    if detail is not None:
        where = Text("{file}, {detail}", {"file": where, "detail": detail})
    return InvalidInputError(
        code,
        Text(_WORDS[code]),
        where,
        Text(
            N_(
                "Copy the file again from where it was made, or ask the sender for it; nothing was taken from it."
            )
        ),
    )


def _not_a_package(name: str) -> InvalidInputError:
    return InvalidInputError(
        "package.not-a-package",
        Text(N_("The file is not a LandDesk package.")),
        Text(N_("File {path}"), {"path": name}),
        Text(N_("Choose a file whose name ends in .ldpkg.")),
    )
