"""party.type-missing: a land user of whom is not recorded what it is."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.party_rule import PartyFault, PartyRule
from landdesk.services.checking.record_view import RecordView
from landdesk.store.queries.checks.parties import without_type

_NEITHER: Final = Text(N_("Neither the kind of the land user nor the type for statistics is recorded."))
_NO_KIND: Final = Text(N_("The kind of the land user is not recorded."))
_NO_TYPE: Final = Text(N_("The type of the land user for statistics is not recorded."))


class PartyTypeMissing(PartyRule):
    """Report each land user without kind (person, couple …) or type (households and individuals, organisations …)."""

    code: ClassVar[str] = "party.type-missing"
    title: ClassVar[str] = N_("Type of land user missing")
    criterion: ClassVar[Criterion] = Criterion.COMPLETE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "N14"
    known: ClassVar[frozenset[str]] = frozenset({"user"})
    remedy: ClassVar[Text] = Text(N_("Choose both in the form of the land user."))

    def faults(self, record: RecordView) -> Iterator[PartyFault]:
        """Look for what is not there."""
        for party, has_kind, has_type in record.ask(without_type):
            yield PartyFault(party, _NO_TYPE if has_kind else _NO_KIND if has_type else _NEITHER)
