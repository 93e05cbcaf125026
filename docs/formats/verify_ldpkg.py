#!/usr/bin/env python3
"""Verify a LandDesk package (.ldpkg, formats 1 to 4) with Python's standard library alone.

Usage: verify_ldpkg.py FILE [FILE …]. Says one line for each problem and ends with 1, else one line for each file with
its fingerprint and ends with 0. It reads nothing but the files and writes nothing. Follows ``ldpkg.md`` and
``canonical.md``, and is written without LandDesk, so that both can be held against each other.
"""

import base64
import binascii
import hashlib
import json
import re
import struct
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

Ring = list[tuple[int, int]]

MIMETYPE = b"application/vnd.landdesk.package+zip"
KINDS = ("base", "update", "change", "receipt")
READS_FORMAT = 4
MAX_ENTRIES = 20_000
MAX_TOTAL = 4 * 1024**3
MAX_TEXT = 1024**3
MAX_RATIO = 200
SMALL = 1024**2
TEXT_ENTRIES = ("records.jsonl", "ops.jsonl", "context.jsonl", "findings.jsonl", "audit.jsonl")
MANIFEST_FIELDS = (
    "format package_id kind dataset workspace sequence previous base crs schema author created_at last_office_time app "
    "counts controls entries in_reply_to since supersedes volumes"
).split()
OPERATION_FIELDS = "op_id record seq class oid op trunk base new set cause".split()

