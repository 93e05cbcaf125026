"""sync.not-operating: a parcel that is not approved into operation."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.known import STATUS
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.store.queries.checks.status import not_operating

_WHAT: Final = Text(N_("The parcel is not approved into operation (24/7) in the national system."))
_REMEDY: Final = Text(N_("Ask the office to approve it into operation."))


class SyncNotOperating(RecordRule):
    """Report every parcel of which the newest status file says so."""

    code: ClassVar[str] = "sync.not-operating"
    title: ClassVar[str] = N_("Not in operation")
    criterion: ClassVar[Criterion] = Criterion.LIVE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.OFFICE,)
    basis: ClassVar[str] = "R04"
    known: ClassVar[frozenset[str]] = frozenset({STATUS})
    reads: ClassVar[frozenset[str]] = frozenset({"parcel", "sync_status"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Look at the newest status."""
        for parcel in record.ask(not_operating):
            yield self.fault([parcel], _WHAT, _REMEDY)
