"""What is recorded already is taken onto the parcel page: persons, map sheets, registrations; shared is said."""

import pytest
from PySide6.QtCore import Qt

from landdesk.domain.commands import AddObject, Basis, EditRecord, New, SetFields
from landdesk.domain.fields import field_of
from landdesk.domain.records import Evidence, IdentityDocument, MapSheet, Party, PartyMember, Registration
from landdesk.ui.record.evidence_bar import NEW
from landdesk.ui.record.nodes import Link, Node, NodeKind
from landdesk.ui.record.record_tree import RecordTree
from landdesk.ui.record.recorded_dialog import RecordedDialog
from tests.ui.hands import children, click, click_row, press, type_words
from tests.ui.record.conftest import SECTIONS, Hands

popups_offscreen = pytest.mark.qt_log_ignore(r"raise\(\)", "grabbing the keyboard", "propagateSizeHints")


def ask(hands: Hands, typed: str, count: int) -> RecordedDialog:
    """Type into the open dialog and wait for its lines."""
    dialog = children(hands.area, RecordedDialog)[0]
    hands.wait(lambda: bool(dialog.model.rows))
    type_words(dialog.search, typed)
    hands.wait(lambda: len(dialog.model.rows) == count and not dialog._ask.isActive())
    return dialog


def choose(hands: Hands, typed: str) -> None:
    dialog = ask(hands, typed, 1)
    press(dialog.search, Qt.Key.Key_Return)
    hands.wait(lambda: not children(hands.area, RecordedDialog))
    hands.activate()


def notes(tree: RecordTree) -> list[str]:
    return [one.words for one in tree.rows._nodes.values() if one.kind is NodeKind.NOTE]


def people(hands: Hands) -> int:
    return len(hands.store.app.read(lambda reader: reader.all(Party)))


def test_a_land_user_is_found_without_accents_and_is_the_recorded_person(hands: Hands) -> None:
    count, tree, number = people(hands), hands.tab("users"), hands.version()
    huong = hands.dossier("12/2").holders[0]
    hands.store.app.execute(
        EditRecord(
            (AddObject("identity_document", {"party_id": huong.id, "kind": "CMND", "number": "225111222"}),)
        )
    )
    hands.click_at(tree, hands.link_of(tree, SECTIONS["party"], Link.FIND))
    dialog = ask(hands, "huong nguyen", 1)
    cells = [dialog.model.index(0, column).data() for column in range(dialog.model.columnCount())]
    assert cells[0] == "Nguyễn Thị Hường"
    assert cells[1] == "056••••••321"
    assert cells[-1] == "12/2"
    click(dialog.choose)
    hands.wait(lambda: hands.page.is_changed and not children(hands.area, RecordedDialog))
    hands.activate()
    assert "Also at parcel 12/2: what you change here changes there too." in notes(tree)
    assert "225111222" not in str(tree.rows.index_of(scan_of_card(tree).path).data())
    hands.save()
    assert hands.version() == number + 2
    assert huong.id in {one.id for one in hands.dossier().holders}
    assert people(hands) == count
    assert len(hands.store.app.read(lambda reader: reader.all(IdentityDocument))) == 1


def scan_of_card(tree: RecordTree) -> Node:
    return next(
        one
        for one in tree.rows._nodes.values()
        if one.field is not None and (one.one.class_name, one.field.name) == ("identity_document", "number")
    )


@pytest.mark.parametrize(
    ("typed", "count"), [("056987654321", 1), ("0569876", 0), ("xoai", 1), ("khong co ai", 0)]
)
def test_a_number_is_found_whole_and_a_name_by_any_word(hands: Hands, typed: str, count: int) -> None:
    tree = hands.tab("users")
    hands.click_at(tree, hands.link_of(tree, SECTIONS["party"], Link.FIND))
    dialog = ask(hands, typed, count)
    assert dialog.choose.isEnabled() == bool(count)
    dialog.reject()


def test_a_person_who_is_there_already_is_not_put_there_twice(hands: Hands) -> None:
    tree = hands.tab("users")
    hands.click_at(tree, hands.link_of(tree, SECTIONS["party"], Link.FIND))
    choose(hands, "ly thi man")
    hands.wait(hands.page.trouble.isVisible)
    assert "“Lý Thị Mận” stands here already." in hands.page.trouble.text()
    assert not hands.page.is_changed


