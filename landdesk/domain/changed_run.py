"""Where two long lists differ that are nearly the same."""

from collections.abc import Iterable
from itertools import compress, count, islice
from operator import is_not
from typing import TypeVar

T = TypeVar("T")


def changed_run(old: list[T], new: list[T]) -> tuple[int, int, int]:
    """Return the run in which two lists differ: where it begins, and where it ends in each.

    Members that are the very same object are passed over without being compared.
    """
    shorter = min(len(old), len(new))
    first = _alike(old, new, shorter)
    tail = _alike(reversed(old), reversed(new), shorter - first)
    return first, len(old) - tail, len(new) - tail


def _alike(one: Iterable[T], other: Iterable[T], at_most: int) -> int:
    """Return how many members are equal from the beginning on."""
    mine, theirs = list(islice(one, at_most)), list(islice(other, at_most))
    differing = compress(count(), map(is_not, mine, theirs))
    return next((at for at in differing if mine[at] != theirs[at]), at_most)
