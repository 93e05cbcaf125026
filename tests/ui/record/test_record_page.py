"""The parcel page by key and mouse: typing, errors at the field, one act, one undo, nothing lost."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from landdesk.app.application import Application
from landdesk.domain.commands import DeleteParcel, SetParcel
from landdesk.domain.fields import FIELDS, field_of
from landdesk.domain.records import (
    CertificateParcel,
    Evidence,
    Parcel,
    Party,
    Purpose,
    PurposeOrigin,
)
from landdesk.i18n import set_language
from landdesk.services.forms.layout import TABS, is_typed
from landdesk.ui.record.nodes import Link, NodeKind
from tests.ui.hands import CTRL, button, children, click, press, type_words
from tests.ui.record.conftest import SECTIONS, Hands, popups_offscreen


def box(hands: Hands) -> QMessageBox:
    return children(hands.area, QMessageBox)[0]


def test_keys_alone_fill_fields_and_save_one_act(hands: Hands) -> None:
    tree, number = hands.tab("land"), hands.version()
    editor = hands.click_field(tree, "parcel", "legal_area_m2")
    QTest.keyClicks(editor, "612,5")
    press(editor, Qt.Key.Key_Return)
    # Enter went on to the next field.
    editor = hands.editor(tree)
    QTest.keyClicks(editor, "615")
    press(editor, Qt.Key.Key_Tab)
    press(hands.editor(tree), Qt.Key.Key_Tab)
    editor = hands.editor(tree)
    assert hands.current_field(tree) == field_of("parcel", "hamlet")
    QTest.keyClicks(editor, "Phu Dien")
    press(editor, Qt.Key.Key_Up)
    assert hands.current_field(tree) == field_of("parcel", "address")
    assert hands.version() == number
    hands.save()
    parcel = hands.dossier().parcel
    assert (parcel.legal_area_m2, parcel.map_area_m2, parcel.hamlet) == (
        Decimal("612.50"),
        Decimal("615.00"),
        "Phu Dien",
    )
    assert hands.version() == number + 1
    hands.store.app.undo()
    assert hands.dossier().parcel.legal_area_m2 == Decimal("600.00")
    hands.wait(lambda: hands.draft.dossier.parcel.legal_area_m2 == Decimal("600.00"))


def test_an_error_stands_at_the_field_while_it_is_typed_and_refuses_to_be_saved(hands: Hands) -> None:
    tree, number = hands.tab("land"), hands.version()
    editor = hands.click_field(tree, "parcel", "legal_area_m2")
    height = tree.visualRect(hands.index(tree, "parcel", "legal_area_m2")).height()
    QTest.keyClicks(editor, "12x")
    node = hands.node(tree, "parcel", "legal_area_m2")
    kind, words = tree.rows.note_at(node)
    assert kind == "error"
    assert "12x" in words
    assert editor.property("wrong")
    hands.qtbot.waitUntil(
        lambda: tree.visualRect(hands.index(tree, "parcel", "legal_area_m2")).height() > height
    )
    assert "not right" in hands.page.state.text()
    press(editor, Qt.Key.Key_S, CTRL)
    assert hands.page.trouble.isVisible()
    assert hands.version() == number
    assert tree.rows.node(tree.currentIndex()) is node
    editor = hands.editor(tree)
    editor.selectAll()
    QTest.keyClicks(editor, "1.234")
    assert tree.rows.note_at(node)[0] == "warning"
    assert not hands.page.trouble.isVisible()
    press(editor, Qt.Key.Key_Return)
    hands.save()
    assert hands.dossier().parcel.legal_area_m2 == Decimal("1234.00")


def test_escape_takes_back_the_field_then_asks_for_the_page_then_closes(hands: Hands) -> None:
    tree = hands.tab("land")
    editor = hands.click_field(tree, "parcel", "hamlet")
    QTest.keyClicks(editor, "abc")
    assert hands.page.discard.isEnabled()
    press(editor, Qt.Key.Key_Escape)
    assert not hands.page.is_changed
    hands.type_at(tree, "parcel", "hamlet", "abc")
    tree.setFocus()
    press(tree, Qt.Key.Key_Escape)
    click(button(box(hands), "Discard"))
    hands.wait(lambda: not hands.page.is_changed)
    assert hands.area.shows_page
    hands.activate()
    with hands.qtbot.waitSignal(hands.area.page_turned) as turned:
        press(tree, Qt.Key.Key_Escape)
    assert turned.args == [False]


@popups_offscreen
def test_codes_are_found_without_accents_and_taken_by_enter(hands: Hands) -> None:
    tree = hands.tab("land")
    set_language("vi")
    editor = hands.click_field(tree, "purpose", "land_use")
    QTest.keyClicks(editor, "trong cay lau")
    assert editor.is_choosing
    press(editor, Qt.Key.Key_Return)
    set_language("en")
    node = hands.node(tree, "purpose", "land_use")
    assert hands.draft.reading(node.one, field_of("purpose", "land_use")).value == "CLN"
    assert hands.current_field(tree) == field_of("purpose", "area_m2")
    hands.save()
    assert hands.dossier().purposes[0].land_use == "CLN"


@popups_offscreen
@pytest.mark.parametrize("by_mouse", [False, True])
def test_a_choice_is_taken_from_the_list_itself(hands: Hands, by_mouse: bool) -> None:
    tree = hands.tab("users")
    editor = hands.click_field(tree, "party", "sex")
    QTest.keyClicks(editor, "fem")
    assert editor.choices is not None
    popup = editor.choices.popup()
    if by_mouse:
        click(popup.viewport(), popup.visualRect(popup.model().index(0, 0)).center())
    else:
        press(popup, Qt.Key.Key_Return)
    node = hands.node(tree, "party", "sex")
    assert hands.draft.reading(node.one, field_of("party", "sex")).value == "female"
    hands.wait(lambda: hands.current_field(tree) == field_of("party", "life_state"))


@popups_offscreen
def test_alt_and_down_shows_every_choice(hands: Hands) -> None:
    editor = hands.click_field(hands.tab("users"), "party", "sex")
    press(editor, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert editor.choices is not None
    assert editor.choices.popup().model().rowCount() == 2
    press(editor, Qt.Key.Key_Escape)
    assert not editor.is_choosing


def test_typing_begins_a_value_without_a_click(hands: Hands) -> None:
    tree = hands.tab("land")
    tree.go_to(hands.index(tree, "parcel", "hamlet"), edit=False)
    press(tree, Qt.Key.Key_4)
    assert hands.editor(tree).text() == "4"


def test_delete_empties_a_field_and_copy_takes_it(hands: Hands) -> None:
    tree = hands.tab("land")
    tree.go_to(hands.index(tree, "parcel", "address"), edit=False)
    press(tree, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "Thôn Phú Điền"
    press(tree, Qt.Key.Key_Delete)
    hands.save()
    assert hands.dossier().parcel.address is None


@popups_offscreen
def test_a_purpose_with_its_origin_is_added_and_the_sum_runs(hands: Hands) -> None:
    tree = hands.tab("land")
    assert "200.00 m² open" in tree.rows.sum_words()[1]
    hands.click_at(tree, hands.link_of(tree, SECTIONS["purpose"]))
    editor = hands.editor(tree)
    type_words(editor, "CLN")
    press(editor, Qt.Key.Key_Return)
    editor = hands.editor(tree)
    type_words(editor, "200")
    assert tree.rows.sum_words() == ("good", "600.00 of 600.00 m²: equal")
    press(editor, Qt.Key.Key_Return)
    node = hands.node(tree, "purpose", "land_use", 1)
    inner = next(
        one
        for one in tree.rows._nodes.values()
        if one.kind is NodeKind.SECTION and one.above is node.one and one.section is not None
    )
    tree.go_to(tree.rows.index_of(inner.path, 0), edit=False)
    press(tree, Qt.Key.Key_Return)
    type_words(hands.editor(tree), "1")
    press(hands.editor(tree), Qt.Key.Key_Return)
    number = hands.version()
    hands.save()
    assert hands.version() == number + 1
    dossier = hands.dossier()
    assert [(one.land_use, one.area_m2) for one in dossier.purposes] == [
        ("ONT", Decimal("400.00")),
        ("CLN", Decimal("200.00")),
    ]
    origin = dossier.of(PurposeOrigin)[0]
    assert (origin.purpose_id, origin.origin) == (dossier.purposes[1].id, "1")


def test_an_object_is_removed_by_click_and_by_key(hands: Hands) -> None:
    tree = hands.tab("certificates")
    node = next(one for one in tree.rows._nodes.values() if one.kind is NodeKind.OBJECT)
    index = tree.rows.index_of(node.path, 0)
    hands.click_at(tree, tree.delegate.link_rects(node, tree.visualRect(index))[Link.REMOVE].center())
    assert hands.page.is_changed
    tree = hands.tab("users")
    node = [one for one in tree.rows._nodes.values() if one.kind is NodeKind.OBJECT][1]
    tree.go_to(tree.rows.index_of(node.path, 0), edit=False)
    press(tree, Qt.Key.Key_Delete)
    hands.save()
    dossier = hands.dossier()
    assert dossier.of(CertificateParcel) == []
    assert [one.name for one in dossier.holders] == ["Đặng Văn Đức"]


def test_a_land_user_is_added_and_a_known_number_is_the_same_person(hands: Hands) -> None:
    people = len(hands.store.app.read(lambda reader: reader.all(Party)))
    tree = hands.tab("users")
    hands.click_at(tree, hands.link_of(tree, SECTIONS["party"]))
    press(hands.editor(tree), Qt.Key.Key_Escape)
    hands.type_at(tree, "party", "name", "Nguyễn Thị Hường", 2)
    hands.type_at(tree, "party", "identity_number", "056 987 654 321", 2)
    hands.type_at(tree, "party", "born", "5/1962", 2)
    hands.save()
    found = hands.dossier().holders
    assert [one.name for one in found] == ["Đặng Văn Đức", "Lý Thị Mận", "Nguyễn Thị Hường"]
    assert found[2].born == "1962-05"
    assert found[2] in hands.dossier("12/2").holders
    assert len(hands.store.app.read(lambda reader: reader.all(Party))) == people


def test_a_number_of_somebody_else_leads_to_its_field(hands: Hands) -> None:
    tree, number = hands.tab("users"), hands.version()
    hands.type_at(tree, "party", "identity_number", "056987654321")
    press(tree, Qt.Key.Key_S, CTRL)
    hands.wait(hands.page.trouble.isVisible)
    assert "Another person" in hands.page.trouble.text()
    assert hands.version() == number
    assert hands.page.is_changed
    assert tree.rows.node(tree.currentIndex()) is hands.node(tree, "party", "identity_number")


def test_numbers_are_masked_until_asked_for_and_again_on_another_parcel(hands: Hands) -> None:
    tree = hands.tab("users")
    index = hands.index(tree, "party", "identity_number")
    assert index.data() == "056••••••789"
    click(hands.page.reveal)
    assert hands.index(tree, "party", "identity_number").data() == "056123456789"
    hands.store.selection.choose([hands.parcel("12/2")])
    hands.wait(lambda: hands.shows("12/2"))
    assert hands.index(tree, "party", "identity_number").data() == "056••••••321"


def test_every_typed_field_of_the_registry_is_on_the_page(hands: Hands) -> None:
    """A field that is added to the registry appears without a line of code for it."""
    draft = hands.draft
    for tab in TABS:
        for section in tab.sections:
            made = draft.add(section, draft.parcel)
            for inner in section.inner:
                made_inner = draft.add(inner, made)
                for innermost in inner.inner:
                    draft.add(innermost, made_inner)
    seen = set()
    for tree in hands.page.trees.values():
        tree.rows.rebuild()
        seen |= {one.field for one in tree.rows._nodes.values() if one.field is not None}
    hidden = {"evidence", "sync_status", "work_item", "request", "map_sheet"}
    expected = {one for one in FIELDS if is_typed(one) and one.owner not in hidden and not one.part_of}
    assert expected - seen == set()


# --- nothing typed gets lost -------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", ["Save", "Discard", "Cancel"])
def test_another_parcel_is_shown_only_after_an_answer(hands: Hands, answer: str) -> None:
    tree = hands.tab("land")
    hands.type_at(tree, "parcel", "hamlet", "Phu Dien")
    hands.store.selection.choose([hands.parcel("12/2")])
    assert hands.shows("12/1")
    click(button(box(hands), answer))
    if answer == "Cancel":
        hands.wait(lambda: hands.store.selection.parcels == (hands.parcel("12/1"),))
        assert hands.page.is_changed
        assert hands.shows("12/1")
        return
    hands.wait(lambda: hands.shows("12/2"))
    assert not hands.page.is_changed
    assert hands.dossier().parcel.hamlet == ("Phu Dien" if answer == "Save" else None)


def test_saving_for_another_parcel_stays_where_something_is_wrong(hands: Hands) -> None:
    hands.type_at(hands.tab("land"), "parcel", "legal_area_m2", "nhieu")
    hands.store.selection.choose([hands.parcel("12/2")])
    click(button(box(hands), "Save"))
    hands.wait(lambda: hands.store.selection.parcels == (hands.parcel("12/1"),))
    assert hands.page.is_changed
    assert hands.page.trouble.isVisible()


def test_what_another_program_writes_does_not_take_what_is_typed(
    hands: Hands, second_app: Application
) -> None:
    tree = hands.tab("land")
    hands.type_at(tree, "parcel", "hamlet", "Phu Dien")
    press(hands.editor(tree), Qt.Key.Key_Escape)
    second_app.execute(SetParcel(hands.parcel("12/1"), address="Thôn Trung"))
    hands.store.app.refresh()
    hands.wait(lambda: hands.draft.dossier.parcel.address == "Thôn Trung")
    assert hands.page.is_changed
    hands.save()
    parcel = hands.dossier().parcel
    assert (parcel.address, parcel.hamlet) == ("Thôn Trung", "Phu Dien")


def test_an_editor_that_is_open_is_left_alone_by_other_writers(hands: Hands, second_app: Application) -> None:
    tree = hands.tab("land")
    editor = hands.click_field(tree, "parcel", "hamlet")
    QTest.keyClicks(editor, "Phu ")
    second_app.execute(SetParcel(hands.parcel("12/1"), address="Thôn Trung"))
    hands.store.app.refresh()
    with hands.qtbot.waitSignal(hands.store.followed):
        pass
    QTest.keyClicks(hands.editor(tree), "Dien")
    press(editor, Qt.Key.Key_Return)
    press(hands.editor(tree), Qt.Key.Key_Escape)
    hands.wait(lambda: hands.draft.dossier.parcel.address == "Thôn Trung")
    assert hands.draft.text(hands.draft.parcel, field_of("parcel", "hamlet")) == "Phu Dien"


def test_a_parcel_that_is_deleted_closes_the_page(hands: Hands, second_app: Application) -> None:
    second_app.execute(DeleteParcel(hands.parcel("12/1")))
    hands.store.app.refresh()
    hands.wait(lambda: not hands.area.shows_page)


# --- evidence ----------------------------------------------------------------------------------------------


def test_evidence_is_bound_to_what_is_saved_and_marked(hands: Hands) -> None:
    tree = hands.tab("land")
    hands.type_at(tree, "parcel", "hamlet", "Phu Dien")
    bar = hands.page.evidence
    bar.kind.setCurrentIndex(bar.kind.findData("scan"))
    assert bar.target.currentText() == "GCN.pdf"
    bar.page.setValue(3)
    hands.save()
    dossier = hands.dossier()
    proof = dossier.evidence_of(dossier.parcel.id, field_of("parcel", "hamlet").id)
    assert proof is not None
    assert (proof.kind, proof.page) == ("scan", 3)
    tip = hands.index(tree, "parcel", "hamlet").data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "Evidence: Scan · GCN.pdf · page 3"
    hands.store.selection.choose([hands.parcel("12/2")])
    hands.wait(lambda: hands.shows("12/2"))
    assert bar.basis() is None


def test_evidence_must_say_which(hands: Hands) -> None:
    number = hands.version()
    hands.type_at(hands.tab("land"), "parcel", "hamlet", "Phu Dien")
    bar = hands.page.evidence
    bar.kind.setCurrentIndex(bar.kind.findData("list"))
    click(hands.page.save)
    assert "which evidence" in hands.page.trouble.text()
    assert hands.version() == number
    type_words(bar.words, "row 7")
    hands.save()
    assert [one.words for one in hands.dossier().of(Evidence) if one.kind == "list"] == ["row 7"]


# --- the past ----------------------------------------------------------------------------------------------


def test_history_tells_values_before_and_after_and_the_past_can_be_looked_at(hands: Hands) -> None:
    hands.type_at(hands.tab("land"), "parcel", "address", "Thon Trung")
    hands.save()
    view = hands.page.history
    hands.page.tabs.setCurrentWidget(view)
    hands.wait(lambda: view.tree.topLevelItemCount() >= 3)
    newest = view.tree.topLevelItem(0)
    assert newest.text(0) == "Change the record"
    assert "Trần Văn An" in newest.text(1)
    change = newest.child(0).child(0)
    assert (change.text(0), change.text(1)) == ("Parcel address", "Thôn Phú Điền → Thon Trung")
    number = hands.version()
    at_ms = hands.store.app.read(lambda reader: reader.entry(number)).at_ms - 1
    view.day_chosen.emit(at_ms)
    hands.wait(hands.page.past_note.isVisible)
    tree = hands.page.trees["land"]
    index = hands.index(tree, "parcel", "address")
    assert index.data() == "Thôn Phú Điền"
    assert not tree.rows.is_editable(index)
    assert not hands.page.save.isVisible()
    click(hands.page.past_note.back)
    hands.wait(lambda: not hands.page.past_note.isVisible())
    assert hands.index(tree, "parcel", "address").data() == "Thon Trung"
    assert tree.rows.is_editable(hands.index(tree, "parcel", "address"))


def test_a_day_before_the_parcel_is_said(hands: Hands) -> None:
    with hands.qtbot.waitSignal(hands.store.noted):
        hands.page.history.day_chosen.emit(0)
    hands.wait(lambda: hands.shows("12/1") and not hands.page.past_note.isVisible())


def test_today_is_the_page_as_it_is(hands: Hands) -> None:
    hands.page.tabs.setCurrentWidget(hands.page.history)
    click(hands.page.history.look)
    hands.wait(hands.page.past_note.isVisible)
    assert hands.draft.dossier == hands.dossier()


def test_nobody_may_type_until_somebody_works(hands: Hands) -> None:
    person = hands.store.person
    assert person is not None
    hands.store.app.person = None
    hands.store.person_changed.emit()
    tree = hands.tab("land")
    assert not tree.rows.is_editable(hands.index(tree, "parcel", "hamlet"))
    assert "who works" in hands.page.state.text()
    hands.store.choose_person(person)
    assert tree.rows.is_editable(hands.index(tree, "parcel", "hamlet"))
    assert isinstance(hands.dossier().parcel, Parcel)
    assert all(isinstance(one, Purpose) for one in hands.dossier().purposes)
