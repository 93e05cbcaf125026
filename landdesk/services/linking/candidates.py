"""Which boundaries a record may have, with all reasons, and which pairs are beyond doubt.

Beyond doubt is a pair where one of the record's keys is one of the boundary's, the area is within the allowed
difference, nothing speaks against it, and neither side has a rival: no other boundary or record goes by keys that are
as good or has an area that fits; no boundary of nearly the same number fits too and is nobody else's, or much better.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from landdesk.domain.coverage import Coverage
from landdesk.domain.ids import ObjectId
from landdesk.domain.person_names import NameLikeness, likeness
from landdesk.i18n import fold
from landdesk.services.linking.pool import Key, Pool, Side, number_key, owner_key, shortened
from landdesk.services.linking.reasons import AGREEING, Reason

TOUCHING_M = 0.5
"""A neighbour across so narrow a gap still counts as one."""
MANY_OF_A_NAME = 50
MUCH_NEARER = 10.0
"""Where two records have each other's numbers, the areas of both may be allowed; the right one is so much nearer."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A boundary that a record may have.

    Args:
        polygon: The parcel that has the boundary.
        title: Its sheet and number.
        map_m2: What it encloses.
        reasons: All of them, those that count most first.
    """

    polygon: ObjectId
    title: str
    map_m2: float
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> float:
        """The sum of the reasons."""
        return sum(one.weight for one in self.reasons)

    @property
    def agrees(self) -> bool:
        """Whether a key of the record is one of the boundary."""
        return any(one.code in AGREEING for one in self.reasons)


@dataclass(frozen=True, slots=True)
class Pair:
    """A record and the boundary that it gets.

    Args:
        record, record_title: The record.
        candidate: The boundary.
    """

    record: ObjectId
    record_title: str
    candidate: Candidate


class Matcher:
    """Compares records and boundaries of a pool."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self._agreements = {one.id: self._agreeing(one) for one in pool.records.values()}
        claims: defaultdict[ObjectId, set[ObjectId]] = defaultdict(set)
        for record, found in self._agreements.items():
            for polygon in found:
                claims[polygon].add(record)
        self._claims = claims

    def candidates(self, record: ObjectId) -> list[Candidate]:
        """Return the boundaries that a record may have, the likeliest first; none for one that is not in the pool."""
        side = self.pool.records.get(record)
        if side is None:
            return []
        found = [self._candidate(side, self.pool.polygons[one], places=True) for one in self._likely(side)]
        # What has nothing for it but its place is no candidate: every neighbour would be one.
        kept = [one for one in found if one.score > 0 and _is_likely(one)]
        kept.sort(key=lambda one: (-one.score, abs(one.map_m2 - (side.row.legal_area_m2 or one.map_m2))))
        return kept[: self.pool.weights.candidates_shown]

    def compared(self, record: ObjectId, polygon: ObjectId) -> Candidate | None:
        """Return a boundary that a person points at as a candidate of a record; None where it is none of the pool."""
        side, other = self.pool.records.get(record), self.pool.polygons.get(polygon)
        return None if side is None or other is None else self._candidate(side, other, places=True)

    def agreeing(self, record: ObjectId) -> int:
        """Return how many boundaries have a key of a record."""
        return len(self._agreements.get(record, ()))

    def beyond_doubt(self) -> list[Pair]:
        """Return the pairs that can be linked without a person looking at each, in order of entry."""
        pairs = []
        for record, fitting in self._fitting.items():
            if len(fitting) != 1 or self._has_rival(record, fitting[0]):
                continue
            side, other = self.pool.records[record], self.pool.polygons[fitting[0]]
            candidate = self._candidate(side, other, places=False)
            if all(one.weight > 0 for one in candidate.reasons if one.code != "claimed"):
                pairs.append(Pair(record, side.title, candidate))
        return pairs

    def _has_rival(self, record: ObjectId, polygon: ObjectId) -> bool:
        """Tell whether another boundary or another record might stand in the place of one of a pair.

        What goes by weaker numbers and has another area is none: an old sheet may be called as a sheet of now.
        """
        if self.pool.polygons[polygon].own in self.pool.taken_keys:
            return True
        strength = self._strength(record, polygon)
        others = [one for one in self._agreements[record] if one != polygon]
        if any(self._strength(record, one) >= strength for one in others):
            return True
        if any(
            self._strength(one, polygon) >= strength or polygon in self._fitting[one]
            for one in self._claims[polygon] - {record}
        ):
            return True
        side = self.pool.records[record]
        return any(
            one != polygon and self._is_within(side, one) and self._may_be_meant(side, one, polygon)
            for one in self._near(side)
        )

    def _may_be_meant(self, side: Side, near: ObjectId, polygon: ObjectId) -> bool:
        """Tell whether a slip in the number may have led away from a boundary: nobody else's, or of the very area."""
        if not self._is_spoken_for(near):
            return True
        legal_m2 = side.row.legal_area_m2 or 0.0
        own, other = (abs((self.pool.polygons[one].map_m2 or 0.0) - legal_m2) for one in (polygon, near))
        return other * MUCH_NEARER < own

    def _is_spoken_for(self, polygon: ObjectId) -> bool:
        """Tell whether a boundary is the only one that fits a record."""
        return any(self._fitting[one] == (polygon,) for one in self._claims.get(polygon, ()))

    @cached_property
    def _fitting(self) -> Mapping[ObjectId, tuple[ObjectId, ...]]:
        """By record, the boundaries with one of its keys and an area that fits."""
        return {
            record: tuple(one for one in found if self._is_within(self.pool.records[record], one))
            for record, found in self._agreements.items()
        }

    def _near(self, side: Side) -> Iterator[ObjectId]:
        """Yield the boundaries whose number differs from one of the record's by a slip, or not at all."""
        for key in _keys(side):
            for short in shortened(key[2]):
                for one in self.pool.by_near_number.get((key[0], key[1], short), ()):
                    if one in self.pool.polygons:
                        yield one

    def _strength(self, record: ObjectId, polygon: ObjectId) -> float:
        return max(self.pool.weights.by_code[code] for code in self._agreements[record][polygon])

    def _is_within(self, side: Side, polygon: ObjectId) -> bool:
        """Tell whether the area of a boundary is an allowed one for a record; not where one is not known."""
        other, pool = self.pool.polygons[polygon], self.pool
        if side.row.legal_area_m2 is None or other.map_m2 is None:
            return False
        scale = pool.scale_of(other.row, side.row)
        return pool.tolerance.is_within(other.map_m2, side.row.legal_area_m2, scale)

    def linked(self, record: ObjectId, polygon: ObjectId, coverage: Coverage) -> None:
        """Take out a pair that was linked, so that not everything has to be read again.

        Args:
            coverage: The read model after it.
        """
        for one in self._agreements.pop(record):
            self._claims[one].discard(record)
        for one in self._claims.pop(polygon, set()):
            del self._agreements[one][polygon]
        self.__dict__.pop("_fitting", None)
        self.pool.take_out(record, polygon, coverage)

    # --- which ---------------------------------------------------------------------------------------------

    def _agreeing(self, side: Side) -> dict[ObjectId, tuple[str, ...]]:
        """Return the boundaries of which a key is one of the record's, with the reasons."""
        pool, found = self.pool, defaultdict[ObjectId, dict[str, None]](dict)

        def add(code: str, polygons: Iterable[ObjectId]) -> None:
            for one in polygons:
                found[one][code] = None

        if side.own is not None:
            add("number.same", pool.by_own.get(side.own, ()))
            add("number.old", pool.by_old.get(side.own, ()))
        if side.old is not None:
            add("number.old", pool.by_own.get(side.old, ()))
            add("number.old", self._of_one_unit(side, pool.by_old.get(side.old, ())))
        for key in side.named:
            add("number.certificate", (*pool.by_own.get(key, ()), *pool.by_old.get(key, ())))
        for key in _keys(side):
            for now in pool.converted(key, side.row.old_commune):
                add("number.conversion", pool.by_own.get(now, ()))
        return {one: tuple(codes) for one, codes in found.items()}

    def _of_one_unit(self, side: Side, polygons: Iterable[ObjectId]) -> list[ObjectId]:
        """Return the boundaries whose old numbers are not of another former commune than the record's."""
        former = side.row.old_commune
        return [
            one for one in polygons if self.pool.polygons[one].row.old_commune in (former, None) or not former
        ]

    def _likely(self, side: Side) -> dict[ObjectId, None]:
        """Return the boundaries worth comparing: by keys, by a slip in the number, by name, by area on the sheet."""
        pool = self.pool
        found = dict.fromkeys(self._agreements[side.id])
        found |= dict.fromkeys(self._near(side))
        for name in side.owners:
            same = pool.by_owner.get(owner_key(name), ())
            # Of somebody who has very many, such as a commune, only those of the area.
            found |= dict.fromkeys(
                one
                for one in same
                if one in pool.polygons
                and pool.polygons[one].row.commune == side.row.commune
                and (len(same) <= MANY_OF_A_NAME or self._is_within(side, one))
            )
        legal_m2 = side.row.legal_area_m2
        if legal_m2 is not None:
            allowed_m2 = pool.tolerance.allowed_m2(legal_m2, pool.scale_of(side.row))
            for sheet in {"", *(key[1] for key in _keys(side)), number_key(side.row.sheet)}:
                areas, polygons = pool.by_sheet_and_area.get((side.row.commune, sheet), (np.empty(0), []))
                low, high = np.searchsorted(areas, [legal_m2 - allowed_m2, legal_m2 + allowed_m2])
                found |= dict.fromkeys(
                    one for one in polygons[int(low) : int(high) + 1] if one in pool.polygons
                )
        return found

    # --- why -----------------------------------------------------------------------------------------------

    def _candidate(self, side: Side, other: Side, *, places: bool) -> Candidate:
        """Return a boundary with its reasons; what lies around it is looked at only where it is asked for."""
        codes = self._agreements[side.id].get(other.id, ())
        weights = self.pool.weights
        reasons = [weights.reason(code) for code in codes]
        if not codes:
            reasons += self._near_number(side, other)
            if side.own is not None and other.own is not None and side.own[:2] == other.own[:2]:
                reasons.append(weights.reason("sheet.same"))
        reasons += [
            *self._area(side, other),
            *self._owner(side, other),
            *self._land_use(side, other),
            *(self._place(side, other) if places else ()),
        ]
        if self._claims.get(other.id, set()) - {side.id} or (codes and other.own in self.pool.taken_keys):
            reasons.append(weights.reason("claimed"))
        reasons.sort(key=lambda one: -abs(one.weight))
        return Candidate(other.id, other.title, other.map_m2 or 0.0, tuple(reasons))

    def _near_number(self, side: Side, other: Side) -> list[Reason]:
        if other.own is None:
            return []
        for key in _keys(side):
            if key[:2] == other.own[:2] and shortened(key[2]) & shortened(other.own[2]):
                values = {"record": f"{key[1]}/{key[2]}", "polygon": other.title}
                return [self.pool.weights.reason("number.near", **values)]
        return []

    def _area(self, side: Side, other: Side) -> list[Reason]:
        legal_m2, map_m2 = side.row.legal_area_m2, other.map_m2
        if legal_m2 is None or map_m2 is None:
            return []
        scale = self.pool.scale_of(other.row, side.row)
        allowed_m2 = self.pool.tolerance.allowed_m2(legal_m2, scale)
        code = "area.within" if self.pool.tolerance.is_within(map_m2, legal_m2, scale) else "area.over"
        difference_m2 = abs(map_m2 - legal_m2)
        return [self.pool.weights.reason(code, difference=difference_m2, allowed=allowed_m2)]

    def _owner(self, side: Side, other: Side) -> list[Reason]:
        if not side.owners or not other.owners:
            return []
        best = max(likeness(one, each) for one in side.owners for each in other.owners)
        if best is NameLikeness.SAME:
            return [self.pool.weights.reason("owner.same")]
        code = "owner.other" if best is NameLikeness.DIFFERENT else "owner.alike"
        return [self.pool.weights.reason(code)]

    def _land_use(self, side: Side, other: Side) -> list[Reason]:
        if not side.land_uses or not other.land_uses:
            return []
        code = "land_use.same" if side.land_uses & other.land_uses else "land_use.other"
        return [self.pool.weights.reason(code)]

    def _place(self, side: Side, other: Side) -> list[Reason]:
        pool, reasons = self.pool, []
        if side.row.hamlet and self._is_in_hamlet(other, fold(side.row.hamlet)):
            reasons.append(pool.weights.reason("place.hamlet"))
        sheet = number_key(side.row.sheet)
        box = pool.sheet_boxes.get((side.row.commune, sheet))
        if sheet and box is not None and not other.row.sheet:
            at = pool.coverage.index_of(other.id)
            west, south, east, north = pool.coverage.boxes(np.array([at]))[0].tolist()
            middle = (west + east) / 2, (south + north) / 2
            if box[0] <= middle[0] <= box[2] and box[1] <= middle[1] <= box[3]:
                reasons.append(pool.weights.reason("place.sheet"))
        return reasons

    def _is_in_hamlet(self, other: Side, hamlet: str) -> bool:
        pool = self.pool
        around = pool.coverage.touching(other.id, TOUCHING_M)
        rows = (pool.rows.get(pool.coverage.id_at(int(at))) for at in around)
        return any(
            row.id in pool.settled and row.hamlet is not None and fold(row.hamlet) == hamlet
            for row in rows
            if row is not None
        )


def _keys(side: Side) -> list[Key]:
    """Return every key of a record, each once."""
    return list(dict.fromkeys(one for one in (side.own, side.old, *side.named) if one is not None))


def _is_likely(candidate: Candidate) -> bool:
    codes = {one.code for one in candidate.reasons}
    if candidate.agrees or codes & {"owner.same", "owner.alike"}:
        return True
    return "area.within" in codes
