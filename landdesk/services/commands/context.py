"""What a handler may look at: the open unit of work and the read model of the same moment."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
from shapely import MultiPolygon

from landdesk.domain.bonds import HOLDING_FIELDS, LINK_FIELDS
from landdesk.domain.change import Delta
from landdesk.domain.coverage import Coverage
from landdesk.domain.ids import ObjectId
from landdesk.domain.neighbours import noded_neighbours
from landdesk.domain.parcel_policy import LIST, ParcelPolicy, policy_of
from landdesk.domain.records import AnyRecord, LandRight, Parcel, Party, PartyMember
from landdesk.services.codelists import CodeLists
from landdesk.services.office_lists import lists_in_force
from landdesk.store.unit_of_work import UnitOfWork


class EditContext:
    """The store and the coverage at one journal number; the coverage is loaded when first asked for."""

    def __init__(self, work: UnitOfWork, load_coverage: Callable[[UnitOfWork], Coverage]) -> None:
        self.work = work
        self._load_coverage = load_coverage
        self._coverage: Coverage | None = None

    @property
    def coverage(self) -> Coverage:
        """All parcels as they are in this transaction, before the change."""
        if self._coverage is None:
            self._coverage = self._load_coverage(self.work)
        return self._coverage

    @cached_property
    def codelists(self) -> CodeLists:
        """The code lists in force."""
        return lists_in_force(self.work.code_lists())

    @cached_property
    def parcel_policy(self) -> ParcelPolicy:
        """What a split gives to the parts and a merge does with parcels that differ."""
        return policy_of(self.codelists[LIST])

    def neighbours_with_nodes(
        self, before: Sequence[MultiPolygon], after: Sequence[MultiPolygon], but: Iterable[ObjectId]
    ) -> tuple[Delta, ...]:
        """Return the deltas that put the new points of a boundary into every parcel that has it too.

        Args:
            before: Shapes of the parcels edited, as they were.
            after: The same land, as it will be.
            but: The parcels edited.
        """
        return self.reshaped(noded_neighbours(self.coverage, before, after, but))

    def reshaped(self, shapes: Mapping[ObjectId, MultiPolygon]) -> tuple[Delta, ...]:
        """Return the deltas that give parcels other shapes."""
        parcels = self.work.get_many(Parcel, shapes)
        return tuple(Delta(parcel, replace(parcel, shape=shapes[one])) for one, parcel in parcels.items())

    def removal(self, records: Sequence[AnyRecord], staying: Collection[ObjectId] = ()) -> list[Delta]:
        """Return the deltas that take objects out of the record, with all that cannot be without them.

        Their parts go too, and land users who then hold no right and belong to no other; links to what goes are
        emptied. Certificates and scans stay, for they can be looked at without a parcel.

        Args:
            staying: Parts that another delta gives a new place.
        """
        going = {one.id: one for one in records}
        fresh = list(records)
        while fresh:
            parts = [one for one in self.work.parts_of(fresh, but=staying) if one.id not in going]
            going |= {one.id: one for one in parts}
            fresh = [one for one in self._left_alone(going) if one.id not in going]
            going |= {one.id: one for one in fresh}
        by_class: dict[str, list[ObjectId]] = {}
        for record in going.values():
            by_class.setdefault(record.CLASS, []).append(record.id)
        emptied: dict[ObjectId, tuple[AnyRecord, AnyRecord]] = {}
        for class_name, identifiers in by_class.items():
            for field, record in self.work.pointing_at(LINK_FIELDS[class_name], identifiers):
                if record.id not in going and record.id not in staying:
                    before, now = emptied.get(record.id, (record, record))
                    empty: dict[str, Any] = {field.name: None}
                    emptied[record.id] = (before, replace(now, **empty))
        deltas = [Delta(before, now) for before, now in emptied.values()]
        return deltas + [Delta(one, None) for one in going.values()]

    def _left_alone(self, going: Mapping[ObjectId, AnyRecord]) -> list[Party]:
        """Return the parties that held a right or were members, and do neither when these objects go."""
        parties = {one.party_id for one in going.values() if isinstance(one, LandRight)}
        parties |= {one.member_id for one in going.values() if isinstance(one, PartyMember)}
        keeping = {
            getattr(record, field.name)
            for field, record in self.work.pointing_at(HOLDING_FIELDS["party"], parties)
            if record.id not in going
        }
        return list(self.work.get_many(Party, sorted(parties - keeping)).values())

    def shapes_around(self, *points: tuple[float, float]) -> dict[ObjectId, MultiPolygon]:
        """Return the shapes of all parcels around points, see `Coverage.shapes_around`."""
        return self.coverage.shapes_around(*points)

    def sharing_vertex(self, point: tuple[float, float]) -> dict[ObjectId, MultiPolygon]:
        """Return the parcels that have exactly this point as a vertex, with their shapes."""
        indices = self.coverage.owners_of_vertex(*point)
        shapes = self.coverage.shapes(np.asarray(indices))
        return {self.coverage.id_at(int(i)): shape for i, shape in zip(indices, shapes, strict=True)}
