"""sync.blocks-differ: map, attributes and scans that are not in sync."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.known import STATUS
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.store.queries.checks.status import out_of_sync

_WHAT: Final = Text(N_("The three blocks (map, attributes, scans) are not in sync in the national system."))
_ATTRIBUTES_ONLY: Final = Text(N_("The national system has attributes of the parcel only, no map."))
_REMEDY: Final = Text(N_("Send what is missing here; what is complete here the office brings into sync."))


class SyncBlocksDiffer(RecordRule):
    """Report every parcel of which the newest status file says so."""

    code: ClassVar[str] = "sync.blocks-differ"
    title: ClassVar[str] = N_("Three blocks not in sync")
    criterion: ClassVar[Criterion] = Criterion.CONSISTENT
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.OFFICE,)
    basis: ClassVar[str] = "R03"
    known: ClassVar[frozenset[str]] = frozenset({STATUS})
    reads: ClassVar[frozenset[str]] = frozenset({"parcel", "sync_status"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Look at the newest status."""
        for one in record.ask(out_of_sync):
            yield self.fault([one.parcel], _ATTRIBUTES_ONLY if one.attributes_only else _WHAT, _REMEDY)
