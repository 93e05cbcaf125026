"""The program's own icons: lines in one colour, drawn sharp for every size and state.

The drawings are ``resources/icons/<name>.svg``; ``currentColor`` in them becomes the colour of the state.
"""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from landdesk.resources import resource_path
from landdesk.ui import theme

_SIZES_PX = (16, 20, 24, 40)


@cache
def icon(name: str, colour: str = theme.TEXT) -> QIcon:
    """Return an icon: in the colour given, faint when disabled, in the accent when checked.

    Args:
        name: File name without its ending.
        colour: Of the normal state.

    Raises:
        FileNotFoundError: There is no such drawing.
    """
    made = QIcon()
    states = (
        (QIcon.Mode.Normal, QIcon.State.Off, colour),
        (QIcon.Mode.Normal, QIcon.State.On, theme.ACCENT),
        (QIcon.Mode.Disabled, QIcon.State.Off, theme.TEXT_FAINT),
    )
    for mode, state, shade in states:
        for size in _SIZES_PX:
            made.addPixmap(picture(name, size, shade), mode, state)
    return made


@cache
def program_icon() -> QIcon:
    """Return the icon of the program itself."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128):
        made.addPixmap(picture("landdesk", size, theme.ACCENT))
    return made


@cache
def picture(name: str, size_px: int, colour: str = theme.TEXT, ratio: float = 1.0) -> QPixmap:
    """Return a drawing as a square picture of so many logical pixels."""
    words = resource_path("icons", f"{name}.svg").read_text("utf-8").replace("currentColor", colour)
    pixels = round(size_px * ratio)
    made = QPixmap(QSize(pixels, pixels))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(words.encode())).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made
