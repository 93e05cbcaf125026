"""Typesetting by Typst: a template of ``resources/templates`` and what it lays out become PDF. Nothing is fetched."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from typing import Any, Final

from landdesk.resources import resource_path
from landdesk.services.printing.primitives import STYLES, Dot, Drawing, Label, Line

ARCHIVAL: Final = "a-2b"
"""PDF/A-2b: all typefaces inside, nothing from outside."""
LONGEST_FACT: Final = 260
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_LONG_WORD: Final = re.compile(r"(\S{30})(?=\S)")


def typeset(template: str, page: Mapping[str, Any], day: date) -> bytes:
    """Return a document, PDF/A where the typeface has every letter in it.

    Args:
        template: Name of the template.
        page: What it lays out, as JSON has it.
        day: When the document says it was made.
    """
    import typst

    settings: dict[str, Any] = {
        "font_paths": [str(resource_path("fonts"))],
        "ignore_system_fonts": True,
        "sys_inputs": {"page": json.dumps(page, ensure_ascii=False)},
        "timestamp": datetime.combine(day, time(), UTC),
    }
    path = str(resource_path("templates", template))
    try:
        return bytes(typst.compile(path, pdf_standards=[ARCHIVAL], **settings))
    except typst.TypstError:
        # A letter of another script in a name: PDF/A forbids what the typeface lacks, a plain PDF shows a box.
        return bytes(typst.compile(path, **settings))


def words_of(name: str) -> dict[str, Any]:
    """Return the words of a document, a file of ``resources/templates``."""
    return tomllib.loads(resource_path("templates", name).read_text(encoding="utf-8"))


def plain(text: str) -> str:
    """Return a text as a line of the form can hold it: no signs that turn or break it, long words and texts cut."""
    line = " ".join(_CONTROL.sub(" ", text).split())
    cut = line if len(line) <= LONGEST_FACT else f"{line[: LONGEST_FACT - 1]}…"
    return _LONG_WORD.sub("\\1\u200b", cut)


def drawing_data(drawing: Drawing) -> dict[str, Any]:
    """Return a drawing as ``drawing.typ`` draws it."""
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


def system_words(epsg: int, said: dict[str, Any]) -> str:
    """Return the words for a system of coordinates, the central meridian of VN-2000 in them."""
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
