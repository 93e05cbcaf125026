"""Worklists on a real store: which parcels are meant, their order, a day's work, several programs at once."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

import pytest

from landdesk.app.application import Application
from landdesk.app.worklists import Worklists
from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.clock import local_time
from landdesk.domain.commands import (
    AddObject,
    AskReclassification,
    EditRecord,
    New,
    RemoveLandUser,
    SetFields,
    SetParcel,
    Value,
)
from landdesk.domain.completeness import completeness
from landdesk.domain.ids import ObjectId
from landdesk.domain.parcel_filter import ParcelFacts, from_json, matches
from landdesk.domain.records import Party, WorkItem
from landdesk.domain.workflow import WorkflowState, workflow_state
from landdesk.services.checking.needs import shipped_needs
from landdesk.services.checking.profiles import rules_before_proposal
from landdesk.services.worklist.columns import Columns, Surroundings
from landdesk.services.worklist.kept_gaps import KeptGaps
from landdesk.store.reader import Reader
from landdesk.store.store import Store
from tests.store.record.test_whole_record import _edits
from tests.stores import complete_persons, make_store, parcel_id, person, refused, ticking_clock
from tests.unit.test_parcel_filter import MEANT, NOT_MEANT

STEPS = (
    "purpose origin certificate scan-parcel scan-certificate absent member organisation identity status attributes"
    " loaded entered remove-right"
).split()


@pytest.fixture
def lists(app: Application) -> Worklists:
    return Worklists(app)


def today(app: Application) -> date:
    return local_time(app.store.clock()).date()


def around(app: Application, kept: KeptGaps | None = None) -> Surroundings:
    found = app.findings
    findings = () if found is None else found.findings
    return Surroundings(shipped_needs(), findings, today(app), kept, rules_before_proposal(app.rule_set))


def complete_key(app: Application, key: str) -> None:
    """Type what is missing of a parcel of the small store: kind and the rest of the land user's identity."""
    (right,) = app.read(lambda reader: reader.rights_of([parcel_id(app, key)]))
    values = {"kind": "individual", "born": "1971", "sex": "female"}
    app.execute(EditRecord((SetFields("party", right.party_id, values),)))


def varied(app: Application) -> None:
    """Edit the parcels in many ways, the same ones each time."""
    random = Random(5)
    for number in range(1, 10):
        parcel = parcel_id(app, f"12/{number}")
        for step in random.sample(STEPS, 4):
            edits = tuple(_edits(app, parcel, step, f"12/{number}"))
            if edits:
                app.execute(EditRecord(edits))
    app.execute(SetParcel(parcel_id(app, "12/10"), address=None, number=None))
    app.execute(AskReclassification((parcel_id(app, "12/11"),)))
    item = WorkItem(app.store.new_id(), "returned", (parcel_id(app, "12/4"),), "open", "other", "Đo lại")
    app.write(lambda context: context.work.apply(ChangeSet("receipt.receive", (Delta(None, item),))))
    status: dict[str, Value] = {"parcel_group": "1", "operating": True, "as_of": "2026-09-01"}
    app.execute(EditRecord((AddObject("sync_status", {"parcel_id": parcel_id(app, "12/5"), **status}),)))


def facts_by_dossier(app: Application, reader: Reader, parcel: ObjectId, state: WorkflowState) -> ParcelFacts:
    """Return the facts of a parcel from its own objects, another way than all parcels at once."""
    dossier = reader.dossiers([parcel])[parcel]
    found = completeness(dossier, shipped_needs())
    status = dossier.status
    people = {one.population_match for one in dossier.of(Party) if one.population_match}
    history = [one for one in reader.history(10_000, touching=parcel) if one.kind == "act"]
    assert app.findings is not None
    own = {one.kind for one in reader.work_items() if parcel in one.subjects}
    return ParcelFacts(
        id=parcel,
        sheet=dossier.parcel.sheet,
        number=dossier.parcel.number,
        hamlet=dossier.parcel.hamlet,
        land_uses=frozenset(one.land_use for one in dossier.purposes if one.land_use),
        states=found.states,
        missing=len(found.missing),
        unknown=len(found.unknown),
        rules=frozenset(one.rule for one in app.findings.findings.of(parcel)),
        work=frozenset(own),
        branch_group=None if status is None else status.parcel_group,
        matches=frozenset(
            people | ({status.population_match} if status and status.population_match else set())
        ),
        collection=dossier.parcel.collection_state,
        has_polygon=dossier.parcel.shape is not None,
        unsent=True,
        changed_on=local_time(history[0].at_ms).date().isoformat() if history else None,
        workflow=state,
    )


