"""Undo and redo: exact, across restarts, and refused where a later entry stands in the way."""

from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landdesk.app.application import Application
from landdesk.domain.commands import Command, DeleteParcel, MoveVertex, SetParcel, SplitParcel
from landdesk.domain.errors import LandDeskError
from landdesk.store.store import Store
from tests.stores import corner, everything, make_store, parcel_id, person, refused


def split(app: Application, key: str = "12/1") -> SplitParcel:
    west, south = corner(0, 0)
    return SplitParcel(
        parcel_id(app, key), shapely.LineString([(west + 7.1234, south - 5), (west + 8, south + 35)])
    )


def test_undo_restores_every_byte_and_redo_again(app: Application) -> None:
    before = everything(app)
    app.execute(split(app))
    after = everything(app)
    undone = app.undo()
    assert everything(app) == before
    assert (undone.command, undone.undoes) == ("undo:parcel.split", 2)
    redone = app.redo()
    assert everything(app) == after
    assert (redone.command, redone.undoes) == ("redo:parcel.split", 3)
    assert app.undo().undoes == 4
    assert everything(app) == before
    assert app.store.verify() == []


def test_undo_survives_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "store.landdesk"
    app = make_store(path)
    before = everything(app)
    app.execute(DeleteParcel(parcel_id(app, "12/3")))
    who = app.person
    app.close()
    again = Application(Store.open(path), who)
    again.undo()
    assert everything(again) == before
    again.close()


def test_an_import_can_be_taken_back_but_not_what_it_rests_on(app: Application) -> None:
    assert app.undo().command == "undo:import"
    assert everything(app) == {}
    with refused("undo.nothing"):
        app.undo()


def test_a_new_act_empties_redo(app: Application) -> None:
    app.execute(SetParcel(parcel_id(app, "12/1"), address="A"))
    app.undo()
    app.execute(SetParcel(parcel_id(app, "12/2"), address="B"))
    with refused("redo.nothing"):
        app.redo()
    app.undo()
    assert app.redo().command == "redo:parcel.set"
    with refused("redo.nothing"):
        app.redo()


def test_redo_goes_forward_in_the_order_of_the_acts(app: Application) -> None:
    for address in ("A", "B", "C"):
        app.execute(SetParcel(parcel_id(app, "12/1"), address=address))
    for _ in range(3):
        app.undo()
    addresses = []
    for _ in range(3):
        app.redo()
        addresses.append(app.read(lambda reader: reader.parcel_lines("12/1"))[0].address)
    assert addresses == ["A", "B", "C"]


def test_another_persons_act_is_not_taken_back_and_stands_in_the_way(app: Application) -> None:
    identifier = parcel_id(app, "12/1")
    app.execute(SetParcel(identifier, address="A"))
    first = app.person
    app.person = person("Trần Văn Bền")
    app.execute(SetParcel(identifier, address="B"))
    app.person = first
    with refused("store.changed-since") as caught:
        app.undo()
    assert caught.value.where is not None
    assert caught.value.where.values["number"] == 3
    assert caught.value.where.values["person"] == "Trần Văn Bền"


def test_nobody_may_act(app: Application) -> None:
    app.person = None
    with refused("person.none"):
        app.execute(SetParcel(parcel_id(app, "12/1"), address="A"))


ACTS = st.lists(st.sampled_from(["set", "split", "move", "delete", "undo", "redo"]), max_size=12)


def command_for(app: Application, kind: str, step: int) -> Command | None:
    keys = sorted(line.key for line in app.read(lambda reader: reader.parcel_lines()))
    if not keys:
        return None
    key = keys[step * 7 % len(keys)]
    identifier = parcel_id(app, key)
    if kind == "set":
        return SetParcel(identifier, address=f"Thôn {step}")
    if kind == "delete":
        return DeleteParcel(identifier)
    shape = app.coverage.shape(identifier)
    if shape is None:
        return None
    west, south, east, north = shape.bounds
    if kind == "split":
        middle = (west + east) / 2
        return SplitParcel(identifier, shapely.LineString([(middle, south - 1), (middle + 0.333, north + 1)]))
    e, n = shape.geoms[0].exterior.coords[step % 4]
    return MoveVertex((e, n), (e + 0.1, n + 0.05))


@settings(max_examples=15)
@given(acts=ACTS)
def test_undoing_everything_leads_back(tmp_path_factory: pytest.TempPathFactory, acts: list[str]) -> None:
    app = make_store(tmp_path_factory.mktemp("undo") / "store.landdesk", columns=3, rows=2)
    try:
        states = [everything(app)]
        position = 0
        for step, kind in enumerate(acts):
            if kind == "undo":
                if position:
                    app.undo()
                    position -= 1
            elif kind == "redo":
                if position < len(states) - 1:
                    app.redo()
                    position += 1
            elif (command := command_for(app, kind, step)) is not None:
                try:
                    app.execute(command)
                except LandDeskError:
                    continue
                del states[position + 1 :]
                states.append(everything(app))
                position += 1
            assert everything(app) == states[position]
        while position:
            app.undo()
            position -= 1
        assert everything(app) == states[0]
        assert app.store.verify() == []
    finally:
        app.close()
