"""What is foreseen of an act is what the check finds once the act is done."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from random import Random

import numpy as np
import pytest
import shapely
import shapely.affinity

from landdesk.app.application import Application
from landdesk.domain.canonical_shape import canonical_shapes
from landdesk.domain.change import ChangeSet, Delta, Entry, EntryKind
from landdesk.domain.commands import Command, JoinNodes
from landdesk.domain.errors import LandDeskError
from landdesk.domain.finding import Finding
from landdesk.domain.records import Parcel
from landdesk.services.checking.foresight import Outcome, foresee, is_worse
from landdesk.services.checking.profiles import GEOMETRY, rules_in_force
from landdesk.services.checking.rule import MapRule, Scope
from landdesk.services.checking.runner import CheckResult
from landdesk.store.reader import Reader
from landdesk.store.store import NewStore, Store
from landdesk.store.unit_of_work import UnitOfWork
from tests.soak.edits import random_command, random_parcel
from tests.stores import COMMUNE, EPSG, counted_ids, person, ticking_clock
from tests.unit.checking.running import decany

PARCELS = 600
ACTS = 40
OF_BOUNDARIES = ("move", "move", "bend", "shift", "reshape", "join", "join")
OF_PARCELS = ("split", "merge", "delete", "strip")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    made = real_store(tmp_path_factory.mktemp("real") / "s.landdesk", faulty_parcels())
    yield made
    made.close()


def faulty_parcels() -> list[shapely.MultiPolygon]:
    """Return some hundred real parcels; of each five one stands a little beside its place, over a neighbour."""
    random = Random(5)
    return [
        shapely.affinity.translate(one, random.randint(-400, 400) / 1000, random.randint(-400, 400) / 1000)
        if number % 5 == 0
        else one
        for number, one in enumerate(decany()[:PARCELS])
    ]


def real_store(path: Path, shapes: Sequence[shapely.MultiPolygon]) -> Application:
    new_id, clerk = counted_ids(), person()
    held = np.empty(len(shapes), dtype=object)
    held[:] = shapes
    parcels = [
        Parcel(
            new_id(),
            COMMUNE,
            sheet="1",
            number=str(number),
            shape=shape,
        )
        for number, shape in enumerate(canonical_shapes(held), start=1)
    ]

    def fill(work: UnitOfWork) -> None:
        work.apply(ChangeSet("import", tuple(Delta(None, one) for one in parcels)), EntryKind.IMPORT)

    wanted = NewStore("office", EPSG, (COMMUNE,))
    made = Store.create(path, wanted, person=clerk, fill=fill, new_id=new_id, clock=ticking_clock())
    return Application(made, clerk)


def outcome_of(change: ChangeSet, *, map_only: bool) -> Outcome:
    """Return what an act did to the map, as a tool would say that it will do it."""
    deltas = [one for one in change.deltas if isinstance(one.either, Parcel)]
    olds = {one.id: one.old for one in deltas if isinstance(one.old, Parcel)}
    news = {one.id: one.new for one in deltas if isinstance(one.new, Parcel)}
    return Outcome(
        {key: one.shape for key, one in news.items() if key in olds and one.shape is not None},
        [one.shape for key, one in news.items() if key not in olds and one.shape is not None],
        frozenset(olds) - frozenset(news),
        map_only=map_only,
    )


def said(findings: Sequence[Finding], *, with_parcels: bool = True) -> set[tuple[object, ...]]:
    """Return findings as a person sees them; parcels that are only foreseen have no number yet."""
    return {
        (one.rule, one.objects if with_parcels else len(one.objects), shapely.to_wkb(one.place), one.amount)
        for one in findings
    }


def _change(number: int, reader: Reader) -> ChangeSet:
    return reader.change_of(number)


def checked(app: Application) -> CheckResult:
    assert app.findings is not None
    assert app.findings.failures == ()
    return app.findings


def acted(app: Application, random: Random, kinds: Sequence[str]) -> Entry:
    """Do one act that is possible."""
    while True:
        kind = random.choice(kinds)
        command: Command | None
        if kind == "join":
            command = JoinNodes(0.4, random_parcel(app, random), None)
        else:
            command = random_command(app, random, kind)
        if command is not None:
            with suppress(LandDeskError):
                return app.execute(command)


@pytest.mark.parametrize("kinds", [OF_BOUNDARIES, OF_PARCELS])
def test_what_is_foreseen_is_what_is_found(app: Application, kinds: Sequence[str]) -> None:
    random, map_only = Random(7), kinds is OF_PARCELS
    codes = {
        rule.code
        for rule in rules_in_force(app.rule_set, codes=GEOMETRY if map_only else None)
        if isinstance(rule, MapRule) and rule.scope is not Scope.KEYS
    }
    app.check()
    done, news, mends = 0, 0, 0
    while done < ACTS:
        coverage, before = app.coverage, checked(app)
        # What is taken back mends what the act did.
        entry = app.undo() if done % 2 else acted(app, random, kinds)
        change = app.read(partial(_change, entry.number))
        foreseen = foresee(coverage, outcome_of(change, map_only=map_only), app.rule_set, before.findings)
        was = {one.subject: one for one in before.findings if one.rule in codes}
        now = {one.subject: one for one in checked(app).findings if one.rule in codes}
        new = [one for subject, one in now.items() if subject not in was or is_worse(was[subject], one)]
        assert said(foreseen.new, with_parcels=not map_only) == said(new, with_parcels=not map_only)
        assert said(foreseen.mended) == said([one for subject, one in was.items() if subject not in now])
        done, news, mends = done + 1, news + len(new), mends + len(foreseen.mended)
    # Else nothing was compared.
    assert news > 5
    assert mends > 0


def test_looking_ahead_changes_nothing(app: Application) -> None:
    app.check()
    coverage, before, version = app.coverage, checked(app), app.read(lambda reader: reader.version())
    at = app.coverage.id_at(int(coverage.live()[5]))
    shape = coverage.shape(at)
    assert shape is not None
    west, south, east, north = shape.bounds
    grown = shapely.MultiPolygon([shapely.box(west - 5, south - 5, east + 5, north + 5)])
    listed, shapes = list(before.findings), coverage.shapes(coverage.live())
    assert foresee(coverage, Outcome({at: grown}), app.rule_set, before.findings).new
    assert app.coverage is coverage
    assert np.array_equal(coverage.shapes(coverage.live()), shapes)
    assert checked(app) is before
    assert list(before.findings) == listed
    assert app.read(lambda reader: reader.version()) == version
