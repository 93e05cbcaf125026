"""What the doctor says: one observation for each thing looked at."""

from dataclasses import dataclass
from enum import StrEnum

from landdesk.i18n import Text


class Health(StrEnum):
    """How things stand."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing looked at.

    Args:
        code: Dotted code such as ``memory.small``.
        health: How it stands.
        what: What was seen, a sentence.
        remedy: How to go on; None where all is well.
    """

    code: str
    health: Health
    what: Text
    remedy: Text | None = None


def good(code: str, what: str, **values: object) -> Observation:
    """Return an observation that needs nothing."""
    return Observation(code, Health.GOOD, Text(what, values))


def warning(code: str, what: str, remedy: str, **values: object) -> Observation:
    """Return an observation that may become a trouble."""
    return Observation(code, Health.WARNING, Text(what, values), Text(remedy, values))


def bad(code: str, what: str, remedy: str, **values: object) -> Observation:
    """Return an observation with which work is lost or not possible."""
    return Observation(code, Health.BAD, Text(what, values), Text(remedy, values))
