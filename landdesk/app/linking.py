"""Records without a boundary and boundaries without a record of one open store, as front ends ask for them."""

import threading
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal

from landdesk.app.application import Application
from landdesk.domain.change import Entry
from landdesk.domain.commands import LinkMany
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

    def waiting(self) -> Waiting:
        """Return the records without a boundary and how many boundaries there are for them."""
        matcher = self._matcher()
        wanted = list(matcher.pool.records)
        lines = {
            one.id: one for one in self._app.read(lambda reader: reader.parcel_lines(identifiers=wanted))
        }
        rows = [
            WaitingRecord(one.id, one.key, one.users, one.legal_area_m2, matcher.agreeing(one.id))
            for one in lines.values()
        ]
        rows.sort(key=lambda one: (one.agreeing != 1, one.agreeing == 0, _order(lines[one.parcel])))
        return Waiting(tuple(rows), len(matcher.pool.polygons))

    def records(self) -> AbstractSet[ObjectId]:
        """Return the records without a boundary."""
        return self._matcher().pool.records.keys()

    def polygons(self) -> AbstractSet[ObjectId]:
        """Return the boundaries without a record."""
        return self._matcher().pool.polygons.keys()

    def candidates(self, record: ObjectId) -> list[Candidate]:
        """Return the boundaries that a record may have, the likeliest first."""
        return self._matcher().candidates(record)

    def beyond_doubt(self) -> list[Pair]:
        """Return the pairs that can be linked together without looking at each."""
        return self._matcher().beyond_doubt()

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
        app = self._app
        with self._lock:
            coverage, lists = app.coverage, app.codelists
            state = coverage.version, lists
            if self._known is None or self._known[0] != state:
                tolerance = app.area_tolerance
                pool = app.read(lambda reader: Pool(reader, coverage, tolerance, shipped_weights()))
                self._known = state, Matcher(pool)
            return self._known[1]


def _order(line: ParcelLine) -> tuple[object, ...]:
    return natural(line.sheet), natural(line.number), line.id
