"""A part of the map on paper, whoever asks for it: a map sheet, what the window shows, or everything."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from landdesk.app.application import Application
from landdesk.app.leaving import refuse_taken_name
from landdesk.app.printing import writer_of
from landdesk.domain.arrays import Integers
from landdesk.domain.clock import local_time, system_clock
from landdesk.domain.coverage import Coverage
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.files import publish_file
from landdesk.i18n import N_, Text
from landdesk.services.codelists import CodeLists
from landdesk.services.printing.map_page import (
    Box,
    MapPage,
    MapWanted,
    choose_map,
    lay_out_map,
    map_pdf,
    shown,
)
from landdesk.services.printing.parcel_labels import Drawn
from landdesk.services.printing.svg import write_svg
from landdesk.services.printing.typesetting import plain, words_of
from landdesk.store.trouble import explain_os_error

if TYPE_CHECKING:
    from landdesk.services.importing.scans import PagePicture

AT_MOST: Final = 20_000
"""Parcels on one paper: twice what an A0 holds legibly at 1:2000."""


def _write_pdf(path: Path, page: MapPage) -> None:
    content = map_pdf(page)
    publish_file(path, lambda file: file.write(content))


WRITERS: Final[Mapping[str, Callable[[Path, MapPage], None]]] = {
    "pdf": _write_pdf,
    "svg": lambda path, page: write_svg(path, page.drawing, page.title),
}
"""What writes a file, by the name of its format, which is the ending of its name."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A map sheet of a commune; None where the parcels of the commune have no sheet."""

    commune: str
    number: str | None


MapPart = Sheet | Box | None
"""What is printed: a map sheet, a box, or all parcels."""


def sheets_of(coverage: Coverage) -> list[Sheet]:
    """Return the map sheets that have parcels on the map, in the order of their numbers."""
    live = coverage.live()
    found = set(zip(coverage.column("commune", live), coverage.column("sheet", live), strict=True))
    return [Sheet(*one) for one in sorted(found, key=lambda one: (one[0], len(one[1] or ""), one[1] or ""))]


def find_sheet(coverage: Coverage, number: str, commune: str | None) -> Sheet:
    """Return the map sheet of a number.

    Raises:
        InvalidInputError: ``print.no-sheet``, ``print.several-communes``: there is none, or in several communes.
    """
    found = [one for one in sheets_of(coverage) if one.number == number and commune in (None, one.commune)]
    if not found:
        raise InvalidInputError(
            "print.no-sheet",
            Text(N_("No parcel on the map belongs to map sheet {sheet}."), {"sheet": number}),
            remedy=Text(N_("Choose a sheet that has parcels.")),
        )
    if len(found) > 1:
        raise InvalidInputError(
            "print.several-communes",
            Text(N_("Several communes have a map sheet {sheet}."), {"sheet": number}),
            remedy=Text(
                N_("Say which commune: {choices}"), {"choices": ", ".join(one.commune for one in found)}
            ),
        )
    return found[0]


def map_page(app: Application, part: MapPart, wanted: MapWanted) -> MapPage:
    """Lay a part of the map out.

    Raises:
        RefusedError: There is nothing to draw, or too much for one paper.
        InvalidInputError: It does not fit as it is wanted.
    """
    coverage = app.coverage
    own = _members(coverage, part)
    box = _extent(coverage, own)
    if box is not None and isinstance(part, tuple):
        box = _common(part, box)
    if box is None:
        raise RefusedError(
            "print.nothing-there",
            Text(N_("There is no parcel here to print.")),
            remedy=Text(N_("Show parcels on the map, or choose a map sheet.")),
        )
    choice = choose_map(box, wanted)
    near = coverage.box_query(shown(box, choice))
    labelled = np.isin(near, own) if isinstance(part, Sheet) else np.ones(len(near), dtype=bool)
    if len(near) > AT_MOST:
        raise RefusedError(
            "print.too-many",
            Text(N_("{count} parcels are too many for one paper."), {"count": len(near)}),
            remedy=Text(N_("Print a smaller part of the map, or at a larger scale on several papers.")),
        )
    if not len(near):
        raise RefusedError(
            "print.nothing-there",
            Text(N_("There is no parcel here to print.")),
            remedy=Text(N_("Show parcels on the map, or choose a map sheet.")),
        )
    drawing, unnumbered = lay_out_map(
        _drawn(coverage, near[labelled]), _drawn(coverage, near[~labelled]), box, choice
    )
    info = app.info
    return MapPage(
        title=_title(coverage, near[labelled], part, app.codelists),
        choice=choice,
        epsg=info.epsg,
        drawing=drawing,
        parcels=int(labelled.sum()),
        unnumbered=unnumbered,
        training=info.training,
        printed_on=local_time(system_clock()).date(),
    )


