"""person.number-shared: one personal identification number with several names."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.person_names import name_key
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.store.queries.checks.people import shared_numbers

_REMEDY: Final = Text(N_("Compare with the identity cards, and correct the number that was typed wrongly."))


class PersonNumberShared(RecordRule):
    """Report each number that persons of different names have; of the same name they are ``person.duplicate``."""

    code: ClassVar[str] = "person.number-shared"
    title: ClassVar[str] = N_("One identification number, several names")
    criterion: ClassVar[Criterion] = Criterion.CLEAN
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "N08"
    reads: ClassVar[frozenset[str]] = frozenset({"party", "party_member", "land_right"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Compare the names of those who share a number."""
        shared = [
            one for one in record.ask(shared_numbers) if len({name_key(name) for name in one.names}) > 1
        ]
        parcels = record.asked.parcels_of("party", [party for one in shared for party in one.parties])
        for one in shared:
            concerned = [parcel for party in one.parties for parcel in parcels.get(party, [])]
            yield self.fault(
                concerned,
                Text(N_("{count} persons of different names have one number."), {"count": len(one.parties)}),
                _REMEDY,
                about=one.parties,
                amount=len(one.parties),
                unit="count",
            )
