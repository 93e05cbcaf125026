"""A request among the records of a package: the clerk reads what is asked before deciding."""

from pytestqt.qtbot import QtBot

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.domain.commands import AskOffice
from landdesk.store.store import Store
from landdesk.ui.main_window import MainWindow
from tests.ui.office.conftest import CLERK, TECHNICIAN, Exchange, find, office_of, open_window, settle
from tests.ui.office.desk import choose_record


def test_the_clerk_reads_kind_parcels_and_words(
    qtbot: QtBot, empty_window: MainWindow, made: Exchange
) -> None:
    commune = Application(Store.open(made.commune), TECHNICIAN)
    both = (find(commune, "12/3"), find(commune, "12/8"))
    commune.execute(AskOffice(both, "mend_overlap", "Hai thửa chồng nhau", "parcel.overlap"))
    path = made.folder / "asked.ldpkg"
    exchange.export_change(commune, path)
    commune.close()
    office = Application(Store.open(made.office), CLERK)
    line, _ = exchange.office_receive(office, path)
    office.close()
    window = open_window(qtbot, empty_window, made.office, CLERK)
    office_of(window).open_package(line.id)
    settle(qtbot, window)
    choose_record(qtbot, window, "12/3")
    changes = office_of(window).record_panel.changes
    assert changes is not None
    (asked,) = changes.objects
    assert asked.title == "Request to the office"
    said = {one.title: one.new for one in asked.fields}
    assert said["Kind of request"] == "Mend an overlap or gap"
    assert said["State"] == "Asked"
    assert said["Parcels as they were called"] == "12/3, 12/8"
    assert said["What the office is asked"] == "Hai thửa chồng nhau"
    assert "Parcels concerned" not in said
