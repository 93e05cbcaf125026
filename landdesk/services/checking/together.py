"""Putting persons together who belong to each other by their names or in turn."""

from collections.abc import Iterable, Sequence

from landdesk.domain.ids import ObjectId
from landdesk.domain.person_names import name_key
from landdesk.store.queries.checks.namesakes import Namesake


def of_one_name(persons: Iterable[Namesake]) -> list[list[Namesake]]:
    """Return persons by their name as it is compared, two or more of each."""
    groups: dict[str, list[Namesake]] = {}
    for one in persons:
        groups.setdefault(name_key(one.name), []).append(one)
    return [group for group in groups.values() if len(group) > 1]


def put_together(groups: Iterable[Sequence[ObjectId]]) -> list[list[ObjectId]]:
    """Return what groups that share an object make together, two objects or more in each."""
    whole: dict[ObjectId, list[ObjectId]] = {}
    for group in groups:
        parts = {id(part): part for part in (whole.setdefault(one, [one]) for one in group)}.values()
        if len(parts) > 1:
            largest = max(parts, key=len)
            for part in parts:
                if part is not largest:
                    largest += part
                    for one in part:
                        whole[one] = largest
    return [part for part in {id(part): part for part in whole.values()}.values() if len(part) > 1]
