"""parcel.label-differs: the area that the map says of a parcel is not that of its boundary."""

from collections.abc import Iterator
from typing import ClassVar, Final

import numpy as np
import shapely

from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.store.queries.checks.parcels import recorded_map_areas

_REMEDY: Final = Text(
    N_(
        "Where the boundary was changed or surveyed anew, record its area; else compare it with the map sheet."
    )
)


class ParcelLabelDiffers(RecordRule):
    """Report every parcel whose area of the map, as recorded, is not what its boundary encloses."""

    code: ClassVar[str] = "parcel.label-differs"
    title: ClassVar[str] = N_("Map label differs from the record")
    criterion: ClassVar[Criterion] = Criterion.CONSISTENT
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.OFFICE,)
    basis: ClassVar[str] = "M09"
    reads: ClassVar[frozenset[str]] = frozenset({"parcel", "shape"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Measure the boundaries of which an area is recorded."""
        recorded = record.ask(recorded_map_areas)
        if not recorded:
            return
        said_m2 = np.array([one.area_m2 for one in recorded])
        # Each has a boundary, so the coverage of the same version has it.
        places = np.array([record.coverage.index_of(one.parcel) for one in recorded], dtype=np.int64)
        shapes = record.coverage.shapes(places)
        map_m2 = shapely.area(shapes)
        difference_m2 = np.round(np.abs(map_m2 - said_m2), 3)
        allowed_m2 = np.maximum(record.limits.label_area_m2, record.limits.label_area_share * map_m2)
        differing = np.flatnonzero(difference_m2 > allowed_m2)
        # What an invalid boundary encloses nobody can say.
        for at in differing[shapely.is_valid(shapes[differing])].tolist():
            what = Text(
                N_("The map says {said_m2:,.1f} m², the boundary encloses {map_m2:,.1f} m²."),
                {"said_m2": float(said_m2[at]), "map_m2": float(map_m2[at])},
            )
            yield self.fault([recorded[at].parcel], what, _REMEDY, amount=float(difference_m2[at]), unit="m2")
