"""Certificates typed with real keys: the five commonest, and how many keys each takes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from landdesk.i18n import set_language
from landdesk.services.entry.form import CertificateForm, OriginForm, PersonForm
from landdesk.services.entry.recorded import recorded_form
from landdesk.ui.entry.presenter import EntryPresenter
from landdesk.ui.entry.row import EntryEdit
from landdesk.ui.main_window import MainWindow

ENTER, CTRL, SHIFT = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@dataclass
class Keyboard:
    """Presses keys where the keys go, and counts them; an accented letter counts as one key."""

    presenter: EntryPresenter
    qtbot: QtBot
    count: int = 0
    visited: list[str] = field(default_factory=list)

    @property
    def at(self) -> EntryEdit:
        """The field that the keys go to."""
        focus = self.presenter.page.focusWidget()
        assert isinstance(focus, EntryEdit)
        return focus

    @property
    def place(self) -> str:
        """Its place."""
        return self.presenter.sheet.place_of(self.at)

    def type(self, text: str) -> None:
        """Type a text and press Enter; nothing for a field that is passed by empty."""
        for letter in text:
            if letter.isascii():
                QTest.keyClicks(self.at, letter)
            else:
                edit = self.at
                edit.insert(letter)
                edit.textEdited.emit(edit.text())
        self.count += len(text)
        self.press(ENTER)

    def press(self, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key or one combination."""
        self.count += 1
        self.visited.append(self.place)
        QTest.keyClick(self.at, key, keys)

    def fill(self, *texts: str) -> None:
        """Type texts, one after the other, each with Enter."""
        for text in texts:
            self.type(text)

    def save(self) -> None:
        """Press Ctrl+Enter and wait until it is written."""
        self.press(ENTER, CTRL)
        self.qtbot.waitUntil(lambda: self.presenter.settled)
        assert self.presenter.page.trouble.isHidden(), self.presenter.page.trouble.text()


@pytest.fixture
def presenter(qtbot: QtBot, window: MainWindow) -> EntryPresenter:
    """The page over the window of the small store."""
    made = window.errands.enter_certificate()
    qtbot.waitExposed(made.page)
    qtbot.waitUntil(lambda: made.settled)
    return made


@pytest.fixture
def keys(qtbot: QtBot, presenter: EntryPresenter) -> Keyboard:
    """Its keyboard."""
    return Keyboard(presenter, qtbot)


def entered(window: MainWindow, serial: str) -> CertificateForm:
    """Return a certificate of the store as a form."""

    def read(reader: Any) -> CertificateForm:
        (found,) = reader.entering.certificates(serial)
        return recorded_form(reader, found.id)

    return window.desk.store.app.read(read)


def settle(qtbot: QtBot, presenter: EntryPresenter) -> None:
    qtbot.waitUntil(lambda: presenter.settled)


# --- the five commonest ------------------------------------------------------------------------------------

CARD = "056061000011|225000111|Trần Văn Mít|17051961|Nam|Thôn Phú Điền|01012022"
WIFE = "056165000012|225000112|Lê Thị Ổi|02031965|Nữ|Thôn Phú Điền|01012022"


def individual(keys: Keyboard) -> str:
    keys.fill("AA123456", "02032012", "CH04421", "", "UBND huyện Diên Khánh")
    keys.fill("Trần Văn Mít", "17051961", "056061000011", "Thôn Phú Điền")
    keys.fill("40", "7", "Thôn Phú Điền", "200,5", "ont", "1")
    keys.save()
    return "AA 123456"


def couple(keys: Keyboard) -> str:
    keys.fill("AA123457", "02032012", "CH04422", "vc", "UBND huyện Diên Khánh")
    keys.fill("Trần Văn Mít", "17051961", "056061000011", "Thôn Phú Điền")
    keys.press(Qt.Key.Key_F2)
    keys.fill("Lê Thị Ổi", "1965", "056165000012")
    keys.press(Qt.Key.Key_D, CTRL)
    keys.fill("40", "8", "Thôn Phú Điền", "150", "ont", "1")
    keys.press(Qt.Key.Key_F5)
    keys.fill("nha o", "", "", "", "80", "160", "r")
    keys.save()
    return "AA 123457"


