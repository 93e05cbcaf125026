"""Encryption from the window: new stores, the open store, passphrase, sheet, readable copy, the office's key."""

import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from landdesk.app import encryption, exchange, keys
from landdesk.app.bootstrap import open_application
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.progress import SilentProgress
from landdesk.store.encryption.converting import encrypt_in_place
from landdesk.store.recognition import key_path
from landdesk.store.store import NewStore, Store
from landdesk.store.unit_of_work import UnitOfWork
from landdesk.ui.dialogs.new_store_form import NewFromBaseForm
from landdesk.ui.dialogs.office_keys import AnswerUnlockForm, OfficeKeyForm
from landdesk.ui.dialogs.recovery_sheet import RecoverySheetDialog
from landdesk.ui.dialogs.security_forms import (
    ChangePassphraseForm,
    EncryptForm,
    NewSheetForm,
    ReadableCopyForm,
)
from landdesk.ui.dialogs.training_form import TrainingForm
from landdesk.ui.main_window import MainWindow
from tests.store.safety.worlds import KEY, PASSPHRASE
from tests.stores import refused
from tests.ui.conftest import PERSON, settle, six_parcels
from tests.ui.hands import button, children, click, press, type_words
from tests.ui.record.test_record_in_window import open_page, type_hamlet

NEW = "mật khẩu mới dễ nhớ"
OFFICES = "khóa của chi nhánh"


@pytest.fixture(autouse=True)
def no_keys() -> None:
    keys.forget()


@pytest.fixture
def encrypted_window(qtbot: QtBot, empty_window: MainWindow, store_path: Path) -> MainWindow:
    """The window on the small store, encrypted; its key is known."""
    encrypt_in_place(store_path, KEY, SilentProgress())
    keys.remember(KEY)
    empty_window.desk.open_store(store_path, PERSON.name)
    qtbot.waitUntil(lambda: empty_window.desk.current is not None)
    settle(qtbot, empty_window)
    return empty_window


def sheet_of(qtbot: QtBot, window: MainWindow) -> tuple[RecoverySheetDialog, str]:
    """Wait for the sheet; return it and its code."""
    qtbot.waitUntil(lambda: bool(children(window, RecoverySheetDialog)), timeout=15_000)
    dialog = children(window, RecoverySheetDialog)[0]
    (code,) = [line.strip() for line in dialog.sheet.splitlines() if line.count("-") == 6]
    return dialog, code


def put_away(dialog: RecoverySheetDialog) -> None:
    press(dialog.kept, Qt.Key.Key_Space)
    click(dialog.close_button)


def note_of(qtbot: QtBot, window: MainWindow) -> QMessageBox:
    qtbot.waitUntil(lambda: bool(children(window, QMessageBox)), timeout=15_000)
    return children(window, QMessageBox)[0]


