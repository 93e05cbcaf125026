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
    Party,
    PartyAddress,
    PartyMember,
    Purpose,
    PurposeOrigin,
    Restriction,
    SyncStatus,
)
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
        made.add(PartyAddress, person.id, district="Huyện Diên Khánh" if number else "0", is_main=True)
        return person
    if number == 7:
        return made.add(Party, "Công ty Hòa Bình", kind="organisation", tax_code="4200000001")  # type: ignore[no-any-return]
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
