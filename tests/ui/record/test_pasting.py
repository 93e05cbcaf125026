"""Cells of a spreadsheet are pasted into fields and objects of the parcel page after a preview."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from landdesk.domain.fields import field_of
from landdesk.ui.record.paste_dialog import PasteDialog
from tests.ui.hands import CTRL, children, click, press
from tests.ui.record.conftest import Hands


def paste(hands: Hands, text: str) -> PasteDialog:
    QGuiApplication.clipboard().setText(text)
    press(hands.page.tabs.currentWidget(), Qt.Key.Key_V, CTRL)
    return children(hands.area, PasteDialog)[0]


def cell(dialog: PasteDialog, row: int, column: int) -> str:
    item = dialog.table.item(row, column)
    assert item is not None
    return item.text()


def test_a_column_of_cells_fills_the_fields_below_after_a_preview(hands: Hands) -> None:
    tree = hands.tab("land")
    tree.go_to(hands.index(tree, "parcel", "legal_area_m2"), edit=False)
    dialog = paste(hands, "612,5\r\nx15\r\nThôn Trung\r\n")
    cells = [[cell(dialog, row, column) for column in (1, 2, 3)] for row in range(3)]
    assert cells == [
        ["Legal area", "600.00", "612.50"],
        ["Map area as recorded", "", "x15"],
        ["Parcel address", "Thôn Phú Điền", "Thôn Trung"],
    ]
    assert "x15" in cell(dialog, 1, 4)
    assert not hands.page.is_changed
    click(dialog.put)
    assert tree.rows.note_at(hands.node(tree, "parcel", "map_area_m2"))[0] == "error"
    hands.type_at(tree, "parcel", "map_area_m2", "615")
    hands.save()
    parcel = hands.dossier().parcel
    assert (parcel.legal_area_m2, parcel.map_area_m2, parcel.address) == (
        Decimal("612.50"),
        Decimal("615.00"),
        "Thôn Trung",
    )


def test_rows_of_cells_become_objects(hands: Hands) -> None:
    tree = hands.tab("land")
    tree.go_to(hands.index(tree, "purpose", "land_use"), edit=False)
    dialog = paste(hands, "ONT\t300\nCLN\t200\nHNK\t100\n")
    click(dialog.put)
    assert tree.rows.sum_words()[0] == "good"
    hands.save()
    assert [(one.land_use, one.area_m2) for one in hands.dossier().purposes] == [
        ("ONT", Decimal("300.00")),
        ("CLN", Decimal("200.00")),
        ("HNK", Decimal("100.00")),
    ]


def test_one_cell_goes_into_its_field_at_once(hands: Hands) -> None:
    tree = hands.tab("land")
    tree.go_to(hands.index(tree, "parcel", "hamlet"), edit=False)
    QGuiApplication.clipboard().setText("Phú Điền\n")
    press(tree, Qt.Key.Key_V, CTRL)
    assert hands.draft.text(hands.draft.parcel, field_of("parcel", "hamlet")) == "Phú Điền"
    assert not children(hands.area, PasteDialog)
