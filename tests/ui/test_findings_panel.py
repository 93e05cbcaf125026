from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import fiona
import pytest
import shapely
import shapely.geometry
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.commands import SetParcel
from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Parcel
from landdesk.services.checking.registry import RULE_BY_CODE
from landdesk.services.checking.sifting import Facet
from landdesk.ui.main_window import MainWindow
from landdesk.ui.open_store import OpenStore
from landdesk.ui.panels.findings_panel import FindingsPanel
from landdesk.ui.panels.findings_presenter import FindingsPresenter
from tests.ui.conftest import settle
from tests.ui.hands import children, click, click_row, press, type_words

Find = Callable[[str], ObjectId]


@pytest.fixture
def panel(qtbot: QtBot) -> FindingsPanel:
    made = FindingsPanel()
    qtbot.addWidget(made)
    made.resize(800, 300)
    made.show()
    return made


@pytest.fixture
def presenter(panel: FindingsPanel, open_store: OpenStore) -> FindingsPresenter:
    return FindingsPresenter(panel, open_store)


@pytest.fixture
def checked(qtbot: QtBot, panel: FindingsPanel, presenter: FindingsPresenter) -> FindingsPresenter:
    click(panel.check)
    qtbot.waitUntil(lambda: bool(presenter.findings) and not presenter.checking)
    return presenter


def test_check_lists_the_overlap(qtbot: QtBot, panel: FindingsPanel, presenter: FindingsPresenter) -> None:
    assert not presenter.findings
    click(panel.check)
    assert not panel.check.isEnabled()
    qtbot.waitUntil(panel.check.isEnabled)
    qtbot.waitUntil(lambda: bool(presenter.findings))
    rules = [finding.rule for finding in presenter.findings]
    assert "parcel.overlap" in rules
    row = rules.index("parcel.overlap")
    assert panel.model.index(row, 1).data() == "12/4, 12/5"
    assert panel.model.index(row, 2).data() == "60.00 m²"


def click_value(panel: FindingsPanel, facet: Facet, value: str) -> None:
    """Click on a choice of the groups."""
    item = panel.facets.item_of(facet, value)
    assert item is not None
    panel.facets.facets[facet].setExpanded(True)
    panel.facets.scrollToItem(item)
    click(panel.facets.viewport(), panel.facets.visualItemRect(item).center())


def count_of(panel: FindingsPanel, facet: Facet, value: str) -> str:
    item = panel.facets.item_of(facet, value)
    return "" if item is None else item.text(1)


def test_a_rule_is_filtered_and_counted(
    qtbot: QtBot, panel: FindingsPanel, checked: FindingsPresenter
) -> None:
    every = list(checked.findings)
    assert count_of(panel, Facet.RULE, "parcel.overlap") == "1"
    assert panel.facets.all.text(1) == str(len(every))
    click_value(panel, Facet.RULE, "parcel.overlap")
    qtbot.waitUntil(lambda: [finding.rule for finding in panel.model.rows] == ["parcel.overlap"])
    assert panel.facets.facets[Facet.RULE].text(0) == "Rule: Parcels overlap"
    # Numbers of the other groups are those that are left; those of the rules stay.
    assert count_of(panel, Facet.SEVERITY, "error") == "1"
    assert {one.rule for one in every} - {"parcel.overlap"} == {
        rule for rule in RULE_BY_CODE if rule != "parcel.overlap" and count_of(panel, Facet.RULE, rule)
    }
    click_value(panel, Facet.RULE, "parcel.overlap")
    qtbot.waitUntil(lambda: list(panel.model.rows) == every)


def test_the_keys_choose_a_group_too(qtbot: QtBot, panel: FindingsPanel, checked: FindingsPresenter) -> None:
    every = len(checked.findings)
    item = panel.facets.item_of(Facet.RULE, "parcel.overlap")
    assert item is not None
    panel.facets.setFocus()
    panel.facets.setCurrentItem(item)
    press(panel.facets, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    panel.facets.setCurrentItem(panel.facets.all)
    press(panel.facets, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.model.rowCount() == every)


def test_findings_are_searched_by_sheet_and_parcel(
    qtbot: QtBot, panel: FindingsPanel, checked: FindingsPresenter, parcel: Find
) -> None:
    every = len(checked.findings)
    type_words(panel.search, "12/5")
    qtbot.waitUntil(lambda: 0 < panel.model.rowCount() < every)
    assert all(parcel("12/5") in finding.objects for finding in panel.model.rows)
    type_words(panel.search, "99")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 0)
    assert panel.table.empty_words == "No finding with what is chosen."
    panel.search.clear()
    qtbot.waitUntil(lambda: panel.model.rowCount() == every)


