"""The office's lists become files as they are shown."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from landdesk.services.importing.tables.reading import read_tables
from landdesk.ui.dialogs.export_list import ExportListForm
from landdesk.ui.main_window import MainWindow
from tests.ui.hands import children, click
from tests.ui.office.conftest import office_of, settle
from tests.ui.office.desk import choose_files


def test_packages_and_records_go_out(qtbot: QtBot, package_window: MainWindow, tmp_path: Path) -> None:
    office = office_of(package_window)
    for code, model in (("inbox", office.inbox_panel.model), ("records", office.package_panel.model)):
        path = tmp_path / f"{code}.xlsx"
        package_window.actions_by_code["export_list"].trigger()
        (form,) = children(package_window, ExportListForm)
        form.which.setCurrentIndex(form.which.findData(code))
        assert not form.people.isEnabled()
        click(form.save)
        choose_files(qtbot, package_window, path)
        qtbot.waitUntil(path.exists)
        settle(qtbot, package_window)
        (table,) = read_tables(path)
        heading, *rows = (row.cells for row in table.rows)
        assert heading == tuple(one.title for one in model.columns)
        assert len(rows) == model.rowCount() > 0
        shown = [" ".join(str(model.index(0, at).data()).split()) for at in range(2)]
        assert [" ".join(str(one).split()) for one in rows[0][:2]] == shown
