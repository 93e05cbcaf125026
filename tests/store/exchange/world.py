"""A small office and its communes, real stores in a folder, with injected clock and identifiers.

Twelve adjacent parcels on map sheet 12, 20 m × 30 m each, four to a row: rows 1 and 2 touch, a strip of 6 m that
belongs to nobody lies between rows 2 and 3. Row 1 holds numbers 1 to 4, row 2 5 to 8, row 3 9 to 12. Numbers 1 to 6
have a land user each, numbers 5 and 6 the same one; all persons are invented.
"""

import itertools
import random
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import shapely
from shapely import LineString

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.domain.canonical_shape import canonical_shape
from landdesk.domain.change import ChangeSet, Delta, EntryKind, Person
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
from landdesk.domain.ids import ObjectId, Uuid7Source
from landdesk.domain.records import AnyRecord, LandRight, Parcel, Party, Purpose, Request, WorkItem
from landdesk.services.office.decide import Decided, Return
from landdesk.services.office.review import Outcome, RecordReview
from landdesk.services.packages.reading import Package
from landdesk.services.packages.receive import Received
from landdesk.store.objects import ObjectState
from landdesk.store.queries.exchange import PackageLine
from landdesk.store.store import NewStore, Store

COMMUNE = "22657"
EPSG = 9217
EAST, NORTH = 600_000.0, 1_350_000.0
WIDTH, DEPTH, STRIP = 20.0, 30.0, 6.0
USERS = {
    "1": ("Nguyễn Thị Hường", "999000000001"),
    "2": ("Đặng Văn Đức", "999000000002"),
    "3": ("Trần Quốc Bảo", "999000000003"),
    "4": ("Y Thông Niê", "999000000004"),
    "5": ("Lê Hoàng Oanh", "999000000005"),
    "6": ("Lê Hoàng Oanh", "999000000005"),
}
TRAVELLING = (Parcel, Party, Purpose, LandRight, Request)


class Ticker:
    """A clock that goes on by a minute each time somebody looks at it."""

    def __init__(self, start_ms: int = 1_790_000_000_000) -> None:
        self.now_ms = start_ms

    def __call__(self) -> int:
        self.now_ms += 60_000
        return self.now_ms


def square(column: int, row: int) -> shapely.Polygon:
    """Return the land of a parcel, columns 0 to 3 from the west, rows 0 to 2 from the south."""
    x = EAST + column * WIDTH
    y = NORTH + row * DEPTH + (STRIP if row == 2 else 0.0)
    return shapely.box(x, y, x + WIDTH, y + DEPTH)


def corner(column: int, row: int) -> tuple[float, float]:
    """Return the south-west corner of a parcel; column 4 or row 3 gives the outer corners."""
    return EAST + column * WIDTH, NORTH + row * DEPTH + (STRIP if row >= 2 else 0.0)


@dataclass(frozen=True, slots=True)
class Sent:
    """A change package on its way: the file, the line the commune keeps, the line in the office's inbox."""

    path: Path
    line: PackageLine


