"""One write transaction: checks the old sides of a change set, writes the new ones and one journal entry.

All writing of the record goes through :meth:`UnitOfWork.apply`. Everything else here keeps what surrounds the
record: persons, packages, decisions, findings.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, insert

from landdesk.domain.canonical import Revision, images_of, revision_of
from landdesk.domain.change import ChangeSet, Delta, Entry, EntryKind, Person
from landdesk.domain.clock import Clock, local_time
from landdesk.domain.codelists import OfficeList
from landdesk.domain.errors import RefusedError
from landdesk.domain.ids import IdSource, ObjectId
from landdesk.domain.records import CLASSES, AnyRecord
from landdesk.i18n import N_, Text
from landdesk.store import journal, objects
from landdesk.store import tables as t
from landdesk.store.dialect.spatialite import bulk_load
from landdesk.store.info import StoreInfo, write_info, write_recovery_identity
from landdesk.store.objects import ObjectState
from landdesk.store.queries import (
    codelists,
    decisions,
    findings,
    imports,
    people,
    safekeeping,
    surveys,
    worklists,
)
from landdesk.store.queries.decisions import UNDECIDED, Decision
from landdesk.store.queries.entry import write_draft
from landdesk.store.queries.exchange import PackageLine, Snapshot
from landdesk.store.queries.findings import CheckRun, StoredFinding
from landdesk.store.queries.safekeeping import RestorePoint
from landdesk.store.queries.surveys import Survey, SurveyPoint
from landdesk.store.queries.worklists import Worklist, WorklistItem
from landdesk.store.reader import Reader

_CAN_BE_UNDONE = frozenset({EntryKind.ACT, EntryKind.IMPORT, EntryKind.DECISION})

_JUDGED = frozenset({EntryKind.ACT, EntryKind.IMPORT})

BULK_ACT = 50
"""An act on so many objects is one that people want to come back from: a restore point is set before it."""

BULK_ROWS = 2_000
"""From so many new parcels on, entering them into the spatial index together pays."""


@dataclass(frozen=True, slots=True)
class Trunk:
    """The office's revision of an object; ``rev`` None when the office has deleted it."""

    no: int | None
    rev: Revision | None


Judge = Callable[["UnitOfWork", ChangeSet], Callable[[], None] | None]
"""Refuses an act or import before it is written; what it returns may refuse it once it is written."""


