"""A small record with some of everything, for tests that change it at random."""

from decimal import Decimal

import numpy as np

from landdesk.domain.records import (
    AnyRecord,
    Certificate,
    CertificateParcel,
    Document,
    DocumentLink,
    IdentityDocument,
    LandRight,
    MapSheet,
    Parcel,
    Party,
    PartyAddress,
    PartyMember,
    Purpose,
    PurposeOrigin,
    Registration,
    RegistrationParcel,
    Restriction,
    SyncStatus,
)
from landdesk.services.parcel_codes import codes_at
from tests.stores import COMMUNE, EPSG, SOUTH, WEST
from tests.unit.checking.recorded import ALL_LOADED, Made

PARCELS = 10
MATCHES = ("matched", "not_matched", "undetermined", "deceased")


def rich_records() -> list[AnyRecord]:
    """Return parcels side by side with purposes, land users of several kinds, certificates, scans and status."""
    made = Made()
    holder: Party | None = None
    for number in range(PARCELS):
        loaded = ALL_LOADED if number % 3 else "boundary key area purpose user"
        parcel = made.parcel(loaded=loaded, legal_area_m2=Decimal(600 + 2 * (number % 2)), hamlet="Thôn 1")
        purpose = made.add(Purpose, parcel.id, "ONT", Decimal(600), form="RIENG", term_kind="LAU_DAI")
        made.add(PurposeOrigin, purpose.id, origin="1")
        if number % 4 == 3:
            made.add(Purpose, parcel.id, "CLN", Decimal(10 * number))
        holder = _holder(made, number, holder)
        certificate = made.add(
            Certificate,
            serial=f"BK 1{number % 7:05d}",
            register_number=f"CH{number:05d}",
            issued_on="2012-05-30",
            kind="6",
            state="valid",
        )
        made.add(CertificateParcel, certificate.id, parcel.id, sheet="12", number=str(number + 1))
        made.add(LandRight, parcel.id, holder.id, certificate_id=certificate.id if number % 2 else None)
        if number in (2, 5):
            # The number is that of somebody of the name with two digits swapped.
            name, number_of = f"Ông Đặng Văn {number - 1}", "056080000010" if number == 2 else "056080000400"
            heir = made.add(Party, name, number_of, kind="individual", object_type="GDC")
            made.add(LandRight, parcel.id, heir.id, acquired_by="THUA_KE")
        scan = made.add(
            Document,
            "1",
            f"GCN {number}",
            f"BK1{number:05d}-GCN.pdf",
            f"{number % 8:064x}",
            signed=number % 2 == 0,
        )
        made.add(
            DocumentLink, scan.id, certificate_id=certificate.id if number % 5 else None, parcel_id=parcel.id
        )
        if number % 2:
            made.add(
                SyncStatus,
                parcel.id,
                as_of="2026-06-30",
                parcel_group="2",
                blocks_in_sync=number % 4 == 1,
                population_match=MATCHES[1 + number % 3],
            )
        if number == 4:
            made.add(Restriction, "dispute", parcel_id=parcel.id, in_force=True)
    _land(made)
    _papers(made)
    return made.records


