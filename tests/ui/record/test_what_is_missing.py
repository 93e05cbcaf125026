"""What is missing stands above the parcel page in words, and each leads to its field."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.commands import EditRecord, RemoveObject, SetFields
from landdesk.domain.fields import field_of
from landdesk.domain.records import (
    SyncStatus,
)
from tests.ui.hands import CTRL, children, click, press, read, type_words
from tests.ui.record.conftest import Hands


def chips(hands: Hands) -> dict[str, QToolButton]:
    found = children(hands.page.gaps, QToolButton)
    return {one.accessibleName(): one for one in found if one.objectName() == "chip"}


def show_all_gaps(hands: Hands, wanted: str) -> None:
    """Press what shows the gaps that are folded away, until one is seen."""

    def seen() -> bool:
        for one in children(hands.page.gaps, QToolButton):
            if one.objectName() == "link":
                press(one, Qt.Key.Key_Space)
                return False
        return wanted in chips(hands)

    hands.qtbot.waitUntil(seen)


def test_what_is_missing_is_said_in_words_and_leads_to_its_field(hands: Hands) -> None:
    hands.wait(lambda: "Missing:" in read(hands.page.gaps))
    words = read(hands.page.gaps)
    assert "Attributes: Missing" in words
    assert "Missing:" in words
    assert "Unknown:" in words
    show_all_gaps(hands, "Missing: Date of issue")
    click(chips(hands)["Missing: Date of issue"])
    tree = hands.page.trees["certificates"]
    assert hands.page.tabs.currentWidget() is tree
    assert hands.current_field(tree) == field_of("certificate", "issued_on")
    type_words(hands.editor(tree), "17/05/2010")
    press(hands.editor(tree), Qt.Key.Key_Return)
    assert "Missing: Date of issue" not in chips(hands)
    hands.save()
    assert "Missing: Date of issue" not in chips(hands)


def test_a_gap_without_an_object_adds_one_to_the_form(hands: Hands) -> None:
    hands.store.selection.choose([hands.parcel("12/3")])
    hands.wait(lambda: hands.shows("12/3"))
    show_all_gaps(hands, "Unknown: Serial number")
    chip = chips(hands)["Unknown: Serial number"]
    press(chip, Qt.Key.Key_Space)
    tree = hands.page.trees["certificates"]
    assert hands.current_field(tree) == field_of("certificate", "serial")
    assert not hands.page.is_changed
    type_words(hands.editor(tree), "ba 654321")
    press(hands.editor(tree), Qt.Key.Key_Return)
    hands.save()
    assert [one.serial for _, one in hands.dossier("12/3").certificates] == ["BA 654321"]


def test_after_a_map_alone_nothing_is_missing_of_persons_and_papers(hands: Hands) -> None:
    app, parcel = hands.store.app, hands.parcel("12/3")
    dossier = hands.dossier("12/3")
    edits = (
        SetFields("parcel", parcel, {"loaded": "boundary key", "address": None, "legal_area_m2": None}),
        RemoveObject("purpose", dossier.purposes[0].id),
        RemoveObject("land_right", dossier.rights[0].id),
    )
    app.execute(EditRecord(edits))
    hands.store.selection.choose([parcel])
    hands.wait(lambda: hands.shows("12/3"))
    hands.wait(lambda: {"Attributes: Unknown", "Unstructured: Unknown"} <= set(read(hands.page.gaps)))
    show_all_gaps(hands, "Unknown: Full name")
    assert {name for name in chips(hands) if name.startswith("Missing")} == set()
    draft = hands.draft
    assert not [path for tree in hands.page.trees.values() for path in tree.rows.lacking]
    assert not draft.is_changed


def test_a_key_walks_through_what_is_missing(hands: Hands) -> None:
    seen = []
    tree = hands.tab("land")
    hands.activate()
    for _ in range(3):
        press(hands.page.tabs.currentWidget(), Qt.Key.Key_G, CTRL)
        current = hands.page.tabs.currentWidget()
        tree = next(one for one in hands.page.trees.values() if one is current)
        node = tree.rows.node(tree.currentIndex())
        assert node is not None
        seen.append(node.path)
        press(hands.editor(tree), Qt.Key.Key_Escape)
    assert len(set(seen)) == 3


def test_what_the_status_file_says_is_present_elsewhere(hands: Hands) -> None:
    app, parcel = hands.store.app, hands.parcel("12/1")
    status = SyncStatus(app.store.new_id(), parcel, "2026-11-01", blocks_in_sync=True)
    app.write(lambda context: context.work.apply(ChangeSet("test", (Delta(None, status),))))
    hands.wait(lambda: "Unstructured: Present elsewhere" in read(hands.page.gaps))
    assert "Present elsewhere:" in read(hands.page.gaps)
    assert not chips(hands)
