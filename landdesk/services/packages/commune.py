"""The commune's side: a store made from a base, an existing store bound to one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from landdesk.domain.bonds import pointed_at, references_of
from landdesk.domain.canonical import canonical_fields
from landdesk.domain.change import ChangeSet, Delta, Entry, EntryKind
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.fields import ANY_CLASS
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import CLASSES, TRAVELLING, AnyRecord, LandRight, Parcel, Party
from landdesk.i18n import N_, Text, fold
from landdesk.services.office_lists import ListNews
from landdesk.services.packages.code_lists import take_lists
from landdesk.services.packages.container import damaged
from landdesk.services.packages.kinds import BASE
from landdesk.services.packages.lineage import new_lineage
from landdesk.services.packages.office_state import root_hash
from landdesk.services.packages.operations import Operation
from landdesk.services.packages.outgoing import line_of
from landdesk.services.packages.reading import Package
from landdesk.store.info import COMMUNE
from landdesk.store.queries.exchange import IN
from landdesk.store.store import NewStore
from landdesk.store.unit_of_work import Trunk, UnitOfWork


def store_for(package: Package) -> NewStore:
    """Return what a commune's store made from a base is to be.

    Raises:
        InvalidInputError: The package is no base.
    """
    _refuse_no_base(package)
    manifest = package.manifest
    return NewStore(
        role=COMMUNE,
        epsg=manifest.epsg,
        communes=(manifest.commune,),
        training=manifest.training,
        dataset=manifest.dataset,
    )


def fill_from_base(work: UnitOfWork, package: Package) -> Entry:
    """Write the objects of a base into an empty store and bind the store to its snapshot.

    Raises:
        InvalidInputError: The objects are not those of the root hash.
    """
    objects = _objects(package)
    deltas = tuple(Delta(None, record) for record in objects.values())
    change = ChangeSet("base.receive", deltas, package.manifest.commune, new_lineage(work, package))
    entry = work.apply(change, EntryKind.BASE, trunk=_trunk(package))
    take_lists(work, package.code_lists, package.name, in_place_of_all=True)
    _bind(work, package, entry)
    return entry


@dataclass(frozen=True, slots=True)
class Adoption:
    """How a store fits a base.

    Args:
        entry: The journal entry.
        by_source: Parcels matched by source identifier.
        by_number: Parcels matched by sheet and number.
        only_here: Keys of parcels that the base lacks; they will be sent as new.
        only_there: Keys of parcels of the base that were not here; they were added.
        different: Matched parcels that differ from the base; the differences will be sent.
        lists: Code lists that hold now, and how they differ from those before.
    """

    entry: Entry
    by_source: int
    by_number: int
    only_here: tuple[str, ...]
    only_there: tuple[str, ...]
    different: int
    lists: tuple[ListNews, ...]


def adopt(work: UnitOfWork, package: Package) -> Adoption:
    """Bind a store that was filled by its own import to the office's base.

    A parcel of the base is matched by source identifier, else by sheet and number where these are unique on both
    sides. Matched objects take the base's identifiers and keep their own values; what differs waits to be sent.

    Raises:
        InvalidInputError: The package is no base, or in another system, environment or commune.
        RefusedError: The store is bound already, or is an office.
    """
    _refuse_no_base(package)
    _refuse_unadoptable(work, package)
    _refuse_other_communes(work, package)
    theirs = _objects(package)
    matching = _Matching(work, theirs)
    matching.match_parcels()
    matching.match_dependants()
    deltas = matching.deltas()
    work.set_info(replace(work.info, dataset=package.manifest.dataset, communes=(package.manifest.commune,)))
    entry = work.apply(
        ChangeSet("base.adopt", deltas, package.manifest.commune, new_lineage(work, package)),
        EntryKind.BASE,
        trunk=_trunk(package),
        allow_empty=True,
    )
    lists = take_lists(work, package.code_lists, package.name, in_place_of_all=True)
    _bind(work, package, entry)
    return Adoption(
        entry=entry,
        by_source=matching.by_source,
        by_number=matching.by_number,
        only_here=tuple(sorted(one.key for one in matching.mine.values() if one.id not in matching.pairs)),
        only_there=tuple(
            sorted(
                one.key for one in matching.their_parcels.values() if one.id not in matching.pairs.values()
            )
        ),
        different=matching.different,
        lists=tuple(lists),
    )


class _Matching:
    """Pairs of own objects with objects of a base."""

    def __init__(self, work: UnitOfWork, theirs: Mapping[ObjectId, AnyRecord]) -> None:
        self.work = work
        self.theirs = theirs
        self.mine = work.all(Parcel)
        self.their_parcels = {one.id: one for one in theirs.values() if isinstance(one, Parcel)}
        self.pairs: dict[ObjectId, ObjectId] = {}
        self.by_source = 0
        self.by_number = 0
        self.different = 0

    def match_parcels(self) -> None:
        """Pair parcels, by source identifier first."""
        self.by_source = self._pair(lambda one: one.source_id)
        self.by_number = self._pair(
            lambda one: (
                None if one.sheet is None or one.number is None else (one.commune, one.sheet, one.number)
            )
        )

    def _pair(self, key: Any) -> int:
        own = _unique(one for one in self.mine.values() if one.id not in self.pairs)
        taken = set(self.pairs.values())
        other = _unique(one for one in self.their_parcels.values() if one.id not in taken)
        here, there = own(key), other(key)
        found = {here[one]: there[one] for one in here.keys() & there.keys()}
        self.pairs |= found
        return len(found)

    def match_dependants(self) -> None:
        """Pair parties by identity number or name on paired parcels, then all that hangs on what is paired."""
        rights, their_rights = self.work.all(LandRight), self._theirs(LandRight)
        parties, their_parties = self.work.all(Party), self._theirs(Party)
        wanted = {
            (right.parcel_id, person): right
            for right in their_rights.values()
            for person in _person_keys(their_parties[right.party_id])
        }
        for right in rights.values():
            parcel = self.pairs.get(right.parcel_id)
            for person in _person_keys(parties[right.party_id]):
                other = wanted.get((parcel, person)) if parcel is not None else None
                free = other is not None and other.id not in self.pairs.values()
                party_fits = (
                    other is not None and self.pairs.get(right.party_id, other.party_id) == other.party_id
                )
                if other is not None and free and party_fits:
                    self.pairs[right.id] = other.id
                    self.pairs[right.party_id] = other.party_id
                    break
        for class_name in TRAVELLING:
            if class_name in _NATURAL_KEYS:
                self._pair_by_number(CLASSES[class_name], _NATURAL_KEYS[class_name])
            elif class_name not in ("parcel", "land_right"):
                self._pair_by_content(CLASSES[class_name])

    def _pair_by_number(self, kind: type[AnyRecord], names: tuple[str, ...]) -> None:
        """Pair objects that people know by a number, where it is unique on both sides."""

        def key(one: AnyRecord) -> tuple[str, ...] | None:
            values = tuple(getattr(one, name) for name in names)
            return None if None in values else values

        taken = set(self.pairs.values())
        here = _unique(one for one in self.work.all(kind).values() if one.id not in self.pairs)(key)
        there = _unique(one for one in self._theirs(kind).values() if one.id not in taken)(key)
        self.pairs |= {here[one]: there[one] for one in here.keys() & there.keys()}

    def _pair_by_content(self, kind: type[AnyRecord]) -> None:
        """Pair objects that are parts of paired objects, the most alike with each other."""
        free: dict[frozenset[ObjectId], list[tuple[ObjectId, dict[str, str]]]] = {}
        for other in self._theirs(kind).values():
            free.setdefault(_owners(other), []).append((other.id, canonical_fields(other)))
        for own in self.work.all(kind).values():
            owners = _owners(own)
            # What is a part of nothing, a request, is only ever itself.
            if not owners or not owners <= self.pairs.keys():
                continue
            choice = free.get(frozenset(self.pairs[one] for one in owners), [])
            if choice:
                fields = canonical_fields(pointed_at(own, self.pairs)).items()
                best = max(choice, key=lambda one: len(fields & one[1].items()))
                choice.remove(best)
                self.pairs[own.id] = best[0]

    def _theirs(self, kind: type[Any]) -> dict[ObjectId, Any]:
        return {one.id: one for one in self.theirs.values() if isinstance(one, kind)}

    def deltas(self) -> tuple[Delta, ...]:
        """Return the change that gives paired objects the base's identifiers and adds what is only there."""
        own: dict[ObjectId, AnyRecord] = {}
        for class_name in TRAVELLING:
            own |= self.work.all(CLASSES[class_name])
        self._keep_other_persons(own)
        renamed = {one: self._renamed(record) for one, record in own.items()}
        made: list[Delta] = []
        written: set[ObjectId] = set()
        for identifier, record in renamed.items():
            if record.id == identifier:
                if record != own[identifier]:
                    made.append(Delta(own[identifier], record))
                continue
            made.append(Delta(own[identifier], None))
            if record.id in written:
                continue
            written.add(record.id)
            made.append(Delta(None, record))
            if isinstance(record, Parcel) and record != self.theirs[record.id]:
                self.different += 1
        here = {record.id for record in renamed.values()}
        made += [Delta(None, record) for one, record in self.theirs.items() if one not in here]
        return tuple(made)

    def _keep_other_persons(self, own: Mapping[ObjectId, AnyRecord]) -> None:
        """Where several persons here are one of the base, only equal ones become that one; others stay themselves."""
        first: dict[ObjectId, Party] = {}
        for identifier, record in own.items():
            other = self.pairs.get(identifier)
            if not isinstance(record, Party) or other is None:
                continue
            same = first.setdefault(other, replace(record, id=other))
            if same != replace(record, id=other):
                del self.pairs[identifier]

    def _renamed(self, record: AnyRecord) -> AnyRecord:
        return replace(pointed_at(record, self.pairs), id=self.pairs.get(record.id, record.id))


