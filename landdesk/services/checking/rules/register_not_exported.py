"""register.not-exported: a parcel that is not in the exported electronic register."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.known import STATUS
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.store.queries.checks.status import not_exported

_WHAT: Final = Text(N_("The electronic land register of the parcel is not exported."))
_REMEDY: Final = Text(N_("Ask the office to export the register."))


class RegisterNotExported(RecordRule):
    """Report every parcel of which the newest status file says so."""

    code: ClassVar[str] = "register.not-exported"
    title: ClassVar[str] = N_("Electronic register not exported")
    criterion: ClassVar[Criterion] = Criterion.COMPLETE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.OFFICE,)
    basis: ClassVar[str] = "R01"
    known: ClassVar[frozenset[str]] = frozenset({STATUS})
    reads: ClassVar[frozenset[str]] = frozenset({"parcel", "sync_status"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Look at the newest status."""
        for parcel in record.ask(not_exported):
            yield self.fault([parcel], _WHAT, _REMEDY)
