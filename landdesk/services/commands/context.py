"""What a handler may look at: the open unit of work and the read model of the same moment."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from shapely import MultiPolygon

from landdesk.domain.change import Delta
from landdesk.domain.coverage import Coverage
from landdesk.domain.geometry import insert_shared_nodes
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import LandRight, Parcel, Party, Purpose
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

    def neighbours_with_nodes(
        self, before: Sequence[MultiPolygon], after: Sequence[MultiPolygon], but: Iterable[ObjectId]
    ) -> tuple[Delta, ...]:
        """Return the deltas that put the new points of a boundary into every parcel that has it too.

        Args:
            before: Shapes of the parcels edited, as they were.
            after: The same land, as it will be.
            but: The parcels edited.
        """
        edited = set(but)
        around: dict[ObjectId, MultiPolygon] = {}
        for identifier in edited:
            indices = self.coverage.touching(identifier, margin_m=0.01)
            for index, shape in zip(indices, self.coverage.shapes(indices), strict=True):
                other = self.coverage.id_at(int(index))
                if other not in edited and shape is not None:
                    around[other] = shape
        return self.reshaped(insert_shared_nodes(around, after, before))

    def reshaped(self, shapes: Mapping[ObjectId, MultiPolygon]) -> tuple[Delta, ...]:
        """Return the deltas that give parcels other shapes."""
        parcels = self.work.get_many(Parcel, shapes)
        return tuple(Delta(parcel, replace(parcel, shape=shapes[one])) for one, parcel in parcels.items())

    def dependants(self, parcel_ids: Sequence[ObjectId]) -> tuple[list[Purpose], list[LandRight]]:
        """Return purposes and rights of parcels, in order of entry."""
        return self.work.purposes_of(parcel_ids), self.work.rights_of(parcel_ids)

    def parties_left_alone(self, going: Iterable[LandRight]) -> list[Party]:
        """Return the parties that would hold no right any more when these rights go."""
        gone = {right.id: right for right in going}
        parties = {right.party_id for right in gone.values()}
        keeping = {right.party_id for right in self.work.rights_of_parties(parties) if right.id not in gone}
        return list(self.work.get_many(Party, sorted(parties - keeping)).values())

    def shapes_around(self, *points: tuple[float, float]) -> dict[ObjectId, MultiPolygon]:
        """Return the shapes of all parcels that reach into the surroundings of points.

        These are the box around the points and around every parcel that has one of them as a vertex.
        """
        owners = self.coverage.indices_of(one for point in points for one in self.sharing_vertex(point))
        spots = np.array(points, dtype=np.float64)
        boxes = np.vstack([np.hstack([spots, spots]), self.coverage.boxes(owners)])
        (west, south), (east, north) = boxes[:, :2].min(axis=0) - 0.01, boxes[:, 2:].max(axis=0) + 0.01
        near = self.coverage.box_query((west, south, east, north))
        shapes = self.coverage.shapes(near)
        return {
            self.coverage.id_at(int(at)): shape
            for at, shape in zip(near, shapes, strict=True)
            if shape is not None
        }

    def sharing_vertex(self, point: tuple[float, float]) -> dict[ObjectId, MultiPolygon]:
        """Return the parcels that have exactly this point as a vertex, with their shapes."""
        indices = self.coverage.owners_of_vertex(*point)
        shapes = self.coverage.shapes(np.asarray(indices))
        return {self.coverage.id_at(int(i)): shape for i, shape in zip(indices, shapes, strict=True)}