class UnitOfWork(Reader):
    """Reads and writes of one transaction that holds the write lock.

    Args:
        person: Who acts; None only for work that writes no entry.
        new_id: Source of identifiers.
        clock: Milliseconds since 1970.
        judge: Asked before every act and import; None lets all pass.
    """

    def __init__(
        self,
        conn: Connection,
        person: Person | None,
        new_id: IdSource,
        clock: Clock,
        judge: Judge | None = None,
    ) -> None:
        super().__init__(conn)
        self._judge = judge
        self.person = person
        self.new_id = new_id
        self.clock = clock
        self.entries: list[Entry] = []
        """Journal entries written so far."""
        self.written: list[ChangeSet] = []
        """The change of each entry, without what did not differ."""

    def apply(
        self,
        change: ChangeSet,
        kind: EntryKind = EntryKind.ACT,
        *,
        undoes: int | None = None,
        record: ObjectId | None = None,
        trunk: Mapping[ObjectId, Trunk] | None = None,
        allow_empty: bool = False,
        judged: bool = True,
    ) -> Entry:
        """Write a change set and its journal entry.

        Args:
            change: Old sides must be what the store holds; shapes on the grid and in canonical order.
            kind: Kind of the entry.
            undoes: Number of the entry that this one takes back.
            record: Registration it belongs to; a new one by default.
            trunk: Office revisions to note with it, for any objects.
            allow_empty: Write an entry even when nothing differs.
            judged: Whether the judge is asked; not where something is taken back or is the office's word.

        Raises:
            RefusedError: An old side differs from the store, nobody acts, nothing would change, or the judge says no.
        """
        person = self.acting()
        changed = [one for one in _with_sides(change.deltas) if one.rev_old != one.rev_new]
        if not changed and not allow_empty and not trunk:
            raise RefusedError(
                "edit.nothing-changed",
                Text(N_("Nothing would change.")),
                remedy=Text(N_("The values are the same as before; there is nothing to save.")),
            )
        states = self.states([one.id for one in changed] + list(trunk or ()))
        for one in changed:
            self._refuse_stale(one, states.get(one.id))
        settle = self._judge(self, change) if judged and kind in _JUDGED and self._judge is not None else None
        bulk = kind is EntryKind.ACT and len(changed) >= BULK_ACT
        if undoes is None and (kind is EntryKind.IMPORT or bulk):
            self.mark_restore_point(f"before:{change.command}:{change.subject}")
        self._write_objects(changed)
        self._write_states(changed, states, trunk or {})
        new = journal.NewEntry(
            kind=kind,
            command=change.command,
            subject=change.subject,
            record=record or self.new_id(),
            person=person,
            workspace=self.info.workspace,
            clock_ms=self.clock(),
            undoes=undoes,
        )
        entry = journal.append_entry(self._conn, new, changed)
        self.mark_unsent(change.resend)
        if change.lineage:
            lines = [
                {"parent": parent, "child": child, "entry": entry.number} for parent, child in change.lineage
            ]
            self._conn.execute(insert(t.parcel_lineage), lines)
        if settle is not None:
            settle()
        self.entries.append(entry)
        deltas = tuple(one.delta for one in changed)
        self.written.append(ChangeSet(change.command, deltas, change.subject, change.lineage))
        return entry

    def acting(self) -> Person:
        """Return who acts.

        Raises:
            RefusedError: Nobody is chosen.
        """
        if self.person is None:
            raise RefusedError(
                "person.none",
                Text(N_("Nobody is chosen who does this.")),
                remedy=Text(N_("Say first who works.")),
            )
        return self.person

    def _refuse_stale(self, change: "_Change", state: ObjectState | None) -> None:
        present = state.rev if state is not None else None
        if present == change.rev_old:
            return
        number = journal.latest_entry_on(self._conn, change.id)
        raise changed_since(None if number is None else self.entry(number))

    def _write_objects(self, changed: Sequence["_Change"]) -> None:
        srid = self.info.epsg
        created: dict[str, list[AnyRecord]] = {name: [] for name in CLASSES}
        updated: dict[str, list[AnyRecord]] = {name: [] for name in CLASSES}
        deleted: dict[str, list[ObjectId]] = {name: [] for name in CLASSES}
        for one in changed:
            if one.delta.new is None:
                deleted[one.class_name].append(one.id)
            elif one.delta.old is None:
                created[one.class_name].append(one.delta.new)
            else:
                updated[one.class_name].append(one.delta.new)
        for class_name, records in created.items():
            if class_name == "parcel" and len(records) >= BULK_ROWS:
                with bulk_load(self._conn, t.parcel.name):
                    objects.insert_objects(self._conn, records, srid)
            else:
                objects.insert_objects(self._conn, records, srid)
        for records in updated.values():
            objects.update_objects(self._conn, records, srid)
        for class_name in reversed(CLASSES):
            objects.delete_objects(self._conn, class_name, deleted[class_name])

    def _write_states(
        self,
        changed: Sequence["_Change"],
        states: Mapping[ObjectId, ObjectState],
        trunk: Mapping[ObjectId, Trunk],
    ) -> None:
        for some in objects.chunks(changed):
            written = [_state_after(one, states.get(one.id), trunk.get(one.id)) for one in some]
            objects.write_states(self._conn, written, states)
        own = {one.id for one in changed} if trunk else ()
        others = [
            replace(states[identifier], trunk_no=office.no, trunk_rev=office.rev)
            for identifier, office in trunk.items()
            if identifier not in own and identifier in states
        ]
        objects.write_states(self._conn, others, states)

    def mark_sent(self, identifiers: Iterable[ObjectId], package: ObjectId) -> None:
        """Note that the present revisions went out with a package."""
        states = self.states(identifiers)
        sent = [replace(one, sent_rev=one.rev, sent_package=package) for one in states.values()]
        objects.write_states(self._conn, sent, states)

    def mark_unsent(self, identifiers: Iterable[ObjectId]) -> None:
        """Note that the objects are to go out again although they did not change."""
        states = self.states(identifiers)
        again = [replace(one, sent_rev=None, sent_package=None) for one in states.values()]
        objects.write_states(self._conn, again, states)

    def add_person(self, person: Person) -> None:
        """Add a person.

        Raises:
            RefusedError: There is one of this name and unit.
        """
        if any(
            one.unit == person.unit and one.name == person.name for one in self.people.called(person.name)
        ):
            raise RefusedError(
                "person.exists",
                Text(N_("{name} of {unit} is there already."), {"name": person.name, "unit": person.unit}),
                remedy=Text(N_("Choose the person from the list.")),
            )
        people.write_person(self._conn, person)

    def set_info(self, info: StoreInfo) -> None:
        """Replace what the store says of itself."""
        write_info(self._conn, info)
        self.info = info

    def mark_restore_point(self, words: str) -> RestorePoint | None:
        """Set a restore point after the newest entry; None while the journal is empty.

        Args:
            words: See ``RestorePoint``.
        """
        entry = self.version()
        return safekeeping.add_restore_point(self._conn, entry, words, self.clock()) if entry else None

    def note_outgoing(
        self, purpose: str, file_name: str, columns: Iterable[str], persons: int, sha256: bytes | None = None
    ) -> None:
        """Note a file that leaves with names or numbers of people; see ``OutgoingFile``.

        Raises:
            RefusedError: Nobody is chosen.
        """
        person = self.acting()
        safekeeping.add_outgoing_file(
            self._conn,
            self.clock(),
            f"{person.name}, {person.unit}",
            purpose,
            file_name,
            sha256,
            columns,
            persons,
        )

    def note_outgoing_again(self, sha256: bytes, file_name: str) -> None:
        """Note that a file that left before leaves once more; nothing where it held nothing of people."""
        for one in self.safekeeping.outgoing_files():
            if one.sha256 == sha256:
                self.note_outgoing(one.purpose, file_name, one.columns, one.persons, sha256)
                return

    def keep_recovery_identity(self, sealed: str) -> None:
        """Keep the office's recovery identity, sealed; see ``store.encryption.office_key``."""
        write_recovery_identity(self._conn, sealed)

    def add_snapshot(self, snapshot: Snapshot) -> None:
        """Note a state that was handed out."""
        self._conn.execute(
            insert(t.snapshot),
            [
                {
                    "id": snapshot.id,
                    "number": snapshot.number,
                    "entry": snapshot.entry,
                    "commune": snapshot.commune,
                    "root_hash": snapshot.root_hash,
                    "package": snapshot.package,
                }
            ],
        )

    def add_package(self, line: PackageLine, content: bytes | None, records: Iterable[ObjectId] = ()) -> None:
        """Keep a package that was written or received.

        Args:
            content: The file, kept where it must be shown or written again.
            records: Its records, all undecided.
        """
        row: dict[str, Any] = {
            column.name: getattr(line, column.name) for column in t.package.c if column.name != "content"
        }
        self._conn.execute(insert(t.package), [row | {"content": content}])
        undecided = [{"package": line.id, "record": record, "decision": UNDECIDED} for record in records]
        if undecided:
            self._conn.execute(insert(t.package_record), undecided)

    def decide(self, package: ObjectId, said: Sequence[Decision]) -> None:
        """Write what the office said of records of a package."""
        decisions.write_decisions(self._conn, package, said)

    def take_back_decision(self, entry: int) -> None:
        """Let the records that an entry decided be undecided again."""
        decisions.take_back(self._conn, entry)

    def repeat_decision(self, entry: int) -> None:
        """Decide again what an entry decided that was taken back."""
        decisions.repeat(self._conn, entry)

    def add_import_source(self, entry: int, sha256: bytes, layer: str, file_name: str, report: str) -> None:
        """Note which file an entry imported, and its report as JSON."""
        row = {"entry": entry, "sha256": sha256, "layer": layer, "file_name": file_name, "report": report}
        self._conn.execute(insert(t.import_source), [row])

    def keep_source_values(self, entry: int, values: Mapping[tuple[ObjectId, str], str]) -> None:
        """Note what a source said and was not taken, since it was edited here: object, field, canonical value."""
        imports.write_kept(self._conn, entry, values)

    def write_code_lists(self, said: Iterable[OfficeList], *, in_place_of_all: bool = False) -> None:
        """Write what the office says of code lists.

        Args:
            said: Later than what is known of these lists.
            in_place_of_all: Forget what is known of others.
        """
        if in_place_of_all:
            codelists.forget_code_lists(self._conn)
        codelists.write_code_lists(self._conn, said)

    def write_findings(self, run: CheckRun, kept: Sequence[StoredFinding]) -> None:
        """Write the outcome of a check, see ``queries.findings.write_findings``."""
        findings.write_findings(self._conn, run, kept)

    def keep_draft(self, text: str | None) -> None:
        """Keep an unfinished certificate form in the place of the one before; None for none."""
        write_draft(self._conn, text)

    # worklists: no part of the record, so nothing of them is journaled
    def add_worklist(self, made: Worklist) -> None:
        """Add a worklist."""
        worklists.add_worklist(self._conn, made)

    def change_worklist(self, changed: Worklist) -> None:
        """Write a worklist as it is now."""
        worklists.change_worklist(self._conn, changed)

    def close_worklist(self, identifier: ObjectId) -> None:
        """Take a worklist out of the lists; what was done in it still counts."""
        worklists.close_worklist(self._conn, identifier)

    def set_goal(self, person: ObjectId, goal: int) -> None:
        """Set how many parcels a day a person means to do."""
        worklists.set_goal(self._conn, person, goal)

    def say_of_worklist(self, worklist: Worklist, item: WorklistItem, position: ObjectId | None) -> Worklist:
        """Note what is said of a parcel of a worklist and the new place in it; return the worklist then."""
        return worklists.say(self._conn, worklist, item, position)

    # points of the field: no part of the record either
    def add_survey(self, made: Survey, points: Iterable[SurveyPoint]) -> None:
        """Add a file of the field with its points."""
        surveys.add_survey(self._conn, made, points)

    def add_survey_points(self, points: Iterable[SurveyPoint]) -> None:
        """Add points to files of the field that are there."""
        surveys.add_points(self._conn, points)

    def remove_survey(self, identifier: ObjectId) -> None:
        """Take a file of the field out with its points."""
        surveys.remove_survey(self._conn, identifier)

    def undo_target(self) -> Entry | None:
        """Return the newest act, import or decision of this person here that still holds; None without one.

        For one that was undone and redone it is the entry that redid it.
        """
        person = self.acting()
        for entry in self._own_chain(person):
            if entry.undone_by is None and not self.takes_back(entry):
                return entry
        return None

    def redo_target(self) -> Entry | None:
        """Return the newest undo of this person here that still holds; anything done since empties redo."""
        person = self.acting()
        for entry in self._own_chain(person):
            if entry.undoes is None:
                return None
            if entry.undone_by is None and self.takes_back(entry):
                return entry
        return None

    def _own_chain(self, person: Person) -> Iterable[Entry]:
        before: int | None = None
        while True:
            page = self.history(100, before=before)
            for entry in page:
                if entry.kind in _CAN_BE_UNDONE and entry.person.id == person.id:
                    yield entry
            if len(page) < 100:
                return
            before = page[-1].number


