"""What is planted: a cause, the rules that have to find it, and the function that plants it once."""

from collections.abc import Callable
from dataclasses import dataclass

from landdesk.services.training.planted.planter import RecordPlanter


@dataclass(frozen=True, slots=True)
class Cause:
    """One kind of fault.

    Args:
        code: What answers call it, as on the page ``docs/planted-faults.md``.
        rules: Codes of the rules that find it, the one it is planted for first; none of what only looks like a fault.
        plant: Plants it where there is room, and says what has to be found.
    """

    code: str
    rules: tuple[str, ...]
    plant: Callable[[RecordPlanter, "Cause"], None]


def cause(code: str, rules: str, plant: Callable[[RecordPlanter, Cause], None]) -> Cause:
    """Return a cause; rules have blanks between them."""
    return Cause(code, tuple(rules.split()), plant)
