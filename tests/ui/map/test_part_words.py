"""What the previews of split and divide say of each part, by the rules in force."""

from collections.abc import Iterator, Mapping

import pytest
import shapely
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog

from landdesk.domain.canonical_shape import canonical_shape
from landdesk.domain.codelists import Replacement
from landdesk.domain.commands import Command, DivideParcel, MergeParcels, SplitParcel
from landdesk.domain.dividing import ByDistance
from landdesk.domain.parcel_policy import LIST
from landdesk.services.codelists import CodeLists, shipped_lists
from landdesk.ui.kept_choice import with_choice
from landdesk.ui.lists_in_use import use_lists
from landdesk.ui.map.canvas import MapCanvas
from landdesk.ui.map.tools.part_words import key_of, merged_lines, part_lines
from tests.policies import policy_table
from tests.rows import build_coverage, row_id
from tests.ui.map.conftest import ShowParcels

SMALL, LARGE = canonical_shape(shapely.box(0, 0, 3, 10)), canonical_shape(shapely.box(3, 0, 10, 10))
LINE = shapely.LineString([(3, -1), (3, 11)])


@pytest.fixture(autouse=True)
def _shipped_again() -> Iterator[None]:
    yield
    use_lists(shipped_lists())


@pytest.fixture
def canvas(show: ShowParcels) -> MapCanvas:
    return show(build_coverage([shapely.box(x, 0, x + 10, 10) for x in (0, 10)]))


def use_policy(choices: Mapping[str, str]) -> None:
    use_lists(CodeLists({LIST: Replacement("Chi nhánh", policy_table(choices))}))


def lines(canvas: MapCanvas) -> list[list[str]]:
    return [part_lines(canvas, part, place) for place, part in enumerate((LARGE, SMALL))]


def test_what_each_part_gets_follows_the_rules(canvas: MapCanvas) -> None:
    large, small = lines(canvas)
    assert (large[0], small[0]) == ("70 m²", "30 m²")
    assert small[1] == "new number"
    assert large[1] != small[1]
    assert large[2:] == small[2:]
    assert len(large) == 4
    use_policy({"split.users": "kept", "split.certificates": "kept"})
    large, small = lines(canvas)
    assert large[3] == "certificates if any"
    assert small[2:] == []
    use_policy({"split.number": "none"})
    assert [one[1] for one in lines(canvas)] == ["new number"] * 2
    use_policy({"split.number": "chosen"})
    assert [one[1] for one in lines(canvas)] == ["number to be chosen"] * 2


def test_what_a_merge_makes_is_said(canvas: MapCanvas) -> None:
    coverage = canvas.coverage
    assert coverage is not None
    both = canonical_shape(shapely.box(0, 0, 20, 10))
    said = merged_lines(coverage, (row_id(0), row_id(1)), both)
    assert said[0] == "200 m²"
    assert said[1] == key_of(coverage, row_id(0))
    use_policy({"merge.number": "chosen"})
    assert merged_lines(coverage, (row_id(0), row_id(1)), both)[1] == "number to be chosen"


@pytest.mark.parametrize("rules", [{}, {"split.number": "none"}])
def test_nothing_is_asked_where_the_rules_decide(canvas: MapCanvas, rules: dict[str, str]) -> None:
    use_policy(rules)
    done: list[Command] = []
    command = SplitParcel(row_id(0), LINE)
    assert canvas.coverage is not None
    assert with_choice(canvas, canvas.coverage, command, done.append) is None
    assert done == [command]


def test_a_person_is_asked_where_they_do_not(canvas: MapCanvas) -> None:
    use_policy({"split.number": "chosen", "merge.number": "chosen"})
    coverage = canvas.coverage
    assert coverage is not None
    done: list[Command] = []

    def choose(dialog: QInputDialog | None, place: int) -> None:
        assert dialog is not None
        dialog.setTextValue(dialog.comboBoxItems()[place])
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    split = with_choice(canvas, coverage, SplitParcel(row_id(0), LINE), done.append)
    assert split is not None
    assert split.comboBoxItems() == ["Part 1: 70 m², in the east", "Part 2: 30 m², in the west"]
    choose(split, 1)
    [command] = done
    assert isinstance(command, SplitParcel)
    assert command.kept is not None
    assert command.kept[0] < 3
    divide = DivideParcel(row_id(1), ByDistance(((10.0, 0.0), (20.0, 0.0)), 4.0))
    choose(with_choice(canvas, coverage, divide, done.append), 0)
    assert isinstance(done[1], DivideParcel)
    assert done[1].kept is not None
    assert done[1].kept[1] > 4
    merge = MergeParcels((row_id(0), row_id(1)))
    choose(with_choice(canvas, coverage, merge, done.append), 1)
    assert done[2] == MergeParcels((row_id(0), row_id(1)), row_id(1))
    # What cannot be done at all is said by the command itself.
    missing = SplitParcel(row_id(0), shapely.LineString([(50, 0), (51, 0)]))
    assert with_choice(canvas, coverage, missing, done.append) is None
    dropped = with_choice(canvas, coverage, merge, done.append)
    assert dropped is not None
    QTest.keyClick(dropped, Qt.Key.Key_Escape)
    assert len(done) == 4
