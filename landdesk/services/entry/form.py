"""A certificate as it is typed: the fields of the collection form PL3-01 as frozen values of the record.

Codes, ISO dates (partial where no more is known) and areas in square metres, as ``domain/records.py`` holds them.
A *place* names a field of the form for problems and choices: ``serial``, ``parcels.0.sheet``,
``parcels.0.purposes.1.area_m2``, ``persons.0.name``, ``current_user.reason``, ``parcels.0.asset.kind``.
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginForm:
    """Where a purpose comes from; ``detail`` are words that no list has."""

    origin: str | None = None
    transfer_origin: str | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeForm:
    """One land use of a parcel."""

    land_use: str | None = None
    area_m2: Decimal | None = None
    origins: tuple[OriginForm, ...] = ()
    form: str | None = None
    term_kind: str | None = None
    term: str | None = None
    term_until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetForm:
    """What stands on a parcel; an apartment with the names of its building and of the complex around it."""

    kind: str | None = None
    complex: str | None = None
    block: str | None = None
    apartment: str | None = None
    built_area_m2: Decimal | None = None
    floor_area_m2: Decimal | None = None
    ownership_form: str | None = None
    ownership_term: str | None = None
    grade: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelForm:
    """A parcel: by today's map, and as the certificate names it where that is different."""

    parcel_code: str | None = None
    certificate_sheet: str | None = None
    certificate_number: str | None = None
    sheet: str | None = None
    number: str | None = None
    address: str | None = None
    area_m2: Decimal | None = None
    purposes: tuple[PurposeForm, ...] = ()
    asset: AssetForm | None = None

    @property
    def key(self) -> tuple[str, str] | None:
        """Sheet and number on today's map; None where one is not known."""
        return (self.sheet, self.number) if self.sheet and self.number else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonForm:
    """A person on the certificate; ``identity_number`` has twelve digits, or the nine of an old card."""

    name: str | None = None
    born: str | None = None
    sex: str | None = None
    identity_number: str | None = None
    address: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentUserForm:
    """Who uses the land today where the certificate names somebody else, and by which transfer."""

    name: str | None = None
    identity_number: str | None = None
    address: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanForm:
    """A scanned file; ``sha256`` as 64 hexadecimal digits."""

    kind: str
    file_name: str
    sha256: str
    size_bytes: int
    media_type: str | None = None
    pages: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateForm:
    """One certificate.

    Args:
        holder_kind: Kind of land user as the certificate words it, a code of ``party_kind``.
        organisation: Name of the organisation or community; ``persons`` are then its representatives.
        accepted: Places at which a person has decided: the typed value goes before the recorded one, or a doubt is
            none.
    """

    commune: str | None = None
    serial: str | None = None
    issued_on: str | None = None
    register_number: str | None = None
    kind: str | None = None
    issuer: str | None = None
    holder_kind: str | None = None
    organisation: str | None = None
    organisation_number: str | None = None
    organisation_address: str | None = None
    parcels: tuple[ParcelForm, ...] = ()
    persons: tuple[PersonForm, ...] = ()
    current_user: CurrentUserForm | None = None
    scans: tuple[ScanForm, ...] = ()
    accepted: frozenset[str] = frozenset()
