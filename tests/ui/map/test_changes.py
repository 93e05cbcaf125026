"""Only what changed is drawn again; what did not is not."""

import numpy as np
import pytest
import shapely

from landdesk.domain.coverage import Coverage
from landdesk.ui.map.changes import difference
from tests.rows import build_coverage, build_rows, row_id

SQUARES = [shapely.box(x, 0, x + 10, 10) for x in (0, 10, 20, 30)]


@pytest.fixture
def coverage() -> Coverage:
    return build_coverage(SQUARES)


def ids(coverage: Coverage, indices: np.ndarray[tuple[int], np.dtype[np.int64]]) -> list[bytes]:
    return sorted(coverage.id_at(int(index)) for index in indices)


def test_a_new_shape_names_the_old_and_the_new_one(coverage: Coverage) -> None:
    new = coverage.patched(build_rows([shapely.box(10, 0, 20, 15)], first=1), [], 2)
    changed = difference(coverage, new)
    assert changed is not None
    assert ids(coverage, changed.gone) == [row_id(1)]
    assert ids(new, changed.come) == [row_id(1)]
    assert changed.box == (10, 0, 20, 15)


def test_a_deletion_names_the_old_one_only(coverage: Coverage) -> None:
    new = coverage.patched(build_rows([]), [row_id(3)], 2)
    changed = difference(coverage, new)
    assert changed is not None
    assert (ids(coverage, changed.gone), len(changed.come)) == ([row_id(3)], 0)
    assert changed.box == (30, 0, 40, 10)


def test_a_second_edit_elsewhere_does_not_name_the_first(coverage: Coverage) -> None:
    first = coverage.patched(build_rows([shapely.box(0, 0, 10, 12)]), [], 2)
    second = first.patched(build_rows([shapely.box(30, 0, 40, 12)], first=3), [], 3)
    changed = difference(first, second)
    assert changed is not None
    assert changed.box == (30, 0, 40, 12)


def test_a_new_number_is_seen_although_the_shape_stays(coverage: Coverage) -> None:
    first = coverage.patched(build_rows([SQUARES[0]]), [], 2)
    second = first.patched(build_rows([SQUARES[0]], number=["77"]), [], 3)
    changed = difference(first, second)
    assert changed is not None
    assert changed.box == (0, 0, 10, 10)


def test_what_cannot_be_seen_changes_nothing(coverage: Coverage) -> None:
    first = coverage.patched(build_rows([SQUARES[0]]), [], 2)
    second = first.patched(build_rows([SQUARES[0]], user_count=[5]), [], 3)
    changed = difference(first, second)
    assert changed is not None
    assert changed.box is None


def test_another_base_cannot_be_compared(coverage: Coverage) -> None:
    assert difference(coverage, coverage.compacted()) is None
    same = difference(coverage, coverage)
    assert same is not None
    assert same.box is None
