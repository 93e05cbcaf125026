"""Which rules are in force for a purpose, and the tolerances that are shipped."""

from functools import cache
from typing import Final

from landdesk.domain.area_tolerance import LIST, AreaTolerance
from landdesk.domain.limits import Limits, parse_limits
from landdesk.resources import resource_path
from landdesk.services.checking.registry import RULES
from landdesk.services.checking.rule import Rule
from landdesk.services.codelists import CodeLists

EVERYTHING: Final[tuple[Rule, ...]] = RULES
"""The check of a commune."""

_MAP_ALONE: Final = frozenset(
    {
        "geometry.duplicate-vertex",
        "geometry.hole-empty",
        "geometry.invalid",
        "geometry.missing",
        "geometry.multipart",
        "geometry.spike",
        "parcel.contained",
        "parcel.gap",
        "parcel.identical",
        "parcel.missing-node",
        "parcel.near-node",
        "parcel.overlap",
        "parcel.sliver",
    }
)
GEOMETRY: Final[tuple[Rule, ...]] = tuple(rule for rule in RULES if rule.code in _MAP_ALONE)
"""The map alone, whatever the records say."""

_NOT_TO_BE_BROUGHT: Final = frozenset(
    {
        "geometry.invalid",
        "parcel.contained",
        "parcel.duplicate-key",
        "parcel.identical",
        "parcel.missing-node",
        "parcel.overlap",
    }
)
MERGED_MAP: Final[tuple[Rule, ...]] = tuple(rule for rule in RULES if rule.code in _NOT_TO_BE_BROUGHT)
"""What a package must not bring onto the office's map; a gap may be meant, a deleted parcel leaves one."""


@cache
def shipped_limits() -> Limits:
    """Return the tolerances of ``resources/checking/limits.toml``.

    Raises:
        FileNotFoundError: The installation is damaged.
        ValueError: The file is not a limits file.
    """
    return parse_limits(resource_path("checking", "limits.toml").read_text("utf-8"))


def area_tolerance(lists: CodeLists) -> AreaTolerance:
    """Return how far map and legal area may differ by the lists in force.

    Args:
        lists: Among them an office's own table, where it has one.
    """
    shipped = shipped_limits()
    return AreaTolerance.of(lists[LIST], round(shipped.area_scale), shipped.area_difference_m2)