def test_the_open_store_is_encrypted_and_opened_again(
    qtbot: QtBot, window: MainWindow, store_path: Path, tmp_path: Path
) -> None:
    actions = window.actions_by_code
    assert actions["encrypt"].isEnabled()
    assert not actions["passphrase"].isEnabled()
    actions["encrypt"].trigger()
    form = children(window, EncryptForm)[0]
    for field in (form.new.first, form.new.again):
        type_words(field, PASSPHRASE)
    click(form.save)
    dialog, code = sheet_of(qtbot, window)
    assert not dialog.close_button.isEnabled()
    press(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    target = tmp_path / "sheet.txt"
    click(dialog.write)
    asked = children(dialog, QFileDialog)[0]
    asked.fileSelected.emit(str(target))
    asked.reject()
    assert code in target.read_text("utf-8-sig")
    assert str(target) in dialog.written.text()
    put_away(dialog)
    qtbot.waitUntil(lambda: window.desk.current is not None)
    settle(qtbot, window)
    assert window.desk.store.person == PERSON
    assert window.desk.store.app.store.encrypted
    assert not actions["encrypt"].isEnabled()
    assert actions["passphrase"].isEnabled()
    assert key_path(store_path).is_file()
    assert store_path.read_bytes()[:15] != b"SQLite format 3"
    keys.forget()
    with refused("store.passphrase-needed"):
        open_application(store_path)
    encryption.unlock_by_code(store_path, code, NEW)


def test_a_store_that_somebody_else_has_open_stays_as_it_is(
    qtbot: QtBot, window: MainWindow, store_path: Path
) -> None:
    window.actions_by_code["encrypt"].trigger()
    form = children(window, EncryptForm)[0]
    for field in (form.new.first, form.new.again):
        type_words(field, PASSPHRASE)
    app = open_application(store_path)
    try:
        click(form.save)
        qtbot.waitUntil(lambda: not form.trouble.isHidden(), timeout=20_000)
    finally:
        app.close()
    assert form.save.isEnabled()
    form.reject()
    qtbot.waitUntil(lambda: window.desk.current is not None)
    settle(qtbot, window)
    assert not window.desk.store.app.store.encrypted
    assert not key_path(store_path).exists()


def test_the_passphrase_is_changed(qtbot: QtBot, encrypted_window: MainWindow, store_path: Path) -> None:
    encrypted_window.actions_by_code["passphrase"].trigger()
    form = children(encrypted_window, ChangePassphraseForm)[0]
    type_words(form.present, "not this one")
    for field in (form.new.first, form.new.again):
        type_words(field, NEW)
    click(form.save)
    qtbot.waitUntil(lambda: bool(form.error_of("present")))
    form.present.clear()
    type_words(form.present, PASSPHRASE)
    click(form.save)
    qtbot.waitUntil(lambda: not children(encrypted_window, ChangePassphraseForm))
    keys.forget()
    with refused("store.passphrase-wrong"):
        open_application(store_path, passphrase=PASSPHRASE)
    open_application(store_path, passphrase=NEW).close()


def test_a_new_sheet_takes_the_place_of_the_old(
    qtbot: QtBot, encrypted_window: MainWindow, store_path: Path
) -> None:
    encrypted_window.actions_by_code["recovery_sheet"].trigger()
    form = children(encrypted_window, NewSheetForm)[0]
    type_words(form.present, "not this one")
    click(form.save)
    qtbot.waitUntil(lambda: bool(form.error_of("present")))
    form.present.clear()
    type_words(form.present, PASSPHRASE)
    click(form.save)
    dialog, code = sheet_of(qtbot, encrypted_window)
    put_away(dialog)
    keys.forget()
    encryption.unlock_by_code(store_path, code, NEW)
    open_application(store_path, passphrase=NEW).close()


def test_a_readable_copy_says_what_for(qtbot: QtBot, encrypted_window: MainWindow, tmp_path: Path) -> None:
    encrypted_window.actions_by_code["readable_copy"].trigger()
    form = children(encrypted_window, ReadableCopyForm)[0]
    target = tmp_path / "copy.sqlite"
    form.target.show_path(target)
    click(form.save)
    qtbot.waitUntil(lambda: bool(form.error_of("purpose")))
    assert not target.exists()
    type_words(form.purpose, "In bản đồ")
    click(form.save)
    note_of(qtbot, encrypted_window).accept()
    connection = sqlite3.connect(target)
    assert connection.execute("select count(*) from parcel").fetchone() == (6,)
    connection.close()
    settle(qtbot, encrypted_window)
    (left,) = encrypted_window.desk.store.app.read(lambda reader: reader.safekeeping.outgoing_files())
    assert (left.purpose, left.file_name, left.person) == (
        "In bản đồ",
        "copy.sqlite",
        f"{PERSON.name}, {PERSON.unit}",
    )


def test_a_training_store_may_be_encrypted(qtbot: QtBot, empty_window: MainWindow, tmp_path: Path) -> None:
    empty_window.actions_by_code["new_training"].trigger()
    form = children(empty_window, TrainingForm)[0]
    target = tmp_path / "lop.landdesk"
    form.parcels.setValue(60)
    form.target.show_path(target)
    form.user_name.setText("Lê Thị Cúc")
    assert not form.encryption.new.first.isEnabled()
    press(form.encryption.wanted, Qt.Key.Key_Space)
    type_words(form.encryption.new.first, PASSPHRASE)
    click(form.save)
    assert form.error_of("again")
    type_words(form.encryption.new.again, PASSPHRASE)
    click(form.save)
    dialog, code = sheet_of(qtbot, empty_window)
    put_away(dialog)
    settle(qtbot, empty_window)
    assert empty_window.desk.store.app.store.encrypted
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix in (".landdesk", ".key")) == [
        "lop-chi-nhanh.landdesk",
        "lop.landdesk",
        "lop.landdesk.key",
    ]
    encryption.unlock_by_code(target, code, NEW)


def make_office(path: Path, base: Path, *, key: bool) -> None:
    def fill(work: UnitOfWork) -> None:
        deltas = tuple(Delta(None, record) for record in six_parcels())
        work.apply(ChangeSet("import.parcels", deltas), EntryKind.IMPORT)

    Store.create(path, NewStore("office", 9217, ("22657",)), person=PERSON, fill=fill).close()
    app = open_application(path, PERSON.name)
    try:
        if key:
            encryption.make_office_key(app, OFFICES)
        exchange.write_base(app, "22657", base)
    finally:
        app.close()


