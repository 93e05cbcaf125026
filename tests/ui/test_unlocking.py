"""Encrypted stores opened in the window: the passphrase, and what helps when it was forgotten."""

import getpass
import platform
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from landdesk.app import encryption, keys
from landdesk.app.bootstrap import open_application
from landdesk.domain.progress import SilentProgress
from landdesk.settings import RECENT_STORES, Settings
from landdesk.store.encryption.converting import encrypt_in_place
from landdesk.store.encryption.recovery_code import recovery_code_of
from landdesk.store.encryption.unlocking import waiting_path
from landdesk.store.store import NewStore, Store
from landdesk.ui.dialogs.forgotten import AnswerForm, CodeForm, ForgottenDialog, RequestForm
from landdesk.ui.dialogs.unlock_form import UnlockForm
from landdesk.ui.main_window import MainWindow
from tests.store.safety.worlds import KEY, PASSPHRASE
from tests.stores import refused
from tests.ui.conftest import PERSON, settle
from tests.ui.hands import button, children, click, press, read, type_words

NEW = "mật khẩu mới dễ nhớ"


@pytest.fixture(autouse=True)
def no_keys() -> None:
    keys.forget()


@pytest.fixture
def locked(store_path: Path) -> Path:
    """The small store, encrypted; this process does not know its key."""
    encrypt_in_place(store_path, KEY, SilentProgress())
    return store_path


def asked(qtbot: QtBot, window: MainWindow) -> UnlockForm:
    qtbot.waitUntil(lambda: bool(children(window, UnlockForm)))
    return children(window, UnlockForm)[0]


