"""An extract as PDF by Typst: words and layout are templates, the map is drawn as vectors. Nothing is fetched."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from landdesk.files import publish_file
from landdesk.resources import resource_path
from landdesk.services.printing.extract import Extract
from landdesk.services.printing.layout import metres
from landdesk.services.printing.paper import FEW_CORNERS
from landdesk.services.printing.primitives import STYLES, Dot, Drawing, Label, Line

ARCHIVAL: Final = "a-2b"
"""PDF/A-2b: all typefaces inside, nothing from outside."""
LONGEST_FACT: Final = 260
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_LONG_WORD: Final = re.compile(r"(\S{30})(?=\S)")


def pdf_bytes(extract: Extract) -> bytes:
    """Return the document, PDF/A where the typeface has every letter in it."""
    data = json.dumps(page(extract), ensure_ascii=False)
    return compiled("extract.typ", data, datetime.combine(extract.printed_on, time(), UTC))


def compiled(template: str, data: str, moment: datetime) -> bytes:
    """Return a template laid out as PDF/A; as a plain PDF where the typeface lacks a letter.

    Args:
        template: Name of a file in ``resources/templates``.
        data: JSON, which the template finds as ``page``.
        moment: When it is said to be made.
    """
    import typst

    path = str(resource_path("templates", template))
    settings: dict[str, Any] = {
        "font_paths": [str(resource_path("fonts"))],
        "ignore_system_fonts": True,
        "sys_inputs": {"page": data},
        "timestamp": moment,
    }
    try:
        return bytes(typst.compile(path, pdf_standards=[ARCHIVAL], **settings))
    except typst.TypstError:
        # A letter of another script in a name: PDF/A forbids what the typeface lacks, a plain PDF shows a box.
        return bytes(typst.compile(path, **settings))


def write_pdf(path: Path, extract: Extract) -> None:
    """Write the document; the file appears when it is complete.

    Raises:
        OSError: The folder cannot be written or the disk is full.
    """
    content = pdf_bytes(extract)
    publish_file(path, lambda file: file.write(content))


def words() -> dict[str, Any]:
    """Return the words of the forms."""
    return tomllib.loads(resource_path("templates", "extract_vi.toml").read_text(encoding="utf-8"))


def page(extract: Extract) -> dict[str, Any]:
    """Return what the template lays out: texts that are ready, places in millimetres."""
    said = words()
    form = said["forms"][extract.form.value]
    facts = _facts(extract, said)
    return {
        "words": said,
        "title": form["title"],
        "width": extract.choice.paper.width,
        "height": extract.choice.paper.height,
        "training": extract.training,
        "foot": said["foot"].format(date=f"{extract.printed_on:%d/%m/%Y}"),
        "facts": [{"label": label, "value": facts[code] or said["none"]} for code, label in form["items"]],
        "drawing": _drawing(extract.drawing),
        "system": f"{said['scale']} 1:{extract.choice.scale} – {_system(extract.epsg, said)}",
        "rows": list(_rows(extract, said)),
        "one-page": sum(len(ring.corners) for ring in extract.rings) <= FEW_CORNERS,
        "day": said["day"],
        "signatures": form["signatures"],
    }


def title_of(extract: Extract) -> str:
    """Return the title and what the paper is about, for files that have a title."""
    said = words()
    return f"{said['forms'][extract.form.value]['title']} {extract.parcel.key}"


def _facts(extract: Extract, said: dict[str, Any]) -> dict[str, str]:
    parcel, sheet = extract.parcel, extract.sheet
    number = parcel.number or "?"
    if parcel.key.endswith("*"):
        number += said["provisional"]
    place = said["place"].format(
        number=plain(number),
        sheet=plain(parcel.sheet or "?"),
        commune=extract.commune,
        province=f", {extract.province}" if extract.province else "",
    )
    area = said["area"].format(map=decimal(extract.map_area_m2))
    difference = extract.difference_m2
    if difference is None or parcel.legal_area_m2 is None:
        area += said["no_legal"]
    else:
        sign = "+" if difference > 0 else ""
        area += said["legal"].format(
            legal=decimal(parcel.legal_area_m2), difference=f"{sign}{decimal(difference)}"
        )
    uses = [
        f"{plain(code)}{f' ({name})' if name else ''}{f': {decimal(size)} m²' if size is not None else ''}"
        for code, name, size in extract.purposes
    ]
    users = [", ".join(filter(None, (one.name, one.address))) for one in extract.users]
    survey = () if sheet is None else (sheet.surveyor, sheet.method, sheet.completed_on)
    return {
        "place": place,
        "address": plain(parcel.address or ""),
        "area": area,
        "land_use": plain("; ".join(uses)),
        "users": plain("; ".join(users)),
        "changes": plain(parcel.area_note or ""),
        "survey": plain("; ".join(filter(None, survey))),
    }


def plain(text: str) -> str:
    """Return a text as a line of the form can hold it: no signs that turn or break it, long words and texts cut."""
    line = " ".join(_CONTROL.sub(" ", text).split())
    cut = line if len(line) <= LONGEST_FACT else f"{line[: LONGEST_FACT - 1]}…"
    return _LONG_WORD.sub("\\1\u200b", cut)


def decimal(value: Decimal) -> str:
    """Return an area as Vietnamese papers write it: ``1.234,5``."""
    digits = f"{value:,.2f}" if value != round(value, 1) else f"{value:,.1f}"
    return digits.translate(str.maketrans(",.", ".,")).replace("-", "\u2212")


def _system(epsg: int, said: dict[str, Any]) -> str:
    from pyproj import CRS

    system = CRS.from_epsg(epsg)
    operation = system.coordinate_operation
    values = {one.name: one.value for one in operation.params} if operation is not None else {}
    meridian = values.get("Longitude of natural origin")
    datum = "" if system.geodetic_crs is None else system.geodetic_crs.name
    if meridian is None or "VN-2000" not in datum:
        return str(said["other_system"].format(epsg=epsg))
    minutes = round(60 * float(meridian))
    scale_factor = float(values.get("Scale factor at natural origin", 0.0))
    return str(
        said["system"].format(
            meridian=f"{minutes // 60}°{minutes % 60:02d}′", zone=3 if scale_factor > 0.9998 else 6
        )
    )


def _rows(extract: Extract, said: dict[str, Any]) -> Iterator[list[str] | str]:
    several = len(extract.rings) > 1
    for ring in extract.rings:
        if several:
            yield said["hole" if ring.hole else "outer"].format(part=ring.part, hole=ring.hole)
        for corner in ring.corners:
            yield [
                str(corner.number),
                _coordinate(corner.northing),
                _coordinate(corner.easting),
                f"{corner.number}\u2013{corner.next_number}",
                metres(corner.length_m),
            ]


def _coordinate(value: float) -> str:
    return f"{value:.3f}".replace(".", ",")


def _drawing(drawing: Drawing) -> dict[str, Any]:
    found = drawing.primitives
    return {
        "width": drawing.width,
        "height": drawing.height,
        "styles": {kind.value: asdict(style) for kind, style in STYLES.items()},
        "lines": [{"kind": one.kind.value, "points": one.points} for one in found if isinstance(one, Line)],
        "labels": [
            {
                "kind": one.kind.value,
                "text": one.text,
                "x": one.x,
                "y": one.y,
                "size": one.size,
                "angle": one.angle,
            }
            for one in found
            if isinstance(one, Label)
        ],
        "dots": [asdict(one) for one in found if isinstance(one, Dot)],
    }
