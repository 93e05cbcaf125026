"""Records without a boundary and boundaries without a record of one open store, as front ends ask for them."""

import threading
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal

from landdesk.app.application import Application
from landdesk.domain.change import Entry
from landdesk.domain.commands import LinkMany, LinkShape
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.ids import ObjectId
from landdesk.domain.numbering import natural
from landdesk.i18n import N_, Text
from landdesk.services.linking.candidates import Candidate, Matcher, Pair
from landdesk.services.linking.pool import Pool
from landdesk.services.linking.reasons import shipped_weights
from landdesk.store.queries.parcels import ParcelLine


@dataclass(frozen=True, slots=True)
class WaitingRecord:
    """A record without a boundary.

    Args:
        parcel: The record.
        key: Sheet and number.
        users: Land users, joined with "; ".
        legal_area_m2: Of the papers.
        agreeing: How many boundaries go by one of its numbers.
    """

    parcel: ObjectId
    key: str
    users: str
    legal_area_m2: Decimal | None
    agreeing: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is to be linked.

    Args:
        records: Without a boundary, by sheet and number; those with exactly one agreeing boundary first.
        polygons: Number of boundaries without a record.
    """

    records: tuple[WaitingRecord, ...]
    polygons: int


class Linking:
    """Candidates of one open store; every method may be called on any thread.

    Args:
        app: The open store.
    """

    def __init__(self, app: Application) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._known: tuple[object, Matcher] | None = None
        self._lines: dict[ObjectId, ParcelLine] = {}

    def waiting(self) -> Waiting:
        """Return the records without a boundary and how many boundaries there are for them."""
        with self._lock:
            matcher = self._matcher()
            wanted = list(matcher.pool.records)
            if not self._lines.keys() >= matcher.pool.records.keys():
                lines = self._app.read(lambda reader: reader.parcel_lines(identifiers=wanted))
                self._lines = {one.id: one for one in lines}
            rows = [_row(self._lines[one], matcher.agreeing(one)) for one in wanted if one in self._lines]
            rows.sort(key=lambda one: (one.agreeing != 1, one.agreeing == 0, _order(self._lines[one.parcel])))
            return Waiting(tuple(rows), len(matcher.pool.polygons))

    def records(self) -> AbstractSet[ObjectId]:
        """Return the records without a boundary."""
        with self._lock:
            return frozenset(self._matcher().pool.records)

    def polygons(self) -> AbstractSet[ObjectId]:
        """Return the boundaries without a record."""
        with self._lock:
            return frozenset(self._matcher().pool.polygons)

    def candidates(self, record: ObjectId) -> list[Candidate]:
        """Return the boundaries that a record may have, the likeliest first."""
        with self._lock:
            return self._matcher().candidates(record)

    def compared(self, record: ObjectId, polygon: ObjectId) -> Candidate | None:
        """Return a boundary that a person points at as a candidate; None where it has a record of its own."""
        with self._lock:
            return self._matcher().compared(record, polygon)

    def beyond_doubt(self) -> list[Pair]:
        """Return the pairs that can be linked together without looking at each."""
        with self._lock:
            return self._matcher().beyond_doubt()

    def link(self, record: ObjectId, polygon: ObjectId) -> Entry:
        """Give a record its boundary; what is known of all others is kept, so that the next one comes at once.

        Raises:
            RefusedError: They do not fit, see :func:`landdesk.services.commands.link_shape.link_shape`.
        """
        with self._lock:
            before = self._known
            entry = self._app.execute(LinkShape(record, polygon))
            coverage, lists = self._app.coverage, self._app.codelists
            if before is not None and before[0] == (entry.number - 1, lists):
                matcher = before[1]
                if record in matcher.pool.records and polygon in matcher.pool.polygons:
                    matcher.linked(record, polygon, coverage)
                    self._known = (coverage.version, lists), matcher
            return entry

    def link_all(self, pairs: Sequence[Pair]) -> Entry:
        """Link pairs in one act.

        Raises:
            InvalidInputError: There is none.
            RefusedError: One does not fit any more.
        """
        if not pairs:
            raise InvalidInputError(
                "link.none-sure",
                Text(N_("No record has exactly one boundary that fits beyond doubt.")),
                remedy=Text(N_("Look at the candidates of each record.")),
            )
        return self._app.execute(LinkMany(tuple((one.record, one.candidate.polygon) for one in pairs)))

    def _matcher(self) -> Matcher:
        """Return what compares, read again where something else was written since; the lock is held."""
        app = self._app
        coverage, lists = app.coverage, app.codelists
        state = coverage.version, lists
        if self._known is None or self._known[0] != state:
            tolerance = app.area_tolerance
            pool = app.read(lambda reader: Pool(reader, coverage, tolerance, shipped_weights()))
            self._known, self._lines = (state, Matcher(pool)), {}
        return self._known[1]


def _row(line: ParcelLine, agreeing: int) -> WaitingRecord:
    return WaitingRecord(line.id, line.key, line.users, line.legal_area_m2, agreeing)


def _order(line: ParcelLine) -> tuple[object, ...]:
    # What has no number is found by its people; it stands behind what is called by one.
    return line.sheet is None, natural(line.sheet), natural(line.number), line.id
