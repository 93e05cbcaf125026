"""What lies below the parcels, and how strongly these cover it."""

from dataclasses import dataclass
from typing import Final

from landdesk.services.backgrounds.raster import Warp

FAINT: Final = 0.3
"""Opacity of the parcels' colours over a picture, until a person chooses another."""


@dataclass(frozen=True, slots=True)
class Background:
    """One picture.

    Args:
        warp: The picture and its way onto the plane.
        opacity: 0 to 1.
        finest_m_per_px: It is not drawn on larger maps, metres to a logical pixel.
        coarsest_m_per_px: It is not drawn on smaller maps.
    """

    warp: Warp
    opacity: float = 1.0
    finest_m_per_px: float = 0.0
    coarsest_m_per_px: float = float("inf")

    def is_drawn_at(self, m_per_px: float) -> bool:
        """Tell whether it is drawn on a map of a scale."""
        return self.opacity > 0 and self.finest_m_per_px <= m_per_px <= self.coarsest_m_per_px


@dataclass(frozen=True, slots=True)
class Ground:
    """All pictures, the lowest first, and the opacity of the parcels' colours, 0 to 1."""

    backgrounds: tuple[Background, ...] = ()
    fill_opacity: float = 1.0

    def drawn_at(self, m_per_px: float) -> tuple[Background, ...]:
        """Return the pictures that are drawn on a map of a scale."""
        return tuple(one for one in self.backgrounds if one.is_drawn_at(m_per_px))


BARE: Final = Ground()
