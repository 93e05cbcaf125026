"""What mends the findings of a rule."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from landdesk.domain.commands import Edit
from landdesk.domain.finding import Finding
from landdesk.i18n import Text
from landdesk.services.codelists import CodeLists
from landdesk.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Mend:
    """What would mend a finding.

    Args:
        finding: What is mended.
        field: Identifier of the field whose value changes; of the object that is added, its class.
        before: What is recorded now; empty for nothing.
        after: What would be.
        edits: What does it.
        personal: The values tell of a person: lists mask them.
    """

    finding: Finding
    field: str
    before: str
    after: str
    edits: tuple[Edit, ...]
    personal: bool = False


class Mender(ABC):
    """Knows how to mend findings of one rule, or some of them; it never guesses.

    Attributes:
        rule: Code of the rule.
        title: Source text of what it does, for a button.
    """

    rule: ClassVar[str]
    title: ClassVar[str]

    @abstractmethod
    def mend(self, reader: Reader, lists: CodeLists, finding: Finding) -> Mend | None:
        """Return what mends a finding; None where the record does not say what is right."""

    def sentence(self) -> Text:
        """Return what it does."""
        return Text(self.title)
