"""person.old-number-only: the number of an old identity card in place of the personal identification number."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.numberless import Held, held_instead
from landdesk.services.checking.party_rule import PartyFault, PartyRule
from landdesk.services.checking.record_view import RecordView
from landdesk.store.queries.checks.people import unnumbered

_WHAT: Final = Text(N_("Only the number of an old identity card (nine digits) is recorded."))


class PersonOldNumberOnly(PartyRule):
    """Report each living person of whom nine digits are recorded, as the number or with a document, and no more."""

    code: ClassVar[str] = "person.old-number-only"
    title: ClassVar[str] = N_("Old identity card number only")
    criterion: ClassVar[Criterion] = Criterion.ACCURATE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE, Fixer.POLICE)
    basis: ClassVar[str] = "N02"
    known: ClassVar[frozenset[str]] = frozenset({"identity"})
    reads: ClassVar[frozenset[str]] = PartyRule.reads | {"identity_document"}
    remedy: ClassVar[Text] = Text(
        N_(
            "Read the code of the citizen card, which holds both numbers, or ask the police for the new number."
        )
    )

    def faults(self, record: RecordView) -> Iterator[PartyFault]:
        """Look at those without a number of twelve digits."""
        for one in record.ask(unnumbered):
            if held_instead(one) is Held.OLD_CARD:
                yield PartyFault(one.party, _WHAT)
