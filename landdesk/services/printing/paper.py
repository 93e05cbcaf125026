"""Sheets of paper, the room that a drawing has on them, and the scales that maps have."""

from dataclasses import dataclass
from typing import Final

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text
from landdesk.services.printing.frame import FOOT_MM, LEFT_MM, RIGHT_MM, TOP_MM

SCALES: Final = (200, 500, 1000, 2000, 5000, 10_000, 25_000, 50_000, 100_000)
"""Denominators: those of cadastral maps up to 10,000 (Circular 26/2024/TT-BTNMT); larger ones for what fits in none."""
FEW_CORNERS: Final = 12
"""With no more corners everything stands on one page."""
ROOM_MM: Final = 9.0
"""Kept free for labels between the parcel and the frame."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet, upright.

    Args:
        name: ``A4``.
        width: Millimetres.
        height: Millimetres.
        room: Height of the drawing on a page that holds the table too.
        more_room: The same where the table stands on pages of its own.
    """

    name: str
    width: float
    height: float
    room: float
    more_room: float

    @property
    def drawing_width(self) -> float:
        """Width between the margins."""
        return self.width - 35.0

    def drawing_height(self, corners: int) -> float:
        """Return the height of the drawing of a parcel with so many corners."""
        return self.room if corners <= FEW_CORNERS else self.more_room

    def ground_mm(self, corners: int) -> tuple[float, float]:
        """Return width and height of what a parcel may fill."""
        return (
            self.drawing_width - LEFT_MM - RIGHT_MM - 2 * ROOM_MM,
            self.drawing_height(corners) - TOP_MM - FOOT_MM - 2 * ROOM_MM,
        )


A4: Final = Paper("A4", 210.0, 297.0, 145.0, 190.0)
A3: Final = Paper("A3", 297.0, 420.0, 265.0, 310.0)
PAPERS: Final = {one.name: one for one in (A4, A3)}


@dataclass(frozen=True, slots=True)
class Choice:
    """Paper and scale of a parcel."""

    paper: Paper
    scale: int


def choose(
    size_m: tuple[float, float],
    corners: int,
    edges_m: tuple[float, ...],
    *,
    scale: int | None = None,
    paper: str | None = None,
) -> Choice:
    """Return the paper and the largest scale on which a parcel fits.

    A4 unless it is told otherwise; A3 where the scale that is asked for needs it, or where on A4 most edges would be
    too short for their lengths and A3 has a larger scale.

    Args:
        size_m: West to east, south to north.
        corners: How many boundary points it has.
        edges_m: Their lengths.
        scale: Denominator that is asked for.
        paper: Name that is asked for.

    Raises:
        InvalidInputError: ``print.scale-unknown``, ``print.too-large``: it does not fit.
    """
    if scale is not None and scale not in SCALES:
        raise InvalidInputError(
            "print.scale-unknown",
            Text(N_("1:{scale} is no scale of a map."), {"scale": scale}),
            remedy=Text(N_("Choose one of: {choices}"), {"choices": ", ".join(map(str, SCALES))}),
        )
    papers = (A4, A3) if paper is None else (PAPERS[paper],)
    if scale is not None:
        for one in papers:
            if _fits(size_m, one.ground_mm(corners), scale):
                return Choice(one, scale)
        raise _too_large(size_m, corners, papers[-1])
    best = [Choice(one, found) for one in papers if (found := _largest(size_m, one.ground_mm(corners)))]
    if not best:
        raise _too_large(size_m, corners, papers[-1])
    if len(best) == 2 and best[1].scale < best[0].scale and _mostly_short(edges_m, best[0].scale):
        return best[1]
    return best[0]


def _fits(size_m: tuple[float, float], room_mm: tuple[float, float], scale: int) -> bool:
    return all(1000 * size <= room * scale for size, room in zip(size_m, room_mm, strict=True))


def _largest(size_m: tuple[float, float], room_mm: tuple[float, float]) -> int | None:
    return next((scale for scale in SCALES if _fits(size_m, room_mm, scale)), None)


def _mostly_short(edges_m: tuple[float, ...], scale: int) -> bool:
    """Tell whether most edges are too short for their lengths to stand at them."""
    short = sum(1000 * edge / scale < 7.0 for edge in edges_m)
    return 2 * short > len(edges_m)


def _too_large(size_m: tuple[float, float], corners: int, paper: Paper) -> InvalidInputError:
    found = _largest(size_m, paper.ground_mm(corners))
    return InvalidInputError(
        "print.too-large",
        Text(
            N_("The parcel, {width} × {height} m, does not fit on {paper} at this scale."),
            {"width": round(size_m[0]), "height": round(size_m[1]), "paper": paper.name},
        ),
        remedy=Text(N_("Choose a smaller scale or a larger paper."))
        if found is None
        else Text(N_("The largest scale that fits is 1:{scale}."), {"scale": found}),
    )
