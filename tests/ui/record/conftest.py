"""The parcel page on a small real store; parcel 12/1 has a couple, a certificate and two purposes."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from pytestqt.qtbot import QtBot

from landdesk.domain.commands import AddObject, Basis, EditRecord, New, SetFields
from landdesk.domain.dossier import Dossier
from landdesk.domain.fields import Field
from landdesk.domain.ids import ObjectId
from landdesk.services.forms.draft import Draft
from landdesk.services.forms.layout import TABS, Section
from landdesk.ui.open_store import OpenStore
from landdesk.ui.panels.parcel_panel import ParcelPanel
from landdesk.ui.record.field_editor import FieldEditor
from landdesk.ui.record.nodes import Link, Node
from landdesk.ui.record.parcel_area import ParcelArea
from landdesk.ui.record.record_page import RecordPage
from landdesk.ui.record.record_presenter import RecordPresenter
from landdesk.ui.record.record_tree import RecordTree
from tests.ui.hands import children, click, press, type_words

popups_offscreen = pytest.mark.qt_log_ignore(r"raise\(\)", "grabbing the keyboard", "propagateSizeHints")
"""What a screen that is none cannot do with a list of choices."""
SECTIONS = {section.class_name: section for tab in TABS for section in tab.sections}


@dataclass
class Hands:
    """The open page with what a person does on it."""

    qtbot: QtBot
    area: ParcelArea
    page: RecordPage
    presenter: RecordPresenter
    store: OpenStore
    parcel: Callable[[str], ObjectId]

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(lambda: until() and self.store.tasks.idle, timeout=20_000)

    def open(self, key: str) -> None:
        """Choose a parcel and open its page."""
        self.store.selection.choose([self.parcel(key)])
        self.presenter.open()
        self.wait(lambda: self.shows(key))

    def activate(self) -> None:
        """Let the window be the active one again, as it is when a question is answered."""
        self.area.activateWindow()
        self.qtbot.waitUntil(self.area.isActiveWindow)

    def shows(self, key: str) -> bool:
        draft = self.presenter.draft
        return self.area.shows_page and draft is not None and draft.dossier.parcel.key == key

    @property
    def draft(self) -> Draft:
        assert self.presenter.draft is not None
        return self.presenter.draft

    def dossier(self, key: str = "12/1") -> Dossier:
        one = self.parcel(key)
        return self.store.app.read(lambda reader: reader.dossiers([one])[one])

    def version(self) -> int:
        return self.store.app.read(lambda reader: reader.version())

    def tab(self, code: str) -> RecordTree:
        """Turn to a tab by a click on its title."""
        tree = self.page.trees[code]
        bar = self.page.tabs.tabBar()
        click(bar, bar.tabRect(self.page.tabs.indexOf(tree)).center())
        assert tree.isVisible()
        return tree

    def node(self, tree: RecordTree, class_name: str, name: str, place: int = 0) -> Node:
        """Return the line of a field of the object of a class."""
        found = [
            node
            for node in tree.rows._nodes.values()
            if node.field is not None and (node.one.class_name, node.field.name) == (class_name, name)
        ]
        return found[place]

    def index(self, tree: RecordTree, class_name: str, name: str, place: int = 0) -> QModelIndex:
        return tree.rows.index_of(self.node(tree, class_name, name, place).path)

    def current_field(self, tree: RecordTree) -> Field | None:
        """Return the field of the present line."""
        node = tree.rows.node(tree.currentIndex())
        return None if node is None else node.field

    def click_field(self, tree: RecordTree, class_name: str, name: str, place: int = 0) -> FieldEditor:
        """Click on a value and return the editor that opens."""
        index = self.index(tree, class_name, name, place)
        tree.scrollTo(index)
        self.click_at(tree, tree.visualRect(index).center())
        return self.editor(tree)

    def click_at(self, tree: RecordTree, place: QPoint) -> None:
        click(tree.viewport(), place)

    def editor(self, tree: RecordTree) -> FieldEditor:
        found = children(tree, FieldEditor)
        assert len(found) == 1
        return found[0]

    def type_at(self, tree: RecordTree, class_name: str, name: str, text: str, place: int = 0) -> None:
        """Type a value and go on by Enter."""
        editor = self.click_field(tree, class_name, name, place)
        editor.clear()
        type_words(editor, text)
        if not text.isascii():
            editor.textEdited.emit(editor.text())
        press(editor, Qt.Key.Key_Return)

    def save(self) -> None:
        """Press Ctrl+S and wait until it is done."""
        before = self.version()
        press(self.page.tabs.currentWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        self.wait(lambda: self.version() > before and not self.page.is_changed and self.page.isEnabled())

    def link_of(self, tree: RecordTree, section: Section, link: Link = Link.ADD) -> QPoint:
        """Return where objects are added to a list, or what else is done there."""
        node = next(
            one for one in tree.rows._nodes.values() if one.section is section and tree.rows.can_add(one)
        )
        index = tree.rows.index_of(node.path, 0)
        tree.scrollTo(index)
        return tree.delegate.link_rects(node, tree.visualRect(index))[link].center()


@pytest.fixture
def couple(open_store: OpenStore, parcel: Callable[[str], ObjectId]) -> None:
    """Give parcel 12/1 a second user, a certificate with its scan, and areas of its purposes."""
    app, one = open_store.app, parcel("12/1")
    purpose = app.read(lambda reader: reader.dossiers([one])[one]).purposes[0]
    app.execute(
        EditRecord(
            (
                SetFields("purpose", purpose.id, {"area_m2": Decimal(400)}),
                AddObject("party", {"name": "Lý Thị Mận", "identity_number": "056222333444"}, "wife"),
                AddObject("certificate", {"serial": "BA 123456", "kind": "1"}, "paper"),
                AddObject("certificate_parcel", {"certificate_id": New("paper"), "parcel_id": one}),
                AddObject(
                    "land_right",
                    {"parcel_id": one, "party_id": New("wife"), "certificate_id": New("paper")},
                ),
                AddObject("document", {"kind": "1", "title": "GCN.pdf", "pages": 4}, "scan"),
                AddObject("document_link", {"document_id": New("scan"), "parcel_id": one}),
            ),
            Basis("statement", words="bà Mận"),
        )
    )


@pytest.fixture
def hands(qtbot: QtBot, open_store: OpenStore, couple: None, parcel: Callable[[str], ObjectId]) -> Hands:
    """The page of parcel 12/1, opened."""
    del couple
    page = RecordPage()
    area = ParcelArea(ParcelPanel(), page)
    qtbot.addWidget(area)
    area.resize(620, 700)
    area.show()
    area.activateWindow()
    presenter = RecordPresenter(area, page, open_store)
    made = Hands(qtbot, area, page, presenter, open_store, parcel)
    made.open("12/1")
    return made
