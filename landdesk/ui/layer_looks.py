"""How strongly, to which scale and in which order the fixed layers of the map are seen; remembered on this computer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal

from landdesk.settings import LAYER_LOOKS, Settings
from landdesk.store.trouble import explain_os_error
from landdesk.ui.map.overlays import ABOVE, BELOW, Look
from landdesk.ui.map.view import METRES_PER_INCH
from landdesk.ui.open_store import OpenStore

GROUPS: Final[Sequence[Sequence[str]]] = (("labels",), ABOVE, BELOW)
"""Layers that can change places with each other, the uppermost first: labels are part of the picture."""


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One layer.

    Args:
        code: Of ``map_layers.LAYERS``.
        opacity: 0 to 1.
        coarsest: Smallest map, 1:N, on which it is drawn; None for all.
    """

    code: str
    opacity: float = 1.0
    coarsest: int | None = None


class LookKeeper(QObject):
    """Keeps the looks of layers.

    Signals:
        changed: A layer looks otherwise, or stands elsewhere.
        looks_changed: `Look` by code, the uppermost first.
    """

    changed = Signal()
    looks_changed = Signal(object)

    def __init__(self, store: OpenStore, dots_per_inch: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._dots_per_inch = store, dots_per_inch
        self.rows = _read(Settings().get(LAYER_LOOKS))

    def start(self) -> None:
        """Let the map look as it did the last time."""
        self._tell()

    def row(self, code: str) -> LayerRow:
        """Return how a layer looks."""
        return next(one for one in self.rows if one.code == code)

    def change(self, row: LayerRow) -> None:
        """Let a layer look otherwise."""
        self._put([row if one.code == row.code else one for one in self.rows])

    def beside(self, code: str, by: int, among: Iterable[str]) -> str | None:
        """Return the layer that one would change places with; None at the end of its group.

        Args:
            code: Of the layer.
            by: -1 for upwards, 1 for downwards.
            among: Layers that there are in this store.
        """
        group = next(one for one in GROUPS if code in one)
        codes = [one.code for one in self.rows if one.code in group and one.code in among]
        at = codes.index(code) + by
        return codes[at] if 0 <= at < len(codes) else None

    def swap(self, code: str, other: str) -> None:
        """Let two layers change places."""
        by_code = {one.code: one for one in self.rows}
        names = {code: other, other: code}
        self._put([by_code[names.get(one.code, one.code)] for one in self.rows])

    def _put(self, rows: Sequence[LayerRow]) -> None:
        self.rows = tuple(rows)
        settings = Settings()
        try:
            settings.put(LAYER_LOOKS, tuple(_written(one) for one in self.rows))
        except OSError as error:
            self._store.tasks.error_left_over.emit(explain_os_error(error, settings.path))
        self._tell()

    def _tell(self) -> None:
        metre_per_px = METRES_PER_INCH / self._dots_per_inch
        self.looks_changed.emit(
            {
                one.code: Look(
                    one.opacity, float("inf") if one.coarsest is None else one.coarsest * metre_per_px
                )
                for one in self.rows
            }
        )
        self.changed.emit()


def _read(rows: Sequence[Mapping[str, object]]) -> tuple[LayerRow, ...]:
    """Return the layers of a setting; what is not understood is left out, what is missing looks as usual."""
    found: dict[str, LayerRow] = {}
    for row in rows:
        code, opacity, coarsest = row.get("code"), row.get("opacity"), row.get("coarsest")
        if isinstance(code, str):
            found[code] = LayerRow(
                code,
                float(opacity) if isinstance(opacity, int | float) and 0 <= opacity <= 1 else 1.0,
                coarsest if type(coarsest) is int and coarsest > 0 else None,
            )
    return tuple(
        found.get(code, LayerRow(code))
        for group in GROUPS
        for code in dict.fromkeys([*(one for one in found if one in group), *group])
    )


def _written(row: LayerRow) -> Mapping[str, object]:
    values: dict[str, object] = {"code": row.code, "opacity": row.opacity}
    return values if row.coarsest is None else values | {"coarsest": row.coarsest}