def household(keys: Keyboard) -> str:
    keys.fill("K123458", "15101999", "00123", "hgd", "UBND huyện Diên Khánh")
    keys.fill("Trần Văn Mít", "1961", "056061000011", "Thôn Phú Điền")
    for number, area in (("21", "1200"), ("22", "830,5"), ("23", "640")):
        if number != "21":
            keys.press(Qt.Key.Key_F3)
        keys.fill("41", number)
        if number == "21":
            keys.fill("Đồng Cây Da")
        else:
            keys.press(Qt.Key.Key_D, CTRL)
        keys.fill(area, "luk", "5", "15102043")
    keys.save()
    return "K 123458"


def organisation(keys: Keyboard) -> str:
    keys.fill("CT123459", "20052016", "CT00123", "tc", "Sở TNMT Khánh Hòa", "Công ty TNHH Xoài Xanh")
    keys.fill("Phạm Văn Na", "1970", "056070000013", "Nha Trang")
    keys.fill("42", "3", "Khu công nghiệp Suối Dầu", "15000", "skk", "10", "20052066")
    keys.save()
    return "CT 123459"


def inheritance(keys: Keyboard) -> str:
    keys.fill("BC123460", "11112013", "CH00777", "", "UBND huyện Diên Khánh")
    keys.fill("Lê Thị Ổi", "1965", "056165000012", "Thôn Phú Điền")
    for number, area, garden in (("31", "500", "200"), ("32", "420", "320")):
        if number != "31":
            keys.press(Qt.Key.Key_F3)
        keys.fill("43", number)
        if number == "31":
            keys.fill("Thôn Phú Điền")
        else:
            keys.press(Qt.Key.Key_D, CTRL)
        keys.fill(area, "ont", "tk+1")
        keys.press(Qt.Key.Key_F4)
        # What the garden leaves is the home's.
        keys.fill("cln", garden, "tk+1", "15102063")
    keys.save()
    return "BC 123460"


MOST_KEYS: dict[Callable[[Keyboard], str], int] = {
    individual: 130,
    couple: 179,
    household: 189,
    organisation: 163,
    inheritance: 192,
}
"""So many keys at the most, every letter of every text and the last Ctrl+Enter among them."""


