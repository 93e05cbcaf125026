"""Pictures for the documentation: few colours, exact ones where most pixels are, and a limit of bytes."""

from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

EXACT_COLOURS: Final = 120


def save_small(image: QImage, path: Path, largest_bytes: int) -> None:
    """Write a picture with 256 of its colours, which the flat colours of the window fit into.

    Raises:
        OSError: The file cannot be written.
        ValueError: It is larger than a page should load.
    """
    flat = image.convertToFormat(QImage.Format.Format_RGB32)
    avoid = Qt.ImageConversionFlag.AvoidDither | Qt.ImageConversionFlag.ThresholdDither
    if not flat.convertToFormat(QImage.Format.Format_Indexed8, _palette(flat), avoid).save(str(path)):
        raise OSError(f"{path} cannot be written")
    if path.stat().st_size > largest_bytes:
        raise ValueError(f"{path.name} has {path.stat().st_size} bytes")


def _palette(image: QImage) -> list[int]:
    """Return the commonest colours exactly, then one for each part of the colour cube that has any."""
    pixels = np.frombuffer(image.constBits(), dtype=np.uint32)
    colours, counts = np.unique(pixels, return_counts=True)
    colours = colours[np.argsort(-counts, kind="stable")]
    rare = colours[EXACT_COLOURS:]
    _, first = np.unique(rare & 0xE0E0E0, return_index=True)
    return [*colours[:EXACT_COLOURS].tolist(), *rare[np.sort(first)].tolist()][:256]
