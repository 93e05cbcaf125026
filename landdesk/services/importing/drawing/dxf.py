"""A DXF as plain lines and labels, through ezdxf: text or binary, R12 to 2018, blocks unfolded, arcs straightened."""

import math
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from landdesk.domain.errors import InvalidInputError
from landdesk.domain.progress import Progress
from landdesk.i18n import N_, Text
from landdesk.services.drawing_library import load_ezdxf
from landdesk.services.importing.drawing.content import Content, Label, Points
from landdesk.services.importing.drawing.levels import (
    BOUNDARY,
    LABEL_POINT,
    drawing_limits,
    roles,
)
from landdesk.services.importing.drawing.steps import COLLECTING, READING, STEP
from landdesk.services.importing.drawing.texts import level_of_name
from landdesk.services.importing.field_mapping import known_target
from landdesk.services.importing.kinds import unreadable
from landdesk.services.importing.layer import place_of

_DEEPEST: Final = 8
_MOST: Final = 3_000_000
"""Entities of a drawing with its blocks unfolded; blocks in blocks can be made to fill any memory."""
_LETTER_WIDTH: Final = 0.8
"""Width of a letter by its height, to find the middle of a text."""
_LINE_STEP: Final = 5 / 3
"""Distance of lines of a paragraph by the height of its letters, as the format defines it."""
_SHARE_X: Final = {0: 0.5, 1: 0.0, 2: -0.5, 3: 0.5, 4: 0.0, 5: 0.5}
_SHARE_Y: Final = {0: 0.5, 1: 0.5, 2: 0.0, 3: -0.5}
"""Way from the point of a text to its middle by its alignment, in widths and heights."""
_ROLE_OF_TARGET: Final = {"parcel_no": "number", "legal_area": "area", "land_use": "land_use"}
_LAYER_ZERO: Final = "0"
_CURVES: Final = frozenset({"ARC", "CIRCLE", "ELLIPSE", "SPLINE"})


def read_dxf(path: Path, progress: Progress) -> Content:
    """Return the lines and labels of the model space.

    Raises:
        InvalidInputError: It is no DXF, damaged beyond recovery, or too large.
        OSError: The file cannot be read.
        CancelledError: The person stopped it.
    """
    load_ezdxf()
    from ezdxf import recover
    from ezdxf.filemanagement import readfile
    from ezdxf.lldxf.const import DXFError

    # Broken tags come out of ezdxf as whatever Python makes of them.
    broken = (
        DXFError,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        ArithmeticError,
        RuntimeError,
        StopIteration,
        AssertionError,
        struct.error,
    )
    content = Content(is_cut=_is_cut(path))
    progress.step(*READING)
    try:
        try:
            # A recovered file is read twice: damage is rare.
            document = readfile(path)
        except (*broken, OSError):
            # ezdxf calls a file without a DXF in it an OSError, too; whether it can be read was tried before.
            document, auditor = recover.readfile(path)
            content.faults = len(auditor.errors) + len(auditor.fixes) or 1
        content.code_page = "" if document.encoding.startswith("utf") else document.encoding
        _Walk(content, progress).take(document.modelspace(), None, 0)
    except (*broken, OSError) as error:
        raise unreadable(path, error) from error
    except _TooLargeError as error:
        raise InvalidInputError(
            "import.too-large",
            Text(N_("The drawing has more than {count:,} objects with its blocks."), {"count": _MOST}),
            place_of(path),
            Text(N_("Save the sheet alone, without its frame and symbols.")),
        ) from error
    return content


