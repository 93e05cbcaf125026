"""Rows of the collection form PL3-01: one row for each certificate, parcel and person.

Texts are as written, dates are days, areas square metres. ``born`` is an ISO date or only a year, ``1961``, since many
papers have no more. A cell that could not be understood leaves its value None and its text in ``unread``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from landdesk.services.campaign.notes import Doubt

PURPOSES: Final = 3
"""Purposes of a parcel for which a row has room."""


@dataclass(frozen=True, slots=True)
class Pl3Purpose:
    """One land use of a parcel in the words of the form."""

    land_use: str | None
    area_m2: Decimal | None
    origin: str | None
    form: str | None
    term: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pl3Row:
    """One row; names are the keys of ``resources/campaign/pl3_01.toml``.

    Args:
        row: Number of the row on the sheet, from 1.
        unread: Texts of cells that could not be understood, by key.
        doubts: What is to be said about values, in the order of the columns.
    """

    row: int
    commune: str | None = None
    serial: str | None = None
    issued: date | None = None
    register_number: str | None = None
    organisation: str | None = None
    organisation_id: str | None = None
    name: str | None = None
    born: str | None = None
    sex: str | None = None
    identity_number: str | None = None
    address: str | None = None
    holder_kind: str | None = None
    role: str | None = None
    current_name: str | None = None
    current_identity: str | None = None
    current_address: str | None = None
    change_reason: str | None = None
    parcel_code: str | None = None
    certificate_sheet: str | None = None
    certificate_parcel: str | None = None
    sheet: str | None = None
    parcel_no: str | None = None
    parcel_address: str | None = None
    parcel_area_m2: Decimal | None = None
    land_use_1: str | None = None
    area_1_m2: Decimal | None = None
    origin_1: str | None = None
    form_1: str | None = None
    term_1: str | None = None
    land_use_2: str | None = None
    area_2_m2: Decimal | None = None
    origin_2: str | None = None
    form_2: str | None = None
    term_2: str | None = None
    land_use_3: str | None = None
    area_3_m2: Decimal | None = None
    origin_3: str | None = None
    form_3: str | None = None
    term_3: str | None = None
    asset_kind: str | None = None
    housing_area: str | None = None
    building: str | None = None
    apartment: str | None = None
    built_area_m2: Decimal | None = None
    floor_area_m2: Decimal | None = None
    ownership_form: str | None = None
    ownership_term: str | None = None
    grade: str | None = None
    scan_files: str | None = None
    unread: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()

    @property
    def purposes(self) -> tuple[Pl3Purpose, ...]:
        """The land uses that say anything, in the order of the form."""
        three = (
            Pl3Purpose(self.land_use_1, self.area_1_m2, self.origin_1, self.form_1, self.term_1),
            Pl3Purpose(self.land_use_2, self.area_2_m2, self.origin_2, self.form_2, self.term_2),
            Pl3Purpose(self.land_use_3, self.area_3_m2, self.origin_3, self.form_3, self.term_3),
        )
        return tuple(one for one in three if one != _NO_PURPOSE)


_NO_PURPOSE: Final = Pl3Purpose(None, None, None, None, None)

HEAD: Final = "head"
HUSBAND: Final = "husband"
WIFE: Final = "wife"
REPRESENTATIVE: Final = "representative"
MEMBER: Final = "member"
ALONE: Final = "individual"
"""Roles of a person on the certificate, field 13: codes of the list ``member_role``."""

PERSON: Final = "individual"
HOUSEHOLD: Final = "household"
COUPLE: Final = "couple"
CO_USERS: Final = "group"
COMMUNITY: Final = "community"
ORGANISATION: Final = "organisation"
"""Kinds of land users, field 12: codes of the list ``party_kind``."""
