"""A small record with some of everything, for tests that change it at random."""

from decimal import Decimal

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
    PartyMember,
    Purpose,
    PurposeOrigin,
    Registration,
    RegistrationParcel,
    Restriction,
    SyncStatus,
)
from tests.unit.checking.recorded import ALL_LOADED, Made

PARCELS = 10


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
                SyncStatus, parcel.id, as_of="2026-06-30", parcel_group="2", blocks_in_sync=number % 4 == 1
            )
        if number == 4:
            made.add(Restriction, "dispute", parcel_id=parcel.id, in_force=True)
    _papers(made)
    return made.records


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
        return person
    if number == 7:
        return made.add(Party, "Công ty Hòa Bình", kind="organisation", tax_code="4200000001")  # type: ignore[no-any-return]
    couple: Party = made.add(Party, f"Ông {name} và bà Lê Thị {number}", kind="couple")
    for role, own in (("husband", name), ("wife", f"Lê Thị {number}")):
        one = made.add(Party, own, identity if role == "husband" else None, kind="individual")
        made.add(PartyMember, couple.id, one.id, role)
    return couple


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
