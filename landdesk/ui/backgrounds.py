"""The pictures below the parcels of one store: which, in what order, how strongly; opened beside the window.

They are remembered for this person on this computer, by store; the pictures stay where they lie.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from landdesk.domain.errors import LandDeskError
from landdesk.domain.ids import id_text
from landdesk.i18n import N_, Text
from landdesk.paths import named_path
from landdesk.services.backgrounds.opening import open_background
from landdesk.services.backgrounds.pictures import small_copy
from landdesk.services.backgrounds.raster import Pixels, Warp
from landdesk.services.backgrounds.refusals import NO_PLACE, no_place
from landdesk.settings import BACKGROUNDS, Settings
from landdesk.store.trouble import explain_os_error
from landdesk.ui.map.ground import FAINT, Background, Ground
from landdesk.ui.map.view import METRES_PER_INCH
from landdesk.ui.open_store import OpenStore

SHEET_PX: Final = 3000
"""Longest side of a sheet as it is shown for placing."""
_FILL: Final = "fill"
"""Key of the row that says how strongly the parcels' colours cover the pictures."""


@dataclass(frozen=True, slots=True)
class PictureRow:
    """One picture as a person has it.

    Args:
        path: The file.
        visible: Whether it is drawn.
        opacity: 0 to 1.
        coarsest: N of the smallest map, 1:N, on which it is drawn; None for all.
        matrix: Six numbers where control points have placed it, from pixels to the store's plane.
    """

    path: Path
    visible: bool = True
    opacity: float = 1.0
    coarsest: int | None = None
    matrix: tuple[float, ...] | None = None


