"""person.number-missing: a living person without a personal identification number."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.numberless import Held, held_instead
from landdesk.services.checking.party_rule import PartyFault, PartyRule
from landdesk.services.checking.record_view import RecordView
from landdesk.store.queries.checks.people import unnumbered

_WHAT: Final = {
    Held.NOTHING: Text(N_("No identification number of the person is recorded.")),
    Held.DOCUMENT: Text(N_("A number of the person stands with an identity document only.")),
}


class PersonNumberMissing(PartyRule):
    """Report each living person without a number; of the dead none is wanted, of holders of a passport neither."""

    code: ClassVar[str] = "person.number-missing"
    title: ClassVar[str] = N_("Personal identification number missing")
    criterion: ClassVar[Criterion] = Criterion.COMPLETE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "N01"
    known: ClassVar[frozenset[str]] = frozenset({"identity"})
    reads: ClassVar[frozenset[str]] = PartyRule.reads | {"identity_document"}
    remedy: ClassVar[Text] = Text(
        N_("Take the number of twelve digits from the citizen card or a police list.")
    )

    def faults(self, record: RecordView) -> Iterator[PartyFault]:
        """Look at those without a number."""
        for one in record.ask(unnumbered):
            what = _WHAT.get(held_instead(one))
            if one.number is None and what is not None:
                yield PartyFault(one.party, what)
