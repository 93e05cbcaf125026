"""A drawing as SVG: millimetres, letters as text in the typeface that is shipped."""

import re
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from landdesk.files import publish_file
from landdesk.services.printing.primitives import (
    CAP_HEIGHT,
    STYLES,
    Dot,
    Drawing,
    Kind,
    Label,
    Line,
    Primitive,
)

_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def svg_text(drawing: Drawing, title: str) -> str:
    """Return the drawing as a document."""
    size = f'width="{drawing.width:g}mm" height="{drawing.height:g}mm"'
    view = f'viewBox="0 0 {drawing.width:g} {drawing.height:g}" font-family="Noto Sans, Arial, sans-serif"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view}>',
        f"<title>{_xml(title)}</title>",
        f'<rect width="{drawing.width:g}" height="{drawing.height:g}" fill="#ffffff"/>',
        *map(_element, drawing.primitives),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def write_svg(path: Path, drawing: Drawing, title: str) -> None:
    """Write the drawing; the file appears when it is complete.

    Raises:
        OSError: The folder cannot be written or the disk is full.
    """
    content = svg_text(drawing, title).encode()
    publish_file(path, lambda file: file.write(content))


def _element(one: Primitive) -> str:
    if isinstance(one, Dot):
        style = STYLES[Kind.VERTEX]
        return f'<circle cx="{one.x:g}" cy="{one.y:g}" r="{one.radius:g}" fill="{style.colour}"/>'
    style = STYLES[one.kind]
    name = f"class={quoteattr(one.kind.value)}"
    if isinstance(one, Line):
        points = " ".join(f"{x:.4f},{y:.4f}" for x, y in one.points)
        fill = style.colour if style.filled else "none"
        return (
            f'<polyline {name} points="{points}" fill="{fill}" stroke="{style.colour}"'
            f' stroke-width="{style.width:g}" stroke-linejoin="round"/>'
        )
    return _text(one, name, style.colour, bold=style.bold)


def _text(label: Label, name: str, colour: str, *, bold: bool) -> str:
    # Not every program knows how to put the middle of letters on a place: half a capital below it does the same.
    turned = f' transform="rotate({label.angle:g} {label.x:g} {label.y:g})"' if label.angle else ""
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text {name} x="{label.x:g}" y="{label.y + label.size * CAP_HEIGHT / 2:.3f}" text-anchor="middle"'
        f' font-size="{label.size:g}" fill="{colour}"{weight}{turned}>{_xml(label.text)}</text>'
    )


def _xml(text: str) -> str:
    return escape(_NOT_IN_XML.sub("\ufffd", text))
