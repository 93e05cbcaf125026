"""What lies at a point of the plane, gathered on a reading thread: everything that the map could show there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from landdesk.app.application import Application
from landdesk.app.communes import commune
from landdesk.domain.coverage import Coverage
from landdesk.domain.finding import Finding
from landdesk.domain.parcels_here import ParcelHere, parcels_here
from landdesk.services.boundaries import commune_boundaries
from landdesk.store.queries.surveys import SurveyPoint


@dataclass(frozen=True, slots=True)
class LyingHere:
    """What was found.

    Args:
        easting: Of the point, metres.
        northing: Of the point, metres.
        commune: Its title; empty where none is known.
        parcels: All that cover the point, the smallest first.
        findings: Those whose place is there, or that concern one of the parcels as a whole.
        points: Points of the field there, each with the name of its file.
    """

    easting: float
    northing: float
    commune: str
    parcels: Sequence[ParcelHere]
    findings: Sequence[Finding]
    points: Sequence[tuple[SurveyPoint, str]]


def commune_title(epsg: int, easting: float, northing: float) -> str:
    """Return the commune of a point, as exactly as its boundaries are; empty where none is known."""
    code = commune_boundaries(epsg).code_at(easting, northing)
    return "" if code is None else commune(code).title


def lying_here(
    app: Application,
    coverage: Coverage,
    findings: Sequence[Finding],
    at: tuple[float, float],
    reach_m: float,
) -> LyingHere:
    """Gather what lies at a point.

    Args:
        coverage: The parcels as they are shown.
        findings: Of the last check.
        at: Easting and northing.
        reach_m: So near points and findings are meant as well.
    """
    place = shapely.Point(at)
    places = np.array([one.place for one in findings], dtype=object)
    parcels = parcels_here(coverage, *at)
    here = {one.id for one in parcels}
    # What has no place of its own is where its parcels are.
    near = np.array([one.place is None and not here.isdisjoint(one.objects) for one in findings], dtype=bool)
    near |= shapely.dwithin(places, place, reach_m)
    surveys = app.read(
        lambda reader: ({one.id: one for one in reader.surveys.all()}, reader.surveys.points())
    )
    files, points = surveys
    return LyingHere(
        at[0],
        at[1],
        commune_title(app.info.epsg, *at),
        parcels,
        [findings[one] for one in np.flatnonzero(near).tolist()],
        [
            (one, files[one.survey].file_name)
            for one in points
            if abs(one.at[0] - at[0]) <= reach_m and abs(one.at[1] - at[1]) <= reach_m
        ],
    )
