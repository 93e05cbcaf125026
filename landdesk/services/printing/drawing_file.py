"""An extract as DXF by level, in the coordinates of the ground; see ``exporting/dxf.py``."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import shapely

from landdesk.services.exporting.dxf import (
    AREA,
    FRAME,
    LABEL_POINT,
    LAND_USE,
    LENGTH,
    NUMBER,
    VERTEX,
    Stroke,
    Writing,
    boundary_strokes,
    write_drawing,
)
from landdesk.services.printing.extract import Extract
from landdesk.services.printing.layout import frame_on_ground
from landdesk.services.printing.primitives import CAP_HEIGHT, Kind, Label

LEVELS: Final[Mapping[Kind, int]] = {
    Kind.NUMBER: NUMBER,
    Kind.AREA: AREA,
    Kind.LAND_USE: LAND_USE,
    Kind.VERTEX: VERTEX,
    Kind.LENGTH: LENGTH,
}
"""Level of each kind of label; the others belong to the paper."""


def write_extract_dxf(path: Path, extract: Extract) -> None:
    """Write the parcel and those around it whole, with the labels of the paper where they stand there.

    Raises:
        OSError: The folder cannot be written or the disk is full.
    """
    window = shapely.box(*frame_on_ground(extract.drawing))
    shapes = [
        extract.drawn.shape,
        *(one.shape for one in extract.around if shapely.intersects(one.shape, window)),
    ]
    strokes = boundary_strokes([{"geometry": shapely.to_wkb(one)} for one in shapes])
    strokes.append(Stroke(FRAME, np.array(window.exterior.coords)))
    points = [
        Writing(LABEL_POINT, "", point.x, point.y) for point in map(shapely.point_on_surface, shapes[:1])
    ]
    write_drawing(path, strokes, [*points, *(_writing(extract, one) for one in _in_frame(extract))])


def _in_frame(extract: Extract) -> list[Label]:
    west, south, east, north = frame_on_ground(extract.drawing)
    ground = extract.drawing.ground
    found: list[Label] = []
    for one in extract.drawing.primitives:
        if isinstance(one, Label) and one.kind in LEVELS:
            easting, northing = ground.on_ground(one.x, one.y)
            if west <= easting <= east and south <= northing <= north:
                found.append(one)
    return found


def _writing(extract: Extract, label: Label) -> Writing:
    ground = extract.drawing.ground
    easting, northing = ground.on_ground(label.x, label.y)
    height = label.size * CAP_HEIGHT * ground.scale / 1000
    return Writing(LEVELS[label.kind], label.text, easting, northing, height, -label.angle)
