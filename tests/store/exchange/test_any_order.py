"""Whatever office and communes do, in any order: stores stay sound, nothing is lost, both ends agree in the end."""

import tempfile
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from shapely import LineString

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.domain.change import EntryKind
from landdesk.domain.commands import (
    AddLandUser,
    AnswerRequest,
    AskOffice,
    CloseWorkItem,
    Command,
    DeleteParcel,
    MergeParcels,
    MoveVertex,
    RemoveLandUser,
    SetLandUser,
    SetParcel,
    SplitParcel,
    WithdrawRequest,
)
from landdesk.domain.errors import LandDeskError, RefusedError
from landdesk.domain.finding import Severity
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import AnyRecord, LandRight, Parcel, Party, Purpose
from landdesk.services.checking.profiles import MERGED_MAP
from landdesk.services.office.decide import Decided, Return
from landdesk.services.office.inbox import inbox
from landdesk.services.office.review import Outcome
from landdesk.services.packages.reading import Package
from tests.store.exchange.world import (
    World,
    differing,
    records,
    states,
    waiting,
    work_items,
)

PEOPLE = [
    ("Phạm Thị Đào", "999000000011"),
    ("Vũ Đình Ơn", "999000000012"),
    ("Nguyễn Thị Hường", "999000000001"),
]
DRAWING = ("parcel.split", "parcel.merge", "vertex.move", "parcel.delete", "receipt.merge")
NOT_TURNED = (
    "undo.nothing",
    "undo.accepted",
    "undo.receipt-written",
    "undo.handed-out",
    "undo.later-package",
    "redo.nothing",
    "redo.decided-since",
    "store.changed-since",
    "turn.needed",
    "turn.missing",
    "office.waits",
    "office.cannot-take",
    "office.breaks-map",
)
MAP_RULES = MERGED_MAP

T = TypeVar("T")
part = st.floats(0.0, 0.999)


def unless_refused(act: Callable[[], T], *codes: str) -> T | None:
    """Return what a function returns; None where it refuses with one of the codes."""
    try:
        return act()
    except RefusedError as error:
        if error.code not in codes:
            raise
        return None


def pick(values: Any, share: float) -> Any:
    """Return one of the values, in an order that a run repeats."""
    listed = sorted(values, key=lambda one: one if isinstance(one, bytes) else one.id)
    return listed[int(share * len(listed))] if listed else None


