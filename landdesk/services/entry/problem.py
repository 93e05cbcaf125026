"""What is to be said at a field of the form before it is saved."""

from dataclasses import dataclass
from enum import IntEnum

from landdesk.i18n import Text


class Weight(IntEnum):
    """How much a problem weighs, the heaviest last.

    ``HINT`` is only said, ``ASK`` stands in the way until a person accepts it at its place, ``WRONG`` until it is
    mended.
    """

    HINT = 0
    ASK = 1
    WRONG = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem.

    Args:
        place: Field of the form.
        code: Permanent name.
        what: What is wrong.
        weight: Whether it stands in the way.
        remedy: What to do.
        recorded: What the record holds, as a value of the field, where that is another one.
    """

    place: str
    code: str
    what: Text
    weight: Weight = Weight.WRONG
    remedy: Text | None = None
    recorded: object = None

    def stands_in_the_way(self, accepted: frozenset[str]) -> bool:
        """Tell whether the form cannot be saved because of it."""
        return self.weight is Weight.WRONG or (self.weight is Weight.ASK and self.place not in accepted)
