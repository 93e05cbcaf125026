"""Lists become files as they are shown: filter, order and columns; names only where somebody says what for."""

import csv
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from landdesk.app.application import Application
from landdesk.domain.errors import CancelledError, LandDeskError
from landdesk.domain.progress import SilentProgress
from landdesk.i18n import Text
from landdesk.services.exporting.tables.writing import TableKind
from landdesk.services.importing.tables.reading import read_tables
from landdesk.store.queries.safekeeping import OutgoingFile
from landdesk.ui.dialogs.export_list import ExportListForm
from landdesk.ui.lists_out import ShownList, file_columns, note_shown_list, write_shown_list
from landdesk.ui.main_window import MainWindow
from landdesk.ui.models.rows import Column, RowsModel
from landdesk.ui.panels.table import make_table
from tests.ui.conftest import settle
from tests.ui.hands import children, click, type_words
from tests.ui.office.desk import choose_files
from tests.ui.test_worklist import make_list


def outgoing(window: MainWindow) -> list[OutgoingFile]:
    return window.desk.store.app.read(lambda reader: reader.safekeeping.outgoing_files())


def ask(window: MainWindow) -> ExportListForm:
    window.actions_by_code["export_list"].trigger()
    (form,) = children(window, ExportListForm)
    return form


def choose(qtbot: QtBot, window: MainWindow, form: ExportListForm, path: Path) -> None:
    """Press the button and type the name of the file."""
    click(form.save)
    qtbot.waitUntil(lambda: bool(children(window, QFileDialog)))
    choose_files(qtbot, window, path)
    qtbot.waitUntil(path.exists)
    settle(qtbot, window)


def cells(path: Path, separator: str = ";") -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=separator))


def sheet(path: Path) -> list[tuple[object, ...]]:
    (table,) = read_tables(path)
    return [row.cells for row in table.rows]


def test_parcels_go_out_as_they_are_found_sorted_and_shown(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    place = window.desk.workplace
    panel = place.list_panel
    type_words(panel.search, "Xoài")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 3)
    panel.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: panel.model.index(0, 1).data() == "6")
    codes = [column.code for column in panel.model.columns]
    for code in ("land_use", "standing", "missing"):
        panel.table.setColumnHidden(codes.index(code), True)
    panel.table.horizontalHeader().moveSection(codes.index("address"), 0)
    settle(qtbot, window)
    form = ask(window)
    assert form.which.currentData() == "parcels"
    assert not form.purpose.isEnabled()
    path = tmp_path / "xoai.xlsx"
    choose(qtbot, window, form, path)
    # Nobody asked for names: their column is not there.
    assert sheet(path) == [
        ("Address", "Sheet", "Parcel", "Map m²", "Legal m²"),
        ("Thôn Phú Điền", "12", "6", 600, 600),
        ("Thôn Phú Điền", "12", "5", 600, 600),
        ("Thôn Phú Điền", "12", "4", 660, 660),
    ]
    assert outgoing(window) == []