def test_a_hamlet_is_counted_as_it_is_now(
    qtbot: QtBot, panel: FindingsPanel, checked: FindingsPresenter, open_store: OpenStore, parcel: Find
) -> None:
    every = str(len(checked.findings))
    assert count_of(panel, Facet.HAMLET, "") == every
    before = open_store.app.read(lambda reader: reader.get_many(Parcel, [parcel("12/5")]))[parcel("12/5")]
    change = ChangeSet("edit.record", (Delta(before, replace(before, hamlet="Thôn 2")),), "12/5")
    open_store.change(
        lambda _progress: open_store.app.write(lambda context: context.work.apply(change, EntryKind.ACT))
    )
    qtbot.waitUntil(lambda: count_of(panel, Facet.HAMLET, "Thôn 2") != "")
    click_value(panel, Facet.HAMLET, "Thôn 2")
    qtbot.waitUntil(
        lambda: (
            all(parcel("12/5") in finding.objects for finding in panel.model.rows) and bool(panel.model.rows)
        )
    )


def test_what_was_not_checked_is_said_apart(
    qtbot: QtBot, panel: FindingsPanel, checked: FindingsPresenter
) -> None:
    assert not panel.facets.unchecked.isHidden()
    panel.facets.scrollToItem(panel.facets.unchecked)
    click(panel.facets.viewport(), panel.facets.visualItemRect(panel.facets.unchecked).center())
    qtbot.waitUntil(panel.unchecked_table.isVisible)
    why = {panel.unchecked.index(row, 2).data() for row in range(panel.unchecked.rowCount())}
    assert "No source with this was loaded, or the national system has it: Term of use." in why
    assert panel.unchecked.index(0, 1).data() == "6"
    panel.facets.scrollToItem(panel.facets.all)
    click(panel.facets.viewport(), panel.facets.visualItemRect(panel.facets.all).center())
    qtbot.waitUntil(panel.table.isVisible)
    assert list(panel.model.rows) == list(checked.findings)


def test_next_and_before_go_through_the_list_and_stop_at_its_ends(
    panel: FindingsPanel, checked: FindingsPresenter, open_store: OpenStore
) -> None:
    noted: list[str] = []
    open_store.noted.connect(noted.append)
    told: list[Finding] = []
    panel.finding_chosen.connect(told.append)
    panel.search.setFocus()
    for _ in checked.findings:
        click(panel.next)
    assert told == list(checked.findings)
    assert not noted
    click(panel.next)
    assert noted == ["There is no finding further on."]
    click(panel.back)
    assert panel.current is checked.findings[-2]


def test_the_next_one_is_chosen_when_the_chosen_one_is_mended(
    qtbot: QtBot, panel: FindingsPanel, checked: FindingsPresenter, open_store: OpenStore, parcel: Find
) -> None:
    duplicate = parcel("12/1")
    open_store.execute(SetParcel(duplicate, number="2"))
    qtbot.waitUntil(lambda: "parcel.duplicate-key" in {finding.rule for finding in panel.model.rows})
    row = [finding.rule for finding in checked.findings].index("parcel.duplicate-key")
    click_row(panel.table, row)
    following = checked.findings[row + 1]
    told: list[Finding] = []
    panel.finding_chosen.connect(told.append)
    open_store.execute(SetParcel(duplicate, number="1"))
    qtbot.waitUntil(lambda: "parcel.duplicate-key" not in {finding.rule for finding in panel.model.rows})
    assert panel.current == following
    # Nobody asked for it: the map stays. The next step leads to it, and not past it.
    assert not told
    panel.step(1)
    assert told == [following]