class BackgroundKeeper(QObject):
    """Keeps the pictures of the open store.

    Signals:
        changed: The list or what is said of it is another one.
        ground_changed: A `Ground` to be drawn.
    """

    changed = Signal()
    ground_changed = Signal(object)

    def __init__(self, store: OpenStore, dots_per_inch: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._dots_per_inch = store, dots_per_inch
        self._key = id_text(store.app.info.dataset)
        self._opened: dict[tuple[Path, tuple[float, ...] | None], Warp] = {}
        self._troubles: dict[Path, LandDeskError] = {}
        self.rows, self.fill_opacity = _read(Settings().get(BACKGROUNDS).get(self._key, ()))

    def start(self) -> None:
        """Open the pictures of the last time."""
        self._open_all()

    def trouble(self, row: PictureRow) -> LandDeskError | None:
        """Return why a picture is not drawn."""
        return self._troubles.get(row.path)

    def warp(self, row: PictureRow) -> Warp | None:
        """Return the open picture."""
        return self._opened.get((row.path, row.matrix))

    def names_at(self, easting: float, northing: float, m_per_px: float) -> list[str]:
        """Return the names of the pictures that are drawn at a place on a map of a scale, the uppermost first."""
        names = []
        for row in reversed(self.rows):
            warp = self.warp(row)
            if not row.visible or warp is None or not self._background(row, warp).is_drawn_at(m_per_px):
                continue
            west, south, east, north = warp.box()
            if west <= easting <= east and south <= northing <= north:
                names.append(row.path.name)
        return names

    def can_be_placed(self, row: PictureRow) -> bool:
        """Tell whether control points can say where a picture lies: one picture, which does not say so itself."""
        trouble = self.trouble(row)
        return row.matrix is not None or (trouble is not None and trouble.code == NO_PLACE)

    def read_for_placing(self, at: int, then: Callable[[PictureRow, QImage, float], None]) -> None:
        """Read a picture, smaller where it is large, and hand it over with the pixels of the file to one of it."""
        row = self.rows[at]

        def show(found: tuple[Pixels, float]) -> None:
            pixels, scale = found
            height, width = pixels.shape[:2]
            image = QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()
            then(row, image, scale)

        self._store.compute(
            lambda _progress: small_copy(row.path, SHEET_PX),
            show,
            self._store.tasks.error_left_over.emit,
            title=Text(N_("Opening pictures")),
        )

    def add(self, paths: Sequence[Path]) -> None:
        """Lay pictures over those there are; one that is there already is shown again."""
        known = {row.path for row in self.rows}
        if not self.rows:
            self.fill_opacity = FAINT
        rows = [replace(row, visible=True) if row.path in paths else row for row in self.rows]
        self._put([*rows, *(PictureRow(path) for path in paths if path not in known)])

    def change(self, at: int, row: PictureRow) -> None:
        """Have a picture drawn otherwise."""
        if row.matrix != self.rows[at].matrix:
            self._troubles.pop(row.path, None)
        self._put([row if place == at else one for place, one in enumerate(self.rows)])

    def remove(self, at: int) -> None:
        """Take a picture out of the list; the file stays."""
        self._put([one for place, one in enumerate(self.rows) if place != at])

    def move(self, at: int, to: int) -> None:
        """Give a picture another place in the order."""
        rows = list(self.rows)
        rows.insert(to, rows.pop(at))
        self._put(rows)

    def set_fill_opacity(self, opacity: float) -> None:
        """Say how strongly the parcels' colours cover the pictures."""
        self.fill_opacity = opacity
        self._put(self.rows)

    def _put(self, rows: Sequence[PictureRow]) -> None:
        self.rows = tuple(rows)
        settings = Settings()
        kept = dict(settings.get(BACKGROUNDS))
        kept[self._key] = _written(self.rows, self.fill_opacity)
        try:
            settings.put(BACKGROUNDS, kept)
        except OSError as error:
            self._store.tasks.error_left_over.emit(explain_os_error(error, settings.path))
        self._open_all()

    def _open_all(self) -> None:
        self._tell()
        missing = [row for row in self.rows if (row.path, row.matrix) not in self._opened]
        missing = [row for row in missing if row.path not in self._troubles]
        if missing:
            epsg = self._store.app.info.epsg
            self._store.compute(
                lambda _progress: [(row, _opened(row, epsg)) for row in missing],
                self._take,
                self._store.tasks.error_left_over.emit,
                title=Text(N_("Opening pictures")),
            )

    def _take(self, found: list[tuple[PictureRow, Warp | LandDeskError]]) -> None:
        for row, outcome in found:
            if isinstance(outcome, LandDeskError):
                self._troubles[row.path] = outcome
            else:
                self._opened[row.path, row.matrix] = outcome
        self._tell()

    def _tell(self) -> None:
        drawn = [
            self._background(row, warp)
            for row in self.rows
            if row.visible and (warp := self.warp(row)) is not None
        ]
        self.ground_changed.emit(Ground(tuple(drawn), self.fill_opacity))
        self.changed.emit()

    def _background(self, row: PictureRow, warp: Warp) -> Background:
        metre_per_px = METRES_PER_INCH / self._dots_per_inch
        coarsest = float("inf") if row.coarsest is None else row.coarsest * metre_per_px
        return Background(warp, row.opacity, coarsest_m_per_px=coarsest)


def _opened(row: PictureRow, epsg: int) -> Warp | LandDeskError:
    """Open a picture; what is wrong with it is an answer."""
    matrix = None if row.matrix is None else np.array(row.matrix).reshape(2, 3)
    try:
        warp = Warp(open_background(row.path, matrix), epsg)
        warp.box()
    except OSError as error:
        return explain_os_error(error, row.path)
    except ValueError:
        return no_place(row.path)
    except LandDeskError as error:
        return error
    return warp


def _read(rows: Sequence[Mapping[str, object]]) -> tuple[tuple[PictureRow, ...], float]:
    """Return the pictures of a setting; what is not understood is left out."""
    found: list[PictureRow] = []
    fill = 1.0
    for row in rows:
        if _FILL in row:
            fill = _share(row[_FILL], FAINT)
            continue
        path, matrix, coarsest = row.get("path"), row.get("matrix"), row.get("coarsest")
        if not isinstance(path, str) or not path:
            continue
        numbers = (
            tuple(float(one) for one in matrix if isinstance(one, int | float))
            if isinstance(matrix, list)
            else ()
        )
        found.append(
            PictureRow(
                named_path(path),
                visible=row.get("visible") is not False,
                opacity=_share(row.get("opacity"), 1.0),
                coarsest=coarsest if isinstance(coarsest, int) and coarsest > 0 else None,
                matrix=numbers if len(numbers) == 6 else None,
            )
        )
    return tuple(found), fill


def _share(value: object, otherwise: float) -> float:
    return float(value) if isinstance(value, int | float) and 0 <= value <= 1 else otherwise


def _written(rows: Sequence[PictureRow], fill: float) -> tuple[Mapping[str, object], ...]:
    made: list[Mapping[str, object]] = [{_FILL: fill}]
    for row in rows:
        values: dict[str, object] = {"path": str(row.path), "visible": row.visible, "opacity": row.opacity}
        if row.coarsest is not None:
            values["coarsest"] = row.coarsest
        if row.matrix is not None:
            values["matrix"] = list(row.matrix)
        made.append(values)
    return tuple(made)
