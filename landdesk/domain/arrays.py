"""Names of the arrays that the read model and everything above it share, and runs of numbers in them."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Objects = NDArray[np.object_]


def ranges(starts: Integers, ends: Integers) -> Integers:
    """Return the numbers of all half-open ranges [start, end) one after the other."""
    lengths = ends - starts
    total = int(lengths.sum())
    if not total:
        return np.empty(0, dtype=np.int64)
    before = np.cumsum(lengths) - lengths
    numbers: Integers = np.arange(total, dtype=np.int64) + np.repeat(starts - before, lengths)
    return numbers


def offsets(lengths: Integers) -> Integers:
    """Return where each of consecutive runs begins, and the end of the last."""
    made = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=made[1:])
    return made