_NATURAL_KEYS: dict[str, tuple[str, ...]] = {
    "map_sheet": ("commune", "number"),
    "party": ("identity_number",),
    "certificate": ("serial",),
    "document": ("sha256",),
    "registration": ("number",),
}
"""Fields by which people tell objects that are parts of nothing."""


def _owners(record: AnyRecord) -> frozenset[ObjectId]:
    return frozenset(target for field, target in references_of(record) if field.part_of)


def _unique(records: Any) -> Any:
    """Return a function that maps a key to the one object that has it; keys of several objects are left out."""
    listed = list(records)

    def by(key: Any) -> dict[Any, ObjectId]:
        seen: dict[Any, list[ObjectId]] = {}
        for one in listed:
            value = key(one)
            if value is not None:
                seen.setdefault(value, []).append(one.id)
        return {value: ids[0] for value, ids in seen.items() if len(ids) == 1}

    return by


def _person_keys(party: Party) -> tuple[str, ...]:
    name = f"name:{fold(party.name)}"
    return (f"number:{party.identity_number}", name) if party.identity_number else (name,)


def _refuse_no_base(package: Package) -> None:
    if package.manifest.kind != BASE:
        raise InvalidInputError(
            "package.not-base",
            Text(N_("The package is no base package but: {kind}."), {"kind": package.manifest.kind}),
            Text(N_("File {path}"), {"path": package.name}),
            Text(N_("Choose the base package that the office wrote for the commune.")),
        )


