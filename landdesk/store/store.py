"""A store as an object: made, opened, read and written; the only door to the file for the floors above.

Writers are serialised by the database (``BEGIN IMMEDIATE``); readers see one consistent state each. A store may be
open in several processes: ``data_version`` tells that another one wrote.
"""

import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from landdesk import files
from landdesk.domain.change import ChangeSet, Delta, Entry, Person
from landdesk.domain.clock import Clock, system_clock
from landdesk.domain.errors import InvalidInputError, LandDeskError, RefusedError, TroubleError
from landdesk.domain.ids import IdSource, ObjectId, Uuid7Source
from landdesk.domain.records import CLASSES
from landdesk.i18n import N_, Text
from landdesk.store import foreign
from landdesk.store.engine import (
    checkpoint,
    data_version,
    open_engine,
    plain_connection,
    read_transaction,
    write_transaction,
)
from landdesk.store.info import StoreInfo, read_info, write_info
from landdesk.store.migrations import MIGRATIONS, SCHEMA
from landdesk.store.objects import read_objects
from landdesk.store.reader import Reader
from landdesk.store.trouble import explain_database_error, explain_os_error
from landdesk.store.unit_of_work import UnitOfWork

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NewStore:
    """What a new store is to be; ``dataset`` None makes a dataset of its own."""

    role: str
    epsg: int
    communes: tuple[str, ...]
    training: bool = False
    dataset: ObjectId | None = None


