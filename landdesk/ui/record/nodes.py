"""The lines of a tab as a tree: lists, objects, fields, and the further fields behind one line; Qt-free."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from landdesk.domain.fields import Field, field_of
from landdesk.i18n import _
from landdesk.services.forms.draft import Draft, DraftObject
from landdesk.services.forms.layout import (
    CLASS_TITLES,
    FINDABLE,
    Section,
    Tab,
    is_quiet,
    is_shown,
    is_typed,
    ordered_fields,
)
from landdesk.services.forms.notes import notes_of
from landdesk.services.forms.scans import SCANS, hash_of


class NodeKind(StrEnum):
    """What a line is."""

    SECTION = "section"
    OBJECT = "object"
    FIELD = "field"
    FURTHER = "further"
    SUM = "sum"
    NOTE = "note"


class Link(StrEnum):
    """What can be clicked at the right end of a heading."""

    ADD = "add"
    FIND = "find"
    FILES = "files"
    OPEN = "open"
    SUPPLY = "supply"
    REMOVE = "remove"


@dataclass(eq=False, slots=True)
class Node:
    """One line.

    Args:
        kind: What it is.
        path: Name that stays the same when the tree is made anew.
        one: The object that the line shows, or whose field it is; of a list what it stands under.
        field: The field.
        section: The list that the line heads or that the object stands in.
        above: What the list stands under.
        words: What a note says.
    """

    kind: NodeKind
    path: str
    one: DraftObject
    field: Field | None = None
    section: Section | None = None
    above: DraftObject | None = None
    words: str = ""
    parent: "Node | None" = None
    row: int = 0
    children: "list[Node]" = dataclasses.field(default_factory=list)

    def add(self, child: "Node") -> "Node":
        """Put a line below this one."""
        child.parent, child.row = self, len(self.children)
        self.children.append(child)
        return child

    @property
    def depth(self) -> int:
        """How many lines stand above this one, each heading the next."""
        return 0 if self.parent is None else self.parent.depth + 1

    def walk(self) -> "Iterator[Node]":
        """Yield the lines below this one, in the order they are read."""
        for child in self.children:
            yield child
            yield from child.walk()


def build_tab(
    draft: Draft, tab: Tab, shown: frozenset[tuple[str, str]] = frozenset(), *, editable: bool = False
) -> Node:
    """Return the lines of a tab.

    Args:
        draft: The objects.
        tab: What stands on the tab.
        shown: Object and field that are to be seen although the field is rarely used and empty.
        editable: Whether something can be added.
    """
    root = Node(NodeKind.SECTION, "", draft.parcel)
    if tab.code == "land":
        _add_fields(draft, root, draft.parcel, [("parcel", draft.parcel, "")], shown)
    for section in tab.sections:
        _add_section(draft, root, section, draft.parcel, shown)
    scans = next((one for one in root.children if one.section == SCANS), None)
    if editable and scans is not None and not scans.children:
        words = _("Drag PDF, JPEG, PNG or TIFF files onto this tab to add them.")
        scans.add(Node(NodeKind.NOTE, "note:scans", draft.parcel, words=words))
    return root


def _add_section(
    draft: Draft, to: Node, section: Section, above: DraftObject, shown: frozenset[tuple[str, str]]
) -> None:
    path = f"section:{section.class_name}/{section.through}@{above.key}"
    head = to.add(Node(NodeKind.SECTION, path, above, section=section, above=above))
    for one, joint in draft.listed(section, above):
        node = head.add(
            Node(NodeKind.OBJECT, f"object:{above.key}/{one.key}", one, section=section, above=above)
        )
        for number, words in enumerate(notes_of(draft, one)):
            node.add(Node(NodeKind.NOTE, f"note:{above.key}/{one.key}/{number}", one, words=words))
        hidden = "" if section.through else section.parent_field
        parts = [(one.class_name, one, hidden)]
        if joint is not None and section.joint_fields:
            # How somebody belongs to a household comes before who it is.
            place = 0 if section.through == "party_member" else 1
            parts.insert(place, (section.through, joint, section.parent_field))
        skipped = section.object_field
        _add_fields(draft, node, one, parts, shown, skipped)
        for inner in section.inner:
            _add_section(draft, node, inner, one, shown)
    if section.class_name == "purpose":
        head.add(Node(NodeKind.SUM, f"sum@{above.key}", above))


def _add_fields(
    draft: Draft,
    to: Node,
    owner: DraftObject,
    parts: list[tuple[str, DraftObject, str]],
    shown: frozenset[tuple[str, str]],
    skipped: str = "",
) -> None:
    """Add the usual fields and those with a value, then the further ones behind one line."""
    further: list[tuple[DraftObject, Field]] = []
    for class_name, one, hidden in parts:
        usual, others = ordered_fields(class_name)
        for field_ in (*usual, *others):
            if not is_shown(field_, hidden) or (one is not owner and field_.name == skipped):
                continue
            text = draft.text(one, field_)
            wanted = field_ in usual or (one.key, field_.name) in shown or (text and not is_quiet(field_))
            if wanted:
                to.add(_field_node(one, field_))
            elif is_typed(field_) or text:
                further.append((one, field_))
    if further:
        head = to.add(Node(NodeKind.FURTHER, f"further:{owner.key}", owner))
        for one, field_ in further:
            head.add(_field_node(one, field_))


def _field_node(one: DraftObject, field_: Field) -> Node:
    return Node(NodeKind.FIELD, f"field:{one.key}/{field_.name}", one, field_)


def heading(draft: Draft, node: Node) -> str:
    """Return the words of a line that heads others."""
    if node.kind is NodeKind.NOTE:
        return node.words
    if node.kind is NodeKind.SECTION and node.section is not None:
        if node.section.by:
            return _(node.section.title)
        count = sum(1 for child in node.children if child.kind is NodeKind.OBJECT)
        title = _(node.section.title)
        return f"{title} ({count})"
    if node.kind is NodeKind.FURTHER:
        return _("Further fields ({count})").format(count=len(node.children))
    if node.section is not None and node.section.by:
        return " ".join((_(CLASS_TITLES[node.one.class_name]), draft.title(node.one)))
    return f"{node.row + 1}. {draft.title(node.one)}"


def links_of(draft: Draft, node: Node, *, editable: bool) -> dict[Link, str]:
    """Return what can be clicked at the right end of a line, from left to right, in words."""
    section = node.section
    if section is None:
        return {}
    links: dict[Link, str] = {}
    if node.kind is NodeKind.SECTION and editable:
        if section.class_name in FINDABLE and (section.through or section.by):
            links[Link.FIND] = _("Choose a recorded one…")
        is_scans = section.class_name == "document"
        links[Link.ADD] = "+ " + _(section.add)
        if is_scans:
            links[Link.FILES] = "+ " + _("Add scans…")
    if node.kind is NodeKind.OBJECT:
        sha256 = hash_of(draft, node.one)
        if sha256 and (node.one.key in draft.files or sha256 not in draft.around.absent_files):
            links[Link.OPEN] = _("View")
        elif sha256 and editable:
            links[Link.SUPPLY] = _("Supply the file…")
        if editable:
            links[Link.REMOVE] = _("Remove")
    return links


def field_of_gap(class_name: str, name: str) -> Field:
    """Return the field that a gap names; for a scan the one that can be typed."""
    if class_name == "scan":
        return field_of("document", "absent")
    return field_of(class_name, name)
