"""Rows that change: a view hears of the lines that differ and of no others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex
from pytestqt.qtbot import QtBot

from landdesk.domain.changed_run import changed_run
from landdesk.ui.models.rows import Column, RowsModel

Row = tuple[int, str]
LISTS = st.lists(st.integers(0, 3), max_size=8)


def model_of(rows: list[Row]) -> RowsModel[Row]:
    model: RowsModel[Row] = RowsModel([Column("words", "Words", lambda row: row[1])], lambda row: row[0])
    model.replace(rows)
    return model


@given(LISTS, LISTS)
def test_outside_the_run_two_lists_are_alike(old: list[int], new: list[int]) -> None:
    first, old_end, new_end = changed_run(old, new)
    assert 0 <= first <= min(old_end, new_end)
    assert old[:first] == new[:first]
    assert old[old_end:] == new[new_end:]
    assert new == [*old[:first], *new[first:new_end], *old[old_end:]]
    assert (first == old_end == new_end) == (old == new)


@given(LISTS, LISTS)
def test_a_model_shows_what_it_is_given(old: list[int], new: list[int]) -> None:
    model = model_of([(one, str(one)) for one in old])
    model.replace([(one, str(one)) for one in new])
    assert [model.index(line, 0).data() for line in range(model.rowCount())] == [str(one) for one in new]


@pytest.mark.parametrize("length", [10, 2_000])
def test_other_values_of_the_same_rows_keep_the_lines(qtbot: QtBot, length: int) -> None:
    rows = [(number, "a") for number in range(length)]
    model = model_of(rows)
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged) as changed:
        assert not model.replace([*rows[:4], (4, "b"), *rows[5:]])
    assert [changed.args[0].row(), changed.args[1].row()] == [4, 4]
    assert model.index(4, 0).data() == "b"


def test_rows_that_come_and_go_leave_the_others_their_place(qtbot: QtBot) -> None:
    rows = [(number, str(number)) for number in range(2_000)]
    model = model_of(rows)
    kept = QPersistentModelIndex(model.index(1_500, 0))
    with qtbot.assertNotEmitted(model.modelReset):
        assert model.replace([*rows[:3], *rows[5:], (2_000, "2000")][:-1])
    assert kept.row() == 1_498
    assert model.place_of(1_500) == 1_498
    assert model.place_of(3) is None


def test_the_same_rows_change_nothing(qtbot: QtBot) -> None:
    model = model_of([(1, "a"), (2, "b")])
    with qtbot.assertNotEmitted(model.dataChanged), qtbot.assertNotEmitted(model.modelReset):
        assert not model.replace([(1, "a"), (2, "b")])
