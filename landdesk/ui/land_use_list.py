"""Land-use codes with their names, for completing and explaining what is typed.

The list is data, ``resources/codelists/land_use_codes.csv``: code, Vietnamese name, English name.
"""

import csv
from collections.abc import Mapping
from functools import cache

from landdesk.i18n import current_language
from landdesk.resources import resource_path


def land_use_name(code: str | None) -> str:
    """Return the name of a code in the language of the reader; nothing for one that is not listed."""
    return land_use_names().get(code or "", "")


def land_use_names() -> Mapping[str, str]:
    """Return the names of all codes in the language of the reader, in the order of the list."""
    return _names("vi" if current_language() == "vi" else "en")


@cache
def _names(column: str) -> Mapping[str, str]:
    path = resource_path("codelists", "land_use_codes.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["code"]: row[column] for row in rows}