def changed_since(entry: Entry | None) -> RefusedError:
    """Return the error that an object was changed in the meantime, by this entry."""
    where = None
    if entry is not None:
        where = Text(
            N_("Entry {number}: {command} {subject}, {person}, {time}"),
            {
                "number": entry.number,
                "command": entry.command,
                "subject": entry.subject,
                "person": entry.person.name,
                "time": local_time(entry.at_ms),
            },
        )
    return RefusedError(
        "store.changed-since",
        Text(N_("The object was changed in the meantime; nothing was written.")),
        where=where,
        remedy=Text(N_("Look at its present state and do it again if it is still right.")),
    )


@dataclass(frozen=True, slots=True)
class _Change(journal.NewDelta):
    """A delta with what is computed from its sides, each once."""

    delta: Delta


def _state_after(change: "_Change", before: ObjectState | None, office: Trunk | None) -> ObjectState:
    """Return the state of an object after a change, with the office's revision where it comes with it."""
    after = (
        ObjectState(change.id, change.class_name, 1, change.rev_new, None, None, None, None)
        if before is None
        else replace(before, no=before.no + 1, rev=change.rev_new)
    )
    return after if office is None else replace(after, trunk_no=office.no, trunk_rev=office.rev)


def _with_sides(deltas: Iterable[Delta]) -> Iterable[_Change]:
    """Yield the deltas of one class after the other with images and revisions, shapes written in one pass."""
    by_class: dict[str, list[Delta]] = {}
    for delta in deltas:
        by_class.setdefault(delta.class_name, []).append(delta)
    for class_name, group in by_class.items():
        for some in objects.chunks(group):
            images_old = iter(images_of([one.old for one in some if one.old is not None]))
            images_new = iter(images_of([one.new for one in some if one.new is not None]))
            for one in some:
                image_old = None if one.old is None else next(images_old)
                image_new = None if one.new is None else next(images_new)
                yield _Change(
                    one.id,
                    class_name,
                    None if image_old is None else revision_of(image_old),
                    None if image_new is None else revision_of(image_new),
                    image_old,
                    one,
                )
