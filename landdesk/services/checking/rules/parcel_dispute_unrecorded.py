"""parcel.dispute-unrecorded: a dispute or another restriction of which nothing says what it is about."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.store.queries.checks.parcels import empty_restrictions, unexplained_disputes

_DISPUTED: Final = Text(N_("The parcel is in dispute, and no dispute in force says about what."))
_EMPTY: Final = Text(N_("A restriction in force says neither its content nor its document."))
_REMEDY: Final = Text(
    N_("Record content and document of the restriction; where it has ended, say that it is not in force.")
)


class ParcelDisputeUnrecorded(RecordRule):
    """Report every parcel in dispute, or under a restriction, without its content."""

    code: ClassVar[str] = "parcel.dispute-unrecorded"
    title: ClassVar[str] = N_("Dispute or restriction without content")
    criterion: ClassVar[Criterion] = Criterion.ACCURATE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "T13"
    reads: ClassVar[frozenset[str]] = frozenset({"parcel", "restriction"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Look at what is said to be in dispute, then at all restrictions."""
        disputed = unexplained_disputes(record.asked, record.today)
        for parcel in disputed:
            yield self.fault([parcel], _DISPUTED, _REMEDY)
        for parcel in set(empty_restrictions(record.asked, record.today)).difference(disputed):
            yield self.fault([parcel], _EMPTY, _REMEDY)
