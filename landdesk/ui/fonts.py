"""The typefaces that LandDesk ships with: DejaVu clips stacked Vietnamese capitals, so Noto Sans comes along.

Call :func:`load_fonts` once there is a `QGuiApplication`; nothing here chooses sizes or colours.
"""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from landdesk.resources import resource_path

FAMILY = "Noto Sans"


@cache
def load_fonts() -> str:
    """Make the shipped typefaces known to Qt and return the name of the family.

    Raises:
        FileNotFoundError: The fonts are missing: the installation is damaged.
    """
    for file in sorted(resource_path("fonts").glob("*.ttf")):
        # Qt reads the bytes at once, so a bundle may delete its folder while the program runs.
        QFontDatabase.addApplicationFontFromData(file.read_bytes())
    return FAMILY


def font(size_px: int, *, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the program's typeface in a size of pixels, for what is painted by hand."""
    made = QFont(load_fonts())
    made.setPixelSize(size_px)
    made.setWeight(weight)
    return made
