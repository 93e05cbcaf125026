"""Questions of record rules: many objects are read in one go, few lot by lot, with the same answer."""

from pathlib import Path

import pytest

from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.records import CLASSES
from landdesk.store.queries.checks import asked
from landdesk.store.store import NewStore, Store
from landdesk.store.unit_of_work import UnitOfWork
from tests.rich import rich_records
from tests.stores import COMMUNE, EPSG, counted_ids, person, ticking_clock


@pytest.mark.parametrize("class_name", ["certificate", "document", "party"])
def test_many_concern_the_same_parcels_as_each_alone(
    class_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(work: UnitOfWork) -> None:
        work.apply(ChangeSet("import", tuple(Delta(None, one) for one in rich_records())), EntryKind.IMPORT)

    wanted = NewStore("office", EPSG, (COMMUNE,))
    made = Store.create(
        tmp_path / "s.landdesk",
        wanted,
        person=person(),
        fill=fill,
        new_id=counted_ids(),
        clock=ticking_clock(),
    )
    try:
        with made.read() as reader:
            ids = sorted(reader.all(CLASSES[class_name]))[1:]
            alone = {one: reader.asked().parcels_of(class_name, [one]) for one in ids}
            monkeypatch.setattr(asked, "_MANY", 0)
            together = reader.asked().parcels_of(class_name, ids)
    finally:
        made.close()
    assert {one: sorted(found) for one, found in together.items()} == {
        one: sorted(found[one]) for one, found in alone.items() if found
    }
    assert len(together) > 3
