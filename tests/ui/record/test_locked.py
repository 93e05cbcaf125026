"""Fields that a commune may not change: locked on the page with the reason, opened by a scan, refused by tools."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from landdesk.domain.commands import AddObject, EditRecord, New
from landdesk.i18n import set_language, translate
from landdesk.ui.main_window import MainWindow
from landdesk.ui.record.field_editor import FieldEditor
from landdesk.ui.record.pasting import plan, preview, put_in
from tests.ui.bound import bound_store
from tests.ui.conftest import SOUTH, WEST, parcel_of, settle
from tests.ui.hands import children, click, press, read
from tests.ui.record.conftest import Hands

ROWS = """# Công văn của chi nhánh
code,label,label_en,of,what,when,verdict,documents,basis
area,diện tích lấy theo giấy,the area is taken from the paper,parcel,legal_area_m2,always,document,1,practice
sheet,số tờ do chi nhánh cấp,the office gives sheets,parcel,sheet,held,office,,practice
split,tách thửa là đăng ký biến động,splitting is a registration,map,split,held,office,,practice
hole,khoét lỗ là đăng ký biến động,a hole is a registration,map,hole,always,office,,practice
"""


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    """A commune's store on the base of an office that keeps sheets, areas and splits."""
    return bound_store(tmp_path, ROWS)


def tip(hands: Hands, name: str) -> str:
    tree = hands.tab("land")
    return str(hands.index(tree, "parcel", name).data(Qt.ItemDataRole.ToolTipRole))


def test_a_field_of_the_office_is_locked_and_says_why(hands: Hands) -> None:
    tree = hands.tab("land")
    index = hands.index(tree, "parcel", "sheet")
    tree.scrollTo(index)
    hands.click_at(tree, tree.visualRect(index).center())
    assert not children(tree, FieldEditor)
    assert tip(hands, "sheet") == "For the office only: the office gives sheets."
    assert "For the office only" in str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    # Keys pass over it: Shift+Tab from the number does not go to the sheet.
    hands.click_field(tree, "parcel", "number")
    press(hands.editor(tree), Qt.Key.Key_Backtab)
    assert tree.currentIndex() != index


def test_a_field_that_needs_a_scan_can_be_typed_and_is_saved_with_one(hands: Hands) -> None:
    tree = hands.tab("land")
    assert tip(hands, "legal_area_m2") == (
        "Only with a scan at the parcel (Certificate): the area is taken from the paper."
    )
    editor = hands.click_field(tree, "parcel", "legal_area_m2")
    QTest.keyClicks(editor, "611")
    press(editor, Qt.Key.Key_Return)
    node = hands.node(tree, "parcel", "legal_area_m2")
    assert tree.rows.note_at(node) == ("warning", tip(hands, "legal_area_m2"))
    before = hands.version()
    hands.page.save_requested.emit()
    hands.wait(lambda: hands.page.isEnabled() and not hands.page.trouble.isHidden())
    assert "Changing “Legal area” needs a scan at the parcel (Certificate)" in hands.page.trouble.text()
    assert hands.version() == before
    # What was typed stays; once the scan is there it is saved.
    parcel = hands.parcel("12/1")
    hands.store.app.execute(
        EditRecord(
            (
                AddObject("document", {"kind": "1", "title": "GCN", "sha256": "a" * 64}, "scan"),
                AddObject("document_link", {"document_id": New("scan"), "parcel_id": parcel}),
            )
        )
    )
    hands.wait(lambda: tree.rows.note_at(hands.node(tree, "parcel", "legal_area_m2")) == ("", ""))
    hands.save()
    assert hands.dossier().parcel.legal_area_m2 == Decimal("611.00")


def test_cells_pasted_over_a_locked_field_leave_it(hands: Hands) -> None:
    tree = hands.tab("land")
    node = hands.node(tree, "parcel", "sheet")
    draft = hands.draft
    made = plan(node, [["99"], ["7"]])
    lines = preview(draft, made.targets)
    assert [(one.kind, one.new) for one in lines] == [("error", "12"), ("", "7")]
    put_in(draft, made)
    assert draft.parcel.typed == {"number": "7"}


def test_a_tool_is_refused_in_a_sentence(qtbot: QtBot, window: MainWindow) -> None:
    place = window.desk.workplace
    one = parcel_of(window, "12/1")
    place.store.selection.choose([one])
    version = place.store.app.read(lambda reader: reader.version())
    window.actions_by_code["split"].trigger()
    for north in (-3.0, 33.0):
        x, y = place.canvas.view.to_screen(WEST + 8, SOUTH + north)
        click(place.canvas, QPoint(round(x), round(y)))
    with qtbot.waitSignal(window.desk.refused) as said:
        press(place.canvas, Qt.Key.Key_Return)
    sentence = "Splitting a parcel is for the office only: splitting is a registration."
    assert translate(said.args[0].what) == sentence
    qtbot.waitUntil(lambda: any(sentence in words for words in read(window)))
    assert any("tell the office" in words for words in read(window))
    assert place.store.app.read(lambda reader: reader.version()) == version


def test_a_tool_that_nobody_may_use_is_put_away_at_once(qtbot: QtBot, window: MainWindow) -> None:
    canvas = window.desk.workplace.canvas
    with qtbot.waitSignal(window.desk.refused) as said:
        window.actions_by_code["hole"].trigger()
    assert "a hole is a registration" in translate(said.args[0].what)
    qtbot.waitUntil(lambda: canvas.tool.code == "select")
    assert window.actions_by_code["select"].isChecked()
    window.actions_by_code["move_vertex"].trigger()
    settle(qtbot, window)
    assert canvas.tool.code == "move_vertex"
