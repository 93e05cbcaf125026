"""Random edits of all kinds on a real commune, 100 in the suite and 10,000 in the soak; what must hold is looked at."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest
import shapely

from landdesk.app.application import Application
from landdesk.domain.coverage import Coverage
from landdesk.domain.errors import LandDeskError
from landdesk.domain.ids import ObjectId
from landdesk.services.checking.runner import CheckResult
from tests.bench.mosaic import mosaic_records, new_office
from tests.soak.edits import KINDS, random_command
from tests.stores import everything

STRETCH = 250
UNDONE_AT_MOST = 40


@pytest.mark.parametrize("edits", [100, pytest.param(10_000, marks=pytest.mark.soak)])
def test_a_commune_stays_whole(tmp_path: Path, edits: int) -> None:
    app = new_office(tmp_path / "decany.landdesk", mosaic_records(1))
    app.check()
    random = Random(1)
    done: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    invalid_m = invalid_edges_m(app.coverage)
    while done.total() < edits:
        edit(app, random, min(STRETCH, edits), done, refused)
        undo_and_redo(app, random, done, refused)
        now_m = invalid_edges_m(app.coverage)
        assert now_m <= invalid_m + 1e-6, f"after {done.total()} edits {now_m - invalid_m} m more are invalid"
        invalid_m = now_m
        read_model_is_right(app)
        assert [str(one) for one in app.store.verify()] == []
        app.tidy()
    app.close()
    assert min(done[kind] for kind in KINDS) >= edits // 100, (done, refused)


def edit(app: Application, random: Random, count: int, done: Counter[str], refused: Counter[str]) -> None:
    """Do so many acts; refused ones do not count."""
    acts = 0
    while acts < count:
        kind = random.choice(KINDS)
        command = random_command(app, random, kind)
        if command is None:
            continue
        try:
            app.execute(command)
        except LandDeskError as error:
            refused[error.code] += 1
        else:
            acts += 1
            done[kind] += 1


def undo_and_redo(app: Application, random: Random, done: Counter[str], refused: Counter[str]) -> None:
    """Do some acts, take them back, do them again, take some of them back: to the last bit."""
    count = random.randint(1, UNDONE_AT_MOST)
    states = [everything(app)]
    for _ in range(count):
        edit(app, random, 1, done, refused)
        states.append(everything(app))
    for _ in range(count):
        app.undo()
    assert everything(app) == states[0]
    for _ in range(count):
        app.redo()
    assert everything(app) == states[count]
    left = random.randint(0, count)
    for _ in range(count - left):
        app.undo()
    assert everything(app) == states[left]


def invalid_edges_m(coverage: Coverage) -> float:
    """Return the length of edges that do not fit their neighbours, metres."""
    shapes = coverage.shapes(coverage.live())
    edges = shapely.coverage_invalid_edges(shapes[~shapely.is_missing(shapes)])
    return float(shapely.length(edges).sum())


def read_model_is_right(app: Application) -> None:
    """Check that the patched read model is the one built anew, and the rechecked findings those of a whole check."""
    with app.store.read() as reader:
        built = Coverage.build(reader.parcel_rows(), reader.version())
    assert shown(app.coverage) == shown(built)
    followed = app.findings
    assert followed is not None
    assert keys_of(followed) == keys_of(app.check())


def shown(coverage: Coverage) -> dict[ObjectId, tuple[object, ...]]:
    """Return shape and attributes of each parcel."""
    live = coverage.live()
    columns = [coverage.column(name, live).tolist() for name in ("sheet", "number", "land_use", "user_count")]
    wkb = shapely.to_wkb(coverage.shapes(live)).tolist()
    ids = [coverage.id_at(at) for at in live.tolist()]
    return dict(zip(ids, zip(wkb, *columns, strict=True), strict=True))


def keys_of(result: CheckResult) -> set[str]:
    assert result.failures == ()
    return {one.key for one in result.findings}