def _refuse_unadoptable(work: UnitOfWork, package: Package) -> None:
    info, manifest = work.info, package.manifest
    if info.role != COMMUNE or info.base is not None:
        raise RefusedError(
            "adopt.bound",
            Text(N_("The store is an office's, or bound to a base already.")),
            remedy=Text(N_("Only a commune's store that was filled by its own import can be bound.")),
        )
    same = (
        manifest.training == info.training
        and manifest.epsg == info.epsg
        and manifest.commune in info.communes
    )
    if not same:
        raise InvalidInputError(
            "adopt.other-store",
            Text(N_("The base is of another commune, reference system, or of training data.")),
            Text(
                N_("Base: {commune}, EPSG:{epsg}; store: {communes}, EPSG:{own}"),
                {
                    "commune": manifest.commune,
                    "epsg": manifest.epsg,
                    "communes": ", ".join(info.communes),
                    "own": info.epsg,
                },
            ),
            Text(N_("Choose the base of this store's commune.")),
        )


def _refuse_other_communes(work: UnitOfWork, package: Package) -> None:
    others = {one.commune for one in work.all(Parcel).values()} - {package.manifest.commune}
    if others:
        raise RefusedError(
            "adopt.other-communes",
            Text(
                N_("The store holds parcels of other communes too: {communes}."),
                {"communes": ", ".join(sorted(others))},
            ),
            remedy=Text(
                N_("A commune's store holds one commune; import its parcels into a store of their own.")
            ),
        )


def _objects(package: Package) -> dict[ObjectId, AnyRecord]:
    """Return the objects of a base, after comparing them with its root hash."""
    stated = package.manifest.base
    revisions = [(one.oid, one.new.rev) for one in package.operations if one.new is not None]
    if stated is None or root_hash(revisions) != stated.root_hash:
        raise damaged("package.inconsistent", Text(N_("the root hash")), package.name)
    made = dict(package.created)
    for record in made.values():
        for field, target in references_of(record):
            other = made.get(target)
            if other is None or field.target not in (other.CLASS, ANY_CLASS):
                raise damaged("package.inconsistent", Text(N_("a reference to nothing")), package.name)
    return made


def _trunk(package: Package) -> dict[ObjectId, Trunk]:
    return {one.oid: trunk_of(one) for one in package.operations}


def trunk_of(operation: Operation) -> Trunk:
    """Return the office's revision that an operation of the office leads to; a deletion has a number too."""
    if operation.new is not None:
        return Trunk(operation.new.no, operation.new.rev)
    return Trunk(None if operation.trunk is None else operation.trunk.no, None)


def _bind(work: UnitOfWork, package: Package, entry: Entry) -> None:
    recovery = package.manifest.recovery or work.info.recovery
    work.set_info(replace(work.info, base=package.manifest.base, recovery=recovery))
    line = line_of(package.manifest, package.fingerprint, IN, work, entry.number, package.name)
    work.add_package(line, None)