@pytest.mark.parametrize("certificate", MOST_KEYS, ids=lambda one: one.__name__)
def test_keys_of_the_commonest_certificates(
    keys: Keyboard,
    window: MainWindow,
    certificate: Callable[[Keyboard], str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    serial = certificate(keys)
    made = entered(window, serial)
    fields = len(keys.visited)
    with capsys.disabled():
        print(f"\n{certificate.__name__}: {keys.count} keys, {fields} of them that leave or add a field")
    assert made.persons[0].identity_number is not None
    assert len(made.parcels) == {"household": 3, "inheritance": 2}.get(certificate.__name__, 1)
    assert all(one.purposes[0].form == "RIENG" for one in made.parcels)
    assert keys.count <= MOST_KEYS[certificate]


def test_what_the_five_record(keys: Keyboard, window: MainWindow) -> None:
    made = entered(window, inheritance(keys))
    origin = OriginForm(origin="1", transfer_origin="THUA_KE")
    assert [
        [(one.land_use, one.area_m2, one.origins) for one in parcel.purposes] for parcel in made.parcels
    ] == [
        [("ONT", Decimal("300.00"), (origin,)), ("CLN", Decimal("200.00"), (origin,))],
        [("ONT", Decimal("100.00"), (origin,)), ("CLN", Decimal("320.00"), (origin,))],
    ]
    body = entered(window, organisation(keys))
    assert (body.organisation, body.persons[0].role) == ("Công ty TNHH Xoài Xanh", "representative")
    assert body.parcels[0].purposes[0].term_until == "2066-05-20"


def test_the_next_of_the_same_day_takes_few_keys(keys: Keyboard, window: MainWindow) -> None:
    individual(keys)
    keys.count = 0
    keys.press(Qt.Key.Key_F6)
    keys.fill("AA123499", "CH04499", "")
    QGuiApplication.clipboard().setText(WIFE)
    keys.press(Qt.Key.Key_V, CTRL)
    keys.press(ENTER)
    keys.fill("9", "180", "ont", "1")
    keys.save()
    made = entered(window, "AA 123499")
    assert (made.issuer, made.issued_on) == ("UBND huyện Diên Khánh", "2012-03-02")
    assert (made.parcels[0].sheet, made.parcels[0].number) == ("40", "9")
    assert made.persons[0] == PersonForm(
        name="Lê Thị Ổi",
        born="1965-03-02",
        sex="female",
        identity_number="056165000012",
        address="Thôn Phú Điền",
        role="individual",
    )
    assert keys.count <= 38


# --- what is typed and what is said ------------------------------------------------------------------------


def test_a_scanner_types_the_card(keys: Keyboard) -> None:
    keys.presenter.page.go_to(keys.presenter.sheet.persons[0].edits["name"])
    keys.type("056165000012|225000112|Le Thi Oi|02031965|Nu|Thon Phu Dien")
    assert keys.presenter.sheet.persons[0].texts()["identity_number"] == "056165000012"
    keys.presenter.sheet.persons[0].show_texts({})
    keys.presenter.page.go_to(keys.presenter.sheet.persons[0].edits["name"])
    keys.type(CARD)
    texts = keys.presenter.sheet.persons[0].texts()
    assert (texts["name"], texts["born"], texts["address"]) == ("Trần Văn Mít", "17/05/1961", "Thôn Phú Điền")
    assert keys.place == "parcels.0.sheet"


def test_the_sum_runs_along(keys: Keyboard, qtbot: QtBot) -> None:
    sheet = keys.presenter.sheet
    keys.presenter.page.go_to(sheet.parcels[0].row.edits["sheet"])
    keys.fill("40", "7", "", "500", "ont")
    assert "500.00 ✓ 500.00" in sheet.parcels[0].heading.text()
    keys.press(Qt.Key.Key_F4)
    keys.fill("cln", "200")
    assert sheet.parcels[0].purposes[0].edits["area_m2"].placeholderText() == "300"
    sheet.parcels[0].purposes[0].edits["area_m2"].setText("310")
    keys.type("")
    assert "510.00 ≠ 500.00" in sheet.parcels[0].heading.text()
    settle(qtbot, keys.presenter)
    assert sheet.parcels[0].purposes[1].trouble.isVisible()
    assert sheet.parcels[0].purposes[1].edits["area_m2"].property("wrong")


def test_a_complete_or_recorded_parcel_is_told_while_typing(keys: Keyboard, qtbot: QtBot) -> None:
    sheet = keys.presenter.sheet
    keys.presenter.page.go_to(sheet.parcels[0].row.edits["sheet"])
    keys.fill("12", "1", "Thôn Tây")
    settle(qtbot, keys.presenter)
    assert "Thôn Phú Điền" in sheet.parcels[0].row.trouble.text()
    keys.presenter.page.go_to(sheet.parcels[0].row.edits["address"])
    keys.press(Qt.Key.Key_F8, SHIFT)
    assert sheet.parcels[0].row.texts()["address"] == "Thôn Phú Điền"
    assert keys.place == "parcels.0.area_m2"
    settle(qtbot, keys.presenter)
    assert not sheet.parcels[0].row.trouble.isVisible()


def test_what_is_typed_can_be_accepted(keys: Keyboard, window: MainWindow, qtbot: QtBot) -> None:
    keys.fill("AA123456", "02032012", "CH04421", "", "", "Trần Văn Mít", "1961", "056061000011", "Thôn Đông")
    keys.fill("12", "1", "Thôn Tây", "600", "ont", "1")
    keys.press(ENTER, CTRL)
    settle(qtbot, keys.presenter)
    assert keys.presenter.page.trouble.isVisible()
    assert keys.place == "parcels.0.address"
    keys.press(Qt.Key.Key_F8)
    keys.save()
    assert entered(window, "AA 123456").parcels[0].address == "Thôn Tây"


def test_saving_is_refused_at_the_field(keys: Keyboard, window: MainWindow, qtbot: QtBot) -> None:
    keys.fill("AA123456", "31022012")
    keys.press(ENTER, CTRL)
    settle(qtbot, keys.presenter)
    assert keys.place == "issued_on"
    assert keys.at.property("wrong")
    keys.type("02032012")
    keys.press(ENTER, CTRL)
    settle(qtbot, keys.presenter)
    assert keys.place == "persons.0.name"
    assert window.desk.store.app.read(lambda reader: reader.entering.certificates("AA 123456")) == []


def test_a_recorded_serial_is_gone_on_with(keys: Keyboard, window: MainWindow, qtbot: QtBot) -> None:
    individual(keys)
    keys.type("AA123456")
    settle(qtbot, keys.presenter)
    keys.presenter.page.go_to(keys.presenter.sheet.certificate.edits["serial"])
    keys.press(Qt.Key.Key_F8)
    settle(qtbot, keys.presenter)
    assert keys.presenter.sheet.parcels[0].row.texts()["number"] == "7"
    keys.press(Qt.Key.Key_F3)
    keys.fill("40", "8", "Thôn Phú Điền", "90", "ont", "1")
    keys.save()
    assert [one.number for one in entered(window, "AA 123456").parcels] == ["7", "8"]


def test_rows_come_and_go(keys: Keyboard) -> None:
    sheet = keys.presenter.sheet
    for key, rows in ((Qt.Key.Key_F2, 2), (Qt.Key.Key_F3, 2), (Qt.Key.Key_F4, 2)):
        keys.press(key)
        assert keys.at.isVisible()
        assert (
            rows
            == {
                Qt.Key.Key_F2: len(sheet.persons),
                Qt.Key.Key_F3: len(sheet.parcels),
                Qt.Key.Key_F4: len(sheet.parcels[-1].purposes),
            }[key]
        )
    keys.press(Qt.Key.Key_Delete, CTRL)
    assert len(sheet.parcels[-1].purposes) == 1
    keys.press(Qt.Key.Key_Delete, CTRL)
    assert len(sheet.parcels) == 1
    keys.press(Qt.Key.Key_F7)
    assert sheet.current_user is not None
    keys.press(Qt.Key.Key_Delete, CTRL)
    assert sheet.current_user is None


def test_the_page_fits_a_small_screen(qtbot: QtBot, window: MainWindow) -> None:
    set_language("vi")
    try:
        page = window.errands.enter_certificate().page
        assert page.minimumSizeHint().width() <= 1024
        assert page.minimumSizeHint().height() <= 700
    finally:
        set_language("en")
    page.reject()
    qtbot.waitUntil(lambda: window.desk.tasks.idle)


# --- nothing is lost ---------------------------------------------------------------------------------------


def test_an_unfinished_form_is_kept(keys: Keyboard, window: MainWindow, qtbot: QtBot) -> None:
    keys.fill("AA123456", "02032012")
    keys.press(Qt.Key.Key_F3)
    keys.fill("40", "7")
    keys.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.desk.tasks.idle)
    again = window.errands.enter_certificate()
    settle(qtbot, again)
    texts = again.sheet.texts()
    assert (texts["serial"], texts["issued_on"]) == ("AA 123456", "02/03/2012")
    assert texts["parcels"] == [{"sheet": "40", "number": "7", "purposes": []}]
    again.page.close()
    qtbot.waitUntil(lambda: window.desk.tasks.idle)


def test_what_was_saved_leaves_no_draft(keys: Keyboard, window: MainWindow, qtbot: QtBot) -> None:
    individual(keys)
    settle(qtbot, keys.presenter)
    assert window.desk.store.app.read(lambda reader: reader.entering.draft()) is None
    assert keys.place == "serial"
    assert keys.presenter.sheet.texts() == {"commune": "22657", "persons": [], "parcels": []}


def test_the_list_shows_states_and_today(keys: Keyboard, qtbot: QtBot) -> None:
    individual(keys)
    settle(qtbot, keys.presenter)
    keys.press(Qt.Key.Key_F10)
    panel = keys.presenter.page.entered
    assert panel.isVisible()
    (row,) = panel.model.rows
    assert (row.serial, row.state, row.parcels) == ("AA 123456", "entered", ("40/7",))
    assert panel.counts.text().count("1") == 2
    panel.table.setFocus()
    panel.table.selectRow(0)
    QTest.keyClick(panel.table, ENTER)
    settle(qtbot, keys.presenter)
    assert keys.presenter.sheet.texts()["serial"] == "AA 123456"


def test_a_paper_can_be_noted_as_collected(keys: Keyboard, qtbot: QtBot) -> None:
    keys.type("AA123456")
    keys.presenter.page.go_to(keys.presenter.sheet.parcels[0].row.edits["sheet"])
    keys.fill("40", "7")
    keys.press(ENTER, CTRL | SHIFT)
    settle(qtbot, keys.presenter)
    assert keys.presenter.page.trouble.isHidden()
    (row,) = keys.presenter.page.entered.model.rows
    assert row.state == "collected"


# --- the scan ----------------------------------------------------------------------------------------------


def write_pdf(path: Path, pages: int) -> Path:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    document.save(path)
    return path


def test_the_scan_is_shown_turned_and_recorded(
    keys: Keyboard, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    presenter = keys.presenter
    presenter.scans.show([write_pdf(tmp_path / "AA123456-GCN.pdf", 3)])
    assert presenter.scans.is_looking
    keys.press(ENTER, CTRL)
    assert presenter.page.trouble.isVisible()
    scan = presenter.page.scan
    qtbot.waitUntil(lambda: not scan.paper.pixmap().isNull())
    assert scan.paper.pixmap().height() > scan.paper.pixmap().width()
    keys.press(Qt.Key.Key_PageDown, CTRL)
    keys.press(Qt.Key.Key_PageDown, CTRL)
    keys.press(Qt.Key.Key_PageDown, CTRL)
    assert scan.page == 2
    keys.press(Qt.Key.Key_R, CTRL)
    qtbot.waitUntil(lambda: scan.paper.pixmap().height() < scan.paper.pixmap().width())
    width = scan.paper.pixmap().width()
    keys.press(Qt.Key.Key_Equal, CTRL)
    qtbot.waitUntil(lambda: scan.paper.pixmap().width() > width)
    qtbot.waitUntil(lambda: scan.area.horizontalScrollBar().maximum() > 0)
    keys.press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert scan.area.horizontalScrollBar().value() > 0
    individual(keys)
    (found,) = entered(window, "AA 123456").scans
    assert (found.pages, found.kind, found.media_type) == (3, "1", "application/pdf")
    assert window.desk.store.app.store.vault.has(bytes.fromhex(found.sha256))
    assert scan.pages == 0


def test_a_damaged_scan_is_told_beside_the_form(keys: Keyboard, qtbot: QtBot, tmp_path: Path) -> None:
    bad = tmp_path / "GCN.pdf"
    bad.write_bytes(b"%PDF-1.7 nothing")
    keys.presenter.scans.show([bad])
    settle(qtbot, keys.presenter)
    assert keys.presenter.page.scan.pages == 0
    assert keys.presenter.scans.forms == ()
    assert keys.presenter.page.scan.caption.text()
