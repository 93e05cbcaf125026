"""The fields of quick entry in the order of PL3-01: their block, the field of the record, the number on the form.

The window lays them out, texts are read and worded by them; labels, kinds and code lists are those of the registry.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from landdesk.domain.fields import Field, field_of
from landdesk.i18n import N_
from landdesk.resources import resource_path

CERTIFICATE, PERSON, CURRENT, PARCEL, PURPOSE, ASSET = (
    "certificate",
    "person",
    "current_user",
    "parcel",
    "purpose",
    "asset",
)
ORIGIN: Final = "origin"
TERM: Final = "term"


@dataclass(frozen=True, slots=True)
class EntryField:
    """One field.

    Args:
        block: Block it stands in.
        key: Name within the block.
        owner: Class of the record, with ``name`` the field that it fills.
        name: See ``owner``.
        number: Number on PL3-01; empty where the form has none.
        title: Source text of the label where that of the registry does not fit.
    """

    block: str
    key: str
    owner: str
    name: str
    number: str = ""
    title: str = ""

    @property
    def field(self) -> Field:
        """The field of the registry."""
        return field_of(self.owner, self.name)

    @property
    def label(self) -> str:
        """Source text of the label."""
        return self.title or self.field.title


FIELDS: Final = (
    EntryField(CERTIFICATE, "commune", "certificate", "commune", "1"),
    EntryField(CERTIFICATE, "serial", "certificate", "serial", "2"),
    EntryField(CERTIFICATE, "issued_on", "certificate", "issued_on", "3"),
    EntryField(CERTIFICATE, "register_number", "certificate", "register_number", "4"),
    EntryField(CERTIFICATE, "kind", "certificate", "kind"),
    EntryField(CERTIFICATE, "issuer", "certificate", "issuer"),
    EntryField(CERTIFICATE, "holder_kind", "certificate", "holder_kind", "12", N_("Holder")),
    EntryField(CERTIFICATE, "organisation", "party", "name", "5", N_("Name of the organisation")),
    EntryField(
        CERTIFICATE, "organisation_number", "party", "tax_code", "6", N_("Number of the organisation")
    ),
    EntryField(
        CERTIFICATE, "organisation_address", "party", "address", "", N_("Address of the organisation")
    ),
    EntryField(PERSON, "name", "party", "name", "7"),
    EntryField(PERSON, "born", "party", "born", "8"),
    EntryField(PERSON, "sex", "party", "sex", "9"),
    EntryField(PERSON, "identity_number", "party", "identity_number", "10"),
    EntryField(PERSON, "address", "party", "address", "11"),
    EntryField(PERSON, "role", "party_member", "role", "13"),
    EntryField(CURRENT, "name", "party", "name", "", N_("Present land user")),
    EntryField(CURRENT, "identity_number", "party", "identity_number"),
    EntryField(CURRENT, "address", "party", "address", "14"),
    EntryField(CURRENT, "reason", "land_right", "acquired_by", "15", N_("Reason of the change")),
    EntryField(PARCEL, "parcel_code", "parcel", "parcel_code", "16"),
    EntryField(PARCEL, "certificate_sheet", "certificate_parcel", "sheet", "17", N_("Sheet on cert.")),
    EntryField(PARCEL, "certificate_number", "certificate_parcel", "number", "18", N_("Parcel on cert.")),
    EntryField(PARCEL, "sheet", "parcel", "sheet", "19", N_("Sheet no.")),
    EntryField(PARCEL, "number", "parcel", "number", "20", N_("Parcel no.")),
    EntryField(PARCEL, "address", "parcel", "address", "23"),
    EntryField(PARCEL, "area_m2", "parcel", "legal_area_m2", "24", N_("Parcel area, m²")),
    EntryField(PURPOSE, "land_use", "purpose", "land_use", "25, 30, 35"),
    EntryField(PURPOSE, "area_m2", "purpose", "area_m2", "26, 31, 36", N_("Area, m²")),
    EntryField(PURPOSE, ORIGIN, "purpose_origin", "detail", "27, 32, 37", N_("Origin of use")),
    EntryField(PURPOSE, "form", "purpose", "form", "28, 33, 38"),
    EntryField(PURPOSE, TERM, "purpose", "term", "29, 34, 39", N_("Term of use")),
    EntryField(ASSET, "kind", "asset", "kind", "40"),
    EntryField(ASSET, "complex", "asset", "name", "41", N_("Apartment complex")),
    EntryField(ASSET, "block", "asset", "name", "42", N_("Apartment block")),
    EntryField(ASSET, "apartment", "asset", "number", "43", N_("Apartment no.")),
    EntryField(ASSET, "built_area_m2", "asset", "built_area_m2", "44"),
    EntryField(ASSET, "floor_area_m2", "asset", "floor_area_m2", "45"),
    EntryField(ASSET, "ownership_form", "asset", "ownership_form", "46"),
    EntryField(ASSET, "ownership_term", "asset", "ownership_term", "47"),
    EntryField(ASSET, "grade", "asset", "grade", "48"),
)


@cache
def fields_in(block: str) -> tuple[EntryField, ...]:
    """Return the fields of a block, in order."""
    return tuple(one for one in FIELDS if one.block == block)


@cache
def entry_data() -> Mapping[str, Any]:
    """Return what quick entry fills in by itself, from ``resources/entry/entry.toml``.

    Raises:
        FileNotFoundError: The installation is damaged.
        ValueError: The file is no TOML.
    """
    return tomllib.loads(resource_path("entry", "entry.toml").read_text("utf-8"))
