"""What the map shows, as pixels to compare."""

import numpy as np
from numpy.typing import NDArray

from landdesk.ui.main_window import MainWindow


def pixels(window: MainWindow) -> NDArray[np.int16]:
    image = window.desk.workplace.canvas.grab().toImage()
    return np.frombuffer(bytes(image.constBits()), dtype=np.uint8).astype(np.int16)


def same(one: NDArray[np.int16], other: NDArray[np.int16]) -> bool:
    """Tell whether nothing has come or gone; edges may be smoothed a little otherwise each time."""
    return bool((np.abs(one - other) < 40).all())
