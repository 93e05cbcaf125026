"""Fixtures of window tests: a small real store, tasks that end with the test, the window on that store."""

import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import shapely
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from landdesk.app.application import Application
from landdesk.domain.canonical_shape import canonical_shapes
from landdesk.domain.change import ChangeSet, Delta, EntryKind, Person
from landdesk.domain.clock import system_clock
from landdesk.domain.ids import ObjectId, Uuid7Source
from landdesk.domain.records import AnyRecord, LandRight, Parcel, Party, Purpose
from landdesk.settings import Settings
from landdesk.store.store import NewStore, Store
from landdesk.store.unit_of_work import UnitOfWork
from landdesk.ui.fonts import load_fonts
from landdesk.ui.main_window import MainWindow
from landdesk.ui.open_store import OpenStore
from landdesk.ui.tasks import TaskRunner

WEST, SOUTH = 590_000.0, 1_350_000.0
WIDTH, HEIGHT = 20.0, 30.0
USERS = {
    "1": ("Đặng Văn Đức", "056123456789"),
    "2": ("Nguyễn Thị Hường", "056987654321"),
    "3": ("Trần Thị Bưởi", None),
}
_new_id = Uuid7Source(system_clock)


def block(column: int, row: int, *, wider_m: float = 0.0) -> shapely.Polygon:
    """Return a parcel of the grid; wider than its place it lies over its eastern neighbour."""
    west, south = WEST + column * WIDTH, SOUTH + row * HEIGHT
    return shapely.box(west, south, west + WIDTH + wider_m, south + HEIGHT)


def six_parcels() -> list[AnyRecord]:
    """Return two rows of three parcels, 12/1 to 12/6; 12/6 lies 2 m over nothing, 12/4 over 12/5."""
    shapes = [block(i % 3, i // 3, wider_m=2.0 if i == 3 else 0.0) for i in range(6)]
    records: list[AnyRecord] = []
    for i, shape in enumerate(canonical_shapes(shapes)):
        number = str(i + 1)
        parcel = Parcel(
            _new_id(),
            "22657",
            "12",
            number,
            address="Thôn Phú Điền",
            legal_area_m2=Decimal("660.00" if number == "4" else "600.00"),
            shape=shape,
        )
        records += [parcel, Purpose(_new_id(), parcel.id, "ONT" if i < 3 else "LUC")]
        name, identity = USERS.get(number, ("Lê Văn Xoài", "056111111111"))
        party = next((one for one in records if isinstance(one, Party) and one.name == name), None)
        if party is None:
            party = Party(_new_id(), name, identity, "Thôn Phú Điền")
            records.append(party)
        records.append(LandRight(_new_id(), parcel.id, party.id))
    order = (Parcel, Party, Purpose, LandRight)
    return sorted(records, key=lambda one: order.index(type(one)))


PERSON = Person(_new_id(), "Trần Văn An", "UBND xã Diên Điền", "technician")


@pytest.fixture(scope="session")
def made_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A commune's store of six parcels of sheet 12, to be copied."""
    path = tmp_path_factory.mktemp("made") / "commune.landdesk"

    def fill(work: UnitOfWork) -> None:
        deltas = tuple(Delta(None, record) for record in six_parcels())
        work.apply(ChangeSet("import.parcels", deltas, "12/1"), EntryKind.IMPORT)

    Store.create(path, NewStore("commune", 9217, ("22657",)), person=PERSON, fill=fill).close()
    return path


@pytest.fixture
def store_path(tmp_path: Path, made_store: Path) -> Path:
    """The store of six parcels, for one test."""
    return Path(shutil.copy(made_store, tmp_path))


@pytest.fixture
def app(store_path: Path) -> Iterator[Application]:
    """The application on the small store; Trần Văn An works."""
    made = Application(Store.open(store_path), PERSON)
    yield made
    made.close()


@pytest.fixture
def second_app(store_path: Path) -> Iterator[Application]:
    """Another program on the same store."""
    made = Application(Store.open(store_path), PERSON)
    yield made
    made.close()


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[TaskRunner]:
    """Where work runs."""
    load_fonts()
    made = TaskRunner(qapp)
    yield made
    made.close()


@pytest.fixture
def open_store(app: Application, tasks: TaskRunner) -> Iterator[OpenStore]:
    """The small store as the window's thread sees it."""
    made = OpenStore(app, tasks)
    yield made
    made.close()
    tasks.close()


@pytest.fixture
def empty_window(qtbot: QtBot) -> Iterator[MainWindow]:
    """A window without a store."""
    load_fonts()
    window = MainWindow(Settings())
    window.show()
    yield window
    close(qtbot, window)


@pytest.fixture
def window(qtbot: QtBot, empty_window: MainWindow, store_path: Path) -> MainWindow:
    """The window on the small store; Trần Văn An works; everything is shown."""
    empty_window.desk.open_store(store_path, PERSON.name)
    qtbot.waitUntil(lambda: empty_window.desk.current is not None)
    settle(qtbot, empty_window)
    return empty_window


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until nothing is being read, drawn or done."""
    qtbot.waitUntil(lambda: window.desk.workplace.settled, timeout=20_000)


def close(qtbot: QtBot, window: MainWindow) -> None:
    """Close a window with its threads, unless the test has done so."""
    if not window.isVisible():
        window.deleteLater()
        return
    ended: list[bool] = []
    window.closed.connect(lambda: ended.append(True))
    window.close()
    qtbot.waitUntil(lambda: bool(ended))
    window.deleteLater()


@pytest.fixture
def parcel(app: Application) -> Callable[[str], ObjectId]:
    """Find a parcel of the small store by what people call it."""
    return lambda key: app.read(lambda reader: reader.find_parcel(key))


def parcel_of(window: MainWindow, key: str) -> ObjectId:
    """Return a parcel of the window's store by what people call it."""
    return window.desk.store.app.read(lambda reader: reader.find_parcel(key))