def test_a_member_of_a_household_is_a_recorded_person(hands: Hands) -> None:
    tree, count = hands.tab("users"), people(hands)
    head = hands.dossier().holders[0]
    node = next(
        one
        for one in tree.rows._nodes.values()
        if one.section is not None and one.section.through == "party_member" and one.one.record == head
    )
    tree.go_to(tree.rows.index_of(node.path, 0), edit=False)
    press(tree, Qt.Key.Key_Insert, Qt.KeyboardModifier.AltModifier)
    choose(hands, "tran thi buoi")
    hands.wait(lambda: hands.page.is_changed)
    hands.save()
    member = hands.dossier().of(PartyMember)[0]
    assert (member.party_id, member.member_id) == (head.id, hands.dossier("12/3").holders[0].id)
    assert people(hands) == count


@popups_offscreen
def test_a_right_gets_a_recorded_person(hands: Hands) -> None:
    tree = hands.tab("rights")
    editor = hands.click_field(tree, "land_right", "party_id")
    assert editor.choices is not None
    editor.clear()
    type_words(editor, "Another recorded")
    press(editor, Qt.Key.Key_Return)
    hands.qtbot.waitUntil(lambda: bool(children(hands.area, RecordedDialog)))
    choose(hands, "buoi")
    hands.wait(lambda: hands.page.is_changed)
    hands.save()
    assert "Trần Thị Bưởi" in {one.name for one in hands.dossier().holders}


def test_what_is_shared_is_said_before_and_while_it_is_changed(hands: Hands) -> None:
    app, duc = hands.store.app, hands.dossier().holders[0]
    app.execute(
        EditRecord((AddObject("land_right", {"parcel_id": hands.parcel("12/3"), "party_id": duc.id}),))
    )
    tree = hands.tab("users")
    hands.wait(lambda: notes(tree) == ["Also at parcel 12/3: what you change here changes there too."])
    hands.type_at(tree, "party", "address", "Thon Trung")
    assert hands.page.state.text() == "Not saved yet; changes parcel 12/3 too"
    hands.type_at(tree, "party", "address", "Thon Trung", 1)
    assert hands.page.state.text() == "Not saved yet; changes parcel 12/3 too"
    hands.save()
    assert next(one for one in hands.dossier("12/3").holders if one.id == duc.id).address == "Thon Trung"


# --- map sheets --------------------------------------------------------------------------------------------


def test_a_map_sheet_is_added_edited_and_chosen_at_another_parcel(hands: Hands) -> None:
    tree, number = hands.tab("land"), hands.version()
    hands.click_at(tree, hands.link_of(tree, SECTIONS["map_sheet"]))
    press(hands.editor(tree), Qt.Key.Key_Escape)
    assert hands.index(tree, "map_sheet", "number").data() == "12"
    hands.type_at(tree, "map_sheet", "scale", "1000")
    hands.type_at(tree, "map_sheet", "survey_document", "DC 2009")
    hands.type_at(tree, "map_sheet", "old_numbers", "7")
    hands.save()
    assert hands.version() == number + 1
    sheet = hands.dossier().of(MapSheet)[0]
    assert (sheet.commune, sheet.number, sheet.scale) == ("22657", "12", 1000)
    assert (sheet.survey_document, sheet.old_numbers) == ("DC 2009", "7")
    assert hands.dossier().parcel.map_sheet_id == sheet.id
    hands.store.selection.choose([hands.parcel("12/2")])
    hands.wait(lambda: hands.shows("12/2"))
    hands.click_at(tree, hands.link_of(tree, SECTIONS["map_sheet"], Link.FIND))
    choose(hands, "7")
    hands.wait(lambda: hands.page.is_changed)
    hands.save()
    assert hands.dossier("12/2").parcel.map_sheet_id == sheet.id
    hands.wait(lambda: "Also at parcel 12/1: what you change here changes there too." in notes(tree))
    node = next(
        one
        for one in tree.rows._nodes.values()
        if one.kind is NodeKind.OBJECT and one.one.class_name == "map_sheet"
    )
    tree.go_to(tree.rows.index_of(node.path, 0), edit=False)
    press(tree, Qt.Key.Key_Delete)
    hands.save()
    assert hands.dossier("12/2").parcel.map_sheet_id is None
    assert hands.dossier().parcel.map_sheet_id == sheet.id, "the sheet itself stays"