def opened(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    qtbot.waitUntil(lambda: window.desk.current is not None and window.desk.store.app.store.path == path)
    settle(qtbot, window)


def by_opening(window: MainWindow, path: Path) -> None:
    window.desk.open_store(path)


def by_recent(window: MainWindow, path: Path) -> None:
    Settings().put(RECENT_STORES, (str(path),))
    window.welcome.show_recent([path])
    window.welcome.recent.itemClicked.emit(window.welcome.recent.item(0))


def by_dropping(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    at, none = QPointF(50, 50), Qt.KeyboardModifier.NoModifier
    drop = QDropEvent(at, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    window.dropEvent(drop)


@pytest.mark.parametrize("way", [by_opening, by_recent, by_dropping])
def test_however_a_store_is_opened_its_passphrase_is_asked_for(
    qtbot: QtBot, empty_window: MainWindow, locked: Path, way: Callable[[MainWindow, Path], None]
) -> None:
    way(empty_window, locked)
    form = asked(qtbot, empty_window)
    assert empty_window.desk.current is None
    type_words(form.passphrase, PASSPHRASE)
    press(form.passphrase, Qt.Key.Key_Return)
    opened(qtbot, empty_window, locked)
    assert len(empty_window.desk.store.coverage) == 6
    assert empty_window.desk.store.app.store.encrypted
    assert not children(empty_window, UnlockForm)


def test_a_wrong_passphrase_is_said_and_tried_again(
    qtbot: QtBot, empty_window: MainWindow, locked: Path
) -> None:
    empty_window.desk.open_store(locked, PERSON.name)
    form = asked(qtbot, empty_window)
    type_words(form.passphrase, "something else")
    click(form.save)
    qtbot.waitUntil(lambda: bool(form.error_of("passphrase")))
    assert "not the one of this store" in form.error_of("passphrase")
    assert empty_window.desk.current is None
    # The wrong words are marked: what is typed now takes their place.
    assert form.passphrase.selectedText() == "something else"
    type_words(form.passphrase, PASSPHRASE)
    click(form.save)
    opened(qtbot, empty_window, locked)
    assert empty_window.desk.store.person is not None


def test_cancel_keeps_the_present_store(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, store_path: Path
) -> None:
    other = tmp_path / "other.landdesk"
    Store.create(other, NewStore("commune", 9217, ("22657",)), key=KEY, person=PERSON).close()
    window.desk.open_store(other)
    form = asked(qtbot, window)
    press(form.passphrase, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not children(window, UnlockForm))
    settle(qtbot, window)
    assert window.desk.store.app.store.path == store_path


def test_cancel_while_the_passphrase_is_tried_opens_nothing(
    qtbot: QtBot, empty_window: MainWindow, locked: Path
) -> None:
    empty_window.desk.open_store(locked)
    form = asked(qtbot, empty_window)
    type_words(form.passphrase, PASSPHRASE)
    click(form.save)
    press(form.passphrase, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: empty_window.tasks.idle)
    assert empty_window.desk.current is None


def test_what_is_typed_is_hidden_until_one_wants_to_see_it(
    qtbot: QtBot, empty_window: MainWindow, locked: Path
) -> None:
    empty_window.desk.open_store(locked)
    form = asked(qtbot, empty_window)
    assert form.passphrase.echoMode() is QLineEdit.EchoMode.Password
    show = button(form, "Show what is typed")
    press(show, Qt.Key.Key_Space)
    assert form.passphrase.echoMode() is QLineEdit.EchoMode.Normal
    press(show, Qt.Key.Key_Space)
    assert form.passphrase.echoMode() is QLineEdit.EchoMode.Password


def test_locked_capital_letters_are_noticed(qtbot: QtBot, empty_window: MainWindow, locked: Path) -> None:
    empty_window.desk.open_store(locked)
    form = asked(qtbot, empty_window)
    field = form.passphrase
    field.setFocus()
    QTest.keyClicks(field, "a1 ")
    assert field.hint.isHidden()
    # As the keyboard sends it when Caps Lock is on: a capital letter, and Shift is not down.
    QTest.keyClicks(field, "B")
    assert not field.hint.isHidden()
    QTest.keyClicks(field, "c")
    assert field.hint.isHidden()
    QTest.keyClicks(field, "D", Qt.KeyboardModifier.ShiftModifier)
    assert field.hint.isHidden()


def test_a_closed_store_asks_again(qtbot: QtBot, empty_window: MainWindow, locked: Path) -> None:
    empty_window.desk.open_store(locked, PERSON.name)
    form = asked(qtbot, empty_window)
    type_words(form.passphrase, PASSPHRASE)
    click(form.save)
    opened(qtbot, empty_window, locked)
    empty_window.actions_by_code["close"].trigger()
    qtbot.waitUntil(lambda: empty_window.desk.current is None and empty_window.tasks.idle)
    empty_window.desk.open_store(locked)
    asked(qtbot, empty_window).reject()


def forgot(qtbot: QtBot, window: MainWindow, path: Path) -> ForgottenDialog:
    """Open a store and press that nobody knows its passphrase."""
    window.desk.open_store(path)
    click(asked(qtbot, window).forgot)
    qtbot.waitUntil(lambda: bool(children(window, ForgottenDialog)))
    return children(window, ForgottenDialog)[0]


def test_the_code_of_the_recovery_sheet_opens_the_store_and_the_journal_says_so(
    qtbot: QtBot, empty_window: MainWindow, locked: Path
) -> None:
    ways = forgot(qtbot, empty_window, locked)
    assert ways.code.isEnabled()
    assert not ways.request.isEnabled()
    assert not ways.answer.isEnabled()
    click(ways.code)
    form = children(empty_window, CodeForm)[0]
    type_words(form.code, "AAAA-BBBB")
    type_words(form.new.first, NEW)
    type_words(form.new.again, NEW)
    click(form.save)
    qtbot.waitUntil(lambda: bool(form.error_of("code")))
    form.code.clear()
    type_words(form.code, recovery_code_of(bytes(16)).lower())
    click(form.save)
    opened(qtbot, empty_window, locked)
    # Nobody has said who works: the journal knows of it all the same.
    assert empty_window.desk.store.person is None
    entry = empty_window.desk.store.app.read(lambda reader: reader.history(1))[0]
    assert entry.person.name == f"{getpass.getuser()}@{platform.node()}"
    assert (entry.command, entry.subject) == ("store.unlock", "recovery sheet")
    keys.forget()
    open_application(locked, passphrase=NEW).close()


def test_a_new_passphrase_has_to_be_long_enough_and_twice_the_same(
    qtbot: QtBot, empty_window: MainWindow, locked: Path
) -> None:
    click(forgot(qtbot, empty_window, locked).code)
    form = children(empty_window, CodeForm)[0]
    type_words(form.code, recovery_code_of(bytes(16)))
    type_words(form.new.first, "short")
    assert form.new.strength.text() == "Too short: 8 signs at least."
    click(form.save)
    assert "too short" in form.error_of("passphrase")
    type_words(form.new.first, " no more")
    assert form.new.strength.text().startswith("Fair")
    type_words(form.new.again, "short no mor")
    click(form.save)
    assert form.error_of("again").startswith("The two are not the same.")
    form.reject()
    with refused("store.passphrase-wrong"):
        open_application(locked, passphrase="short no more")


@pytest.fixture
def office(tmp_path: Path) -> tuple[Path, str]:
    """An office with a recovery key, and the recipient that it hands out."""
    path = tmp_path / "office.landdesk"
    Store.create(path, NewStore("office", 9217, ("22657",)), person=PERSON).close()
    app = open_application(path, PERSON.name)
    try:
        return path, encryption.make_office_key(app, "khóa của chi nhánh")
    finally:
        app.close()


def test_the_office_unlocks_by_request_and_answer(
    qtbot: QtBot, empty_window: MainWindow, store_path: Path, office: tuple[Path, str], tmp_path: Path
) -> None:
    office_path, recipient = office
    encrypt_in_place(store_path, keys.new_key(PASSPHRASE, recipient).key, SilentProgress())
    ways = forgot(qtbot, empty_window, store_path)
    assert not ways.code.isEnabled()
    assert not ways.answer.isEnabled()
    click(ways.request)
    form = children(empty_window, RequestForm)[0]
    request, answer = tmp_path / "request.json", tmp_path / "answer.json"
    form.target.show_path(request)
    click(form.save)
    assert form.error_of("name")
    type_words(form.user_name, "Trần Văn An")
    click(form.save)
    assert form.error_of("reason")
    type_words(form.reason, "Quên mật khẩu")
    for field in (form.new.first, form.new.again):
        type_words(field, NEW)
    click(form.save)
    qtbot.waitUntil(lambda: bool(children(empty_window, QMessageBox)))
    box = children(empty_window, QMessageBox)[0]
    fingerprint = encryption.read_unlock_request(request).fingerprint
    assert fingerprint in box.informativeText()
    box.accept()
    assert waiting_path(store_path).is_file()
    app = open_application(office_path, PERSON.name)
    encryption.answer_unlock(app, request, "khóa của chi nhánh", answer)
    app.close()

    click(forgot(qtbot, empty_window, store_path).answer)
    taking = children(empty_window, AnswerForm)[0]
    taking.answer.show_path(answer)
    type_words(taking.passphrase, PASSPHRASE)
    click(taking.save)
    qtbot.waitUntil(lambda: bool(taking.error_of("passphrase")))
    taking.passphrase.clear()
    type_words(taking.passphrase, NEW)
    click(taking.save)
    opened(qtbot, empty_window, store_path)
    # Nobody has said who works: the journal knows of it all the same.
    assert empty_window.desk.store.person is None
    entry = empty_window.desk.store.app.read(lambda reader: reader.history(1))[0]
    assert entry.person.name == f"{getpass.getuser()}@{platform.node()}"
    assert (entry.command, entry.subject) == ("store.unlock", PERSON.name)
    assert not waiting_path(store_path).exists()
    keys.forget()
    open_application(store_path, passphrase=NEW).close()


def test_a_damaged_key_file_is_said_in_a_box(qtbot: QtBot, empty_window: MainWindow, locked: Path) -> None:
    (locked.parent / f"{locked.name}.key").write_text("{}", "utf-8")
    empty_window.desk.open_store(locked)
    qtbot.waitUntil(lambda: bool(children(empty_window, QMessageBox)))
    box = children(empty_window, QMessageBox)[0]
    assert read(box)
    assert not children(empty_window, UnlockForm)
    box.accept()
