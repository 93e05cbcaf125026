"""The pictures of the rules' pages are made by the tool that says so."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtGui import QImage

from landdesk.i18n import set_language
from tools.rule_examples import EXAMPLES, card_of
from tools.rule_pictures import PICTURES, SIZE_PX, WORDS, picture_of

NEARLY = 3.0
"""Mean difference of a colour, 0 to 255: letters come out differently from one system to another."""


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    """Fields are named as in the pictures kept."""
    set_language("vi")
    yield
    set_language("en")


def pixels(image: QImage) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    flat = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(flat.constBits(), dtype=np.uint8).reshape(*SIZE_PX[::-1], 4)[:, :, :3].astype(float)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("code", EXAMPLES)
def test_each_picture_shows_the_present_example(code: str) -> None:
    kept = QImage(str(PICTURES / f"{code}.png"))
    made = picture_of(code)
    assert np.abs(pixels(kept) - pixels(made)).mean() < NEARLY
    assert kept.text(WORDS) == made.text(WORDS)
    assert bool(made.text(WORDS)) == (card_of(EXAMPLES[code]) is not None)


@pytest.mark.usefixtures("qapp")
def test_pictures_differ() -> None:
    """Else the comparison above would prove nothing."""
    one, other = (pixels(picture_of(code)) for code in ("parcel.gap", "geometry.spike"))
    assert np.abs(one - other).mean() > NEARLY
