"""The main job on a real commune: office → commune → office → commune, with 200 edits of all kinds."""

import random
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely import LineString

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.domain.change import Person
from landdesk.domain.commands import (
    AddLandUser,
    CloseWorkItem,
    Command,
    DeleteParcel,
    MergeParcels,
    MoveVertex,
    RemoveLandUser,
    SetLandUser,
    SetParcel,
    SplitParcel,
)
from landdesk.domain.errors import RefusedError
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import AnyRecord, LandRight, Parcel, Party, Purpose
from landdesk.services.importing.importer import ImportRequest, import_file
from landdesk.services.office.decide import Return
from landdesk.services.office.review import Outcome
from landdesk.store.store import NewStore, Store

SOURCE = Path(__file__).parents[1] / "data" / "decany" / "decany_parcels.gpkg"
COMMUNE = "22657"
EDITS = 200
KINDS = "address number area use add add rename remove split split merge move move delete".split()


class Editor:
    """Makes seeded edits and keeps what they promise about areas.

    Args:
        app: The commune's store.
        seed: Of all choices.
    """

    def __init__(self, app: Application, seed: int) -> None:
        self.app = app
        self.dice = random.Random(seed)
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    def edit(self, kind: str, number: int) -> None:
        command = self._command(kind, number)
        try:
            entry = self.app.execute(command)
        except RefusedError as error:
            self.refused[error.code] += 1
            return
        self.done[kind] += 1
        if isinstance(command, SplitParcel | MergeParcels):
            self._areas_add_up(entry.number, command)

    def _areas_add_up(self, entry: int, command: SplitParcel | MergeParcels) -> None:
        """Check the areas of all parcels an act touched, neighbours that get nodes included.

        The ends of a cut are rounded to the grid too, which moves the edges that they lie on.
        """
        sides = {"old": 0.0, "new": 0.0}
        length_m = 1.0
        for delta in self.app.read(lambda reader: reader.change_of(entry)).deltas:
            for name, side in (("old", delta.old), ("new", delta.new)):
                if isinstance(side, Parcel) and side.shape is not None:
                    sides[name] += side.shape.area
            if (
                isinstance(command, SplitParcel)
                and isinstance(delta.old, Parcel)
                and delta.old.shape is not None
            ):
                if delta.id == command.parcel_id:
                    length_m += shapely.intersection(command.line, delta.old.shape).length
                for ring in shapely.get_rings(shapely.get_parts(delta.old.shape)):
                    edges = shapely.linestrings(list(pairwise(shapely.get_coordinates(ring))))
                    length_m += float(shapely.length(edges[shapely.intersects(edges, command.line)]).sum())
        assert abs(sides["old"] - sides["new"]) <= 0.001 * length_m, (command, sides)

    def _parcel(self, wanted: Callable[[ObjectId], bool] = lambda _: True) -> ObjectId:
        live = self.app.coverage.live()
        while True:
            found = self.app.coverage.id_at(int(live[self.dice.randrange(len(live))]))
            if wanted(found):
                return found

    def _command(self, kind: str, number: int) -> Command:
        if kind in ("split", "merge", "move"):
            return self._on_the_map(kind)
        parcel = self._parcel()
        if kind in ("add", "rename", "remove"):
            return self._on_users(kind, parcel, number)
        match kind:
            case "address":
                return SetParcel(parcel, address=f"Thôn {number}")
            case "number":
                return SetParcel(parcel, number=f"{9000 + number}")
            case "area":
                return SetParcel(parcel, legal_area_m2=Decimal(self.dice.randrange(100, 100_000)) / 10)
            case "use":
                return SetParcel(parcel, land_use=self.dice.choice(["ODT", "CLN", "LUC"]))
            case _:
                return DeleteParcel(parcel)

    def _on_users(self, kind: str, parcel: ObjectId, number: int) -> Command:
        held = sorted(self.app.read(lambda reader: reader.all(LandRight)).values(), key=lambda one: one.id)
        if kind == "add" or not held:
            return AddLandUser(parcel, f"Lê Thị {number}", f"999{number:09d}")
        right = self.dice.choice(held)
        if kind == "rename":
            return SetLandUser(right.party_id, user_name=f"Nguyễn Văn {number}")
        return RemoveLandUser(right.parcel_id, right.party_id)

    def _on_the_map(self, kind: str) -> Command:
        dice, coverage = self.dice, self.app.coverage

        def neighbours(one: ObjectId) -> list[ObjectId]:
            return sorted(coverage.id_at(int(at)) for at in coverage.touching(one))

        parcel = self._parcel(lambda one: bool(neighbours(one)))
        index = coverage.index_of(parcel)
        assert index is not None
        shape = coverage.shapes(np.array([index]))[0]
        west, south, east, north = shape.bounds
        if kind == "split":
            y = south + dice.uniform(0.2, 0.8) * (north - south)
            return SplitParcel(parcel, LineString([(west - 1, y), (east + 1, y + dice.uniform(-0.5, 0.5))]))
        if kind == "merge":
            return MergeParcels((parcel, dice.choice(neighbours(parcel))))
        points = shape.geoms[0].exterior.coords[:-1]
        x, y = dice.choice(points)
        return MoveVertex((x, y), (x + dice.uniform(-0.3, 0.3), y + dice.uniform(-0.3, 0.3)))


