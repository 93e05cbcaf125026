"""Writing and receiving packages from the menu, in an office and in a commune."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from landdesk.app.application import Application
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.commands import SetParcel
from landdesk.services.packages.reading import fingerprint_words, read_package
from landdesk.store.store import NewStore, Store
from landdesk.ui.dialogs.adopt import AdoptionDialog
from landdesk.ui.dialogs.export_package import OfficePackageForm, proposed_name
from landdesk.ui.dialogs.package_result import PackageResult, pair_words, size_words
from landdesk.ui.dialogs.receive_packages import ReceivedDialog
from landdesk.ui.main_window import MainWindow
from tests.ui.hands import click, read
from tests.ui.office.conftest import (
    COMMUNE,
    TECHNICIAN,
    Exchange,
    eight_parcels,
    find,
    office_of,
    open_window,
    settle,
)
from tests.ui.office.desk import answer, choose_files, close_dialog, shown_dialog

Reading = Callable[[Path], Application]


def test_damaged_and_foreign_files_do_not_stop_the_others(
    qtbot: QtBot, office_window: MainWindow, made: Exchange
) -> None:
    cut, foreign = made.folder / "cut.ldpkg", made.folder / "foreign.ldpkg"
    cut.write_bytes(made.second.read_bytes()[:-300])
    foreign.write_bytes(b"no package")
    click(office_of(office_window).inbox_panel.receive)
    choose_files(qtbot, office_window, cut, foreign, made.base, made.first)
    dialog = shown_dialog(qtbot, office_window, ReceivedDialog)
    codes = {one.path.name: one.error.code if one.error else "" for one in dialog.outcomes}
    assert codes == {
        "cut.ldpkg": "package.cut-short",
        "foreign.ldpkg": "package.not-a-package",
        "base.ldpkg": "office.not-change",
        "first.ldpkg": "",
    }
    assert sum(line.startswith("What to do") for words in read(dialog) for line in words.split("\n")) == 3
    close_dialog(qtbot, office_window, dialog)
    settle(qtbot, office_window)
    lines = office_of(office_window).inbox_panel.model.rows
    assert [row.inbox.line.file_name for row in lines] == ["first.ldpkg"]


def test_a_damaged_file_changes_nothing(
    qtbot: QtBot, office_window: MainWindow, made: Exchange, reading: Reading
) -> None:
    content = bytearray(made.first.read_bytes())
    content[len(content) // 2] ^= 1
    made.first.write_bytes(bytes(content))
    before = reading(made.office).read(lambda reader: reader.version())
    office_window.desk.workplace.packages.receive([made.first])
    dialog = shown_dialog(qtbot, office_window, ReceivedDialog)
    assert dialog.outcomes[0].error is not None
    close_dialog(qtbot, office_window, dialog)
    assert reading(made.office).read(lambda reader: reader.version()) == before
    assert office_of(office_window).inbox_panel.model.rowCount() == 0


def test_a_package_that_vanished_is_said_to_be_missing(
    qtbot: QtBot, office_window: MainWindow, made: Exchange
) -> None:
    office_window.desk.workplace.packages.receive([made.folder / "nothing.ldpkg"])
    dialog = shown_dialog(qtbot, office_window, ReceivedDialog)
    error = dialog.outcomes[0].error
    assert error is not None
    assert error.code == "package.missing"
    close_dialog(qtbot, office_window, dialog)


def test_export_proposes_a_name_and_tells_the_fingerprint(
    qtbot: QtBot, empty_window: MainWindow, made: Exchange
) -> None:
    window = open_window(qtbot, empty_window, made.commune, TECHNICIAN)
    store = window.desk.store
    store.execute(SetParcel(find(store.app, "12/3"), address="Thôn Thượng"))
    settle(qtbot, window)
    window.actions_by_code["export"].trigger()
    target = made.folder / "third.ldpkg"
    assert choose_files(qtbot, window, target) == proposed_name("change", COMMUNE, 3)
    result = shown_dialog(qtbot, window, PackageResult)
    words = fingerprint_words(read_package(target).fingerprint)
    assert words in " ".join(" ".join(read(result)).split())
    assert {"third.ldpkg", "1", "3"} <= set(read(result))
    close_dialog(qtbot, window, result)


def test_export_of_nothing_is_refused_beside_the_map(
    qtbot: QtBot, empty_window: MainWindow, made: Exchange
) -> None:
    window = open_window(qtbot, empty_window, made.commune, TECHNICIAN)
    window.desk.workplace.packages.export(made.folder / "empty.ldpkg")
    qtbot.waitUntil(window.notice.isVisible)
    assert not (made.folder / "empty.ldpkg").exists()


def test_an_office_of_several_communes_asks_for_which_the_base_is(
    qtbot: QtBot, office_window: MainWindow, made: Exchange
) -> None:
    window = office_window
    window.actions_by_code["write_base"].trigger()
    form = shown_dialog(qtbot, window, OfficePackageForm)
    form.commune.setCurrentIndex(form.commune.findData(COMMUNE))
    click(form.save)
    target = made.folder / "base-2.ldpkg"
    assert choose_files(qtbot, window, target) == proposed_name("base", COMMUNE, 2)
    close_dialog(qtbot, window, shown_dialog(qtbot, window, PackageResult))
    assert read_package(target).manifest.kind == "base"


def test_an_update_is_written_since_a_state_of_the_commune(
    qtbot: QtBot, office_window: MainWindow, made: Exchange
) -> None:
    window = office_window
    window.actions_by_code["write_update"].trigger()
    form = shown_dialog(qtbot, window, OfficePackageForm)
    form.commune.setCurrentIndex(form.commune.findData("22366"))
    assert not form.save.isEnabled()
    form.commune.setCurrentIndex(form.commune.findData(COMMUNE))
    assert form.since.currentData() == 1
    click(form.save)
    target = made.folder / "update.ldpkg"
    assert choose_files(qtbot, window, target) == proposed_name("update", COMMUNE, 1)
    close_dialog(qtbot, window, shown_dialog(qtbot, window, PackageResult))
    package = read_package(target)
    # 12/6 and 12/8 are what the office changed since the base.
    assert (package.manifest.kind, len(package.operations)) == ("update", 2)


def test_a_store_of_its_own_import_is_bound_to_a_base(
    qtbot: QtBot, empty_window: MainWindow, made: Exchange
) -> None:
    path = made.folder / "own.landdesk"
    new = NewStore("commune", 9217, (COMMUNE,))
    with Store.create(path, new, person=TECHNICIAN) as store, store.begin(TECHNICIAN) as work:
        deltas = tuple(Delta(None, record) for record in eight_parcels())
        work.apply(ChangeSet("import.parcels", deltas, "12"), EntryKind.IMPORT)
    window = open_window(qtbot, empty_window, path, TECHNICIAN)
    assert window.actions_by_code["adopt"].isEnabled()
    window.actions_by_code["adopt"].trigger()
    choose_files(qtbot, window, made.base)
    answer(qtbot, window, "Bind")
    dialog = shown_dialog(qtbot, window, AdoptionDialog)
    assert (dialog.only_here.count(), dialog.only_there.count()) == (0, 0)
    assert "8" in read(dialog)
    close_dialog(qtbot, window, dialog)
    settle(qtbot, window)
    assert not window.actions_by_code["adopt"].isEnabled()


@pytest.mark.parametrize(
    ("role", "usable"),
    [("office", {"receive", "write_base", "write_update"}), ("commune", {"receive", "export"})],
)
def test_actions_fit_the_role(
    qtbot: QtBot, empty_window: MainWindow, made: Exchange, role: str, usable: set[str]
) -> None:
    path, person = (made.commune, TECHNICIAN) if role == "commune" else (made.office, None)
    empty_window.desk.open_store(path, person.name if person else "Lê Thị Đào")
    qtbot.waitUntil(lambda: empty_window.desk.current is not None)
    settle(qtbot, empty_window)
    codes = ("export", "receive", "adopt", "write_base", "write_update")
    assert {code for code in codes if empty_window.actions_by_code[code].isEnabled()} == usable


def test_names_sizes_and_pairs() -> None:
    moment = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    assert proposed_name("change", "22657", 4, moment) == "22657-20261123-4.ldpkg"
    assert proposed_name("receipt", "22657", 4, moment) == "PHIEU-22657-4.ldpkg"
    assert size_words(59_595) == "59.6 kB"
    assert size_words(1_234_567) == "1.2 MB"
    pairs = [(f"12/{i}*", f"12/{i}") for i in range(15)]
    assert pair_words(pairs[:2]) == "12/0* → 12/0, 12/1* → 12/1"
    assert "12/12*" not in pair_words(pairs)
    assert "3" in pair_words(pairs)
