"""A receiver beside the map: where it is, how good its position is, the mean of some, taken as points of the field."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from landdesk.domain.errors import LandDeskError
from landdesk.i18n import N_, _, format_number
from landdesk.services.survey.nmea import FIXES, Epoch
from landdesk.services.survey.receiver import BAUD, QUALITIES, Averaged
from landdesk.ui import theme
from landdesk.ui.messages import error_lines
from landdesk.ui.models.rows import Column, RowsModel
from landdesk.ui.panels.sections import words
from landdesk.ui.panels.table import make_table

SIZE_PX: Final = (440, 640)
BAUDS: Final = (4800, 9600, 19200, 38400, 57600, 115200, 230400)
EPOCHS: Final = 10
_EPOCHS_TO: Final = 3600
_QUALITIES: Final = {
    "any": N_("any position"),
    "differential": N_("differential or better"),
    "float": N_("RTK float or better"),
    "fixed": N_("RTK fixed only"),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A point that was taken.

    Args:
        number: Its number.
        averaged: The mean that it is.
    """

    number: str
    averaged: Averaged


class ReceiverDialog(QDialog):
    """Shows it; the map stays in sight.

    Signals:
        ports_wanted(): Show the serial ports that there are now.
        listen_wanted(str, int): Listen at this place, at this speed.
        stop_wanted(): Listen no more.
        measure_wanted(str, int): Make the mean of so many positions of at least this quality.
        take_wanted(str, str): Keep the mean under this number and code.
    """

    ports_wanted = Signal()
    listen_wanted = Signal(str, int)
    stop_wanted = Signal()
    measure_wanted = Signal(str, int)
    take_wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Receiver"))
        self._listening = self._measuring = False
        self._averaged: Averaged | None = None
        self.place = QComboBox()
        self.place.setEditable(True)
        self.place.setAccessibleName(_("Port or address"))
        self.place.setMinimumContentsLength(18)
        self.baud = QComboBox()
        self.baud.setAccessibleName(_("Speed of the port"))
        for one in BAUDS:
            self.baud.addItem(str(one), one)
        self.baud.setCurrentIndex(BAUDS.index(BAUD))
        self.ports = QPushButton(_("Look for ports"))
        self.listen = QPushButton(_("Listen"))
        self.state = QLabel()
        self.state.setObjectName("strong")
        self.trouble = words("", name="error")
        self.fix, self.sight, self.east, self.north, self.altitude = (QLabel("–") for _one in range(5))
        self.follow = QCheckBox(_("Keep the position in sight"))
        self.follow.setChecked(True)
        self.at_least = QComboBox()
        for name in QUALITIES:
            self.at_least.addItem(_(_QUALITIES[name]), name)
        self.epochs = QSpinBox()
        self.epochs.setRange(1, _EPOCHS_TO)
        self.epochs.setValue(EPOCHS)
        self.measure = QPushButton(_("Measure"))
        self.mean = QLabel("–")
        self.number = QLineEdit("1")
        self.code = QLineEdit()
        self.take = QPushButton(_("Take point"))
        self.model: RowsModel[Taken] = RowsModel(_columns(), lambda row: row.number, parent=self)
        self.table = make_table(self.model, _("Points taken"))
        self.table.show_when_empty(_("No point has been taken yet."))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._arrange()
        self.ports.clicked.connect(self.ports_wanted)
        self.listen.clicked.connect(self._turn)
        self.measure.clicked.connect(
            lambda: self.measure_wanted.emit(self.at_least.currentData(), self.epochs.value())
        )
        self.take.clicked.connect(
            lambda: self.take_wanted.emit(self.number.text().strip(), self.code.text().strip())
        )
        self.number.textChanged.connect(lambda _text: self._allow())
        self.buttons.rejected.connect(self.reject)
        self.resize(*SIZE_PX)
        self.show_idle()

    # --- where it is ---------------------------------------------------------------------------------------

    def show_ports(self, found: Sequence[tuple[str, str]]) -> None:
        """Offer these ports, each with what it says of itself; what was typed stays."""
        typed = self.place.currentText()
        self.place.clear()
        for device, said in found:
            self.place.addItem(f"{device} – {said}" if said else device, device)
        self.place.setEditText(typed or self.place.itemText(0))

    @property
    def chosen_place(self) -> str:
        """Port or address, as it was chosen or typed."""
        text = self.place.currentText().strip()
        at = self.place.findText(text)
        return str(self.place.itemData(at)) if at >= 0 and self.place.itemData(at) else text

    # --- what is heard -------------------------------------------------------------------------------------

    def show_idle(self) -> None:
        """Show that nobody listens."""
        self._turned(on=False)
        self.trouble.hide()
        self._say(_("Not listening."), theme.TEXT_SOFT)

    def show_listening(self) -> None:
        """Show that somebody listens and nothing has come yet."""
        self._turned(on=True)
        self.trouble.hide()
        self._say(_("Listening; no position yet."), theme.NOTICE)

    def show_trouble(self, error: LandDeskError) -> None:
        """Say why it is over; listening can be tried again."""
        self._turned(on=False)
        self.listen.setText(_("Listen again"))
        self.trouble.setText("\n".join(error_lines(error)))
        self.trouble.show()
        self._say(_("Not listening."), theme.ERROR)

    def show_without_position(self) -> None:
        """Show that the receiver speaks and has no position."""
        self._say(_("The receiver has no position: it sees too little sky."), theme.WARNING)

    def show_epoch(self, epoch: Epoch, at: tuple[float, float] | None) -> None:
        """Show a position."""
        quality = _(FIXES.get(epoch.fix, N_("differential")))
        self._say(_("Listening: {quality}").format(quality=quality), quality_colour(epoch))
        self.fix.setText(
            quality if epoch.sigma_m is None else f"{quality}, ± {format_number(epoch.sigma_m, 3)} m"
        )
        satellites = "–" if epoch.satellites is None else str(epoch.satellites)
        hdop = "–" if epoch.hdop is None else format_number(epoch.hdop, 1)
        self.sight.setText(_("{satellites}, HDOP {hdop}").format(satellites=satellites, hdop=hdop))
        outside = _("outside the area of the store's system")
        self.north.setText(outside if at is None else format_number(at[1], 3))
        self.east.setText("–" if at is None else format_number(at[0], 3))
        self.altitude.setText("–" if epoch.height is None else format_number(epoch.height, 3))

    def show_old(self, seconds: int) -> None:
        """Say that the last position came so long ago."""
        self._say(_("No position for {seconds} s.").format(seconds=seconds), theme.WARNING)

    # --- the mean ------------------------------------------------------------------------------------------

    def show_measuring(self, count: int, wanted: int, averaged: Averaged | None) -> None:
        """Show how far the mean has come; with all its positions it can be taken."""
        self._measuring = count < wanted
        self._averaged = averaged if count >= wanted else None
        said = _("{count} of {wanted} positions").format(count=count, wanted=wanted)
        if averaged is not None:
            spread = format_number(averaged.spread_m, 3)
            said = _("{positions}, spread {spread} m").format(positions=said, spread=spread)
        self.mean.setText(said)
        self._allow()
        if self._averaged is not None:
            self.take.setFocus()

    def show_taken(self, taken: Taken, next_number: str) -> None:
        """Show a point that was taken, and offer the number of the next."""
        self.model.replace([taken, *self.model.rows])
        self.number.setText(next_number)
        self.drop_mean()

    def drop_mean(self) -> None:
        """Show no mean."""
        self._averaged, self._measuring = None, False
        self.mean.setText("–")
        self._allow()

    def refuse(self, error: LandDeskError) -> None:
        """Say why the point was not taken; the mean stays."""
        self.trouble.setText("\n".join(error_lines(error)))
        self.trouble.show()
        self._allow()

    # --- inside --------------------------------------------------------------------------------------------

    def _turn(self) -> None:
        if self._listening:
            self.stop_wanted.emit()
        else:
            self.listen_wanted.emit(self.chosen_place, self.baud.currentData())

    def _turned(self, *, on: bool) -> None:
        self._listening = on
        self.listen.setText(_("Stop") if on else _("Listen"))
        for one in (self.place, self.baud, self.ports):
            one.setEnabled(not on)
        if not on:
            for label in (self.fix, self.sight, self.east, self.north, self.altitude):
                label.setText("–")
            self.drop_mean()
        self._allow()

    def _say(self, text: str, colour: str) -> None:
        self.state.setText(text)
        self.state.setStyleSheet(f"color: {colour};")

    def _allow(self) -> None:
        self.measure.setEnabled(self._listening and not self._measuring)
        self.take.setEnabled(self._averaged is not None and bool(self.number.text().strip()))

    def _arrange(self) -> None:
        for button in (self.ports, self.listen, self.measure, self.take, *self.buttons.buttons()):
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
        where = QFormLayout()
        line = QHBoxLayout()
        line.addWidget(self.place, 1)
        line.addWidget(self.ports)
        where.addRow(_("Port or address"), line)
        speed = QHBoxLayout()
        speed.addWidget(self.baud)
        speed.addStretch()
        speed.addWidget(self.listen)
        where.addRow(_("Speed of the port"), speed)
        seen = QFormLayout()
        seen.addRow(_("Quality"), self.fix)
        seen.addRow(_("Satellites"), self.sight)
        seen.addRow(_("North (X)"), self.north)
        seen.addRow(_("East (Y)"), self.east)
        seen.addRow(_("Height"), self.altitude)
        seen.addRow(self.follow)
        mean = QFormLayout()
        mean.addRow(_("Take only"), self.at_least)
        count = QHBoxLayout()
        count.addWidget(self.epochs)
        count.addStretch()
        count.addWidget(self.measure)
        mean.addRow(_("Positions"), count)
        mean.addRow(_("Mean"), self.mean)
        name = QHBoxLayout()
        name.addWidget(self.number, 1)
        name.addWidget(QLabel(_("Code")))
        name.addWidget(self.code, 1)
        name.addWidget(self.take)
        mean.addRow(_("Number"), name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.setSpacing(8)
        layout.addLayout(where)
        layout.addWidget(self.state)
        layout.addWidget(self.trouble)
        layout.addLayout(seen)
        layout.addWidget(words(_("Points of the field"), name="section"))
        layout.addLayout(mean)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.buttons)


def quality_colour(epoch: Epoch) -> str:
    """Return the colour that stands for how good a position is."""
    return {4: theme.GOOD, 5: theme.NOTICE, 2: theme.NOTICE}.get(epoch.fix, theme.WARNING)


def _columns() -> tuple[Column[Taken], ...]:
    def figure(row: Taken, name: str) -> float:
        return row.averaged.point.quality.get(name, 0.0)

    return (
        Column("number", _("Number"), lambda row: row.number, 80),
        Column("code", _("Code"), lambda row: row.averaged.point.code, 80),
        Column(
            "fix", _("Quality"), lambda row: _(FIXES.get(int(figure(row, "fix")), N_("differential"))), 90
        ),
        Column(
            "spread", _("Spread (m)"), lambda row: format_number(row.averaged.spread_m, 3), 90, numeric=True
        ),
    )