class Store:
    """An open store; close it, or use it as a context.

    Args:
        path: The file.
        engine: Open for writing, or read-only.
        new_id: Source of identifiers.
        clock: Milliseconds since 1970.
    """

    def __init__(self, path: Path, engine: Engine, reading: Engine, new_id: IdSource, clock: Clock) -> None:
        self.path = path
        self._engine = engine
        self._reading = reading
        self.new_id = new_id
        self.clock = clock
        with self._explained(), read_transaction(reading) as conn:
            self.info: StoreInfo = read_info(conn)
        # The number of one connection says nothing about another's: the poll keeps its own.
        self._poll = ExitStack()
        self._polling = self._poll.enter_context(plain_connection(reading))

    @classmethod
    def create(
        cls,
        path: Path,
        wanted: NewStore,
        *,
        person: Person | None = None,
        fill: Callable[[UnitOfWork], None] | None = None,
        new_id: IdSource | None = None,
        clock: Clock = system_clock,
    ) -> "Store":
        """Make a new store and open it; the file appears when it is complete.

        Args:
            person: First person who works with it, and who acts in ``fill``.
            fill: Writes what the store is to hold from the beginning.

        Raises:
            RefusedError: There is a file of this name already.
            TroubleError: The folder cannot be written, the disk is full.
        """
        if path.exists():
            raise RefusedError(
                "store.exists",
                Text(N_("There is a file of this name already; it was not touched.")),
                where=Text("{path}", {"path": str(path)}),
                remedy=Text(N_("Choose another name.")),
            )
        ids = new_id or Uuid7Source(clock)
        _refuse_folder(path)

        def make(temporary: Path) -> None:
            engine = open_engine(temporary, create=True)
            try:
                with write_transaction(engine) as conn:
                    for migration in MIGRATIONS:
                        migration.upgrade(conn, wanted.epsg)
                    info = StoreInfo(
                        dataset=wanted.dataset or ids(),
                        workspace=ids(),
                        role=wanted.role,
                        training=wanted.training,
                        epsg=wanted.epsg,
                        communes=wanted.communes,
                        created_ms=clock(),
                        schema=SCHEMA,
                    )
                    write_info(conn, info)
                    mark_as_store(conn)
                    foreign.enter_session(conn)
                    work = UnitOfWork(conn, person, ids, clock)
                    if person is not None:
                        work.add_person(person)
                    if fill is not None:
                        fill(work)
                    foreign.leave_session(conn)
                checkpoint(engine)
            finally:
                engine.dispose()

        with _explained(path):
            files.publish(path, make)
        return cls.open(path, new_id=ids, clock=clock)

    @classmethod
    def open(cls, path: Path, *, new_id: IdSource | None = None, clock: Clock = system_clock) -> "Store":
        """Open a store.

        Raises:
            InvalidInputError: No such file, not a store, or a store of a newer program.
            TroubleError: The file cannot be read or written, or is damaged.
        """
        _refuse_not_a_store(path)
        unclean = path.with_name(path.name + "-wal")
        crashed = unclean.exists() and unclean.stat().st_size > 0
        engine = open_engine(path)
        reading = open_engine(path, read_only=True)
        try:
            with _explained(path), read_transaction(engine) as conn:
                _refuse_version(path, _store_version(conn))
                if crashed:
                    _refuse_damage(path, conn)
            return cls(path, engine, reading, new_id or Uuid7Source(clock), clock)
        except BaseException:
            engine.dispose()
            reading.dispose()
            raise

    def close(self) -> None:
        """Write the log back into the file, since people copy files, and let go of it.

        Where that is not possible, on a full disk, the log stays beside the file: everything is in it.
        """
        self._poll.close()
        self._reading.dispose()
        try:
            with self._explained():
                checkpoint(self._engine)
        except TroubleError as error:
            _LOGGER.warning("the log stays beside the store: %s", error.code)
        finally:
            self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def begin(self, person: Person | None) -> Iterator[UnitOfWork]:
        """Open the one write transaction; leaving normally commits, an exception leaves nothing.

        Raises:
            RefusedError: Another program wrote to the record and nobody has said yet what holds.
        """
        with self._explained(), write_transaction(self._engine) as conn:
            written = foreign.pending(conn)
            if written:
                raise _foreign_writes_error(written, self.path)
            foreign.enter_session(conn)
            work = UnitOfWork(conn, person, self.new_id, self.clock)
            yield work
            foreign.leave_session(conn)
        self.info = work.info

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Open a consistent view on a connection that cannot write."""
        with self._explained(), read_transaction(self._reading) as conn:
            yield Reader(conn)

    def data_version(self) -> int:
        """Return a number that changes when another connection has written."""
        with self._explained():
            return data_version(self._polling)

    def checkpoint(self) -> None:
        """Write the log back into the file, after a pause in the work."""
        with self._explained():
            checkpoint(self._engine)

    def foreign_writes(self) -> dict[str, int]:
        """Return how many objects of each class other programs have written to."""
        with self._explained(), read_transaction(self._reading) as conn:
            return foreign.count_foreign_writes(conn)

    def put_back_foreign_writes(self) -> int:
        """Undo what other programs wrote; return the number of writes."""
        with self._explained(), write_transaction(self._engine) as conn:
            written = foreign.pending(conn)
            foreign.enter_session(conn)
            foreign.put_back(conn)
            foreign.leave_session(conn)
        return written

    def take_over_foreign_writes(self, person: Person, tidy: Callable[[Delta], Delta]) -> Entry:
        """Make one entry of what other programs wrote.

        Args:
            person: Who answers for it.
            tidy: Brings a foreign row into the form of the record: grid, canonical order, clean texts.

        Raises:
            RefusedError: Nothing is different after all.
        """
        with self._explained(), write_transaction(self._engine) as conn:
            foreign.enter_session(conn)
            wanted = {
                identifier: (
                    class_name,
                    read_objects(conn, CLASSES[class_name], [identifier]).get(identifier),
                )
                for class_name, identifier in foreign.foreign_objects(conn)
            }
            foreign.put_back(conn)
            work = UnitOfWork(conn, person, self.new_id, self.clock)
            deltas: list[Delta] = []
            for identifier, (class_name, new) in wanted.items():
                old = read_objects(conn, CLASSES[class_name], [identifier]).get(identifier)
                if old is not None or new is not None:
                    deltas.append(tidy(Delta(old, new)))
            subject = ", ".join(one.key for one in ChangeSet("", tuple(deltas)).parcels()[:5])
            entry = work.apply(ChangeSet("store.take-over", tuple(deltas), subject))
            foreign.leave_session(conn)
        return entry

    def verify(self) -> list[Text]:
        """Return what is wrong inside the file: pages, foreign keys, spatial index, journal, revisions."""
        from landdesk.store.integrity import problems

        with self._explained(), read_transaction(self._reading) as conn:
            return problems(conn)

    def _explained(self) -> "_Explained":
        return _explained(self.path)


class _Explained:
    """Turns what database and system complain about into errors a person can act on."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        explained: LandDeskError | None = None
        if isinstance(error, SQLAlchemyError):
            explained = explain_database_error(error, self._path)
        elif isinstance(error, OSError):
            explained = explain_os_error(error, self._path)
        if explained is not None:
            raise explained from error