def test_a_click_shows_the_place_and_chooses_the_parcels(
    panel: FindingsPanel, checked: FindingsPresenter, open_store: OpenStore, parcel: Find
) -> None:
    boxes: list[tuple[float, float, float, float]] = []
    open_store.zoom_wanted.connect(boxes.append)
    row = [finding.rule for finding in checked.findings].index("parcel.overlap")
    click_row(panel.table, row)
    assert set(open_store.selection.parcels) == {parcel("12/4"), parcel("12/5")}
    place = checked.findings[row].place
    assert place is not None
    assert shapely.box(*boxes[-1]).contains(place)


def test_an_edit_brings_a_finding_and_undo_takes_it(
    qtbot: QtBot, panel: FindingsPanel, checked: FindingsPresenter, open_store: OpenStore, parcel: Find
) -> None:
    before = [finding.key for finding in checked.findings]
    open_store.execute(SetParcel(parcel("12/1"), number="2"))
    qtbot.waitUntil(lambda: "parcel.duplicate-key" in {finding.rule for finding in panel.model.rows})
    open_store.change(lambda _progress: open_store.app.undo())
    qtbot.waitUntil(lambda: [finding.key for finding in panel.model.rows] == before)


def test_parcels_are_named_as_they_are_now(
    qtbot: QtBot, panel: FindingsPanel, checked: FindingsPresenter, open_store: OpenStore, parcel: Find
) -> None:
    row = [finding.rule for finding in checked.findings].index("parcel.overlap")
    open_store.execute(SetParcel(parcel("12/5"), number="55"))
    qtbot.waitUntil(lambda: panel.model.index(row, 1).data() == "12/4, 12/55")


def test_what_is_shown_goes_into_a_file(
    qtbot: QtBot, panel: FindingsPanel, checked: FindingsPresenter, tmp_path: Path
) -> None:
    click_value(panel, Facet.RULE, "parcel.overlap")
    qtbot.waitUntil(lambda: len(checked.findings) == 1)
    path = tmp_path / "lỗi.gpkg"
    click(panel.export)
    qtbot.waitUntil(lambda: bool(children(panel, QFileDialog)))
    (dialog,) = children(panel, QFileDialog)
    (name,) = children(dialog, QLineEdit)
    assert name.text() == "Findings.xlsx"
    name.setText(str(path))
    press(name, Qt.Key.Key_Return)
    qtbot.waitUntil(path.exists)
    with fiona.open(path) as opened:
        (feature,) = opened
    assert feature["properties"]["parcels"] == "12/4 12/5"
    assert shapely.geometry.shape(feature["geometry"]).area == pytest.approx(60)


def test_the_keys_lead_through_the_findings_from_the_map_too(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_by_code["check"].trigger()
    place = window.desk.workplace
    qtbot.waitUntil(lambda: len(place.findings.findings) > 1)
    settle(qtbot, window)
    window.activateWindow()
    window.tabs.setCurrentWidget(place.history_panel)
    place.canvas.setFocus()
    first, second = place.findings.findings[:2]
    for key, keys, wanted in (
        (Qt.Key.Key_F3, Qt.KeyboardModifier.NoModifier, first),
        (Qt.Key.Key_F3, Qt.KeyboardModifier.NoModifier, second),
        (Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier, first),
    ):
        press(place.canvas, key, keys)
        assert place.findings_panel.current is wanted
        assert set(place.store.selection.parcels) == set(wanted.objects)
        assert place.canvas.hasFocus()
    assert window.tabs.currentWidget() is place.findings_panel


def test_another_group_chooses_no_finding_by_itself(
    qtbot: QtBot, panel: FindingsPanel, checked: FindingsPresenter
) -> None:
    rules = [finding.rule for finding in checked.findings]
    overlap = rules.index("parcel.overlap")
    other = next(rule for rule in rules if rule != "parcel.overlap")
    click_row(panel.table, overlap)
    assert panel.strip.isVisible()
    click_value(panel, Facet.RULE, "parcel.overlap")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    assert panel.strip.isVisible()
    click_value(panel, Facet.RULE, other)
    qtbot.waitUntil(lambda: {finding.rule for finding in panel.model.rows} == {other})
    assert panel.current is None
    assert not panel.strip.isVisible()
    press(panel.table, Qt.Key.Key_Down)
    assert panel.current is panel.model.rows[0]
