"""The objects of the land record as frozen values.

References are identifiers, numbers are attributes. ``None`` means "not recorded"; an empty text is never kept.
Shapes are MultiPolygons in metres, easting first, on the 1 mm grid and in canonical order
(``canonical_shape.py``); areas are decimals in square metres.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Protocol, get_args, runtime_checkable

from shapely import MultiPolygon

from landdesk.domain.ids import ObjectId
from landdesk.domain.statements import Request, SyncStatus, WorkItem

__all__ = [
    "CLASSES",
    "LOCAL",
    "OFFICIAL",
    "PROVISIONAL",
    "TRAVELLING",
    "AnyRecord",
    "Asset",
    "Certificate",
    "CertificateParcel",
    "Document",
    "DocumentLink",
    "Evidence",
    "IdentityDocument",
    "LandRight",
    "MapSheet",
    "Parcel",
    "Party",
    "PartyAddress",
    "PartyMember",
    "Purpose",
    "PurposeOrigin",
    "Record",
    "Registration",
    "RegistrationParcel",
    "Request",
    "Restriction",
    "SyncStatus",
    "WorkItem",
    "parcel_key",
]

OFFICIAL = "official"
PROVISIONAL = "provisional"


@runtime_checkable
class Record(Protocol):
    """What every object has."""

    CLASS: ClassVar[str]

    @property
    def id(self) -> ObjectId:
        """The permanent identifier."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel (thửa đất), known to people by commune, map sheet and number.

    ``number_state`` is ``provisional`` until the office has given the number. ``source_shape`` keeps the
    bytes of a source geometry that no polygon can hold; ``shape`` is then None.
    """

    CLASS: ClassVar[str] = "parcel"
    id: ObjectId
    commune: str
    sheet: str | None = None
    number: str | None = None
    number_state: str = OFFICIAL
    address: str | None = None
    legal_area_m2: Decimal | None = None
    source_id: str | None = None
    source_shape: bytes | None = None
    shape: MultiPolygon | None = None
    map_sheet_id: ObjectId | None = None
    old_sheet: str | None = None
    old_number: str | None = None
    parcel_code: str | None = None
    map_area_m2: Decimal | None = None
    hamlet: str | None = None
    road: str | None = None
    disputed: bool | None = None
    occupying_object: bool | None = None
    kind: str | None = None
    planning: str | None = None
    use_history: str | None = None
    area_note: str | None = None
    value_vnd: int | None = None
    collection_state: str | None = None
    loaded: str | None = None
    old_commune: str | None = None
    print_old_figures: bool | None = None
    note: str | None = None

    @property
    def key(self) -> str:
        """Sheet and number as people say them, ``12/57``; ``*`` marks a provisional number, ``?`` a gap."""
        return parcel_key(self.sheet, self.number, self.number_state)


def parcel_key(sheet: str | None, number: str | None, number_state: str) -> str:
    """Return ``sheet/number``; ``*`` marks a provisional number, ``?`` a missing part."""
    return f"{sheet or '?'}/{number or '?'}{'*' if number_state == PROVISIONAL else ''}"


@dataclass(frozen=True, slots=True)
class Purpose:
    """One land-use purpose (mục đích sử dụng) of a parcel; ``area_m2`` None means the whole parcel."""

    CLASS: ClassVar[str] = "purpose"
    id: ObjectId
    parcel_id: ObjectId
    land_use: str
    area_m2: Decimal | None = None
    place: int | None = None
    planned_land_use: str | None = None
    form: str | None = None
    term_kind: str | None = None
    term: str | None = None
    term_from: str | None = None
    term_until: str | None = None
    is_main: bool | None = None
    paid_area_m2: Decimal | None = None
    free_area_m2: Decimal | None = None
    as_written: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """A land user (người sử dụng đất)."""

    CLASS: ClassVar[str] = "party"
    id: ObjectId
    name: str
    identity_number: str | None = None
    address: str | None = None
    kind: str | None = None
    object_type: str | None = None
    born: str | None = None
    sex: str | None = None
    life_state: str | None = None
    nationality: str | None = None
    ethnicity: str | None = None
    tax_code: str | None = None
    phone: str | None = None
    email: str | None = None
    short_name: str | None = None
    foreign_name: str | None = None
    organisation_kind: str | None = None
    decision_number: str | None = None
    decision_on: str | None = None
    business_code: str | None = None
    household_book: str | None = None
    marriage_certificate: str | None = None
    marriage_book: str | None = None
    married_from: str | None = None
    married_until: str | None = None
    population_match: str | None = None
    matched_on: str | None = None
    match_batch: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class LandRight:
    """That a party uses a parcel (quyền sử dụng đất)."""

    CLASS: ClassVar[str] = "land_right"
    id: ObjectId
    parcel_id: ObjectId
    party_id: ObjectId
    kind: str | None = None
    purpose_id: ObjectId | None = None
    certificate_id: ObjectId | None = None
    asset_id: ObjectId | None = None
    share: str | None = None
    registered_on: str | None = None
    state: str | None = None
    acquired_by: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class MapSheet:
    """A sheet of the cadastral map (tờ bản đồ) with the survey it comes from; ``scale`` is the denominator."""

    CLASS: ClassVar[str] = "map_sheet"
    id: ObjectId
    commune: str
    number: str
    scale: int | None = None
    survey_document: str | None = None
    old_numbers: str | None = None
    kind: str | None = None
    surveyor: str | None = None
    method: str | None = None
    accuracy: str | None = None
    completed_on: str | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """A land certificate (giấy chứng nhận); ``serial`` is the printed number (số phát hành), upper case.

    ``replaces_id`` points to the certificate that it took the place of, so that a history can be read. Of one that a
    commune issued, ``handed_over_on`` is the day on which the branch received its dossier, by minutes of
    ``hand_over_number``.
    """

    CLASS: ClassVar[str] = "certificate"
    id: ObjectId
    serial: str | None = None
    register_number: str | None = None
    old_register_number: str | None = None
    issued_on: str | None = None
    registered_on: str | None = None
    bar_code: str | None = None
    kind: str | None = None
    issuer: str | None = None
    signer: str | None = None
    signed_for: str | None = None
    legally_recognised: bool | None = None
    legal_basis: str | None = None
    note_page_1: str | None = None
    note_page_2: str | None = None
    state: str | None = None
    commune: str | None = None
    replaces_id: ObjectId | None = None
    source_id: str | None = None
    holder_kind: str | None = None
    handed_over_on: str | None = None
    hand_over_number: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A scanned file (hồ sơ quét), known by its hash whether or not the file is on this computer.

    ``absent`` says that there is no such paper: nobody has to look for it.
    """

    CLASS: ClassVar[str] = "document"
    id: ObjectId
    kind: str | None = None
    title: str | None = None
    file_name: str | None = None
    sha256: str | None = None
    size_bytes: int | None = None
    media_type: str | None = None
    pages: int | None = None
    signed: bool | None = None
    absent: bool | None = None
    source_id: str | None = None
    is_old: bool | None = None


