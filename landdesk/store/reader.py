"""One consistent view of a store: everything services and front ends read, no SQL outside this layer.

A reader lives in one transaction; it never writes (checks get one on a read-only connection).
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import Connection

from landdesk.domain.bonds import PART_FIELDS, parcels_named
from landdesk.domain.canonical import Revision, record_from_image
from landdesk.domain.change import ChangeSet, Delta, Entry
from landdesk.domain.codelists import OfficeList
from landdesk.domain.completeness import Need
from landdesk.domain.coverage import ParcelRows
from landdesk.domain.dossier import Dossier
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.fields import REFERENCE_FIELDS, Field
from landdesk.domain.ids import ObjectId, id_text, short_id
from landdesk.domain.records import (
    CLASSES,
    AnyRecord,
    LandRight,
    Parcel,
    Party,
    Purpose,
    WorkItem,
    parcel_key,
)
from landdesk.domain.sync_errors import WORK_KINDS
from landdesk.i18n import N_, Text
from landdesk.store import journal, objects
from landdesk.store.concerning import parcels_concerned
from landdesk.store.dossiers import read_belongings, read_dossiers
from landdesk.store.info import StoreInfo, read_info, read_recovery_identity
from landdesk.store.parcel_history import ParcelEvent, read_parcel_history
from landdesk.store.past import PastRecords
from landdesk.store.queries import (
    codelists,
    exchange,
    findings,
    imports,
    lookup,
    parcels,
    people,
    safekeeping,
)
from landdesk.store.queries.checks import Asked, Within
from landdesk.store.queries.completeness import Gaps, read_gaps
from landdesk.store.queries.entry import Entering
from landdesk.store.queries.failures import Failures
from landdesk.store.queries.identifiers import objects_by_digits
from landdesk.store.queries.linking import Linking
from landdesk.store.queries.parcel_facts import ParcelFactQueries
from landdesk.store.queries.parcels import ParcelLine
from landdesk.store.queries.recorded import Recorded
from landdesk.store.queries.reporting import Reporting
from landdesk.store.queries.search import found_parcels
from landdesk.store.queries.surveys import Surveys
from landdesk.store.queries.worklists import Worklists

RecordT = TypeVar("RecordT", bound=AnyRecord)

_PLACE = {class_name: place for place, class_name in enumerate(CLASSES)}
_OF_A_PARCEL = frozenset(
    owner for owner, fields in REFERENCE_FIELDS.items() if any(one.name == "parcel_id" for one in fields)
)


class Reader:
    """Reads of one transaction.

    ``people``, ``exchange``, ``findings``, ``safekeeping``, ``worklists``, ``surveys``, ``failures``, ``facts``,
    ``entering``, ``recorded``, ``linking`` and ``reporting`` are reached by the methods of their subject, in
    ``store/queries``.
    """

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self.info: StoreInfo = read_info(conn)
        self.people = people.People(conn)
        self.exchange = exchange.Exchange(conn)
        self.findings = findings.Findings(conn)
        self.safekeeping = safekeeping.Safekeeping(conn)
        self.worklists = Worklists(conn)
        self.surveys = Surveys(conn)
        self.failures = Failures(conn)
        self.facts = ParcelFactQueries(conn)
        self.entering = Entering(conn)
        self.recorded = Recorded(conn)
        self.linking = Linking(conn)
        self.reporting = Reporting(conn)

    # objects
    def get(self, kind: type[RecordT], identifier: ObjectId) -> RecordT:
        """Return an object.

        Raises:
            RefusedError: It does not exist (any more).
        """
        found = objects.read_objects(self._conn, kind, [identifier]).get(identifier)
        if found is None:
            raise RefusedError(
                "store.no-object",
                Text(N_("The object does not exist, or does not exist any more.")),
                where=Text("{kind} {id}", {"kind": kind.CLASS, "id": id_text(identifier)}),
                remedy=Text(N_("Refresh the list and try again.")),
            )
        return found

    def get_many(self, kind: type[RecordT], identifiers: Iterable[ObjectId]) -> dict[ObjectId, RecordT]:
        """Return those of the objects that exist, by identifier."""
        return objects.read_objects(self._conn, kind, identifiers)

    def all(self, kind: type[RecordT]) -> dict[ObjectId, RecordT]:
        """Return every object of a class, in order of creation."""
        return objects.all_objects(self._conn, kind)

    def records(self, wanted: Mapping[str, Iterable[ObjectId]]) -> dict[ObjectId, AnyRecord]:
        """Return existing objects of several classes, by identifier."""
        found: dict[ObjectId, AnyRecord] = {}
        for class_name, identifiers in wanted.items():
            found |= objects.read_objects(self._conn, CLASSES[class_name], identifiers)
        return found

    def purposes_of(self, parcel_ids: Iterable[ObjectId]) -> list[Purpose]:
        """Return the purposes of parcels, in order of entry."""
        return list(objects.find_objects(self._conn, Purpose, "parcel_id", parcel_ids).values())

    def rights_of(self, parcel_ids: Iterable[ObjectId]) -> list[LandRight]:
        """Return the rights on parcels, in order of entry."""
        return list(objects.find_objects(self._conn, LandRight, "parcel_id", parcel_ids).values())

    def rights_of_parties(self, party_ids: Iterable[ObjectId]) -> list[LandRight]:
        """Return the rights that parties hold, in order of entry."""
        return list(objects.find_objects(self._conn, LandRight, "party_id", party_ids).values())

    def parties_by_identity(self, number: str) -> list[Party]:
        """Return the parties with this identity number, in order of entry."""
        return list(objects.find_objects(self._conn, Party, "identity_number", [number]).values())

    def parcels_by_source(self, source_ids: Iterable[str]) -> list[Parcel]:
        """Return the parcels with these source identifiers, in order of entry."""
        return list(objects.find_objects(self._conn, Parcel, "source_id", source_ids).values())

    def work_items(self, state: str | None = "open") -> list[WorkItem]:
        """Return what people have to do, of one state or all, oldest first.

        Errors of the national system and waivers are work items too, by the thousands: ``failures`` reads them.
        """
        return self.failures.work(WORK_KINDS, None if state is None else [state])

    def states(self, identifiers: Iterable[ObjectId]) -> dict[ObjectId, objects.ObjectState]:
        """Return where objects stand between this store and the office."""
        return objects.read_states(self._conn, identifiers)

    # parcels
    def parcel_lines(
        self, search: str | None = None, identifiers: Iterable[ObjectId] | None = None
    ) -> list[ParcelLine]:
        """Return the lines of the parcel list, see ``queries.parcels.read_lines``."""
        return parcels.read_lines(self._conn, search=search, identifiers=identifiers)

    def found_parcels(self, search: str) -> list[ObjectId]:
        """Return the parcels that a search finds, see ``queries.search.found_parcels``."""
        return found_parcels(self._conn, search)

    def lookup_matches(
        self, keys: Collection[tuple[str, str]], numbers: Collection[str], identities: Collection[str]
    ) -> lookup.Matches:
        """Return what many pasted lines ask for, see ``queries.lookup.find_matches``."""
        return lookup.find_matches(self._conn, keys, numbers, identities)

    def lookup_extras(self, identifiers: Iterable[ObjectId]) -> dict[ObjectId, lookup.ParcelExtras]:
        """Return what the table of a lookup shows of parcels beside their lines."""
        return lookup.read_extras(self._conn, identifiers)

    def first_user_keys(self) -> dict[ObjectId, str]:
        """Return the key to sort by of each parcel's first land user, for the parcels that have one."""
        return parcels.first_user_keys(self._conn)

    def addresses(self) -> dict[ObjectId, str]:
        """Return the addresses of the parcels that have one."""
        return parcels.addresses(self._conn)

    def parcel_rows(self, identifiers: Iterable[ObjectId] | None = None) -> ParcelRows:
        """Return what the read model holds of all parcels, or of those given that exist."""
        return parcels.read_rows(self._conn, None if identifiers is None else list(identifiers))

    def find_parcel(self, name: str, among: Container[ObjectId] = ()) -> ObjectId:
        """Return the parcel that people call so: ``sheet/number``, a full identifier, or 8 digits of one.

        Args:
            name: As typed.
            among: Where several are called so, one of these is meant.

        Raises:
            InvalidInputError: No parcel, or more than one, is called so.
        """
        found = parcels.candidates(self._conn, name)
        if len(found) > 1:
            found = [one for one in found if one in among] or found
        if len(found) == 1:
            return found[0]
        if not found:
            raise InvalidInputError(
                "parcel.not-found",
                Text(N_("There is no parcel “{name}” in this store."), {"name": name}),
                remedy=Text(N_("Give sheet/number such as 12/57, or an identifier.")),
            )
        lines = {line.id: line for line in self.parcel_lines(identifiers=found)}
        listed = ", ".join(f"{lines[one].key} ({short_id(one)})" for one in found[:10])
        raise InvalidInputError(
            "parcel.ambiguous",
            Text(N_("“{name}” fits {count} parcels."), {"name": name, "count": len(found)}),
            where=Text("{listed}", {"listed": listed}),
            remedy=Text(N_("Give the identifier instead of sheet and number.")),
        )

    def find_object(self, name: str) -> tuple[str, ObjectId]:
        """Return class and identifier of the object called so: as :meth:`find_parcel`, or an identifier of any class.

        Raises:
            InvalidInputError: No object, or more than one, is called so.
        """
        digits = name.strip().lower().replace("-", "")
        found: list[tuple[str, ObjectId]] = []
        if parcels.ID_PART.fullmatch(digits):
            found = objects_by_digits(self._conn, digits)
        if len(found) == 1:
            return found[0]
        if not found:
            return "parcel", self.find_parcel(name)
        listed = ", ".join(f"{class_name} {id_text(one)}" for class_name, one in found[:10])
        raise InvalidInputError(
            "record.ambiguous",
            Text(N_("“{name}” fits {count} objects."), {"name": name, "count": len(found)}),
            where=Text("{listed}", {"listed": listed}),
            remedy=Text(N_("Give the whole identifier.")),
        )

    def parcel_count(self, commune: str | None = None) -> int:
        """Return the number of parcels, of one commune or all."""
        return parcels.count_parcels(self._conn, commune)

    def highest_number(self, commune: str, sheet: str | None) -> int:
        """Return the highest parcel number of a map sheet, 0 without any."""
        return parcels.highest_number(self._conn, commune, sheet)

    def keys_in_use(self, sheets: Iterable[tuple[str, str | None]]) -> dict[tuple[str, str | None], set[str]]:
        """Return the parcel numbers of map sheets, each given as commune and sheet."""
        return {sheet: parcels.numbers_in_use(self._conn, *sheet) for sheet in sheets}

    def keys_of(self, identifiers: Iterable[ObjectId]) -> dict[ObjectId, str]:
        """Return ``sheet/number`` of those parcels that exist."""
        found = objects.read_objects(self._conn, Parcel, identifiers)
        return {one.id: parcel_key(one.sheet, one.number, one.number_state) for one in found.values()}

    def pointing_at(
        self, fields: Iterable[Field], targets: Collection[ObjectId]
    ) -> Iterator[tuple[Field, AnyRecord]]:
        """Yield the objects that point at one of the targets by one of the fields, with that field."""
        for field in fields if targets else ():
            kind = CLASSES[field.owner]
            for record in objects.find_objects(self._conn, kind, field.name, targets).values():
                yield field, record

    def parts_of(self, records: Iterable[AnyRecord], but: Collection[ObjectId] = ()) -> list[AnyRecord]:
        """Return everything that is a part of the objects, and parts of those, in the order of classes.

        Args:
            but: Parts that are left out, with their own.
        """
        found: dict[ObjectId, AnyRecord] = {}
        level = list(records)
        known = {*but, *(one.id for one in level)}
        while level:
            by_class: dict[str, list[ObjectId]] = {}
            for one in level:
                by_class.setdefault(one.CLASS, []).append(one.id)
            level = []
            for class_name, identifiers in by_class.items():
                for _, part in self.pointing_at(PART_FIELDS[class_name], identifiers):
                    if part.id not in known:
                        known.add(part.id)
                        found[part.id] = part
                        level.append(part)
        return sorted(found.values(), key=lambda one: _PLACE[one.CLASS])

    def parcels_concerned(self, records: Iterable[AnyRecord]) -> dict[ObjectId, set[ObjectId]]:
        """Return the parcels that objects concern, see ``concerning.parcels_concerned``."""
        return parcels_concerned(self, records)

    def dossiers(self, parcel_ids: Iterable[ObjectId]) -> dict[ObjectId, Dossier]:
        """Return everything that belongs to parcels, see ``dossiers.read_dossiers``."""
        return read_dossiers(self, parcel_ids)

    def belongings(self, record: AnyRecord) -> list[AnyRecord]:
        """Return a shared object and what belongs to it, see ``dossiers.read_belongings``."""
        return read_belongings(self, record)

    def as_imported(self) -> tuple[set[ObjectId], dict[ObjectId, tuple[str, bytes | None]]]:
        """Return what imports left and what was edited since, see ``queries.imports.as_imported``."""
        return imports.as_imported(self._conn)

    def import_steps(self, record: AnyRecord) -> Iterator[imports.ImportStep]:
        """Yield the changes of an object, the newest first, see ``queries.imports.import_steps``."""
        return imports.import_steps(self._conn, record)

    def kept_values(self) -> dict[tuple[ObjectId, str], str]:
        """Return what sources said that edits stood against, see ``queries.imports.kept_values``."""
        return imports.kept_values(self._conn)

    def removed(self, classes: Iterable[str]) -> list[AnyRecord]:
        """Return removed objects as they were last, see ``queries.imports.removed``."""
        return imports.removed(self._conn, classes)

    def dossiers_at(self, parcel_ids: Iterable[ObjectId], number: int) -> dict[ObjectId, Dossier]:
        """Return everything that belonged to parcels after a journal entry; 0 is before the first."""
        return read_dossiers(PastRecords(self, self._conn, number), parcel_ids)

    def parcel_history(self, parcel_id: ObjectId, limit: int = 100) -> list[ParcelEvent]:
        """Return what happened to a parcel, newest first, see ``parcel_history.read_parcel_history``."""
        return read_parcel_history(self, self._conn, parcel_id, limit)

    def asked(self, within: Within | None = None) -> Asked:
        """Return the door to the questions of record rules, about some objects or all, see ``queries.checks``."""
        return Asked(self._conn, within)

    def gaps(self, needs: Sequence[Need]) -> Gaps:
        """Return the completeness of every parcel, see ``queries.completeness.read_gaps``."""
        return read_gaps(self._conn, needs)

    def parcels_showing(self, touched: Iterable[tuple[str, ObjectId]]) -> set[ObjectId]:
        """Return the parcels whose row in lists and read model depends on objects (class, identifier)."""
        found: set[ObjectId] = set()
        parties: set[ObjectId] = set()
        others: dict[str, set[ObjectId]] = {}
        for class_name, identifier in touched:
            if class_name == "parcel":
                found.add(identifier)
            elif class_name == "party":
                parties.add(identifier)
            elif class_name in _OF_A_PARCEL:
                others.setdefault(class_name, set()).add(identifier)
        for class_name, identifiers in others.items():
            found |= parcels_named(
                objects.read_objects(self._conn, CLASSES[class_name], identifiers).values()
            )
            found |= parcels.former_parcels(self._conn, identifiers)
        if parties:
            found |= {right.parcel_id for right in self.rights_of_parties(parties)}
        return found

    def former_parcels(self, identifiers: Iterable[ObjectId]) -> set[ObjectId]:
        """Return the parcels that objects which exist no longer belonged to."""
        return parcels.former_parcels(self._conn, identifiers)

    def parcels_changed_by(self, changes: Iterable[ChangeSet]) -> set[ObjectId]:
        """Return the same as `parcels_showing` for changes that are at hand, without reading them again."""
        found: set[ObjectId] = set()
        parties: set[ObjectId] = set()
        for delta in (delta for change in changes for delta in change.deltas):
            found |= parcels_named((delta.old, delta.new))
            if delta.class_name == "party":
                parties.add(delta.id)
        if parties:
            found |= {right.parcel_id for right in self.rights_of_parties(parties)}
        return found

    def recovery_identity(self) -> str | None:
        """Return the office's recovery identity as it was sealed; None where none was made."""
        return read_recovery_identity(self._conn)

    def code_lists(self) -> list[OfficeList]:
        """Return what the office says of code lists, by name."""
        return codelists.read_code_lists(self._conn)

    # journal
    def version(self) -> int:
        """Return the number of the newest journal entry, 0 for none."""
        return journal.last_number(self._conn)

    def number_at(self, at_ms: int) -> int:
        """Return the number of the newest journal entry up to a moment, 0 for none."""
        return journal.number_at(self._conn, at_ms)

    def entry(self, number: int) -> Entry:
        """Return a journal entry.

        Raises:
            InvalidInputError: There is none with this number.
        """
        found = journal.read_entry(self._conn, number)
        if found is None:
            raise InvalidInputError(
                "journal.no-entry",
                Text(N_("The journal has no entry {number}."), {"number": number}),
                remedy=Text(N_("Choose a number from the history.")),
            )
        return found

    def origin_of(self, entry: Entry) -> Entry:
        """Return the entry that was taken back, done again and so on up to this one: what was done first."""
        while entry.undoes is not None:
            entry = self.entry(entry.undoes)
        return entry

    def takes_back(self, entry: Entry) -> bool:
        """Tell whether an entry takes something back; one that takes back an undo does it again."""
        back = False
        while entry.undoes is not None:
            entry, back = self.entry(entry.undoes), not back
        return back

    def holds(self, entry: Entry) -> bool:
        """Tell whether what an entry did is not taken back now."""
        held = True
        while entry.undone_by is not None:
            entry, held = self.entry(entry.undone_by), not held
        return held

    def history(
        self, limit: int = 200, *, before: int | None = None, touching: ObjectId | None = None
    ) -> list[Entry]:
        """Return journal entries, newest first; only those on one object where it is given."""
        return journal.read_history(self._conn, limit, before=before, touching=touching)

    def entries_after(self, number: int) -> list[Entry]:
        """Return the entries after a number, oldest first."""
        return journal.read_entries_after(self._conn, number)

    def touched_after(self, number: int) -> list[tuple[str, ObjectId]]:
        """Return class and identifier of every object changed after an entry, each once."""
        return journal.objects_touched_after(self._conn, number)

    def change_of(self, number: int) -> ChangeSet:
        """Return the change set of an entry with both sides of each delta."""
        entry = self.entry(number)
        rows = journal.deltas_of(self._conn, number)
        left_behind = journal.next_images(self._conn, number)
        live = self._live({row.id: row._mapping["class"] for row in rows if row.id not in left_behind})
        deltas: list[Delta] = []
        for row in rows:
            identifier, class_name = ObjectId(row.id), row._mapping["class"]
            old = None if row.image_old is None else record_from_image(class_name, identifier, row.image_old)
            if identifier in left_behind:
                image = left_behind[identifier]
                new = None if image is None else record_from_image(class_name, identifier, image)
            else:
                new = live.get(identifier)
            deltas.append(Delta(old, new))
        deltas.sort(key=lambda one: list(CLASSES).index(one.class_name))
        lineage = tuple((parent, child) for parent, child, _ in self.exchange.lineage_of([number]))
        return ChangeSet(entry.command, tuple(deltas), entry.subject, lineage)

    def _live(self, classes: Mapping[ObjectId, str]) -> dict[ObjectId, AnyRecord]:
        by_class: dict[str, list[ObjectId]] = {}
        for identifier, class_name in classes.items():
            by_class.setdefault(class_name, []).append(ObjectId(identifier))
        return self.records(by_class)

    def image_at(self, identifier: ObjectId, class_name: str, revision: bytes) -> AnyRecord | None:
        """Return the object as it was at a revision it has left since; None when it never had it here."""
        image = journal.image_at_revision(self._conn, identifier, revision)
        return None if image is None else record_from_image(class_name, identifier, image)

    def images_at(
        self, classes: Mapping[ObjectId, str], wanted: Iterable[tuple[ObjectId, Revision | None]]
    ) -> dict[tuple[ObjectId, Revision], AnyRecord]:
        """Return many objects as they were at revisions they have left since, see ``image_at``.

        Args:
            classes: Class of each object.
            wanted: Objects with a revision; None is passed over.
        """
        pairs = [(one, rev) for one, rev in wanted if rev is not None]
        return {
            (one, rev): record_from_image(classes[one], one, image)
            for (one, rev), image in journal.images_at_revisions(self._conn, pairs).items()
        }

    def entries_of(self, numbers: Iterable[int]) -> dict[int, Entry]:
        """Return journal entries by number."""
        return journal.entries_of(self._conn, numbers)

    def images_before(self, numbers: Sequence[int]) -> dict[ObjectId, tuple[str, AnyRecord | None]]:
        """Return class and former state of every object that entries changed; None where it was not there."""
        return {
            identifier: (
                class_name,
                None if image is None else record_from_image(class_name, identifier, image),
            )
            for identifier, (class_name, image) in journal.images_before(self._conn, numbers).items()
        }
