"""After any edit of the record the findings that follow it are those of a whole check."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from landdesk.app.application import Application
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.errors import LandDeskError
from landdesk.domain.field import Field, Kind
from landdesk.domain.fields import fields_of
from landdesk.domain.progress import SilentProgress
from landdesk.domain.records import CLASSES, AnyRecord
from landdesk.services.checking.profiles import rules_in_force
from landdesk.services.checking.records import Records
from landdesk.services.checking.rule import RecordRule
from landdesk.services.checking.runner import CheckResult, check
from landdesk.store.store import NewStore, Store
from tests.rich import rich_records
from tests.stores import COMMUNE, EPSG, counted_ids, person, ticking_clock

EDITS = 40
SEEDS = (*range(3), *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(3, 30)))
LEAVES = (
    "purpose_origin",
    "certificate_parcel",
    "document_link",
    "party_member",
    "identity_document",
    "land_right",
)
"""Classes of which an object may go by itself."""
KEPT = frozenset({"shape", "source_shape", "commune"})


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Application]:
    def fill(work: Any) -> None:
        work.apply(ChangeSet("import", tuple(Delta(None, one) for one in rich_records())), EntryKind.IMPORT)

    wanted = NewStore("office", EPSG, (COMMUNE,))
    clerk = person("Lê Thị Đào", "clerk")
    store = Store.create(
        tmp_path / "s.landdesk", wanted, person=clerk, fill=fill, new_id=counted_ids(), clock=ticking_clock()
    )
    made = Application(store, clerk)
    yield made
    made.close()


def seen(result: CheckResult | None) -> set[tuple[Any, ...]]:
    assert result is not None
    assert result.failures == ()
    return {
        (one.key, one.objects, one.about, str(one.what), one.amount, one.severity) for one in result.findings
    }


def afresh(app: Application) -> CheckResult:
    with app.store.read() as reader:
        return check(app.coverage, app.rule_set, SilentProgress(), record=Records(reader, app.codelists))


@pytest.mark.parametrize("seed", SEEDS)
def test_findings_follow_edits_of_the_record(app: Application, seed: int) -> None:
    random = Random(seed)
    app.check()
    for number in range(EDITS):
        before = app.findings
        if number % 7 == 6:
            app.undo()
        else:
            edit(app, random)
        after = app.findings
        assert after is not None
        assert before is not None
        whole = afresh(app)
        assert seen(after) == seen(whole)
        rules = rules_in_force(app.rule_set)
        assert after.unchecked(rules) == whole.unchecked(rules)


def test_the_record_breaks_rules_of_the_record(app: Application) -> None:
    """Else the test above would prove nothing."""
    recorded = {rule.code for rule in rules_in_force(app.rule_set) if isinstance(rule, RecordRule)}
    assert len(recorded & {one.rule for one in app.check().findings}) >= 2


def edit(app: Application, random: Random) -> None:
    """Change a value of some object to another one of its class or to nothing, or take a leaf out."""
    while not _edited(app, random.choice(list(CLASSES)), random):
        pass


def _edited(app: Application, kind: str, random: Random) -> bool:
    records = list(app.read(lambda reader: reader.all(CLASSES[kind])).values())
    if not records:
        return False
    record = random.choice(records)
    changed = None
    if kind not in LEAVES or random.random() < 0.7:
        changed = with_another_value(app, record, random)
        if changed is None or changed == record:
            return False
    parts = app.read(lambda reader: reader.parts_of([record])) if changed is None else []
    change = ChangeSet("edit", (*(Delta(one, None) for one in reversed(parts)), Delta(record, changed)))
    try:
        app.write(lambda context: context.work.apply(change, EntryKind.ACT))
    except LandDeskError:
        return False
    return True


def with_another_value(app: Application, record: AnyRecord, random: Random) -> AnyRecord | None:
    field: Field = random.choice([one for one in fields_of(record.CLASS) if one.name not in KEPT])
    others = app.read(lambda reader: reader.all(type(record)))
    values = [getattr(one, field.name) for one in others.values()]
    if field.kind is not Kind.REFERENCE and random.random() < 0.3:
        values = [None]
    value = random.choice(values)
    needed = CLASSES[record.CLASS].__dataclass_fields__[field.name].default is not None
    if value is None and needed:
        return None
    if field.kind is Kind.TEXT and value is not None and random.random() < 0.2:
        value = value + "X"
    return replace(record, **{field.name: value})
