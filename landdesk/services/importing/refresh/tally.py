"""What became of the claims of a source: counts, what is to be said of rows, and what was kept against the source."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from landdesk.domain.ids import ObjectId

NEW: Final = "new"
CHANGED: Final = "changed"
SAME: Final = "same"

KEPT: Final = "refresh.kept"
"""A value was edited here and the source has another: the edit stays."""
AMBIGUOUS: Final = "refresh.ambiguous"
"""Several parcels of the store may be meant: nothing is taken of this one."""
REMOVED: Final = "refresh.removed"
"""The source has a parcel, purpose or land user that was removed here: it does not come again."""
JOINED: Final = "refresh.joined"
"""Land users who stood on a parcel one by one stand there as a couple, household or group now."""
NO_PARCEL: Final = "refresh.no-parcel"
"""The source means a parcel that is not in the store, and says too little to make one."""
DIFFERS: Final = "refresh.differs"
"""Two rows of the source state different values of one field: the first is taken."""
REPLACED: Final = "refresh.replaced"
"""An earlier file said something else, and nobody edited it here: the value of this newer file is taken."""
OLDER: Final = "refresh.older"
"""This very file was in before a later one that says something else: what the later one says stays."""
OTHER_NAME: Final = "user.other-name"
"""The identity number belongs to a person of another name."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Two files that say different things of one field.

    Args:
        known_file, known: The file that the present value came with, and the value.
        said_file, said: This file and its value. Values are canonical texts; None where they are personal or a shape.
    """

    known_file: str
    known: str | None
    said_file: str
    said: str | None

    def document(self) -> dict[str, str | None]:
        """Return them as values of JSON."""
        return {
            "known_file": self.known_file,
            "known": self.known,
            "said_file": self.said_file,
            "said": self.said,
        }


@dataclass(frozen=True, slots=True)
class RefreshNote:
    """Something to say about rows of the source; ``field`` is the identifier of a field, or empty."""

    rows: tuple[int, ...]
    label: str
    code: str
    field: str = ""
    sides: Sides | None = None


@dataclass(slots=True)
class Tally:
    """What became of the claims.

    Attributes:
        parcels: Number of parcels that are new, changed, the same.
        objects: Number of objects made or changed, by class and outcome.
        notes: What is to be said of rows.
        kept: By object and field, what the source says where an edit stands against it.
    """

    parcels: Counter[str] = field(default_factory=Counter)
    objects: Counter[tuple[str, str]] = field(default_factory=Counter)
    notes: list[RefreshNote] = field(default_factory=list)
    kept: dict[tuple[ObjectId, str], str] = field(default_factory=dict)
