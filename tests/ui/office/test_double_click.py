"""A package that is double clicked: received in the store opened last, or the beginning of a new one."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from landdesk.settings import RECENT_STORES, Settings
from landdesk.ui.dialogs.new_store_form import NewFromBaseForm
from landdesk.ui.start import Program
from tests.ui.conftest import close
from tests.ui.hands import children
from tests.ui.office.conftest import CLERK, Exchange, office_of


def test_it_is_received_in_the_store_opened_last(qtbot: QtBot, qapp: QApplication, made: Exchange) -> None:
    settings = Settings()
    settings.put(RECENT_STORES, (str(made.office),))
    window = Program(qapp, settings, None).show_window(None, CLERK.name, made.first)
    qtbot.waitUntil(lambda: window.desk.current is not None)
    office = office_of(window)
    qtbot.waitUntil(lambda: len(office.inbox_panel.model.rows) == 1)
    close(qtbot, window)


def test_without_a_store_it_begins_a_new_one(qtbot: QtBot, qapp: QApplication, made: Exchange) -> None:
    settings = Settings()
    settings.put(RECENT_STORES, ())
    window = Program(qapp, settings, None).show_window(None, None, made.base)
    (form,) = children(window, NewFromBaseForm)
    assert form.base.path == made.base
    form.reject()
    close(qtbot, window)
