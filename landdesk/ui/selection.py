"""Which parcels are chosen: one small object that list, map and panel share."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from landdesk.domain.ids import ObjectId


class Selection(QObject):
    """Parcels in the order they were chosen; the last one is the current one.

    Signals:
        changed(): Other parcels are chosen than before.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parcels: tuple[ObjectId, ...] = ()

    @property
    def parcels(self) -> tuple[ObjectId, ...]:
        """The chosen parcels, oldest choice first."""
        return self._parcels

    @property
    def current(self) -> ObjectId | None:
        """The parcel chosen last."""
        return self._parcels[-1] if self._parcels else None

    def choose(self, parcels: Iterable[ObjectId]) -> None:
        """Choose exactly these."""
        chosen = tuple(dict.fromkeys(parcels))
        if chosen != self._parcels:
            self._parcels = chosen
            self.changed.emit()

    def toggle(self, parcel: ObjectId) -> None:
        """Add a parcel, or take it out."""
        kept = tuple(one for one in self._parcels if one != parcel)
        self.choose(kept if len(kept) < len(self._parcels) else (*self._parcels, parcel))

    def clear(self) -> None:
        """Choose nothing."""
        self.choose(())
