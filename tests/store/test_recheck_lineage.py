"""After an edit of what a parcel was made into the rules say of it what a whole check says."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from shapely import MultiPolygon, box

from landdesk.app.application import Application
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.finding import Finding
from landdesk.domain.records import Certificate, CertificateParcel, MapSheet, Parcel
from landdesk.store.store import NewStore, Store
from tests.stores import COMMUNE, EPSG, SOUTH, WEST, counted_ids, person, ticking_clock
from tests.unit.checking.recorded import Made

RETIRED, UNCONVERTED = "parcel.retired-active", "parcel.sheet-unconverted"
NOT_HANDED_OVER = "certificate.not-handed-over"


def land(west: float, east: float) -> MultiPolygon:
    return MultiPolygon([box(WEST + west, SOUTH, WEST + east, SOUTH + 30.0)])


@pytest.fixture
def made() -> Made:
    return Made()


@pytest.fixture
def app(tmp_path: Path, made: Made) -> Iterator[Application]:
    """A parcel that covers its child, a certificate that names an old sheet, and two that a commune issued."""
    parent, child = made.parcel(shape=land(0, 20)), made.parcel(shape=land(10, 20))
    made.lineage.append((parent.id, child.id))
    paper = made.add(Certificate, "BK 123456")
    of_commune = {"issuer": "UBND xã Diên Điền", "issued_on": "2026-03-12"}
    made.add(Certificate, "AA 99912345", **of_commune)
    made.add(Certificate, "AA 99912346", **of_commune)
    made.add(CertificateParcel, paper.id, parent.id, sheet="3")
    made.add(MapSheet, COMMUNE, "12")
    change = ChangeSet("import", tuple(Delta(None, one) for one in made.records), lineage=tuple(made.lineage))

    def fill(work: Any) -> None:
        work.apply(change, EntryKind.IMPORT)

    wanted = NewStore("office", EPSG, (COMMUNE,))
    clerk = person("Lê Thị Đào", "clerk")
    store = Store.create(
        tmp_path / "s.landdesk", wanted, person=clerk, fill=fill, new_id=counted_ids(), clock=ticking_clock()
    )
    app = Application(store, clerk)
    app.check()
    yield app
    app.close()


def write(app: Application, record: Any, **values: Any) -> None:
    (old,) = app.read(lambda reader: reader.records({record.CLASS: {record.id}})).values()
    change = ChangeSet("edit", (Delta(old, replace(old, **values)),))
    app.write(lambda context: context.work.apply(change, EntryKind.ACT))


def found(app: Application, rule: str) -> list[Finding]:
    assert app.findings is not None
    return [one for one in app.findings.findings if one.rule == rule]


def unasked(app: Application) -> set[str]:
    assert app.findings is not None
    return {one.rule for one in app.findings.unasked}


def of_class(made: Made, kind: type) -> list[Any]:
    return [one for one in made.records if isinstance(one, kind)]


def test_a_child_that_moves_away_leaves_its_parent_in_order(app: Application, made: Made) -> None:
    parent, child = of_class(made, Parcel)
    assert [one.objects for one in found(app, RETIRED)] == [(parent.id,)]
    write(app, child, shape=land(20, 30))
    assert found(app, RETIRED) == []
    app.undo()
    assert [one.objects for one in found(app, RETIRED)] == [(parent.id,)]


def test_a_conversion_that_comes_to_be_known_is_looked_up_for_every_parcel(
    app: Application, made: Made
) -> None:
    parent, _ = of_class(made, Parcel)
    (sheet,) = of_class(made, MapSheet)
    assert found(app, UNCONVERTED) == []
    assert UNCONVERTED in unasked(app)
    write(app, sheet, old_numbers="5")
    assert [one.objects for one in found(app, UNCONVERTED)] == [(parent.id,)]
    assert UNCONVERTED not in unasked(app)
    write(app, sheet, old_numbers="3; 5")
    assert found(app, UNCONVERTED) == []
    write(app, sheet, old_numbers="5")
    assert len(found(app, UNCONVERTED)) == 1
    write(app, sheet, old_numbers=None)
    assert found(app, UNCONVERTED) == []
    assert UNCONVERTED in unasked(app)


def test_a_first_hand_over_that_is_recorded_lets_all_others_be_looked_for(
    app: Application, made: Made
) -> None:
    _, first, second = of_class(made, Certificate)
    assert NOT_HANDED_OVER in unasked(app)
    write(app, first, handed_over_on="2026-04-02")
    assert [one.about for one in found(app, NOT_HANDED_OVER)] == [(second.id,)]
    assert NOT_HANDED_OVER not in unasked(app)
    write(app, second, hand_over_number="15/BB-BG")
    assert found(app, NOT_HANDED_OVER) == []
    app.undo()
    app.undo()
    assert found(app, NOT_HANDED_OVER) == []
    assert NOT_HANDED_OVER in unasked(app)
    for one in (first, second):
        write(app, one, issuer="UBND huyện Diên Khánh")
    assert NOT_HANDED_OVER not in unasked(app)
