"""The one thread that draws pictures while the window stays free.

Orders go into a box of one: a newer order replaces one that was not begun. A picture that is nearly wanted is
finished, so that a long pan sees new pictures; one that nobody would see any more is left off. Pictures come
back by a queued signal on the thread that owns the worker.
"""

import threading
import time
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGradient

from landdesk.ui.map.drawing import Picture, PictureMaker, PictureOrder

AT_WORK_S = 0.004
REST_S = 0.0002
"""So long, after so much work, the thread sleeps: in some runs the window's thread asked for the interpreter in vain
for 35 ms, though no step takes so long. It costs a twentieth of the time."""
_STILL_OF_USE = 1.7
"""A picture of another scale is finished up to this ratio."""

_MADE_HERE: Final = (QGradient.Preset, QGradient.Type)
"""PySide makes a type when it is first asked for, which brushes and fills do for these. Where two threads did so at
once, one of them found no `QGradient.Preset`; so they are made before there is a second thread."""


class DrawingWorker(QObject):
    """Draws on its own thread until it is stopped.

    Signals:
        picture_drawn: A `Picture`, on the owner's thread.
    """

    picture_drawn = Signal(object)
    _drawn = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = threading.Condition()
        self._order: PictureOrder | None = None
        self._stopping = False
        self._drawn.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="map drawing", daemon=True)
        self._thread.start()

    def draw(self, order: PictureOrder) -> None:
        """Ask for a picture; forgets an older order that was not begun."""
        with self._wanted:
            self._order = order
            self._wanted.notify()

    def stop(self) -> None:
        """End the thread; returns when it has ended, a few milliseconds later. May be called again."""
        with self._wanted:
            self._stopping = True
            self._wanted.notify()
        self._thread.join()

    def _hand_over(self, outcome: Picture | Exception) -> None:
        if isinstance(outcome, Exception):
            # Raised here it is a bug like any other on the window's thread: logged and shown.
            raise outcome
        if not self._stopping:
            self.picture_drawn.emit(outcome)

    def _run(self) -> None:
        maker = PictureMaker()
        while True:
            with self._wanted:
                self._wanted.wait_for(lambda: self._order is not None or self._stopping)
                order, self._order = self._order, None
            if self._stopping or order is None:
                return
            try:
                picture = self._drawn_picture(maker, order)
            except Exception as error:  # noqa: BLE001  # handed over; the next view may be drawn well
                self._drawn.emit(error)
                continue
            if picture is not None:
                self._drawn.emit(picture)

    def _drawn_picture(self, maker: PictureMaker, order: PictureOrder) -> Picture | None:
        """Draw step by step; None when the picture was left off."""
        steps = maker.steps(order)
        rested_at = time.perf_counter()
        while True:
            if time.perf_counter() - rested_at > AT_WORK_S:
                time.sleep(REST_S)
                rested_at = time.perf_counter()
            try:
                next(steps)
            except StopIteration as done:
                picture: Picture = done.value
                return picture
            newer = self._order
            if self._stopping or (newer is not None and not _is_of_use(order, newer)):
                steps.close()
                return None


def _is_of_use(order: PictureOrder, newer: PictureOrder) -> bool:
    """Say whether a picture is worth finishing although another one was asked for."""
    if order.patch_of is not None:
        return True
    if (
        order.coverage.base is not newer.coverage.base
        or order.labels != newer.labels
        or order.ground != newer.ground
        or order.colouring is not newer.colouring
    ):
        return False
    ratio = order.view.m_per_px / newer.view.m_per_px
    return 1 / _STILL_OF_USE < ratio < _STILL_OF_USE and order.view.meets(newer.view.box)
