"""person.not-matched: the population database knows the person otherwise than the record."""

from collections.abc import Iterator
from functools import partial
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.known import MATCH
from landdesk.services.checking.party_rule import PartyFault, PartyRule
from landdesk.services.checking.record_view import RecordView
from landdesk.store.queries.checks.people import matched_as

_WHAT: Final = Text(N_("Name, birth or number are not those of the population database."))


class PersonNotMatched(PartyRule):
    """Report each person whom the police answered not to match."""

    code: ClassVar[str] = "person.not-matched"
    title: ClassVar[str] = N_("Not matched with the population database")
    criterion: ClassVar[Criterion] = Criterion.ACCURATE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE, Fixer.POLICE)
    basis: ClassVar[str] = "N05"
    known: ClassVar[frozenset[str]] = frozenset({MATCH})
    remedy: ClassVar[Text] = Text(
        N_(
            "Compare with the citizen card, correct what differs, and put the person on the next list for the police."
        )
    )

    def faults(self, record: RecordView) -> Iterator[PartyFault]:
        """Look at the answers."""
        for party in record.ask(partial(matched_as, result="not_matched")):
            yield PartyFault(party, _WHAT)
