"""Points of the field in the window: looked at, read otherwise, kept, on the map, taken out."""

from pathlib import Path

import pytest
from pyproj import Transformer
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot
from shapely import Point

from landdesk.app.application import Application
from landdesk.ui.keeper import LOOK_EVERY_MS
from landdesk.ui.main_window import MainWindow
from landdesk.ui.survey.import_dialog import SurveyImport
from landdesk.ui.survey.surveys_dialog import SurveysDialog
from tests.ui.conftest import SOUTH, WEST, settle
from tests.ui.grabbed import pixels, same
from tests.ui.hands import children, click, click_row, press, read, read_rows, type_words
from tests.ui.survey.conftest import Keep, gga


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


def preview_of(window: MainWindow, qtbot: QtBot, dialog: SurveysDialog, file: Path) -> SurveyImport:
    preview = window.errands.surveying.look_at(dialog, file)
    settle(qtbot, window)
    return preview


def choose(window: MainWindow, qtbot: QtBot, field: QComboBox, data: object) -> None:
    """Choose by keys, as a person does, and wait until the file was read again."""
    field.setFocus()
    wanted = field.findData(data)
    assert wanted >= 0
    while field.currentIndex() != wanted:
        press(field, Qt.Key.Key_Down if field.currentIndex() < wanted else Qt.Key.Key_Up)
    settle(qtbot, window)


