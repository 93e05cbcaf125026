"""A delivery held against its job: for each parcel the same eight questions, each answered with figures in a sentence.

Nothing is changed. Shapes are looked at as they would be taken, on the nodes and boundaries around them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

import numpy as np
import shapely
from shapely import MultiPolygon

from landdesk.domain.area_tolerance import AreaTolerance
from landdesk.domain.canonical import image_of, revision_of
from landdesk.domain.coverage import Coverage
from landdesk.domain.delivering import Fitted, fit_delivered, gaps, overlaps
from landdesk.domain.geometry import area_m2, mended
from landdesk.domain.ids import ObjectId
from landdesk.domain.limits import Limits
from landdesk.domain.records import MapSheet, Parcel
from landdesk.i18n import N_, Text
from landdesk.services.commands.take_delivery import shapes_beside
from landdesk.services.importing.tables.values import partial_date
from landdesk.services.survey.values import FieldPoint
from landdesk.services.survey_jobs.collecting import shape_digest
from landdesk.services.survey_jobs.delivery import Delivery
from landdesk.services.survey_jobs.job import Job, JobParcel
from landdesk.services.survey_jobs.tolerances import Tolerances
from landdesk.store.reader import Reader

CHECKS: Final[Mapping[str, str]] = {
    "present": N_("Delivered"),
    "shape": N_("Closed and valid"),
    "corners": N_("Corners in the list"),
    "points": N_("Who, instrument, date, method"),
    "shared": N_("Shared boundaries"),
    "area": N_("Area"),
    "moved": N_("Boundary moved"),
    "record": N_("Record unchanged"),
}
"""Title of each question, in the order of the table."""
SAID: Final[Mapping[str, str]] = {
    "who": N_("who measured"),
    "instrument": N_("the instrument"),
    "date": N_("the date"),
    "method": N_("the method"),
}
_GIVEN_UP_M2: Final = 0.1
_NAMED: Final = 5
_NOISE_M: Final = 1e-6


class Sign(StrEnum):
    """How a question is answered."""

    GOOD = "good"
    TOLD = "told"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question.

    Args:
        code: As in :data:`CHECKS`.
        sign: How it is.
        words: One sentence with its figures.
    """

    code: str
    sign: Sign
    words: Text


@dataclass(frozen=True, slots=True)
class CheckedParcel:
    """A parcel of the job.

    Args:
        parcel: As the job has it.
        key: As the store calls it now.
        before: Its shape in the store.
        shape: As it would be taken; None where nothing can be taken.
        answers: One for each question that could be asked.
    """

    parcel: JobParcel
    key: str
    before: MultiPolygon | None
    shape: MultiPolygon | None
    answers: tuple[Answer, ...]

    @property
    def sign(self) -> Sign:
        """The worst of the answers."""
        signs = {one.sign for one in self.answers}
        return Sign.BAD if Sign.BAD in signs else Sign.TOLD if Sign.TOLD in signs else Sign.GOOD


@dataclass(frozen=True, slots=True)
class Checked:
    """What a delivery comes to.

    Args:
        job: What was asked for.
        delivery: What came.
        parcels: Each parcel of the job.
        delivered: Shapes as delivered, by parcel; those that can be taken.
        remarks: Sentences on the delivery as a whole.
    """

    job: Job
    delivery: Delivery
    parcels: tuple[CheckedParcel, ...]
    delivered: Mapping[ObjectId, MultiPolygon]
    remarks: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Yardsticks:
    """What a delivery is measured by."""

    tolerances: Tolerances
    areas: AreaTolerance
    limits: Limits
    today: date


