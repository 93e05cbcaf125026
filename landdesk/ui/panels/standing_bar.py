"""How a parcel stands at a glance: a sign for each criterion; how much of its record is there, in words and as a bar.

Colour is never the only sign: each mark has its own drawing.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from landdesk.domain.completeness import GROUP_TITLES
from landdesk.domain.finding import CRITERION_TITLES, Criterion
from landdesk.i18n import _, format_number
from landdesk.services.checking.standing import MARK_TITLES, Lacking, Mark
from landdesk.ui import theme
from landdesk.ui.flow import FlowLayout
from landdesk.ui.icons import picture
from landdesk.ui.panels.sections import empty

SIGNS: Final[Mapping[Mark, tuple[str, str]]] = {
    Mark.GOOD: ("good", theme.GOOD),
    Mark.UNKNOWN: ("help", theme.TEXT_SOFT),
    Mark.WARNING: ("warning", theme.WARNING),
    Mark.ERROR: ("error", theme.ERROR),
}
"""Drawing and colour of each mark."""
MARK_PX: Final = 14
MARKS_PX: Final = (len(Criterion) * (MARK_PX + 2), MARK_PX)
BAR_PX: Final = (64, 7)
Marks = Mapping[Criterion, Mark]


class StandingBar(QWidget):
    """Shows how one parcel stands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[tuple[Mark, ...] | None, Lacking | None] = (None, None)
        self._flow = FlowLayout(self)
        self.hide()

    def show_standing(self, marks: Marks | None, lacks: Lacking | None) -> None:
        """Show marks and completeness; None for what nobody has looked at."""
        shown = (None if marks is None else tuple(marks.values()), lacks)
        if shown == self._shown:
            return
        self._shown = shown
        empty(self._flow)
        if marks is not None:
            for criterion, mark in marks.items():
                self._flow.addWidget(_mark(criterion, mark, self.devicePixelRatioF()))
        if lacks is not None:
            self._flow.addWidget(Meter(lacks))
        self.setVisible(marks is not None or lacks is not None)


class Meter(QWidget):
    """How much of a record is there: words and a small bar."""

    def __init__(self, lacks: Lacking) -> None:
        super().__init__()
        self.words = QLabel(lacking_words(lacks))
        self.words.setObjectName("soft")
        self.setToolTip(lacking_tip(lacks))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(_Bar(lacks))
        row.addWidget(self.words)


class _Bar(QWidget):
    """The bar of a meter."""

    def __init__(self, lacks: Lacking) -> None:
        super().__init__()
        self._lacks = lacks
        self.setFixedSize(*BAR_PX)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        del event
        painter = QPainter(self)
        paint_bar(painter, QRectF(self.rect()), self._lacks)
        painter.end()


def paint_bar(painter: QPainter, room: QRectF, lacks: Lacking) -> None:
    """Paint what is there, what is missing and what is not known, from left to right."""
    painter.fillRect(room, QColor(theme.LINE))
    if not lacks.groups:
        return
    there = room.width() * lacks.there / lacks.groups
    gone = room.width() * len(lacks.missing) / lacks.groups
    painter.fillRect(QRectF(room.left(), room.top(), there, room.height()), QColor(theme.GOOD))
    painter.fillRect(QRectF(room.left() + there, room.top(), gone, room.height()), QColor(theme.ERROR))


def lacking_words(lacks: Lacking) -> str:
    """Return how much is missing, in few words."""
    missing, unknown = (format_number(one, 0) for one in (lacks.gaps, lacks.unknown_gaps))
    if lacks.gaps and lacks.unknown_gaps:
        return _("{missing} missing, {unknown} unknown").format(missing=missing, unknown=unknown)
    if lacks.gaps:
        return _("{missing} missing").format(missing=missing)
    return _("{unknown} unknown").format(unknown=unknown) if lacks.unknown_gaps else _("Nothing missing")


def lacking_tip(lacks: Lacking) -> str:
    """Return what is missing and what is not known, by name."""
    lines = []
    for title, groups in ((_("Missing"), lacks.missing), (_("Unknown"), lacks.unknown)):
        if groups:
            names = ", ".join(_(GROUP_TITLES[one]) for one in groups)
            lines.append(f"{title}: {names}")
    return "\n".join(lines)


def marks_tip(marks: Marks) -> str:
    """Return what the marks mean, a line each."""
    return "\n".join(_mark_words(criterion, mark) for criterion, mark in marks.items())


@cache
def marks_icon(marks: tuple[Mark, ...], ratio: float = 1.0) -> QIcon:
    """Return the signs of all criteria side by side, in their order."""
    made = QPixmap(QSize(round(MARKS_PX[0] * ratio), round(MARKS_PX[1] * ratio)))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    for at, mark in enumerate(marks):
        painter.drawPixmap(at * (MARK_PX + 2), 0, picture(SIGNS[mark][0], MARK_PX, SIGNS[mark][1], ratio))
    painter.end()
    return QIcon(made)


@cache
def lacking_icon(lacks: Lacking) -> QIcon:
    """Return the bar of a meter as an icon."""
    made = QPixmap(QSize(MARKS_PX[0] // 2, MARKS_PX[1]))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint_bar(painter, QRectF(0, 4, made.width(), BAR_PX[1]), lacks)
    painter.end()
    return QIcon(made)


def _mark(criterion: Criterion, mark: Mark, ratio: float) -> QWidget:
    drawing, colour = SIGNS[mark]
    holder = QWidget()
    holder.setToolTip(_mark_words(criterion, mark))
    holder.setAccessibleName(_mark_words(criterion, mark))
    sign = QLabel()
    sign.setPixmap(picture(drawing, MARK_PX, colour, ratio))
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 6, 0)
    row.setSpacing(3)
    row.addWidget(sign)
    row.addWidget(QLabel(_(CRITERION_TITLES[criterion])))
    return holder


def _mark_words(criterion: Criterion, mark: Mark) -> str:
    return ": ".join((_(CRITERION_TITLES[criterion]), _(MARK_TITLES[mark])))
