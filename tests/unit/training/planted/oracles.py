"""What is wrong with a whole record, found by plain loops that share nothing with the rules of the program.

Each oracle returns claims: the rule and what is at fault. Tolerances are those of the page ``docs/planted-faults.md``.
"""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import shapely

from landdesk.domain.ids import ObjectId
from landdesk.domain.records import (
    AnyRecord,
    Certificate,
    CertificateParcel,
    Document,
    LandRight,
    MapSheet,
    Parcel,
    Purpose,
    PurposeOrigin,
    Registration,
    RegistrationParcel,
    Restriction,
    SyncStatus,
)
from landdesk.services.parcel_codes import places_of
from landdesk.services.training.answers import Claim
from tests.unit.training.planted import persons
from tests.unit.training.planted.seen import LISTS, Found, Seen, column, grouped

SERIAL = re.compile(r"\d{10}|[A-ZĐ]\d{6,7}|[A-ZĐ]{2}(\d{6}|\d{8})")
GEOHASH = re.compile(r"[0-9b-hjkmnp-z]{12}")
DAY = re.compile(r"(\d\d)/(\d\d)/(\d{4})")
TYPES = {
    "2": ("1993-10-15", "2004-06-30"),
    "1": ("2004-07-01", "2009-12-09"),
    "6": ("2009-12-10", "2014-06-30"),
    "11": ("2014-07-01", "2024-07-31"),
    "98": ("2024-08-01", "9999-12-31"),
}


# --- parcels ------------------------------------------------------------------------------------------------


