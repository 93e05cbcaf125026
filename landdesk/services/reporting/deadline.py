"""The day by which all parcels are to be in order; data with a source, see ``resources/reporting/deadline.toml``."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache

from landdesk.resources import resource_path


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day, and who has set it."""

    day: date
    source: str


@cache
def shipped_deadline() -> Deadline:
    """Return it as shipped.

    Raises:
        FileNotFoundError: The installation is damaged.
        ValueError: The file is not what it should be.
    """
    found = tomllib.loads(resource_path("reporting", "deadline.toml").read_text("utf-8"))
    if not isinstance(found["day"], date) or not found["source"]:
        raise ValueError(f"{found}")
    return Deadline(found["day"], found["source"])
