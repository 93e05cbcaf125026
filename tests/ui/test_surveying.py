"""Points of the field in the window: looked at, kept, on the map, taken out."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from landdesk.ui.dialogs.survey_dialogs import SurveyPreview, SurveysDialog
from landdesk.ui.main_window import MainWindow
from tests.ui.conftest import SOUTH, WEST, settle
from tests.ui.hands import children, click, click_row, read_rows


def points_file(folder: Path) -> Path:
    file = folder / "diem.csv"
    file.write_text(
        f"Điểm;X;Y;H;Ghi chú\nM1;{SOUTH};{WEST};4,5;mốc\nM2;{SOUTH + 30};{WEST + 20};;\nhỏng;x;y;;\n", "utf-8"
    )
    return file


def listed(window: MainWindow, qtbot: QtBot) -> SurveysDialog:
    window.actions_by_code["surveys"].trigger()
    settle(qtbot, window)
    (dialog,) = children(window, SurveysDialog)
    return dialog


def preview_of(window: MainWindow, qtbot: QtBot, dialog: SurveysDialog, file: Path) -> SurveyPreview:
    preview = window.errands.surveying.look_at(dialog, file)
    settle(qtbot, window)
    return preview


def pixels(window: MainWindow) -> NDArray[np.int16]:
    image = window.desk.workplace.canvas.grab().toImage()
    return np.frombuffer(bytes(image.constBits()), dtype=np.uint8).astype(np.int16)


def same(one: NDArray[np.int16], other: NDArray[np.int16]) -> bool:
    """Tell whether nothing has come or gone; edges may be smoothed a little otherwise each time."""
    return bool((np.abs(one - other) < 40).all())


def test_a_file_is_looked_at_kept_seen_on_the_map_and_taken_out(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    settle(qtbot, window)
    without = pixels(window)
    dialog = listed(window, qtbot)
    assert not dialog.remove.isEnabled()
    preview = preview_of(window, qtbot, dialog, points_file(tmp_path))
    assert [row.number for row in read_rows(preview.model)] == ["M1", "M2"]
    assert [row.line for row in read_rows(preview.problems_model)] == [4]
    click(preview.go)
    settle(qtbot, window)
    assert [row.file_name for row in read_rows(dialog.model)] == ["diem.csv"]
    assert [row.number for row in read_rows(dialog.points_model)] == ["M1", "M2"]
    settle(qtbot, window)
    assert not same(pixels(window), without)
    window.actions_by_code["layer_survey"].trigger()
    assert same(pixels(window), without)
    window.actions_by_code["layer_survey"].trigger()
    click(dialog.remove)
    settle(qtbot, window)
    assert read_rows(dialog.model) == []
    assert read_rows(dialog.points_model) == []
    assert same(pixels(window), without)


def test_the_order_can_be_turned_round_and_what_lies_outside_is_said(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = listed(window, qtbot)
    preview = preview_of(window, qtbot, dialog, points_file(tmp_path))
    preview.order.setCurrentIndex(2)
    preview.order.activated.emit(2)
    settle(qtbot, window)
    assert preview.trouble.isVisibleTo(preview)
    assert not preview.go.isEnabled()
    preview.order.setCurrentIndex(1)
    preview.order.activated.emit(1)
    settle(qtbot, window)
    assert preview.go.isEnabled()
    assert not preview.trouble.isVisibleTo(preview)


def test_the_same_file_is_not_kept_twice_and_the_dialog_says_so(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = listed(window, qtbot)
    file = points_file(tmp_path)
    click(preview_of(window, qtbot, dialog, file).go)
    settle(qtbot, window)
    preview = preview_of(window, qtbot, dialog, file)
    click(preview.go)
    settle(qtbot, window)
    assert preview.trouble.isVisibleTo(preview)
    assert len(read_rows(dialog.model)) == 1


def test_a_point_is_shown_on_the_map(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = listed(window, qtbot)
    preview = preview_of(window, qtbot, dialog, points_file(tmp_path))
    click(preview.go)
    settle(qtbot, window)
    assert not dialog.show_point.isEnabled()
    click_row(dialog.points, 1)
    click(dialog.show_point)
    settle(qtbot, window)
    view = window.desk.workplace.canvas.view
    assert (round(view.easting, 3), round(view.northing, 3)) == (WEST + 20, SOUTH + 30)
