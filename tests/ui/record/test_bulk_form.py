"""Several parcels get the same values: seen before it is done, one act, one undo."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from landdesk.domain.fields import field_of
from landdesk.domain.records import Evidence
from landdesk.services.forms.bulk import BulkState
from landdesk.ui.dialogs.bulk_form import BulkForm
from landdesk.ui.main_window import MainWindow
from tests.ui.conftest import parcel_of, settle
from tests.ui.hands import button, children, click, press, type_words
from tests.ui.record.conftest import popups_offscreen

KEYS = ("12/1", "12/2", "12/4")


@pytest.fixture
def form(qtbot: QtBot, window: MainWindow) -> BulkForm:
    place = window.desk.workplace
    place.store.selection.choose([parcel_of(window, key) for key in KEYS])
    settle(qtbot, window)
    click(button(place.parcel_panel, "Change together…"))
    qtbot.waitUntil(lambda: bool(children(window, BulkForm)))
    return children(window, BulkForm)[0]


def states(form: BulkForm) -> list[BulkState]:
    return [line.state for line in form.model.rows]


def ask(form: BulkForm, at: int, owner: str, name: str, text: str) -> None:
    """Choose a field and type its value."""
    row = form.rows[at]
    row.field.setCurrentIndex(row.field.findData(field_of(owner, name).id))
    editor = form.rows[at].value
    type_words(editor, text)
    if not text.isascii():
        editor.textEdited.emit(text)
    if editor.is_choosing:
        press(editor, Qt.Key.Key_Return)


def read_all(window: MainWindow) -> list[tuple[str | None, str, Decimal | None]]:
    ids = [parcel_of(window, key) for key in KEYS]
    found = window.desk.store.app.read(lambda reader: reader.dossiers(ids))
    return [
        (found[one].parcel.hamlet, found[one].purposes[0].land_use, found[one].parcel.legal_area_m2)
        for one in ids
    ]


@popups_offscreen
def test_values_are_seen_first_and_changed_in_one_act(
    qtbot: QtBot, window: MainWindow, form: BulkForm
) -> None:
    app = window.desk.store.app
    assert not form.save.isEnabled()
    ask(form, 0, "parcel", "hamlet", "Thôn Trung")
    click(form.more)
    ask(form, 1, "purpose", "land_use", "luc")
    assert states(form).count(BulkState.CHANGED) == 5
    assert states(form).count(BulkState.SAME) == 1
    assert "5 values change, 1 are so already" in form.summary.text()
    form.evidence.kind.setCurrentIndex(form.evidence.kind.findData("list"))
    type_words(form.evidence.words, "list 7")
    before, version = read_all(window), app.read(lambda reader: reader.version())
    click(form.save)
    qtbot.waitUntil(lambda: not children(window, BulkForm))
    assert [row[:2] for row in read_all(window)] == [("Thôn Trung", "LUC")] * 3
    assert app.read(lambda reader: reader.version()) == version + 1
    assert app.read(lambda reader: reader.entry(version + 1)).command == "record.bulk"
    assert {one.words for one in app.read(lambda reader: reader.all(Evidence)).values()} == {"list 7"}
    app.undo()
    assert read_all(window) == before


def test_a_field_is_emptied_and_one_that_must_not_be_is_refused(
    qtbot: QtBot, window: MainWindow, form: BulkForm
) -> None:
    row = form.rows[0]
    row.field.setCurrentIndex(row.field.findData(field_of("purpose", "land_use").id))
    form.rows[0].empties.click()
    assert set(states(form)) == {BulkState.REFUSED}
    assert not form.save.isEnabled()
    row.field.setCurrentIndex(row.field.findData(field_of("parcel", "legal_area_m2").id))
    assert set(states(form)) == {BulkState.CHANGED}
    click(form.save)
    qtbot.waitUntil(lambda: not children(window, BulkForm))
    assert [area for _, _, area in read_all(window)] == [None] * 3


def test_a_wrong_value_is_said_at_its_field(form: BulkForm) -> None:
    ask(form, 0, "parcel", "legal_area_m2", "nhieu")
    assert "nhieu" in form.rows[0].error.text()
    assert form.rows[0].error.isVisible()
    assert not form.save.isEnabled()
    form.rows[0].value.clear()
    type_words(form.rows[0].value, "612,5")
    assert not form.rows[0].error.isVisible()
    assert [line.new for line in form.model.rows] == [Decimal("612.50")] * 3
    form.reject()


def test_what_is_one_persons_or_papers_own_is_not_offered(form: BulkForm) -> None:
    offered = {form.rows[0].field.itemData(at) for at in range(form.rows[0].field.count())}
    for owner, name in (("parcel", "number"), ("party", "identity_number"), ("certificate", "serial")):
        assert field_of(owner, name).id not in offered
    assert field_of("parcel", "note").id in offered
    form.reject()


def test_parcels_without_such_an_object_are_counted(form: BulkForm) -> None:
    ask(form, 0, "asset", "note", "x")
    assert states(form) == [BulkState.NONE] * 3
    assert "3 parcels have none" in form.summary.text()
    form.reject()
