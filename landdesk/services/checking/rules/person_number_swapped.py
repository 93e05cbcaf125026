"""person.number-swapped: two numbers of one name that differ by two neighbouring digits in the other order."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.ids import ObjectId
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.services.checking.together import of_one_name, put_together
from landdesk.store.queries.checks.namesakes import Namesake, numbers_of_same_digits

_REMEDY: Final = Text(
    N_("Compare with the citizen cards: it may be one person whose number was typed wrongly once.")
)


class PersonNumberSwapped(RecordRule):
    """Report persons of one name whose numbers are the same but for two neighbouring digits in the other order.

    Who was born on another day is another person.
    """

    code: ClassVar[str] = "person.number-swapped"
    title: ClassVar[str] = N_("Identification numbers that differ by a swap")
    criterion: ClassVar[Criterion] = Criterion.ACCURATE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "N10"
    reads: ClassVar[frozenset[str]] = frozenset({"party", "party_member", "land_right"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Look each number up with each two digits swapped, among those of the name."""
        found = [
            one
            for group in record.ask(numbers_of_same_digits)
            for namesakes in of_one_name(group)
            for one in put_together(_swapped(namesakes))
        ]
        parcels = record.asked.parcels_of("party", [party for one in found for party in one])
        for one in found:
            yield self.fault(
                [parcel for party in one for parcel in parcels.get(party, ())],
                Text(
                    N_(
                        "The numbers of {count} persons of one name differ by two digits that changed places."
                    ),
                    {"count": len(one)},
                ),
                _REMEDY,
                about=one,
                amount=len(one),
                unit="count",
            )


def _swapped(namesakes: Sequence[Namesake]) -> Iterator[list[ObjectId]]:
    """Return the pairs that differ by a swap."""
    by_number: dict[str, list[Namesake]] = {}
    for one in namesakes:
        by_number.setdefault(str(one.number), []).append(one)
    for number, persons in by_number.items():
        for at in range(len(number) - 1):
            other = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
            if other > number:
                for beside in by_number.get(other, ()):
                    yield from ([one.party, beside.party] for one in persons if _may_be_one(one, beside))


def _may_be_one(one: Namesake, other: Namesake) -> bool:
    """Tell whether the dates of birth agree as far as both are recorded."""
    if one.born is None or other.born is None:
        return True
    known = min(len(one.born), len(other.born))
    return one.born[:known] == other.born[:known]
