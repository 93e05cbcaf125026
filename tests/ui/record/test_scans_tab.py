"""Scans on the parcel page: attached by dialog and by dropping, told when there already, supplied and looked at."""

from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from landdesk.domain.commands import AddObject, EditRecord, New, Value
from landdesk.domain.fields import field_of
from landdesk.domain.records import Document, DocumentLink
from landdesk.services.importing import scans
from landdesk.ui.record.nodes import Link, Node, NodeKind
from landdesk.ui.record.record_tree import RecordTree
from landdesk.ui.record.scan_dialog import ScanDialog
from tests.ui.hands import button, children, click, press
from tests.ui.record.conftest import SECTIONS, Hands


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder with two scans and a text."""
    folder = tmp_path / "stick"
    folder.mkdir()
    pdf = pypdfium2.PdfDocument.new()
    for _page in range(3):
        pdf.new_page(595, 842)
    pdf.save(folder / "BA123456-GCN.pdf")
    Image.new("RGB", (40, 60), "red").save(folder / "cmnd.jpg")
    (folder / "ghi-chu.docx").write_text("không phải bản quét", "utf-8")
    return folder


def dropped(tree: RecordTree, files: Sequence[Path]) -> bool:
    """Drag files over a tab and let them go; whether the tab takes them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(one)) for one in files])
    place, copy, left = QPoint(40, 40), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    over = QDragEnterEvent(place, copy, data, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(tree.viewport(), over)
    if not over.isAccepted():
        return False
    drop = QDropEvent(QPointF(place), copy, data, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(tree.viewport(), drop)
    return True


def chosen_in_dialog(hands: Hands, *files: Path) -> None:
    dialog = children(hands.area, QFileDialog)[0]
    dialog.filesSelected.emit([str(one) for one in files])
    dialog.close()
    hands.qtbot.waitUntil(lambda: not children(hands.area, QFileDialog))
    hands.activate()


def documents(hands: Hands, key: str = "12/1") -> list[Document]:
    return [scan for _link, scan in hands.dossier(key).scans]


def scan_node(tree: RecordTree, title: str) -> Node:
    return next(
        one
        for one in tree.rows._nodes.values()
        if one.kind is NodeKind.OBJECT and tree.rows.index_of(one.path, 0).data().endswith(title)
    )


def use(hands: Hands, tree: RecordTree, title: str, link: Link) -> None:
    """Click on what stands at the right end of the line of a scan."""
    node = scan_node(tree, title)
    index = tree.rows.index_of(node.path, 0)
    tree.scrollTo(index)
    hands.click_at(tree, tree.delegate.link_rects(node, tree.visualRect(index))[link].center())


def notes(tree: RecordTree) -> list[str]:
    return [one.words for one in tree.rows._nodes.values() if one.kind is NodeKind.NOTE]


def test_scans_are_chosen_typed_about_and_kept_as_one_act(hands: Hands, stick: Path) -> None:
    tree, number = hands.tab("scans"), hands.version()
    hands.click_at(tree, hands.link_of(tree, SECTIONS["document"], Link.FILES))
    chosen_in_dialog(hands, stick / "BA123456-GCN.pdf", stick / "cmnd.jpg")
    hands.wait(lambda: hands.page.is_changed)
    assert hands.page.tabs.tabText(5).endswith("3")
    vault = hands.store.app.store.vault
    assert not list(vault.digests()), "nothing is kept before it is saved"
    made = hands.draft.objects[list(hands.draft.files)[1]]
    assert tree.rows.field_index(made.key, "signed").isValid()
    hands.draft.set_text(made, field_of("document", "signed"), "Yes")
    joint = hands.draft.joint_of(SECTIONS["document"], hands.draft.parcel, made)
    assert joint is not None
    hands.draft.set_text(joint, field_of("document_link", "party_id"), "Lý Thị Mận")
    hands.page.refresh()
    hands.save()
    assert hands.version() == number + 1
    found = {one.file_name: one for one in documents(hands)}
    pdf, card = found["BA123456-GCN.pdf"], found["cmnd.jpg"]
    assert (pdf.kind, pdf.pages, pdf.media_type, pdf.signed) == ("1", 3, "application/pdf", None)
    assert (card.kind, card.pages, card.media_type, card.signed) == ("0", 1, "image/jpeg", True)
    links = {one.document_id: one for one in hands.dossier().of(DocumentLink)}
    wife = next(one for one in hands.dossier().holders if one.name == "Lý Thị Mận")
    assert links[card.id].party_id == wife.id
    # The scan of a certificate belongs to the one certificate of the parcel.
    assert links[pdf.id].certificate_id == hands.dossier().certificates[0][1].id
    assert {one.hex() for one in vault.digests()} == {pdf.sha256, card.sha256}
    hands.store.app.undo()
    assert [one.title for one in documents(hands)] == ["GCN.pdf"]


def test_the_scan_of_a_certificate_is_no_gap_any_more_once_it_is_attached(hands: Hands, stick: Path) -> None:
    hands.store.selection.choose([hands.parcel("12/3")])
    hands.wait(lambda: hands.shows("12/3"))

    def gaps() -> set[str]:
        found = hands.page.completeness
        assert found is not None
        return {one.of for one in found.gaps if not hands.page._is_filled(one)}

    assert "scan" in gaps()
    tree = hands.tab("scans")
    assert notes(tree) == ["Drag PDF, JPEG, PNG or TIFF files onto this tab to add them."]
    dropped(tree, [stick / "BA123456-GCN.pdf"])
    hands.wait(lambda: "scan" not in gaps())
    hands.save()
    hands.wait(lambda: "scan" not in gaps())


def test_files_are_dropped_and_what_is_no_scan_is_told_at_the_tab(
    hands: Hands, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = hands.tab("scans")
    assert dropped(tree, [stick / "cmnd.jpg", stick / "ghi-chu.docx", stick / "khong-con.pdf"])
    hands.wait(lambda: hands.page.is_changed)
    assert [path.name for path in hands.draft.files.values()] == ["cmnd.jpg"]
    told = hands.page.trouble.text()
    assert "no PDF and no picture" in told
    assert "ghi-chu.docx" in told
    assert "khong-con.pdf" in told
    monkeypatch.setattr(scans, "LARGEST_BYTES", 500)
    assert dropped(tree, [stick / "BA123456-GCN.pdf"])
    hands.wait(lambda: "too large" in hands.page.trouble.text())
    assert len(hands.draft.files) == 1


def test_stores_and_maps_are_left_to_the_window(hands: Hands, stick: Path) -> None:
    tree = hands.tab("scans")
    assert not dropped(tree, [stick / "ban-do.dxf"])
    assert not dropped(hands.tab("land"), [stick / "cmnd.jpg"])


def test_a_stick_that_was_pulled_out_is_told_and_nothing_is_lost(hands: Hands, stick: Path) -> None:
    tree, number = hands.tab("scans"), hands.version()
    dropped(tree, [stick / "cmnd.jpg"])
    hands.wait(lambda: hands.page.is_changed)
    away = (stick / "cmnd.jpg").rename(stick / "away.jpg")
    press(tree, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    hands.wait(lambda: hands.page.trouble.isVisible() and hands.page.isEnabled())
    assert "cmnd.jpg" in hands.page.trouble.text()
    assert hands.version() == number
    away.rename(stick / "cmnd.jpg")
    hands.save()
    assert [one.file_name for one in documents(hands)][-1] == "cmnd.jpg"


def test_the_same_file_twice_is_told_and_not_doubled(hands: Hands, stick: Path) -> None:
    tree = hands.tab("scans")
    dropped(tree, [stick / "cmnd.jpg"])
    hands.wait(lambda: hands.page.is_changed)
    copy = stick / "ban-sao.jpg"
    copy.write_bytes((stick / "cmnd.jpg").read_bytes())
    dropped(tree, [copy])
    hands.wait(lambda: "ban-sao.jpg is among the scans already as “cmnd.jpg”" in hands.page.trouble.text())
    hands.save()
    assert len(documents(hands)) == 2
    # The same scan at another parcel is the same object.
    hands.store.selection.choose([hands.parcel("12/2")])
    hands.wait(lambda: hands.shows("12/2"))
    dropped(tree, [copy])
    hands.wait(lambda: hands.page.is_changed)
    assert "recorded already with parcel 12/1" in hands.page.trouble.text()
    assert "Also at parcel 12/1: what you change here changes there too." in notes(tree)
    hands.save()
    assert documents(hands, "12/2") == documents(hands)[-1:]


def test_a_file_that_was_scanned_anew_under_its_name_is_not_taken_for_the_other(
    hands: Hands, stick: Path
) -> None:
    tree, number = hands.tab("scans"), hands.version()
    dropped(tree, [stick / "cmnd.jpg"])
    hands.wait(lambda: len(hands.draft.files) == 1)
    Image.new("RGB", (40, 60), "blue").save(stick / "cmnd.jpg")
    dropped(tree, [stick / "cmnd.jpg"])
    hands.wait(lambda: len(hands.draft.files) == 2)
    press(tree, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    hands.wait(lambda: hands.page.trouble.isVisible() and hands.page.isEnabled())
    assert "has changed since it was chosen" in hands.page.trouble.text()
    assert hands.version() == number


def test_a_scan_that_was_taken_out_comes_back_by_its_file(hands: Hands, stick: Path) -> None:
    tree = hands.tab("scans")
    dropped(tree, [stick / "cmnd.jpg"])
    hands.wait(lambda: hands.page.is_changed)
    hands.save()
    before = documents(hands)
    use(hands, tree, "cmnd.jpg", Link.REMOVE)
    assert hands.page.tabs.tabText(5).endswith("1")
    dropped(tree, [stick / "cmnd.jpg"])
    hands.wait(lambda: hands.page.tabs.tabText(5).endswith("2"))
    hands.save()
    assert documents(hands) == before


def test_a_scan_that_is_not_on_this_computer_is_supplied_by_its_very_file(hands: Hands, stick: Path) -> None:
    one, pdf = hands.parcel("12/1"), stick / "BA123456-GCN.pdf"
    form = scans.look_at_scan(pdf)
    values: dict[str, Value] = {"kind": "1", "title": "GCN của bà Mận", "sha256": form.sha256, "pages": 3}
    link: dict[str, Value] = {"document_id": New("doc"), "parcel_id": one}
    hands.store.app.execute(
        EditRecord((AddObject("document", values, "doc"), AddObject("document_link", link)))
    )
    tree = hands.tab("scans")
    hands.wait(lambda: "The file is not on this computer." in notes(tree))
    number, vault = hands.version(), hands.store.app.store.vault
    use(hands, tree, "GCN của bà Mận", Link.SUPPLY)
    chosen_in_dialog(hands, stick / "cmnd.jpg")
    hands.wait(hands.page.trouble.isVisible)
    assert "another file than the recorded scan “GCN của bà Mận”" in hands.page.trouble.text()
    assert not list(vault.digests())
    use(hands, tree, "GCN của bà Mận", Link.SUPPLY)
    chosen_in_dialog(hands, pdf)
    hands.wait(lambda: "The file is not on this computer." not in notes(tree))
    assert vault.has(bytes.fromhex(form.sha256))
    assert not hands.page.trouble.isVisible()
    assert hands.version() == number, "nothing of the record changed"
    assert not hands.page.is_changed


def test_a_missing_scan_is_supplied_by_dropping_it_too(hands: Hands, stick: Path) -> None:
    one, form = hands.parcel("12/1"), scans.look_at_scan(stick / "cmnd.jpg")
    link: dict[str, Value] = {"document_id": New("doc"), "parcel_id": one}
    hands.store.app.execute(
        EditRecord((AddObject("document", {"sha256": form.sha256}, "doc"), AddObject("document_link", link)))
    )
    tree = hands.tab("scans")
    hands.wait(lambda: "The file is not on this computer." in notes(tree))
    dropped(tree, [stick / "cmnd.jpg"])
    hands.wait(lambda: not notes(tree))
    assert hands.store.app.store.vault.has(bytes.fromhex(form.sha256))
    assert not hands.page.is_changed


def test_a_scan_is_looked_at_before_and_after_it_is_saved(hands: Hands, stick: Path) -> None:
    tree = hands.tab("scans")
    dropped(tree, [stick / "BA123456-GCN.pdf"])
    hands.wait(lambda: hands.page.is_changed)
    for saved in (False, True):
        if saved:
            hands.save()
            (stick / "BA123456-GCN.pdf").unlink()
        use(hands, tree, "BA123456-GCN.pdf", Link.OPEN)
        dialog = children(hands.area, ScanDialog)[0]
        hands.qtbot.waitUntil(lambda: not dialog.view.paper.pixmap().isNull())  # noqa: B023
        assert "page 1 of 3" in dialog.view.caption.text()
        click(button(dialog, "Next page"))
        assert "page 2 of 3" in dialog.view.caption.text()
        hands.wait(lambda: True)
        click(next(one for one in children(dialog, QPushButton) if one.text() == "Close"))
        hands.qtbot.waitUntil(lambda: not children(hands.area, ScanDialog))
        hands.activate()


def test_alt_and_insert_offers_files_from_any_line_of_the_tab(hands: Hands, stick: Path) -> None:
    tree = hands.tab("scans")
    tree.go_to(hands.index(tree, "document", "title"), edit=False)
    press(tree, Qt.Key.Key_Insert, Qt.KeyboardModifier.AltModifier)
    chosen_in_dialog(hands, stick / "cmnd.jpg")
    hands.wait(lambda: hands.page.is_changed)
