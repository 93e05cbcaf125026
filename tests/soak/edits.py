"""Random edits of all kinds on whatever a store holds; the same seed makes the same edits."""

from random import Random

import numpy as np
import shapely

from landdesk.app.application import Application
from landdesk.domain.commands import (
    AddLandUser,
    AddVertex,
    Command,
    CutStrip,
    DeleteParcel,
    MergeParcels,
    MoveEdge,
    MoveVertex,
    RemoveLandUser,
    ReshapeBoundary,
    SetLandUser,
    SetParcel,
    SplitParcel,
)
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import LandRight

KINDS = (
    "set",
    "use",
    "add",
    "rename",
    "remove",
    "move",
    "split",
    "merge",
    "delete",
    "bend",
    "shift",
    "reshape",
    "strip",
)
OFTEN = ("set", "move", "split", *KINDS)
"""Kinds as often as a technician does them, roughly."""

_LAND_USES = ("ONT", "LUC", "CLN", "HNK", "DGT")


def random_parcel(app: Application, random: Random) -> ObjectId:
    """Return any parcel of the store."""
    return app.coverage.id_at(int(random.choice(app.coverage.live())))


def random_command(app: Application, random: Random, kind: str | None = None) -> Command | None:
    """Return an edit of a random parcel; it may be refused, and None says that this parcel allows none.

    Args:
        kind: One of `KINDS`; None takes any, as often as in `OFTEN`.
    """
    wanted = kind or random.choice(OFTEN)
    parcel = random_parcel(app, random)
    word = f"Thôn {random.randrange(1_000_000)}"
    if wanted == "set":
        return SetParcel(parcel, address=word)
    if wanted == "use":
        return SetParcel(parcel, land_use=random.choice(_LAND_USES))
    if wanted == "add":
        return AddLandUser(parcel, f"Đặng Văn {word[5:]}", f"999{random.randrange(10**9):09}", word)
    if wanted == "delete":
        return DeleteParcel(parcel)
    if wanted in ("rename", "remove"):
        return _of_land_user(app, random, parcel, wanted, word)
    return _of_boundary(app, random, parcel, wanted)


def _of_land_user(app: Application, random: Random, parcel: ObjectId, kind: str, word: str) -> Command | None:
    rights: list[LandRight] = app.read(lambda reader: reader.rights_of([parcel]))
    if not rights:
        return None
    party = random.choice(rights).party_id
    return SetLandUser(party, address=word) if kind == "rename" else RemoveLandUser(parcel, party)


def _of_boundary(app: Application, random: Random, parcel: ObjectId, kind: str) -> Command | None:
    shape = app.coverage.shape(parcel)
    if shape is None:
        return None
    if kind == "move":
        easting, northing = random.choice(shapely.get_coordinates(shape).tolist())
        east_m, north_m = random.uniform(-0.3, 0.3), random.uniform(-0.3, 0.3)
        return MoveVertex((easting, northing), (easting + east_m, northing + north_m))
    if kind in ("bend", "shift", "reshape"):
        return _of_edge(shape, random, parcel, kind)
    if kind == "strip":
        return CutStrip(_line_across(shape, random), random.uniform(0.5, 6.0), whole=random.random() < 0.5)
    if kind == "split":
        return SplitParcel(parcel, _line_across(shape, random))
    beside = app.coverage.touching(parcel)
    if not len(beside):
        return None
    other = app.coverage.id_at(int(random.choice(beside)))
    return MergeParcels((parcel, other))


def _of_edge(shape: shapely.MultiPolygon, random: Random, parcel: ObjectId, kind: str) -> Command:
    """Return an edit of one edge of a parcel: bent, shifted or drawn anew."""
    ring = shapely.get_coordinates(shapely.get_exterior_ring(shapely.get_geometry(shape, 0)))
    at = random.randrange(len(ring) - 1)
    start, end = ring[at], ring[at + 1]
    by = np.array([random.uniform(-0.3, 0.3), random.uniform(-0.3, 0.3)])
    if kind == "shift":
        return MoveEdge(tuple(start.tolist()), tuple(end.tolist()), tuple(by.tolist()))
    middle = (start + end) / 2
    if kind == "bend":
        return AddVertex(tuple(middle.tolist()), tuple((middle + by).tolist()))
    return ReshapeBoundary(parcel, shapely.LineString([start, middle + by, end]))


def _line_across(shape: shapely.MultiPolygon, random: Random) -> shapely.LineString:
    """Return a line through the middle of a parcel, from one side of its box to the other."""
    west, south, east, north = shape.bounds
    middle = shapely.point_on_surface(shape)
    angle, reach = random.uniform(0, np.pi), (east - west) + (north - south)
    by = np.array([np.cos(angle), np.sin(angle)]) * reach
    at = np.array([middle.x, middle.y])
    return shapely.LineString([at - by, at + by])
