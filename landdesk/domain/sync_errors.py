"""Errors of the national system on parcels: what tells one from another, and where each stands.

A sync error is a work item of its own kind. Two files say the same error where code, place and parcels are the same;
versions of the objects in a path do not count, for they rise with every correction.
"""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Final

from landdesk.domain.error_paths import parse_error_path
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import WorkItem
from landdesk.domain.workflow import RECLASSIFY, RETURNED_KINDS
from landdesk.i18n import N_

SYNC_ERROR: Final = "sync_error"
"""Kind of work: the national system says that something keeps the parcel out of group 1."""
TASK: Final = "task"
"""Kind of work: a line of the shared tracking sheet."""
WORK_KINDS: Final = (*sorted(RETURNED_KINDS), TASK, RECLASSIFY)
"""Kinds of work that are not errors of the national system and not waivers of findings."""
FAILED_KINDS: Final = (SYNC_ERROR, *sorted(RETURNED_KINDS))
"""Kinds of work of the one list of what failed: errors of the national system, returned records, conflicts."""

MESSAGE: Final = "message"
"""Code of an error that came as free text."""
NOT_EXPORTED: Final = "chua_xuat_so_dia_chinh_dien_tu"
NOT_IN_SYNC: Final = "khong_dong_bo_3_khoi"
ATTRIBUTES_ONLY: Final = "chi_co_du_lieu_thuoc_tinh"
NOT_MATCHED: Final = "chua_khop_csdlqg_dan_cu"
UNDETERMINED: Final = "khong_xac_dinh_csdlqg_dan_cu"
NOT_OPERATING: Final = "khong_van_hanh_24_7"
STATUS_CODES: Final = frozenset(
    {NOT_EXPORTED, NOT_IN_SYNC, ATTRIBUTES_ONLY, NOT_MATCHED, UNDETERMINED, NOT_OPERATING}
)
"""Codes that a status file says by its columns; a file of error paths says nothing of them, nor it of the others."""

CURED: Final = "cured"
"""It ended because a later file does not have it any more."""
CLOSED: Final = "closed"
"""A person closed it."""


class ErrorState(StrEnum):
    """Where something that failed stands."""

    OPEN = "open"
    CAME_BACK = "came_back"
    RESENT = "resent"
    CURED = "cured"
    CLOSED = "closed"


ERROR_STATES: Final[Mapping[ErrorState, str]] = {
    ErrorState.OPEN: N_("To do"),
    ErrorState.CAME_BACK: N_("Came back"),
    ErrorState.RESENT: N_("Sent again"),
    ErrorState.CURED: N_("Cured"),
    ErrorState.CLOSED: N_("Closed"),
}
UNSETTLED: Final = frozenset({ErrorState.OPEN, ErrorState.CAME_BACK, ErrorState.RESENT})
"""States in which somebody has to do something, or to wait."""

ErrorKey = tuple[tuple[ObjectId, ...], str, str]
"""Parcels, code, and the place in the national system or the words."""


def code_of(item: WorkItem) -> str:
    """Return the code of something that failed; before schema 4 the reason of a sync error was its code."""
    if item.kind != SYNC_ERROR:
        return item.kind
    return item.code or item.reason or MESSAGE


def state_of(item: WorkItem) -> ErrorState:
    """Return where something that failed stands."""
    if item.state == "resent":
        return ErrorState.RESENT
    if item.state == "open":
        return ErrorState.CAME_BACK if item.ended else ErrorState.OPEN
    return ErrorState.CURED if item.ended == CURED else ErrorState.CLOSED


def key_of(subjects: tuple[ObjectId, ...], code: str, words: str) -> ErrorKey:
    """Return what an error is known again by.

    Args:
        words: The whole path or message, word for word.
    """
    return subjects, code, words if code == MESSAGE else parse_error_path(words).identity


def key_of_item(item: WorkItem) -> ErrorKey:
    """Return what a sync error is known again by."""
    return key_of(tuple(sorted(item.subjects)), code_of(item), item.words or "")


def closed(item: WorkItem, day: str) -> WorkItem:
    """Return a sync error as a person closes it."""
    return replace(item, state="done", ended=CLOSED, ended_on=day)
