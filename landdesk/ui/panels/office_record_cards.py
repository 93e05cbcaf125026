"""Cards of the record panel: one object with its fields before, at the office now, and as the author wants them."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from landdesk.i18n import N_, _, format_number, translate
from landdesk.services.office.review import Outcome
from landdesk.services.packages.operations import CREATE, DELETE, UPDATE
from landdesk.ui import theme
from landdesk.ui.models.office_changes import FieldChange, ObjectChange, ParcelChange, masked_words
from landdesk.ui.panels.office_delegates import Badge
from landdesk.ui.panels.parcel_details import masked
from landdesk.ui.panels.sections import words

_DONE: Final = {CREATE: N_("new"), UPDATE: N_("changed"), DELETE: N_("deleted")}
_NOTHING: Final = "–"

TITLE_PX: Final = 72

Side = Callable[[FieldChange], str | None]


def shown(change: FieldChange, value: str | None, *, personal: bool) -> str:
    """Return a value as it may be seen: masked where it is personal and not asked for."""
    if value is None:
        return _NOTHING
    if not change.personal or personal:
        return value
    return masked(value) if change.field == "F031" else masked_words(value)


class ObjectCard(QFrame):
    """One object of a record.

    Args:
        change: The object.
        personal: Show personal data unmasked.
        decided: The record is decided, so nothing is compared with the office any more.
    """

    def __init__(self, change: ObjectChange, *, personal: bool, decided: bool) -> None:
        super().__init__()
        self.setObjectName("card")
        title = words(change.title, name="strong")
        done = QLabel(_(_DONE[change.op]))
        done.setObjectName("soft")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title, 1)
        head.addWidget(done)
        if not decided and change.outcome is not Outcome.CLEAN:
            head.addWidget(Badge(str(change.outcome)))
        column = QVBoxLayout(self)
        column.setContentsMargins(9, 7, 9, 8)
        column.setSpacing(5)
        column.addLayout(head)
        if change.why is not None and not decided:
            why = words(translate(change.why))
            colour = theme.WARNING if change.outcome is Outcome.CONFLICT else theme.TEXT_SOFT
            why.setStyleSheet(f"color: {colour}")
            column.addWidget(why)
        if change.fields:
            column.addWidget(_fields(change, personal=personal, decided=decided))


def _fields(change: ObjectChange, *, personal: bool, decided: bool) -> QWidget:
    """Return the table of an object's fields; columns that would be empty are left out."""
    sides: list[tuple[str, Side]] = []
    if change.op != CREATE or any(one.old is not None for one in change.fields):
        sides.append((_("Before"), lambda one: one.old))
    office_differs = any(one.office != one.old for one in change.fields)
    if not decided and (change.op == UPDATE or office_differs):
        sides.append((_("Office now"), lambda one: one.office))
    if change.op != DELETE:
        sides.append((_("New"), lambda one: one.new))
    body = QWidget()
    grid = QGridLayout(body)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(4)
    for place, (title, _side) in enumerate(sides, start=1):
        # It wraps: four columns have no room for a long heading on a screen of 1366 pixels.
        heading = words(title, name="soft")
        heading.setAlignment(Qt.AlignmentFlag.AlignBottom)
        grid.addWidget(heading, 0, place)
        # A word that cannot be broken would else take the width of its neighbours.
        grid.setColumnMinimumWidth(place, TITLE_PX)
        grid.setColumnStretch(place, 3)
    grid.setColumnStretch(0, 2)
    grid.setColumnMinimumWidth(0, TITLE_PX)
    for line, one in enumerate(change.fields, start=1):
        label = words(_(one.title) + (" (m²)" if one.is_area else ""), name="soft")
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label, line, 0)
        for place, (_title, side) in enumerate(sides, start=1):
            value = words(shown(one, side(one), personal=personal), selectable=True)
            value.setAlignment(Qt.AlignmentFlag.AlignTop)
            value.setStyleSheet(_value_style(one, side(one), is_last=place == len(sides), op=change.op))
            grid.addWidget(value, line, place)
    return body


def _value_style(change: FieldChange, value: str | None, *, is_last: bool, op: str) -> str:
    """Return how a value is written: the new one strong, what both changed in the colour of a conflict."""
    if change.both_changed and value != change.old:
        return f"color: {theme.WARNING}; font-weight: 600"
    if is_last and op == UPDATE:
        return "font-weight: 600"
    return "" if is_last else f"color: {theme.TEXT_SOFT}"


class AreaTable(QWidget):
    """Map areas of parcels whose boundary changes: before, after, difference, and all together."""

    def __init__(self, parcels: Sequence[ParcelChange], *, at_most: int = 12) -> None:
        super().__init__()
        same = [one.key for one in parcels if one.same_ground]
        parcels = [one for one in parcels if not one.same_ground]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        titles = (
            (_("Before"), theme.COMPARE_BEFORE),
            (_("After"), theme.COMPARE_AFTER),
            (_("Difference"), None),
        )
        for place, (title, colour) in enumerate(titles, start=1):
            heading = QLabel(title)
            heading.setAlignment(Qt.AlignmentFlag.AlignRight)
            heading.setStyleSheet(f"color: {colour or theme.TEXT_SOFT}; font-weight: 600")
            grid.addWidget(heading, 0, place)
        for line, one in enumerate(parcels[:at_most], start=1):
            before = _NOTHING if one.before is None else _area(one.before_m2)
            after = _NOTHING if one.after is None else _area(one.after_m2)
            self._add(grid, line, words(one.key), (before, after, signed_m2(one.after_m2 - one.before_m2)))
        line = min(len(parcels), at_most) + 1
        if len(parcels) > 1:
            total = QLabel(_("Together"))
            total.setObjectName("strong")
            before_m2, after_m2 = sum(one.before_m2 for one in parcels), sum(one.after_m2 for one in parcels)
            values = (_area(before_m2), _area(after_m2), signed_m2(after_m2 - before_m2))
            self._add(grid, line, total, values, name="strong")
        if same:
            text = _("Same ground, only points added or removed: {keys}").format(
                keys=", ".join(same[:at_most])
            )
            grid.addWidget(words(text, name="soft"), line + 1, 0, 1, 4)

    def _add(
        self, grid: QGridLayout, line: int, title: QWidget, values: Sequence[str], *, name: str = ""
    ) -> None:
        grid.addWidget(title, line, 0)
        for place, text in enumerate(values, start=1):
            value = QLabel(text)
            value.setObjectName(name)
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(value, line, place)


def signed_m2(value_m2: float) -> str:
    """Return a difference of areas with its sign, to 0.1 m²."""
    rounded = round(value_m2, 1)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{format_number(abs(rounded), 1)}"


def _area(value_m2: float) -> str:
    return format_number(value_m2, 1)