def test_all_parcels_at_once_are_meant_as_each_of_them(app: Application) -> None:
    complete_persons(app)
    app.check()
    varied(app)
    with app.store.read() as reader:
        columns = Columns(reader, around(app))
        seen = set()
        for parcel in columns.ids:
            state = workflow_state(columns.workflow_facts(parcel))
            assert columns.workflow_of(parcel) is state
            seen.add(state)
            expected = facts_by_dossier(app, reader, parcel, state)
            whole = columns.facts(parcel)
            if expected.changed_on is None:
                # Only the parcel's own row was looked at: an act on what belongs to it counts too.
                expected = ParcelFacts(
                    **{
                        name: getattr(expected, name)
                        for name in ParcelFacts.__slots__
                        if name != "changed_on"
                    },
                    changed_on=whole.changed_on,
                )
            assert whole == expected
            for text in (*MEANT, *NOT_MEANT):
                wanted = from_json(text)
                found = {words: parcel in reader.found_parcels(words) for words in ("huong", "khong")}
                fits = matches(wanted, expected, today(app), found.__getitem__)
                place = columns.place(parcel)
                assert place is not None
                assert bool(columns.mask(wanted)[place]) == fits, text
        assert {
            WorkflowState.GROUP_1,
            WorkflowState.RETURNED,
            WorkflowState.RECLASSIFY,
            WorkflowState.UNREVIEWED,
        } <= seen
        assert columns.facts(parcel_id(app, "12/1")).changed_on is not None
        assert columns.facts(parcel_id(app, "12/12")).changed_on is None
        assert sum(columns.counts().values()) == 12


def test_a_removed_land_user_is_a_change_of_the_parcel(app: Application) -> None:
    parcel = parcel_id(app, "12/7")
    (right,) = app.read(lambda reader: reader.rights_of([parcel]))
    app.execute(RemoveLandUser(parcel, right.party_id))
    changed = app.read(lambda reader: reader.facts.changed_at())
    assert set(changed) == {parcel}


def test_completeness_kept_beside_is_that_counted_anew(app: Application) -> None:
    kept = KeptGaps(shipped_needs())
    random = Random(8)
    app.read(kept.read)
    for _ in range(25):
        number = random.randint(1, 9)
        parcel = parcel_id(app, f"12/{number}")
        edits = tuple(_edits(app, parcel, random.choice(STEPS), f"12/{number}"))
        if edits:
            app.execute(EditRecord(edits))
        with app.store.read() as reader:
            fresh, own = reader.gaps(shipped_needs()), kept.read(reader)
        assert own.ids == fresh.ids
        assert (own.missing.tolist(), own.unknown.tolist()) == (
            fresh.missing.tolist(),
            fresh.unknown.tolist(),
        )
        assert {one: own.states[one].tolist() for one in own.states} == {
            one: fresh.states[one].tolist() for one in fresh.states
        }
    app.undo()
    with app.store.read() as reader:
        assert kept.read(reader).missing.tolist() == reader.gaps(shipped_needs()).missing.tolist()


def test_what_waits_and_what_was_sent(app: Application) -> None:
    sending = app.read(lambda reader: reader.facts.sending())
    assert len(sending.unsent) == len(sending.differing) == 12
    everything = app.read(lambda reader: [one.id for one in reader.exchange.unsent()])
    package = app.store.new_id()
    app.write(lambda context: context.work.mark_sent(everything, package))
    sending = app.read(lambda reader: reader.facts.sending())
    assert (len(sending.unsent), len(sending.differing), len(sending.sent_before)) == (0, 12, 12)
    complete_key(app, "12/3")
    sending = app.read(lambda reader: reader.facts.sending())
    assert sending.unsent == {parcel_id(app, "12/3")}
    edits = (
        AddObject("certificate", {"serial": "AA 12345678"}, "c"),
        AddObject("certificate_parcel", {"certificate_id": New("c"), "parcel_id": parcel_id(app, "12/8")}),
        AddObject("document", {"kind": "1", "sha256": "ab" * 32}, "d"),
        AddObject("document_link", {"document_id": New("d"), "certificate_id": New("c")}),
    )
    app.execute(EditRecord(edits))
    sending = app.read(lambda reader: reader.facts.sending())
    assert sending.unsent == {parcel_id(app, "12/3"), parcel_id(app, "12/8")}
    # An office sends its record to nobody.
    assert Worklists(app).workflow_of(parcel_id(app, "12/1")) is WorkflowState.SENT


def test_fewest_missing_fields_come_first_then_sheet_and_number(app: Application, lists: Worklists) -> None:
    app.execute(SetParcel(parcel_id(app, "12/2"), address=None))
    (right,) = app.read(lambda reader: reader.rights_of([parcel_id(app, "12/11")]))
    app.execute(EditRecord((SetFields("party", right.party_id, {"sex": "male"}),)))
    made = lists.make(from_json('{"missing":["1.."]}'), "Còn thiếu")
    keys = [row.key for row in lists.queue(made).rows]
    assert keys == ["12/11", "12/1", *(f"12/{one}" for one in (3, 4, 5, 6, 7, 8, 9, 10, 12)), "12/2"]
    first = lists.queue(made).rows[0]
    assert (first.missing, first.lacking) == (2, ("user", "identity"))
    assert "certificate" in first.unknown


