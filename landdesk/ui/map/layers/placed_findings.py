"""Where findings are on the map, in arrays: at their own place, or at the parcels whose record is at fault."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from landdesk.domain.arrays import Flags, Floats, Integers, Objects
from landdesk.domain.coverage import Coverage
from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId
from landdesk.services.checking.findings import Findings, listed, places_among, spliced, taken
from landdesk.ui.map.layers.markers import marker_number, pin_points

NODES: Final = frozenset(
    {
        "geometry.invalid",
        "geometry.spike",
        "geometry.duplicate-vertex",
        "parcel.missing-node",
        "parcel.near-node",
    }
)
"""Rules whose place, when it is points, is corners; each gets a ring. Other points stand for a whole parcel."""
_AT_ONCE: Final = 2_000
_NAMES: Final = ("boxes", "tips", "is_node", "of_parcels", "kinds")


@dataclass(frozen=True, slots=True, eq=False)
class PlacedFindings:
    """Where findings are; made on any thread, since a commune may have tens of thousands.

    Args:
        findings: All of them; one that is nowhere has NaN in the arrays and is never seen.
        coverage: Where parcels lie; None shows only findings that have a place of their own.
        boxes: Of the places, n × 4.
        tips: What the pins point at, n × 2.
        is_node: Whose place is corners.
        of_parcels: Whose place are the parcels themselves; the pin points at the first of them.
        kinds: Numbers of the pins' kinds.
    """

    findings: Sequence[Finding]
    coverage: Coverage | None
    boxes: Floats
    tips: Floats
    is_node: Flags
    of_parcels: Flags
    kinds: Integers

    @classmethod
    def of(cls, findings: Iterable[Finding] = (), coverage: Coverage | None = None) -> "PlacedFindings":
        """Look up where findings are."""
        present = listed(findings)
        places = np.empty(len(present), dtype=object)
        places[:] = [one.place for one in present]
        made = cls(
            findings=present,
            coverage=coverage,
            boxes=shapely.bounds(places).reshape(-1, 4),
            tips=pin_points(places),
            is_node=np.array([one.rule in NODES for one in present], dtype=bool) & _are_points(places),
            of_parcels=shapely.is_missing(places),
            kinds=np.array([marker_number(one.severity) for one in present], dtype=np.int64),
        )
        made._place_at_parcels(np.flatnonzero(made.of_parcels))
        return made

    def followed_by(
        self,
        findings: Iterable[Finding],
        coverage: Coverage | None = None,
        moved: Collection[ObjectId] | None = (),
    ) -> "PlacedFindings":
        """Return the places of other findings, most of which are these: only the others are looked up.

        Args:
            findings: Those of now.
            coverage: Where parcels lie now.
            moved: Parcels that may lie elsewhere than before; None for all.
        """
        if moved is None or not self.findings:
            return PlacedFindings.of(findings, coverage)
        present = listed(findings)
        places = places_among(self.findings, present)
        between = PlacedFindings.of(taken(present, np.flatnonzero(places < 0)), coverage)
        arrays = [spliced(getattr(self, name), getattr(between, name), places) for name in _NAMES]
        made = PlacedFindings(present, coverage, *arrays)
        if moved:
            made._place_at_parcels(_at_parcels(present, moved))
        return made

    def shapes(self, at: int) -> list[shapely.Geometry]:
        """Return the shapes of a finding's place."""
        finding = self.findings[at]
        if finding.place is not None:
            return [finding.place]
        if self.coverage is None:
            return []
        found: Objects = self.coverage.shapes(self.coverage.indices_of(finding.objects))
        return [one for one in found.tolist() if one is not None]

    def _place_at_parcels(self, rows: Integers) -> None:
        """Place findings at their parcels; for arrays that nobody has seen yet."""
        self.boxes[rows], self.tips[rows] = np.nan, np.nan
        coverage = self.coverage
        if coverage is None:
            return
        pairs = [
            (row, at)
            for row, finding in zip(rows.tolist(), taken(self.findings, rows), strict=True)
            for one in finding.objects
            if (at := coverage.index_of(one)) is not None
        ]
        owners, indices = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        boxes = coverage.boxes(indices)
        seen = ~np.isnan(boxes[:, 0])
        owners, indices, boxes = owners[seen], indices[seen], boxes[seen]
        if not len(owners):
            return
        # Pairs of a finding stand together.
        mine, first = np.unique(owners, return_index=True)
        self.boxes[mine, :2] = np.minimum.reduceat(boxes[:, :2], first, axis=0)
        self.boxes[mine, 2:] = np.maximum.reduceat(boxes[:, 2:], first, axis=0)
        parcels, which = np.unique(indices[first], return_inverse=True)
        points = np.empty((len(parcels), 2))
        # In small steps: one long one would make the window wait for Python's lock.
        for at in range(0, len(parcels), _AT_ONCE):
            points[at : at + _AT_ONCE] = pin_points(coverage.shapes(parcels[at : at + _AT_ONCE]))
        self.tips[mine] = points[which]


def _at_parcels(findings: Sequence[Finding], parcels: Collection[ObjectId]) -> Integers:
    """Return where findings stand whose place are their parcels, and that concern one of these, ascending."""
    if isinstance(findings, Findings):
        found = findings.places_of([one for one in findings.of_any(parcels) if one.place is None])
    else:
        gone = frozenset(parcels)
        found = [
            at for at, one in enumerate(findings) if one.place is None and not gone.isdisjoint(one.objects)
        ]
    return np.array(sorted(found), dtype=np.int64)


def _are_points(places: Objects) -> Flags:
    found: Flags = np.isin(
        shapely.get_type_id(places), (shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT)
    )
    return found
