"""person.field-missing: a land user without permanent address or sex."""

from collections.abc import Iterator
from functools import cache, partial
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.needs import shipped_needs
from landdesk.services.checking.party_rule import PartyFault, PartyRule
from landdesk.services.checking.record_view import RecordView
from landdesk.store.queries.checks.people import lacking

_WHAT: Final = {
    ("address",): Text(N_("The permanent address is not recorded.")),
    ("sex",): Text(N_("The sex is not recorded.")),
    ("address", "sex"): Text(N_("Permanent address and sex are not recorded.")),
}


class PersonFieldMissing(PartyRule):
    """Report each living land user who lacks what the needs of the record ask of that kind, once for both fields."""

    code: ClassVar[str] = "person.field-missing"
    title: ClassVar[str] = N_("Permanent address or sex missing")
    criterion: ClassVar[Criterion] = Criterion.COMPLETE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "N16"
    known: ClassVar[frozenset[str]] = frozenset({"identity", "user_address"})
    remedy: ClassVar[Text] = Text(N_("Fill in the form of the land user; both stand on the citizen card."))

    def faults(self, record: RecordView) -> Iterator[PartyFault]:
        """Look for what is not there."""
        for one in record.ask(partial(lacking, kinds_by_field=_kinds_by_field())):
            yield PartyFault(one.party, _WHAT[one.lacks])


@cache
def _kinds_by_field() -> dict[str, tuple[str, ...]]:
    """Return which kinds of land users need the fields, as the completeness of forms does."""
    return {
        field: next(need.kinds for need in shipped_needs() if (need.of, need.any_of) == ("party", (field,)))
        for field in ("address", "sex")
    }
