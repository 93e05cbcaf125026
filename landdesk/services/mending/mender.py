"""What mends the findings of a rule."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from shapely import MultiPolygon

from landdesk.domain.commands import Edit
from landdesk.domain.coverage import Coverage
from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId
from landdesk.domain.limits import Limits
from landdesk.domain.map_mends import MapFault
from landdesk.i18n import Text
from landdesk.services.codelists import CodeLists
from landdesk.store.reader import Reader

Choice = Mapping[str, str]
"""Codes that a person chose, by identifier of the field."""


@dataclass(frozen=True, slots=True)
class Reshaped:
    """A parcel that would get another boundary.

    Args:
        parcel: Which.
        key: What people call it.
        before: Its boundary now.
        after: As it would be.
    """

    parcel: ObjectId
    key: str
    before: MultiPolygon
    after: MultiPolygon


@dataclass(frozen=True, slots=True)
class Mend:
    """What would mend a finding.

    Args:
        finding: What is mended.
        field: Identifier of the field whose value changes; of the object that is added, its class.
        before: What is recorded now; empty for nothing.
        after: What would be.
        edits: What does it in the record; nothing for a mend on the map.
        personal: The values tell of a person: lists mask them.
        reshaped: Parcels whose boundary changes, by key.
        who: Name of the land user whose record it is, where a person has to tell them apart.
    """

    finding: Finding
    field: str
    before: str | Text
    after: str | Text
    edits: tuple[Edit, ...]
    personal: bool = False
    reshaped: tuple[Reshaped, ...] = ()
    who: str = ""


def corner_count(shape: MultiPolygon) -> int:
    """Return how many corners a boundary has; one that stands twice counts twice."""
    return sum(len(ring.coords) - 1 for part in shape.geoms for ring in (part.exterior, *part.interiors))


class Mender(ABC):
    """Knows how to mend findings of one rule, or some of them; it never guesses.

    Attributes:
        rule: Code of the rule.
        title: Source text of what it does, for a button.
    """

    rule: ClassVar[str]
    title: ClassVar[str]

    def sentence(self) -> Text:
        """Return what it does."""
        return Text(self.title)


class RecordMender(Mender):
    """Mends values of the record."""

    @abstractmethod
    def mend(self, reader: Reader, lists: CodeLists, finding: Finding) -> Mend | None:
        """Return what mends a finding; None where the record does not say what is right."""


class AskingMender(Mender):
    """Records what a person chooses, the same for each finding.

    Attributes:
        asks: Identifiers of the fields for which is chosen, each with a code list.
    """

    asks: ClassVar[tuple[str, ...]]

    @abstractmethod
    def mends(
        self, reader: Reader, lists: CodeLists, findings: Sequence[Finding], choice: Choice
    ) -> list[Mend | None]:
        """Return what mends each finding; None where what was chosen is recorded already."""


class MapMender(Mender):
    """Mends boundaries."""

    @abstractmethod
    def shapes(self, coverage: Coverage, limits: Limits, fault: MapFault) -> dict[ObjectId, MultiPolygon]:
        """Return the shapes that change.

        Raises:
            RefusedError: The fault is not there any more; a shape would break, or parcels would overlap.
        """
