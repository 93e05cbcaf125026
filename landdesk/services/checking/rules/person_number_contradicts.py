"""person.number-contradicts: a personal identification number that tells of another sex or year of birth."""

from collections.abc import Iterator
from typing import ClassVar, Final

from landdesk.domain.completeness import MATCHED
from landdesk.domain.finding import Criterion, Fixer
from landdesk.domain.identity import OTHER_SEX, OTHER_YEAR, identity_doubts
from landdesk.i18n import N_, Text
from landdesk.services.checking.party_rule import PartyFault, PartyRule
from landdesk.services.checking.record_view import RecordView
from landdesk.store.queries.checks.people import numbers_in_doubt

_SEX: Final = Text(N_("The number is one of the other sex."))
_YEAR: Final = Text(N_("The number tells of another year of birth than is recorded."))
_BOTH: Final = Text(N_("The number tells of another sex and another year of birth than are recorded."))


class PersonNumberContradicts(PartyRule):
    """Report each well-formed number that agrees not with the recorded sex or year of birth.

    Where the police matched the person it is a warning: then sex or birth are what was typed wrongly.
    """

    code: ClassVar[str] = "person.number-contradicts"
    title: ClassVar[str] = N_("Identification number contradicts birth or sex")
    criterion: ClassVar[Criterion] = Criterion.ACCURATE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE, Fixer.POLICE)
    basis: ClassVar[str] = "N04"
    remedy: ClassVar[Text] = Text(
        N_("Compare number, birth and sex with the citizen card, and correct what was typed wrongly.")
    )

    def faults(self, record: RecordView) -> Iterator[PartyFault]:
        """Judge the numbers in doubt."""
        for one in record.ask(numbers_in_doubt):
            doubts = identity_doubts(
                one.number,
                is_woman=None if one.sex is None else one.sex == "female",
                birth_year=None if one.born is None else int(one.born[:4]),
            )
            other_sex, other_year = OTHER_SEX in doubts, OTHER_YEAR in doubts
            if other_sex or other_year:
                what = _BOTH if other_sex and other_year else _SEX if other_sex else _YEAR
                yield PartyFault(one.party, what, one.match == MATCHED)
