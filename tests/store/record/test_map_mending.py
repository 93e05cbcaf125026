"""Findings on the map mended by one act, on a commune with planted faults of every rule."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely

from landdesk.app import mending
from landdesk.app.application import Application
from landdesk.app.bootstrap import NewPerson, open_application
from landdesk.app.finding_states import waive
from landdesk.app.training import create_checking_store
from landdesk.domain.commands import MendMap, MoveVertex
from landdesk.domain.finding import Finding
from landdesk.domain.map_mends import MapFault
from landdesk.services.checking.profiles import GEOMETRY
from landdesk.services.mending.map_menders import MAP_MENDERS
from landdesk.services.training.planted.commune import checking_commune
from tests.stores import everything, refused

RULES = [one.rule for one in MAP_MENDERS]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("planted") / "planted.landdesk"
    made = checking_commune("22657", seed=3, parcels=1600, each=3)
    create_checking_store(path, made, NewPerson("Lê Thị Đào")).close()
    return path


@pytest.fixture
def app(planted: Path, tmp_path: Path) -> Iterator[Application]:
    path = tmp_path / "store.landdesk"
    shutil.copy(planted, path)
    application = open_application(path, "Lê Thị Đào")
    yield application
    application.close()


def found(app: Application, rule: str) -> list[Finding]:
    result = app.findings or app.check()
    return [one for one in result.findings if one.rule == rule]


def land(app: Application) -> shapely.Geometry:
    return shapely.union_all(shapely.make_valid(app.coverage.shapes(app.coverage.live())))


@pytest.mark.parametrize("rule", RULES)
def test_all_findings_of_a_rule_are_mended_by_one_act_and_one_undo(app: Application, rule: str) -> None:
    findings = found(app, rule)
    assert len(findings) >= 3
    before, area_m2 = everything(app), land(app).area
    known = {one.key for one in app.check().findings}
    wanted = mending.outlook(app, findings)
    assert wanted.left == []
    assert [one.finding for one in wanted.mends] == findings
    assert everything(app) == before
    entry = mending.apply(app, wanted.mends)
    assert entry.command == "map.mend"
    # What was shown is what was done, parcel by parcel.
    after = everything(app)
    changed = {one for one in before if after[one] != before[one]}
    assert {one.parcel for mend in wanted.mends for one in mend.reshaped} == changed
    assert entry.delta_count == len(changed)
    for mend in wanted.mends:
        for one in mend.reshaped:
            assert app.coverage.shape(one.parcel) == one.after
    # Neither the recheck around the edit nor a whole check finds one of them, or anything new on the map.
    for result in (app.findings, app.check()):
        assert result is not None
        assert [one for one in result.findings if one.rule == rule] == []
        fresh = [one for one in result.findings if one.rule in GEOMETRY and one.key not in known]
        assert fresh == []
    gap_m2 = sum(one.amount or 0.0 for one in findings) if rule == "parcel.gap" else 0.0
    assert land(app).area == pytest.approx(area_m2 + gap_m2, abs=0.02)
    app.undo()
    assert everything(app) == before
    assert {one.key for one in app.check().findings} == known
    assert app.store.verify() == []


def test_words_say_areas_and_corners(app: Application) -> None:
    finding = found(app, "parcel.missing-node")[0]
    (mend,) = mending.mends(app, [finding])
    (one,) = mend.reshaped
    corners = len(shapely.get_coordinates(one.before)) - 1
    assert str(mend.before) == f"{one.key}: {one.before.area:,.2f} m², {corners} corners"
    assert str(mend.after) == f"{one.key}: {one.after.area:,.2f} m², {corners + 1} corners"


def test_what_was_shown_is_done_or_nothing(app: Application) -> None:
    finding = found(app, "parcel.gap")[0]
    (mend,) = mending.mends(app, [finding])
    east, north = shapely.get_coordinates(mend.reshaped[0].before)[0].tolist()
    app.execute(MoveVertex((east, north), (east + 0.002, north)))
    before = everything(app)
    with refused("mend.changed"):
        mending.apply(app, [mend])
    assert everything(app) == before


def test_record_and_map_are_mended_one_after_the_other(app: Application) -> None:
    every = mending.mends(app, app.check().findings)
    on_map = [one for one in every if one.reshaped]
    in_record = [one for one in every if one.edits]
    assert len(on_map) + len(in_record) == len(every)
    with refused("mend.mixed"):
        mending.apply(app, [on_map[0], in_record[0]])


def test_what_was_let_pass_is_left(app: Application) -> None:
    finding, *rest = found(app, "parcel.gap")
    waive(app, finding, "A ditch that everybody uses.")
    wanted = mending.outlook(app, [finding, *rest])
    assert [one.finding for one in wanted.left] == [finding]
    assert [one.finding for one in wanted.mends] == rest


def test_a_mend_that_cannot_be_done_is_left_out_and_counted(app: Application) -> None:
    first = fault(found(app, "parcel.missing-node")[0])
    spike = fault(found(app, "geometry.spike")[0])
    # The corner of several boundaries is no spike; a made-up fault asks for a gap across a parcel's own land.
    other = app.coverage.shape(spike.parcels[0])
    assert other is not None
    broken = MapFault("parcel.gap", spike.parcels, shapely.MultiPolygon([hourglass(other)]))
    entry = app.execute(MendMap((broken, first)))
    assert entry.subject.endswith("(−1)")
    with refused("draw.crosses-itself"):
        app.execute(MendMap((broken,)))
    # What is mended already is nothing to do.
    with refused("mend.gone"):
        app.execute(MendMap((first,)))
    with refused("mend.rule"):
        app.execute(MendMap((MapFault("parcel.overlap", first.parcels, first.place),)))


def test_a_finding_found_twice_is_mended_once(app: Application) -> None:
    one = fault(found(app, "geometry.spike")[0])
    entry = app.execute(MendMap((one, one)))
    assert "−" not in entry.subject


def hourglass(shape: shapely.MultiPolygon) -> shapely.Polygon:
    west, south, east, north = shape.bounds
    return shapely.Polygon([(west, south), (east, north), (east, south), (west, north)])


def fault(finding: Finding) -> MapFault:
    assert finding.place is not None
    return MapFault(finding.rule, finding.objects, finding.place)