@dataclass(frozen=True, slots=True)
class MapPreview:
    """A map as it will be on paper."""

    page: MapPage
    picture: "PagePicture"


def preview_map(app: Application, part: MapPart, wanted: MapWanted, width_px: int) -> MapPreview:
    """Draw a part of the map as it will be on paper.

    Raises:
        LandDeskError: As of :func:`map_page`.
    """
    # Brings the libraries of pictures along.
    from landdesk.services.importing.scans import draw_page

    page = map_page(app, part, wanted)
    return MapPreview(page, draw_page(map_pdf(page), 0, width_px))


def print_map(
    app: Application, part: MapPart, path: Path, wanted: MapWanted, *, ending: str | None = None
) -> MapPage:
    """Write a part of the map. It tells of no person.

    Args:
        app: The store.
        part: What is printed.
        path: The file; nothing may be there.
        wanted: What is chosen.
        ending: The format where the name of the file does not say it.

    Raises:
        RefusedError: There is a file of this name; there is nothing to draw, or too much.
        InvalidInputError: The ending is of no format; the part does not fit.
        TroubleError: The folder cannot be written, the disk is full.
    """
    write = writer_of(WRITERS, path, ending)
    refuse_taken_name(path)
    page = map_page(app, part, wanted)
    try:
        write(path, page)
    except OSError as error:
        raise explain_os_error(error, path) from error
    return page


def _extent(coverage: Coverage, indices: Integers) -> Box | None:
    """Return the box around parcels, None where none has a shape."""
    boxes = coverage.boxes(indices)
    boxes = boxes[np.isfinite(boxes).all(axis=1)]
    if not len(boxes):
        return None
    west, south = boxes[:, :2].min(axis=0).tolist()
    east, north = boxes[:, 2:].max(axis=0).tolist()
    return west, south, east, north


def _common(box: Box, other: Box) -> Box | None:
    """Return what two boxes have in common: paper beside all parcels would stay empty."""
    west, south, east, north = (
        *(max(pair) for pair in zip(box[:2], other[:2], strict=True)),
        *(min(pair) for pair in zip(box[2:], other[2:], strict=True)),
    )
    return (west, south, east, north) if west < east and south < north else None


def _members(coverage: Coverage, part: MapPart) -> Integers:
    live = coverage.live()
    if not isinstance(part, Sheet):
        return live
    communes, sheets = coverage.column("commune", live), coverage.column("sheet", live)
    found: Integers = live[
        (communes == part.commune) & np.array([one == part.number for one in sheets], dtype=bool)
    ]
    return found


def _drawn(coverage: Coverage, indices: Integers) -> list[Drawn]:
    """Return parcels as they are drawn; their areas are those of the map."""
    made = []
    columns = [coverage.column(name, indices) for name in ("number", "provisional", "land_use")]
    for shape, number, provisional, land_use in zip(coverage.shapes(indices), *columns, strict=True):
        if shape is None or shape.is_empty:
            continue
        called = f"{plain(number)}{'*' if provisional else ''}" if number else ""
        made.append(Drawn(called, f"{shape.area:.1f}".replace(".", ","), plain(land_use or ""), shape))
    return made


def _title(coverage: Coverage, indices: Integers, part: MapPart, lists: CodeLists) -> str:
    said = words_of("map_vi.toml")
    communes = set(coverage.column("commune", indices))
    if len(communes) != 1:
        return str(said["several"])
    (code,) = communes
    commune = lists["commune"].get(code)
    province = lists["province"].get(commune.parent) if commune is not None else None
    place = {
        "commune": code if commune is None else f"{commune.more['kind']} {commune.label}",
        "province": ""
        if province is None
        else f", {province.more.get('kind', '')} {province.label}".rstrip(),
    }
    if isinstance(part, Sheet) and part.number:
        return str(said["sheet"].format(sheet=part.number, **place))
    return str(said["part"].format(**place))