def missing_field(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    purposes: defaultdict[ObjectId, list[Purpose]] = defaultdict(list)
    for purpose in seen.of(Purpose):
        purposes[purpose.parcel_id].append(purpose)
    with_origin = {one.purpose_id for one in seen.of(PurposeOrigin) if one.origin or one.detail}
    for parcel in seen.whole:
        own = purposes[parcel.id]
        is_whole = (
            parcel.sheet
            and parcel.number
            and (parcel.legal_area_m2 or parcel.map_area_m2)
            and parcel.address
            and own
            and all(one.form and (one.term_kind or one.term or one.term_until) for one in own)
            and all(one.id in with_origin for one in own)
        )
        if not is_whole:
            yield (parcel.id,)


def duplicate_key(seen: Seen) -> list[tuple[ObjectId, ...]]:
    return grouped(((p.commune, p.sheet, p.number), p.id) for p in seen.parcels if p.sheet and p.number)


def code_missing(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    return ((one.id,) for one in seen.parcels if not one.parcel_code and "code" in str(one.loaded).split())


def code_wrong(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    coded = [one for one in seen.parcels if one.parcel_code]
    shared = grouped((one.parcel_code, one.id) for one in coded)
    yield from shared
    told = {identifier for group in shared for identifier in group}
    alone = [one for one in coded if one.id not in told]
    yield from ((one.id,) for one in alone if not GEOHASH.fullmatch(str(one.parcel_code)))
    formed = [one for one in alone if GEOHASH.fullmatch(str(one.parcel_code)) and one.shape is not None]
    places = places_of([str(one.parcel_code) for one in formed], 9217)
    yield from (
        (one.id,)
        for one, place in zip(formed, places, strict=True)
        if not shapely.contains_xy(one.shape, *place)
    )


def old_commune(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    today = set(column("commune"))
    return ((one.id,) for one in seen.parcels if one.commune not in today)


def sheet_unconverted(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    for parcel, row in _rows(seen):
        if row.sheet and _sheets_meant(seen, parcel, row) != 1:
            yield (parcel.id,)


def parcel_differs(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    for parcel, row in _rows(seen):
        is_named = row.sheet and row.number and parcel.sheet and parcel.number
        if (
            is_named
            and _sheets_meant(seen, parcel, row) == 1
            and row.number not in (parcel.number, parcel.old_number)
        ):
            yield (row.certificate_id,)


def _rows(seen: Seen) -> Iterator[tuple[Parcel, CertificateParcel]]:
    parcels = {one.id: one for one in seen.parcels}
    for certificate in seen.valid:
        for row in seen.covers[certificate.id]:
            yield parcels[row.parcel_id], row


def _sheets_meant(seen: Seen, parcel: Parcel, row: CertificateParcel) -> int:
    if parcel.sheet is None or row.sheet in (parcel.sheet, parcel.old_sheet):
        return 1
    return sum(row.sheet in str(sheet.old_numbers).split("; ") for sheet in seen.of(MapSheet))


def area_sum(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    areas: defaultdict[ObjectId, list[Decimal | None]] = defaultdict(list)
    for purpose in seen.of(Purpose):
        areas[purpose.parcel_id].append(purpose.area_m2)
    for parcel in seen.parcels:
        own, legal = areas[parcel.id], parcel.legal_area_m2
        stated = [one for one in own if one is not None]
        if (
            own
            and len(stated) == len(own)
            and legal
            and abs(sum(stated, Decimal(0)) - legal) > Decimal("0.05")
        ):
            yield (parcel.id,)


def land_use_code(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    with (LISTS / "land_use.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    issued = {row.parcel_id: one.issued_on for one in seen.valid for row in seen.covers[one.id]}
    for purpose in seen.of(Purpose):
        row = rows.get(purpose.land_use)
        is_old = row is not None and row["valid_to"] and str(issued.get(purpose.parcel_id)) > row["valid_to"]
        if row is None or row["kind"] != "purpose" or is_old:
            yield (purpose.id,)


def residential_kind(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    kinds = dict(zip(column("commune"), column("commune", "kind"), strict=True))
    wrong = {"xã": "ODT", "phường": "ONT"}
    of = {one.id: kinds.get(one.commune, "") for one in seen.parcels}
    return ((one.id,) for one in seen.of(Purpose) if wrong.get(of[one.parcel_id]) == one.land_use)


def term(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    for one in seen.of(Purpose):
        if not (one.term_kind or one.term or one.term_until):
            continue
        is_endless = one.term_kind == "LAU_DAI" or one.term == "Lâu dài"
        if not (is_endless or one.term_until or _is_term(str(one.term))) or (
            one.land_use in ("ONT", "ODT") and not is_endless
        ):
            yield (one.id,)


def _is_term(text: str) -> bool:
    if match := DAY.fullmatch(text):
        try:
            return bool(date(int(match[3]), int(match[2]), int(match[1])))
        except ValueError:
            return False
    return re.fullmatch(r"\d{4}|\d{1,2} năm", text) is not None


def no_user(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    used = {one.parcel_id for one in seen.of(LandRight)}
    return ((one.id,) for one in seen.whole if one.id not in used)


def retired_active(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    shapes = {one.id: one.shape for one in seen.parcels}
    covering = {a for a, b in seen.lineage if shapely.area(shapely.intersection(shapes[a], shapes[b])) > 1}
    return ((one,) for one in covering)


def dispute_unrecorded(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    told = {
        one.parcel_id
        for one in seen.of(Restriction)
        if one.kind == "dispute" and one.content and one.document
    }
    return ((one.id,) for one in seen.parcels if one.disputed and one.id not in told)


def no_record(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    return ((one.id,) for one in seen.bare)


# --- certificates and scans ---------------------------------------------------------------------------------


def certificate_field(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    return ((one.id,) for one in seen.valid if not (one.serial and one.register_number and one.issued_on))


def serial_malformed(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    return (
        (one.id,) for one in seen.valid if one.serial and not SERIAL.fullmatch(one.serial.replace(" ", ""))
    )


def serial_shared(seen: Seen) -> list[tuple[ObjectId, ...]]:
    return grouped((one.serial.replace(" ", ""), one.id) for one in seen.of(Certificate) if one.serial)


def several_certificates(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    count = Counter(row.parcel_id for one in seen.valid for row in seen.covers[one.id])
    return ((parcel,) for parcel, number in count.items() if number > 1)


def kind_date(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    for one in seen.of(Certificate):
        first, last = TYPES[str(one.kind)]
        if one.issued_on and not first <= one.issued_on <= last:
            yield (one.id,)


def not_handed_over(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    for one in seen.valid:
        issued_here = (one.issuer or "").startswith("UBND xã") and (one.issued_on or "") >= "2025-07-01"
        if issued_here and one.handed_over_on is None:
            yield (one.id,)


def no_parcel(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    return ((one.id,) for one in seen.valid if not seen.covers[one.id])


def lacks_scan(kind: str, holders: tuple[str, ...]) -> Callable[[Seen], Iterator[tuple[ObjectId, ...]]]:
    def look(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
        for one in seen.valid:
            is_wanted = not holders or one.holder_kind in holders
            if is_wanted and kind not in [scan.kind for scan in seen.scans[one.id]]:
                yield (one.id,)

    return look


def unlinked(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    bound = {scan.id for scans in seen.scans.values() for scan in scans}
    return ((one.id,) for one in seen.of(Document) if one.kind == "1" and one.id not in bound)


def unsigned(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    return ((one.id,) for one in seen.of(Document) if one.signed is False)


def name_unruly(seen: Seen) -> set[tuple[ObjectId, ...]]:
    serials = {one.id: one.serial for one in seen.of(Certificate)}
    found: set[tuple[ObjectId, ...]] = set()
    for certificate, scans in seen.scans.items():
        serial = serials[certificate]
        for scan in scans:
            if scan.absent:
                continue
            has_suffix = re.search({"1": "-GCN[.]", "0": "-GT[.]"}[str(scan.kind)], str(scan.file_name))
            if not has_suffix or (serial and serial.replace(" ", "") not in str(scan.file_name)):
                found.add((scan.id,))
    return found


def damaged(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    yield from grouped((one.sha256, one.id) for one in seen.of(Document) if one.sha256)
    for one in seen.of(Document):
        if not one.absent and (one.media_type != "application/pdf" or not one.pages):
            yield (one.id,)


def ambiguous(seen: Seen) -> set[tuple[ObjectId, ...]]:
    certificates: defaultdict[ObjectId, set[ObjectId]] = defaultdict(set)
    found = set()
    for certificate, scans in seen.scans.items():
        own = sorted(scan.id for scan in scans if scan.kind == "1" and not scan.is_old)
        for one in own:
            certificates[one].add(certificate)
        if len(own) > 1:
            found.add(tuple(own))
    return found | {(one,) for one, several in certificates.items() if len(several) > 1}


# --- status -------------------------------------------------------------------------------------------------


def says(field: str) -> Callable[[Seen], Iterator[tuple[ObjectId, ...]]]:
    return lambda seen: ((one.parcel_id,) for one in seen.of(SyncStatus) if getattr(one, field) is False)


def outdated(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    days = {one.id: one.registered_on for one in seen.of(Registration)}
    as_of = {one.parcel_id: one.as_of for one in seen.of(SyncStatus) if one.register_exported}
    for row in seen.of(RegistrationParcel):
        registered, looked_at = days[row.registration_id], as_of.get(row.parcel_id)
        if registered and looked_at and registered > looked_at:
            yield (row.parcel_id,)


ORACLES: dict[str, Callable[[Seen], Found]] = {
    "parcel.missing-field": missing_field,
    "parcel.duplicate-key": duplicate_key,
    "parcel.code-missing": code_missing,
    "parcel.code-wrong": code_wrong,
    "parcel.old-commune": old_commune,
    "parcel.sheet-unconverted": sheet_unconverted,
    "purpose.area-sum": area_sum,
    "purpose.land-use-code": land_use_code,
    "purpose.residential-kind": residential_kind,
    "purpose.term": term,
    "parcel.no-user": no_user,
    "parcel.retired-active": retired_active,
    "parcel.dispute-unrecorded": dispute_unrecorded,
    "parcel.no-record": no_record,
    "person.number-missing": persons.number_missing,
    "person.old-number-only": persons.old_number_only,
    "person.number-malformed": persons.number_malformed,
    "person.number-contradicts": persons.number_contradicts,
    "person.not-matched": persons.matched_as("not_matched"),
    "person.birth-incomplete": persons.birth_incomplete,
    "person.undetermined": persons.matched_as("undetermined"),
    "person.number-shared": persons.number_shared,
    "person.duplicate": persons.duplicate,
    "person.number-swapped": persons.number_swapped,
    "person.deceased": persons.deceased,
    "certificate.holder-differs": persons.holder_differs,
    "party.members-missing": persons.members_missing,
    "party.type-missing": persons.type_missing,
    "party.old-address": persons.old_address,
    "person.field-missing": persons.person_field,
    "organisation.number": persons.organisation,
    "certificate.field-missing": certificate_field,
    "certificate.serial-malformed": serial_malformed,
    "certificate.serial-shared": serial_shared,
    "parcel.several-certificates": several_certificates,
    "certificate.kind-date": kind_date,
    "certificate.not-handed-over": not_handed_over,
    "certificate.parcel-differs": parcel_differs,
    "certificate.no-parcel": no_parcel,
    "scan.certificate-missing": lacks_scan("1", ()),
    "scan.identity-missing": lacks_scan("0", ("individual", "couple", "household", "group")),
    "scan.unlinked": unlinked,
    "scan.unsigned": unsigned,
    "scan.name-unruly": name_unruly,
    "scan.damaged": damaged,
    "scan.ambiguous": ambiguous,
    "register.not-exported": says("register_exported"),
    "register.outdated": outdated,
    "sync.blocks-differ": says("blocks_in_sync"),
    "sync.not-operating": says("operating"),
}


def claims(records: tuple[AnyRecord, ...], lineage: tuple[tuple[ObjectId, ObjectId], ...]) -> list[Claim]:
    """Return everything that any oracle finds, sorted."""
    seen = Seen(records, lineage)
    return sorted((rule, tuple(one)) for rule, look in ORACLES.items() for one in look(seen))
