"""Which field each pasted cell goes to: a column into the fields below, rows of cells into objects of a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from landdesk.domain.fields import Field
from landdesk.i18n import _, translate
from landdesk.services.forms.draft import Draft, DraftObject
from landdesk.services.forms.labels import code_of_label
from landdesk.services.forms.layout import is_masked, is_typed
from landdesk.ui.panels.parcel_details import masked
from landdesk.ui.record.nodes import Node, NodeKind
from landdesk.ui.record.paste_dialog import PastedValue


@dataclass(frozen=True, slots=True)
class Target:
    """One cell and its field.

    Args:
        row: Which object from the first on; objects that are not there yet are added.
        one: The object whose field it is; None for one that is to be added.
        class_name: Class of the field's owner.
        field: The field.
        text: The cell.
    """

    row: int
    one: DraftObject | None
    class_name: str
    field: Field
    text: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Where cells go, and how many go nowhere."""

    targets: tuple[Target, ...]
    left_over: int
    head: Node | None
    """The list that objects are added to."""


def plan(node: Node, rows: Sequence[Sequence[str]]) -> Plan:
    """Return where cells that are pasted at a field go.

    One column goes into the fields from this one down; of several columns each row is an object.
    """
    holder = node.parent
    while holder is not None and holder.kind is not NodeKind.OBJECT and holder.parent is not None:
        holder = holder.parent
    fields = _fields_from(node)
    if all(len(row) <= 1 for row in rows):
        cells = [row[0] if row else "" for row in rows]
        targets = _across(0, fields, cells)
        return Plan(tuple(targets), max(len(cells) - len(fields), 0), None)
    targets, left_over = [], 0
    objects = _objects_from(holder)
    for number, row in enumerate(rows):
        left_over += max(len(row) - len(fields), 0)
        if number == 0:
            targets += _across(0, fields, row)
        elif holder is None or holder.section is None:
            left_over += min(len(row), len(fields))
        else:
            places = _same_fields(objects[number] if number < len(objects) else None, fields, holder)
            targets += _across(number, places, row)
    return Plan(tuple(targets), left_over, None if holder is None else holder.parent)


def _fields_from(node: Node) -> list[tuple[DraftObject | None, str, Field]]:
    """Return this field and the typed ones after it of the same object, in the order they are seen."""
    siblings = [] if node.parent is None else node.parent.children[node.row :]
    return [
        (one.one, one.one.class_name, one.field)
        for one in siblings
        if one.field is not None and is_typed(one.field)
    ]


def _objects_from(holder: Node | None) -> list[Node]:
    if holder is None or holder.parent is None:
        return []
    return [one for one in holder.parent.children[holder.row :] if one.kind is NodeKind.OBJECT]


def _same_fields(
    node: Node | None, fields: Sequence[tuple[DraftObject | None, str, Field]], holder: Node
) -> list[tuple[DraftObject | None, str, Field]]:
    """Return the fields of another object of the list that are those of the first."""
    found: dict[str, DraftObject] = {}
    if node is not None:
        for child in node.walk():
            if child.field is not None:
                found.setdefault(child.one.class_name, child.one)
    same = {holder.one.class_name}
    return [
        (found.get(class_name), class_name, field)
        for _one, class_name, field in fields
        if node is not None or class_name in same
    ]


def _across(
    row: int, fields: Sequence[tuple[DraftObject | None, str, Field]], cells: Sequence[str]
) -> list[Target]:
    return [
        Target(row, one, class_name, field, cell.strip())
        for (one, class_name, field), cell in zip(fields, cells, strict=False)
    ]


def preview(draft: Draft, targets: Sequence[Target]) -> list[PastedValue]:
    """Return what each cell would do."""
    lines = []
    for target in targets:
        one, field = target.one, target.field
        trial = DraftObject("trial", target.class_name, typed={})
        trial.typed[field.name] = code_of_label(draft.values, field, target.text)
        reading = draft.reading(trial, field)
        new = target.text if reading.error is not None else draft.words(field, reading.value)
        old = "" if one is None else draft.shown(one, field)
        if is_masked(field):
            old, new = masked(old), masked(new)
        kind, note = "", ""
        lock = None if one is None else draft.lock(one, field)
        if lock is not None and lock.closed:
            new, kind, note = old, "error", translate(lock.words)
        elif reading.error is not None:
            kind, note = "error", translate(reading.error.what)
        elif reading.doubt is not None:
            kind, note = "warning", translate(reading.doubt)
        owner = _("new") if one is None else draft.title(one)
        lines.append(PastedValue(owner, _(field.title), old, new, kind, note))
    return lines


def put_in(draft: Draft, made: Plan) -> None:
    """Put the cells into the draft; objects that are not there yet are added to the list."""
    added: dict[int, DraftObject] = {}
    head = made.head
    for target in made.targets:
        one = target.one
        if one is None and head is not None and head.section is not None and head.above is not None:
            if target.row not in added:
                added[target.row] = draft.add(head.section, head.above)
            one = added[target.row]
        lock = None if one is None else draft.lock(one, target.field)
        if one is not None and (lock is None or not lock.closed):
            draft.set_text(one, target.field, target.text)
