from collections.abc import Callable

import pytest
import shapely
from pytestqt.qtbot import QtBot

from landdesk.domain.commands import SetParcel
from landdesk.domain.ids import ObjectId
from landdesk.ui.open_store import OpenStore
from landdesk.ui.panels.findings_panel import FindingsPanel
from landdesk.ui.panels.findings_presenter import FindingsPresenter
from tests.ui.hands import click, click_row

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
    rules = [finding.rule for finding in presenter.findings]
    assert "parcel.overlap" in rules
    row = rules.index("parcel.overlap")
    assert panel.model.index(row, 1).data() == "12/4, 12/5"
    assert panel.model.index(row, 2).data() == "60.00 m²"


def test_a_rule_is_filtered_and_counted(panel: FindingsPanel, checked: FindingsPresenter) -> None:
    every = len(checked.findings)
    at = panel.rules.findData("parcel.overlap")
    assert "(1)" in panel.rules.itemText(at)
    panel.rules.setCurrentIndex(at)
    panel.rules.activated.emit(at)
    assert [finding.rule for finding in panel.model.rows] == ["parcel.overlap"]
    assert every > 1
    panel.rules.activated.emit(0)
    panel.rules.setCurrentIndex(0)


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