@dataclass(frozen=True, slots=True)
class Registration:
    """A registration case (hồ sơ, biến động): the reason of changes. Its identifier is the journal's ``record``."""

    CLASS: ClassVar[str] = "registration"
    id: ObjectId
    number: str | None = None
    kind: str | None = None
    received_on: str | None = None
    registered_on: str | None = None
    content: str | None = None
    contract: str | None = None
    notary: str | None = None
    has_use_right: bool | None = None
    has_management_right: bool | None = None
    has_ownership: bool | None = None
    shared_use: bool | None = None
    source_id: str | None = None


@dataclass(frozen=True, slots=True)
class PurposeOrigin:
    """Where a purpose comes from (nguồn gốc sử dụng); by transfer there are two origins."""

    CLASS: ClassVar[str] = "purpose_origin"
    id: ObjectId
    purpose_id: ObjectId
    origin: str | None = None
    transfer_origin: str | None = None
    area_m2: Decimal | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Asset:
    """An asset attached to land (tài sản gắn liền với đất): a house, an apartment, a building, trees."""

    CLASS: ClassVar[str] = "asset"
    id: ObjectId
    parcel_id: ObjectId
    kind: str | None = None
    within_id: ObjectId | None = None
    name: str | None = None
    number: str | None = None
    built_area_m2: Decimal | None = None
    floor_area_m2: Decimal | None = None
    floors: int | None = None
    basements: int | None = None
    floor: str | None = None
    structure: str | None = None
    grade: str | None = None
    ownership_form: str | None = None
    ownership_term: str | None = None
    completed_in: str | None = None
    address: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class PartyMember:
    """That a party belongs to another: husband and wife, household, group, who represents it.

    ``share`` is a fraction such as ``1/2``.
    """

    CLASS: ClassVar[str] = "party_member"
    id: ObjectId
    party_id: ObjectId
    member_id: ObjectId
    role: str | None = None
    relation: str | None = None
    share: str | None = None
    place: int | None = None


