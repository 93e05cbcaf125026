"""person.not-matched: the population database knows the person otherwise than the record."""

from typing import ClassVar

from landdesk.domain.finding import Criterion, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.party_rule import MatchRule


class PersonNotMatched(MatchRule):
    """Report each person whom the police answered not to match."""

    code: ClassVar[str] = "person.not-matched"
    title: ClassVar[str] = N_("Not matched with the population database")
    criterion: ClassVar[Criterion] = Criterion.ACCURATE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.COMMUNE, Fixer.POLICE)
    basis: ClassVar[str] = "N05"
    answer: ClassVar[str] = "not_matched"
    what: ClassVar[Text] = Text(N_("Name, birth or number are not those of the population database."))
    told: ClassVar[Text] = Text(
        N_("By the status file of the branch, land users do not match the population database.")
    )
    remedy: ClassVar[Text] = Text(
        N_(
            "Compare with the citizen card, correct what differs, and put the person on the next list for the police."
        )
    )
