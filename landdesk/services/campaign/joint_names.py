"""How people who use land together are called: the forms have no column for it, certificates have their ways."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache

from landdesk.domain.person_names import without_titles
from landdesk.resources import resource_path
from landdesk.services.campaign.pl3 import COUPLE, HEAD, HOUSEHOLD, HUSBAND, WIFE

Named = tuple[str, str | None, str | None]
"""Name, role and sex of a person."""


def joint_name(kind: str | None, people: Sequence[Named]) -> str:
    """Return how a certificate names several people together.

    Args:
        kind: Code of the kind of land user.
        people: At least one, in their order.
    """
    names = _ways()
    by_role = {role: (name, sex) for name, role, sex in reversed(people)}
    if kind == COUPLE and {HUSBAND, WIFE} <= by_role.keys():
        husband, wife = (without_titles(by_role[role][0]) for role in (HUSBAND, WIFE))
        return names["couple"].format(husband=husband, wife=wife)
    if kind == HOUSEHOLD:
        name, sex = by_role.get(HEAD, (people[0][0], people[0][2]))
        way = names.get(f"household_{sex}")
        return way.format(head=without_titles(name)) if way else names["household"].format(head=name)
    return names["group_between"].join(name for name, _, _ in people)


@cache
def _ways() -> Mapping[str, str]:
    return tomllib.loads(resource_path("campaign", "joint_names.toml").read_text("utf-8"))
