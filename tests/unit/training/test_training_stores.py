from collections import defaultdict
from pathlib import Path

import pytest

from landdesk.app import exchange
from landdesk.app.bootstrap import NewPerson, open_application
from landdesk.app.training import (
    TrainingCommune,
    create_checking_store,
    create_training_stores,
    office_path,
)
from landdesk.domain.commands import SetParcel
from landdesk.domain.errors import CancelledError
from landdesk.domain.ids import ObjectId
from landdesk.domain.progress import SilentProgress
from landdesk.i18n import Text
from landdesk.services.training.commune import generate_commune
from landdesk.services.training.planted.commune import checking_commune
from landdesk.store.info import COMMUNE, OFFICE
from tests.stores import refused

SMALL = TrainingCommune(parcels=60, seed=3)
TRAINEE = NewPerson("Lê Thị Cúc")


class StoppedAt(SilentProgress):
    """Stops the work at the step of a number."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self._at = at

    def step(self, done: int, total: int, what: Text | None = None) -> None:
        if done >= self._at:
            self.stop()
        super().step(done, total, what)


def test_both_stores_hold_the_commune_of_the_seed_and_are_for_training(tmp_path: Path) -> None:
    target = tmp_path / "lop.landdesk"
    app = create_training_stores(target, SMALL, TRAINEE, SilentProgress())
    invented = generate_commune(SMALL.code, seed=3, parcels=60)
    office = open_application(office_path(target), TRAINEE.name)
    try:
        for one, role in ((app, COMMUNE), (office, OFFICE)):
            assert (one.info.role, one.info.training, one.info.communes) == (role, True, (SMALL.code,))
            assert len(one.coverage) == len(invented.parcels)
            assert one.person is not None
            assert one.person.name == TRAINEE.name
        assert {finding.rule for finding in app.check(SilentProgress()).findings}
    finally:
        office.close()
        app.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lop-chi-nhanh.landdesk", "lop.landdesk"]


def test_what_is_practised_goes_to_the_office_and_back(tmp_path: Path) -> None:
    target, sent = tmp_path / "lop.landdesk", tmp_path / "thay-doi.ldpkg"
    app = create_training_stores(target, SMALL, TRAINEE, SilentProgress())
    office = open_application(office_path(target), TRAINEE.name)
    try:
        app.execute(SetParcel(app.coverage.id_at(0), address="Thôn Mới"))
        exchange.export_change(app, sent)
        line, again = exchange.office_receive(office, sent)
        assert not again
        assert line.kind == "change"
    finally:
        office.close()
        app.close()


@pytest.mark.parametrize("step", [0, 1, 2, 3])
def test_stopped_at_any_step_it_leaves_nothing(tmp_path: Path, step: int) -> None:
    with pytest.raises(CancelledError):
        create_training_stores(tmp_path / "lop.landdesk", SMALL, TRAINEE, StoppedAt(step))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("taken", ["lop.landdesk", "lop-chi-nhanh.landdesk"])
def test_a_file_of_either_name_is_left_alone(tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).write_text("mine", "utf-8")
    with refused("store.exists"):
        create_training_stores(tmp_path / "lop.landdesk", SMALL, TRAINEE, SilentProgress())
    assert [path.name for path in tmp_path.iterdir()] == [taken]
    assert (tmp_path / taken).read_text("utf-8") == "mine"


def test_what_cannot_be_made_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "lop.landdesk"
    with refused("training.size"):
        create_training_stores(target, TrainingCommune(parcels=3), TRAINEE, SilentProgress())
    with refused("person.no-name"):
        create_training_stores(target, SMALL, NewPerson(" "), SilentProgress())
    with refused("file.missing"):
        create_training_stores(tmp_path / "away" / "lop.landdesk", SMALL, TRAINEE, SilentProgress())
    assert not list(tmp_path.iterdir())


def test_a_store_to_check_holds_the_whole_record_and_who_descends_from_whom(tmp_path: Path) -> None:
    made = checking_commune("22657", seed=1, parcels=100, each=1)
    app = create_checking_store(tmp_path / "loi.landdesk", made, TRAINEE)
    try:
        assert (app.info.training, app.info.communes) == (True, (made.code,))
        assert len(app.coverage) == len(made.parcels)
        wanted: defaultdict[str, list[ObjectId]] = defaultdict(list)
        for one in made.records:
            wanted[one.CLASS].append(one.id)
        assert app.read(lambda reader: reader.records(wanted)) == {one.id: one for one in made.records}
        parents = {parent for parent, _ in made.lineage}
        told = app.read(lambda reader: reader.exchange.lineage_around(parents))
        assert {(parent, child) for parent, child, _ in told} == set(made.lineage) != set()
        assert {"geometry.invalid", "parcel.gap"} <= {
            one.rule for one in app.check(SilentProgress()).findings
        }
    finally:
        app.close()


def test_a_store_to_check_takes_no_other_file_s_place(tmp_path: Path) -> None:
    made = checking_commune("22657", seed=1, parcels=60, each=0)
    (tmp_path / "loi.landdesk").write_text("mine", "utf-8")
    with refused("store.exists"):
        create_checking_store(tmp_path / "loi.landdesk", made, TRAINEE)
    assert (tmp_path / "loi.landdesk").read_text("utf-8") == "mine"
