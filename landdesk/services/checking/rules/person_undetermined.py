"""person.undetermined: the population database could not tell who the person is."""

from collections.abc import Iterator
from functools import partial
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.known import MATCH
from landdesk.services.checking.party_rule import PartyFault, PartyRule
from landdesk.services.checking.record_view import RecordView
from landdesk.store.queries.checks.people import matched_as

_WHAT: Final = Text(N_("The population database could not tell who the person is."))


class PersonUndetermined(PartyRule):
    """Report each person of whom the police answered that they cannot be determined."""

    code: ClassVar[str] = "person.undetermined"
    title: ClassVar[str] = N_("Undetermined in the population database")
    criterion: ClassVar[Criterion] = Criterion.ACCURATE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.POLICE,)
    basis: ClassVar[str] = "N07"
    known: ClassVar[frozenset[str]] = frozenset({MATCH})
    remedy: ClassVar[Text] = Text(
        N_("Ask the police of the commune to determine the person; a copy of the citizen card helps.")
    )

    def faults(self, record: RecordView) -> Iterator[PartyFault]:
        """Look at the answers."""
        for party in record.ask(partial(matched_as, result="undetermined")):
            yield PartyFault(party, _WHAT)