def test_a_file_is_looked_at_kept_seen_on_the_map_and_taken_out(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    settle(qtbot, window)
    without = pixels(window)
    dialog = listed(window, qtbot)
    assert not dialog.remove.isEnabled()
    preview = preview_of(window, qtbot, dialog, points_file(tmp_path))
    assert [row.number for row in read_rows(preview.points_model)] == ["M1", "M2"]
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
    settle(qtbot, window)
    assert same(pixels(window), without)


def test_what_was_recognised_is_shown_and_each_column_can_be_another(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    preview = preview_of(window, qtbot, listed(window, qtbot), points_file(tmp_path))
    fields = preview.list_fields
    assert fields.separator.currentData() == "semicolon"
    assert fields.heading.currentData() == 1
    assert {name: field.currentData() for name, field in fields.columns.items()} == {
        "number": 1, "north": 2, "east": 3, "height": 4, "code": 5,
    }  # fmt: skip
    assert fields.model is not None
    assert [cells for _line, cells in read_rows(fields.model)][1][0] == "M2"
    # The keys go over the column of Y on their way; nothing else is changed by that.
    choose(window, qtbot, fields.columns["north"], 3)
    assert fields.columns["east"].currentData() == 3
    assert fields.columns["height"].currentData() == 4
    assert "3" in preview.trouble.text()
    assert not preview.go.isEnabled()
    choose(window, qtbot, fields.columns["east"], 2)
    # Turned round all points lie outside.
    assert preview.trouble.isVisibleTo(preview)
    assert not preview.go.isEnabled()
    choose(window, qtbot, fields.columns["north"], 2)
    choose(window, qtbot, fields.columns["east"], 3)
    assert not preview.trouble.isVisibleTo(preview)
    choose(window, qtbot, fields.columns["height"], 0)
    choose(window, qtbot, fields.columns["number"], 5)
    choose(window, qtbot, fields.columns["code"], 1)
    assert [(one.number, one.code, one.height) for one in read_rows(preview.points_model)] == [
        ("mốc", "M1", None),
        ("2", "M2", None),
    ]
    assert preview.go.isEnabled()


def test_another_separator_makes_other_columns_and_what_cannot_be_read_so_is_said(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    file = points_file(tmp_path)
    more = "".join(f"M{at};{SOUTH + at};{WEST};;\n" for at in range(3, 9))
    file.write_text(file.read_text("utf-8") + more, "utf-8")
    preview = preview_of(window, qtbot, listed(window, qtbot), file)
    fields = preview.list_fields
    choose(window, qtbot, fields.separator, "bar")
    assert fields.model is not None
    assert fields.model.columnCount() == 2
    assert preview.trouble.isVisibleTo(preview)
    assert read_rows(preview.points_model) == []
    assert not preview.go.isEnabled()
    choose(window, qtbot, fields.separator, "semicolon")
    assert preview.go.isEnabled()
    # Without a heading its line is one that is not taken.
    choose(window, qtbot, fields.heading, 0)
    assert [row.line for row in read_rows(preview.problems_model)] == [1, 4]


def test_columns_that_lack_a_coordinate_are_asked_for(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    preview = preview_of(window, qtbot, listed(window, qtbot), points_file(tmp_path))
    choose(window, qtbot, preview.list_fields.columns["east"], 0)
    assert preview.trouble.isVisibleTo(preview)
    assert not preview.go.isEnabled()
    choose(window, qtbot, preview.list_fields.columns["east"], 3)
    assert preview.go.isEnabled()


def test_it_says_how_many_points_lie_in_the_commune(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    from landdesk.services.boundaries import commune_boundaries

    boundaries = commune_boundaries(9217)
    inside = boundaries.shapes[boundaries.codes.index("22657")].representative_point()
    file = tmp_path / "xa.csv"
    file.write_text(f"1;{inside.y:.3f};{inside.x:.3f}\n2;{inside.y + 90000:.3f};{inside.x:.3f}\n", "utf-8")
    dialog = listed(window, qtbot)
    preview = preview_of(window, qtbot, dialog, file)
    assert "1 of 2" in preview.lie.text()
    assert preview.picture.view.covers((inside.x, inside.y, inside.x, inside.y + 90000))
    assert preview.picture.grab().toImage().pixelColor(5, 5).isValid()
    preview = preview_of(window, qtbot, dialog, points_file(tmp_path))
    away_km = boundaries.shapes[boundaries.codes.index("22657")].distance(Point(WEST, SOUTH)) / 1000
    assert away_km > 1
    assert f" {away_km:.1f} km" in preview.lie.text()


def test_observations_ask_for_station_and_known_points(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    known = tmp_path / "goc.csv"
    known.write_text(f"S;{SOUTH};{WEST};10\nA;{SOUTH + 100};{WEST};10\n", "utf-8")
    field = tmp_path / "do.gsi"
    field.write_text(
        "110002+0000000A 21.322+00000000 22.322+10000000 31..00+00100000 87..00+00001500\n"
        "110003+00000007 21.322+10000000 22.322+10000000 31..00+00050000 87..00+00001500\n",
        "utf-8",
    )
    preview = preview_of(window, qtbot, listed(window, qtbot), field)
    assert not preview.list_fields.isVisibleTo(preview)
    assert not preview.go.isEnabled()
    assert preview.trouble.isVisibleTo(preview)
    type_words(preview.station, "S")
    preview.known.setFocus()
    settle(qtbot, window)
    assert not preview.go.isEnabled()
    type_words(preview.known.line, str(known))
    preview.station.setFocus()
    settle(qtbot, window)
    (point,) = read_rows(preview.points_model)
    assert (point.number, point.east) == ("7", pytest.approx(WEST + 50, abs=0.01))
    (row,) = read_rows(preview.residuals_model)
    assert (row[0].station, row[1].target) == ("S", "A")
    click(preview.go)
    settle(qtbot, window)
    assert window.desk.store.app.read(lambda reader: len(reader.surveys.points())) == 1


def test_the_system_of_the_file_can_be_named(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    preview = preview_of(window, qtbot, listed(window, qtbot), points_file(tmp_path))
    assert preview.system.currentData() is None
    choose(window, qtbot, preview.system, 9218)
    expected = Transformer.from_crs(9218, 9217, always_xy=True).transform(WEST, SOUTH)
    assert read_rows(preview.points_model)[0].at == pytest.approx(expected, abs=0.001)


def test_a_log_of_a_receiver_can_become_one_point(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    log = tmp_path / "do.nmea"
    log.write_bytes(b"".join(gga(at, fix=4 if at > 2 else 1, north_m=0.1 * (at % 2)) for at in range(9)))
    preview = preview_of(window, qtbot, listed(window, qtbot), log)
    assert len(read_rows(preview.points_model)) == 9
    assert not preview.list_fields.isVisibleTo(preview)
    click(preview.averaged, QPoint(10, preview.averaged.height() // 2))
    settle(qtbot, window)
    (point,) = read_rows(preview.points_model)
    assert point.at == pytest.approx((WEST + 10, SOUTH + 15.05), abs=0.01)
    assert (point.quality["epochs"], point.quality["fix"]) == (6, 4)


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


def test_map_and_list_follow_what_another_process_brings_in_and_takes_out(
    window: MainWindow, qtbot: QtBot, second_app: Application, keep: Keep
) -> None:
    from landdesk.app.surveys import Surveys

    dialog = listed(window, qtbot)
    canvas = window.desk.workplace.canvas
    without, coverage = pixels(window), window.desk.store.coverage
    first = keep(second_app, f"1;{SOUTH + 5};{WEST + 5}\n2;{SOUTH + 6};{WEST + 50}\n")
    wait = 5 * LOOK_EVERY_MS
    qtbot.waitUntil(lambda: not same(pixels(window), without), timeout=wait)
    one = pixels(window)
    keep(second_app, f"9;{SOUTH + 25};{WEST + 25}\n")
    qtbot.waitUntil(lambda: not same(pixels(window), one), timeout=wait)
    qtbot.waitUntil(lambda: len(read_rows(dialog.model)) == 2, timeout=wait)
    assert window.desk.store.coverage is coverage
    Surveys(second_app).remove(first)
    qtbot.waitUntil(lambda: len(read_rows(dialog.model)) == 1, timeout=wait)
    settle(qtbot, window)
    assert canvas.isVisible()
    assert read(dialog)


@pytest.mark.parametrize("content", [b"", bytes(range(256)) * 40, b"PK\x03\x04 a workbook", None])
def test_what_is_no_file_of_the_field_is_said_and_keeps_nothing(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "x.csv"
    if content is not None:
        file.write_bytes(content)
    preview = preview_of(window, qtbot, listed(window, qtbot), file)
    assert preview.trouble.isVisibleTo(preview)
    assert not preview.go.isEnabled()
    assert not preview.list_fields.isVisibleTo(preview)


def test_nothing_can_be_kept_while_the_file_is_read_anew(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    preview = preview_of(window, qtbot, listed(window, qtbot), points_file(tmp_path))
    assert preview.go.isEnabled()
    field = preview.list_fields.columns["height"]
    field.setFocus()
    press(field, Qt.Key.Key_Up)
    assert not preview.go.isEnabled()
    settle(qtbot, window)
    assert preview.trouble.isVisibleTo(preview) != preview.go.isEnabled()


def test_a_column_chosen_twice_while_the_file_is_read_keeps_nothing(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    preview = preview_of(window, qtbot, listed(window, qtbot), points_file(tmp_path))
    fields = preview.list_fields
    fields.columns["height"].setFocus()
    press(fields.columns["height"], Qt.Key.Key_Down)
    press(fields.columns["height"], Qt.Key.Key_Up)
    fields.columns["north"].setFocus()
    press(fields.columns["north"], Qt.Key.Key_Down)
    settle(qtbot, window)
    assert "2" not in preview.trouble.text()
    assert "3" in preview.trouble.text()
    assert preview.trouble.isVisibleTo(preview)
    assert not preview.go.isEnabled()


def test_a_file_that_goes_while_it_is_looked_at_is_said(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    file = points_file(tmp_path)
    preview = preview_of(window, qtbot, listed(window, qtbot), file)
    file.unlink()
    choose(window, qtbot, preview.list_fields.columns["height"], 0)
    assert preview.trouble.isVisibleTo(preview)
    assert not preview.go.isEnabled()
