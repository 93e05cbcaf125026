"""A parcel from points of the field in the window: chosen in order, seen on the map with its area, added as one act."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from landdesk.app.application import Application
from landdesk.domain.records import Parcel
from landdesk.ui.main_window import MainWindow
from landdesk.ui.survey.parcel_dialog import ParcelDialog
from tests.ui.conftest import HEIGHT, SOUTH, WEST, WIDTH, parcel_of, settle
from tests.ui.hands import children, click, click_row, press, read_rows, type_words
from tests.ui.survey.conftest import Keep

EAST = WEST + 3 * WIDTH
# Beside 12/3, 5 m of it over that parcel; the last point is the first measured again.
ROWS = (
    f"1;{SOUTH};{EAST - 5}\n2;{SOUTH};{EAST + 10}\n3;{SOUTH + HEIGHT};{EAST + 10}\n"
    f"4;{SOUTH + HEIGHT};{EAST - 5}\n5;{SOUTH + 0.04};{EAST - 5}\n"
)


def opened(window: MainWindow, qtbot: QtBot) -> ParcelDialog:
    window.actions_by_code["survey_parcel"].trigger()
    settle(qtbot, window)
    (dialog,) = children(window, ParcelDialog)
    return dialog


def numbers(dialog: ParcelDialog) -> list[str]:
    return [point.number for _at, point, _length in read_rows(dialog.corners_model)]


def facts(dialog: ParcelDialog) -> list[str]:
    return [label.text() for label in children(dialog.facts, QLabel)]


def test_corners_in_the_order_of_the_file_become_a_parcel_and_undo_takes_it_away(
    window: MainWindow, qtbot: QtBot, app: Application, keep: Keep
) -> None:
    keep(app, ROWS)
    canvas = window.desk.workplace.canvas
    before = canvas.grab().toImage()
    dialog = opened(window, qtbot)
    assert not dialog.go.isEnabled()
    click(dialog.add_all)
    settle(qtbot, window)
    assert numbers(dialog) == ["1", "2", "3", "4", "5"]
    assert "0.040 m" in dialog.closure.text()
    areas = {"450.00 m²", "150.00 m²", "300.00 m²"}
    qtbot.waitUntil(lambda: areas <= set(facts(dialog)))
    assert canvas.view.covers((EAST - 5, SOUTH, EAST + 10, SOUTH + HEIGHT))
    assert canvas.grab().toImage() != before
    click(dialog.go)
    settle(qtbot, window)
    made = window.desk.store.app.read(lambda reader: reader.get_many(Parcel, [reader.find_parcel("12/7")]))
    (parcel,) = made.values()
    assert parcel.shape is not None
    assert parcel.shape.area == pytest.approx(300)
    assert numbers(dialog) == []
    assert not dialog.go.isEnabled()
    window.actions_by_code["undo"].trigger()
    settle(qtbot, window)
    assert len(window.desk.store.coverage) == 6


def test_points_are_added_by_number_by_choice_and_moved_in_their_order(
    window: MainWindow, qtbot: QtBot, app: Application, keep: Keep
) -> None:
    keep(app, ROWS)
    dialog = opened(window, qtbot)
    type_words(dialog.numbers, "1-2, 4")
    press(dialog.numbers, Qt.Key.Key_Return)
    assert numbers(dialog) == ["1", "2", "4"]
    click_row(dialog.points, 2)
    click(dialog.add)
    assert numbers(dialog) == ["1", "2", "4", "3"]
    # Crossing itself is said before anything is asked for.
    assert dialog.trouble.isVisibleTo(dialog)
    assert not dialog.go.isEnabled()
    click_row(dialog.corners, 3)
    click(dialog.up)
    assert numbers(dialog) == ["1", "2", "3", "4"]
    assert not dialog.trouble.isVisibleTo(dialog)
    assert dialog.go.isEnabled()
    click(dialog.down)
    assert numbers(dialog) == ["1", "2", "4", "3"]
    click_row(dialog.corners, 0)
    click(dialog.remove)
    assert numbers(dialog) == ["2", "4", "3"]
    click_row(dialog.corners, 1)
    press(dialog.corners, Qt.Key.Key_Delete)
    assert numbers(dialog) == ["2", "3"]
    click_row(dialog.points, 3)
    press(dialog.points, Qt.Key.Key_Return)
    assert numbers(dialog) == ["2", "3", "4"]
    type_words(dialog.numbers, "9")
    press(dialog.numbers, Qt.Key.Key_Return)
    assert "9" in dialog.trouble.text()
    assert numbers(dialog) == ["2", "3", "4"]
    click(dialog.clear)
    assert numbers(dialog) == []


def test_what_the_store_refuses_is_said_in_the_dialog_and_can_be_mended(
    window: MainWindow, qtbot: QtBot, app: Application, keep: Keep
) -> None:
    far = SOUTH - 500
    keep(app, f"1;{far};{EAST}\n2;{far};{EAST + 10}\n3;{far + 10};{EAST}\n")
    dialog = opened(window, qtbot)
    click(dialog.add_all)
    click(dialog.go)
    settle(qtbot, window)
    assert dialog.trouble.isVisibleTo(dialog)
    assert len(window.desk.store.coverage) == 6
    type_words(dialog.sheet, "12")
    assert dialog.go.isEnabled()
    click(dialog.go)
    settle(qtbot, window)
    assert parcel_of(window, "12/7")


def test_the_dialog_follows_the_files_and_the_preview_goes_with_it(
    window: MainWindow, qtbot: QtBot, second_app: Application, keep: Keep
) -> None:
    dialog = opened(window, qtbot)
    assert read_rows(dialog.points_model) == []
    keep(second_app, ROWS)
    qtbot.waitUntil(lambda: len(read_rows(dialog.points_model)) == 5, timeout=5_000)
    click(dialog.add_all)
    settle(qtbot, window)
    canvas = window.desk.workplace.canvas
    shown = canvas.grab().toImage()
    dialog.close()
    settle(qtbot, window)
    assert canvas.grab().toImage() != shown
    window.desk.close_store()
    qtbot.waitUntil(lambda: window.desk.current is None)
