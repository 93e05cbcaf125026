"""Restore points: set before what people want to come back from, and one act that brings the record back."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from landdesk.app import safekeeping
from landdesk.app.application import Application
from landdesk.app.titles import restore_point_title
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.commands import AddLandUser, MergeParcels, RemoveLandUser, SetParcel
from landdesk.domain.records import Parcel
from landdesk.store.queries.safekeeping import RestorePoint
from landdesk.store.unit_of_work import BULK_ACT
from tests.stores import block_records, counted_ids, everything, make_store, parcel_id, refused


@pytest.fixture
def app(tmp_path: Path) -> Application:
    return make_store(tmp_path / "commune.landdesk", role="commune", columns=10, rows=6)


def points(app: Application) -> list[RestorePoint]:
    return app.read(lambda reader: reader.safekeeping.restore_points())


def bulk(app: Application, count: int, address: str) -> None:
    parcels = list(app.read(lambda reader: reader.all(Parcel)).values())[:count]
    deltas = tuple(Delta(one, replace(one, address=address)) for one in parcels)
    app.write(lambda context: context.work.apply(ChangeSet("parcel.set", deltas, "12/1"), EntryKind.ACT))


def test_one_is_set_before_each_import_and_bulk_edit(app: Application) -> None:
    # The first import of a new store has nothing to come back to.
    assert points(app) == []
    app.execute(SetParcel(parcel_id(app, "12/1"), address="Thôn Một"))
    bulk(app, BULK_ACT - 1, "Thôn Hai")
    assert points(app) == []
    bulk(app, BULK_ACT, "Thôn Ba")
    (point,) = points(app)
    assert (point.number, point.entry, point.words) == (1, 3, "before:parcel.set:12/1")
    assert restore_point_title(point.words) == "Before: Change attributes 12/1"
    new_id = counted_ids(9)
    deltas = tuple(Delta(None, one) for one in block_records(1, 1, new_id))
    app.write(lambda context: context.work.apply(ChangeSet("import.parcels", deltas, "x"), EntryKind.IMPORT))
    app.undo()
    app.undo()
    assert [one.entry for one in points(app)] == [4, 3]
    app.close()


def test_back_to_a_point_over_acts_of_all_kinds(app: Application) -> None:
    safekeeping.mark_restore_point(app, "Trước khi sửa")
    before = everything(app)
    version = app.read(lambda reader: reader.version())
    app.execute(SetParcel(parcel_id(app, "12/1"), address="Thôn Một"))
    app.execute(SetParcel(parcel_id(app, "12/1"), address="Thôn Hai", legal_area_m2=Decimal(5)))
    app.execute(MergeParcels((parcel_id(app, "12/2"), parcel_id(app, "12/3"))))
    app.execute(AddLandUser(parcel_id(app, "12/5"), "Lê Văn Mới"))
    (right,) = app.read(lambda reader: reader.rights_of([parcel_id(app, "12/7")]))
    app.execute(RemoveLandUser(parcel_id(app, "12/7"), right.party_id))
    after = everything(app)
    coverage = len(app.coverage)
    entry = safekeeping.to_restore_point(app, 1)
    assert everything(app) == before
    assert len(app.coverage) == coverage + 1
    assert (entry.number, entry.kind, entry.command) == (version + 6, "act", "store.to-restore-point")
    assert app.read(lambda reader: len(reader.entries_after(0))) == version + 6
    assert app.store.verify() == []
    # It is an act: it can be taken back, and what was done holds again.
    app.undo()
    assert everything(app) == after
    assert app.store.verify() == []
    app.close()


def test_nothing_since_and_no_such_point(app: Application) -> None:
    with refused("restore.no-words"):
        safekeeping.mark_restore_point(app, " ")
    with refused("restore.no-point"):
        safekeeping.to_restore_point(app, 1)
    safekeeping.mark_restore_point(app, "Mốc")
    with refused("restore.nothing-since"):
        safekeeping.to_restore_point(app, 1)
    app.execute(SetParcel(parcel_id(app, "12/1"), address="Thôn Một"))
    app.undo()
    with refused("restore.nothing-since"):
        safekeeping.to_restore_point(app, 1)
    app.close()


def test_before_anything_was_done_there_is_nothing_to_mark(tmp_path: Path) -> None:
    app = make_store(tmp_path / "empty.landdesk", columns=0, rows=0)
    with refused("restore.nothing-yet"):
        safekeeping.mark_restore_point(app, "Mốc")
    app.close()


@pytest.mark.parametrize("kind", [EntryKind.RECEIPT, EntryKind.UPDATE, EntryKind.BASE, EntryKind.DECISION])
def test_what_came_from_the_office_is_not_passed_over(app: Application, kind: EntryKind) -> None:
    safekeeping.mark_restore_point(app, "Mốc")
    app.execute(SetParcel(parcel_id(app, "12/1"), address="Thôn Một"))
    app.write(lambda context: context.work.apply(ChangeSet("x", ()), kind, allow_empty=True))
    before = everything(app)
    with refused("restore.office-since"):
        safekeeping.to_restore_point(app, 1)
    assert everything(app) == before
    # A later point is none the worse for it.
    safekeeping.mark_restore_point(app, "Mốc sau")
    app.execute(SetParcel(parcel_id(app, "12/1"), address="Thôn Hai"))
    safekeeping.to_restore_point(app, 2)
    assert everything(app) == before
    app.close()
