"""A first look at a file of the field, for who says how it is to be read: its cells, its points, where they lie."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from landdesk.domain.coverage import Box
from landdesk.domain.errors import InvalidInputError
from landdesk.services.boundaries import CommuneBoundaries, commune_boundaries
from landdesk.services.survey.keeping import Understood, Wishes, computed
from landdesk.services.survey.reading import list_table, read_file
from landdesk.services.survey.text_points import TextTable
from landdesk.services.survey.values import FieldFile, FieldPoint


@dataclass(frozen=True, slots=True)
class Lie:
    """Where points lie.

    Args:
        box: Around them: west, south, east, north.
        inside: How many lie in the communes of the store; None where the shipped boundaries do not have these.
        away_m: Of the nearest one from the communes; 0 with one inside, None as above.
    """

    box: Box
    inside: int | None
    away_m: float | None


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen.

    Args:
        table: The cells of a list of points; None for a file of another kind.
        file: As it was read; None where it cannot be read so.
        understood: What it comes to; None where it cannot be taken so.
        error: Why not.
        lie: Where its points lie; None without any.
    """

    table: TextTable | None
    file: FieldFile | None
    understood: Understood | None
    error: InvalidInputError | None
    lie: Lie | None


def look(
    path: Path, wishes: Wishes, epsg: int, communes: Collection[str], stored: Mapping[str, FieldPoint]
) -> Looked:
    """Return what a file holds when it is read as wished; what cannot be read so is told, not raised.

    Args:
        path: The file.
        wishes: How.
        epsg: System of the store.
        communes: Of the store.
        stored: Its points by number, which observations may begin from.

    Raises:
        InvalidInputError: It is missing, empty, no text, or of no kind that is read.
        TroubleError: The disk or the network fails.
    """
    table = list_table(path, wishes.form)
    found = None
    try:
        found, digest = read_file(path, wishes.form)
        understood = computed(found, digest, wishes, epsg, stored)
    except InvalidInputError as error:
        return Looked(table, found, None, error, None)
    return Looked(
        table, found, understood, None, lie_of(understood.points, commune_boundaries(epsg), communes)
    )


def lie_of(
    points: Sequence[FieldPoint], boundaries: CommuneBoundaries, communes: Collection[str]
) -> Lie | None:
    """Return where points on the plane of a store lie; None for none."""
    if not points:
        return None
    places = np.array([(one.east, one.north) for one in points])
    (west, south), (east, north) = places.min(axis=0).tolist(), places.max(axis=0).tolist()
    box = west, south, east, north
    own = [shape for code, shape in zip(boundaries.codes, boundaries.shapes, strict=True) if code in communes]
    if not own:
        return Lie(box, None, None)
    land = shapely.union_all(own)
    shapely.prepare(land)
    away = shapely.distance(land, shapely.points(places))
    return Lie(box, int((away == 0).sum()), float(away.min()))