def everything(app: Application) -> dict[ObjectId, AnyRecord]:
    found: dict[ObjectId, AnyRecord] = {}
    for kind in (Parcel, Party, Purpose, LandRight):
        found |= app.read(lambda reader, kind=kind: reader.all(kind))  # type: ignore[misc]  # one kind at a time
    return found


def differing(office: Application, commune: Application) -> set[ObjectId]:
    there, here = everything(office), everything(commune)
    return {one for one in there.keys() | here.keys() if there.get(one) != here.get(one)}


def invalid_edges(app: Application) -> int:
    """Return how many parcels have an edge that overlaps, or misses a node of, another one."""
    shapes = app.coverage.shapes(app.coverage.live())
    edges = shapely.coverage_invalid_edges(shapes[~shapely.is_missing(shapes)])
    return int((~shapely.is_empty(edges)).sum())


@pytest.mark.parametrize("seed", [20261102])
def test_the_main_job_on_a_real_commune(tmp_path: Path, seed: int) -> None:
    clerk = Person(ObjectId(bytes(15) + b"\1"), "Lê Thị Đào", "Chi nhánh VPĐK", "clerk")
    technician = Person(ObjectId(bytes(15) + b"\2"), "Trần Văn Đức", "UBND xã", "technician")
    office = Application(
        Store.create(tmp_path / "office.landdesk", NewStore("office", 5514, (COMMUNE,)), person=clerk), clerk
    )
    import_file(office, ImportRequest(SOURCE))
    assert len(office.coverage) == 3172
    assert invalid_edges(office) == 0
    base = tmp_path / "base.ldpkg"
    exchange.write_base(office, COMMUNE, base)
    commune = exchange.create_from_base(base, tmp_path / "commune.landdesk", technician)
    assert everything(commune) == everything(office)

    editor = Editor(commune, seed)
    for number in range(EDITS):
        editor.edit(KINDS[number % len(KINDS)], number)
    assert set(editor.done) == set(KINDS)
    assert sum(editor.done.values()) >= 0.9 * EDITS
    assert {code.partition(".")[0] for code in editor.refused} <= {"merge", "move", "split"}
    before = everything(commune)
    for _ in range(20):
        commune.undo()
    for _ in range(8):
        commune.redo()
    assert everything(commune) != before
    assert invalid_edges(commune) == 0

    sent = exchange.export_change(commune, tmp_path / "change.ldpkg")
    line, again = exchange.office_receive(office, tmp_path / "change.ldpkg")
    assert (line.id, again) == (sent.id, False)
    package = exchange.stored_package(office, line.id)
    review = exchange.office_review(office, package)
    assert {one.outcome for one in review} == {Outcome.CLEAN}
    dice = random.Random(seed)
    back = {one.record.id for one in review if dice.random() < 0.2}
    assert 10 < len(back) < len(review) - 10
    decided = exchange.decide(
        office,
        package,
        accept_clean=True,
        returns=[Return(one, "boundary", "Đo lại ranh giới") for one in sorted(back)],
    )
    # A record that is clean only together with a returned one waits for it.
    left = [
        one.record.id
        for one in exchange.office_review(office, package)
        if one.decision.decision == "undecided"
    ]
    assert len(decided.accepted) + len(back) + len(left) == len(review)
    if left:
        exchange.decide(
            office, package, returns=[Return(one, "conflict", "Gửi cùng hồ sơ kia") for one in left]
        )
    exchange.write_receipt(office, line.id, tmp_path / "receipt.ldpkg")
    received = exchange.receive(commune, tmp_path / "receipt.ldpkg")
    returned = {one.oid for one in package.operations if one.record in back or one.record in left}
    assert (received.accepted, received.returned) == (len(decided.accepted), len(back) + len(left))
    assert (received.merged, received.conflicts) == (0, 0)
    assert differing(office, commune) == returned
    assert invalid_edges(office) == 0
    assert invalid_edges(commune) == 0
    assert [app.store.verify() for app in (office, commune)] == [[], []]

    # What was returned goes again as it is, is taken, and both ends are the same to the last object.
    for item in commune.read(lambda reader: reader.work_items("open")):
        commune.execute(CloseWorkItem(item.id, send_again=True))
    exchange.export_change(commune, tmp_path / "change-2.ldpkg")
    line, _ = exchange.office_receive(office, tmp_path / "change-2.ldpkg")
    package = exchange.stored_package(office, line.id)
    exchange.decide(office, package, accept=[one.id for one in package.records])
    exchange.write_receipt(office, line.id, tmp_path / "receipt-2.ldpkg")
    exchange.receive(commune, tmp_path / "receipt-2.ldpkg")
    assert differing(office, commune) == set()
    assert everything(office).keys() == everything(commune).keys()
    assert {one.state for one in commune.read(lambda reader: reader.work_items(None))} == {"done"}
    assert invalid_edges(office) == 0
    with pytest.raises(RefusedError) as refused:
        exchange.export_change(commune, tmp_path / "change-3.ldpkg")
    assert refused.value.code == "package.nothing-to-send"
    assert [app.store.verify() for app in (office, commune)] == [[], []]
    for app in (office, commune):
        app.close()
