"""Certificates as a technician types them, and what the store makes of them."""

from decimal import Decimal
from typing import Any

from landdesk.app.application import Application
from landdesk.domain.change import Entry
from landdesk.domain.dossier import Dossier
from landdesk.services.entry.check import Surroundings
from landdesk.services.entry.entering import Looked, enter, look
from landdesk.services.entry.form import (
    CertificateForm,
    OriginForm,
    ParcelForm,
    PersonForm,
    PurposeForm,
    ScanForm,
)
from landdesk.services.entry.recorded import recorded_form
from tests.stores import COMMUNE, parcel_id

MAN = PersonForm(
    name="Trần Văn Mít",
    born="1961-05-17",
    identity_number="056061000011",
    address="Thôn Phú Điền, xã Diên Điền",
)
WOMAN = PersonForm(
    name="Lê Thị Ổi", born="1965", identity_number="056165000012", address="Thôn Phú Điền, xã Diên Điền"
)
HOME = PurposeForm(land_use="ONT", origins=(OriginForm(origin="12"),))
SCAN = ScanForm(
    kind="1",
    file_name="AA 123456-GCN.pdf",
    sha256="ab" * 32,
    size_bytes=1200,
    media_type="application/pdf",
    pages=4,
)


def form(**more: Any) -> CertificateForm:
    """Return the form of one person, one new parcel, one scan."""
    values: dict[str, Any] = {
        "commune": COMMUNE,
        "serial": "AA 123456",
        "issued_on": "2012-03-02",
        "register_number": "CH 04421",
        "persons": (MAN,),
        "parcels": (
            ParcelForm(sheet="40", number="7", address="Thôn 1", area_m2=Decimal("200.50"), purposes=(HOME,)),
        ),
        "scans": (SCAN,),
    }
    return CertificateForm(**values | more)


def save(app: Application, around: Surroundings, typed: CertificateForm, state: str = "entered") -> Entry:
    return app.write(lambda context: enter(typed, context, around, state))


def looked(app: Application, around: Surroundings, typed: CertificateForm) -> Looked:
    return app.read(lambda reader: look(typed, reader, around))


def codes(found: Looked) -> dict[str, str]:
    return {one.place: one.code for one in found.in_the_way}


def dossier(app: Application, key: str) -> Dossier:
    parcel = parcel_id(app, key)
    return app.read(lambda reader: reader.dossiers([parcel])[parcel])


def read_back(app: Application, serial: str) -> CertificateForm:
    def read(reader: Any) -> CertificateForm:
        (certificate,) = reader.entering.certificates(serial)
        return recorded_form(reader, certificate.id)

    return app.read(read)
