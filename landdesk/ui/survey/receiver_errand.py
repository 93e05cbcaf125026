"""A receiver listened to for one dialog: its position on the map, means of positions, points taken."""

import re
import time
from collections.abc import Callable
from typing import Final, TypeVar

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from landdesk.domain.clock import local_time, system_clock
from landdesk.domain.errors import InvalidInputError, LandDeskError
from landdesk.i18n import format_datetime
from landdesk.services.survey.keeping import received
from landdesk.services.survey.nmea import RANKS, Epoch, epoch_points
from landdesk.services.survey.receiver import QUALITIES, average, serial_ports, source_of
from landdesk.store.queries.surveys import Survey
from landdesk.ui import theme
from landdesk.ui.desk import Desk
from landdesk.ui.map.layers.position import PositionMark
from landdesk.ui.survey.beside import keep_in_sight
from landdesk.ui.survey.listener import Heard, Listener
from landdesk.ui.survey.receiver_dialog import ReceiverDialog, Taken, quality_colour

T = TypeVar("T")

OLD_AFTER_S: Final = 3
_LOOK_EVERY_MS: Final = 1_000
_LAST_DIGITS: Final = re.compile(r"(\d+)(?!.*\d)")


class ReceiverErrand(QObject):
    """Runs it, and goes with the dialog."""

    def __init__(self, desk: Desk, dialog: ReceiverDialog) -> None:
        super().__init__(dialog)
        self._desk = desk
        self._store = desk.store
        self._canvas = desk.workplace.canvas
        self._dialog = dialog
        self._listener: Listener | None = None
        self._name = ""
        self._survey: Survey | None = None
        self._heard_at = 0.0
        self._mark: PositionMark | None = None
        self._wanted: tuple[str, int] | None = None
        self._epochs: list[Epoch] = []
        self._looks = QTimer(self)
        self._looks.setInterval(_LOOK_EVERY_MS)
        self._looks.timeout.connect(self._look)
        dialog.ports_wanted.connect(self.find_ports)
        dialog.listen_wanted.connect(self._listen)
        dialog.stop_wanted.connect(self._stop)
        dialog.measure_wanted.connect(self._measure)
        dialog.take_wanted.connect(self._take)
        dialog.finished.connect(self._leave)

    def find_ports(self) -> None:
        """Show the serial ports that there are now."""
        self._store.compute(
            lambda _progress: serial_ports(),
            self._while_open(self._dialog.show_ports),
            self._desk.show_failure,
        )

    def _listen(self, place: str, baud: int) -> None:
        try:
            opens = source_of(place, baud)
        except InvalidInputError as error:
            self._dialog.show_trouble(error)
            return
        self._name = f"{place} {format_datetime(local_time(system_clock()))}"
        self._survey = None
        listener = self._listener = Listener(opens, self._store.app.info.epsg)
        listener.heard.connect(self._hear)
        listener.ended.connect(self._end)
        self._heard_at = time.monotonic()
        self._looks.start()
        self._dialog.show_listening()
        listener.start()

    def _stop(self) -> None:
        self._quiet()
        self._dialog.show_idle()

    def _leave(self) -> None:
        self._quiet()

    def _quiet(self) -> None:
        """Listen no more, and show nothing of it on the map."""
        self._looks.stop()
        self._wanted, self._mark = None, None
        self._canvas.set_position(None)
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.heard.disconnect(self._hear)
            listener.ended.disconnect(self._end)
            listener.stop()

    def _end(self, error: Exception | None) -> None:
        """Say why it is over: nobody stopped it."""
        self._listener = None
        self._quiet()
        if isinstance(error, LandDeskError):
            self._dialog.show_trouble(error)
        else:
            self._dialog.show_idle()
            if error is not None:
                self._desk.show_failure(error)

    def _hear(self, heard: Heard) -> None:
        epoch, at = heard.epoch, heard.at
        if epoch is None:
            self._dialog.show_without_position()
            return
        self._heard_at = time.monotonic()
        self._dialog.show_epoch(epoch, at)
        self._mark = None if at is None else PositionMark(at, quality_colour(epoch), epoch.sigma_m)
        self._canvas.set_position(self._mark)
        if at is not None and self._dialog.follow.isChecked():
            keep_in_sight(self._canvas, self._dialog, at)
        if self._wanted is not None and at is not None:
            self._add(epoch, *self._wanted)

    def _look(self) -> None:
        """Say when positions stay away, which a receiver that still speaks does not make an error."""
        seconds = int(time.monotonic() - self._heard_at)
        if seconds >= OLD_AFTER_S and self._mark is not None:
            self._dialog.show_old(seconds)
            self._canvas.set_position(PositionMark(self._mark.at, theme.TEXT_FAINT, self._mark.sigma_m))

    def _measure(self, at_least: str, count: int) -> None:
        self._wanted, self._epochs = (at_least, count), []
        self._dialog.show_measuring(0, count, None)

    def _add(self, epoch: Epoch, at_least: str, count: int) -> None:
        if RANKS[epoch.fix] >= QUALITIES[at_least]:
            self._epochs.append(epoch)
        mean = average(epoch_points(self._epochs)) if self._epochs else None
        if len(self._epochs) >= count:
            self._wanted = None
        self._dialog.show_measuring(len(self._epochs), count, mean)

    def _take(self, number: str, code: str) -> None:
        from landdesk.app.surveys import Surveys

        averaged = average(epoch_points(self._epochs), number, code)
        name, epochs, survey = self._name, list(self._epochs), self._survey
        surveys, epsg = Surveys(self._store.app), self._store.app.info.epsg

        def done(kept: Survey) -> None:
            self._store.surveys_changed.emit()
            if isValid(self):
                self._survey = kept
                self._dialog.trouble.hide()
                self._dialog.show_taken(Taken(number, averaged), next_number(number))

        self._store.change(
            lambda _progress: surveys.take(received(averaged, name, epochs, epsg), survey),
            done,
            self._while_open(self._refuse),
        )

    def _refuse(self, error: BaseException) -> None:
        if isinstance(error, LandDeskError):
            self._dialog.refuse(error)
        else:
            self._desk.show_failure(error)

    def _while_open(self, call: Callable[[T], None]) -> Callable[[T], None]:
        def tell(outcome: T) -> None:
            if isValid(self):
                call(outcome)

        return tell


def next_number(number: str) -> str:
    """Return a number with its last digits one higher; as many digits, so that ``09`` is followed by ``10``."""
    return _LAST_DIGITS.sub(lambda found: str(int(found[0]) + 1).zfill(len(found[0])), number, count=1)
