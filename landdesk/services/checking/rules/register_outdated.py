"""register.outdated: a register that is older than what was registered."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.known import STATUS
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.services.checking.words import day
from landdesk.store.queries.checks.status import outdated

_REMEDY: Final = Text(N_("Ask the office to export the register again, then import the newest status file."))


class RegisterOutdated(RecordRule):
    """Report every parcel of which something was registered after the day of the status that knows its register."""

    code: ClassVar[str] = "register.outdated"
    title: ClassVar[str] = N_("Register older than the record")
    criterion: ClassVar[Criterion] = Criterion.LIVE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.OFFICE,)
    basis: ClassVar[str] = "R02"
    known: ClassVar[frozenset[str]] = frozenset({STATUS})
    reads: ClassVar[frozenset[str]] = frozenset(
        {"land_right", "parcel", "registration", "registration_parcel", "sync_status"}
    )

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Compare the days of registrations and rights with that of the newest status."""
        for one in record.ask(outdated):
            yield self.fault(
                [one.parcel],
                Text(
                    N_("Something was registered on {registered}; the register is known as of {as_of}."),
                    {"registered": day(one.registered_on), "as_of": day(one.as_of)},
                ),
                _REMEDY,
            )
