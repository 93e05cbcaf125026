"""A registration office and a commune of eight parcels, with a change package between them.

The commune split 12/1, changed the address of 12/6, the legal area of 12/4, the number of 12/7 and added a land user
to 12/5. Meanwhile the office changed the address of 12/6 and gave 12/8 the number that the commune gave 12/7.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
import shapely
from pytestqt.qtbot import QtBot
from shapely import LineString

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.domain.canonical_shape import canonical_shapes
from landdesk.domain.change import ChangeSet, Delta, EntryKind, Person
from landdesk.domain.clock import system_clock
from landdesk.domain.commands import AddLandUser, SetParcel, SplitParcel
from landdesk.domain.ids import ObjectId, Uuid7Source
from landdesk.domain.records import AnyRecord, LandRight, Parcel, Party, Purpose
from landdesk.store.store import NewStore, Store
from landdesk.ui.main_window import MainWindow
from landdesk.ui.panels.office_place import OfficePlace

WEST, SOUTH = 590_000.0, 1_350_000.0
COMMUNE = "22657"
_new_id = Uuid7Source(system_clock)

CLERK = Person(_new_id(), "Lê Thị Đào", "Chi nhánh Diên Khánh", "clerk")
TECHNICIAN = Person(_new_id(), "Trần Văn An", "UBND xã Diên Điền", "technician")


@dataclass(frozen=True, slots=True)
class Exchange:
    """Files of the two stores and of what was exchanged."""

    folder: Path
    office: Path
    commune: Path
    base: Path
    first: Path
    second: Path


def eight_parcels() -> list[AnyRecord]:
    """Return two rows of four parcels of 20 m × 30 m with a road between the rows, 12/1 to 12/8."""
    corners = [(WEST + 20.0 * (i % 4), SOUTH + 40.0 * (i // 4)) for i in range(8)]
    shapes = canonical_shapes([shapely.box(x, y, x + 20.0, y + 30.0) for x, y in corners])
    party = Party(_new_id(), "Đặng Văn Đức", "056123456789", "Thôn Phú Điền")
    records: list[AnyRecord] = [party]
    for number, shape in enumerate(shapes, start=1):
        parcel = Parcel(
            _new_id(),
            COMMUNE,
            "12",
            str(number),
            address="Thôn Phú Điền",
            legal_area_m2=Decimal("600.00"),
            source_id=f"N{number}",
            shape=shape,
        )
        records += [parcel, Purpose(_new_id(), parcel.id, "ONT"), LandRight(_new_id(), parcel.id, party.id)]
    order = (Parcel, Party, Purpose, LandRight)
    return sorted(records, key=lambda one: order.index(type(one)))


def find(app: Application, key: str) -> ObjectId:
    """Return the parcel that people call so."""
    return app.read(lambda reader: reader.find_parcel(key))


def edit_commune(app: Application) -> None:
    """Do what the first package tells of."""
    split = LineString([(WEST - 1.0, SOUTH + 15.0), (WEST + 21.0, SOUTH + 15.0)])
    app.execute(SplitParcel(find(app, "12/1"), split))
    app.execute(SetParcel(find(app, "12/6"), address="Thôn Trung"))
    app.execute(SetParcel(find(app, "12/4"), legal_area_m2=Decimal("601.50")))
    app.execute(SetParcel(find(app, "12/7"), number="77"))
    app.execute(AddLandUser(find(app, "12/5"), "Đỗ Thị Mận", "056199000123", "Thôn Trung"))


def files_in(folder: Path) -> Exchange:
    return Exchange(
        folder,
        folder / "office.landdesk",
        folder / "commune.landdesk",
        folder / "base.ldpkg",
        folder / "first.ldpkg",
        folder / "second.ldpkg",
    )


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of both, as they are before the package reaches the office, to be copied."""
    files = files_in(tmp_path_factory.mktemp("played"))
    store = Store.create(files.office, NewStore("office", 9217, (COMMUNE, "22366")), person=CLERK)
    office = Application(store, CLERK)
    with store.begin(CLERK) as work:
        deltas = tuple(Delta(None, record) for record in eight_parcels())
        work.apply(ChangeSet("import.parcels", deltas, "12"), EntryKind.IMPORT)
    exchange.write_base(office, COMMUNE, files.base)
    commune = exchange.create_from_base(files.base, files.commune, TECHNICIAN)
    edit_commune(commune)
    exchange.export_change(commune, files.first)
    commune.execute(SetParcel(find(commune, "12/2"), address="Thôn Thượng"))
    exchange.export_change(commune, files.second)
    office.execute(SetParcel(find(office, "12/6"), address="Thôn Hạ"))
    office.execute(SetParcel(find(office, "12/8"), number="77"))
    commune.close()
    office.close()
    return files.folder


@pytest.fixture
def made(tmp_path: Path, played: Path) -> Exchange:
    """The two stores as they are before the package reaches the office."""
    shutil.copytree(played, tmp_path, dirs_exist_ok=True)
    return files_in(tmp_path)


@pytest.fixture
def reading(made: Exchange) -> Iterator[Callable[[Path], Application]]:
    """Open a store beside the window, to look at what is in it."""
    del made
    opened: list[Application] = []

    def read(path: Path) -> Application:
        opened.append(Application(Store.open(path)))
        return opened[-1]

    yield read
    for app in opened:
        app.close()


@pytest.fixture
def received(made: Exchange) -> Exchange:
    """The same, with the first package in the office's inbox."""
    app = Application(Store.open(made.office), CLERK)
    exchange.office_receive(app, made.first)
    app.close()
    return made


def open_window(qtbot: QtBot, window: MainWindow, path: Path, person: Person) -> MainWindow:
    """Open a store in a window; everything is shown afterwards."""
    window.desk.open_store(path, person.name)
    qtbot.waitUntil(lambda: window.desk.current is not None and window.desk.store.app.store.path == path)
    settle(qtbot, window)
    return window


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until nothing is being read, compared, drawn or done."""

    def settled() -> bool:
        place = window.desk.workplace
        return place.settled and (place.office is None or place.office.package.settled)

    qtbot.waitUntil(settled)


def office_of(window: MainWindow) -> OfficePlace:
    """Return the office's part of the window."""
    place = window.desk.workplace.office
    assert place is not None
    return place


@pytest.fixture
def office_window(qtbot: QtBot, empty_window: MainWindow, made: Exchange) -> MainWindow:
    """The window on the office's store, its inbox empty."""
    return open_window(qtbot, empty_window, made.office, CLERK)


@pytest.fixture
def package_window(qtbot: QtBot, empty_window: MainWindow, received: Exchange) -> MainWindow:
    """The window on the office's store with the first package opened and compared."""
    window = open_window(qtbot, empty_window, received.office, CLERK)
    place = office_of(window)
    place.open_package(place.inbox_panel.model.rows[0].id)
    settle(qtbot, window)
    return window
