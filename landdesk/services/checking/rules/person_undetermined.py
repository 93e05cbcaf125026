"""person.undetermined: the population database could not tell who the person is."""

from typing import ClassVar

from landdesk.domain.finding import Criterion, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.party_rule import MatchRule


class PersonUndetermined(MatchRule):
    """Report each person of whom the police answered that they cannot be determined."""

    code: ClassVar[str] = "person.undetermined"
    title: ClassVar[str] = N_("Undetermined in the population database")
    criterion: ClassVar[Criterion] = Criterion.ACCURATE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.POLICE,)
    basis: ClassVar[str] = "N07"
    answer: ClassVar[str] = "undetermined"
    what: ClassVar[Text] = Text(N_("The population database could not tell who the person is."))
    told: ClassVar[Text] = Text(
        N_("By the status file of the branch, the population database cannot tell who land users are.")
    )
    remedy: ClassVar[Text] = Text(
        N_("Ask the police of the commune to determine the person; a copy of the citizen card helps.")
    )