class World:
    """One office, any number of communes made from its bases, one folder.

    Args:
        folder: Where stores and packages go.
        seed: Of the identifiers.
    """

    def __init__(
        self,
        folder: Path,
        *,
        seed: int = 1,
        training: bool = False,
        communes: tuple[str, ...] = (COMMUNE,),
        with_parcels: bool = True,
    ) -> None:
        self.folder = folder
        self.clock = Ticker()
        self.new_id = Uuid7Source(lambda: self.clock.now_ms, random.Random(seed).randbytes)
        self.clerk = Person(self.new_id(), "Lê Thị Đào", "Chi nhánh VPĐK", "clerk")
        self.technician = Person(self.new_id(), "Trần Văn Đức", "UBND xã", "technician")
        self._open: list[Application] = []
        self._numbers = itertools.count(1)
        self.office = self.store("office", NewStore("office", EPSG, communes, training), self.clerk)
        if with_parcels:
            self.fill(self.office)

    def close(self) -> None:
        for app in self._open:
            app.close()
        self._open.clear()

    def store(self, name: str, wanted: NewStore, person: Person) -> Application:
        """Make an empty store and open it."""
        store = Store.create(
            self.folder / f"{name}.landdesk", wanted, person=person, new_id=self.new_id, clock=self.clock
        )
        return self._kept(Application(store, person))

    def change_clerk(self) -> None:
        """Let another person work at the office from now on."""
        self.office.person = self.add_clerk("Cao Thị Yến")

    def add_clerk(self, name: str) -> Person:
        """Add a person who can work at the office."""
        made = Person(self.new_id(), name, "Chi nhánh VPĐK", "clerk")
        self.office.write(lambda context: context.work.add_person(made))
        return made

    def reopen(self, app: Application, person: Person) -> Application:
        """Open the store's file anew, as after a restart."""
        path = app.store.path
        if app in self._open:
            self._open.remove(app)
            app.close()
        return self.open(path, person)

    def open(self, path: Path, person: Person) -> Application:
        """Open a store that is there."""
        return self._kept(Application(Store.open(path, new_id=self.new_id, clock=self.clock), person))

    def fill(self, app: Application) -> None:
        """Import the twelve parcels."""
        new_id = self.new_id
        records: list[AnyRecord] = []
        parties: dict[str, Party] = {}
        for row, column in itertools.product(range(3), range(4)):
            number = str(row * 4 + column + 1)
            parcel = Parcel(
                new_id(),
                COMMUNE,
                "12",
                number,
                address="Thôn Phú Điền",
                legal_area_m2=Decimal("600.00"),
                source_id=f"S-{number}",
                shape=canonical_shape(square(column, row)),
            )
            records += [parcel, Purpose(new_id(), parcel.id, "ODT" if row == 0 else "CLN")]
            if number in USERS:
                name, identity = USERS[number]
                if identity not in parties:
                    parties[identity] = Party(new_id(), name, identity)
                    records.append(parties[identity])
                records.append(LandRight(new_id(), parcel.id, parties[identity].id))
        change = ChangeSet("import", tuple(Delta(None, one) for one in records), "12")
        app.write(lambda context: context.work.apply(change, EntryKind.IMPORT))

    # packages
    def path(self, kind: str) -> Path:
        return self.folder / f"{kind}-{next(self._numbers)}.ldpkg"

    def base(self, commune: str = COMMUNE) -> Path:
        path = self.path("base")
        exchange.write_base(self.office, commune, path)
        return path

    def update(self, since: int | None = None, commune: str = COMMUNE) -> Path:
        path = self.path("update")
        exchange.write_update(self.office, commune, path, since)
        return path

    def commune(
        self, name: str = "commune", base: Path | None = None, person: Person | None = None
    ) -> Application:
        """Make a commune's store from a base."""
        made = exchange.create_from_base(
            base or self.base(),
            self.folder / f"{name}.landdesk",
            person or self.technician,
            clock=self.clock,
            new_id=self.new_id,
        )
        return self._kept(made)

    def export(self, commune: Application) -> Sent:
        path = self.path("change")
        return Sent(path, exchange.export_change(commune, path))

    def receive(self, sent: Sent) -> Package:
        """Put a change package into the office's inbox and return it."""
        line, again = exchange.office_receive(self.office, sent.path)
        assert not again
        return exchange.stored_package(self.office, line.id)

    def review(self, package: Package) -> list[RecordReview]:
        return exchange.office_review(self.office, package)

    def outcomes(self, package: Package) -> dict[str, Outcome]:
        """Return the outcome of each record by its subject."""
        return {one.record.subject: one.outcome for one in self.review(package)}

    def accept(self, package: Package, *records: ObjectId) -> Decided:
        """Accept the records given, or all."""
        wanted = records or tuple(one.id for one in package.records)
        return exchange.decide(self.office, package, accept=wanted)

    def give_back(self, package: Package, *records: ObjectId, note: str = "Đo lại") -> Decided:
        """Return the records given, or all."""
        wanted = records or tuple(one.id for one in package.records)
        return exchange.decide(
            self.office, package, returns=[Return(one, "boundary", note) for one in wanted]
        )

    def receipt(self, package: Package) -> Path:
        path = self.path("receipt")
        exchange.write_receipt(self.office, package.manifest.package_id, path)
        return path

    def round_trip(self, commune: Application, *, returned: Iterable[str] = ()) -> Received:
        """Export, receive, accept everything but the records with these subjects, take the receipt."""
        package = self.receive(self.export(commune))
        wanted = set(returned)
        back = [one.id for one in package.records if one.subject in wanted]
        exchange.decide(
            self.office,
            package,
            accept=[one.id for one in package.records if one.id not in back],
            returns=[Return(one, "boundary", "Đo lại") for one in back],
        )
        return exchange.receive(commune, self.receipt(package))

    def round_trip_of(self, package: Package, commune: Application) -> Received:
        """Accept a received package whole and take the receipt."""
        self.accept(package)
        return exchange.receive(commune, self.receipt(package))

    def _kept(self, app: Application) -> Application:
        self._open.append(app)
        return app


