"""Findings and returned work as the map marks them, for the window and for pictures without one."""

from collections.abc import Iterable

from landdesk.domain.finding import Finding
from landdesk.i18n import translate
from landdesk.ui.map.layers.findings import FindingMark
from landdesk.ui.map.layers.work import WorkMark
from landdesk.ui.panels.work_panel import ListedWork
from landdesk.ui.titles import reason_title


class FindingMarks:
    """Makes the mark of each finding once: a recheck keeps nearly all findings, and a commune has thousands."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[Finding, FindingMark]] = {}

    def of(self, findings: Iterable[Finding]) -> list[FindingMark]:
        """Return the marks of findings, in the language of the reader."""
        kept: dict[int, tuple[Finding, FindingMark]] = {}
        for one in findings:
            # The finding is held with its mark, so its number is no other's meanwhile.
            kept[id(one)] = self._made.get(id(one)) or (one, finding_mark(one))
        self._made = kept
        return [mark for _finding, mark in kept.values()]


def finding_mark(finding: Finding) -> FindingMark:
    """Return the mark of a finding, in the language of the reader."""
    return FindingMark(finding.key, finding.place, finding.severity, finding.rule, translate(finding.what))


def work_marks(rows: Iterable[ListedWork]) -> list[WorkMark]:
    """Return a mark for each parcel that open work is about."""
    return [
        WorkMark(parcel, ": ".join(filter(None, (reason_title(row.item.reason or ""), row.item.words))))
        for row in rows
        for parcel in row.parcels
    ]
