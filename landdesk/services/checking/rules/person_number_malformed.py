"""person.number-malformed: a personal identification number that no person can have."""

from collections.abc import Iterator
from functools import partial
from typing import ClassVar, Final

from landdesk.domain.completeness import MATCHED
from landdesk.domain.finding import Criterion, Fixer
from landdesk.domain.identity import (
    BAD_CENTURY,
    ELEVEN_DIGITS,
    NO_NUMBER,
    PLACEHOLDER,
    UNKNOWN_PROVINCE,
    identity_doubts,
)
from landdesk.i18n import N_, Text
from landdesk.services.checking.party_rule import PartyFault, PartyRule, known_provinces
from landdesk.services.checking.record_view import RecordView
from landdesk.store.queries.checks.people import unusual_numbers

_WHAT: Final = {
    NO_NUMBER: Text(N_("The number does not consist of twelve digits.")),
    ELEVEN_DIGITS: Text(
        N_("The number has eleven digits: a spreadsheet may have dropped the zero before it.")
    ),
    BAD_CENTURY: Text(N_("The fourth digit of the number stands for a century that is yet to come.")),
    PLACEHOLDER: Text(N_("The number looks as if it had been typed to fill the field.")),
    UNKNOWN_PROVINCE: Text(
        N_("The number begins with the code of no province; that is right only of people born abroad.")
    ),
}
"""In the order of weight: the first that holds is said."""


class PersonNumberMalformed(PartyRule):
    """Report each number that breaks the structure of Decree 137/2015; nine digits are ``person.old-number-only``.

    Where the police matched the person the number is right, strange as it looks: only a warning. So is a first part
    that is no province.
    """

    code: ClassVar[str] = "person.number-malformed"
    title: ClassVar[str] = N_("Identification number malformed")
    criterion: ClassVar[Criterion] = Criterion.CLEAN
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE,)
    basis: ClassVar[str] = "N03"
    remedy: ClassVar[Text] = Text(N_("Compare with the citizen card, and type the number anew."))

    def faults(self, record: RecordView) -> Iterator[PartyFault]:
        """Judge the unusual numbers."""
        provinces = known_provinces(record)
        for one in record.ask(partial(unusual_numbers, provinces=provinces)):
            doubts = identity_doubts(one.number, provinces=provinces)
            said = next((code for code in _WHAT if code in doubts), None)
            if said is not None:
                is_doubt = said == UNKNOWN_PROVINCE or one.match == MATCHED
                yield PartyFault(one.party, _WHAT[said], is_doubt)
