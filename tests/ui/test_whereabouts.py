"""Coordinates in the window: told in every notation, copied, gone to, asked about; views back and forward."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QWidgetAction
from pytestqt.qtbot import QtBot

from landdesk.app.surveys import Surveys
from landdesk.domain.finding import Finding, Severity
from landdesk.domain.parcels_here import ParcelHere
from landdesk.i18n import Text, set_language
from landdesk.services.boundaries import commune_boundaries
from landdesk.services.coordinates import Coordinates, Notation, Zone
from landdesk.services.survey.keeping import Wishes
from landdesk.settings import POINTER_NOTATION, Settings
from landdesk.ui.dialogs.go_to_form import GoToForm
from landdesk.ui.lying_here import LyingHere
from landdesk.ui.main_window import MainWindow
from landdesk.ui.map.canvas import MapCanvas
from landdesk.ui.map.moving import REST_MS
from landdesk.ui.panels.here_menu import HereMenu
from tests.rows import row_id
from tests.ui.conftest import SOUTH, WEST, parcel_of, settle
from tests.ui.hands import children, press, type_words
from tests.ui.record.conftest import popups_offscreen

LEFT = Qt.MouseButton.LeftButton
NO_KEY, ALT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
)
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier
IN_4 = (WEST + 10.0, SOUTH + 45.0)
IN_4_AND_5 = (WEST + 21.0, SOUTH + 45.0)
"""12/4 lies 2 m over 12/5."""


@pytest.fixture
def canvas(window: MainWindow) -> MapCanvas:
    return window.desk.workplace.canvas


def pixel(canvas: MapCanvas, place: tuple[float, float]) -> QPoint:
    x, y = canvas.view.to_screen(*place)
    return QPoint(round(x), round(y))


def point_at(canvas: MapCanvas, place: tuple[float, float]) -> tuple[float, float]:
    """Move the pointer to a place and return the place of its pixel."""
    at = pixel(canvas, place)
    # A pointer that was left there by the test before does not move, and tells nothing.
    QTest.mouseMove(canvas, QPoint(3, 3))
    QTest.mouseMove(canvas, at)
    return canvas.view.to_map(at.x(), at.y())


def lines_of(menu: HereMenu) -> list[str]:
    lines = []
    for action in menu.actions():
        label = action.defaultWidget() if isinstance(action, QWidgetAction) else None
        lines.append(label.text() if isinstance(label, QLabel) else action.text())
    return [line for line in lines if line]


def ask(qtbot: QtBot, canvas: MapCanvas, place: tuple[float, float]) -> HereMenu:
    """Alt+click on a place and return the list that opens."""
    QTest.mouseClick(canvas, LEFT, ALT, pixel(canvas, place))
    qtbot.waitUntil(lambda: bool(children(canvas, HereMenu)))
    return children(canvas, HereMenu)[-1]


# --- the pointer -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("notation", list(Notation))
def test_the_pointer_is_told_and_copied_in_every_notation(
    window: MainWindow, canvas: MapCanvas, notation: Notation
) -> None:
    actions = window.status_line.notations.actions()
    next(one for one in actions if one.data() == notation).trigger()
    easting, northing = point_at(canvas, IN_4)
    told = window.status_line.place.text()
    found = Coordinates(9217).place(told)
    assert (found.easting, found.northing) == pytest.approx((easting, northing), abs=0.03)
    window.actions_by_code["copy_place"].trigger()
    copied = QGuiApplication.clipboard().text()
    assert copied == Coordinates(9217).written(easting, northing, notation)
    assert [one.data() for one in actions if one.isChecked()] == [notation]


def test_the_notation_is_remembered(window: MainWindow) -> None:
    window.status_line.notations.actions()[3].trigger()
    assert Settings().get(POINTER_NOTATION) == "seconds"
    again = MainWindow(Settings())
    assert again.errands.whereabouts.notation is Notation.SECONDS
    assert again.status_line.notations.actions()[3].isChecked()
    again.desk.shut_down(again.deleteLater)


def test_a_notation_is_chosen_without_a_store_too(empty_window: MainWindow) -> None:
    empty_window.status_line.notations.actions()[1].trigger()
    assert empty_window.errands.whereabouts.notation is Notation.DEGREES


def test_a_spoilt_notation_is_that_of_the_plane() -> None:
    settings = Settings()
    settings.put(POINTER_NOTATION, "stars")
    window = MainWindow(settings)
    assert window.errands.whereabouts.notation is Notation.PLANE
    window.desk.shut_down(window.deleteLater)


def test_the_pointer_is_told_anew_when_the_map_moves_below_it(window: MainWindow, canvas: MapCanvas) -> None:
    point_at(canvas, IN_4)
    before = window.status_line.place.text()
    press(canvas, Qt.Key.Key_Left)
    assert window.status_line.place.text() not in ("", before)


def test_what_the_bar_says_in_vietnamese_is_read(window: MainWindow, canvas: MapCanvas) -> None:
    set_language("vi")
    easting, northing = point_at(canvas, IN_4)
    found = Coordinates(9217).place(window.status_line.place.text())
    assert (found.easting, found.northing) == pytest.approx((easting, northing), abs=0.006)


def test_nothing_is_copied_before_the_pointer_was_on_the_map(window: MainWindow, canvas: MapCanvas) -> None:
    canvas._pointer = None
    QGuiApplication.clipboard().setText("mine")
    press(canvas, Qt.Key.Key_T, CTRL_SHIFT)
    assert QGuiApplication.clipboard().text() == "mine"
    assert window.status_line.hint.text() == "Point at the map first."


# --- written places --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        Coordinates(9217).written(*IN_4, Notation.PLANE),
        Coordinates(9217).written(*IN_4, Notation.SECONDS),
        f"{IN_4[0]} {IN_4[1]}",
    ],
)
def test_one_goes_to_what_is_typed(qtbot: QtBot, window: MainWindow, canvas: MapCanvas, written: str) -> None:
    press(canvas, Qt.Key.Key_T, CTRL)
    form = children(window, GoToForm)[0]
    type_words(form.line, written)
    assert "Parcel 12/4" in form.reading.text()
    assert ("East was written before north" in form.reading.text()) == written.startswith("59")
    press(form.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not children(window, GoToForm))
    assert (canvas.view.easting, canvas.view.northing) == pytest.approx(IN_4, abs=0.03)
    assert canvas.scale_denominator <= 1_001
    mark = canvas.marked_place
    assert mark is not None
    assert mark.words == "12/4"
    assert window.status_line.hint.text() == "Parcel 12/4"
    press(canvas, Qt.Key.Key_Escape)
    assert canvas.marked_place is None
    assert canvas.tool.selects


def test_the_mark_is_seen(qtbot: QtBot, window: MainWindow, canvas: MapCanvas) -> None:
    before = canvas.grab().toImage()
    window.errands.whereabouts.go_to(Coordinates(9217).place("X=1350045 Y=590010"))
    settle(qtbot, window)
    with_mark = canvas.grab().toImage()
    press(canvas, Qt.Key.Key_Escape)
    assert _differ(with_mark, canvas.grab().toImage())
    assert before.size() == with_mark.size()


def _differ(one: QImage, other: QImage) -> bool:
    middle = one.rect().center()
    points = [middle + QPoint(dx, 0) for dx in range(8, 20)]
    return any(one.pixelColor(at) != other.pixelColor(at) for at in points)


def test_metres_of_another_meridian_are_gone_to(window: MainWindow, canvas: MapCanvas) -> None:
    there = Coordinates(9218).place(Coordinates(9217).written(*IN_4, Notation.DEGREES))
    form = window.errands.whereabouts.ask_place()
    type_words(form.line, f"{there.northing:.3f} {there.easting:.3f}")
    form.zone.setCurrentIndex(form.zone.findText("Đắk Lắk", Qt.MatchFlag.MatchContains))
    assert form.chosen_zone == Zone(108.5)
    assert "108°30'" in form.reading.text()
    press(form.line, Qt.Key.Key_Return)
    assert (canvas.view.easting, canvas.view.northing) == pytest.approx(IN_4, abs=0.02)


def test_the_meridian_that_would_fit_is_told(window: MainWindow) -> None:
    boundaries = commune_boundaries(9217)
    inside = boundaries.shapes[boundaries.codes.index("22657")].representative_point()
    there = Coordinates(9218).place(Coordinates(9217).written(inside.x, inside.y, Notation.DEGREES))
    form = window.errands.whereabouts.ask_place()
    type_words(form.line, f"{there.northing:.3f} {there.easting:.3f}")
    assert "Counted from 108°30'" in form.reading.text()
    form.zone.setCurrentIndex(form.zone.findText("Đắk Lắk", Qt.MatchFlag.MatchContains))
    assert "Counted" not in form.reading.text()
    assert "xã Diên Điền" in form.reading.text()
    form.reject()


@pytest.mark.parametrize(
    ("text", "said"),
    [("12", "no place that can be read"), ("45 45", "outside Viet Nam"), ("N=5 E=9", "outside Viet Nam")],
)
def test_what_cannot_be_gone_to_is_said_and_nothing_moves(
    window: MainWindow, canvas: MapCanvas, text: str, said: str
) -> None:
    before = canvas.view
    form = window.errands.whereabouts.ask_place()
    type_words(form.line, text)
    assert said in form.reading.text()
    press(form.line, Qt.Key.Key_Return)
    assert canvas.view == before
    assert form.isVisible()
    form.line.clear()
    type_words(form.line, "1350045 590010")
    press(form.line, Qt.Key.Key_Return)
    assert canvas.view != before


def test_the_last_place_is_offered_again(qtbot: QtBot, window: MainWindow) -> None:
    form = window.errands.whereabouts.ask_place()
    type_words(form.line, "1350045 590010")
    press(form.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not children(window, GoToForm))
    form = window.errands.whereabouts.ask_place()
    assert form.line.selectedText() == "1350045 590010"
    assert len(children(form, QComboBox)) == 1
    form.reject()


# --- what lies at a point --------------------------------------------------------------------------------------


@popups_offscreen
def test_all_parcels_at_a_point_are_told_and_one_is_chosen(
    qtbot: QtBot, window: MainWindow, canvas: MapCanvas
) -> None:
    window.actions_by_code["check"].trigger()
    qtbot.waitUntil(lambda: window.desk.store.findings is not None)
    settle(qtbot, window)
    menu = ask(qtbot, canvas, IN_4_AND_5)
    lines = lines_of(menu)
    assert {line.split(" · ")[0] for line in lines if line.startswith("Parcel 12/")} == {
        "Parcel 12/4",
        "Parcel 12/5",
    }
    assert "Parcel 12/4 · LUC · map 660.0 m² · legal 660.0 m²" in lines
    assert "xã Diên Điền" in lines or "No parcel lies there." not in lines
    assert any("overlap" in line.lower() or "over each other" in line.lower() for line in lines)
    _refuse_personal(lines)
    assert canvas.marked_place is not None
    chosen = next(one for one in menu.actions() if one.text().startswith("Parcel 12/5"))
    QTest.mouseClick(menu, LEFT, NO_KEY, menu.actionGeometry(chosen).center())
    assert window.desk.store.selection.parcels == (parcel_of(window, "12/5"),)
    assert canvas.marked_place is None


def _refuse_personal(lines: Sequence[str]) -> None:
    assert not any(word in line for line in lines for word in ("Xoài", "Đức", "0561", "Thôn"))


@popups_offscreen
def test_a_finding_at_a_point_is_chosen(qtbot: QtBot, window: MainWindow, canvas: MapCanvas) -> None:
    window.actions_by_code["check"].trigger()
    qtbot.waitUntil(lambda: window.desk.store.findings is not None)
    settle(qtbot, window)
    menu = ask(qtbot, canvas, IN_4_AND_5)
    offered = [one for one in menu.actions() if one.text() and not isinstance(one, QWidgetAction)]
    with qtbot.waitSignal(menu.finding_chosen) as caught:
        offered[-1].trigger()
    assert parcel_of(window, "12/4") in caught.args[0].objects
    menu.close()


@popups_offscreen
def test_the_key_asks_about_the_pointer(qtbot: QtBot, window: MainWindow, canvas: MapCanvas) -> None:
    easting, northing = point_at(canvas, IN_4)
    canvas.setFocus()
    press(canvas, Qt.Key.Key_I)
    qtbot.waitUntil(lambda: bool(children(canvas, HereMenu)))
    menu = children(canvas, HereMenu)[0]
    lines = lines_of(menu)
    assert lines[0] == f"X (North) {northing:,.2f}   Y (East) {easting:,.2f}"
    menu.actions()[0].trigger()
    assert QGuiApplication.clipboard().text() == Coordinates(9217).written(easting, northing, Notation.PLANE)
    menu.close()
    assert window.desk.store.selection.parcels == ()


@popups_offscreen
def test_alt_asks_with_a_tool_in_hand_and_changes_nothing(
    qtbot: QtBot, window: MainWindow, canvas: MapCanvas
) -> None:
    window.actions_by_code["move_vertex"].trigger()
    entries = window.desk.store.app.coverage.version
    menu = ask(qtbot, canvas, (WEST + 0.5, SOUTH + 0.5))
    assert any(line.startswith("Parcel 12/1") for line in lines_of(menu))
    menu.close()
    assert window.desk.store.app.coverage.version == entries
    assert canvas.tool.code == "move_vertex"


@popups_offscreen
def test_where_nothing_is_that_is_said(qtbot: QtBot, canvas: MapCanvas) -> None:
    menu = ask(qtbot, canvas, (canvas.view.box[0] + 1, canvas.view.box[1] + 1))
    assert "No parcel lies there." in lines_of(menu)
    menu.close()


@popups_offscreen
def test_points_of_the_field_and_pictures_at_a_point_are_told(
    qtbot: QtBot, window: MainWindow, canvas: MapCanvas, tmp_path: Path
) -> None:
    picture = tmp_path / "ảnh.png"
    Image.new("RGB", (40, 60), (90, 140, 80)).save(picture)
    picture.with_suffix(".pgw").write_text(f"1\n0\n0\n-1\n{WEST + 0.5}\n{SOUTH + 59.5}\n")
    window.desk.workplace.backgrounds.add([picture, tmp_path / "fehlt.png"])
    points = tmp_path / "diem.csv"
    points.write_text(f"Điểm;X;Y;Ghi chú\nM1;{IN_4[1]};{IN_4[0]};mốc\nM2;{SOUTH};{WEST};\n", "utf-8")
    surveys = Surveys(window.desk.store.app)
    surveys.bring_in(surveys.understand(points, Wishes()))
    settle(qtbot, window)
    menu = ask(qtbot, canvas, IN_4)
    lines = lines_of(menu)
    assert "M1 · mốc · diem.csv" in lines
    assert not any("M2" in line for line in lines)
    assert lines[-1] == "ảnh.png"
    menu.close()
    far = ask(qtbot, canvas, (WEST + 55, SOUTH + 20))
    assert not any("ảnh.png" in line for line in lines_of(far))
    far.close()


def test_a_spot_with_much_is_told_in_short(qtbot: QtBot) -> None:
    parcels = [ParcelHere(row_id(number), f"12/{number}", None, 10.0, None) for number in range(30)]
    what = Text("A & B " * 60)
    findings = [Finding("parcel.overlap", Severity.ERROR, (row_id(1),), None, None, "", what, what)]
    menu = HereMenu(LyingHere(0.0, 0.0, "", parcels, findings, ()), "X Y", ["a.png"])
    qtbot.addWidget(menu)
    lines = lines_of(menu)
    assert "… and 18 more" in lines
    assert menu.sizeHint().width() < 640
    assert menu.sizeHint().height() < 600
    shown = next(line for line in lines if line.startswith("A "))
    assert shown.startswith("A && B")
    assert shown.endswith("…")


# --- views -----------------------------------------------------------------------------------------------------


def test_one_goes_back_and_forward_by_keys_and_by_the_thumb(
    qtbot: QtBot, window: MainWindow, canvas: MapCanvas
) -> None:
    first = canvas.view
    canvas.zoom_to_parcels([parcel_of(window, "12/1")])
    second = canvas.view
    canvas.zoom_to_parcels([parcel_of(window, "12/6")])
    third = canvas.view
    press(canvas, Qt.Key.Key_Left, ALT)
    assert canvas.view == second
    press(canvas, Qt.Key.Key_Left, ALT)
    assert canvas.view == first
    press(canvas, Qt.Key.Key_Left, ALT)
    assert canvas.view == first
    assert window.status_line.hint.text() == "There is no earlier view."
    QTest.mouseClick(canvas, Qt.MouseButton.ForwardButton)
    assert canvas.view == second
    press(canvas, Qt.Key.Key_Right, ALT)
    assert canvas.view == third
    press(canvas, Qt.Key.Key_Right, ALT)
    assert window.status_line.hint.text() == "There is no later view."
    QTest.mouseClick(canvas, Qt.MouseButton.BackButton)
    assert canvas.view == second
    settle(qtbot, window)


def test_two_quick_presses_of_the_thumb_go_two_views(window: MainWindow, canvas: MapCanvas) -> None:
    first = canvas.view
    for key in ("12/1", "12/6"):
        canvas.zoom_to_parcels([parcel_of(window, key)])
    QTest.mouseClick(canvas, Qt.MouseButton.BackButton)
    QTest.mouseDClick(canvas, Qt.MouseButton.BackButton)
    assert canvas.view == first


def test_a_pause_is_a_view_and_what_is_passed_is_none(qtbot: QtBot, canvas: MapCanvas) -> None:
    first = canvas.view
    for _step in range(3):
        press(canvas, Qt.Key.Key_Right)
    rested = canvas.view
    qtbot.wait(REST_MS + 150)
    press(canvas, Qt.Key.Key_Down)
    assert canvas.view != rested
    assert canvas.step_view(-1)
    assert canvas.view == rested
    assert canvas.step_view(-1)
    assert canvas.view == first


def test_another_size_of_the_window_is_no_view(qtbot: QtBot, window: MainWindow, canvas: MapCanvas) -> None:
    first = canvas.view
    canvas.zoom_to_parcels([parcel_of(window, "12/1")])
    window.resize(window.width() - 120, window.height() - 90)
    qtbot.waitUntil(lambda: canvas.view.width_px < first.width_px)
    qtbot.wait(REST_MS + 150)
    resized = canvas.view
    assert canvas.step_view(-1)
    assert (canvas.view.easting, canvas.view.m_per_px) == pytest.approx((first.easting, first.m_per_px))
    assert canvas.step_view(1)
    assert (canvas.view.easting, canvas.view.northing) == pytest.approx((resized.easting, resized.northing))
    assert not canvas.step_view(1)
