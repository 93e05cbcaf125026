"""person.deceased: a land user who is dead by the police or by the family."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.party_rule import PartyFault, PartyRule
from landdesk.services.checking.record_view import RecordView
from landdesk.store.queries.checks.people import deceased

_BY_POLICE: Final = Text(N_("The population database says that the person is dead."))
_BY_RECORD: Final = Text(N_("The record says that the person is dead."))


class PersonDeceased(PartyRule):
    """Report each dead person who still holds land, alone or as a member."""

    code: ClassVar[str] = "person.deceased"
    title: ClassVar[str] = N_("Land user deceased")
    criterion: ClassVar[Criterion] = Criterion.LIVE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "N11"
    remedy: ClassVar[Text] = Text(
        N_("Record who uses the land today and how it came to them; the heirs have to register the change.")
    )

    def faults(self, record: RecordView) -> Iterator[PartyFault]:
        """Look at the state of life and at the answers of the population database."""
        for party, by_police in record.ask(deceased):
            yield PartyFault(party, _BY_POLICE if by_police else _BY_RECORD)
