"""An extract as PDF by Typst: words and layout are templates, the map is drawn as vectors. Nothing is fetched."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from landdesk.files import publish_file
from landdesk.services.printing.extract import Extract
from landdesk.services.printing.layout import metres
from landdesk.services.printing.paper import FEW_CORNERS
from landdesk.services.printing.typesetting import drawing_data, plain, system_words, typeset, words_of


def pdf_bytes(extract: Extract) -> bytes:
    """Return the document, PDF/A where the typeface has every letter in it."""
    return typeset("extract.typ", page(extract), extract.printed_on)


def write_pdf(path: Path, extract: Extract) -> None:
    """Write the document; the file appears when it is complete.

    Raises:
        OSError: The folder cannot be written or the disk is full.
    """
    content = pdf_bytes(extract)
    publish_file(path, lambda file: file.write(content))


def words() -> dict[str, Any]:
    """Return the words of the forms."""
    return words_of("extract_vi.toml")


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
        "drawing": drawing_data(extract.drawing),
        "system": f"{said['scale']} 1:{extract.choice.scale} – {system_words(extract.epsg, said)}",
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


def decimal(value: Decimal) -> str:
    """Return an area as Vietnamese papers write it: ``1.234,5``."""
    digits = f"{value:,.2f}" if value != round(value, 1) else f"{value:,.1f}"
    return digits.translate(str.maketrans(",.", ".,")).replace("-", "\u2212")


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