class Exchange(RuleBasedStateMachine):
    """An office, two computers of one commune, and packages that get to the other side late, twice or never."""

    @initialize()
    def start(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.world = World(Path(self._folder.name))
        # Others than who imported the parcels, so that undo does not take the commune away.
        self.world.change_clerk()
        self.clerks = [self.world.office.person, self.world.add_clerk("Hà Văn Tý")]
        base = self.world.base()
        self.communes = [self.world.commune(name, base) for name in ("one", "two")]
        self.sent: list[Path] = []
        self.inbox: dict[ObjectId, Package] = {}
        self.mail: list[list[Path]] = [[], []]
        self.steps = 0

    def teardown(self) -> None:
        if hasattr(self, "world"):
            try:
                self.settle()
            finally:
                self.world.close()
                self._folder.cleanup()

    def side(self, at: int) -> Application:
        return [*self.communes, self.world.office][at]

    @rule(
        at=st.integers(0, 2),
        kind=st.sampled_from(
            "address number area use split split merge move move delete add add remove rename".split()
        ),
        which=part,
        other=part,
        value=st.integers(0, 3),
    )
    def edit(self, at: int, kind: str, which: float, other: float, value: int) -> None:
        app = self.side(at)
        parcel = pick(app.read(lambda reader: reader.all(Parcel)).values(), which)
        command = None if parcel is None else self.command(app, parcel, kind, other, value)
        if command is not None:
            with suppress(LandDeskError):
                app.execute(command)

    @rule(
        at=st.integers(0, 2),
        kind=st.sampled_from("ask ask answer withdraw".split()),
        which=part,
        done=st.booleans(),
    )
    def request(self, at: int, kind: str, which: float, *, done: bool) -> None:
        app = self.side(at)
        parcel = pick(app.read(lambda reader: reader.all(Parcel)).values(), which)
        asked = pick(app.read(lambda reader: reader.failures.requests()), which)
        if kind == "ask" and parcel is not None:
            with suppress(RefusedError):
                app.execute(AskOffice((parcel.id,), "other", f"Xem lại thửa {parcel.key}"))
        elif asked is not None:
            state = "done" if done else "taken"
            answer = AnswerRequest(asked.id, state, "Đã xem")
            with suppress(RefusedError):
                app.execute(answer if kind == "answer" else WithdrawRequest(asked.id))

    def command(
        self, app: Application, parcel: Parcel, kind: str, share: float, value: int
    ) -> Command | None:
        match kind:
            case "address":
                return SetParcel(parcel.id, address=f"Thôn {value}")
            case "number":
                return SetParcel(parcel.id, number=str(20 + value))
            case "area":
                return SetParcel(parcel.id, legal_area_m2=Decimal(100 + value * 10))
            case "use":
                return SetParcel(parcel.id, land_use=["ODT", "CLN", "LUC", None][value])
            case "delete":
                return DeleteParcel(parcel.id)
            case "add":
                return AddLandUser(parcel.id, *PEOPLE[value % len(PEOPLE)])
            case "remove" | "rename":
                return self.command_on_user(app, parcel, kind, share, value)
            case _:
                return None if parcel.shape is None else self.command_on_map(app, parcel, kind, share, value)

    def command_on_user(
        self, app: Application, parcel: Parcel, kind: str, share: float, value: int
    ) -> Command | None:
        right = pick(app.read(lambda reader: reader.rights_of([parcel.id])), share)
        if right is None:
            return None
        if kind == "remove":
            return RemoveLandUser(parcel.id, right.party_id)
        return SetLandUser(right.party_id, user_name=f"Lê Văn {value}")

    def command_on_map(
        self, app: Application, parcel: Parcel, kind: str, share: float, value: int
    ) -> Command | None:
        assert parcel.shape is not None
        west, south, east, north = parcel.shape.bounds
        if kind == "split":
            x = west + (0.2 + 0.6 * share) * (east - west)
            return SplitParcel(parcel.id, LineString([(x, south - 1), (x + 0.3, north + 1)]))
        if kind == "merge":
            beside = [app.coverage.id_at(int(one)) for one in app.coverage.touching(parcel.id)]
            neighbour = pick(beside, share)
            return None if neighbour is None else MergeParcels((parcel.id, neighbour))
        points = np.array(parcel.shape.geoms[0].exterior.coords)[:-1]
        x, y = points[int(share * len(points))]
        return MoveVertex((x, y), (x + [0.4, -0.4, 0.0, 2.0][value], y + [0.3, -5.0, 5.0, 0.0][value]))

    @rule(at=st.integers(0, 2), again=st.booleans())
    def turn(self, at: int, *, again: bool) -> None:
        app = self.side(at)
        entry = unless_refused(app.redo if again else app.undo, *NOT_TURNED)
        if entry is not None and entry.kind is EntryKind.DECISION:
            first = app.read(lambda reader: reader.origin_of(entry))
            _, decided = app.read(lambda reader: reader.exchange.decided_by(first.number))
            assert decided
            assert {one.decision == "undecided" for one in decided} == {not again}
            assert {one.receipt for one in decided} == {None}

    @rule(who=st.integers(0, 1))
    def change_clerk(self, who: int) -> None:
        self.world.office.person = self.clerks[who]

    @rule(at=st.integers(0, 1))
    def export(self, at: int) -> None:
        app = self.communes[at]
        before = waiting(app)
        sent = unless_refused(lambda: self.world.export(app), "package.nothing-to-send")
        assert waiting(app) == before
        if sent is not None:
            self.sent.append(sent.path)
            assert unless_refused(lambda: self.world.export(app), "package.nothing-to-send") is None

    @precondition(lambda self: self.sent)
    @rule(which=part)
    def arrive(self, which: float) -> None:
        path = self.sent.pop(int(which * len(self.sent)))
        line, _ = exchange.office_receive(self.world.office, path)
        self.inbox[line.id] = exchange.stored_package(self.world.office, line.id)

    @precondition(lambda self: self.inbox)
    @rule(which=part, seed=st.integers(0, 7))
    def decide(self, which: float, seed: int) -> None:
        self.decide_on(pick(list(self.inbox), which), seed)

    def decide_on(self, package_id: ObjectId, seed: int = 0) -> None:
        office, package = self.world.office, self.inbox[package_id]
        before = errors(office)
        reviewed = self.world.review(package)
        undecided = [one for one in reviewed if one.decision.decision == "undecided"]
        bad = [one for one in undecided if one.outcome in (Outcome.CONFLICT, Outcome.INVALID)]
        back = [one for at, one in enumerate(undecided) if seed & 1 and at % 3 == 0]
        forced = [one for one in bad if seed & 2 and one.can_be_taken and one not in back]
        back += [one for one in bad if seed & 4 == 0 and one not in back and one not in forced]
        decided = unless_refused(
            lambda: exchange.decide(
                office,
                package,
                accept=[one.record.id for one in forced],
                accept_clean=True,
                returns=[Return(one.record.id, "boundary", "Đo lại") for one in back],
            ),
            "office.waits",
            "office.breaks-map",
        )
        if decided is not None and decided.entry is not None:
            self.only_what_was_drawn(package, decided)
        after = errors(office)
        worse = {one for one, amount in after.items() if amount > before.get(one, -1.0) + 1e-6}
        assert worse == set(), decided

    def only_what_was_drawn(self, package: Package, decided: Decided) -> None:
        """A boundary changes only by a record whose author drew it; neighbours may get its corners."""
        assert decided.entry is not None
        number = decided.entry.number
        deltas = self.world.office.read(lambda reader: reader.change_of(number)).deltas
        drawn = {
            record.id
            for record in package.records
            if any(act.command.rpartition(":")[2] in DRAWING for act in record.acts)
        }
        may = {one.oid for one in package.operations if one.record in drawn}
        for old, new in ((one.old, one.new) for one in deltas if one.id not in may):
            assert (
                not isinstance(old, Parcel)
                or not isinstance(new, Parcel)
                or old.shape == new.shape
                or (old.shape is not None and old.shape.symmetric_difference(new.shape).area < 0.1)
            )

    @precondition(lambda self: self.inbox)
    @rule(which=part)
    def receipt(self, which: float) -> None:
        self.answer(pick(list(self.inbox), which))

    def answer(self, package_id: ObjectId) -> None:
        package = self.inbox[package_id]
        workspaces = [app.info.workspace for app in self.communes]
        path = unless_refused(lambda: self.world.receipt(package), "office.nothing-decided")
        if path is not None:
            self.mail[workspaces.index(package.manifest.workspace)].append(path)

    @rule()
    def update(self) -> None:
        self.post(unless_refused(self.world.update, "update.nothing-changed"))

    @rule()
    def newer_base(self) -> None:
        self.post(unless_refused(self.world.base, "base.empty"))

    def post(self, path: Path | None) -> None:
        if path is not None:
            for box in self.mail:
                box.append(path)

    @rule(at=st.integers(0, 1), which=part, keep=st.booleans())
    def take(self, at: int, which: float, *, keep: bool) -> None:
        box = self.mail[at]
        if not box:
            return
        place = int(which * len(box))
        exchange.receive(self.communes[at], box[place])
        if not keep:
            del box[place]

    @rule(at=st.integers(0, 1), which=part)
    def send_again(self, at: int, which: float) -> None:
        item = pick(work_items(self.communes[at], "open"), which)
        if item is not None:
            self.communes[at].execute(CloseWorkItem(item.id, send_again=item.kind == "returned"))

    @invariant()
    def stores_are_sound(self) -> None:
        if not hasattr(self, "world"):
            return
        self.steps += 1
        if self.steps % 5 == 0:
            self.verify()

    def verify(self) -> None:
        for app in (*self.communes, self.world.office):
            assert app.store.verify() == []
            held = app.read(lambda reader: reader.parcel_rows())
            assert sorted(app.coverage.id_at(int(at)) for at in app.coverage.live()) == sorted(held.ids)

    def settle(self) -> None:
        """Let everything arrive and be answered; then both ends know the same and nothing is forgotten."""
        self.verify()
        while self.sent:
            self.arrive(0.0)
        for _ in range(2):
            lines = self.world.office.read(inbox)
            for line in sorted(lines, key=lambda one: one.line.sequence):
                self.decide_on(line.line.id)
                self.answer(line.line.id)
        self.newer_base()
        for app, box in zip(self.communes, self.mail, strict=True):
            while box:
                exchange.receive(app, box.pop(0))
        self.verify()
        for app in self.communes:
            assert forgotten(app) == set()
        if not self.world.office.read(lambda reader: reader.parcel_count()):
            return
        office = records(self.world.office)
        there = states(self.world.office, office)
        for app in self.communes:
            known = app.read(lambda reader: reader.exchange.trunk_revisions())
            assert dict(known) == {one: state.rev for one, state in there.items()}
            assert differing(self.world.office, app) == waiting(app)
            assert dangling(records(app)) == set()
        assert dangling(office) == set()


def errors(app: Application) -> dict[tuple[str, tuple[ObjectId, ...]], float]:
    """Return how large each error of the map is, by rule and parcels.

    A missing corner is a warning: it comes with a boundary that a commune keeps although the office drew another one,
    which is open work there and its author's to settle.
    """
    return {
        (one.rule, one.objects): one.amount or 0.0
        for one in app.check().findings
        if one.rule in MAP_RULES and one.severity is Severity.ERROR
    }


def forgotten(app: Application) -> set[ObjectId]:
    """Return what waits although it was sent and answered, and what no work speaks of."""
    unsent = {one.id for one in app.read(lambda reader: reader.exchange.unsent())}
    answered = app.read(
        lambda reader: {one.in_reply_to for one in reader.exchange.packages(kind="receipt", direction="in")}
    )
    spoken = {one for item in work_items(app) for one in item.subjects}
    left = waiting(app) - unsent - spoken
    return {one for one, state in states(app, left).items() if state.sent_package in answered}


def dangling(found: dict[ObjectId, AnyRecord]) -> set[ObjectId]:
    """Return rights and purposes of nothing, and persons without a parcel."""
    wrong: set[ObjectId] = set()
    for one in found.values():
        if isinstance(one, Purpose | LandRight) and not isinstance(found.get(one.parcel_id), Parcel):
            wrong.add(one.id)
        if isinstance(one, LandRight) and not isinstance(found.get(one.party_id), Party):
            wrong.add(one.id)
    return wrong


_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]

TestExchange = Exchange.TestCase
TestExchange.settings = settings(
    max_examples=6, stateful_step_count=25, deadline=None, suppress_health_check=_SLOW
)


class LongExchange(Exchange):
    """The same for hours, by `make soak`."""


TestLongExchange = LongExchange.TestCase
TestLongExchange.settings = settings(
    max_examples=400, stateful_step_count=80, deadline=None, suppress_health_check=_SLOW
)
pytest.mark.soak(TestLongExchange)
