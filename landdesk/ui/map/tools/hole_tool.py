"""Draw an outline within a parcel: its land becomes a parcel of its own, or belongs to none."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QObject
from shapely import Polygon

from landdesk.domain.commands import Command, CutHole
from landdesk.domain.coverage import Coverage
from landdesk.domain.shape_refusals import any_point, refused
from landdesk.domain.sketching import Drawn, cut_hole
from landdesk.i18n import N_, Text
from landdesk.services.checking.foresight import Outcome
from landdesk.ui.map.tools.fields import Entered, FieldKind, ToolField
from landdesk.ui.map.tools.new_parcel_tool import OutlineTool
from landdesk.ui.map.tools.outcomes import parted
from landdesk.ui.map.tools.tool import MapScene

PARCEL: Final = "parcel"
NONE: Final = "none"
_CHOICES: Final = ((PARCEL, N_("A parcel of its own")), (NONE, N_("No parcel")))


class HoleTool(OutlineTool):
    """Click the corners within a parcel; a double click or Enter closes the outline and asks for the hole."""

    code = "hole"
    title = N_("Cut a hole")

    def __init__(self, scene: MapScene, parent: QObject | None = None) -> None:
        super().__init__(scene, parent)
        self._becomes = PARCEL

    @property
    def line_hint(self) -> Text:
        """What to do next."""
        if len(self.points) < 3:
            return Text(N_("Click the corners of the hole, within one parcel."))
        return Text(N_("Enter or double click cuts the hole; Backspace takes back the last point."))

    @property
    def fields(self) -> Sequence[ToolField]:
        """The next point, and what the land becomes."""
        return (
            *super().fields,
            ToolField("becomes", N_("The land becomes"), FieldKind.CHOICE, self._becomes, choices=_CHOICES),
        )

    def enter(self, code: str, value: Entered) -> None:
        """Choose what the land becomes, or take what is typed of the next point."""
        if code == "becomes" and value in dict(_CHOICES):
            self._becomes = str(value)
            self.renew()
        else:
            super().enter(code, value)

    def command(self, outline: Polygon) -> Command:
        """Return the command."""
        return CutHole(outline, as_parcel=self._becomes == PARCEL)

    def draw(self, outline: Polygon) -> tuple[Drawn, Callable[[Coverage], Outcome]] | None:
        """Return what an outline takes out of the parcel around it.

        Raises:
            RefusedError: It does not lie within one.
        """
        place = any_point(outline)
        here, coverage = self.scene.parcel_at(*place), self.scene.coverage
        shape = coverage.shape(here) if coverage is not None and here is not None else None
        if coverage is None or here is None or shape is None:
            raise refused("hole.not-inside", place)
        pieces = cut_hole(outline, shape)
        land = Drawn(pieces[1], {}, 0.0)
        if self._becomes == PARCEL:
            return land, partial(parted, whole=here, parts=pieces)
        outcome = Outcome({here: pieces[0]}, map_only=True)
        return land, lambda _coverage: outcome