def _land(made: Made) -> None:
    """Make parcels and purposes that break rules about these, or nearly."""
    for sheet, old in (("12", "3; 4"), ("13", "4; 5")):
        made.add(MapSheet, COMMUNE, sheet, old_numbers=old)
    uses = ("BHK", "ODT", "CHN", "ONT", "DGT", "XYZ")
    terms = ("50 năm", "tạm thời", "31/12/2043", None, "Lâu dài", "2053")
    for number, (land_use, term) in enumerate(zip(uses, terms, strict=True)):
        west = WEST + 20.0 * (PARCELS + 1 + number)
        (code,) = codes_at(np.array([[west + 10.0 + 2.5 * number, SOUTH + 15.0]]), EPSG)
        parcel = made.parcel(
            parcel_code=code if number else None,
            map_area_m2=Decimal(600 + number % 2),
            disputed=number % 3 == 0,
            old_sheet="7" if number % 2 else None,
        )
        made.add(
            Purpose, parcel.id, land_use, Decimal(300), term=term, term_kind="SO_NAM" if number == 3 else None
        )
        made.add(Purpose, parcel.id, "CLN", Decimal(300 + number // 5), term_until="2043-10-15")
        made.add(Restriction, "dispute", parcel.id, content="Ranh giới" if number else None)
        paper = made.add(
            Certificate, f"BK 2{number:05d}", issued_on="2012-05-30" if number < 4 else "2025-02-03"
        )
        made.add(CertificateParcel, paper.id, parcel.id, sheet=str(3 + number))
    made.parcel(loaded="boundary key")
    made.add(Purpose, made.parcel(loaded="boundary key").id, "DGT")


def _holder(made: Made, number: int, before: Party | None) -> Party:
    """Return who holds a parcel: a new person, a couple, an organisation, or who held the parcel before."""
    if before is not None and number % 3 == 2:
        return before
    name, identity = f"Đặng Văn {number % 6}", f"05608000{number % 5:04d}"
    if number % 3 == 0:
        person: Party = made.add(
            Party, name, identity, "Thôn Phú Điền", "individual", born=f"19{70 + number}", sex="male"
        )
        made.add(IdentityDocument, person.id, "CMND", f"22500000{number}")
        made.add(PartyAddress, person.id, district="Huyện Diên Khánh" if number else "0", is_main=True)
        return person
    if number == 7:
        company: Party = made.add(Party, "Công ty Hòa Bình", kind="organisation", tax_code="4200000001")
        return company
    kind = "household" if number == 4 else "couple"
    holder: Party = made.add(Party, f"Ông {name} và bà Lê Thị {number}", kind=kind, object_type="GDC")
    for role, own in (("husband", name), ("wife", f"Lê Thị {number % 3}")):
        one = made.add(
            Party,
            own,
            identity if role == "husband" else None,
            "Thôn Phú Điền, huyện Diên Khánh" if role == "wife" else None,
            "individual",
            born=f"19{70 + number % 3}-05-30",
            life_state="deceased" if number == 4 else None,
            population_match=MATCHES[number % len(MATCHES)],
        )
        made.add(PartyMember, holder.id, one.id, role)
    return holder


def _papers(made: Made) -> None:
    """Add certificates, scans, cases and status rows that contradict each other or hang on little."""
    parcels = [one for one in made.records if isinstance(one, Parcel)]
    rights = [one for one in made.records if isinstance(one, LandRight)]
    papers = [one for one in made.records if isinstance(one, Certificate)]
    sheet = made.add(MapSheet, parcels[0].commune, "12", old_numbers="7")
    made.add(MapSheet, parcels[0].commune, "20", old_numbers="8; 9")
    for number, parcel in enumerate(parcels[:6]):
        newer = made.add(
            Certificate,
            serial=f"AA 1234567{number}" if number % 3 else f"AA1234567{number + 1}",
            issued_on="2025-03-12" if number % 2 else None,
            kind=("98", "11", None)[number % 3],
            state="valid" if number % 2 else None,
            replaces_id=papers[number + 1].id if number % 3 == 1 else None,
        )
        if number % 4 != 3:
            covers, old = (sheet.number, "1") if number % 2 else ("7", "3")
            made.add(CertificateParcel, newer.id, parcel.id, sheet=covers, number=old)
        paper = made.add(
            Document,
            "1" if number % 2 else "0",
            file_name=f"AA1234567{number}-GCN.pdf",
            sha256=f"{number:064x}",
            media_type="image/png" if number == 3 else "application/pdf",
            pages=number % 3,
            is_old=number == 5,
        )
        bound = (
            {"certificate_id": newer.id},
            {"party_id": rights[number].party_id},
            {"right_id": rights[number].id},
        )
        made.add(DocumentLink, paper.id, **bound[number % 3], pages="1" if number == 4 else None)
        case = made.add(Registration, f"00{number}", registered_on=f"2026-0{5 + number % 3}-12")
        made.add(RegistrationParcel, case.id, parcel.id)
        made.add(
            SyncStatus,
            parcel.id,
            as_of="2026-07-31" if number % 2 else "2026-06-30",
            register_exported=number % 3 != 2,
            blocks_in_sync=True,
            operating=number != 1,
            population_match="matched",
            parcel_group="1" if number % 2 else "2",
        )