def check_delivery(
    reader: Reader, coverage: Coverage, job: Job, delivery: Delivery, by: Yardsticks
) -> Checked:
    """Return the answers for each parcel of a job."""
    records = reader.get_many(Parcel, [one.id for one in job.parcels])
    sheets = reader.get_many(
        MapSheet, {one.map_sheet_id for one in records.values() if one.map_sheet_id is not None}
    )
    delivered = {
        one.id: shape
        for one in job.parcels
        if one.id in records and (shape := _only_shape(delivery, one.id)) is not None
    }
    before = {one: record.shape for one, record in records.items() if record.shape is not None}
    around = _Around(reader, coverage, delivered, before, by) if delivered else None
    points = _Points(delivery.points, by)
    checked = []
    for one in job.parcels:
        record = records.get(one.id)
        pieces = delivery.pieces.get(one.id, ())
        answers = [_present(len(pieces))]
        shape = delivered.get(one.id)
        if pieces:
            fault = None if len(pieces) > 1 else pieces[0].fault
            answers.append(_closed(pieces[0].shape if len(pieces) == 1 else None, fault, len(pieces)))
        if shape is not None and record is not None and around is not None:
            scale = one.scale
            if record.map_sheet_id is not None:
                scale = sheets[record.map_sheet_id].scale or scale
            fitted = around.fitted.shapes[one.id]
            answers += points.of(shape)
            answers.append(around.shared(one.id))
            answers.append(_area(fitted, record, scale, by))
            answers.append(
                _moved(fitted, before.get(one.id), by.tolerances.point_of(scale or by.areas.usual_scale))
            )
        answers.append(_record(one, record))
        key = one.key if record is None else record.key
        taken = None if shape is None or around is None else around.fitted.shapes[one.id]
        checked.append(CheckedParcel(one, key, before.get(one.id), taken, tuple(answers)))
    remarks = [*_others(delivery, coverage, before), *_twice(delivery.points), *delivery.remarks]
    if around is not None and around.fitted.joins:
        joins = around.fitted.joins
        remarks.append(
            Text(
                N_(
                    "Corners that go onto nodes and boundaries around them when the parcels are taken: {count},"
                    " by {most:.3f} m at most."
                ),
                {"count": len(joins), "most": joins[0].distance_m},
            )
        )
    return Checked(job, delivery, tuple(checked), delivered, tuple(remarks))


def _only_shape(delivery: Delivery, parcel: ObjectId) -> MultiPolygon | None:
    """Return the shape of a parcel that was delivered once and is one."""
    pieces = delivery.pieces.get(parcel, ())
    if len(pieces) != 1 or pieces[0].shape is None or not pieces[0].shape.is_valid:
        return None
    return pieces[0].shape


def _present(count: int) -> Answer:
    if count == 1:
        return Answer("present", Sign.GOOD, Text(N_("The delivery has the parcel once.")))
    if count:
        words = Text(N_("The delivery has the parcel {count} times."), {"count": count})
        return Answer("present", Sign.BAD, words)
    return Answer("present", Sign.BAD, Text(N_("The delivery does not have the parcel.")))


def _closed(shape: MultiPolygon | None, fault: Text | None, count: int) -> Answer:
    if count > 1:
        return Answer("shape", Sign.BAD, Text(N_("It is not clear which of its polygons is meant.")))
    if shape is None or not shape.is_valid:
        words = fault or Text(N_("The polygon is not valid."))
        return Answer("shape", Sign.BAD, Text(N_("The polygon cannot be taken: {fault}"), {"fault": words}))
    count = len(shapely.get_coordinates(shape)) - len(shapely.get_rings(shapely.get_parts(shape)))
    return Answer(
        "shape",
        Sign.GOOD,
        Text(N_("The polygon is closed and valid, with {count} corners."), {"count": count}),
    )


