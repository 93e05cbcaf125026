"""Listens to a receiver on a thread of its own; what is heard comes to the window's thread by queued signals."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Final

from PySide6.QtCore import QObject, Qt, Signal

from landdesk.domain.errors import LandDeskError
from landdesk.services.survey.nmea import Epoch, Sentences
from landdesk.services.survey.reading import way_of_positions
from landdesk.services.survey.receiver import Source, closed, listen

_WAIT_S: Final = 0.3
"""A line that is open is let go of within a fifth of a second; one that is still being opened ends by itself."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A position, or a moment without one.

    Args:
        epoch: What the receiver said; None where it has no position.
        at: East and north on the plane of the store; None outside its area.
    """

    epoch: Epoch | None
    at: tuple[float, float] | None


class Listener(QObject):
    """One time of listening.

    Signals:
        heard(Heard): The receiver said something.
        ended(object): It is over: None where it was stopped, else the error.

    Args:
        open_source: Opens the line; may take some seconds.
        epsg: System of the store.
    """

    heard = Signal(object)
    ended = Signal(object)
    _said = Signal(object)
    _over = Signal(object)
    _under_way: ClassVar[set["Listener"]] = set()
    """Those whose thread runs: nobody else may hold one whose dialog was closed."""

    def __init__(self, open_source: Callable[[], Source], epsg: int) -> None:
        super().__init__()
        self._open = open_source
        self._epsg = epsg
        self._stopping = threading.Event()
        self._said.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._over.connect(self._end, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="receiver", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._under_way.add(self)
        self._thread.start()

    def stop(self) -> None:
        """End it; nothing is told any more but that it is over."""
        self._stopping.set()
        self._thread.join(_WAIT_S)

    def _tell(self, heard: Heard) -> None:
        if not self._stopping.is_set():
            self.heard.emit(heard)

    def _end(self, error: Exception | None) -> None:
        self._under_way.discard(self)
        self.ended.emit(error)

    def _run(self) -> None:
        error: Exception | None = None
        try:
            source = self._open()
            placed = way_of_positions(self._epsg)
            for epoch in listen(source, Sentences(), stopped=self._stopping.is_set):
                at = None if epoch is None else placed(epoch.longitude, epoch.latitude)
                self._said.emit(Heard(epoch, at))
            error = closed()
        except LandDeskError as refused:
            error = refused
        except Exception as bug:  # noqa: BLE001  # handed over to the window, which logs and shows it
            error = bug
        self._over.emit(None if self._stopping.is_set() else error)