def test_a_sheet_of_another_number_is_doubted(hands: Hands) -> None:
    one = hands.parcel("12/1")
    edits = (
        AddObject("map_sheet", {"commune": "22657", "number": "13"}, "sheet"),
        SetFields("parcel", one, {"map_sheet_id": New("sheet")}),
    )
    hands.store.app.execute(EditRecord(edits))
    tree = hands.tab("land")
    hands.wait(lambda: "The parcel says another sheet number." in notes(tree))


# --- registrations -----------------------------------------------------------------------------------------


def history_words(hands: Hands) -> list[str]:
    hands.page.tabs.setCurrentWidget(hands.page.history)
    tree = hands.page.history.tree
    hands.wait(lambda: tree.topLevelItemCount() > 0)
    act = tree.topLevelItem(0)
    return [act.child(line).text(1) for line in range(act.childCount())]


def test_a_new_registration_is_the_reason_of_a_change_and_the_past_tells_it(hands: Hands) -> None:
    hands.type_at(hands.tab("land"), "parcel", "hamlet", "Thon 3")
    bar, number = hands.page.evidence, hands.version()
    bar.kind.setCurrentIndex(bar.kind.findData("registration"))
    bar.target.setCurrentIndex(bar.target.findData(NEW))
    bar.target.activated.emit(bar.target.currentIndex())
    tree = hands.page.trees["rights"]
    assert hands.page.tabs.currentWidget() is tree
    assert hands.current_field(tree) == field_of("registration", "number")
    assert bar.is_unfinished, "nothing is typed of it yet"
    type_words(hands.editor(tree), "12/2026")
    press(hands.editor(tree), Qt.Key.Key_Return)
    hands.type_at(tree, "registration", "registered_on", "14/05/2026")
    assert bar.target.currentText() == "no. 12/2026 of 14/05/2026"
    hands.save()
    assert hands.version() == number + 1
    made = hands.dossier().of(Registration)[0]
    proof = hands.dossier().evidence_of(hands.parcel("12/1"), field_of("parcel", "hamlet").id)
    assert proof is not None
    assert (proof.kind, proof.registration_id) == ("registration", made.id)
    assert "By registration no. 12/2026 of 14/05/2026" in history_words(hands)


def test_a_registration_of_the_parcel_is_chosen_as_the_reason(hands: Hands) -> None:
    one = hands.parcel("12/1")
    edits = (
        AddObject("registration", {"number": "7/2025", "received_on": "2025-02"}, "reg"),
        AddObject("registration_parcel", {"registration_id": New("reg"), "parcel_id": one}),
    )
    hands.store.app.execute(EditRecord(edits))
    hands.wait(lambda: bool(hands.draft.of("registration")))
    hands.type_at(hands.tab("land"), "parcel", "hamlet", "Thon 3")
    bar = hands.page.evidence
    bar.kind.setCurrentIndex(bar.kind.findData("registration"))
    assert [bar.target.itemText(line) for line in range(bar.target.count())] == [
        "no. 7/2025 of 02/2025",
        "Add new registration…",
    ]
    hands.save()
    assert "By registration no. 7/2025 of 02/2025" in history_words(hands)
    assert [proof.kind for proof in hands.dossier().of(Evidence)].count("registration") == 1


def test_a_registration_of_another_parcel_is_found_and_joined(hands: Hands) -> None:
    edits = (
        AddObject("registration", {"number": "9/2025"}, "reg"),
        AddObject("registration_parcel", {"registration_id": New("reg"), "parcel_id": hands.parcel("12/2")}),
    )
    hands.store.app.execute(EditRecord(edits, Basis("list", words="sổ biến động")))
    tree = hands.tab("rights")
    hands.click_at(tree, hands.link_of(tree, SECTIONS["registration"], Link.FIND))
    dialog = ask(hands, "9/2025", 1)
    click_row(dialog.table, 0)
    click(dialog.choose)
    hands.wait(lambda: hands.page.is_changed and not children(hands.area, RecordedDialog))
    hands.activate()
    hands.save()
    assert hands.dossier().of(Registration) == hands.dossier("12/2").of(Registration)
