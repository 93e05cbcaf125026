"""Certificates, scans and status rows of tests of record rules."""

from itertools import count
from typing import Any

from landdesk.domain.records import (
    Certificate,
    CertificateParcel,
    Document,
    DocumentLink,
    LandRight,
    Parcel,
    Party,
    SyncStatus,
)
from tests.unit.checking.recorded import Made

SERIAL = "AA 12345678"
_contents = count(1)


def certificate(made: Made, *parcels: Parcel, **named: Any) -> Certificate:
    """Make a complete certificate of parcels."""
    values = {
        "serial": SERIAL,
        "register_number": "CH 04421",
        "issued_on": "2025-03-12",
        "kind": "98",
        "state": "valid",
    }
    found: Certificate = made.add(Certificate, **(values | named))
    for parcel in parcels:
        made.add(CertificateParcel, found.id, parcel.id)
    return found


def held(made: Made, parcel: Parcel, proven: Certificate, **named: Any) -> Party:
    """Make a land user whose right on a parcel a certificate proves."""
    values = {"name": "Đặng Văn Bình", "kind": "individual"}
    party: Party = made.add(Party, **(values | named))
    made.add(LandRight, parcel.id, party.id, certificate_id=proven.id)
    return party


def scan(made: Made, *to: Any, kind: str | None = "1", **named: Any) -> Document:
    """Make a sound scan that is bound to objects."""
    values = {
        "file_name": "AA12345678-GCN.pdf" if kind == "1" else "AA12345678-GT.pdf",
        "sha256": f"{next(_contents):064x}",
        "size_bytes": 12_345,
        "media_type": "application/pdf",
        "pages": 2,
        "signed": True,
    }
    found: Document = made.add(Document, kind, **(values | named))
    for one in to:
        bind(made, found, one)
    return found


def bind(made: Made, found: Document, to: Any, pages: str | None = None) -> DocumentLink:
    """Bind a scan to a parcel, certificate, person or right."""
    name = {"land_right": "right_id"}.get(to.CLASS, f"{to.CLASS}_id")
    link: DocumentLink = made.add(DocumentLink, found.id, pages=pages, **{name: to.id})
    return link


def status(made: Made, parcel: Parcel, as_of: str | None = "2026-06-30", **named: Any) -> SyncStatus:
    """Make what a status file says of a parcel: all is well unless said otherwise."""
    values: dict[str, Any] = {
        "register_exported": True,
        "blocks_in_sync": True,
        "attributes_only": False,
        "population_match": "matched",
        "operating": True,
        "parcel_group": "1",
    }
    found: SyncStatus = made.add(SyncStatus, parcel.id, as_of, **(values | named))
    return found
