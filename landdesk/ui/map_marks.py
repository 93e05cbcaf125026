"""Findings and returned work as the map marks them, for the window and for pictures without one."""

from collections.abc import Iterable

from landdesk.domain.finding import Finding
from landdesk.i18n import translate
from landdesk.ui.map.layers.findings import FindingMark
from landdesk.ui.map.layers.work import WorkMark
from landdesk.ui.panels.work_panel import ListedWork
from landdesk.ui.titles import reason_title


def finding_marks(findings: Iterable[Finding]) -> list[FindingMark]:
    """Return a mark for each finding, in the language of the reader."""
    return [FindingMark(one.key, one.place, one.severity, one.rule, translate(one.what)) for one in findings]


def work_marks(rows: Iterable[ListedWork]) -> list[WorkMark]:
    """Return a mark for each parcel that open work is about."""
    return [
        WorkMark(parcel, ": ".join(filter(None, (reason_title(row.item.reason or ""), row.item.words))))
        for row in rows
        for parcel in row.parcels
    ]