@pytest.mark.parametrize("by_office", [False, True])
def test_a_new_store_from_a_base_may_be_encrypted(
    qtbot: QtBot, empty_window: MainWindow, tmp_path: Path, by_office: bool
) -> None:
    base, target = tmp_path / "base.ldpkg", tmp_path / "new.landdesk"
    make_office(tmp_path / "office.landdesk", base, key=by_office)
    empty_window.actions_by_code["new_from_base"].trigger()
    form = children(empty_window, NewFromBaseForm)[0]
    form.base.show_path(base)
    form.target.show_path(target)
    form.user_name.setText("Lê Thị Cúc")
    press(form.encryption.wanted, Qt.Key.Key_Space)
    for field in (form.encryption.new.first, form.encryption.new.again):
        type_words(field, PASSPHRASE)
    click(form.save)
    if not by_office:
        put_away(sheet_of(qtbot, empty_window)[0])
    qtbot.waitUntil(lambda: empty_window.desk.current is not None)
    settle(qtbot, empty_window)
    assert not children(empty_window, RecoverySheetDialog)
    assert empty_window.desk.store.app.store.encrypted
    assert encryption.ways_in(target) == encryption.WaysIn(not by_office, by_office, False)


def test_the_office_makes_its_key_and_answers_a_request(
    qtbot: QtBot, empty_window: MainWindow, tmp_path: Path
) -> None:
    office, base = tmp_path / "office.landdesk", tmp_path / "base.ldpkg"
    make_office(office, base, key=False)
    window = empty_window
    window.desk.open_store(office, PERSON.name)
    qtbot.waitUntil(lambda: window.desk.current is not None)
    settle(qtbot, window)
    window.actions_by_code["office_key"].trigger()
    form = children(window, OfficeKeyForm)[0]
    assert not form.replace_old.isVisible()
    for field in (form.new.first, form.new.again):
        type_words(field, OFFICES)
    click(form.save)
    note_of(qtbot, window).accept()
    settle(qtbot, window)
    recipient = window.desk.store.app.info.recovery
    assert recipient is not None

    window.actions_by_code["office_key"].trigger()
    again = children(window, OfficeKeyForm)[0]
    for field in (again.new.first, again.new.again):
        type_words(field, OFFICES)
    click(again.save)
    qtbot.waitUntil(lambda: bool(again.error_of("replace")))
    again.reject()

    commune, request, answer = (tmp_path / name for name in ("c.landdesk", "q.json", "a.json"))
    Store.create(
        commune,
        NewStore("commune", 9217, ("22657",)),
        key=keys.new_key(PASSPHRASE, recipient).key,
        person=PERSON,
    ).close()
    encryption.request_unlock(commune, NEW, "Trần Văn An", "Quên", request)
    window.errands.security.answer(request)
    asked = children(window, AnswerUnlockForm)[0]
    asked.target.show_path(answer)
    type_words(asked.passphrase, PASSPHRASE)
    click(asked.save)
    assert asked.error_of("compared")
    press(asked.compared, Qt.Key.Key_Space)
    click(asked.save)
    qtbot.waitUntil(lambda: bool(asked.error_of("passphrase")))
    assert not answer.exists()
    asked.passphrase.clear()
    type_words(asked.passphrase, OFFICES)
    click(asked.save)
    note_of(qtbot, window).accept()
    assert encryption.unlock_by_answer(commune, answer, NEW).subject == PERSON.name


def test_what_is_for_the_office_stands_in_no_commune(window: MainWindow) -> None:
    assert not window.actions_by_code["office_key"].isVisible()
    assert not window.actions_by_code["answer_unlock"].isVisible()
    assert window.actions_by_code["restore"].isEnabled()


def test_one_box_shows_all_that_is_typed(encrypted_window: MainWindow) -> None:
    encrypted_window.actions_by_code["passphrase"].trigger()
    form = children(encrypted_window, ChangePassphraseForm)[0]
    press(button(form, "Show what is typed"), Qt.Key.Key_Space)
    shown = {field.echoMode() for field in (form.present, form.new.first, form.new.again)}
    assert shown == {form.present.EchoMode.Normal}
    form.reject()


def test_something_unsaved_is_asked_about_before_a_store_is_closed_for_it(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    open_page(qtbot, window)
    type_hamlet(window)
    target = tmp_path / "lop.landdesk"
    window.actions_by_code["new_training"].trigger()
    training = children(window, TrainingForm)[0]
    training.target.show_path(target)
    training.user_name.setText("Lê Thị Cúc")
    click(training.save)
    click(button(children(window, QMessageBox)[0], "Cancel"))
    assert not target.exists(), "no store whose recovery sheet nobody saw"
    assert training.save.isEnabled()
    training.reject()
    qtbot.waitUntil(lambda: not children(window, QMessageBox))
    window.actions_by_code["encrypt"].trigger()
    form = children(window, EncryptForm)[0]
    for field in (form.new.first, form.new.again):
        type_words(field, PASSPHRASE)
    click(form.save)
    click(button(children(window, QMessageBox)[0], "Cancel"))
    assert "nothing was changed" in form.trouble.text()
    form.reject()
    settle(qtbot, window)
    assert window.desk.workplace.record_page.is_changed
    assert not window.desk.store.app.store.encrypted
    window.desk.workplace.record.forget_typed()