def test_a_parcel_is_done_when_the_filter_does_not_mean_it_any_more(
    app: Application, lists: Worklists
) -> None:
    made = lists.make(from_json('{"group.identity":["missing"]}'), "Định danh")
    queue = lists.queue(made)
    one, two = queue.rows[0].parcel, queue.rows[1].parcel
    assert queue.current == queue.rows[0]
    left = lists.finish(made, one, two).outcome
    assert (left.state, left.next, left.done_today) == ("left", two, 0)
    complete_key(app, "12/2")
    done = lists.finish(made, two, queue.rows[2].parcel).outcome
    assert (done.state, done.next, done.done_today) == ("done", queue.rows[2].parcel, 1)
    rows = lists.queue(lists.find("Định danh")).rows
    assert [row.key for row in rows][-1] == "12/1"
    assert (rows[-1].state, "12/2" in [row.key for row in rows]) == ("left", False)
    # Where something turns up again, so does the parcel.
    (right,) = app.read(lambda reader: reader.rights_of([two]))
    app.execute(EditRecord((SetFields("party", right.party_id, {"born": None}),)))
    assert lists.queue(made).place_of(two) is not None


def test_where_the_filter_says_where_the_persons_word_is_enough(app: Application, lists: Worklists) -> None:
    made = lists.make(from_json('{"sheet":["12"]}'), "Tờ 12")
    for _ in range(12):
        current = lists.queue(lists.find("Tờ 12")).current
        assert current is not None
        assert lists.finish(made, current.parcel).outcome.state == "done"
    assert lists.find("Tờ 12").position is None
    assert lists.queue(made).rows == ()
    assert lists.done_today() == 12
    assert app.read(lambda reader: reader.worklists.looked_at()) == {
        parcel_id(app, f"12/{number}") for number in range(1, 13)
    }


def test_what_is_put_off_comes_at_the_end_or_on_another_day(app: Application, lists: Worklists) -> None:
    made = lists.make(from_json('{"missing":["1.."]}'), "Còn thiếu")
    rows = lists.queue(made).rows
    outcome = lists.skip(made, rows[0].parcel, "  Chờ giấy tờ ", following=rows[1].parcel)
    assert (outcome.state, outcome.next) == ("skipped", rows[1].parcel)
    lists.skip(made, rows[1].parcel, "Đi vắng", another_day=True)
    queue = lists.queue(lists.find("Còn thiếu"))
    assert (len(queue.rows), queue.postponed) == (11, 1)
    assert (queue.rows[-1].key, queue.rows[-1].reason) == ("12/1", "Chờ giấy tờ")
    assert queue.current is not None
    assert queue.current.key == "12/3"
    # The next day it is there again, behind what nobody has had yet.
    tomorrow = Surroundings(shipped_needs(), (), date.fromordinal(today(app).toordinal() + 1))
    with app.store.read() as reader:
        from landdesk.services.worklist.queue import read_queue

        keys = [row.key for row in read_queue(reader, made, tomorrow).rows]
    assert keys[-2:] == ["12/1", "12/2"]
    for words in ("", " ", "x" * 301):
        with refused("worklist.reason"):
            lists.skip(made, rows[2].parcel, words)


def test_place_goal_and_counts_stay_for_the_next_program(app: Application, lists: Worklists) -> None:
    made = lists.make(from_json('{"missing":["1.."]}'), "Còn thiếu", 60)
    third = lists.queue(made).rows[2].parcel
    lists.go_to(made, third)
    complete_key(app, "12/3")
    lists.finish(made, third, lists.queue(made).rows[3].parcel)
    other = Application(Store.open(app.store.path, clock=ticking_clock()), app.person)
    try:
        there = Worklists(other)
        (found,) = there.own()
        assert (found.title, found.goal, there.done_today()) == ("Còn thiếu", 60, 1)
        current = there.queue(found).current
        assert current is not None
        assert current.key == "12/5"
        (day,) = there.statistics(7)
        assert (day.person_id, day.done, day.left, day.put_off) == (found.person_id, 1, 0, 0)
    finally:
        other.close()


