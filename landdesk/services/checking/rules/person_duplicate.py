"""person.duplicate: one person recorded several times."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.identity import identity_digits
from landdesk.domain.ids import ObjectId
from landdesk.i18n import N_, Text, fold
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.services.checking.together import of_one_name, put_together
from landdesk.store.queries.checks.namesakes import Namesake, same_person_perhaps
from landdesk.store.queries.checks.people import LENGTH

_REMEDY: Final = Text(
    N_("Compare the papers; keep one record, move the rights to it and take the others out.")
)
_WHOLE_DAY: Final = 10

Mark = tuple[str, ...]


class PersonDuplicate(RecordRule):
    """Report persons of one name with one number, or of whom one has no number and birth or old card agree.

    Two with different numbers are two persons, whatever else they have in common. Persons are compared by what they
    have in common, never pair by pair, so many of one name take no longer.
    """

    code: ClassVar[str] = "person.duplicate"
    title: ClassVar[str] = N_("One person recorded several times")
    criterion: ClassVar[Criterion] = Criterion.CLEAN
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "N09"
    reads: ClassVar[frozenset[str]] = frozenset({"party", "party_member", "land_right", "identity_document"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Compare those of one name."""
        found = [
            one
            for group in record.ask(same_person_perhaps)
            for few in _who_may_be_one(group)
            for namesakes in of_one_name(few)
            for one in put_together(_alike(namesakes))
        ]
        parcels = record.asked.parcels_of("party", [party for one in found for party in one])
        for one in found:
            yield self.fault(
                [parcel for party in one for parcel in parcels.get(party, ())],
                Text(N_("{count} records of one name look like one person."), {"count": len(one)}),
                _REMEDY,
                about=one,
                amount=len(one),
                unit="count",
            )


def _who_may_be_one(group: Sequence[Namesake]) -> list[list[Namesake]]:
    """Return those of a folded name who have something in common: to compare all names as written takes longer."""
    persons = {one.party: one for one in group}
    return [[persons[one] for one in few] for few in put_together(_alike(group))]


def _alike(namesakes: Sequence[Namesake]) -> Iterator[list[ObjectId]]:
    """Return persons who are one person, and persons of whom one without a number may be any of the others."""
    by_number: dict[str, list[ObjectId]] = {}
    by_mark: dict[Mark, list[Namesake]] = {}
    for one in namesakes:
        number = _personal(one)
        if number:
            by_number.setdefault(number, []).append(one.party)
        for mark in _marks(one):
            by_mark.setdefault(mark, []).append(one)
    yield from (several for several in by_number.values() if len(several) > 1)
    for several in by_mark.values():
        if len(several) > 1 and not all(map(_personal, several)):
            yield [one.party for one in several]


def _personal(person: Namesake) -> str:
    """Return the number; empty where it has not the length of a personal identification number."""
    number = person.number or ""
    return number if len(number) == LENGTH else ""


def _marks(person: Namesake) -> set[Mark]:
    """Return what a person of the name has to have in common: day of birth, year of birth and address, a document."""
    marks: set[Mark] = {
        ("document", identity_digits(one)) for one in (person.number, *person.documents) if one
    }
    if person.born and len(person.born) == _WHOLE_DAY:
        marks.add(("born", person.born))
    elif person.born and person.address:
        marks.add(("born", person.born, fold(person.address)))
    return marks
