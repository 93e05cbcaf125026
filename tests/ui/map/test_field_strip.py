"""The strip over the map: what a tool asks for is typed there, and takes effect without the pointer."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from landdesk.i18n import set_language
from landdesk.ui.main_window import MainWindow
from landdesk.ui.map.field_strip import FieldStrip
from landdesk.ui.map.tools.fields import FieldKind, ToolField

KINDS = (("area", "Area"), ("parts", "Equal parts"))


def fields(area: float = 100.0) -> tuple[ToolField, ...]:
    return (
        ToolField("kind", "Division", FieldKind.CHOICE, "area", choices=KINDS),
        ToolField("area", "Area", FieldKind.NUMBER, area, unit="m²"),
        ToolField("parts", "Parts", FieldKind.COUNT, 2),
    )


@pytest.fixture
def strip(qtbot: QtBot) -> FieldStrip:
    made = FieldStrip()
    qtbot.addWidget(made)
    return made


def line(strip: FieldStrip, code: str) -> QLineEdit:
    editor = strip.editors[code]
    assert isinstance(editor, QLineEdit)
    return editor


def test_nothing_to_ask_is_hidden_and_values_are_shown(strip: FieldStrip) -> None:
    strip.show_fields(())
    assert strip.isHidden()
    set_language("vi")
    strip.show_fields(fields(1234.5))
    assert strip.isVisible()
    assert line(strip, "area").text() == "1.234,50"
    assert line(strip, "parts").text() == "2"
    choice = strip.editors["kind"]
    assert isinstance(choice, QComboBox)
    assert choice.currentData() == "area"


@pytest.mark.parametrize(
    ("code", "typed", "expected"),
    [
        ("area", "250,5", 250.5),
        ("area", "1.250,5", 1250.5),
        ("area", "abc", None),
        ("parts", "3", 3),
        ("parts", "0", None),
    ],
)
def test_enter_takes_what_is_a_number_and_gives_the_keys_back(
    qtbot: QtBot, strip: FieldStrip, code: str, typed: str, expected: float | None
) -> None:
    strip.show_fields(fields())
    editor = line(strip, code)
    before = editor.text()
    heard: list[tuple[str, object]] = []
    strip.entered.connect(lambda code, value: heard.append((code, value)))
    editor.selectAll()
    QTest.keyClicks(editor, typed)
    with qtbot.waitSignal(strip.left):
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert heard == ([] if expected is None else [(code, expected)])
    if expected is None:
        assert editor.text() == before


def test_escape_forgets_what_was_typed(qtbot: QtBot, strip: FieldStrip) -> None:
    strip.show_fields(fields())
    editor = line(strip, "area")
    QTest.keyClicks(editor, "7")
    with qtbot.assertNotEmitted(strip.entered), qtbot.waitSignal(strip.left):
        QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert editor.text() == "100.00"


def test_a_preview_that_moves_does_not_disturb_what_is_typed(strip: FieldStrip) -> None:
    strip.show_fields(fields())
    editor = line(strip, "area")
    strip.activateWindow()
    editor.setFocus()
    QApplication.processEvents()
    editor.selectAll()
    QTest.keyClicks(editor, "77")
    if editor.hasFocus():
        strip.show_fields(fields(120.0))
        assert editor.text() == "77"
    assert strip.editors["area"] is editor


def test_tab_leads_from_the_map_into_the_strip_of_the_tool_in_hand(qtbot: QtBot, window: MainWindow) -> None:
    canvas = window.desk.workplace.canvas
    assert canvas.strip.isHidden()
    window.actions_by_code["join_nodes"].trigger()
    assert canvas.strip.isVisible()
    window.activateWindow()
    canvas.setFocus()
    qtbot.waitUntil(canvas.hasFocus)
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    editor = line(canvas.strip, "tolerance")
    assert editor.hasFocus()
    editor.selectAll()
    QTest.keyClicks(editor, "0,25")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert canvas.hasFocus()
    (tolerance,) = [one for one in canvas.tool.fields if one.code == "tolerance"]
    assert tolerance.value == pytest.approx(0.25)
    window.actions_by_code["select"].trigger()
    assert canvas.strip.isHidden()