# Identifier: class, kind, digits after the point, compulsory. A later schema adds lines and changes none.
FIELDS = {
    "F170": ("map_sheet", "text", 0, True),
    "F171": ("map_sheet", "text", 0, True),
    "F172": ("map_sheet", "whole", 0, False),
    "F173": ("map_sheet", "text", 0, False),
    "F174": ("map_sheet", "text", 0, False),
    "F175": ("map_sheet", "text", 0, False),
    "F176": ("map_sheet", "text", 0, False),
    "F177": ("map_sheet", "text", 0, False),
    "F178": ("map_sheet", "text", 0, False),
    "F179": ("map_sheet", "date", 0, False),
    "F001": ("parcel", "text", 0, True),
    "F002": ("parcel", "text", 0, False),
    "F003": ("parcel", "text", 0, False),
    "F004": ("parcel", "text", 0, True),
    "F005": ("parcel", "text", 0, False),
    "F006": ("parcel", "decimal", 2, False),
    "F007": ("parcel", "text", 0, False),
    "F008": ("parcel", "bytes", 0, False),
    "F101": ("parcel", "reference", 0, False),
    "F102": ("parcel", "text", 0, False),
    "F103": ("parcel", "text", 0, False),
    "F104": ("parcel", "text", 0, False),
    "F105": ("parcel", "decimal", 2, False),
    "F106": ("parcel", "text", 0, False),
    "F107": ("parcel", "text", 0, False),
    "F108": ("parcel", "yes_no", 0, False),
    "F109": ("parcel", "yes_no", 0, False),
    "F110": ("parcel", "text", 0, False),
    "F111": ("parcel", "text", 0, False),
    "F112": ("parcel", "text", 0, False),
    "F113": ("parcel", "text", 0, False),
    "F114": ("parcel", "whole", 0, False),
    "F115": ("parcel", "text", 0, False),
    "F116": ("parcel", "text", 0, False),
    "F117": ("parcel", "text", 0, False),
    "F118": ("parcel", "yes_no", 0, False),
    "F119": ("parcel", "text", 0, False),
    "GEOM": ("parcel", "shape", 0, False),
    "F030": ("party", "text", 0, True),
    "F031": ("party", "text", 0, False),
    "F032": ("party", "text", 0, False),
    "F140": ("party", "text", 0, False),
    "F141": ("party", "text", 0, False),
    "F142": ("party", "date", 0, False),
    "F143": ("party", "text", 0, False),
    "F144": ("party", "text", 0, False),
    "F145": ("party", "text", 0, False),
    "F146": ("party", "text", 0, False),
    "F147": ("party", "text", 0, False),
    "F148": ("party", "text", 0, False),
    "F149": ("party", "text", 0, False),
    "F150": ("party", "text", 0, False),
    "F151": ("party", "text", 0, False),
    "F152": ("party", "text", 0, False),
    "F153": ("party", "text", 0, False),
    "F154": ("party", "date", 0, False),
    "F155": ("party", "text", 0, False),
    "F156": ("party", "text", 0, False),
    "F157": ("party", "text", 0, False),
    "F158": ("party", "text", 0, False),
    "F159": ("party", "date", 0, False),
    "F160": ("party", "date", 0, False),
    "F161": ("party", "text", 0, False),
    "F162": ("party", "date", 0, False),
    "F163": ("party", "text", 0, False),
    "F164": ("party", "text", 0, False),
    "F240": ("certificate", "text", 0, False),
    "F241": ("certificate", "text", 0, False),
    "F242": ("certificate", "text", 0, False),
    "F243": ("certificate", "date", 0, False),
    "F244": ("certificate", "date", 0, False),
    "F245": ("certificate", "text", 0, False),
    "F246": ("certificate", "text", 0, False),
    "F247": ("certificate", "text", 0, False),
    "F248": ("certificate", "text", 0, False),
    "F249": ("certificate", "text", 0, False),
    "F250": ("certificate", "yes_no", 0, False),
    "F251": ("certificate", "text", 0, False),
    "F252": ("certificate", "text", 0, False),
    "F253": ("certificate", "text", 0, False),
    "F254": ("certificate", "text", 0, False),
    "F255": ("certificate", "text", 0, False),
    "F256": ("certificate", "reference", 0, False),
    "F257": ("certificate", "text", 0, False),
    "F258": ("certificate", "text", 0, False),
    "F259": ("certificate", "date", 0, False),
    "F260": ("certificate", "text", 0, False),
    "F330": ("document", "text", 0, False),
    "F331": ("document", "text", 0, False),
    "F332": ("document", "text", 0, False),
    "F333": ("document", "text", 0, False),
    "F334": ("document", "whole", 0, False),
    "F335": ("document", "text", 0, False),
    "F336": ("document", "whole", 0, False),
    "F337": ("document", "yes_no", 0, False),
    "F338": ("document", "yes_no", 0, False),
    "F339": ("document", "text", 0, False),
    "F340": ("document", "yes_no", 0, False),
    "F360": ("registration", "text", 0, False),
    "F361": ("registration", "text", 0, False),
    "F362": ("registration", "date", 0, False),
    "F363": ("registration", "date", 0, False),
    "F364": ("registration", "text", 0, False),
    "F365": ("registration", "text", 0, False),
    "F366": ("registration", "text", 0, False),
    "F367": ("registration", "yes_no", 0, False),
    "F368": ("registration", "yes_no", 0, False),
    "F369": ("registration", "yes_no", 0, False),
    "F370": ("registration", "yes_no", 0, False),
    "F371": ("registration", "text", 0, False),
    "F020": ("purpose", "reference", 0, True),
    "F021": ("purpose", "text", 0, True),
    "F022": ("purpose", "decimal", 2, False),
    "F120": ("purpose", "whole", 0, False),
    "F121": ("purpose", "text", 0, False),
    "F122": ("purpose", "text", 0, False),
    "F123": ("purpose", "text", 0, False),
    "F124": ("purpose", "text", 0, False),
    "F125": ("purpose", "date", 0, False),
    "F126": ("purpose", "date", 0, False),
    "F127": ("purpose", "yes_no", 0, False),
    "F128": ("purpose", "decimal", 2, False),
    "F129": ("purpose", "decimal", 2, False),
    "F130": ("purpose", "text", 0, False),
    "F190": ("purpose_origin", "reference", 0, True),
    "F191": ("purpose_origin", "text", 0, False),
    "F192": ("purpose_origin", "text", 0, False),
    "F193": ("purpose_origin", "decimal", 2, False),
    "F194": ("purpose_origin", "text", 0, False),
    "F280": ("asset", "reference", 0, True),
    "F281": ("asset", "text", 0, False),
    "F282": ("asset", "reference", 0, False),
    "F283": ("asset", "text", 0, False),
    "F284": ("asset", "text", 0, False),
    "F285": ("asset", "decimal", 2, False),
    "F286": ("asset", "decimal", 2, False),
    "F287": ("asset", "whole", 0, False),
    "F288": ("asset", "whole", 0, False),
    "F289": ("asset", "text", 0, False),
    "F290": ("asset", "text", 0, False),
    "F291": ("asset", "text", 0, False),
    "F292": ("asset", "text", 0, False),
    "F293": ("asset", "text", 0, False),
    "F294": ("asset", "text", 0, False),
    "F295": ("asset", "text", 0, False),
    "F296": ("asset", "text", 0, False),
    "F040": ("land_right", "reference", 0, True),
    "F041": ("land_right", "reference", 0, True),
    "F180": ("land_right", "text", 0, False),
    "F181": ("land_right", "reference", 0, False),
    "F182": ("land_right", "reference", 0, False),
    "F183": ("land_right", "reference", 0, False),
    "F184": ("land_right", "text", 0, False),
    "F185": ("land_right", "date", 0, False),
    "F186": ("land_right", "text", 0, False),
    "F187": ("land_right", "text", 0, False),
    "F188": ("land_right", "text", 0, False),
    "F200": ("party_member", "reference", 0, True),
    "F201": ("party_member", "reference", 0, True),
    "F202": ("party_member", "text", 0, False),
    "F203": ("party_member", "text", 0, False),
    "F204": ("party_member", "text", 0, False),
    "F205": ("party_member", "whole", 0, False),
    "F210": ("identity_document", "reference", 0, True),
    "F211": ("identity_document", "text", 0, False),
    "F212": ("identity_document", "text", 0, False),
    "F213": ("identity_document", "date", 0, False),
    "F214": ("identity_document", "text", 0, False),
    "F215": ("identity_document", "date", 0, False),
    "F216": ("identity_document", "yes_no", 0, False),
    "F217": ("identity_document", "yes_no", 0, False),
    "F220": ("party_address", "reference", 0, True),
    "F221": ("party_address", "yes_no", 0, False),
    "F222": ("party_address", "yes_no", 0, False),
    "F223": ("party_address", "text", 0, False),
    "F224": ("party_address", "text", 0, False),
    "F225": ("party_address", "text", 0, False),
    "F226": ("party_address", "text", 0, False),
    "F227": ("party_address", "text", 0, False),
    "F228": ("party_address", "text", 0, False),
    "F229": ("party_address", "text", 0, False),
    "F270": ("certificate_parcel", "reference", 0, True),
    "F271": ("certificate_parcel", "reference", 0, True),
    "F272": ("certificate_parcel", "text", 0, False),
    "F273": ("certificate_parcel", "text", 0, False),
    "F274": ("certificate_parcel", "decimal", 2, False),
    "F275": ("certificate_parcel", "text", 0, False),
    "F310": ("restriction", "text", 0, True),
    "F311": ("restriction", "reference", 0, False),
    "F312": ("restriction", "reference", 0, False),
    "F313": ("restriction", "reference", 0, False),
    "F314": ("restriction", "reference", 0, False),
    "F315": ("restriction", "decimal", 2, False),
    "F316": ("restriction", "text", 0, False),
    "F317": ("restriction", "text", 0, False),
    "F318": ("restriction", "date", 0, False),
    "F319": ("restriction", "date", 0, False),
    "F320": ("restriction", "yes_no", 0, False),
    "F321": ("restriction", "text", 0, False),
    "F345": ("document_link", "reference", 0, True),
    "F346": ("document_link", "reference", 0, False),
    "F347": ("document_link", "reference", 0, False),
    "F348": ("document_link", "reference", 0, False),
    "F349": ("document_link", "reference", 0, False),
    "F350": ("document_link", "text", 0, False),
    "F380": ("registration_parcel", "reference", 0, True),
    "F381": ("registration_parcel", "reference", 0, True),
    "F382": ("registration_parcel", "text", 0, False),
    "F390": ("evidence", "reference", 0, True),
    "F391": ("evidence", "text", 0, True),
    "F392": ("evidence", "text", 0, True),
    "F393": ("evidence", "reference", 0, False),
    "F394": ("evidence", "whole", 0, False),
    "F396": ("evidence", "reference", 0, False),
    "F395": ("evidence", "text", 0, False),
    "F420": ("request", "text", 0, True),
    "F421": ("request", "text", 0, True),
    "F422": ("request", "text", 0, True),
    "F423": ("request", "references", 0, True),
    "F424": ("request", "text", 0, False),
    "F425": ("request", "references", 0, False),
    "F426": ("request", "text", 0, False),
    "F427": ("request", "text", 0, False),
    "F428": ("request", "text", 0, False),
    "F429": ("request", "date", 0, True),
    "F430": ("request", "text", 0, False),
    "F431": ("request", "text", 0, False),
    "F432": ("request", "date", 0, False),
    "F433": ("request", "text", 0, False),
}
CLASSES = tuple(dict.fromkeys(owner for owner, _, _, _ in FIELDS.values()))
CHOICES = {"F004": ("official", "provisional")}

