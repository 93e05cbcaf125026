"""A store as an object: made, opened, read and written; the only door to the file for the floors above.

Writers are serialised by the database (``BEGIN IMMEDIATE``); readers see one consistent state each. A store may be
open in several processes: ``data_version`` tells that another one wrote.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from landdesk import files
from landdesk.domain.change import ChangeSet, Delta, Entry, Person
from landdesk.domain.clock import Clock, system_clock
from landdesk.domain.errors import LandDeskError, RefusedError, TroubleError
from landdesk.domain.ids import IdSource, ObjectId, Uuid7Source
from landdesk.domain.progress import Progress
from landdesk.domain.records import CLASSES
from landdesk.i18n import N_, Text
from landdesk.store import foreign
from landdesk.store.engine import (
    checkpoint,
    copy_store,
    data_version,
    open_engine,
    plain_connection,
    read_transaction,
    write_transaction,
)
from landdesk.store.info import StoreInfo, read_info, write_info
from landdesk.store.looking import Looking, look_at, may_be_written, unwritten_log
from landdesk.store.migrations import MIGRATIONS, SCHEMA
from landdesk.store.migrations.runner import bring_forward
from landdesk.store.objects import read_objects
from landdesk.store.reader import Reader
from landdesk.store.recognition import (
    key_does_not_fit,
    key_path,
    mark_as_store,
    older_schema,
    passphrase_needed,
    recognised,
    refuse_damage,
    refuse_taken,
    refuse_unfit_key,
    refuse_version,
    store_version,
)
from landdesk.store.trouble import CANNOT_BE_WRITTEN, explained_at, read_only_store
from landdesk.store.unit_of_work import Judge, UnitOfWork

if TYPE_CHECKING:
    # Cryptography costs a plain store no time when it opens.
    from landdesk.store.encryption.key_file import StoreKey
    from landdesk.store.vault import Vault

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
        engine: Open for writing; None where the store can only be looked at.
        looking: Opens it for reading.
        key: Of an encrypted store; None for a plain one.
        new_id: Source of identifiers.
        clock: Milliseconds since 1970.
    """

    def __init__(
        self,
        path: Path,
        engine: Engine | None,
        looking: Looking,
        key: "StoreKey | None",
        new_id: IdSource,
        clock: Clock,
    ) -> None:
        self.path = path
        self.key = key
        self.copy_before: Path | None = None
        """The store as it was, where opening brought it to a newer schema."""
        self._writing = engine
        self._looking = looking
        self.new_id = new_id
        self.clock = clock
        self.judge: Judge | None = None
        """Asked before every act and import; set by who knows what the person may do."""
        with self._look() as conn:
            self.info: StoreInfo = read_info(conn)
        # The number of one connection says nothing about another's: the poll keeps its own.
        self._poll = ExitStack()
        self._polling = self._poll.enter_context(plain_connection(looking.engine))

    @classmethod
    def create(
        cls,
        path: Path,
        wanted: NewStore,
        *,
        key: "StoreKey | None" = None,
        person: Person | None = None,
        fill: Callable[[UnitOfWork], None] | None = None,
        new_id: IdSource | None = None,
        clock: Clock = system_clock,
    ) -> "Store":
        """Make a new store and open it; the file appears when it is complete.

        Args:
            key: Makes it an encrypted store; the key file is there before the store is.
            person: First person who works with it, and who acts in ``fill``.
            fill: Writes what the store is to hold from the beginning.

        Raises:
            RefusedError: There is a file of this name already.
            TroubleError: The folder cannot be written, the disk is full.
        """
        refuse_taken(path)
        if key is not None:
            refuse_taken(key_path(path))
        secret = None if key is None else key.key
        ids = new_id or Uuid7Source(clock)

        def make(temporary: Path) -> None:
            engine = open_engine(temporary, key=secret, create=True)
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
            if key is not None:
                key.write(path)

        try:
            with explained_at(path):
                files.publish(path, make)
        except BaseException:
            if key is not None:
                key_path(path).unlink(missing_ok=True)
            raise
        return cls.open(path, key=key, new_id=ids, clock=clock)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        key: "StoreKey | None" = None,
        new_id: IdSource | None = None,
        clock: Clock = system_clock,
    ) -> "Store":
        """Open a store; one that cannot be written is opened to be looked at (``read_only``).

        Args:
            path: The file.
            key: Of an encrypted store; of no meaning for a plain one.

        Raises:
            RefusedError: ``store.passphrase-needed``: the store is encrypted and there is no key.
            InvalidInputError: No such file, not a store, or a store of a newer program.
            TroubleError: The file cannot be read, or is damaged.
        """
        with explained_at(path):
            encrypted = recognised(path) is not None
            crashed = unwritten_log(path) is not None
            writable = may_be_written(path)
        if encrypted and key is None:
            raise passphrase_needed(path)
        key = key if encrypted else None
        secret = None if key is None else key.key
        ids = new_id or Uuid7Source(clock)
        if writable:
            beside = Looking(open_engine(path, key=secret, read_only=True), None)
            try:
                opened = cls._opened(path, open_engine(path, key=secret), beside, crashed, key, ids, clock)
            except TroubleError as error:
                # A stick with a lock, a share: only trying tells.
                if error.code not in CANNOT_BE_WRITTEN:
                    raise
                full = error.code == "store.disk-full"
            else:
                opened.finish_encrypting()
                return opened
        else:
            full = False
        with explained_at(path):
            looking = look_at(path, key=secret, full=full)
        return cls._opened(path, None, looking, crashed, key, ids, clock)

    @classmethod
    def _opened(
        cls,
        path: Path,
        engine: Engine | None,
        looking: Looking,
        crashed: bool,
        key: "StoreKey | None",
        new_id: IdSource,
        clock: Clock,
    ) -> "Store":
        first = looking.engine if engine is None else engine
        try:
            with explained_at(path), read_transaction(first) as conn:
                if key is not None:
                    refuse_unfit_key(path, conn)
                version = store_version(conn)
                refuse_version(path, version)
                if crashed:
                    refuse_damage(path, conn)
            copy = None
            if version < SCHEMA:
                if engine is None:
                    raise older_schema(path, version)
                with explained_at(path):
                    copy = bring_forward(engine, path)
            store = cls(path, engine, looking, key, new_id, clock)
        except BaseException as error:
            first.dispose()
            looking.engine.dispose()
            if key is not None and isinstance(error, LandDeskError) and error.code == "store.not-a-store":
                raise key_does_not_fit(path) from error
            raise
        store.copy_before = copy
        return store

    def close(self) -> None:
        """Write the log back into the file, since people copy files, and let go of it.

        Where that is not possible, on a full disk, the log stays beside the file: everything is in it.
        """
        self._poll.close()
        self._looking.engine.dispose()
        if self._writing is None:
            return
        try:
            with explained_at(self.path):
                checkpoint(self._writing)
        except TroubleError as error:
            _LOGGER.warning("the log stays beside the store: %s", error.code)
        finally:
            self._writing.dispose()

    @property
    def encrypted(self) -> bool:
        """Whether the store is encrypted at rest."""
        return self.key is not None

    @property
    def vault(self) -> "Vault":
        """The files beside the store."""
        from landdesk.store.vault import Vault

        return Vault(self.path, None if self.key is None else self.key.key)

    def finish_encrypting(self) -> None:
        """Do what a stop while the store was being encrypted has left to do; the next opening tries it again."""
        if self.key is None:
            return
        from landdesk.store.encryption.converting import finish_encrypting

        try:
            if finish_encrypting(self.path, self.key.key):
                _LOGGER.info("encrypting the store was finished")
        except LandDeskError as error:
            _LOGGER.warning("encrypting the store is not finished: %s", error.code)

    def copy_to(self, target: Path, progress: Progress | None = None, *, named: Path | None = None) -> None:
        """Write a whole copy as of now under a name where no file is; with the same key, where there is one.

        Args:
            target: The copy.
            progress: Asked now and then whether to stop.
            named: What errors speak of where the copy is a part of another file.

        Raises:
            LandDeskError: As ``engine.copy_store``.
        """
        copy_store(self._looking.engine, target, progress, named=named)
        with explained_at(self.path):
            self._looking.refuse_changed(self.path)

    def write_readable_copy(self, target: Path) -> None:
        """Write the present record, without its history, as a plain SpatiaLite file for other programs.

        Raises:
            LandDeskError: The folder cannot be written, the disk is full.
        """
        from landdesk.store.encryption.converting import write_readable_copy

        write_readable_copy(self._looking.engine, target)

    @property
    def read_only(self) -> bool:
        """Whether the store can only be looked at: the file or its folder cannot be written."""
        return self._writing is None

    def refuse_read_only(self) -> None:
        """Refuse work that would be done in vain.

        Raises:
            TroubleError: The store can only be looked at.
        """
        if self._writing is None:
            raise read_only_store(self.path, full=self._looking.full)

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
        with explained_at(self.path), write_transaction(self._engine) as conn:
            written = foreign.pending(conn)
            if written:
                raise _foreign_writes_error(written, self.path)
            foreign.enter_session(conn)
            work = UnitOfWork(conn, person, self.new_id, self.clock, self.judge)
            yield work
            foreign.leave_session(conn)
        self.info = work.info

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Open a consistent view on a connection that cannot write."""
        with self._look() as conn:
            yield Reader(conn)

    def data_version(self) -> int:
        """Return a number that changes when another connection has written."""
        with explained_at(self.path):
            return data_version(self._polling)

    def checkpoint(self) -> None:
        """Write the log back into the file, after a pause in the work."""
        if self._writing is not None:
            with explained_at(self.path):
                checkpoint(self._writing)

    def foreign_writes(self) -> dict[str, int]:
        """Return how many objects of each class other programs have written to."""
        with self._look() as conn:
            return foreign.count_foreign_writes(conn)

    def put_back_foreign_writes(self) -> int:
        """Undo what other programs wrote; return the number of writes."""
        with explained_at(self.path), write_transaction(self._engine) as conn:
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
            RefusedError: Nothing is different after all, or what was written refers to something that is not there.
        """
        try:
            return self._taken_over(person, tidy)
        except IntegrityError as error:
            raise RefusedError(
                "foreign.cannot-hold",
                Text(N_("What the other program wrote refers to a parcel or a land user that is not there.")),
                Text("{path}", {"path": str(self.path)}),
                Text(N_("Put it back, or mend it in the other program.")),
            ) from error

    def _taken_over(self, person: Person, tidy: Callable[[Delta], Delta]) -> Entry:
        with explained_at(self.path), write_transaction(self._engine) as conn:
            foreign.enter_session(conn)
            wanted = {
                identifier: (
                    class_name,
                    read_objects(conn, CLASSES[class_name], [identifier]).get(identifier),
                )
                for class_name, identifier in foreign.foreign_objects(conn)
            }
            foreign.put_back(conn)
            work = UnitOfWork(conn, person, self.new_id, self.clock, self.judge)
            deltas: list[Delta] = []
            for identifier, (class_name, new) in wanted.items():
                old = read_objects(conn, CLASSES[class_name], [identifier]).get(identifier)
                if old is not None or new is not None:
                    deltas.append(tidy(Delta(old, new)))
            deltas = foreign.with_dependants(work, deltas)
            subject = ", ".join(one.key for one in ChangeSet("", tuple(deltas)).parcels()[:5])
            entry = work.apply(ChangeSet("store.take-over", tuple(deltas), subject))
            foreign.leave_session(conn)
        return entry

    def verify(self) -> list[Text]:
        """Return what is wrong inside the file: pages, foreign keys, spatial index, journal, revisions."""
        from landdesk.store.integrity import problems

        with self._look() as conn:
            return problems(conn)

    @contextmanager
    def _look(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the store and cannot write."""
        try:
            with explained_at(self.path), read_transaction(self._looking.engine) as conn:
                yield conn
        finally:
            with explained_at(self.path):
                self._looking.refuse_changed(self.path)

    @property
    def _engine(self) -> Engine:
        """The engine to write with; raises TroubleError where there is none."""
        self.refuse_read_only()
        assert self._writing is not None
        return self._writing


def _foreign_writes_error(written: int, path: Path) -> RefusedError:
    return RefusedError(
        "store.foreign-writes",
        Text(N_("{count} records were changed by another program."), {"count": written}),
        Text("{path}", {"path": str(path)}),
        Text(N_("Take them over as one entry, or put them back.")),
    )
