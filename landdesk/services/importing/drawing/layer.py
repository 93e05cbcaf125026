"""The faces of a drawing as a source layer: a feature each, values from its labels, remarks on what is not closed."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import shapely

from landdesk.domain.errors import InvalidInputError
from landdesk.domain.progress import Progress
from landdesk.i18n import N_, Text, fold
from landdesk.services.checking.profiles import shipped_limits
from landdesk.services.importing.drawing.content import Content, Label
from landdesk.services.importing.drawing.dgn import read_dgn
from landdesk.services.importing.drawing.dxf import read_dxf
from landdesk.services.importing.drawing.faces import Faces, build_faces
from landdesk.services.importing.drawing.labels import FaceValues, put_labels
from landdesk.services.importing.drawing.levels import BOUNDARY, drawing_limits, levels_of
from landdesk.services.importing.drawing.steps import CLOSING, LABELLING
from landdesk.services.importing.drawing.texts import LabelSet, read_labels
from landdesk.services.importing.layer import BATCH, Features, Geometry, Remark, listed
from landdesk.services.importing.ogr import content_hash
from landdesk.services.importing.text.encodings import Encoding

DXF: Final = "DXF"
DGN: Final = "DGN"
COLUMNS: Final = ("sheet", "number", "label_area", "land_use")

OPEN_END: Final = "drawing.open-end"
NEAR_END: Final = "drawing.near-end"
NO_LABEL: Final = "drawing.no-label"
NO_NUMBER: Final = "drawing.no-number"
LOST_LABEL: Final = "drawing.lost-label"
TWO_LABELS: Final = "drawing.two-labels"
AREA_DIFFERS: Final = "drawing.area-differs"
UNPLACED: Final = "drawing.unplaced"
MENDED: Final = "drawing.mended"
CUT: Final = "drawing.cut"

_SHEET: Final = re.compile(
    r"(?:^|[^a-z0-9])(?:to|tbd|dc|bd|sheet|manh)[ _.-]*(?:so)?[ _.-]*([0-9]{1,4})(?![0-9])"
)
_ALONE: Final = re.compile(r"(?<![0-9])[0-9]{1,4}(?![0-9])")


@dataclass(frozen=True, slots=True)
class DrawingLayer:
    """The parcels of a drawing; see ``layer.SourceLayer``. ``labels`` are its texts by column, as they were told."""

    path: Path
    name: str
    driver: str
    sha256: bytes
    curves: int
    remarks: tuple[Remark, ...]
    shapes: Sequence[Any]
    rows: Sequence[tuple[object, ...]]
    labels: Mapping[str, LabelSet] = field(default_factory=dict)
    columns: tuple[str, ...] = COLUMNS
    crs_wkt: str = ""
    encoding: str | None = None
    point_decimals: bool = True
    lasting_id: str | None = None

    @property
    def layers(self) -> Mapping[str, int]:
        """A drawing is one layer."""
        return {}

    @property
    def count(self) -> int:
        """Number of faces."""
        return len(self.rows)

    def features(self, columns: Sequence[str], size: int = BATCH) -> Iterator[Features]:
        """Yield all faces in batches, from the north to the south."""
        places = [self.columns.index(name) for name in columns]
        for first in range(0, self.count, size):
            part = slice(first, first + size)
            geometries: list[Geometry | None] = [
                ("Polygon", [shapely.get_coordinates(ring).tolist() for ring in shapely.get_rings(shape)])
                for shape in self.shapes[part]
            ]
            yield Features(
                first + 1, geometries, [tuple([row[place] for place in places]) for row in self.rows[part]]
            )


def find_dxf_layer(path: Path, encodings: Mapping[str, Encoding], progress: Progress) -> DrawingLayer:
    """Return the parcels of a DXF.

    Args:
        encodings: Of the labels by column, as a person says it.
        progress: Told each step.

    Raises:
        InvalidInputError: It cannot be read, has no lines of boundaries, or they close nothing.
        OSError: The file cannot be read.
        CancelledError: The person stopped it.
    """
    return _layer(path, DXF, read_dxf(path, progress), encodings, progress)


def find_dgn_layer(path: Path, encodings: Mapping[str, Encoding], progress: Progress) -> DrawingLayer:
    """Return the parcels of a DGN V7; arguments and errors as of ``find_dxf_layer``."""
    return _layer(path, DGN, read_dgn(path, progress), encodings, progress)


def sheet_of_name(path: Path) -> str | None:
    """Return the map sheet that the name of a file says: the only number in it, or the one after ``DC`` or ``tờ``."""
    name = fold(path.stem)
    found = [text.lstrip("0") or "0" for text in _SHEET.findall(name) or _ALONE.findall(name)]
    return found[0] if len(found) == 1 else None


def _layer(
    path: Path, driver: str, content: Content, encodings: Mapping[str, Encoding], progress: Progress
) -> DrawingLayer:
    limits = drawing_limits()
    _refuse_no_lines(path, content)
    content.labels, said, labels = read_labels(content, encodings)
    progress.step(*CLOSING)
    faces = build_faces(content.lines, limits.near_m)
    if not len(faces.shapes):
        raise InvalidInputError(
            "import.no-faces",
            Text(N_("The boundary lines of the drawing close no parcel.")),
            Text(
                N_("File {path}: {lines} lines, {ends} open ends"),
                {"path": str(path), "lines": len(content.lines), "ends": len(faces.ends)},
            ),
            Text(N_("Clean the boundaries in the drawing program so that they meet.")),
        )
    progress.step(*LABELLING)
    values, lost = put_labels(content, faces.shapes)
    sheet = sheet_of_name(path)
    return DrawingLayer(
        path=path,
        name=path.stem,
        driver=driver,
        sha256=content_hash(path),
        curves=content.arcs,
        remarks=(*said, *_remarks(content, faces, values, lost)),
        labels=labels,
        shapes=list(faces.shapes),
        rows=[(sheet, one.number, one.area, one.land_use) for one in values],
    )


def _refuse_no_lines(path: Path, content: Content) -> None:
    if content.lines:
        return
    levels = ", ".join(map(str, levels_of(BOUNDARY)))
    names = [f"{name} ({count})" for name, count in content.layers.most_common()]
    raise InvalidInputError(
        "import.no-boundaries",
        Text(
            N_("The drawing has no lines on the levels of parcel boundaries ({levels})."), {"levels": levels}
        ),
        Text(N_("File {path} has the layers: {layers}"), {"path": str(path), "layers": listed(names) or "–"}),
        Text(
            N_("Save it with its levels as layers (“Level 10”, “10”, “LV10”), or as a Shapefile of polygons.")
        ),
    )


def _remarks(
    content: Content, faces: Faces, values: Sequence[FaceValues], lost: Sequence[Label]
) -> Iterator[Remark]:
    if content.is_cut:
        yield Remark(0, CUT)
    if content.faults:
        yield Remark(0, MENDED, str(content.faults))
    if faces.unplaced:
        yield Remark(0, UNPLACED, str(faces.unplaced))
    for (x, y), gap_m in zip(faces.ends.tolist(), faces.gaps_m.tolist(), strict=True):
        if math.isinf(gap_m):
            yield Remark(0, OPEN_END, _place(x, y))
        else:
            yield Remark(0, NEAR_END, f"{_place(x, y)} · {gap_m:.3f} m")
    for label in lost:
        yield Remark(0, LOST_LABEL, f"{label.text} · {_place(label.x, label.y)}")
    limits = shipped_limits()
    areas_m2 = shapely.area(faces.shapes).tolist()
    for place, (one, area_m2) in enumerate(zip(values, areas_m2, strict=True)):
        row = place + 1
        if one.is_empty:
            inside = shapely.point_on_surface(faces.shapes[place])
            yield Remark(row, NO_LABEL, f"{_place(inside.x, inside.y)} · {area_m2:.1f} m²")
        elif one.has_two:
            yield Remark(row, TWO_LABELS, ", ".join(one.numbers if len(one.numbers) > 1 else one.areas))
        elif not one.numbers:
            yield Remark(row, NO_NUMBER)
        elif isinstance(one.area, Decimal):
            stated_m2 = float(one.area)
            allowed_m2 = max(
                limits.area_difference_m2, limits.area_factor * limits.area_scale * math.sqrt(stated_m2)
            )
            if round(abs(area_m2 - stated_m2), 3) > allowed_m2:
                yield Remark(row, AREA_DIFFERS, f"{stated_m2:.1f} / {area_m2:.1f} m²")


def _place(x: float, y: float) -> str:
    """Return easting and northing as people find them in the drawing."""
    return f"{x:.3f} {y:.3f}"