class _Points:
    """The list of points, asked for the corners of parcels."""

    def __init__(self, points: Sequence[FieldPoint], by: Yardsticks) -> None:
        self._points = points
        self._by = by
        self._tree = shapely.STRtree(
            shapely.points(
                np.array([(one.east, one.north) for one in points], dtype=np.float64).reshape(-1, 2)
            )
        )

    def of(self, shape: MultiPolygon) -> list[Answer]:
        """Return the answers on the corners of a shape."""
        corners = np.unique(shapely.get_coordinates(shape), axis=0)
        limit = self._by.tolerances.corner_m
        if not self._points:
            lacking = Text(N_("There is no list of points with coordinates."))
            return [
                Answer("corners", Sign.BAD, lacking),
                Answer("points", Sign.BAD, Text(N_("Nothing says who measured, with what, when and how."))),
            ]
        (_, at), apart = self._tree.query_nearest(
            shapely.points(corners), return_distance=True, all_matches=False
        )
        met = apart <= limit + _NOISE_M
        figures = {
            "found": int(met.sum()),
            "count": len(corners),
            "limit": limit,
            "apart": float(apart.max()),
        }
        if met.all():
            words = Text(
                N_("All {count} corners are in the list of points, at most {apart:.3f} m apart."), figures
            )
        else:
            words = Text(
                N_(
                    "{found} of {count} corners are in the list of points within {limit:.3f} m;"
                    " the farthest lies {apart:.3f} m from any."
                ),
                figures,
            )
        corner = Answer("corners", Sign.GOOD if met.all() else Sign.BAD, words)
        return [corner, self._said([self._points[one] for one in at[met]])]

    def _said(self, points: Sequence[FieldPoint]) -> Answer:
        lacks = {what: count for what in SAID if (count := sum(not self._says(one, what) for one in points))}
        if not points:
            words = Text(N_("Nothing says who measured, with what, when and how."))
        elif lacks:
            what, count = max(lacks.items(), key=lambda pair: pair[1])
            words = Text(
                N_("{count} of {points} points do not say {what}."),
                {"count": count, "points": len(points), "what": Text(SAID[what])},
            )
        else:
            words = Text(
                N_("All {points} points say who, instrument, date and method."), {"points": len(points)}
            )
        return Answer("points", Sign.BAD if lacks or not points else Sign.GOOD, words)

    def _says(self, point: FieldPoint, what: str) -> bool:
        said = point.said.get(what, "").strip()
        if what != "date" or not said:
            return bool(said)
        day = partial_date(said, self._by.today).value
        return day is not None and len(day) == 10 and day <= self._by.today.isoformat()


class _Around:
    """Delivered shapes among each other and among those that stay."""

    def __init__(
        self,
        reader: Reader,
        coverage: Coverage,
        delivered: Mapping[ObjectId, MultiPolygon],
        before: Mapping[ObjectId, MultiPolygon],
        by: Yardsticks,
    ) -> None:
        olds = {one: before[one] for one in delivered if one in before}
        fixed = shapes_beside(coverage, delivered, olds, by.tolerances.join_m)
        self.fitted: Fitted[ObjectId] = fit_delivered(delivered, fixed, by.tolerances.join_m)
        self._overlaps = overlaps(self.fitted, fixed, before)
        # Only looked at: what is measured anew may be broken as it is.
        self._before = dict(zip(olds, mended(list(olds.values())), strict=True))
        every = {**fixed, **self.fitted.noded, **self.fitted.shapes}
        after = dict(zip(every, mended(list(every.values())), strict=True))
        smallest = by.limits.overlap_area_m2
        self._gaps = [
            (gap, _between(gap, after))
            for gap in gaps(self.fitted, fixed, list(olds.values()))
            if gap.area >= smallest
        ]
        self._keys = reader.keys_of({key for pair in self._overlaps for key in pair[:2]})

    def shared(self, parcel: ObjectId) -> Answer:
        """Return the answer on the boundaries that a parcel shares."""
        if parcel in self.fitted.broken:
            return Answer(
                "shared", Sign.BAD, Text(N_("Brought onto the boundaries around it, it would be invalid."))
            )
        found = [one for one in self._overlaps if parcel in one[:2]]
        if found:
            one, other, area, place = max(found, key=lambda pair: pair[2])
            return Answer(
                "shared",
                Sign.BAD,
                Text(
                    N_(
                        "It overlaps others ({count}); most {other}, by {area:,.3f} m² near"
                        " {easting:.1f} {northing:.1f}."
                    ),
                    {
                        "count": len(found),
                        "other": self._keys[other if one == parcel else one],
                        "area": area,
                        "easting": place[0],
                        "northing": place[1],
                    },
                ),
            )
        old = self._before.get(parcel)
        own = [] if old is None else [one for one in self._gaps if shapely.intersects(one[0], old)]
        within = sum(gap.area for gap, between in own if between)
        outside = sum(gap.area for gap, between in own if not between)
        if within:
            words = Text(N_("It leaves a gap of {area:,.2f} m² to its neighbours."), {"area": within})
            return Answer("shared", Sign.BAD, words)
        if outside >= _GIVEN_UP_M2:
            words = Text(N_("It gives up {area:,.1f} m² that no parcel has then."), {"area": outside})
            return Answer("shared", Sign.TOLD, words)
        return Answer(
            "shared", Sign.GOOD, Text(N_("Its boundaries meet those around without overlap or gap."))
        )


