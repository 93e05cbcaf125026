"""What the codes of the national system's error paths mean: data of ``resources/campaign/error_codes.csv``."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from landdesk.domain.error_paths import ErrorPath
from landdesk.resources import resource_path


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """One code: the kind of work it means, and its names in the program's languages."""

    code: str
    group: str
    issue: str
    vi: str
    en: str


@cache
def error_codes() -> Mapping[tuple[str, str], ErrorCode]:
    """Return the known codes by code and group; the group is empty for a code that needs none."""
    with resource_path("campaign", "error_codes.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {(row["code"], row["group"]): ErrorCode(**row) for row in rows}


def issue_of(path: ErrorPath) -> ErrorCode | None:
    """Return what a path's code means; None for a code that is not known, which is then shown as it is."""
    known = error_codes()
    return known.get((path.code, path.group)) or known.get((path.code, ""))