LARGEST_MM = 10**12

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
WHOLE = re.compile(r"0|-?[1-9][0-9]{0,17}")
YES_NO = re.compile(r"[01]")
REVISION = re.compile(r"[1-9][0-9]{0,2}:[0-9a-f]{64}")
SHA256 = re.compile(r"[0-9a-f]{64}")
NUMBER = r"(?:0|-?[1-9][0-9]{0,12})"
RING = rf"{NUMBER} {NUMBER}(?: {NUMBER} {NUMBER}){{2,}}"
SHAPE = re.compile(rf"{RING}(?:[;|]{RING})*")
UNREADABLE = (
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


class Unusable(Exception):
    """Nothing more can be looked at."""


# --- the container ------------------------------------------------------------------------------------------


def open_zip(file: BinaryIO) -> zipfile.ZipFile:
    """Return the archive after a look at its ends: a million empty entries are never listed."""
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(64)
    if head[:4] != b"PK\x03\x04" or MIMETYPE[:20] not in head:
        raise Unusable("not a LandDesk package")
    file.seek(max(0, size - 65_557))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise Unusable("cut short: no end record")
    count, directory = struct.unpack("<HL", tail[at + 10 : at + 16])
    locator = tail[at - 20 : at] if at >= 20 else b""
    if locator[:4] == b"PK\x06\x07":
        file.seek(min(int.from_bytes(locator[8:16], "little"), size))
        record = file.read(56)
        if len(record) < 56 or record[:4] != b"PK\x06\x06":
            raise Unusable("cut short: no end record")
        count, directory = struct.unpack("<QQ", record[32:48])
    if count > MAX_ENTRIES or directory > MAX_ENTRIES * 400:
        raise Unusable(f"more than {MAX_ENTRIES} entries")
    file.seek(0)
    try:
        return zipfile.ZipFile(file)
    except UNREADABLE as error:
        raise Unusable("cut short or damaged") from error


def entries_of(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the entries by name, after the rules for names and sizes."""
    infos = archive.infolist()
    if len(infos) > MAX_ENTRIES:
        raise Unusable(f"more than {MAX_ENTRIES} entries")
    seen: set[str] = set()
    for info in infos:
        name = info.filename
        parts = name.split("/")
        unfit = "\\" in name or "\0" in name or re.match("[A-Za-z]:", name) or {"", ".", ".."} & set(parts)
        if unfit or name.casefold() in seen:
            raise Unusable(f"forbidden name {name[:200]!r}")
        seen.add(name.casefold())
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or info.flag_bits & 1:
            raise Unusable(f"{name}: neither stored nor deflated, or encrypted")
        if info.file_size > SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise Unusable(f"{name}: unpacks to {info.file_size} bytes")
    if sum(info.file_size for info in infos) > MAX_TOTAL:
        raise Unusable("unpacks to more than a package may hold")
    if not infos or infos[0].filename != "mimetype" or unpacked(archive, infos[0]) != MIMETYPE:
        raise Unusable("mimetype does not come first, or is another")
    return {info.filename: info for info in infos}


def unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return the content of an entry."""
    if info.file_size > MAX_TEXT:
        raise Unusable(f"{info.filename}: too large")
    try:
        return archive.read(info)
    except UNREADABLE as error:
        raise Unusable(f"{info.filename}: damaged") from error


def digest_of(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> str:
    """Return the SHA-256 of an entry, read piece by piece."""
    digest = hashlib.sha256()
    try:
        with archive.open(info) as content:
            while block := content.read(SMALL):
                digest.update(block)
    except UNREADABLE as error:
        raise Unusable(f"{info.filename}: damaged") from error
    return digest.hexdigest()


def document(raw: bytes) -> dict[str, Any]:
    """Return a JSON object: UTF-8, no name twice, no NaN, no lone surrogates."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) != len(pairs):
            raise ValueError("a name twice in one object")
        return made

    def refuse(text: str) -> float:
        raise ValueError(f"{text} is no number")

    try:
        value = json.loads(raw.decode("utf-8"), object_pairs_hook=once, parse_constant=refuse)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(value, dict):
        raise ValueError("no object")  # noqa: TRY004 - the bytes are wrong, not a type
    json.dumps(value, ensure_ascii=False).encode("utf-8")
    return value


# --- the canonical form -------------------------------------------------------------------------------------


def is_canonical(field: str, text: Any) -> bool:
    """Tell whether a value is written as the canonical form of its field says."""
    if not isinstance(text, str) or not text or text not in CHOICES.get(field, (text,)):
        return False
    _, kind, scale, _ = FIELDS[field]
    patterns = {"whole": WHOLE, "yes_no": YES_NO, "reference": UUID}
    if kind in patterns:
        return patterns[kind].fullmatch(text) is not None
    if kind == "references":
        names = text.split(" ")
        return names == sorted(names) and all(UUID.fullmatch(name) for name in names)
    if kind in ("text", "date"):
        return is_date(text) if kind == "date" else unicodedata.normalize("NFC", text).strip() == text
    if kind == "decimal":
        number = re.fullmatch(rf"(-?)([0-9]{{1,15}})\.[0-9]{{{scale}}}", text)
        zero = not text.strip("-0.")
        return number is not None and str(int(number[2])) == number[2] and not (number[1] and zero)
    if kind == "bytes":
        try:
            return base64.b64encode(base64.b64decode(text, validate=True)).decode() == text
        except (binascii.Error, ValueError):
            return False
    return is_canonical_shape(text)


def is_date(text: str) -> bool:
    """Tell whether a text is a year, a month or a day of ISO 8601 that exists."""
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
    try:
        return match is not None and bool(date(int(match[1]), int(match[2] or 1), int(match[3] or 1)))
    except ValueError:
        return False


def is_canonical_shape(text: str) -> bool:
    """Tell whether a boundary is in canonical order."""
    if not SHAPE.fullmatch(text) or max(map(abs, map(int, re.findall("[0-9]+", text)))) > LARGEST_MM:
        return False
    parts = []
    for part in text.split("|"):
        rings = []
        for ring in part.split(";"):
            numbers = [int(number) for number in ring.split(" ")]
            rings.append(list(zip(numbers[::2], numbers[1::2], strict=True)))
        parts.append(rings)
    ordered = sorted(
        [canonical_ring(shell, hole=False), *sorted(canonical_ring(hole, hole=True) for hole in holes)]
        for shell, *holes in parts
    )
    return ordered == parts


def canonical_ring(ring: Ring, *, hole: bool) -> Ring:
    """Return a ring turned and begun as the canonical form says: shells counter-clockwise, holes clockwise."""
    doubled = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip([ring[-1], *ring], ring, strict=False))
    backward = ring[::-1]
    if doubled == 0:
        return min(least_rotation(ring), least_rotation(backward))
    return least_rotation(ring if (doubled > 0) != hole else backward)


def least_rotation(ring: Ring) -> Ring:
    """Return the smallest of all rotations, in linear time even where points repeat."""
    one, other, same, count = 0, 1, 0, len(ring)
    while one < count and other < count and same < count:
        left, right = ring[(one + same) % count], ring[(other + same) % count]
        if left == right:
            same += 1
            continue
        if left > right:
            one += same + 1
        else:
            other += same + 1
        other += one == other
        same = 0
    start = min(one, other)
    return ring[start:] + ring[:start]


def revision(fields: dict[str, str]) -> str:
    """Return the revision of an object."""
    form = json.dumps(dict(sorted(fields.items())), ensure_ascii=False, separators=(",", ":"))
    return f"1:{hashlib.sha256(form.encode('utf-8')).hexdigest()}"


# --- what a package says --------------------------------------------------------------------------------------


class Package:
    """One package and what is wrong with it.

    Args:
        archive: The open container.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.entries = entries_of(archive)
        self.problems: list[str] = []
        if "manifest.json" not in self.entries:
            raise Unusable("no manifest")
        raw = unpacked(archive, self.entries["manifest.json"])
        self.fingerprint = hashlib.sha256(raw).hexdigest()
        try:
            self.manifest = document(raw)
        except ValueError as error:
            raise Unusable(f"manifest.json: {error}") from error

    def say(self, problem: str) -> None:
        """Note a problem."""
        self.problems.append(problem)

    def verify(self) -> None:
        """Look at everything."""
        self.verify_format()
        self.verify_entries()
        self.verify_manifest()
        self.verify_lists()
        records = self.verify_records()
        self.verify_operations(records)
        self.verify_context(records)
        for name in ("findings.jsonl", "audit.jsonl"):
            for _ in self.lines(name):
                pass
        self.verify_outcomes(records)

    def verify_format(self) -> None:
        """Stop at a format that this verifier does not know."""
        stated = self.manifest.get("format")
        if not isinstance(stated, dict) or stated.get("name") != "landdesk-package":
            raise Unusable("manifest.json: no LandDesk package")
        critical = [name for name in self.manifest if name.startswith("!")]
        if critical or not is_count(stated.get("min_reader")) or stated["min_reader"] > READS_FORMAT:
            raise Unusable(f"a newer format: {critical or stated.get('min_reader')}")

    def verify_entries(self) -> None:
        """Compare the entries with the manifest's list."""
        listed: dict[str, dict[str, Any]] = {}
        try:
            for entry in self.manifest["entries"]:
                if entry["path"] in listed:
                    raise ValueError(entry["path"])
                listed[entry["path"]] = entry
        except (KeyError, TypeError, ValueError) as error:
            raise Unusable(f"manifest.json: bad list of entries ({error})") from error
        present = {
            name
            for name in self.entries
            if name not in ("mimetype", "manifest.json") and not name.startswith("META-INF/signatures/")
        }
        for name in sorted(map(str, listed.keys() ^ present)):
            self.say(f"{name}: in the package or in the manifest, not in both")
        for name in sorted(listed.keys() & present):
            info, entry = self.entries[name], listed[name]
            if info.file_size != entry.get("size") or digest_of(self.archive, info) != entry.get("sha256"):
                raise Unusable(f"{name}: altered, it is not what the manifest says")
        for name in (*TEXT_ENTRIES, "schema.json", "codelists.json", "summary.json", "summary.html"):
            if name not in present:
                raise Unusable(f"{name}: missing")
        if ("outcomes.jsonl" in present) != (self.manifest.get("kind") == "receipt"):
            self.say("outcomes.jsonl: in a receipt, and in nothing else")

    def verify_manifest(self) -> None:
        """Look at the fields of the manifest."""
        manifest = self.manifest
        for name in MANIFEST_FIELDS:
            if name not in manifest:
                self.say(f"manifest.json: no {name}")
        dataset = manifest.get("dataset") or {}
        base = manifest.get("base") or {}
        code = str((manifest.get("crs") or {}).get("code"))
        schema = hashlib.sha256(unpacked(self.archive, self.entries["schema.json"])).hexdigest()
        checks = {
            "kind": manifest.get("kind") in KINDS,
            "package_id": is_id(manifest.get("package_id")),
            "dataset": is_id(dataset.get("id")) and dataset.get("environment") in ("production", "training"),
            "workspace": is_id((manifest.get("workspace") or {}).get("id")),
            "sequence": is_count(manifest.get("sequence")) and manifest["sequence"] >= 1,
            "previous": (manifest.get("previous") is None) == (manifest.get("sequence") == 1),
            "base": is_id(base.get("snapshot_id"))
            and SHA256.fullmatch(str(base.get("root_hash"))) is not None,
            "crs": re.fullmatch(r"EPSG:[0-9]{4,6}", code) is not None,
            "schema": (manifest.get("schema") or {}).get("hash") == schema,
            "author": is_id((manifest.get("author") or {}).get("id")),
            "in_reply_to": (manifest.get("in_reply_to") is not None) == (manifest.get("kind") == "receipt"),
            "since": is_count(manifest.get("since"))
            if manifest.get("kind") == "update"
            else manifest.get("since") is None,
        }
        for name, good in checks.items():
            if not good:
                self.say(f"manifest.json: {name}")

    def verify_lists(self) -> None:
        """Look at what the office says of code lists; only its bases and updates say something."""
        try:
            lists = json.loads(unpacked(self.archive, self.entries["codelists.json"]))["lists"]
            names = [one["name"] for one in lists]
            good = all(is_said_of_list(one) for one in lists) and len(set(names)) == len(names)
        except (KeyError, TypeError, ValueError):
            good, names = False, []
        if not good or (names and self.manifest.get("kind") not in ("base", "update")):
            self.say("codelists.json: not what an office says of lists, or not from an office")

    def verify_records(self) -> set[str]:
        """Return the records of the package."""
        records: set[str] = set()
        for at, line in self.lines("records.jsonl"):
            identifier, acts, pairs = line.get("record"), line.get("acts"), line.get("lineage")
            if not is_id(identifier) or identifier in records:
                self.say(f"{at}: no record, or one that was there before")
            if not isinstance(acts, list) or not all(map(is_act, acts)):
                self.say(f"{at}: no acts")
            if not isinstance(pairs, list) or not all(map(is_pair, pairs)):
                self.say(f"{at}: no lineage")
            records.add(str(identifier))
        return records

    def verify_operations(self, records: set[str]) -> None:
        """Look at every operation, the counts, and the root hash of a base."""
        counts: dict[str, dict[str, int]] = {}
        objects: set[str] = set()
        revisions: list[tuple[bytes, bytes]] = []
        for number, (at, line) in enumerate(self.lines("ops.jsonl"), start=1):
            missing = [name for name in OPERATION_FIELDS if name not in line]
            if missing or line["class"] not in CLASSES or line["op"] not in ("create", "update", "delete"):
                self.say(f"{at}: no operation ({', '.join(missing) or 'class or op'})")
                continue
            by_kind = counts.setdefault(line["class"], {})
            by_kind[line["op"]] = by_kind.get(line["op"], 0) + 1
            if not is_count(line["seq"]) or line["seq"] != number:
                self.say(f"{at}: seq is not {number}")
            if line["record"] not in records:
                self.say(f"{at}: a record that is not in records.jsonl")
            if not is_id(line["op_id"]) or not is_id(line["oid"]) or line["oid"] in objects:
                self.say(f"{at}: a bad identifier, or an object for the second time")
                continue
            objects.add(line["oid"])
            self.verify_operation(at, line)
            if is_stand(line["new"]):
                digits = line["new"]["rev"].partition(":")[2]
                revisions.append((bytes.fromhex(line["oid"].replace("-", "")), b"\1" + bytes.fromhex(digits)))
        if counts != self.manifest.get("counts"):
            self.say("manifest.json: counts are not those of ops.jsonl")
        if self.manifest.get("kind") == "base":
            root = hashlib.sha256(b"".join(one + two for one, two in sorted(revisions))).hexdigest()
            if root != (self.manifest.get("base") or {}).get("root_hash"):
                self.say("manifest.json: root_hash is not that of the objects")

    def verify_operation(self, at: str, line: dict[str, Any]) -> None:
        """Look at revisions and values of one operation."""
        stands = {name: line[name] for name in ("trunk", "base", "new")}
        for name, stand in stands.items():
            if stand is not None and not is_stand(stand):
                self.say(f"{at}: {name} is no revision")
        if (line["new"] is None) != (line["op"] == "delete"):
            self.say(f"{at}: only a deletion leads to nothing")
        if line["op"] != "create" and line["trunk"] is None:
            self.say(f"{at}: nothing it starts from")
        if not isinstance(line["set"], dict):
            self.say(f"{at}: no values")
            return
        self.verify_values(at, line)
        fields = {
            name: pair["new"]
            for name, pair in line["set"].items()
            if isinstance(pair, dict) and "new" in pair
        }
        needed = {name for name, field in FIELDS.items() if field[0] == line["class"] and field[3]}
        if line["op"] == "create":
            if needed - fields.keys():
                self.say(f"{at}: lacks {', '.join(sorted(needed - fields.keys()))}")
            elif is_stand(line["new"]) and revision(fields) != line["new"]["rev"]:
                self.say(f"{at}: does not lead to the revision it names")
        elif line["op"] == "update" and needed & line["set"].keys() - fields.keys():
            self.say(f"{at}: empties a compulsory value")

    def verify_values(self, at: str, line: dict[str, Any]) -> None:
        """Look at every value of one operation."""
        commune = (self.manifest.get("dataset") or {}).get("commune")
        for name, pair in line["set"].items():
            if name not in FIELDS or FIELDS[name][0] != line["class"]:
                self.say(f"{at}: {name} is no field of a {line['class']}")
                continue
            if not isinstance(pair, dict) or not pair.keys() <= {"old", "new", "sent"}:
                self.say(f"{at}: {name} has other than old, new and sent")
                continue
            for side, text in pair.items():
                if not (side == "sent" and text is None) and not is_canonical(name, text):
                    self.say(f"{at}: {name} {side} is not in canonical form")
            if "sent" in pair and pair["sent"] in (pair.get("old"), pair.get("new")):
                self.say(f"{at}: {name} was sent as it was, or as it is")
            if name == "F001" and pair.get("new", commune) != commune:
                self.say(f"{at}: a parcel of another commune")

    def verify_context(self, records: set[str]) -> None:
        """Look at what records rely on."""
        for at, line in self.lines("context.jsonl"):
            good = (
                line.get("record") in records
                and line.get("class") in CLASSES
                and is_id(line.get("oid"))
                and REVISION.fullmatch(str(line.get("rev"))) is not None
            )
            if not good:
                self.say(f"{at}: nothing that can be relied on")

    def verify_outcomes(self, records: set[str]) -> None:
        """Look at the office's answers."""
        if "outcomes.jsonl" not in self.entries:
            return
        answered: set[str] = set()
        for at, line in self.lines("outcomes.jsonl"):
            record, outcome, objects = line.get("record"), line.get("outcome"), line.get("objects")
            if record not in records or record in answered or not isinstance(objects, list):
                self.say(f"{at}: no answer to a record of the package, or a second one")
                continue
            answered.add(record)
            if outcome == "returned":
                if not line.get("reason") or not line.get("note"):
                    self.say(f"{at}: returned without reason or note")
            elif outcome != "accepted":
                self.say(f"{at}: neither accepted nor returned")
            for answer in objects:
                self.verify_answer(at, answer, accepted=outcome == "accepted")
        for record in sorted(records - answered):
            self.say(f"outcomes.jsonl: no answer to record {record}")

    def verify_answer(self, at: str, answer: Any, *, accepted: bool) -> None:
        """Look at the answer on one object."""
        if not isinstance(answer, dict) or answer.get("class") not in CLASSES or not is_id(answer.get("oid")):
            self.say(f"{at}: an answer on nothing")
            return
        if not accepted:
            return
        office, fields = answer.get("office"), answer.get("fields")
        rev = office.get("rev") if isinstance(office, dict) else 0
        known = rev is None or REVISION.fullmatch(str(rev)) is not None
        if (
            "sent" not in answer
            or not isinstance(office, dict)
            or not is_count(office.get("no"))
            or not known
        ):
            self.say(f"{at}: an answer without the office's revision")
        elif fields is not None:
            named = [name for name in fields if name not in FIELDS or not is_canonical(name, fields[name])]
            if named or revision(fields) != rev:
                self.say(f"{at}: the office's fields do not lead to its revision")

    def lines(self, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield place and document of each line of an entry."""
        if name not in self.entries:
            return
        for number, line in enumerate(unpacked(self.archive, self.entries[name]).splitlines(), start=1):
            at = f"{name}, line {number}"
            try:
                yield at, document(line)
            except ValueError as error:
                self.say(f"{at}: {error}")


def is_id(value: Any) -> bool:
    """Tell whether a value is an identifier."""
    return isinstance(value, str) and UUID.fullmatch(value) is not None


def is_count(value: Any) -> bool:
    """Tell whether a value counts something."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 2**53


def is_act(value: Any) -> bool:
    """Tell whether a value tells of an act."""
    words = ("command", "subject", "person", "unit", "at")
    return (
        isinstance(value, dict)
        and is_count(value.get("entry"))
        and all(isinstance(value.get(name), str) for name in words)
    )


def is_said_of_list(value: Any) -> bool:
    """Tell whether a value is a list's name with source and table, or without both, and a version."""
    texts = [value["name"], *(one for one in (value["source"], value["content"]) if one is not None)]
    return (
        len(texts) in (1, 3)
        and all(isinstance(one, str) and one != "" for one in texts)
        and is_count(value["version"])
    )


def is_pair(value: Any) -> bool:
    """Tell whether a value is parent and child."""
    return isinstance(value, list) and len(value) == 2 and all(map(is_id, value))


def is_stand(value: Any) -> bool:
    """Tell whether a value is a counter and a revision."""
    return (
        isinstance(value, dict)
        and is_count(value.get("no"))
        and isinstance(value.get("rev"), str)
        and REVISION.fullmatch(value["rev"]) is not None
    )


def problems_of(path: Path) -> tuple[list[str], str]:
    """Return what is wrong with a file, and its fingerprint where it has one."""
    try:
        with path.open("rb") as file:
            return problems_in(file)
    except OSError as error:
        return [f"cannot be read: {error.strerror}"], ""


def problems_in(file: BinaryIO) -> tuple[list[str], str]:
    """Return what is wrong with an open file, and its fingerprint where it has one."""
    try:
        with open_zip(file) as archive:
            package = Package(archive)
            try:
                package.verify()
            except Unusable as error:
                package.say(str(error))
            return package.problems, package.fingerprint
    except Unusable as error:
        return [str(error)], ""


def main(paths: list[str]) -> int:
    """Verify files and return the exit code."""
    if not paths:
        sys.stderr.write("usage: verify_ldpkg.py FILE [FILE ...]\n")
        return 2
    found = False
    for path in paths:
        problems, fingerprint = problems_of(Path(path))
        for problem in problems:
            sys.stdout.write(f"{path}: {problem}\n")
        if not problems:
            words = " ".join(fingerprint[at : at + 4] for at in range(0, 32, 4))
            sys.stdout.write(f"{path}: good, fingerprint {words}\n")
        found = found or bool(problems)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