# reading and editing
def number(app: Application, wanted: str) -> Parcel:
    """Return the parcel with this number; ``13*`` is a provisional one."""
    found = [one for one in app.read(lambda reader: reader.all(Parcel)).values() if one.key == f"12/{wanted}"]
    assert len(found) == 1, [one.key for one in found]
    return found[0]


def records(app: Application) -> dict[ObjectId, AnyRecord]:
    """Return every object that travels."""
    found: dict[ObjectId, AnyRecord] = {}
    for kind in TRAVELLING:
        found |= app.read(lambda reader, kind=kind: reader.all(kind))  # type: ignore[misc]  # one kind at a time
    return found


def states(app: Application, identifiers: Iterable[ObjectId]) -> dict[ObjectId, ObjectState]:
    wanted = list(identifiers)
    return app.read(lambda reader: reader.states(wanted))


def waiting(app: Application) -> set[ObjectId]:
    """Return the objects that differ from the office's state, sent or not."""
    return {one.id for one in app.read(lambda reader: reader.exchange.pending())}


def differing(office: Application, commune: Application) -> set[ObjectId]:
    """Return the objects that office and commune do not have alike."""
    there, here = records(office), records(commune)
    return {one for one in there.keys() | here.keys() if there.get(one) != here.get(one)}


def work_items(app: Application, state: str | None = None) -> list[WorkItem]:
    return app.read(lambda reader: reader.work_items(state))


def rights(app: Application, parcel: ObjectId) -> list[LandRight]:
    return app.read(lambda reader: reader.rights_of([parcel]))


def users(app: Application, parcel: ObjectId) -> list[str]:
    """Return the names of a parcel's land users."""
    held = [one.party_id for one in rights(app, parcel)]
    return sorted(one.name for one in app.read(lambda reader: reader.get_many(Party, held)).values())


def do(app: Application, *commands: Command) -> None:
    for command in commands:
        app.execute(command)


def set_address(app: Application, wanted: str, address: str | None) -> None:
    do(app, SetParcel(number(app, wanted).id, address=address))


def split(app: Application, wanted: str, share: float = 0.4) -> None:
    """Cut a parcel from south to north; the western part has this share of the width."""
    parcel = number(app, wanted)
    assert parcel.shape is not None
    west, south, east, north = parcel.shape.bounds
    x = west + share * (east - west)
    do(app, SplitParcel(parcel.id, LineString([(x, south - 1), (x, north + 1)])))


def merge(app: Application, *wanted: str) -> None:
    do(app, MergeParcels(tuple(number(app, one).id for one in wanted)))


def delete(app: Application, wanted: str) -> None:
    do(app, DeleteParcel(number(app, wanted).id))


def move(app: Application, at: tuple[float, float], east: float, north: float) -> None:
    do(app, MoveVertex(at, (at[0] + east, at[1] + north)))


def add_user(app: Application, wanted: str, name: str, identity: str | None = None) -> None:
    do(app, AddLandUser(number(app, wanted).id, name, identity))


def remove_user(app: Application, wanted: str) -> None:
    """Take the only land user off a parcel."""
    parcel = number(app, wanted)
    (right,) = rights(app, parcel.id)
    do(app, RemoveLandUser(parcel.id, right.party_id))


def rename_user(app: Application, wanted: str, name: str) -> None:
    (right,) = rights(app, number(app, wanted).id)
    do(app, SetLandUser(right.party_id, user_name=name))
