"""Rows of the campaign's other files: sync status, error paths, tracking sheet, plain lists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from landdesk.domain.error_paths import ErrorPath
from landdesk.services.campaign.notes import Doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRow:
    """What the national system knows of one parcel; names are the keys of ``sync_status.toml``.

    A flag is None where the cell is empty or could not be understood; then its text is in ``unread``.
    """

    row: int
    commune: str | None = None
    sheet: str | None = None
    parcel_no: str | None = None
    register_exported: bool | None = None
    register_not_exported: bool | None = None
    blocks_in_sync: bool | None = None
    blocks_not_in_sync: bool | None = None
    attributes_only: bool | None = None
    people_matched: bool | None = None
    people_not_matched: bool | None = None
    people_undetermined: bool | None = None
    in_operation: bool | None = None
    not_in_operation: bool | None = None
    group: str | None = None
    unread: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()


EXCLUSIVE_FLAGS: Final = (
    ("register_exported", "register_not_exported"),
    ("blocks_in_sync", "blocks_not_in_sync"),
    ("people_matched", "people_not_matched", "people_undetermined"),
    ("in_operation", "not_in_operation"),
)
"""Of each of these exactly one holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingRow:
    """One parcel of the shared tracking sheet; names are the keys of ``tracking_sheet.toml``."""

    row: int
    sheet: str | None = None
    parcel_no: str | None = None
    certificate: str | None = None
    group: str | None = None
    missing: str | None = None
    new_parcel_no: str | None = None
    new_sheet: str | None = None
    person: str | None = None
    day: date | None = None
    result: str | None = None
    unread: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRow:
    """One parcel or certificate with what the national system says about it."""

    row: int
    commune: str | None = None
    sheet: str | None = None
    parcel_no: str | None = None
    serial: str | None = None
    paths: tuple[ErrorPath, ...] = ()
    errors: str | None = None
    warnings: str | None = None
    unread: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()


PlainValue = str | date | Decimal | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainRow:
    """One row of a plain list: values by target, ``party.name`` and so on; the keys of ``plain_lists.toml``."""

    row: int
    values: Mapping[str, PlainValue]
    unread: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
