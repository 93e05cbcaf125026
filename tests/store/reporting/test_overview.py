"""Where a commune stands, from what happened on days that the test sets."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from landdesk.app.application import Application
from landdesk.app.worklists import Worklists
from landdesk.domain.commands import SetParcel
from landdesk.domain.finding import Criterion
from landdesk.domain.parcel_filter import from_json
from landdesk.domain.records import SyncStatus
from landdesk.domain.workflow import WorkflowState
from landdesk.services.checking.registry import RULE_BY_CODE
from landdesk.services.reporting.overview import Overview
from tests.store.reporting.world import go_to, parcels, put, reporting, say_groups
from tests.stores import complete_persons, make_store, parcel_id

FIRST = date(2026, 11, 20)
TODAY = date(2026, 11, 29)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Application]:
    made = make_store(tmp_path / "commune.landdesk", role="commune")
    yield made
    made.close()


def overview(app: Application) -> Overview:
    return reporting(app).overview()


def left_on(app: Application, day: date) -> int:
    return dict(overview(app).burn.points)[day]


def test_nothing_is_claimed_of_what_nobody_has_looked_at(app: Application) -> None:
    go_to(app, TODAY)
    found = overview(app)
    assert (found.parcels, found.faulty, found.status_day, dict(found.groups)) == (12, None, None, {})
    assert dict(found.states) == {WorkflowState.UNREVIEWED: 12}
    assert (found.rules, found.burn.left, found.burn.days_left) == ([], 12, 32)
    # The small store was filled on 21 September.
    assert found.burn.points[0] == (date(2026, 9, 21), 12)


def test_parcels_that_the_branch_calls_clean_count_from_the_day_of_its_file(app: Application) -> None:
    go_to(app, TODAY)
    say_groups(app, "2026-11-20", dict.fromkeys(parcels(1, 2, 3), "2") | {"12/4": "1"})
    say_groups(app, "2026-11-25", {"12/1": "1", "12/2": "1", "12/4": "2"})
    # The same again, of a later day, makes nothing younger.
    say_groups(app, "2026-11-28", {"12/1": "1"})
    found = overview(app)
    assert dict(found.groups) == {"1": 2, "2": 2}
    assert found.status_day == date(2026, 11, 28)
    assert [left_on(app, date(2026, 11, day)) for day in (19, 24, 25, 29)] == [12, 12, 10, 10]


def test_parcels_that_people_put_in_order_count_from_the_last_day_of_work(app: Application) -> None:
    go_to(app, FIRST)
    for key in parcels(1, 2, 3):
        status = SyncStatus(
            app.store.new_id(),
            parcel_id(app, key),
            "2026-11-19",
            blocks_in_sync=True,
            population_match="matched",
            parcel_group="2",
        )
        put(app, status)
    for day, key in ((20, "12/1"), (22, "12/2"), (24, "12/2")):
        go_to(app, date(2026, 11, day))
        app.execute(SetParcel(parcel_id(app, key), address=f"Thôn {day}"))
    go_to(app, TODAY)
    found = overview(app)
    # The third lacks nothing either, but nobody has looked at it.
    assert dict(found.states) == {WorkflowState.ELIGIBLE: 2, WorkflowState.UNREVIEWED: 10}
    left = dict(found.burn.points)
    assert [left[date(2026, 11, day)] for day in (19, 20, 23, 24, 29)] == [12, 11, 11, 10, 10]


def test_what_is_kept_of_the_status_files_follows_them(app: Application) -> None:
    go_to(app, TODAY)
    kept = reporting(app)
    say_groups(app, "2026-11-25", {"12/1": "1"})
    assert dict(kept.overview().burn.points)[date(2026, 11, 25)] == 11
    app.execute(SetParcel(parcel_id(app, "12/5"), address="Thôn Năm"))
    assert kept.overview() == overview(app)
    say_groups(app, "2026-11-27", {"12/2": "1"})
    assert [dict(kept.overview().burn.points)[date(2026, 11, day)] for day in (26, 27)] == [11, 10]
    app.undo()
    assert kept.overview() == overview(app)
    assert kept.overview().burn.left == 11


def test_findings_are_counted_by_rule_and_criterion(app: Application) -> None:
    go_to(app, TODAY)
    complete_persons(app)
    app.check()
    before = overview(app)
    # The invented numbers begin as those of no province.
    assert [one.rule for one in before.rules] == ["person.number-malformed"]
    app.execute(SetParcel(parcel_id(app, "12/1"), number="2", address=None))
    found = overview(app)
    assert [(one.rule, one.findings, one.parcels) for one in found.rules[1:]] == [
        ("parcel.duplicate-key", 1, 2),
        ("parcel.missing-field", 1, 1),
    ]
    assert found.faulty == before.faulty == 12
    assert found.criteria[RULE_BY_CODE["parcel.missing-field"].criterion] == 1
    assert set(found.criteria) == set(Criterion)


def test_what_was_worked_off_in_a_worklist_is_a_day_of_work(app: Application) -> None:
    lists = Worklists(app)
    go_to(app, FIRST)
    made = lists.make(from_json('{"sheet": ["12"]}'), "Tờ 12")
    lists.finish(made, parcel_id(app, "12/1"))
    days = app.read(lambda reader: reader.reporting.worked_off_on())
    assert days == {parcel_id(app, "12/1"): "2026-11-20"}
    lists.skip(made, parcel_id(app, "12/2"), "Chờ giấy tờ")
    assert app.read(lambda reader: reader.reporting.worked_off_on()) == days