def _between(gap: shapely.Polygon, after: Mapping[ObjectId, MultiPolygon]) -> bool:
    """Tell whether land without a parcel lies between parcels: two or more run along it, on most of its edge."""
    near = [one for one in after.values() if shapely.dwithin(one, gap, 0.001)]
    along = [shapely.length(shapely.intersection(gap.exterior, shapely.buffer(one, 0.001))) for one in near]
    beside = [one for one in along if one > 0.1 * gap.exterior.length]
    return len(beside) >= 2 and sum(along) > 0.9 * gap.exterior.length


def _area(shape: MultiPolygon, record: Parcel, scale: int | None, by: Yardsticks) -> Answer:
    found = round(area_m2(shape), 1)
    if record.legal_area_m2 is None:
        words = Text(N_("{area:,.1f} m²; no legal area is recorded."), {"area": found})
        return Answer("area", Sign.TOLD, words)
    legal = float(record.legal_area_m2)
    figures = {
        "area": found,
        "legal": legal,
        "difference": abs(found - legal),
        "allowed": by.areas.allowed_m2(legal, scale),
    }
    if by.areas.is_within(found, legal, scale):
        words = Text(
            N_("{area:,.1f} m², {difference:,.1f} m² off the legal area; {allowed:,.1f} m² are allowed."),
            figures,
        )
        return Answer("area", Sign.GOOD, words)
    words = Text(
        N_("{area:,.1f} m², {difference:,.1f} m² off the legal area; only {allowed:,.1f} m² are allowed."),
        figures,
    )
    return Answer("area", Sign.BAD, words)


def _moved(shape: MultiPolygon, before: MultiPolygon | None, limit_m: float) -> Answer:
    if before is None:
        return Answer("moved", Sign.TOLD, Text(N_("It had no boundary before.")))
    old, new = shapely.boundary(before), shapely.boundary(shape)
    most = max(
        float(shapely.distance(shapely.points(shapely.get_coordinates(one)), other).max())
        for one, other in ((shape, old), (before, new))
    )
    figures = {"most": most, "limit": limit_m}
    if most > limit_m + _NOISE_M:
        words = Text(
            N_("The boundary moved by {most:.3f} m at most, more than the {limit:.2f} m of one point."),
            figures,
        )
        return Answer("moved", Sign.TOLD, words)
    words = Text(N_("The boundary lies within {most:.3f} m of the old one."), figures)
    return Answer("moved", Sign.GOOD, words)


def _record(parcel: JobParcel, record: Parcel | None) -> Answer:
    if record is None:
        return Answer("record", Sign.BAD, Text(N_("The parcel is not in the store any more.")))
    if shape_digest(record.shape) != parcel.shape_sha256:
        words = Text(N_("Its boundary was changed in the store since the job was written."))
        return Answer("record", Sign.BAD, words)
    if revision_of(image_of(record)) != parcel.revision:
        words = Text(N_("Its record was changed since the job was written, its boundary was not."))
        return Answer("record", Sign.TOLD, words)
    return Answer("record", Sign.GOOD, Text(N_("The record is as it was when the job was written.")))


def _others(delivery: Delivery, coverage: Coverage, before: Mapping[ObjectId, MultiPolygon]) -> list[Text]:
    """Say which polygons are of no parcel of the job; those that lie there as the store has them are neighbours."""
    strange = []
    for one in delivery.others:
        known = () if one.shape is None else coverage.shapes_in(one.shape.bounds).items()
        if not any(shape == one.shape and key not in before for key, shape in known):
            strange.append(one)
    along = len(delivery.others) - len(strange)
    said = []
    if strange:
        names = ", ".join(one.label or str(one.row) for one in strange[:_NAMED])
        said.append(
            Text(
                N_("Polygons of no parcel of the job: {count} ({names})."),
                {"count": len(strange), "names": names + (" …" if len(strange) > _NAMED else "")},
            )
        )
    if along:
        said.append(
            Text(
                N_("Polygons of parcels beside the job, as the store has them, not looked at: {count}."),
                {"count": along},
            )
        )
    return said


def _twice(points: Sequence[FieldPoint]) -> list[Text]:
    """Say which numbers of the list are those of several points."""
    counts = Counter(one.number for one in points)
    twice = [number for number, count in counts.items() if count > 1]
    if not twice:
        return []
    names = ", ".join(twice[:_NAMED]) + (" …" if len(twice) > _NAMED else "")
    return [
        Text(
            N_("Numbers that several points of the list have: {count} ({names})."),
            {"count": len(twice), "names": names},
        )
    ]
