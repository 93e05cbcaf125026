"""Parcels by commune, sheet and number."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.coverage import Coverage
from landdesk.services.checking.key_index import key_index
from tests.rows import build_coverage, build_rows, row_id
from tests.unit.checking.running import square

numbers = st.lists(st.sampled_from(["1", "2", "3", None]), max_size=6)


def by_hand(coverage: Coverage) -> dict[tuple[str, str, str], list[int]]:
    found: dict[tuple[str, str, str], list[int]] = {}
    for at in coverage.live():
        commune, sheet, number = (
            coverage.column(name, np.array([at]))[0] for name in ("commune", "sheet", "number")
        )
        if sheet is not None and number is not None:
            found.setdefault((commune, sheet, number), []).append(int(at))
    return found


@given(numbers, numbers, st.sets(st.integers(0, 8)))
def test_members_are_those_counted_by_hand(
    first: list[str | None], second: list[str | None], gone: set[int]
) -> None:
    coverage = build_coverage([square(20 * at, 0) for at in range(len(first))], number=first)
    changed = build_rows([square(0, 20 * at) for at in range(len(second))], first=3, number=second)
    coverage = coverage.patched(changed, [row_id(one) for one in gone if row_id(one) not in changed.ids], 2)
    expected = by_hand(coverage)
    for one in (coverage, coverage.compacted()):
        expected, index = by_hand(one), key_index(one)
        for key in [*expected, ("22657", "1", "9")]:
            assert index.members(key) == expected.get(key, [])
        assert sorted(index.shared()) == sorted(group for group in expected.values() if len(group) > 1)
