"""parcel.retired-active: a parcel that others were made of, and that still lies where they lie."""

from collections import defaultdict
from collections.abc import Iterator
from typing import ClassVar, Final

import numpy as np
import shapely

from landdesk.domain.coverage import Coverage
from landdesk.domain.finding import Criterion, Finding, Fixer
from landdesk.domain.ids import ObjectId
from landdesk.i18n import N_, Text
from landdesk.services.checking.record_view import RecordView
from landdesk.services.checking.rule import RecordRule
from landdesk.store.queries.checks.parcels import former_parcels

_REMEDY: Final = Text(N_("Have the former parcel taken out of operation, or take the split or merger back."))


class ParcelRetiredActive(RecordRule):
    """Report every parcel that covers parcels which were made of it; one that kept the rest of its land does not."""

    code: ClassVar[str] = "parcel.retired-active"
    title: ClassVar[str] = N_("Former parcel still there")
    criterion: ClassVar[Criterion] = Criterion.LIVE
    fixers: ClassVar[tuple[Fixer, ...]] = (Fixer.OFFICE,)
    basis: ClassVar[str] = "T12"
    reads: ClassVar[frozenset[str]] = frozenset({"parcel", "shape", "lineage"})

    def look(self, record: RecordView) -> Iterator[Finding]:
        """Compare each parcel with those that were made of it."""
        made: defaultdict[ObjectId, int] = defaultdict(int)
        for parent, child in record.ask(former_parcels):
            if _share(record.coverage, parent, child) > record.limits.former_share:
                made[parent] += 1
        for parent, count in made.items():
            what = Text(N_("It still covers {count} parcels that were made of it."), {"count": count})
            yield self.fault([parent], what, _REMEDY, amount=count, unit="count")


def _share(coverage: Coverage, parent: ObjectId, child: ObjectId) -> float:
    """Return how much of the child lies on the parent."""
    shapes = np.array([coverage.shape(parent), coverage.shape(child)], dtype=object)
    whole, part = shapely.make_valid(shapes)
    area_m2 = shapely.area(part)
    return float(shapely.area(shapely.intersection(whole, part)) / area_m2) if area_m2 else 0.0
