"""Where each class and field of the record stands on the parcel page.

Only order and place are said here; labels, kinds and code lists come from the field registry. A field that nobody
placed is among the further fields of its class, so that a new one appears by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from landdesk.domain.fields import Field, Kind, fields_of
from landdesk.i18n import N_


@dataclass(frozen=True, slots=True)
class Section:
    """A list of objects of one class under another object.

    Args:
        class_name: Class of the objects.
        title: Source text of the heading.
        add: Source text of what adds one.
        parent_field: Reference to what they stand under; of ``through`` where there is one.
        through: Class that joins them with it.
        object_field: Reference of ``through`` to the objects.
        joint_fields: The fields of ``through`` are shown with the object.
        by: Reference of what they stand under to the one object of the list, where it points there itself.
        everywhere: All objects of the parcel's record are shown, whatever they stand under.
        inner: Lists under each object.
    """

    class_name: str
    title: str
    add: str
    parent_field: str = "parcel_id"
    through: str = ""
    object_field: str = ""
    joint_fields: bool = True
    by: str = ""
    everywhere: bool = False
    inner: tuple["Section", ...] = ()


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of the page; ``code`` names it in settings and tests."""

    code: str
    title: str
    sections: tuple[Section, ...]


_DOCUMENTS: Final = Section(
    "identity_document", N_("Identity documents"), N_("Add identity document"), "party_id"
)
_ADDRESSES: Final = Section("party_address", N_("Addresses"), N_("Add address"), "party_id")

TABS: Final[tuple[Tab, ...]] = (
    Tab(
        "land",
        N_("The parcel"),
        (
            Section(
                "purpose",
                N_("Land-use purposes"),
                N_("Add purpose"),
                inner=(Section("purpose_origin", N_("Origins"), N_("Add origin"), "purpose_id"),),
            ),
            Section("map_sheet", N_("Cadastral map sheet"), N_("Add map sheet"), by="map_sheet_id"),
        ),
    ),
    Tab(
        "users",
        N_("Users"),
        (
            Section(
                "party",
                N_("Land users"),
                N_("Add land user"),
                through="land_right",
                object_field="party_id",
                joint_fields=False,
                inner=(
                    _DOCUMENTS,
                    _ADDRESSES,
                    Section(
                        "party",
                        N_("Members"),
                        N_("Add member"),
                        "party_id",
                        through="party_member",
                        object_field="member_id",
                        inner=(_DOCUMENTS,),
                    ),
                ),
            ),
        ),
    ),
    Tab(
        "rights",
        N_("Rights"),
        (
            Section("land_right", N_("Rights"), N_("Add right")),
            Section("restriction", N_("Restrictions"), N_("Add restriction"), everywhere=True),
            Section(
                "registration",
                N_("Registrations"),
                N_("Add registration"),
                through="registration_parcel",
                object_field="registration_id",
            ),
        ),
    ),
    Tab(
        "certificates",
        N_("Certificates"),
        (
            Section(
                "certificate",
                N_("Certificates"),
                N_("Add certificate"),
                through="certificate_parcel",
                object_field="certificate_id",
            ),
        ),
    ),
    Tab("assets", N_("Assets"), (Section("asset", N_("Assets"), N_("Add asset")),)),
    Tab(
        "scans",
        N_("Scanned papers"),
        (
            Section(
                "document",
                N_("Scanned papers"),
                N_("Without a file"),
                through="document_link",
                object_field="document_id",
                everywhere=True,
            ),
        ),
    ),
)

USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    "map_sheet": ("number", "scale", "survey_document", "old_numbers"),
    "parcel": (
        "sheet",
        "number",
        "legal_area_m2",
        "map_area_m2",
        "address",
        "hamlet",
        "parcel_code",
    ),
    "purpose": ("land_use", "area_m2", "form", "term_kind", "term", "term_until"),
    "purpose_origin": ("origin", "transfer_origin", "detail"),
    "party": ("name", "kind", "identity_number", "born", "sex", "life_state", "address"),
    "identity_document": ("kind", "number", "issued_on", "issued_by", "expires_on"),
    "party_address": ("province", "commune", "hamlet", "street", "house_number", "detail"),
    "party_member": ("role", "relation", "share"),
    "land_right": ("party_id", "kind", "certificate_id", "purpose_id", "share", "acquired_by"),
    "restriction": ("kind", "content", "document", "valid_from", "valid_until", "in_force", "beneficiary"),
    "registration": ("number", "kind", "received_on", "registered_on", "content"),
    "certificate": ("serial", "register_number", "kind", "issued_on", "issuer", "signer", "handed_over_on"),
    "certificate_parcel": ("sheet", "number", "area_m2"),
    "asset": (
        "kind",
        "name",
        "number",
        "built_area_m2",
        "floor_area_m2",
        "floors",
        "structure",
        "grade",
        "ownership_form",
        "completed_in",
    ),
    "document": ("kind", "title", "absent", "pages", "signed"),
    "document_link": ("certificate_id", "party_id", "right_id", "pages"),
}
"""Fields in the order in which people ask for them; the others are further fields."""

