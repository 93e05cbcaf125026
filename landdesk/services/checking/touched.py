"""What an edit touched, as far as checking has to know: parcels, and the boxes in which the map changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np
import shapely

from landdesk.domain.bonds import parcels_named
from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.coverage import Box
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import AnyRecord, Parcel, SyncStatus

SHAPE: Final = "shape"
"""Stands among classes for the boundaries of parcels."""
LINEAGE: Final = "lineage"
"""Stands among classes for what parcels were made of."""


@dataclass(frozen=True, slots=True)
class Touched:
    """What changed between two versions of a coverage.

    Args:
        ids: Parcels whose boundary or attributes changed, new and deleted ones among them.
        boxes: Where boundaries changed, at least: around all old and new edges that are not in both.
        sides: Objects of all classes as they were and as they are, for record rules.
        classes: Classes that they are of; a parcel of which the boundary alone changed is of the class ``SHAPE``.
        bearing: Something changed that decides what is known of a parcel.
    """

    ids: frozenset[ObjectId]
    boxes: tuple[Box, ...]
    sides: tuple[AnyRecord, ...] = ()
    classes: frozenset[str] = frozenset()
    bearing: bool = False

    @classmethod
    def by(cls, changes: Sequence[ChangeSet]) -> "Touched":
        """Return what change sets touch, one or several one after the other."""
        ids: set[ObjectId] = set()
        boxes: list[Box] = []
        sides: list[AnyRecord] = []
        classes: set[str] = set()
        bearing = False
        for delta in (delta for change in changes for delta in change.deltas):
            sides += [one for one in (delta.old, delta.new) if one is not None]
            classes |= _classes(delta)
            bearing |= _bears(delta)
            ids |= parcels_named((delta.old, delta.new))
            old = delta.old.shape if isinstance(delta.old, Parcel) else None
            new = delta.new.shape if isinstance(delta.new, Parcel) else None
            box = changed_box(old, new)
            if box is not None:
                boxes.append(box)
        for pair in (pair for change in changes for pair in change.lineage):
            ids.update(pair)
            classes.add(LINEAGE)
        return cls(frozenset(ids), tuple(boxes), tuple(sides), frozenset(classes), bearing)


def _classes(delta: Delta) -> set[str]:
    """Return the classes that a delta changes."""
    if not (isinstance(delta.old, Parcel) and isinstance(delta.new, Parcel)):
        return {delta.class_name, SHAPE} if delta.class_name == Parcel.CLASS else {delta.class_name}
    found = set() if replace(delta.old, shape=delta.new.shape) == delta.new else {Parcel.CLASS}
    return found | ({SHAPE} if delta.old.shape != delta.new.shape else set())


def _bears(delta: Delta) -> bool:
    """Tell whether a delta decides what is known of a parcel apart from its values."""
    if delta.class_name == SyncStatus.CLASS:
        return True
    sides = [one for one in (delta.old, delta.new) if isinstance(one, Parcel)]
    return len({(one.loaded, one.collection_state) for one in sides}) > 1


def changed_box(old: shapely.MultiPolygon | None, new: shapely.MultiPolygon | None) -> Box | None:
    """Return a box around all land that belongs to one of two shapes of a parcel only; None where there is none."""
    sides = [shape for shape in (old, new) if shape is not None]
    if len(sides) < 2:
        return _box(sides[0].bounds) if sides else None
    # What belongs to one side only is bounded by edges that only one side has.
    differing = _edges(sides[0]) ^ _edges(sides[1])
    if not differing:
        return None
    points = np.array(list(differing)).reshape(-1, 2)
    box = _box(np.concatenate([points.min(axis=0), points.max(axis=0)]))
    if shapely.is_valid(sides).all():
        return box
    # A hole that lies outside of its shell is taken for land when the shape is repaired for the check. Whether
    # it does can change with one edge, and then all of it changes.
    holes = [hole.bounds for side in sides for part in side.geoms for hole in part.interiors]
    return _box(
        shapely.total_bounds([shapely.box(*box), *(shapely.box(*one) for one in holes if _meets(box, one))])
    )


def _meets(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _edges(shape: shapely.MultiPolygon) -> set[tuple[float, ...]]:
    """Return the edges of all rings, each written from its lesser end."""
    made: set[tuple[float, ...]] = set()
    for ring in shapely.get_rings(shapely.get_parts(shape)):
        points = [(easting, northing) for easting, northing in shapely.get_coordinates(ring).tolist()]
        made.update(min(a, b) + max(a, b) for a, b in pairwise(points))
    return made


def _box(bounds: Iterable[float]) -> Box:
    west, south, east, north = (float(bound) for bound in bounds)
    return west, south, east, north
