"""What a drawing holds for the building of parcels: lines, labels and what was seen besides; no library's types."""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text.

    Args:
        role: As in ``levels.py``; empty for a level without one.
        text: As the drawing has it; ``texts.py`` makes Unicode of it.
        x, y: Easting and northing of the middle of the text, metres.
        height: Of its letters, metres; 0 where the drawing does not say.
    """

    role: str
    text: str
    x: float
    y: float
    height: float


@dataclass(slots=True)
class Content:
    """What was read.

    Args:
        lines: Points (n, 2) of each line on a boundary level, easting first.
        labels: Texts on all levels.
        label_points: Points of level 11.
        layers: Number of entities by layer as the drawing names it.
        arcs: Lines with arcs, straightened.
        faults: Faults that the reader of the format got over.
        code_page: By which the format's library made letters of bytes; empty for Unicode.
        is_cut: Whether the file ends before its end mark.
    """

    lines: list[Points] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    label_points: list[tuple[float, float]] = field(default_factory=list)
    layers: Counter[str] = field(default_factory=Counter)
    arcs: int = 0
    faults: int = 0
    code_page: str = ""
    is_cut: bool = False
