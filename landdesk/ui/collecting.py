"""Dead cycles are collected on the window's thread only.

Python looks for them wherever an object happens to be made. On a thread of work it would let go of widgets while the
window's thread deletes them, and the process would end; a closed form and what its buttons call are such a cycle.
"""

import gc
import time
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 100
# Looking through everything stops the window for some hundredths of a second.
_ALL_EVERY_S: Final = 60.0
_MUCH: Final = 50_000
"""Objects that were made since the last time and are worth being left out."""
_YOUNG, _OLDER, _ALL = range(3)


class Collector(QObject):
    """Looks for dead cycles in Python's place, from its making until :meth:`end`.

    Args:
        parent: Lives on the window's thread.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ends = gc.isenabled()
        gc.disable()
        self._all_at = time.monotonic()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_EVERY_MS)

    def settle(self) -> None:
        """Look through everything once, then never again at what is there now; for moments after long work.

        A store that is loaded, and what was found in it, are some hundred thousand objects that stay. Each look through
        all of them would stop the window for tenths of a second, in the middle of an edit. What was left out before is
        looked at as well: a form that was open then may be closed.
        """
        if len(gc.get_objects()) < _MUCH:
            return
        gc.unfreeze()
        gc.collect(_ALL)
        gc.freeze()
        self._all_at = time.monotonic()

    def keep(self) -> None:
        """Leave out what is there now without a look at it: it was only just loaded."""
        gc.freeze()

    def thaw(self) -> None:
        """Look at everything again: what was loaded does not stay."""
        gc.unfreeze()

    def end(self) -> None:
        """Let Python do it again, unless it was another's before already."""
        self._timer.stop()
        if self._ends:
            self._ends = False
            gc.unfreeze()
            gc.enable()

    def _look(self) -> None:
        """Collect as Python would: the young often, the others where enough have grown old."""
        counts, limits = gc.get_count(), gc.get_threshold()
        now = time.monotonic()
        if counts[_ALL] > limits[_ALL] and now - self._all_at >= _ALL_EVERY_S:
            self._all_at = now
            gc.collect(_ALL)
        elif counts[_OLDER] > limits[_OLDER]:
            gc.collect(_OLDER)
        elif counts[_YOUNG] > limits[_YOUNG]:
            gc.collect(_YOUNG)
