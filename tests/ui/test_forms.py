from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Party
from landdesk.settings import LAST_FOLDERS, Settings
from landdesk.ui.dialogs.choose_file import FileField
from landdesk.ui.dialogs.form import Form
from landdesk.ui.dialogs.land_user_form import LandUserForm
from landdesk.ui.dialogs.new_store_form import NewFromBaseForm
from landdesk.ui.dialogs.training_form import TrainingForm
from tests.ui.hands import button, children, click, press

PARCEL = ObjectId(bytes(16))


def test_new_store_asks_for_what_is_missing_and_proposes_a_place(qtbot: QtBot, tmp_path: Path) -> None:
    form = NewFromBaseForm()
    qtbot.addWidget(form)
    form.show()
    click(form.save)
    assert form.error_of("base")
    stick, computer = tmp_path / "stick", tmp_path / "computer"
    computer.mkdir()
    Settings().put(LAST_FOLDERS, {"landdesk.new": str(computer)})
    form.base.show_path(stick / "goc.ldpkg")
    assert form.target.path == computer / "goc.landdesk", "a store belongs on the computer"
    click(form.save)
    assert form.error_of("name")
    form.user_name.setText("Lê Thị Cúc")
    with qtbot.waitSignal(form.wanted) as wanted:
        click(form.save)
    assert wanted.args == [stick / "goc.ldpkg", computer / "goc.landdesk", "Lê Thị Cúc", "", ""]


@pytest.mark.parametrize("make", [NewFromBaseForm, TrainingForm])
@pytest.mark.parametrize("typed", ["/", ".", "..", "~nobody-of-that-name/kho", "a/"])
def test_any_path_can_be_typed_letter_by_letter(qtbot: QtBot, make: Callable[[], Form], typed: str) -> None:
    form = make()
    qtbot.addWidget(form)
    form.show()
    for field in children(form, FileField):
        field.line.clear()
        for letter in typed:
            field.line.insert(letter)
    click(form.save)
    assert form.isVisible()


@pytest.fixture
def party_form(qtbot: QtBot) -> Iterator[LandUserForm]:
    window = QWidget()
    qtbot.addWidget(window)
    party = Party(PARCEL, "Đặng Văn Đức", "056123456789", "Thôn Phú Điền " * 12)
    form = LandUserForm(PARCEL, "12/1", party, window)
    window.show()
    form.show()
    yield form
    window.close()


def test_a_long_text_shows_its_beginning(party_form: LandUserForm) -> None:
    assert party_form.address.cursorPosition() == 0


def test_esc_closes_a_form_in_which_nothing_was_typed(party_form: LandUserForm) -> None:
    press(party_form, Qt.Key.Key_Escape)
    assert not party_form.isVisible()


@pytest.mark.parametrize("lost", [True, False])
def test_esc_asks_before_it_loses_what_was_typed(party_form: LandUserForm, lost: bool) -> None:
    form = party_form
    form.user_name.setText("Đặng Văn Được")
    press(form, Qt.Key.Key_Escape)
    assert form.isVisible()
    box = children(form, QMessageBox)[0]
    click(button(box, "Close without saving") if lost else box.buttons()[1])
    assert form.isVisible() is not lost
    assert form.user_name.text() == "Đặng Văn Được"


def test_a_form_has_no_empty_room_and_grows_for_what_it_says(qtbot: QtBot) -> None:
    form = TrainingForm()
    qtbot.addWidget(form)
    form.show()
    button_top = form.buttons.y()
    parts = [one for one in children(form, QWidget) if one.parent() is form and one is not form.buttons]
    lowest = max(one.geometry().bottom() for one in parts)
    assert button_top - lowest < 30
    height = form.height()
    form.user_name.clear()
    click(form.save)
    assert form.error_of("name")
    qtbot.waitUntil(lambda: form.height() > height)
