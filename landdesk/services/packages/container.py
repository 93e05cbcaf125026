"""The container: a deterministic ZIP, and a reader that trusts nothing.

Entries stand in a fixed order with fixed times; ``mimetype`` comes first and stored, so that the kind of file is
seen from its first bytes. ``manifest.json`` lists every other entry with size and SHA-256. The reader refuses by
limits before it unpacks anything, and compares names, sizes and hashes with the manifest exactly.
"""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text

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
_BLOCK = 1024 * 1024


def canonical_json(value: Any) -> bytes:
    """Return JSON with sorted keys and without blanks, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


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
        return self._archive.read(info)

    def lines(self, path: str) -> Iterator[dict[str, Any]]:
        """Yield the documents of an entry of JSON lines.

        Raises:
            InvalidInputError: A line is no JSON object.
        """
        for number, line in enumerate(self.read(path).splitlines(), start=1):
            try:
                value = json.loads(line)
            except (ValueError, RecursionError):
                value = None
            if not isinstance(value, dict):
                raise damaged(
                    "package.bad-line",
                    Text(N_("Entry {path}, line {number}"), {"path": path, "number": number}),
                    self._name,
                )
            yield value


@contextmanager
def open_container(path: Path) -> Iterator[Container]:
    """Open a package file and compare everything in it with its manifest.

    Raises:
        InvalidInputError: Not a package, cut short, altered, or beyond the limits; says which entry.
    """
    if not path.exists():
        raise InvalidInputError(
            "package.missing",
            Text(N_("There is no such file.")),
            Text("{path}", {"path": str(path)}),
            Text(N_("Check the name and the drive.")),
        )
    if not path.is_file():
        raise _not_a_package(path.name)
    with path.open("rb") as file, opened(file, path.name) as container:
        yield container


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
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise damaged("package.cut-short", None, name) from error
    with archive:
        try:
            yield _compared(archive, name)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise damaged("package.altered", None, name) from error


def _refuse_by_end_record(file: BinaryIO, name: str) -> None:
    """Look at the end record only: a million empty entries would take seconds and half a gigabyte to list."""
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
    count = int.from_bytes(tail[at + 10 : at + 12], "little")
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    if count > MAX_ENTRIES or directory > 100 * MAX_ENTRIES * 4:
        raise damaged("package.too-many-entries", Text(N_("{count} entries"), {"count": count}), name)
    file.seek(0)


def _compared(archive: zipfile.ZipFile, name: str) -> Container:
    infos = archive.infolist()
    _refuse_names(infos, name)
    total = sum(info.file_size for info in infos)
    inflated = [
        info
        for info in infos
        if info.file_size > _SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1)
    ]
    if total > MAX_TOTAL_BYTES or inflated:
        raise damaged("package.too-large", Text(N_("{count} bytes"), {"count": total}), name)
    if infos[0].filename != "mimetype" or archive.read("mimetype") != MIMETYPE:
        raise _not_a_package(name)
    by_name = {info.filename: info for info in infos}
    if MANIFEST not in by_name or by_name[MANIFEST].file_size > 64 * _SMALL:
        raise damaged("package.no-manifest", None, name)
    raw = archive.read(MANIFEST)
    try:
        manifest = json.loads(raw)
        listed = {entry["path"]: (int(entry["size"]), str(entry["sha256"])) for entry in manifest["entries"]}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise damaged("package.bad-manifest", None, name) from error
    present = {
        entry for entry in by_name if entry not in ("mimetype", MANIFEST) and not entry.startswith(SIGNATURES)
    }
    for entry in sorted(listed.keys() ^ present):
        raise damaged("package.entry-list", Text(N_("Entry {path}"), {"path": entry}), name)
    for entry, (size, digest) in listed.items():
        if by_name[entry].file_size != size or _digest(archive, entry) != digest:
            raise damaged("package.altered", Text(N_("Entry {path}"), {"path": entry}), name)
    return Container(archive, manifest, hashlib.sha256(raw).digest(), name)


def _digest(archive: zipfile.ZipFile, entry: str) -> str:
    digest = hashlib.sha256()
    with archive.open(entry) as content:
        while block := content.read(_BLOCK):
            digest.update(block)
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
