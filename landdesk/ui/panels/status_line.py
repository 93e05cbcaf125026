"""The status bar: what to do next, where the pointer is, scale, system, role, person, and the job under way."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QActionGroup, QFontMetrics
from PySide6.QtWidgets import QLabel, QMenu, QProgressBar, QStatusBar, QToolButton, QWidget

from landdesk.app.titles import STORE_ROLES, title
from landdesk.domain.change import Person
from landdesk.i18n import Text, _, format_number, translate
from landdesk.services.coordinates import NOTATION_TITLES, Notation
from landdesk.store.info import StoreInfo
from landdesk.ui import theme
from landdesk.ui.icons import icon
from landdesk.ui.panels.sections import ElidedLabel, small_button

VN2000_108_15 = 9217
"""The system that the bar has words for."""
SCALES = (200, 500, 1_000, 2_000, 5_000, 10_000, 25_000)
NOTE_MS = 6_000
JOB_PX = 170
PROGRESS_PX = 100
PERSON_PX = 190
"""No name, job or system may make the bar wider than a screen of 1024 pixels."""


class StatusLine(QStatusBar):
    """Shows it.

    Signals:
        person_requested(): The person is to be changed.
        scale_requested(float): The map is to be shown at 1:N.
        notation_chosen(Notation): The pointer's coordinates are to be written in this way.
        copy_requested(): They are to be copied.
        stop_requested(): The job under way is to be stopped.
    """

    person_requested = Signal()
    scale_requested = Signal(float)
    notation_chosen = Signal(object)
    copy_requested = Signal()
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.hint = ElidedLabel()
        self.hint.setObjectName("status")
        self.hint.setMinimumWidth(60)
        self._hint_words = ""
        self._note = QTimer(self)
        self._note.setSingleShot(True)
        self._note.setInterval(NOTE_MS)
        self._note.timeout.connect(lambda: self.hint.setText(self._hint_words))
        self.job = ElidedLabel()
        self.job.setObjectName("status")
        self.job.setFixedWidth(JOB_PX)
        self.progress = QProgressBar()
        self.progress.setFixedWidth(PROGRESS_PX)
        self.progress.setTextVisible(False)
        self.stop = small_button("stop", _("Stop this work"))
        self.stop.clicked.connect(self.stop_requested)
        self.place = QToolButton()
        self.place.setObjectName("status")
        self.place.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.place.setToolTip(_("X counts metres to the north, Y to the east; click to write it otherwise"))
        self.notations = QActionGroup(self)
        self.place.setMenu(self._notation_menu())
        self.scale = QToolButton()
        self.scale.setObjectName("status")
        self.scale.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.scale.setToolTip(_("Scale of the map"))
        scales = QMenu(self.scale)
        for number in SCALES:
            scales.addAction(f"1:{format_number(number, 0)}").triggered.connect(
                lambda _checked=False, number=number: self.scale_requested.emit(float(number))
            )
        self.scale.setMenu(scales)
        self.system = _status_label()
        self.person = QToolButton()
        self.person.setObjectName("status")
        self.person.setIcon(icon("person", theme.TEXT_SOFT))
        self.person.setToolTip(_("Who works; click to change"))
        self.person.setToolButtonStyle(self.person.toolButtonStyle().ToolButtonTextBesideIcon)
        self.person.clicked.connect(self.person_requested)
        metrics = QFontMetrics(self.font())
        widest = _("X (North) {x}   Y (East) {y}").format(
            x=format_number(1_888_888.88, 2), y=format_number(888_888.88, 2)
        )
        self.place.setMinimumWidth(metrics.horizontalAdvance(widest) + 26)
        self.scale.setMinimumWidth(metrics.horizontalAdvance("1:888.888") + 26)
        self.addWidget(self.hint, 1)
        for widget in (
            self.job,
            self.progress,
            self.stop,
            self.place,
            self.scale,
            self.system,
            self.person,
        ):
            self.addPermanentWidget(widget)
        self.show_store(None)
        self.show_job(None)

    def show_store(self, info: StoreInfo | None) -> None:
        """Show system and role of a store; nothing without one."""
        for widget in (self.place, self.scale, self.system, self.person):
            widget.setVisible(info is not None)
        self.show_place("")
        if info is None:
            self.system.setText("")
            self.show_hint("")
            return
        self.system.setText(
            f"VN-2000 · EPSG:{info.epsg}" if info.epsg == VN2000_108_15 else f"EPSG:{info.epsg}"
        )
        system = _("Reference system of the coordinates: {name}").format(name=_system_name(info.epsg))
        role = _("Store of: {role}").format(role=title(STORE_ROLES, info.role))
        self.system.setToolTip(f"{system}\n{role}")

    def show_hint(self, words: str) -> None:
        """Say what to do next."""
        self._hint_words = words
        self._note.stop()
        self.hint.setText(words)
        self.hint.setToolTip(words)

    def show_note(self, words: str) -> None:
        """Say for some seconds what was done."""
        self.hint.setText(words)
        self._note.start()

    def show_place(self, words: str) -> None:
        """Show where the pointer is; beside the map the button says what it is for."""
        self.place.setText(words or _("Coordinates"))

    def show_notation(self, notation: Notation) -> None:
        """Mark in the menu how the pointer's coordinates are written."""
        for action in self.notations.actions():
            action.setChecked(action.data() == notation)

    def show_scale(self, denominator: float) -> None:
        """Show the scale."""
        digits = max(0, len(str(round(denominator))) - 3)
        self.scale.setText(f"1:{format_number(round(denominator, -digits), 0)}")

    def show_person(self, person: Person | None) -> None:
        """Show who works."""
        name = _("Choose who works") if person is None else person.name
        self.person.setText(self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, PERSON_PX))
        tip = _("Who works; click to change")
        self.person.setToolTip(tip if person is None else f"{person.name}, {person.unit}\n{tip}")

    def show_job(self, name: Text | None, step: tuple[int, int, Text | None] = (0, 0, None)) -> None:
        """Show the job under way; None when there is none."""
        # Job and system do not both have room on a small screen; what goes, goes first.
        if name is not None:
            self.system.hide()
        for widget in (self.job, self.progress, self.stop):
            widget.setVisible(name is not None)
        self.system.setVisible(name is None and bool(self.system.text()))
        if name is None:
            return
        done, total, what = step
        self.job.setText(translate(what or name))
        self.job.setToolTip(self.job.text())
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _notation_menu(self) -> QMenu:
        menu = QMenu(self.place)
        for notation in Notation:
            action = menu.addAction(_(NOTATION_TITLES[notation]))
            action.setData(notation)
            action.setCheckable(True)
            self.notations.addAction(action)
            action.triggered.connect(lambda _checked, notation=notation: self.notation_chosen.emit(notation))
        menu.addSeparator()
        menu.addAction(_("Copy the pointer's coordinates")).triggered.connect(
            lambda _checked: self.copy_requested.emit()
        )
        return menu


def _system_name(epsg: int) -> str:
    if epsg == VN2000_108_15:
        return _("VN-2000, central meridian 108°15′, zone of 3° (EPSG:{code})").format(code=epsg)
    return f"EPSG:{epsg}"


def _status_label() -> QLabel:
    label = QLabel()
    label.setObjectName("status")
    return label