def _is_cut(path: Path) -> bool:
    """Tell whether the end mark is missing."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 256))
        return b"EOF" not in file.read()


class _TooLargeError(Exception):
    """Blocks unfold to more than can be meant."""


class _Walk:
    """Goes through entities and takes what parcels are made of."""

    def __init__(self, content: Content, progress: Progress) -> None:
        self._content = content
        self._progress = progress
        self._chord_m = drawing_limits().chord_m
        self._roles: dict[str, str] = {}
        self._left = _MOST

    def take(self, entities: Iterable[Any], layer: str | None, depth: int) -> None:
        """Take entities; ``layer`` is that of the block they stand in."""
        for entity in entities:
            if self._left % STEP == 0:
                self._progress.step(*COLLECTING)
            self._left -= 1
            if self._left < 0:
                raise _TooLargeError
            kind = entity.dxftype()
            name = str(entity.dxf.get("layer", _LAYER_ZERO))
            # By definition what is on layer 0 of a block is on the layer where the block is put.
            if layer is not None and name == _LAYER_ZERO:
                name = layer
            self._content.layers[name] += 1
            if kind == "INSERT":
                self._take_block(entity, name, depth)
                continue
            role = self._role(name)
            if kind in ("TEXT", "MTEXT", "ATTRIB"):
                self._take_text(entity, kind, role)
            elif role == BOUNDARY:
                self._take_line(entity, kind)
            elif role == LABEL_POINT and kind == "POINT":
                self._content.label_points.append((entity.dxf.location.x, entity.dxf.location.y))

    def _role(self, layer: str) -> str:
        role = self._roles.get(layer)
        if role is None:
            level = level_of_name(layer, self._content.code_page)
            role = self._roles[layer] = roles().get(level, "") if level is not None else ""
        return role

    def _take_block(self, insert: Any, layer: str, depth: int) -> None:
        for attribute in insert.attribs:
            target = known_target(str(attribute.dxf.get("tag", "")))
            own = str(attribute.dxf.get("layer", _LAYER_ZERO))
            role = _ROLE_OF_TARGET.get(target or "") or self._role(layer if own == _LAYER_ZERO else own)
            self._take_text(attribute, "ATTRIB", role)
        if depth < _DEEPEST:
            # A block that is put in rows and columns is one insert.
            copies = insert.multi_insert() if insert.mcount > 1 else (insert,)
            for copy in copies:
                self.take(copy.virtual_entities(), layer, depth + 1)

    def _take_line(self, entity: Any, kind: str) -> None:
        for points in self._points(entity, kind):
            if len(points) > 1:
                self._content.lines.append(points)

    def _points(self, entity: Any, kind: str) -> Iterator[Points]:
        """Yield the points of a line, easting and northing."""
        if kind == "LINE":
            start, end = entity.dxf.start, entity.dxf.end
            yield np.array([(start.x, start.y), (end.x, end.y)])
        elif kind == "LWPOLYLINE":
            points = entity.get_points("xyb")
            if entity.dxf.get("extrusion") is not None and entity.dxf.extrusion.z < 0:
                # Drawn from below: the plane is mirrored, and with it the side of each arc.
                points = [(-x, y, -bulge) for x, y, bulge in points]
            yield self._with_bulges(points, closed=entity.closed)
        elif kind == "POLYLINE" and (entity.is_2d_polyline or entity.is_3d_polyline):
            mirrored = entity.is_2d_polyline and entity.dxf.extrusion.z < 0
            sign = -1 if mirrored else 1
            points = [
                (sign * vertex.dxf.location.x, vertex.dxf.location.y, sign * vertex.dxf.get("bulge", 0.0))
                for vertex in entity.vertices
                if not vertex.dxf.get("flags", 0) & 16  # points that only steer a spline
            ]
            yield self._with_bulges(points, closed=entity.is_closed)
        elif kind in _CURVES:
            self._content.arcs += 1
            flat = [(point.x, point.y) for point in entity.flattening(self._chord_m)]
            if kind == "CIRCLE" and flat and flat[0] != flat[-1]:
                flat.append(flat[0])
            yield np.array(flat).reshape(-1, 2)

    def _with_bulges(self, points: list[tuple[float, float, float]], *, closed: bool) -> Points:
        if closed and points:
            points = [*points, (points[0][0], points[0][1], 0.0)]
        if not any(bulge for _, _, bulge in points):
            return np.array([point[:2] for point in points]).reshape(-1, 2)
        self._content.arcs += 1
        made: list[tuple[float, float]] = []
        for place, (x, y, bulge) in enumerate(points):
            made.append((x, y))
            if bulge and place + 1 < len(points):
                made += arc_points((x, y), points[place + 1][:2], bulge, self._chord_m)
        return np.array(made)

    def _take_text(self, entity: Any, kind: str, role: str) -> None:
        found = list(_paragraph(entity)) if kind == "MTEXT" else [_line(entity)]
        for text, x, y, height in found:
            self._content.labels.append(Label(role, text, x, y, height))
            if role == LABEL_POINT:
                self._content.label_points.append((x, y))


def arc_points(
    start: tuple[float, float], end: tuple[float, float], bulge: float, chord_m: float
) -> list[tuple[float, float]]:
    """Return the points between the ends of an arc so that no chord is farther than ``chord_m`` from it.

    Args:
        start, end: Easting and northing, metres.
        bulge: Tangent of a quarter of the angle, positive to the left, as DXF has it.
        chord_m: Largest distance of a chord from the arc.
    """
    length = math.dist(start, end)
    if not length or not math.isfinite(length) or not math.isfinite(bulge):
        return []
    angle = 4 * math.atan(bulge)
    radius = length / (2 * abs(math.sin(angle / 2)))
    step = 2 * math.acos(max(-1.0, 1 - chord_m / radius))
    count = min(max(1, math.ceil(abs(angle) / step)), 1_000)
    # The centre lies on the middle line of the chord; left of it for an arc that turns left.
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    offset = (1 - bulge * bulge) / (4 * bulge)
    centre = (middle[0] - (end[1] - start[1]) * offset, middle[1] + (end[0] - start[0]) * offset)
    first = math.atan2(start[1] - centre[1], start[0] - centre[0])
    angles = [first + angle * place / count for place in range(1, count)]
    return [(centre[0] + radius * math.cos(one), centre[1] + radius * math.sin(one)) for one in angles]


def _line(entity: Any) -> tuple[str, float, float, float]:
    """Return the text of a single line, the middle of it and its height."""
    dxf = entity.dxf
    text = entity.plain_text()
    height = float(dxf.get("height", 0.0)) or 1.0
    width = _LETTER_WIDTH * height * len(text) * float(dxf.get("width", 1.0))
    across, up = int(dxf.get("halign", 0)), int(dxf.get("valign", 0))
    aligned = (across not in (0, 3, 5) or up) and dxf.hasattr("align_point")
    point = dxf.align_point if aligned else dxf.get("insert", (0.0, 0.0, 0.0))
    share_x = _SHARE_X.get(across, 0.5)
    share_y = 0.0 if across == 4 else _SHARE_Y.get(up, 0.5)
    return (text, *_moved(point, share_x * width, share_y * height, float(dxf.get("rotation", 0.0))), height)


def _paragraph(entity: Any) -> Iterator[tuple[str, float, float, float]]:
    """Yield each line of a paragraph with its middle and height."""
    dxf = entity.dxf
    lines = [line.strip() for line in entity.plain_text(split=True)]
    height = float(dxf.get("char_height", 0.0)) or 1.0
    step = height * _LINE_STEP * float(dxf.get("line_spacing_factor", 1.0))
    column, row = (
        (int(dxf.get("attachment_point", 1)) - 1) % 3,
        (int(dxf.get("attachment_point", 1)) - 1) // 3,
    )
    block = step * (len(lines) - 1) + height
    top = {0: 0.0, 1: block / 2, 2: block}.get(row, 0.0)
    rotation = float(entity.get_rotation())
    for place, text in enumerate(lines):
        if text:
            width = _LETTER_WIDTH * height * len(text)
            across = {0: width / 2, 1: 0.0, 2: -width / 2}[column]
            x, y = _moved(dxf.insert, across, top - place * step - height / 2, rotation)
            yield text, x, y, height


def _moved(point: Any, across: float, up: float, rotation_deg: float) -> tuple[float, float]:
    turn = math.radians(rotation_deg)
    x, y = float(point[0]), float(point[1])
    return (
        x + across * math.cos(turn) - up * math.sin(turn),
        y + across * math.sin(turn) + up * math.cos(turn),
    )
