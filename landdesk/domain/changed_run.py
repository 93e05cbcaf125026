"""Where two long lists differ that are nearly the same."""

from typing import Final, TypeVar

T = TypeVar("T")

_AT_ONCE: Final = 1024


def changed_run(old: list[T], new: list[T]) -> tuple[int, int, int]:
    """Return the run in which two lists differ: where it begins, and where it ends in each.

    Members that are the very same object are passed over without being compared.
    """
    shorter = min(len(old), len(new))
    first = _alike(old, new, shorter)
    tail = _alike(old[first:][::-1], new[first:][::-1], shorter - first)
    return first, len(old) - tail, len(new) - tail


def _alike(mine: list[T], theirs: list[T], at_most: int) -> int:
    """Return how many members are equal from the beginning on."""
    # Whole slices at a time: of two lists of the very same members a hundred thousand take a millisecond.
    for start in range(0, at_most, _AT_ONCE):
        end = min(start + _AT_ONCE, at_most)
        if mine[start:end] != theirs[start:end]:
            return next(at for at in range(start, end) if mine[at] != theirs[at])
    return at_most