TITLE_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "parcel": ("number",),
    "purpose": ("land_use",),
    "purpose_origin": ("origin", "detail"),
    "party": ("name",),
    "identity_document": ("kind",),
    "party_address": ("detail", "hamlet", "commune"),
    "land_right": ("party_id", "kind"),
    "restriction": ("kind",),
    "registration": ("number", "kind"),
    "certificate": ("serial", "kind"),
    "asset": ("kind", "name"),
    "document": ("title", "file_name", "kind"),
    "map_sheet": ("number",),
}
"""Fields whose values name an object for people; the first that has one, for rights all."""

CLASS_TITLES: Final[Mapping[str, str]] = {
    "map_sheet": N_("Cadastral map sheet"),
    "parcel": N_("Parcel"),
    "party": N_("Land user"),
    "certificate": N_("Certificate"),
    "document": N_("Scan"),
    "registration": N_("Registration"),
    "purpose": N_("Purpose"),
    "purpose_origin": N_("Origin of use"),
    "asset": N_("Asset"),
    "land_right": N_("Right"),
    "party_member": N_("Member"),
    "identity_document": N_("Identity document"),
    "party_address": N_("Address"),
    "certificate_parcel": N_("Parcel on the certificate"),
    "restriction": N_("Restriction"),
    "document_link": N_("Link of a scan"),
    "registration_parcel": N_("Parcel of the registration"),
    "evidence": N_("Evidence"),
    "request": N_("Request to the office"),
    "sync_status": N_("Status of the branch"),
    "work_item": N_("Work to do"),
}

_SECTIONS: Final[Mapping[str, Section]] = {one.class_name: one for tab in TABS for one in tab.sections}


def section_of(class_name: str) -> Section:
    """Return the list of a parcel's objects of a class."""
    return _SECTIONS[class_name]


_UNTYPED: Final = frozenset({Kind.BYTES, Kind.SHAPE, Kind.REFERENCES})
_MADE: Final = frozenset(
    {
        ("parcel", "source_id"),
        ("parcel", "loaded"),
        ("certificate", "source_id"),
        ("registration", "source_id"),
        ("document", "source_id"),
        ("document", "file_name"),
        ("document", "sha256"),
        ("document", "size_bytes"),
        ("document", "media_type"),
    }
)
"""Fields whose values come with a file; they are shown where there is one, and not typed."""

_SAID_ELSEWHERE: Final = frozenset({("parcel", "number_state"), ("parcel", "map_sheet_id")})
"""Fields that the heading of the page or a list of it tells."""

FINDABLE: Final[Mapping[str, tuple[str, ...]]] = {
    "party": ("name", "identity_number", "born", "address"),
    "certificate": ("serial", "issued_on", "issuer"),
    "registration": ("number", "kind", "registered_on", "content"),
    "map_sheet": ("number", "scale", "survey_document", "old_numbers"),
}
"""Classes whose recorded objects can be taken onto a page, with the fields that tell them apart."""

QUIET: Final = frozenset({("parcel", "commune"), ("map_sheet", "commune")})
"""Fields that nearly always have a value and that hardly anybody changes."""

_SPOKEN: Final = frozenset({"issued_by"})
"""Of the personal texts on identity, those that are words and no numbers."""


def is_typed(field: Field) -> bool:
    """Tell whether people type the values of a field."""
    return is_shown(field) and (field.owner, field.name) not in _MADE


def is_shown(field: Field, hidden: str = "") -> bool:
    """Tell whether a form shows a field; ``hidden`` is the reference that its place says already."""
    return (
        field.kind not in _UNTYPED
        and field.name != hidden
        and (field.owner, field.name) not in _SAID_ELSEWHERE
    )


def is_quiet(field: Field) -> bool:
    """Tell whether a field stands among the further ones even with a value."""
    return (field.owner, field.name) in QUIET or not is_typed(field)


def is_masked(field: Field) -> bool:
    """Tell whether a value is shown in part only until somebody asks: numbers of a person."""
    is_number = field.group == "identity" or field.name == "phone"
    is_words = field.kind is not Kind.TEXT or bool(field.codelist) or field.name in _SPOKEN
    return field.personal and is_number and not is_words


def ordered_fields(class_name: str) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
    """Return the usual fields of a class and the further ones, each in the order of forms."""
    by_name = {one.name: one for one in fields_of(class_name)}
    usual = USUAL.get(class_name, ())
    return (
        tuple(by_name[name] for name in usual),
        tuple(one for name, one in by_name.items() if name not in usual),
    )
