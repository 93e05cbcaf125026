"""The pictures of the rules' pages are made by the tool that says so."""

import numpy as np
import pytest
from PySide6.QtGui import QImage

from tools.rule_examples import EXAMPLES
from tools.rule_pictures import PICTURES, SIZE_PX, picture_of

NEARLY = 3.0
"""Mean difference of a colour, 0 to 255: letters come out differently from one system to another."""


def pixels(image: QImage) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    flat = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(flat.constBits(), dtype=np.uint8).reshape(*SIZE_PX[::-1], 4)[:, :, :3].astype(float)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("code", EXAMPLES)
def test_each_picture_shows_the_present_example(code: str) -> None:
    kept = QImage(str(PICTURES / f"{code}.png"))
    assert np.abs(pixels(kept) - pixels(picture_of(code))).mean() < NEARLY


@pytest.mark.usefixtures("qapp")
def test_pictures_differ() -> None:
    """Else the comparison above would prove nothing."""
    one, other = (pixels(picture_of(code)) for code in ("parcel.gap", "geometry.spike"))
    assert np.abs(one - other).mean() > NEARLY
