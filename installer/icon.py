"""Makes the icon of the program for Windows from its drawing."""

import struct
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

from landdesk.ui.theme import WINDOW

_SIDE, _SIGN = (164, 314), 96
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)


def write_ico(drawing: Path, target: Path) -> None:
    """Draw an icon in the sizes that Windows asks for and put them into one file."""
    pictures = [_png(drawing, size) for size in SIZES]
    head = struct.pack("<3H", 0, 1, len(pictures))
    offset = len(head) + 16 * len(pictures)
    entries = b""
    for size, picture in zip(SIZES, pictures, strict=True):
        edge = size % 256  # 0 stands for 256
        entries += struct.pack("<4B2H2I", edge, edge, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    target.write_bytes(head + entries + b"".join(pictures))


def _png(drawing: Path, size: int) -> bytes:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(drawing.read_bytes())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(data.data())


def write_side_picture(icon: Path, target: Path) -> None:
    """Write the picture beside the first and the last page of the set-up: the icon on the program's ground."""
    ground = Image.new("RGB", _SIDE, WINDOW)
    with Image.open(icon) as largest:
        sign = largest.convert("RGBA").resize((_SIGN, _SIGN), Image.Resampling.LANCZOS)
    ground.paste(sign, ((_SIDE[0] - _SIGN) // 2, _SIGN // 2), sign)
    ground.save(target)
