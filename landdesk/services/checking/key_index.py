"""Which parcels of a coverage have a commune, sheet and number: found without going through all parcels.

The large base block of a coverage stays the same through thousands of edits, so its index is made once and kept
for the block seen last; the small overlay is read anew. An index is the hashes of the keys, sorted: 16 bytes for
a parcel. Parcels without sheet or number have no key.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np

from landdesk.domain.arrays import Integers
from landdesk.domain.coverage import Block, Coverage

Key = tuple[str, str, str]
"""Commune, sheet, number as recorded."""


@dataclass(frozen=True, slots=True, eq=False)
class _Hashes:
    """Hashes of the keys of one block, ascending, and the parcel of each."""

    codes: Integers
    parcels: Integers

    @classmethod
    def of(cls, block: Block) -> Self:
        """Read the keys of a block."""
        columns = (block.columns[name].tolist() for name in ("commune", "sheet", "number"))
        keys = list(zip(*columns, strict=True))
        codes = np.fromiter(map(hash, keys), dtype=np.int64, count=len(keys))
        has_key = (key[1] is not None and key[2] is not None for key in keys)
        parcels = np.flatnonzero(np.fromiter(has_key, dtype=bool, count=len(keys)))
        parcels = parcels[np.argsort(codes[parcels], kind="stable")]
        return cls(codes[parcels], parcels)

    def members(self, code: int) -> Integers:
        """Return the parcels with a hash."""
        first, last = np.searchsorted(self.codes, [code, code + 1])
        return self.parcels[first:last]


@dataclass(frozen=True, slots=True)
class KeyIndex:
    """Indices of a coverage by key."""

    coverage: Coverage
    _base: _Hashes
    _overlay: _Hashes

    def key(self, index: int) -> Key | None:
        """Return commune, sheet and number of a parcel; None where one is not recorded."""
        at = np.array([index])
        commune, sheet, number = (
            self.coverage.column(name, at)[0] for name in ("commune", "sheet", "number")
        )
        return None if sheet is None or number is None else (commune, sheet, number)

    def members(self, key: Key) -> list[int]:
        """Return the parcels that have the key, ascending."""
        return [at for at in self._candidates(hash(key)) if self.key(at) == key]

    def shared(self) -> Iterator[list[int]]:
        """Return the parcels of each key that more than one has."""
        live = self._base.codes[self.coverage.base_live[self._base.parcels]]
        codes, counts = np.unique(np.concatenate([live, self._overlay.codes]), return_counts=True)
        for code in codes[counts > 1].tolist():
            # Different keys may have one hash.
            groups: dict[Key | None, list[int]] = {}
            for at in self._candidates(code):
                groups.setdefault(self.key(at), []).append(at)
            yield from (group for group in groups.values() if len(group) > 1)

    def _candidates(self, code: int) -> list[int]:
        in_base = self._base.members(code)
        in_base = np.sort(in_base[self.coverage.base_live[in_base]])
        return [*in_base.tolist(), *(len(self.coverage.base) + np.sort(self._overlay.members(code))).tolist()]


class _Latest:
    """The index of the base block seen last; blocks never change, so being the same block is enough."""

    lock = threading.Lock()
    block: Block | None = None
    hashes: _Hashes


def key_index(coverage: Coverage) -> KeyIndex:
    """Return the index of a coverage."""
    with _Latest.lock:
        if _Latest.block is not coverage.base:
            _Latest.hashes = _Hashes.of(coverage.base)
            _Latest.block = coverage.base
        base = _Latest.hashes
    return KeyIndex(coverage, base, _Hashes.of(coverage.overlay))
