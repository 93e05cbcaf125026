"""party.members-missing: a couple without husband or wife, a household without its head."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.finding import Criterion, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.party_rule import PartyFault, PartyRule
from landdesk.services.checking.record_view import RecordView
from landdesk.store.queries.checks.parties import memberships

_NOBODY: Final = Text(N_("Nobody is recorded as a member."))
_ONE: Final = Text(N_("Only one of husband and wife is recorded."))
_NO_HEAD: Final = Text(N_("Nobody is recorded as head of the household."))


class PartyMembersMissing(PartyRule):
    """Report each couple of less than two persons and each household without a head."""

    code: ClassVar[str] = "party.members-missing"
    title: ClassVar[str] = N_("Couple or household without its members")
    criterion: ClassVar[Criterion] = Criterion.COMPLETE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "N13"
    known: ClassVar[frozenset[str]] = frozenset({"user"})
    remedy: ClassVar[Text] = Text(N_("Add the persons to the form of the land user, each with the role."))

    def faults(self, record: RecordView) -> Iterator[PartyFault]:
        """Count members and heads."""
        for one in record.ask(memberships):
            what = _NOBODY if not one.members else _ONE if one.kind == "couple" else _NO_HEAD
            yield PartyFault(one.party, what)
