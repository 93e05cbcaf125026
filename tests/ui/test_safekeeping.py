"""Backups, restore points and the log of files that left, in the window."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from landdesk.app import keys, safekeeping
from landdesk.app.bootstrap import open_application
from landdesk.app.titles import column_titles
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.commands import SetParcel
from landdesk.domain.progress import SilentProgress
from landdesk.domain.records import Parcel
from landdesk.i18n import set_language
from landdesk.store.encryption.converting import encrypt_in_place
from landdesk.store.reader import Reader
from landdesk.store.store import Store
from landdesk.ui.dialogs.backup_dialogs import BackupDone, RestoredDialog, RestoreForm
from landdesk.ui.dialogs.outgoing_files import OutgoingDialog
from landdesk.ui.dialogs.restore_points import RestorePointsDialog, WayBackDialog
from landdesk.ui.dialogs.unlock_form import UnlockForm
from landdesk.ui.main_window import MainWindow
from tests.store.safety.worlds import KEY, PASSPHRASE
from tests.ui.conftest import PERSON, parcel_of, settle
from tests.ui.hands import button, children, click, press, type_words

SILENT = SilentProgress()


@pytest.fixture(autouse=True)
def no_keys() -> None:
    keys.forget()


def edit(window: MainWindow, qtbot: QtBot, address: str, key: str = "12/1") -> None:
    window.desk.store.execute(SetParcel(parcel_of(window, key), address=address))
    settle(qtbot, window)


def parcel_in(reader: Reader, key: str) -> Parcel:
    identifier = reader.find_parcel(key)
    record = reader.records({"parcel": [identifier]})[identifier]
    assert isinstance(record, Parcel)
    return record


def address(path: Path, key: str = "12/1") -> str | None:
    app = open_application(path)
    try:
        return app.read(lambda reader: parcel_in(reader, key)).address
    finally:
        app.close()


def address_here(window: MainWindow, key: str = "12/1") -> str | None:
    return window.desk.store.app.read(lambda reader: parcel_in(reader, key)).address


def backed_up(path: Path, target: Path) -> Path:
    app = open_application(path, PERSON.name)
    try:
        safekeeping.backup(app, target, SILENT)
    finally:
        app.close()
    return target


def test_a_backup_is_written_compared_and_told_of(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.actions_by_code["backup"].trigger()
    asked = children(window, QFileDialog)[0]
    assert Path(asked.selectedFiles()[0]).name.startswith("commune-20")
    target = tmp_path / "b.ldbak"
    asked.fileSelected.emit(str(target))
    asked.reject()
    qtbot.waitUntil(lambda: bool(children(window, BackupDone)))
    dialog = children(window, BackupDone)[0]
    assert safekeeping.verify_backup(target, SILENT).parcels == 6
    assert button(dialog, "Open the folder").isEnabled()
    dialog.reject()
    settle(qtbot, window)
    # It holds names and is not encrypted.
    (left,) = window.desk.store.app.read(lambda reader: reader.safekeeping.outgoing_files())
    assert (left.purpose, left.file_name, left.persons) == ("backup", "b.ldbak", 4)


def test_a_plain_backup_is_written_by_somebody(
    qtbot: QtBot, empty_window: MainWindow, store_path: Path
) -> None:
    empty_window.desk.open_store(store_path)
    qtbot.waitUntil(lambda: empty_window.desk.current is not None)
    settle(qtbot, empty_window)
    assert empty_window.desk.store.person is None
    wanted: list[bool] = []
    empty_window.desk.store.person_wanted.connect(lambda: wanted.append(True))
    empty_window.errands.safekeeping.ask_backup()
    assert wanted == [True]
    assert not children(empty_window, QFileDialog)


def test_a_backup_never_takes_the_place_of_a_file(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    target = tmp_path / "b.ldbak"
    target.write_text("mine", "utf-8")
    window.errands.safekeeping.backup(target)
    qtbot.waitUntil(window.notice.isVisible)
    assert target.read_text("utf-8") == "mine"
    assert not children(window, BackupDone)


def test_a_backup_that_is_stopped_leaves_nothing(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    target = tmp_path / "b.ldbak"
    window.errands.safekeeping.backup(target)
    # Before the work's thread has taken its first step, or after: it ends at the next.
    for job in window.tasks.shown:
        job.stop()
    settle(qtbot, window)
    assert not target.exists()
    assert not children(window, BackupDone)
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def restoring(qtbot: QtBot, window: MainWindow, source: Path) -> RestoreForm:
    window.errands.safekeeping.look_at(source)
    qtbot.waitUntil(lambda: bool(children(window, RestoreForm)))
    return children(window, RestoreForm)[0]


def test_a_backup_makes_a_new_store_without_any_open(
    qtbot: QtBot, empty_window: MainWindow, store_path: Path, tmp_path: Path
) -> None:
    source = backed_up(store_path, tmp_path / "b.ldbak")
    form = restoring(qtbot, empty_window, source)
    target = tmp_path / "again"
    form.target.show_path(target)
    assert form.note.text() == "A new store is made; no other is touched."
    click(form.save)
    qtbot.waitUntil(lambda: bool(children(empty_window, RestoredDialog)))
    dialog = children(empty_window, RestoredDialog)[0]
    click(button(dialog, "Open the store"))
    qtbot.waitUntil(lambda: empty_window.desk.current is not None)
    settle(qtbot, empty_window)
    assert empty_window.desk.store.app.store.path == tmp_path / "again.landdesk"
    assert len(empty_window.desk.store.coverage) == 6


def test_the_open_store_is_replaced_only_after_a_question_and_kept_beside(
    qtbot: QtBot, window: MainWindow, store_path: Path, tmp_path: Path
) -> None:
    edit(window, qtbot, "Thôn Một")
    source = tmp_path / "b.ldbak"
    safekeeping.backup(window.desk.store.app, source, SILENT)
    edit(window, qtbot, "Thôn Hai")
    form = restoring(qtbot, window, source)
    assert form.target.path == store_path
    click(form.save)
    click(button(children(window, QMessageBox)[0], "Cancel"))
    qtbot.waitUntil(lambda: not children(window, QMessageBox))
    assert form.save.isEnabled()
    settle(qtbot, window)
    assert address_here(window) == "Thôn Hai"
    click(form.save)
    click(button(children(window, QMessageBox)[0], "Replace"))
    qtbot.waitUntil(lambda: bool(children(window, RestoredDialog)))
    dialog = children(window, RestoredDialog)[0]
    assert dialog.next is None
    dialog.reject()
    qtbot.waitUntil(lambda: window.desk.current is not None)
    settle(qtbot, window)
    assert address_here(window) == "Thôn Một"
    assert window.desk.store.person == PERSON
    (kept,) = tmp_path.glob("commune.before-restore-*.landdesk")
    assert address(kept) == "Thôn Hai"


def test_a_damaged_backup_is_refused_before_anything_is_asked(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    source = tmp_path / "b.ldbak"
    safekeeping.backup(window.desk.store.app, source, SILENT)
    content = bytearray(source.read_bytes())
    content[len(content) // 2] ^= 0xFF
    source.write_bytes(bytes(content))
    window.errands.safekeeping.look_at(source)
    qtbot.waitUntil(lambda: bool(children(window, QMessageBox)))
    children(window, QMessageBox)[0].accept()
    assert not children(window, RestoreForm)


def test_an_encrypted_store_that_is_replaced_asks_for_its_passphrase(
    qtbot: QtBot, empty_window: MainWindow, store_path: Path, tmp_path: Path
) -> None:
    encrypt_in_place(store_path, KEY, SILENT)
    keys.remember(KEY)
    source = backed_up(store_path, tmp_path / "b.ldbak")
    keys.forget()
    form = restoring(qtbot, empty_window, source)
    form.target.show_path(store_path)
    click(form.save)
    click(button(children(empty_window, QMessageBox)[0], "Replace"))
    qtbot.waitUntil(lambda: bool(children(empty_window, UnlockForm)))
    asked = children(empty_window, UnlockForm)[0]
    type_words(asked.passphrase, PASSPHRASE)
    click(asked.save)
    qtbot.waitUntil(lambda: bool(children(empty_window, RestoredDialog)))
    children(empty_window, RestoredDialog)[0].reject()
    assert len(list(tmp_path.glob("commune.before-restore-*.landdesk"))) == 1


def points_of(qtbot: QtBot, window: MainWindow, count: int) -> RestorePointsDialog:
    window.actions_by_code["restore_points"].trigger()
    dialog = children(window, RestorePointsDialog)[0]
    qtbot.waitUntil(lambda: len(dialog.model.rows) == count and window.tasks.idle)
    return dialog


def test_going_back_is_previewed_is_one_act_and_can_be_undone(qtbot: QtBot, window: MainWindow) -> None:
    dialog = points_of(qtbot, window, 0)
    assert not dialog.back.isEnabled()
    click(dialog.mark)
    qtbot.waitUntil(lambda: not dialog.trouble.isHidden())
    type_words(dialog.name, "Trước khi sửa")
    press(dialog.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(dialog.model.rows) == 1)
    assert dialog.isVisible()
    assert dialog.trouble.isHidden()
    # Nothing was done since: said in the dialog.
    click(dialog.back)
    qtbot.waitUntil(lambda: not dialog.trouble.isHidden())
    assert dialog.back.isEnabled()
    dialog.reject()
    before = {key: address_here(window, key) for key in ("12/1", "12/2")}
    edit(window, qtbot, "Thôn Một")
    edit(window, qtbot, "Thôn Hai", "12/2")
    edit(window, qtbot, "Thôn Ba", "12/2")

    dialog = points_of(qtbot, window, 1)
    assert [(row.point.words, row.acts) for row in dialog.model.rows] == [("Trước khi sửa", 3)]
    click(dialog.back)
    qtbot.waitUntil(lambda: bool(children(dialog, WayBackDialog)))
    way = children(dialog, WayBackDialog)[0]
    assert [entry.subject for entry in way.model.rows] == ["12/2", "12/2", "12/1"]
    settle(qtbot, window)
    assert address_here(window) == "Thôn Một", "a preview changes nothing"
    press(way, Qt.Key.Key_Escape)
    assert dialog.back.isEnabled()
    click(dialog.back)
    qtbot.waitUntil(lambda: bool(children(dialog, WayBackDialog)))
    click(children(dialog, WayBackDialog)[0].go)
    qtbot.waitUntil(lambda: not children(window, RestorePointsDialog))
    settle(qtbot, window)
    assert {key: address_here(window, key) for key in before} == before
    window.actions_by_code["undo"].trigger()
    settle(qtbot, window)
    assert address_here(window, "12/2") == "Thôn Ba"


def test_what_the_program_set_itself_has_words(qtbot: QtBot, window: MainWindow, store_path: Path) -> None:
    app = open_application(store_path, PERSON.name)
    record = app.read(lambda reader: parcel_in(reader, "12/1"))
    changed = ChangeSet("import.table", (Delta(record, replace(record, address="Thôn Tư")),), "12/1")
    app.write(lambda context: context.work.apply(changed, EntryKind.IMPORT))
    app.close()
    dialog = points_of(qtbot, window, 1)
    words = dialog.model.index(0, 3).data()
    assert words == "Before: Import table 12/1"
    dialog.reject()


def test_files_that_left_are_listed(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    safekeeping.write_readable_copy(window.desk.store.app, tmp_path / "c.sqlite", "In bản đồ")
    window.actions_by_code["outgoing"].trigger()
    qtbot.waitUntil(lambda: bool(children(window, OutgoingDialog)))
    dialog = children(window, OutgoingDialog)[0]
    cells = [dialog.model.index(0, column).data() for column in range(dialog.model.columnCount())]
    assert cells[0] == "1"
    assert cells[2:6] == [f"{PERSON.name}, {PERSON.unit}", "In bản đồ", "c.sqlite", "4"]
    assert "Personal ID number" in cells[6]
    assert "party." not in cells[6]
    dialog.reject()


def test_columns_have_the_labels_of_the_forms() -> None:
    set_language("vi")
    titles = column_titles(("party.name", "party.identity_number", "party.name", "of.later"))
    assert len(titles) == 3
    assert titles[-1] == "of.later"
    assert "party" not in ", ".join(column_titles(("party.name", "party.identity_number")))


def test_a_store_stays_as_it_was_when_its_restoring_is_refused(
    qtbot: QtBot, window: MainWindow, store_path: Path, tmp_path: Path
) -> None:
    source = tmp_path / "b.ldbak"
    safekeeping.backup(window.desk.store.app, source, SILENT)
    edit(window, qtbot, "Thôn Hai")
    form = restoring(qtbot, window, source)
    click(form.save)
    with Store.open(store_path):
        click(button(children(window, QMessageBox)[0], "Replace"))
        qtbot.waitUntil(lambda: not form.trouble.isHidden(), timeout=20_000)
    form.reject()
    qtbot.waitUntil(lambda: window.desk.current is not None)
    settle(qtbot, window)
    assert address_here(window) == "Thôn Hai"