@dataclass(frozen=True, slots=True)
class IdentityDocument:
    """An identity document (giấy tờ tùy thân) of a person."""

    CLASS: ClassVar[str] = "identity_document"
    id: ObjectId
    party_id: ObjectId
    kind: str | None = None
    number: str | None = None
    issued_on: str | None = None
    issued_by: str | None = None
    expires_on: str | None = None
    on_certificate: bool | None = None
    is_main: bool | None = None


@dataclass(frozen=True, slots=True)
class PartyAddress:
    """An address of a party by its parts, where these are known."""

    CLASS: ClassVar[str] = "party_address"
    id: ObjectId
    party_id: ObjectId
    is_main: bool | None = None
    is_old: bool | None = None
    province: str | None = None
    commune: str | None = None
    district: str | None = None
    street: str | None = None
    house_number: str | None = None
    hamlet: str | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class CertificateParcel:
    """That a certificate covers a parcel, and how the certificate names it."""

    CLASS: ClassVar[str] = "certificate_parcel"
    id: ObjectId
    certificate_id: ObjectId
    parcel_id: ObjectId
    sheet: str | None = None
    number: str | None = None
    area_m2: Decimal | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Restriction:
    """A mortgage, a blocking, a dispute or another restriction on a parcel, person, certificate or asset."""

    CLASS: ClassVar[str] = "restriction"
    id: ObjectId
    kind: str
    parcel_id: ObjectId | None = None
    party_id: ObjectId | None = None
    certificate_id: ObjectId | None = None
    asset_id: ObjectId | None = None
    area_m2: Decimal | None = None
    content: str | None = None
    document: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    in_force: bool | None = None
    beneficiary: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """That a scan, or pages of it, belongs to a parcel, certificate, person or right."""

    CLASS: ClassVar[str] = "document_link"
    id: ObjectId
    document_id: ObjectId
    parcel_id: ObjectId | None = None
    certificate_id: ObjectId | None = None
    party_id: ObjectId | None = None
    right_id: ObjectId | None = None
    pages: str | None = None


@dataclass(frozen=True, slots=True)
class RegistrationParcel:
    """That a registration concerns a parcel, before or after the change."""

    CLASS: ClassVar[str] = "registration_parcel"
    id: ObjectId
    registration_id: ObjectId
    parcel_id: ObjectId
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a value was typed from: scan and page, row of a list, survey, statement.

    ``subject`` is the object, ``field`` the identifier of its field.
    """

    CLASS: ClassVar[str] = "evidence"
    id: ObjectId
    subject: ObjectId
    field: str
    kind: str
    document_id: ObjectId | None = None
    page: int | None = None
    registration_id: ObjectId | None = None
    words: str | None = None


AnyRecord = (
    MapSheet
    | Parcel
    | Party
    | Certificate
    | Document
    | Registration
    | Purpose
    | PurposeOrigin
    | Asset
    | LandRight
    | PartyMember
    | IdentityDocument
    | PartyAddress
    | CertificateParcel
    | Restriction
    | DocumentLink
    | RegistrationParcel
    | Evidence
    | Request
    | SyncStatus
    | WorkItem
)

CLASSES: dict[str, type[AnyRecord]] = {kind.CLASS: kind for kind in get_args(AnyRecord)}
"""In the order in which objects are created; deleting goes backwards."""

LOCAL = frozenset({"sync_status", "work_item"})
"""Classes that stay on this computer."""

TRAVELLING = tuple(name for name in CLASSES if name not in LOCAL)
"""Classes that packages carry."""
