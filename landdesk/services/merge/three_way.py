"""Merging two sides of an object over the state both started from.

A side is canonical fields, or None when the object does not exist on it. A boundary is one field.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Merged:
    """Outcome of a merge.

    Args:
        fields: Merged fields; None when the object is deleted.
        conflicts: Fields that both sides changed to different values; there ``fields`` has mine. ``*`` stands for
            the object itself: one side deleted it and the other changed it.
    """

    fields: dict[str, str] | None
    conflicts: tuple[str, ...]


def merge(start: Fields | None, mine: Fields | None, theirs: Fields | None) -> Merged:
    """Return mine with what only theirs changed; where both changed, mine stays and the field is named."""
    if theirs in (mine, start):
        return Merged(None if mine is None else dict(mine), ())
    if mine == start:
        return Merged(None if theirs is None else dict(theirs), ())
    if mine is None or theirs is None:
        return Merged(None if mine is None else dict(mine), ("*",))
    before = start or {}
    fields: dict[str, str] = {}
    conflicts: list[str] = []
    for name in sorted(before.keys() | mine.keys() | theirs.keys()):
        old, own, other = before.get(name), mine.get(name), theirs.get(name)
        value = other if own == old else own
        if own not in (old, other) and other != old:
            conflicts.append(name)
        if value is not None:
            fields[name] = value
    return Merged(fields, tuple(conflicts))
