"""Where two long lists differ that are nearly the same."""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def changed_run(old: list[T], new: list[T]) -> tuple[int, int, int]:
    """Return the run in which two lists differ: where it begins, and where it ends in each.

    Lists are compared by slices, which is quick where most members are the very same objects.
    """
    shorter = min(len(old), len(new))
    first = _longest(shorter, lambda size: old[:size] == new[:size])
    rest = shorter - first
    same_tail = _longest(rest, lambda size: old[len(old) - size :] == new[len(new) - size :])
    return first, len(old) - same_tail, len(new) - same_tail


def _longest(at_most: int, holds: Callable[[int], bool]) -> int:
    """Return the greatest size for which something holds; where it holds, it holds for every smaller one."""
    if holds(at_most):
        return at_most
    low, high = 0, at_most
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle):
            low = middle
        else:
            high = middle
    return low