def _explained(path: Path) -> _Explained:
    return _Explained(path)


def _refuse_folder(path: Path) -> None:
    """Refuse a folder that takes no file, before the database says the same of a temporary name."""
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise explain_os_error(error, path) from error


def _refuse_not_a_store(path: Path) -> None:
    """Refuse what is visibly no database before the driver makes one of it."""
    where = Text("{path}", {"path": str(path)})
    if not path.exists():
        raise InvalidInputError(
            "store.missing",
            Text(N_("There is no such store.")),
            where,
            Text(N_("Check the name and the folder, or make a new one: landdesk new STORE --commune CODE")),
        )
    if not path.is_file():
        raise InvalidInputError(
            "store.not-a-file",
            Text(N_("This is not a file.")),
            where,
            Text(N_("Choose the store file itself.")),
        )
    with _explained(path), path.open("rb") as file:
        head = file.read(16)
    if head != b"SQLite format 3\0":
        raise _not_a_store(path)


def _not_a_store(path: Path) -> InvalidInputError:
    return InvalidInputError(
        "store.not-a-store",
        Text(N_("The file is not a LandDesk store.")),
        Text("{path}", {"path": str(path)}),
        Text(N_("Choose a store that LandDesk has made; other files are brought in by: landdesk import")),
    )


_APPLICATION_ID = 0x4C616E64
"""``Land``, in the header of every store."""


def mark_as_store(conn: Connection) -> None:
    """Write into the file's header that it is a store of the newest schema."""
    conn.exec_driver_sql(f"PRAGMA application_id = {_APPLICATION_ID}")
    conn.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")


def _store_version(conn: Connection) -> int | None:
    """Return the schema of a store; None when the file is another database."""
    if conn.exec_driver_sql("PRAGMA application_id").scalar() != _APPLICATION_ID:
        return None
    return int(conn.exec_driver_sql("PRAGMA user_version").scalar_one())


def _refuse_version(path: Path, version: int | None) -> None:
    if version is None:
        raise _not_a_store(path)
    if version > SCHEMA:
        raise InvalidInputError(
            "store.newer-schema",
            Text(
                N_("The store was made by a newer LandDesk (schema {theirs}, this one knows {ours})."),
                {"theirs": version, "ours": SCHEMA},
            ),
            Text("{path}", {"path": str(path)}),
            Text(N_("Install the newer LandDesk on this computer; the store was not changed.")),
        )


def _refuse_damage(path: Path, conn: Connection) -> None:
    answer = conn.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if answer != "ok":
        raise TroubleError(
            "store.damaged",
            Text(N_("The store is damaged: {reason}"), {"reason": str(answer)}),
            Text("{path}", {"path": str(path)}),
            Text(N_("Do not go on with this file; restore the last copy.")),
        )


def _foreign_writes_error(written: int, path: Path) -> RefusedError:
    return RefusedError(
        "store.foreign-writes",
        Text(N_("{count} records were changed by another program."), {"count": written}),
        Text("{path}", {"path": str(path)}),
        Text(
            N_(
                "Take them over as one entry, or put them back: landdesk foreign STORE --take-over | --put-back"
            )
        ),
    )
