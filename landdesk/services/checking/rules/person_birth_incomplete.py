"""person.birth-incomplete: a person without the whole date of birth."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.party_rule import PartyFault, PartyRule
from landdesk.services.checking.record_view import RecordView
from landdesk.store.queries.checks.people import births_in_part

_PART: Final = Text(N_("Day or month of birth are not recorded."))
_NOTHING: Final = Text(N_("The date of birth is not recorded."))


class PersonBirthIncomplete(PartyRule):
    """Report each living person without day, month and year of birth, matched by the police or not."""

    code: ClassVar[str] = "person.birth-incomplete"
    title: ClassVar[str] = N_("Date of birth incomplete")
    criterion: ClassVar[Criterion] = Criterion.COMPLETE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "N06"
    known: ClassVar[frozenset[str]] = frozenset({"identity"})
    remedy: ClassVar[Text] = Text(N_("Take the date of birth from the citizen card."))

    def faults(self, record: RecordView) -> Iterator[PartyFault]:
        """Look at the dates."""
        for party, in_part in record.ask(births_in_part):
            yield PartyFault(party, _PART if in_part else _NOTHING)
