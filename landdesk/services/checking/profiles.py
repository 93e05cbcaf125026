"""Which rules are asked for a purpose, with the tolerances and severities in force."""

from collections.abc import Collection
from functools import cache
from typing import Final

from landdesk.domain.area_tolerance import LIST as AREA_LIST
from landdesk.domain.area_tolerance import AreaTolerance
from landdesk.domain.limits import LIST as LIMITS
from landdesk.domain.limits import Limits, limits_of
from landdesk.domain.rule_set import LIST, PROFILES, RuleSet, Stage, profile_of, settings_of
from landdesk.services.checking.known import STATUS
from landdesk.services.checking.registry import RULES
from landdesk.services.checking.rule import Rule
from landdesk.services.codelists import CodeLists, shipped_lists

GEOMETRY: Final = frozenset(
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
"""The map alone, whatever the records say."""

MERGED_MAP: Final = frozenset(
    {
        "geometry.invalid",
        "parcel.contained",
        "parcel.duplicate-key",
        "parcel.identical",
        "parcel.overlap",
    }
)
"""What a package must not bring onto the office's map; a gap may be meant, a deleted parcel leaves one."""


def shipped_limits() -> Limits:
    """Return the tolerances as they are shipped."""
    return shipped_rule_set().limits


@cache
def shipped_rule_set() -> RuleSet:
    """Return the parameters that are shipped."""
    return rule_set(shipped_lists())


def rule_set(lists: CodeLists) -> RuleSet:
    """Return the parameters by the code lists in force.

    Raises:
        InvalidInputError: The list of rules or of plans says what it cannot say.
    """
    return RuleSet(
        limits_of(lists[LIMITS]), settings_of(lists[LIST]), profile_of(lists[PROFILES]), lists.hash
    )


def rules_in_force(
    parameters: RuleSet, stage: Stage = Stage.DRAFT, codes: Collection[str] | None = None
) -> tuple[Rule, ...]:
    """Return the rules that are asked at a stage, each with its severity, in the order of the registry.

    Args:
        parameters: What is in force.
        stage: When is checked.
        codes: Only these; None for all.
    """
    found = []
    for kind in RULES:
        setting = parameters.settings.get(kind.code)
        severity = None if setting is None else setting.severities.get(stage)
        if severity is not None and (codes is None or kind.code in codes):
            found.append(kind(severity))
    return tuple(found)


def rules_before_proposal(parameters: RuleSet) -> frozenset[str]:
    """Return the rules whose errors have to be mended before a parcel is proposed for group 1.

    What the branch does after the proposal (register, operation, blocks in sync) is no part of it.
    """
    return frozenset(
        kind.code for kind in RULES if parameters.counts_for_group_1(kind.code) and STATUS not in kind.known
    )


def area_tolerance(lists: CodeLists) -> AreaTolerance:
    """Return how far map and legal area may differ by the lists in force.

    Args:
        lists: Among them an office's own table, where it has one.
    """
    limits = limits_of(lists[LIMITS])
    return AreaTolerance.of(lists[AREA_LIST], round(limits.area_scale), limits.area_difference_m2)
