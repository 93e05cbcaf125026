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
OTHER_NAME: Final = "user.other-name"
"""The identity number belongs to a person of another name."""


@dataclass(frozen=True, slots=True)
class RefreshNote:
    """Something to say about rows of the source; ``field`` is the identifier of a field, or empty."""

    rows: tuple[int, ...]
    label: str
    code: str
    field: str = ""


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