def test_two_programs_go_through_one_list_without_losing_anything(app: Application, lists: Worklists) -> None:
    made = lists.make(from_json('{"sheet":["12"]}'), "Tờ 12")
    rows = lists.queue(made).rows
    other = Application(Store.open(app.store.path, clock=ticking_clock()), app.person)
    try:
        there = Worklists(other)
        for number, row in enumerate(rows):
            # Each goes on from what it saw at first.
            (lists if number % 2 else there).finish(made, row.parcel)
        assert (lists.done_today(), there.done_today()) == (12, 12)
        assert there.queue(made).rows == ()
    finally:
        other.close()


def test_lists_belong_to_a_person_and_have_titles(app: Application, lists: Worklists) -> None:
    made = lists.make(from_json("{}"), "Tất cả")
    with refused("worklist.exists"):
        lists.make(from_json("{}"), " Tất cả ")
    with refused("worklist.title"):
        lists.make(from_json("{}"), " ")
    for goal in (0, 10_001):
        with refused("worklist.goal"):
            lists.set_goal(goal)
    changed = lists.change(made, from_json('{"sheet":["12"]}'), "Tờ 12")
    assert lists.find("Tờ 12").filter == changed.filter
    lists.set_goal(70)
    assert lists.make(from_json("{}"), "Một").goal == 70
    second = person("Phạm Văn Mít")
    app.write(lambda context: context.work.add_person(second))
    app.person = second
    assert lists.own() == []
    with refused("worklist.not-found"):
        lists.find("Tờ 12")
    for job in _writes(lists, lists._app.read(lambda reader: reader.worklists.get(made.id)), rows_of(app)):
        with refused("worklist.other-person"):
            job()
    app.person = person("Lê Thị Đào", "clerk")
    lists.close(changed)
    with refused("worklist.gone"):
        lists.finish(changed, rows_of(app)[0])


def rows_of(app: Application) -> list[ObjectId]:
    return [parcel_id(app, "12/1"), parcel_id(app, "12/2")]


def _writes(lists: Worklists, made: object, parcels: list[ObjectId]) -> list[Callable[[], object]]:
    from landdesk.store.queries.worklists import Worklist

    assert isinstance(made, Worklist)
    return [
        lambda: lists.finish(made, parcels[0]),
        lambda: lists.skip(made, parcels[0], "x"),
        lambda: lists.go_to(made, parcels[0]),
        lambda: lists.change(made, from_json("{}"), "A"),
        lambda: lists.close(made),
    ]


def test_findings_can_be_asked_for_only_after_a_check(app: Application, lists: Worklists) -> None:
    wanted = from_json('{"finding":["parcel.duplicate-key"]}')
    with refused("worklist.not-checked"):
        lists.count(wanted)
    app.execute(SetParcel(parcel_id(app, "12/6"), number="5"))
    app.check()
    found = lists.parcels(wanted)
    assert {"12/5"} == {app.read(lambda reader: reader.keys_of(found))[one] for one in found}
    assert len(found) == 2


def test_a_parcel_is_checked_when_it_is_finished(app: Application, lists: Worklists) -> None:
    made = lists.make(from_json('{"sheet":["12"]}'), "Tờ 12")
    app.execute(SetParcel(parcel_id(app, "12/6"), number="5"))
    assert app.findings is None
    parcel = lists.queue(made).rows[4].parcel
    assert "parcel.duplicate-key" in [one.rule for one in lists.finish(made, parcel).findings]


def test_a_day_of_sixty_parcels(tmp_path: Path) -> None:
    """Sixty parcels lack something: saved, checked and counted one after the other; four wait for papers."""
    app = make_store(tmp_path / "day.landdesk", role="commune", columns=8, rows=8)
    lists = Worklists(app)
    made = lists.make(from_json('{"missing":["1.."]}'), "Còn thiếu")
    put_off, done = 0, 0
    while done < 60:
        queue = lists.queue(lists.find("Còn thiếu"))
        current = queue.current
        assert current is not None
        behind = queue.step(current.parcel, 1)
        following = None if behind is None else behind.parcel
        if put_off < 4 and done in (5, 20, 35, 50) and not current.state and put_off * 15 + 5 == done:
            lists.skip(made, current.parcel, "Chờ giấy tờ", another_day=put_off % 2 == 0, following=following)
            put_off += 1
            continue
        complete_key(app, current.key)
        outcome = lists.finish(made, current.parcel, following).outcome
        done += 1
        assert (outcome.state, outcome.done_today) == ("done", done)
    queue = lists.queue(lists.find("Còn thiếu"))
    assert (len(queue.rows), queue.postponed, queue.done_today) == (2, 2, 60)
    assert all(row.reason == "Chờ giấy tờ" for row in queue.rows)
    (day,) = lists.statistics(1)
    assert (day.done, day.put_off) == (60, 4)
    app.close()
    again = Application(Store.open(tmp_path / "day.landdesk", clock=ticking_clock()), app.person)
    assert Worklists(again).done_today() == 60
    again.close()
