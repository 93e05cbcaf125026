"""A short history of one office and one commune, an act at a time, the same to the last byte each time it is played."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import shapely

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.domain.change import Entry, Person
from landdesk.domain.commands import (
    AddLandUser,
    Command,
    DeleteParcel,
    MergeParcels,
    MoveVertex,
    RemoveLandUser,
    SetLandUser,
    SetParcel,
    SplitParcel,
)
from landdesk.domain.ids import ObjectId
from landdesk.services.importing.foreign_rows import tidy_delta
from landdesk.services.office.decide import Return
from landdesk.store.dialect.sqlite import connect
from landdesk.store.store import Store
from tests.stores import COMMUNE, corner, counted_ids, make_store, parcel_id, person, ticking_clock

OFFICE: Final = "office.landdesk"
COMMUNE_STORE: Final = "commune.landdesk"
CLERK: Final = person("Lê Thị Đào", "clerk")
TECHNICIAN: Final = person("Trần Văn Bền")

_FIRST_MS: Final = 1_790_000_000_000
_STAGE_MS: Final = 10**8


class Place:
    """The folder of one run, and the applications that a stage has opened in it.

    Args:
        folder: Where stores and packages are.
        stage: Number of the stage: identifiers and times follow from it.
    """

    def __init__(self, folder: Path, stage: int) -> None:
        self.folder = folder
        self.new_id = counted_ids(1_000 + stage)
        self.clock = ticking_clock(_FIRST_MS + stage * _STAGE_MS)
        self.opened: list[Application] = []

    def open(self, name: str, who: Person) -> Application:
        """Open a store."""
        store = Store.open(self.folder / name, new_id=self.new_id, clock=self.clock)
        return self.keep(Application(store, who))

    def keep(self, app: Application) -> Application:
        """Let an application be closed with the others."""
        self.opened.append(app)
        return app

    def close(self) -> None:
        """Close what is open."""
        while self.opened:
            self.opened.pop().close()


@dataclass(frozen=True, slots=True)
class Stage:
    """One act: a journal entry, a file, or both.

    Args:
        store: Name of the store that it writes to or makes.
        file: Name of the package that it writes; None without.
        again: The store can write that package once more after a kill between store and file.
        ours: It is LandDesk that writes, so its promises hold.
    """

    name: str
    play: Callable[[Place], object]
    store: str
    file: str | None = None
    again: bool = False
    ours: bool = True


def _edit(name: str, command: Callable[[Application], Command], *, checked: bool = False) -> Stage:
    def play(place: Place) -> Entry:
        app = place.open(COMMUNE_STORE, TECHNICIAN)
        if checked:
            app.check()
        return app.execute(command(app))

    return Stage(name, play, COMMUNE_STORE)


def _user(app: Application, key: str) -> ObjectId:
    (right,) = app.read(lambda reader: reader.rights_of([parcel_id(app, key)]))
    return right.party_id


def _split(app: Application) -> Command:
    west, south = corner(1, 0)
    line = shapely.LineString([(west + 7.1234, south - 5), (west + 8, south + 35)])
    return SplitParcel(parcel_id(app, "12/2"), line)


def _move(_: Application) -> Command:
    easting, northing = corner(2, 1)
    return MoveVertex((easting, northing), (easting + 0.25, northing - 0.125))


def _make_office(place: Place) -> None:
    place.keep(make_store(place.folder / OFFICE))


def _edit_at_the_office(place: Place) -> Entry:
    app = place.open(OFFICE, CLERK)
    return app.execute(SetParcel(parcel_id(app, "12/12"), address="Thôn Phú Điền Đông"))


def _undo(place: Place) -> Entry:
    return place.open(COMMUNE_STORE, TECHNICIAN).undo()


def _redo(place: Place) -> Entry:
    return place.open(COMMUNE_STORE, TECHNICIAN).redo()


def _add_person(place: Place) -> None:
    app = place.open(COMMUNE_STORE, TECHNICIAN)
    with app.store.begin(None) as work:
        work.add_person(person("Nguyễn Thị Hường"))


def _keep_findings(place: Place) -> None:
    app = place.open(COMMUNE_STORE, TECHNICIAN)
    app.check()
    place.close()


def _checkpoint(place: Place) -> None:
    app = place.open(COMMUNE_STORE, TECHNICIAN)
    app.store.checkpoint()


def _write_like_another_program(place: Place) -> None:
    conn = connect(place.folder / COMMUNE_STORE, key=None, read_only=False, create=False)
    conn.execute("UPDATE parcel SET address = 'Thôn khác' WHERE number = '9'")
    conn.close()


def _put_back(place: Place) -> None:
    place.open(COMMUNE_STORE, TECHNICIAN).store.put_back_foreign_writes()


def _take_over(place: Place) -> None:
    place.open(COMMUNE_STORE, TECHNICIAN).store.take_over_foreign_writes(TECHNICIAN, tidy_delta)


def _write_base(place: Place) -> None:
    exchange.write_base(place.open(OFFICE, CLERK), COMMUNE, place.folder / "base.ldpkg")


def _from_base(place: Place) -> None:
    made = exchange.create_from_base(
        place.folder / "base.ldpkg",
        place.folder / COMMUNE_STORE,
        TECHNICIAN,
        new_id=place.new_id,
        clock=place.clock,
    )
    place.keep(made)


def _export(place: Place) -> None:
    exchange.export_change(place.open(COMMUNE_STORE, TECHNICIAN), place.folder / "change.ldpkg")


def _office_receive(place: Place) -> None:
    exchange.office_receive(place.open(OFFICE, CLERK), place.folder / "change.ldpkg")


def _decide(place: Place) -> None:
    app = place.open(OFFICE, CLERK)
    (line,) = app.read(lambda reader: reader.exchange.packages(kind="change"))
    package = exchange.stored_package(app, line.id)
    back = package.records[0].id
    exchange.decide(app, package, accept_clean=True, returns=[Return(back, "boundary", "Đo lại")])


def _receipt(place: Place) -> None:
    app = place.open(OFFICE, CLERK)
    (line,) = app.read(lambda reader: reader.exchange.packages(kind="change"))
    exchange.write_receipt(app, line.id, place.folder / "receipt.ldpkg")


def _receive(place: Place) -> None:
    exchange.receive(place.open(COMMUNE_STORE, TECHNICIAN), place.folder / "receipt.ldpkg")


STAGES: Final = (
    Stage("make a store with an import", _make_office, OFFICE),
    Stage("edit at the office", _edit_at_the_office, OFFICE),
    Stage("write a base", _write_base, OFFICE, "base.ldpkg"),
    Stage("make a store from the base", _from_base, COMMUNE_STORE),
    Stage("add a person", _add_person, COMMUNE_STORE),
    _edit("set", lambda app: SetParcel(parcel_id(app, "12/1"), address="Thôn 1", land_use="CLN")),
    _edit("add a land user", lambda app: AddLandUser(parcel_id(app, "12/1"), "Y Thông Niê", "999000999001")),
    _edit("rename a land user", lambda app: SetLandUser(_user(app, "12/4"), user_name="Đặng Văn Bốn")),
    _edit("take a land user off", lambda app: RemoveLandUser(parcel_id(app, "12/6"), _user(app, "12/6"))),
    Stage("check and keep the findings", _keep_findings, COMMUNE_STORE),
    _edit("move a vertex", _move),
    _edit("split", _split, checked=True),
    _edit("merge", lambda app: MergeParcels((parcel_id(app, "12/7"), parcel_id(app, "12/8")))),
    _edit("delete", lambda app: DeleteParcel(parcel_id(app, "12/11"))),
    Stage("undo", _undo, COMMUNE_STORE),
    Stage("redo", _redo, COMMUNE_STORE),
    Stage("another program writes", _write_like_another_program, COMMUNE_STORE, ours=False),
    Stage("put back what it wrote", _put_back, COMMUNE_STORE),
    Stage("another program writes again", _write_like_another_program, COMMUNE_STORE, ours=False),
    Stage("take over what it wrote", _take_over, COMMUNE_STORE),
    Stage("checkpoint", _checkpoint, COMMUNE_STORE),
    Stage("export", _export, COMMUNE_STORE, "change.ldpkg", again=True),
    Stage("receive at the office", _office_receive, OFFICE),
    Stage("decide", _decide, OFFICE),
    Stage("write the receipt", _receipt, OFFICE, "receipt.ldpkg", again=True),
    Stage("take the receipt", _receive, COMMUNE_STORE),
)
