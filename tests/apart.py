"""A demo commune whose records and boundaries were taken apart, with the faults of practice, and the right pairs.

Some parcels stay whole. Of the others the record loses its boundary, and the boundary becomes a parcel that has what a
drawing says: numbers, the land use and area of its label, sometimes the name of a land user. Then faults are planted.
"""

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from landdesk.domain.ids import IdSource, ObjectId
from landdesk.domain.records import (
    AnyRecord,
    Certificate,
    CertificateParcel,
    LandRight,
    MapSheet,
    Parcel,
    Party,
    Purpose,
)
from landdesk.services.training.commune import generate_commune

FAULTS = (
    "none",
    "old",
    "named",
    "renumbered",
    "area",
    "typed",
    "twin_record",
    "twin_polygon",
    "other_user",
    "no_record",
)
SHARES = (48, 10, 8, 8, 8, 7, 3, 3, 3, 2)
FORMER_SHEETS = 40
"""Old sheet numbers lie so much above the present ones."""


@dataclass(frozen=True, slots=True)
class Apart:
    """Records in the order in which they can be created.

    Args:
        records: All of them.
        truth: Boundary by record.
        faults: What was planted, by record.
    """

    records: tuple[AnyRecord, ...]
    truth: dict[ObjectId, ObjectId]
    faults: dict[ObjectId, str]


def taken_apart(parcels: int, new_id: IdSource, *, seed: int = 7, share: float = 0.6) -> Apart:
    """Return a commune of which this share of the parcels was taken apart."""
    commune = generate_commune("22657", seed=seed, parcels=parcels, faults=False, ids=new_id)
    chance = Random(f"apart {seed}")
    uses = {one.parcel_id: one for one in commune.purposes}
    names = {one.id: one.name for one in commune.parties}
    users = {one.parcel_id: names[one.party_id] for one in commune.rights}
    every = sorted(set(users.values()))
    gone: set[ObjectId] = set()
    made: list[AnyRecord] = []
    links: list[AnyRecord] = []
    truth: dict[ObjectId, ObjectId] = {}
    faults: dict[ObjectId, str] = {}
    for parcel in commune.parcels:
        assert parcel.sheet is not None
        assert parcel.number is not None
        former = str(int(parcel.sheet) + FORMER_SHEETS)
        if chance.random() > share or parcel.id not in users:
            # A part of the whole parcels says what its sheet was before.
            is_said = chance.random() < 0.2
            made.append(replace(parcel, old_sheet=former, old_number=parcel.number) if is_said else parcel)
            continue
        fault = chance.choices(FAULTS, SHARES)[0]
        area = parcel.legal_area_m2 or Decimal(1)
        record = replace(parcel, shape=None)
        polygon = Parcel(
            id=new_id(),
            commune=parcel.commune,
            sheet=parcel.sheet,
            number=parcel.number,
            legal_area_m2=Decimal(str(round(parcel.shape.area, 1))) if parcel.shape is not None else None,
            shape=parcel.shape,
            loaded="area boundary key purpose",
        )
        if fault == "old":
            polygon = replace(polygon, old_sheet=former, old_number=str(int(parcel.number) + 300))
            record = replace(record, sheet=former, number=polygon.old_number)
        elif fault == "named":
            certificate = Certificate(new_id(), serial=f"AA {len(links):08d}")
            named = CertificateParcel(new_id(), certificate.id, parcel.id, parcel.sheet, parcel.number)
            links += [certificate, named]
            record = replace(record, sheet=None, number=None)
        elif fault == "renumbered":
            record = replace(record, sheet=former)
        elif fault == "area":
            record = replace(record, legal_area_m2=(area * Decimal("1.2")).quantize(Decimal("0.1")))
        elif fault == "typed":
            record = replace(record, number=_mistyped(parcel.number, chance))
        made += [polygon] if fault == "no_record" else [record, polygon]
        if fault == "twin_record":
            made.append(replace(record, id=new_id(), source_id=None))
        elif fault == "twin_polygon":
            made.append(replace(polygon, id=new_id(), legal_area_m2=None))
        purpose = uses.get(parcel.id)
        if purpose is not None:
            links.append(Purpose(new_id(), polygon.id, purpose.land_use))
        if fault == "other_user" or chance.random() < 0.3:
            name = chance.choice(every) if fault == "other_user" else users[parcel.id]
            owner = Party(new_id(), name.upper())
            links += [owner, LandRight(new_id(), polygon.id, owner.id)]
        if fault == "no_record":
            gone.add(parcel.id)
            continue
        truth[record.id] = polygon.id
        faults[record.id] = fault
    sheets = [MapSheet(new_id(), "22657", one.number, scale=1000) for one in commune.sheets]
    order = (MapSheet, Parcel, Party, Certificate, Purpose, LandRight, CertificateParcel)
    parts: list[AnyRecord] = [one for one in commune.purposes if one.parcel_id not in gone]
    parts += [one for one in commune.rights if one.parcel_id not in gone]
    records: list[AnyRecord] = [*sheets, *made, *commune.parties, *parts, *links]
    return Apart(tuple(sorted(records, key=lambda one: order.index(type(one)))), truth, faults)


def _mistyped(number: str, chance: Random) -> str:
    """Return a number with one digit changed, doubled, or swapped with the next."""
    at = chance.randrange(len(number))
    kind = chance.randrange(3)
    if kind == 0 and len(number) > 1:
        at = min(at, len(number) - 2)
        return number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    if kind == 1:
        return number[:at] + number[at] + number[at:]
    return number[:at] + str((int(number[at]) + chance.randrange(1, 10)) % 10) + number[at + 1 :]


def counted(faults: dict[ObjectId, str], records: set[ObjectId]) -> Counter[str]:
    """Return how many of some records have each fault."""
    return Counter(faults[one] for one in records)
