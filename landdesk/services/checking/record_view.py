"""What record rules look at: the store's questions, the read model, the lists in force, the tolerances, the day."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from landdesk.domain.coverage import Coverage
from landdesk.domain.limits import Limits
from landdesk.services.checking.known import Known
from landdesk.services.codelists import CodeLists
from landdesk.store.queries.checks import Asked

AnswerT = TypeVar("AnswerT")


@dataclass(frozen=True, slots=True)
class RecordView:
    """The record at one version, all of it or what an edit can have touched.

    Args:
        asked: Where questions are asked, and about which objects.
        coverage: The read model of the same version.
        lists: Code lists in force.
        known: What is known of the parcels asked about.
        limits: Tolerances in force.
        today: ISO day in Vietnam.
    """

    asked: Asked
    coverage: Coverage
    lists: CodeLists
    known: Known
    limits: Limits
    today: str

    def ask(self, question: Callable[[Asked], AnswerT]) -> AnswerT:
        """Return the answer to a question of ``store/queries/checks``."""
        return question(self.asked)
