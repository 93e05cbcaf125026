"""organisation.number: an organisation that no number tells from others, or whose tax code is wrong."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Fixer
from landdesk.domain.identity import TAX_CHECK, TAX_FORM, tax_code_doubts
from landdesk.i18n import N_, Text
from landdesk.services.checking.party_rule import PartyFault, PartyRule
from landdesk.services.checking.record_view import RecordView
from landdesk.store.queries.checks.parties import organisations

_NOTHING: Final = Text(
    N_("The organisation has neither identification number nor tax code nor another number.")
)
_WHAT: Final = {
    TAX_FORM: Text(N_("The tax code has neither ten nor thirteen digits.")),
    TAX_CHECK: Text(N_("The tax code does not agree with its check digit: a digit was typed wrongly.")),
}


class OrganisationNumber(PartyRule):
    """Report each organisation without any number, and each tax code that cannot be one."""

    code: ClassVar[str] = "organisation.number"
    title: ClassVar[str] = N_("Number of the organisation missing or wrong")
    criterion: ClassVar[Criterion] = Criterion.COMPLETE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "N17"
    known: ClassVar[frozenset[str]] = frozenset({"identity"})
    remedy: ClassVar[Text] = Text(
        N_("Take the number from the decision or the registration of the organisation.")
    )

    def faults(self, record: RecordView) -> Iterator[PartyFault]:
        """Compute the check digit of each tax code."""
        for one in record.ask(organisations):
            if not one.is_named:
                yield PartyFault(one.party, _NOTHING)
            elif one.tax_code is not None:
                for doubt in tax_code_doubts(one.tax_code):
                    yield PartyFault(one.party, _WHAT[doubt])
