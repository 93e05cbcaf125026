"""Small packages made without a store, for tests of the format itself."""

import io
import json
import struct
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import shapely

from landdesk.domain.canonical import canonical_fields, image_of, revision_of
from landdesk.domain.canonical_shape import canonical_shape
from landdesk.domain.change import Person
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import AnyRecord, LandRight, Parcel, Party, Purpose
from landdesk.services.packages.container import canonical_json, entry_list, write_container
from landdesk.services.packages.kinds import BASE, CHANGE
from landdesk.services.packages.manifest import Manifest
from landdesk.services.packages.office_state import root_hash
from landdesk.services.packages.operations import (
    Act,
    Operation,
    PackageRecord,
    Stand,
    full_operation,
    operation_between,
    renumbered,
)
from landdesk.services.packages.reading import counts_of
from landdesk.services.packages.writing import Parts, packed
from landdesk.store.info import Base

COMMUNE = "22657"


def made_id(number: int) -> ObjectId:
    """Return an identifier that says which one it is."""
    return ObjectId(bytes.fromhex("0189aaaa00007000800000000000") + number.to_bytes(2, "big"))


PARCEL = Parcel(
    made_id(1),
    COMMUNE,
    "12",
    "57",
    address="Thôn Phú Điền",
    legal_area_m2=Decimal("600.00"),
    source_id="S-57",
    shape=canonical_shape(shapely.box(600_000, 1_350_000, 600_020, 1_350_030)),
)
PURPOSE = Purpose(made_id(2), PARCEL.id, "ODT", Decimal("120.50"))
PARTY = Party(made_id(3), "Nguyễn Thị Hường", "999000000001", "12 Trần Phú")
RIGHT = LandRight(made_id(4), PARCEL.id, PARTY.id)
OBJECTS: tuple[AnyRecord, ...] = (PARCEL, PARTY, PURPOSE, RIGHT)

PERSON = Person(made_id(5), "Trần Văn Đức", "UBND xã", "technician")
RECORD = PackageRecord(
    made_id(6), (Act(7, "parcel.set", "12/57", PERSON.name, PERSON.unit, "2026-11-02T08:00:00+07:00"),), ()
)


def stand(record: AnyRecord, no: int = 1) -> Stand:
    return Stand(no, revision_of(image_of(record)))


def creation(record: AnyRecord, group: ObjectId = RECORD.id) -> Operation:
    return full_operation(
        group,
        0,
        record.CLASS,
        record.id,
        canonical_fields(record),
        stand(record),
        made_id(100 + record.id[-1]),
    )


def change_of(old: AnyRecord | None, new: AnyRecord | None, sent: AnyRecord | None = None) -> Operation:
    """Return the operation that a commune would send."""
    either = new or old
    assert either is not None
    kind, changes, said = operation_between(old, new, sent)
    return Operation(
        op_id=made_id(200 + either.id[-1]),
        record=RECORD.id,
        seq=0,
        class_name=either.CLASS,
        oid=either.id,
        op=kind,
        trunk=None if old is None else stand(old),
        base=None if sent is None else stand(sent),
        new=None if new is None else stand(new, 2),
        changes=changes,
        cause="parcel.set",
        sent=said,
    )


def manifest_of(operations: list[Operation], kind: str = CHANGE, **values: Any) -> Manifest:
    roots = [(one.oid, one.new.rev) for one in operations if one.new is not None]
    stated: dict[str, Any] = {
        "package_id": made_id(10),
        "kind": kind,
        "dataset": made_id(11),
        "commune": COMMUNE,
        "training": False,
        "workspace": made_id(12),
        "sequence": 1,
        "previous": None,
        "previous_fingerprint": None,
        "base": Base(made_id(13), 1, root_hash(roots), made_id(14)),
        "epsg": 9217,
        "author": PERSON,
        "created_at": "2026-11-02T08:00:00+07:00",
        "last_office_time": None,
        "counts": counts_of(operations),
        "controls": {
            "parcels_before": 1,
            "parcels_after": 1,
            "area_before_m2": "600.0",
            "area_after_m2": "600.0",
        },
    }
    return Manifest(**(stated | values))


def package(operations: list[Operation], kind: str = CHANGE, **values: Any) -> bytes:
    """Return the bytes of a package with one record."""
    numbered = renumbered(operations)
    parts = Parts([RECORD], numbered, outcomes=() if kind == "receipt" else None)
    return packed(manifest_of(numbered, kind, **values), parts)[0]


def base_package() -> bytes:
    return package([creation(one) for one in OBJECTS], BASE)


def entries_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(
    content: bytes,
    entries: Mapping[str, bytes | None] | None = None,
    manifest: Callable[[dict[str, Any]], Any] | None = None,
    *,
    fitting: bool = True,
) -> bytes:
    """Return a package with entries replaced, added or (None) left out.

    Args:
        manifest: Changes the manifest at last.
        fitting: Make the manifest's list of entries fit.
    """
    found = entries_of(content)
    document = json.loads(found.pop("manifest.json"))
    found.pop("mimetype")
    for name, new in (entries or {}).items():
        if new is None:
            del found[name]
        else:
            found[name] = new
    if fitting:
        document["entries"] = entry_list(found)
    if manifest is not None:
        document = manifest(document)
    file = io.BytesIO()
    raw = document if isinstance(document, bytes) else canonical_json(document)
    write_container(file, raw, found)
    return file.getvalue()


def lines_of(content: bytes, entry: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in entries_of(content)[entry].splitlines()]


def end_record(entries: int, size: int, offset: int, *, comment: bytes = b"") -> bytes:
    """Return the record at the end of a ZIP file."""
    return (
        struct.pack(
            "<4s4H2LH",
            b"PK\x05\x06",
            0,
            0,
            min(entries, 0xFFFF),
            min(entries, 0xFFFF),
            size,
            offset,
            len(comment),
        )
        + comment
    )
