"""A DGN V7 as plain lines and labels, through GDAL; levels are numbers there. Version 8 is told apart before."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import fiona
import numpy as np
from fiona._err import CPLE_BaseError  # what GDAL says while features are read comes out as this
from fiona.errors import FionaError

from landdesk.domain.progress import Progress
from landdesk.services.importing.drawing.content import Content, Label, Points
from landdesk.services.importing.drawing.levels import BOUNDARY, LABEL_POINT, roles
from landdesk.services.importing.drawing.steps import COLLECTING, STEP
from landdesk.services.importing.kinds import damaged

_FAULTS: Final = (FionaError, CPLE_BaseError, ValueError, OSError)
_LINES: Final = frozenset({"LineString", "MultiLineString", "Polygon", "MultiPolygon"})


def read_dgn(path: Path, progress: Progress) -> Content:
    """Return the lines and labels of a design file.

    GDAL straightens arcs by itself and does not tell how high letters are, so a text counts where it begins.

    Raises:
        InvalidInputError: The file is damaged.
        CancelledError: The person stopped it.
    """
    content = Content()
    try:
        # The format knows bytes only: one letter each.
        with fiona.open(path, driver="DGN", encoding="ISO-8859-1") as collection:
            for at, feature in enumerate(collection):
                if at % STEP == 0:
                    progress.step(*COLLECTING)
                level = int(feature.properties["Level"] or 0)
                content.layers[str(level)] += 1
                _take(content, feature, roles().get(level, ""))
    except _FAULTS as error:
        raise damaged(path) from error
    return content


def _take(content: Content, feature: Any, role: str) -> None:
    geometry, text = feature.geometry, feature.properties["Text"]
    if geometry is None:
        return
    if geometry.type == "Point":
        x, y = geometry.coordinates[:2]
        if text:
            content.labels.append(Label(role, text, x, y, 0.0))
        if role == LABEL_POINT:
            content.label_points.append((x, y))
    elif role == BOUNDARY and geometry.type in _LINES:
        content.lines += [line for line in _lines(geometry.type, geometry.coordinates) if len(line) > 1]


def _lines(kind: str, coordinates: Any) -> Iterator[Points]:
    if kind == "LineString":
        yield np.array([point[:2] for point in coordinates], dtype=np.float64).reshape(-1, 2)
        return
    inner = {"MultiLineString": "LineString", "Polygon": "LineString", "MultiPolygon": "Polygon"}[kind]
    for part in coordinates:
        yield from _lines(inner, part)
