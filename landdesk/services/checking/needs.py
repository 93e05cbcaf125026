"""What the record of a parcel needs, as shipped; data with a source, see ``resources/checking/needs.toml``."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from landdesk.domain.completeness import GROUP_TITLES, SCAN, Need
from landdesk.domain.fields import field_of
from landdesk.resources import resource_path

_CLASSES = frozenset({"parcel", "purpose", "purpose_origin", "party", "certificate", SCAN})


@cache
def shipped_needs() -> tuple[Need, ...]:
    """Return the needs in the order of the file.

    Raises:
        FileNotFoundError: The installation is damaged.
        ValueError: The file is not what it should be.
    """
    return parse_needs(resource_path("checking", "needs.toml").read_text("utf-8"))


def parse_needs(text: str) -> tuple[Need, ...]:
    """Return the needs of a file.

    Raises:
        ValueError: It is no TOML, or an entry is not what it should be.
    """
    return tuple(_need(one) for one in tomllib.loads(text)["need"])


def _need(entry: Mapping[str, Any]) -> Need:
    if not entry.keys() <= {"group", "of", "any_of", "kinds", "source"} or not entry["source"]:
        raise ValueError(f"{entry}")
    need = Need(entry["group"], entry["of"], tuple(entry["any_of"]), tuple(entry.get("kinds", ())))
    if need.of not in _CLASSES or need.group not in GROUP_TITLES or not need.any_of:
        raise ValueError(f"{entry}")
    for name in need.any_of:
        field_of("document" if need.of == SCAN else need.of, name)
    return need
