"""The lines of a tab as Qt's model: label and value; what is typed goes into the draft at once."""

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from landdesk.domain.errors import LandDeskError
from landdesk.domain.fields import Kind
from landdesk.i18n import Text, _, format_number, translate
from landdesk.services.commune_rights import Lock
from landdesk.services.forms.draft import Draft
from landdesk.services.forms.layout import Tab, is_masked, is_typed
from landdesk.services.forms.scans import has_scan
from landdesk.ui.panels.parcel_details import masked
from landdesk.ui.record.evidence import evidence_words
from landdesk.ui.record.nodes import Link, Node, NodeKind, build_tab, heading, links_of

AnyIndex = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
LABEL, VALUE = 0, 1


class RecordModel(QAbstractItemModel):
    """One tab of one draft.

    Signals:
        edited(): Something was typed, added or removed.
    """

    edited = Signal()

    def __init__(self, tab: Tab, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tab = tab
        self.draft: Draft | None = None
        self.editable = False
        self.unmasked = False
        self.lacking: frozenset[tuple[str, str]] = frozenset()
        """Object and field of what is missing in the record."""
        self._shown: frozenset[tuple[str, str]] = frozenset()
        self._root: Node | None = None
        self._nodes: dict[int, Node] = {}
        self._places: dict[str, Node] = {}

    def show(self, draft: Draft | None, *, editable: bool) -> None:
        """Show other objects, or the same anew."""
        if draft is None or self.draft is None or draft.dossier.parcel.id != self.draft.dossier.parcel.id:
            self._shown = frozenset()
        self.beginResetModel()
        self.draft, self.editable = draft, editable
        self._root = None if draft is None else build_tab(draft, self.tab, self._shown, editable=editable)
        nodes = [] if self._root is None else list(self._root.walk())
        self._nodes = dict(enumerate(nodes, start=1))
        self._places = {node.path: node for node in nodes}
        self._numbers = {id(node): number for number, node in self._nodes.items()}
        self.endResetModel()

    def rebuild(self) -> None:
        """Show objects that came or went."""
        self.show(self.draft, editable=self.editable)

    def unmask(self, wanted: bool) -> None:
        """Show numbers of persons whole, or in part."""
        self.unmasked = wanted
        self._tell_all()

    def want(self, key: str, name: str) -> None:
        """Let a field be seen although it is rarely used and empty."""
        if (key, name) not in self._shown and f"field:{key}/{name}" in self._places:
            self._shown |= {(key, name)}

    # what others ask
    def node(self, index: AnyIndex) -> Node | None:
        """Return the line of an index."""
        return self._nodes.get(index.internalId()) if index.isValid() else None

    def index_of(self, path: str, column: int = VALUE) -> QModelIndex:
        """Return the index of a line by its path; none where there is no such line."""
        node = self._places.get(path)
        return QModelIndex() if node is None else self._index(node, column)

    def field_index(self, key: str, name: str) -> QModelIndex:
        """Return where a field of an object is typed; none where it is not on this tab."""
        return self.index_of(f"field:{key}/{name}")

    def error_at(self, node: Node) -> LandDeskError | None:
        """Return what is wrong at a field."""
        if self.draft is None or node.field is None or not self.editable:
            return None
        if not self.draft.is_wanted(node.one):
            return None
        return self.draft.reading(node.one, node.field).error

    def doubt_at(self, node: Node) -> Text | None:
        """Return what is doubtful at a field that was typed."""
        if self.draft is None or node.field is None or node.field.name not in node.one.typed:
            return None
        return self.draft.reading(node.one, node.field).doubt

    def note_at(self, node: Node) -> tuple[str, str]:
        """Return what is said below a value: ``error``, ``warning`` or nothing, and the words."""
        error = self.error_at(node)
        if error is not None:
            if node.field is not None and node.field.codelist:
                # All of a list has no room here.
                return "error", " ".join((translate(error.what), _("Alt+Down shows all choices.")))
            parts = [error.what] if error.remedy is None else [error.what, error.remedy]
            return "error", " ".join(translate(part) for part in parts)
        doubt = self.doubt_at(node)
        if doubt is None and self.draft is not None and node.field is not None:
            lock = self.lock_of(node) if node.field.name in node.one.typed else None
            if lock is not None and not has_scan(self.draft, lock.documents):
                doubt = lock.words
        return ("warning", translate(doubt)) if doubt is not None else ("", "")

    def is_changed(self, node: Node) -> bool:
        """Tell whether a field or an object differs from the record."""
        if node.field is None:
            return node.kind is NodeKind.OBJECT and node.one.record is None
        return node.field.name in node.one.typed or (
            node.one.record is not None and node.field.name in node.one.links
        )

    def is_lacking(self, node: Node) -> bool:
        """Tell whether the record lacks a value of the field."""
        return node.field is not None and (node.one.key, node.field.name) in self.lacking

    def links(self, node: Node) -> dict[Link, str]:
        """Return what can be clicked at the right end of a line, in words."""
        return {} if self.draft is None else links_of(self.draft, node, editable=self.editable)

    def can_add(self, node: Node) -> bool:
        """Tell whether an object can be added at a line."""
        return self.editable and node.kind is NodeKind.SECTION and node.section is not None

    def can_remove(self, node: Node) -> bool:
        """Tell whether the object of a line can be taken out."""
        return self.editable and node.kind is NodeKind.OBJECT and node.section is not None

    def is_editable(self, index: AnyIndex) -> bool:
        """Tell whether a value can be typed there."""
        node = self.node(index)
        return (
            self.editable
            and node is not None
            and node.field is not None
            and index.column() == VALUE
            and is_typed(node.field)
            and not self.is_closed(node)
        )

    def lock_of(self, node: Node) -> Lock | None:
        """Return what says that the value of a line may not be changed freely; nothing where nobody types."""
        if self.draft is None or node.field is None or not self.editable or not is_typed(node.field):
            return None
        return self.draft.lock(node.one, node.field)

    def is_closed(self, node: Node) -> bool:
        """Tell whether nothing can be typed at a line, since it is the office's."""
        lock = self.lock_of(node)
        return lock is not None and lock.closed

    def full_text(self, node: Node) -> str:
        """Return what an editor begins with: the whole value."""
        if self.draft is None or node.field is None:
            return ""
        return self.draft.text(node.one, node.field)

    def set_text(self, index: AnyIndex, text: str) -> None:
        """Take what is typed; the line and those that name its object are painted anew."""
        node = self.node(index)
        if node is None or node.field is None or self.draft is None:
            return
        self.draft.set_text(node.one, node.field, text)
        above: Node | None = node
        while above is not None and above is not self._root:
            self._tell(above)
            above = above.parent
        for other in self._nodes.values():
            if other.kind is NodeKind.SUM:
                self._tell(other)
        self.edited.emit()

    def add_at(self, node: Node) -> QModelIndex:
        """Add an object to the list of a line and return where its first value is typed."""
        if self.draft is None or node.section is None or node.above is None:
            return QModelIndex()
        section, above = node.section, node.above
        made = self.draft.add(section, above)
        self.rebuild()
        self.edited.emit()
        head = self._places[f"object:{above.key}/{made.key}"]
        first = next((one for one in head.walk() if one.field is not None), head)
        return self._index(first, VALUE)

    def remove_at(self, node: Node) -> None:
        """Take the object of a line out."""
        if self.draft is not None and node.section is not None and node.above is not None:
            self.draft.remove(node.section, node.above, node.one.key)
            self.rebuild()
            self.edited.emit()

    def _tell(self, node: Node) -> None:
        self.dataChanged.emit(self._index(node, LABEL), self._index(node, VALUE))

    def _tell_all(self) -> None:
        for node in self._nodes.values():
            self._tell(node)

    # Qt's own
    def _index(self, node: Node, column: int) -> QModelIndex:
        return self.createIndex(node.row, column, self._numbers[id(node)])

    def index(self, row: int, column: int, parent: AnyIndex = NO_INDEX) -> QModelIndex:
        """Return an index."""
        above = self.node(parent) if parent.isValid() else self._root
        if above is None or not 0 <= row < len(above.children) or not 0 <= column <= VALUE:
            return QModelIndex()
        return self._index(above.children[row], column)

    def parent(self, index: AnyIndex = NO_INDEX) -> Any:
        """Return the index of the line above; Qt has another function of this name, for the object."""
        if index is NO_INDEX:
            return super().parent()
        node = self.node(index)
        if node is None or node.parent is None or node.parent is self._root:
            return QModelIndex()
        return self._index(node.parent, LABEL)

    def rowCount(self, parent: AnyIndex = NO_INDEX) -> int:
        """Return the number of lines below one."""
        if parent.isValid() and parent.column() != LABEL:
            return 0
        above = self.node(parent) if parent.isValid() else self._root
        return 0 if above is None else len(above.children)

    def columnCount(self, parent: AnyIndex = NO_INDEX) -> int:
        """Return two: label and value."""
        del parent
        return 2

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Return what can be done with a cell."""
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return base | Qt.ItemFlag.ItemIsEditable if self.is_editable(index) else base

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words of a cell."""
        node = self.node(index)
        if node is None or self.draft is None:
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(node, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = self._words(node, index.column())
            note = self.note_at(node)[1] if node.field is not None else ""
            lock = self.lock_of(node) if index.column() == VALUE else None
            said = (words, note, "" if lock is None else translate(lock.words))
            return ". ".join(part for part in said if part)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._words(node, index.column())

    def _words(self, node: Node, column: int) -> str:
        if self.draft is None:
            return ""
        if node.kind is NodeKind.SUM:
            return self.sum_words()[1] if column == VALUE else _("Sum of the purposes")
        if node.field is None:
            return heading(self.draft, node) if column == LABEL else ""
        if column == LABEL:
            return _(node.field.title)
        text = self.draft.shown(node.one, node.field)
        if text and is_masked(node.field) and not self.unmasked:
            return masked(text)
        unit = " m²" if text and node.field.kind is Kind.DECIMAL and self.error_at(node) is None else ""
        return text + unit

    def sum_words(self) -> tuple[str, str]:
        """Return ``good``, ``warning`` or nothing, and the sum of the purposes beside the parcel's area in words."""
        if self.draft is None:
            return "", ""
        total, whole = self.draft.purpose_areas()
        if not total:
            return "", _("no areas yet")
        if whole is None:
            return "", _("{total} m²; the parcel has no area yet").format(total=format_number(total, 2))
        words = _("{total} of {whole} m²").format(
            total=format_number(total, 2), whole=format_number(whole, 2)
        )
        if total == whole:
            return "good", _("{areas}: equal").format(areas=words)
        difference = format_number(abs(total - whole), 2)
        more = _("{areas}: {difference} m² too much") if total > whole else _("{areas}: {difference} m² open")
        return "warning", more.format(areas=words, difference=difference)

    def _tip(self, node: Node, column: int) -> str | None:
        if node.kind is NodeKind.NOTE:
            return node.words
        if node.field is None or self.draft is None:
            return None
        if column == LABEL:
            return " · ".join((_(node.field.title), node.field.id, *node.field.alias))
        lock = self.lock_of(node)
        lines = [] if lock is None else [translate(lock.words)]
        proof = self.draft.proof(node.one, node.field)
        if proof is not None:
            lines.append(_("Evidence: {words}").format(words=evidence_words(proof, self.draft)))
        elif self.is_lacking(node) and not self.full_text(node):
            lines.append(_("Missing in the record"))
        return "\n".join(lines) or None