def test_names_leave_only_with_a_purpose_and_are_noted(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    form = ask(window)
    form.kind.setCurrentIndex(form.kind.findData(TableKind.CSV_SEMICOLON))
    click(form.people, QPoint(8, form.people.height() // 2))
    assert form.people.isChecked()
    click(form.save)
    assert "what the file" in form.error_of("purpose")
    type_words(form.purpose, "Họp thôn")
    path = tmp_path / "ten.csv"
    choose(qtbot, window, form, path)
    found = cells(path)
    heading = ["Sheet", "Parcel", "Users", "Use", "Criteria", "Completeness", "Map m²", "Legal m²", "Address"]
    assert found[0] == heading
    # Nothing was checked yet.
    assert found[1] == ["12", "1", "Đặng Văn Đức", "ONT", "", "", "600,0", "600,00", "Thôn Phú Điền"]
    assert len(found) == 7
    (noted,) = outgoing(window)
    assert (noted.purpose, noted.file_name, noted.columns) == ("Họp thôn", "ten.csv", ("party.name",))
    assert (noted.persons, noted.person) == (4, "Trần Văn An, UBND xã Diên Điền")


def test_findings_and_history_have_numbers_and_moments(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.actions_by_code["check"].trigger()
    qtbot.waitUntil(lambda: bool(window.desk.workplace.findings_panel.model.rows))
    settle(qtbot, window)
    for code in ("findings", "history", "work"):
        form = ask(window)
        form.which.setCurrentIndex(form.which.findData(code))
        assert not form.people.isEnabled()
        choose(qtbot, window, form, tmp_path / f"{code}.xlsx")
    findings = sheet(tmp_path / "findings.xlsx")
    assert findings[0] == ("Rule", "Parcels", "Amount", "Unit", "What was found")
    assert ("12/4, 12/5", 60, "m²") in {row[1:4] for row in findings}
    history = sheet(tmp_path / "history.xlsx")
    assert history[1][0] == 1
    assert isinstance(history[1][1], datetime)
    assert len(history) == 2
    assert len(sheet(tmp_path / "work.xlsx")) == 1


def test_a_worklist_goes_out_too(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    assert "queue" not in window.desk.workplace.lists
    make_list(qtbot, window, "{}", "Tất cả")
    form = ask(window)
    form.which.setCurrentIndex(form.which.findData("queue"))
    choose(qtbot, window, form, tmp_path / "queue.xlsx")
    heading, *rows = sheet(tmp_path / "queue.xlsx")
    assert heading[:2] == ("Parcel", "Missing")
    assert {row[0] for row in rows} == {f"12/{number}" for number in range(1, 7)}
    assert all(isinstance(row[1], int) for row in rows)


def test_a_file_that_is_there_is_not_written_over(window: MainWindow, tmp_path: Path) -> None:
    place = window.desk.workplace
    path = tmp_path / "there.xlsx"
    path.write_text("mine")
    shown = place.lists["parcels"]
    app = window.desk.store.app
    for attempt in (
        lambda: note_shown_list(app, shown, path, "A"),
        lambda: write_shown_list(
            app, shown, path, TableKind.XLSX, with_people=False, progress=SilentProgress()
        ),
    ):
        with pytest.raises(LandDeskError) as caught:
            attempt()
        assert caught.value.code == "file.exists"
    assert path.read_text() == "mine"
    assert outgoing(window) == []


class Stopped:
    """A person who stops the work at its third step."""

    def __init__(self) -> None:
        self.steps: list[tuple[int, int]] = []

    def step(self, done: int, total: int, what: Text | None = None) -> None:
        del what
        self.steps.append((done, total))
        if len(self.steps) == 3:
            raise CancelledError("job.cancelled", Text("stopped"))


def masked_list(count: int, qtbot: QtBot) -> ShownList[int]:
    columns: tuple[Column[int], ...] = (
        Column("no", "No.", str, value=lambda row: row),
        Column(
            "identity",
            "Identity number",
            lambda row: f"999••••••{row:03}",
            value=lambda row: f"999000000{row:03}",
            personal="party.identity_number",
            masked=True,
        ),
    )
    model: RowsModel[int] = RowsModel(columns, lambda row: row)
    table = make_table(model, "numbers")
    qtbot.addWidget(table)
    model.replace(list(range(count)))
    return ShownList("List", columns, count, lambda _reader: tuple(model.rows), lambda _reader: count)


def test_numbers_stay_masked_unless_asked_for(qtbot: QtBot, app: Application, tmp_path: Path) -> None:
    shown = masked_list(2, qtbot)
    assert shown.personal
    written = {}
    for with_people in (False, True):
        path = tmp_path / f"{with_people}.csv"
        write_shown_list(
            app,
            shown,
            path,
            TableKind.CSV_COMMA,
            with_people=with_people,
            progress=SilentProgress(),
        )
        written[with_people] = cells(path, ",")[1:]
    assert written == {
        False: [["0", "999••••••000"], ["1", "999••••••001"]],
        True: [["0", "999000000000"], ["1", "999000000001"]],
    }
    assert [one.title for one in file_columns(shown.columns)] == ["No.", "Identity number"]


def test_a_long_list_tells_its_steps_and_can_be_stopped(
    qtbot: QtBot, app: Application, tmp_path: Path
) -> None:
    shown = masked_list(3_000, qtbot)
    stopped = Stopped()
    for kind in TableKind:
        path = tmp_path / kind.value
        stopped.steps.clear()
        with pytest.raises(CancelledError):
            write_shown_list(app, shown, path, kind, with_people=True, progress=stopped)
        assert stopped.steps == [(0, 3_000), (500, 3_000), (1_000, 3_000)]
        assert list(tmp_path.glob("*.part*")) == []
        assert not path.exists()
