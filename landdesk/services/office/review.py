"""What would happen if the office took a package: the dry run, operation by operation.

``clean``: the office still has what the author started from, or the two changed different fields. ``same``: the
office has it already. ``conflict``: both changed the same value, one deleted what the other changed, or something
the record relied on is different. ``invalid``: the merged map or record would have an error it has not now. A record
is as bad as its worst operation.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from landdesk.domain.bonds import TRAVELLING_PARTS, needs_of, parcel_of
from landdesk.domain.canonical import image_of, revision_of
from landdesk.domain.change import Delta
from landdesk.domain.fields import ANY_CLASS, REFERENCE_FIELDS
from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId, parse_id
from landdesk.domain.progress import Progress, SilentProgress
from landdesk.domain.records import AnyRecord, Parcel
from landdesk.i18n import N_, Text
from landdesk.services.office.merged_map import Laid, MergedMap
from landdesk.services.office.numbering import OfficialNumbers
from landdesk.services.office.resting import returned_before
from landdesk.services.packages.operations import CREATE, DELETE, Operation, PackageRecord
from landdesk.services.packages.reading import Package, Relied
from landdesk.store.objects import ObjectState
from landdesk.store.queries.decisions import Decision
from landdesk.store.reader import Reader


class Outcome(StrEnum):
    """Ordered from best to worst."""

    SAME = "same"
    CLEAN = "clean"
    INVALID = "invalid"
    CONFLICT = "conflict"


_BADNESS = {outcome: place for place, outcome in enumerate(Outcome)}


@dataclass(frozen=True, slots=True)
class OperationReview:
    """One operation against the office's present state.

    Args:
        before: The object as the office has it.
        after: As it would be; None for a deletion.
        why: Said for a conflict, and for fields that were merged.
        fields: Fields that both changed.
        forced: It can still be taken by an explicit decision: the author's values win.
    """

    operation: Operation
    outcome: Outcome
    before: AnyRecord | None
    after: AnyRecord | None
    why: Text | None = None
    fields: tuple[str, ...] = ()
    forced: bool = True


@dataclass(frozen=True, slots=True)
class RecordReview:
    """One record.

    Args:
        findings: Errors that the merged map would have and has not now.
        changed_around: Neighbours the author saw that are different at the office now.
        decision: What was decided already.
    """

    record: PackageRecord
    outcome: Outcome
    operations: tuple[OperationReview, ...]
    findings: tuple[Finding, ...]
    changed_around: int
    decision: Decision

    @property
    def deltas(self) -> tuple[Delta, ...]:
        """The change that taking the record would make."""
        return tuple(Delta(one.before, one.after) for one in self.operations if one.before != one.after)

    @property
    def can_be_taken(self) -> bool:
        """Whether an explicit decision can take it."""
        return all(one.forced for one in self.operations)


def review(
    reader: Reader,
    package: Package,
    merged: MergedMap,
    progress: Progress | None = None,
    *,
    only: Collection[ObjectId] | None = None,
) -> list[RecordReview]:
    """Return the dry run of a package over the office's present state; records already decided are not laid over.

    Args:
        reader: The office's store.
        merged: Its map at the same moment, to lay records over.
        only: Records that are laid over each other; None lays over all that are undecided.
    """
    progress = progress or SilentProgress()
    decisions = reader.exchange.decisions(package.manifest.package_id)
    by_record: dict[ObjectId, list[Operation]] = {}
    by_class: dict[str, list[ObjectId]] = {}
    for operation in package.operations:
        by_record.setdefault(operation.record, []).append(operation)
        by_class.setdefault(operation.class_name, []).append(operation.oid)
    present = reader.records(by_class)
    states = reader.states([one.oid for one in package.operations] + [one.oid for one in package.relied])
    for never_there in _taken_back(reader, package, states):
        del states[never_there]
    surroundings = _Surroundings(reader, package, present, returned_before(reader, package, states))
    numbers = OfficialNumbers(reader)
    made: list[RecordReview] = []
    laid: list[Laid] = []
    for record in package.records:
        operations = [
            surroundings.judged(_review(one, present.get(one.oid), states.get(one.oid)))
            for one in by_record.get(record.id, [])
        ]
        outcome = max((one.outcome for one in operations), key=_BADNESS.__getitem__, default=Outcome.SAME)
        decision = decisions.get(record.id, Decision(record.id, "undecided"))
        wanted = only is None or record.id in only
        if decision.decision == "undecided" and wanted and outcome is Outcome.CLEAN:
            deltas = [Delta(one.before, one.after) for one in operations if one.before != one.after]
            laid.append((record.id, tuple(numbers.given(deltas))))
        around = [one for one in surroundings.relied(record.id) if one.class_name == "parcel"]
        made.append(
            RecordReview(
                record=record,
                outcome=outcome,
                operations=tuple(operations),
                findings=(),
                changed_around=sum(_is_different(one, states) for one in around),
                decision=decision,
            )
        )
    errors = merged.errors_of(laid, progress)
    return [
        replace(one, outcome=Outcome.INVALID, findings=tuple(errors[one.record.id]))
        if one.record.id in errors
        else one
        for one in made
    ]


def _taken_back(reader: Reader, package: Package, states: Mapping[ObjectId, ObjectState]) -> set[ObjectId]:
    """Return objects of the package that went because what brought them was taken back: nobody deleted them."""
    created = {one.oid for one in package.operations if one.op == CREATE}
    gone = [one for one in created if one in states and states[one].rev is None]
    last: dict[ObjectId, int] = {}
    for step in reader.exchange.steps_of(gone):
        last.setdefault(step.id, step.entry)
    return {one for one, number in last.items() if reader.takes_back(reader.entry(number))}


def _is_different(relied: Relied, states: Mapping[ObjectId, ObjectState]) -> bool:
    state = states.get(relied.oid)
    return state is None or state.rev != relied.rev


def _review(operation: Operation, present: AnyRecord | None, state: ObjectState | None) -> OperationReview:
    rev = state.rev if state is not None else None
    wanted = None if operation.new is None else operation.new.rev
    known_here = state is not None or operation.op == CREATE
    if rev == wanted and known_here:
        return OperationReview(operation, Outcome.SAME, present, present)
    started_from = {None if one is None else one.rev for one in (operation.trunk,)}
    if operation.base is not None:
        started_from.add(operation.base.rev)
    went_since = operation.op == CREATE and state is not None and rev is None
    if rev in started_from and not went_since:
        return _clean(operation, present)
    if operation.op == DELETE or present is None:
        return _deleted_or_changed(operation, present)
    kept = operation.keeping_number_of(present)
    both = kept.fields_differing_from(present)
    after = kept.applied_to(present)
    if not both:
        why = Text(N_("The office changed other fields meanwhile; both changes are kept."))
        return OperationReview(operation, Outcome.CLEAN, present, after, why)
    why = Text(N_("The office changed the same fields meanwhile."))
    return OperationReview(operation, Outcome.CONFLICT, present, after, why, tuple(both))


def _clean(operation: Operation, present: AnyRecord | None) -> OperationReview:
    after = operation.applied_to(present)
    wanted = None if operation.new is None else operation.new.rev
    if (None if after is None else revision_of(image_of(after))) != wanted:
        # The values in the package do not lead to the revision it names: not what the author had.
        why = Text(N_("The operation does not lead to the state it names."))
        return OperationReview(operation, Outcome.CONFLICT, present, present, why, forced=False)
    return OperationReview(operation, Outcome.CLEAN, present, after)


def _deleted_or_changed(operation: Operation, present: AnyRecord | None) -> OperationReview:
    if present is None:
        why = Text(N_("The office deleted the object that was changed here."))
        return OperationReview(operation, Outcome.CONFLICT, None, None, why, forced=False)
    why = Text(N_("The office changed the object that was deleted here."))
    return OperationReview(operation, Outcome.CONFLICT, present, None, why)


class _Surroundings:
    """What operations of a package rely on: parents of rights and purposes, and rights the author did not see."""

    def __init__(
        self,
        reader: Reader,
        package: Package,
        present: Mapping[ObjectId, AnyRecord],
        returned: Mapping[ObjectId, int],
    ) -> None:
        self._returned = returned
        self._made = {one.oid for one in package.operations if one.op != DELETE}
        self._named = {one.oid for one in package.operations} | {one.oid for one in package.relied}
        self._relied: dict[ObjectId, list[Relied]] = {}
        for one in package.relied:
            self._relied.setdefault(one.record, []).append(one)
        self._reshaped = _reshaped_parcels(package)
        reshaped = [one for one in self._reshaped if one in present]
        self._dependants: dict[ObjectId, list[ObjectId]] = {}
        for field, dependant in reader.pointing_at(TRAVELLING_PARTS["parcel"], reshaped):
            self._dependants.setdefault(getattr(dependant, field.name), []).append(dependant.id)
        parents = _parents(package, self._made)
        known = reader.states(parents)
        self._missing = {one for one in parents if one not in known or known[one].rev is None}
        self._stale = self._stale_dependants(reader)
        self._commune = package.manifest.commune
        self._divided = self._divided_parcels(reader)
        self._busy = _persons_with_other_parcels(reader, package)

    def relied(self, record: ObjectId) -> Sequence[Relied]:
        """Return what the author of a record saw and did not change."""
        return self._relied.get(record, ())

    def judged(self, one: OperationReview) -> OperationReview:
        """Return the review, worse when something around the operation is not as its author saw it."""
        operation = one.operation
        after = one.after
        if operation.oid in self._returned and one.outcome is not Outcome.SAME:
            why = Text(
                N_(
                    "It goes on from package number {number}, of which the office returned this; return it too."
                ),
                {"number": self._returned[operation.oid]},
            )
            return OperationReview(operation, Outcome.CONFLICT, one.before, one.before, why, forced=False)
        if one.outcome in (Outcome.SAME, Outcome.CONFLICT):
            return one
        if isinstance(one.before, Parcel) and one.before.commune != self._commune:
            why = Text(N_("The parcel belongs to another commune."))
            return OperationReview(operation, Outcome.CONFLICT, one.before, one.before, why, forced=False)
        if operation.op == DELETE and operation.oid in self._busy:
            why = Text(N_("The person uses another parcel at the office and stays."))
            return OperationReview(operation, one.outcome, one.before, one.before, why)
        if (operation.record, _parcel_of(one)) in self._divided:
            why = Text(N_("The office split or merged this parcel meanwhile."))
            return OperationReview(operation, Outcome.CONFLICT, one.before, after, why)
        parents = needs_of(after)
        if parents & self._missing:
            why = Text(N_("The parcel or land user it belongs to does not exist at the office."))
            return OperationReview(operation, Outcome.CONFLICT, one.before, one.before, why, forced=False)
        if operation.oid in self._reshaped and operation.class_name == "parcel":
            unseen = [
                dependant
                for dependant in self._dependants.get(operation.oid, [])
                if dependant not in self._named or dependant in self._stale
            ]
            if unseen:
                why = Text(N_("The office changed land users or purposes of this parcel meanwhile."))
                forced = operation.op != DELETE
                return OperationReview(operation, Outcome.CONFLICT, one.before, after, why, forced=forced)
        return one

    def _stale_dependants(self, reader: Reader) -> set[ObjectId]:
        relied = {
            one.oid: one.rev
            for several in self._relied.values()
            for one in several
            if one.class_name in _PARTS_OF_PARCELS
        }
        states = reader.states(relied)
        return {oid for oid, rev in relied.items() if oid not in states or states[oid].rev != rev}

    def _divided_parcels(self, reader: Reader) -> set[tuple[ObjectId, ObjectId | None]]:
        """Return record and parcel where the office split or merged a parcel after the author saw it."""
        relied = [one for several in self._relied.values() for one in several if one.class_name == "parcel"]
        states = reader.states(one.oid for one in relied)
        changed = [one for one in relied if one.oid in states and states[one.oid].rev != one.rev]
        if not changed:
            return set()
        left_at = {
            (step.id, step.rev_old): step.entry
            for step in reader.exchange.steps_of(one.oid for one in changed)
        }
        divided: dict[ObjectId, int] = {}
        lineage = reader.exchange.lineage_around(one.oid for one in changed)
        holding = {entry for entry in {entry for _, _, entry in lineage} if reader.holds(reader.entry(entry))}
        for parent, child, entry in lineage:
            for parcel in (parent, child) if entry in holding else ():
                divided[parcel] = max(entry, divided.get(parcel, 0))
        return {
            (one.record, one.oid)
            for one in changed
            if divided.get(one.oid, -1) >= left_at.get((one.oid, one.rev), 0)
        }


def _persons_with_other_parcels(reader: Reader, package: Package) -> set[ObjectId]:
    """Return the persons that the package deletes and that have a parcel at the office it does not know of."""
    going = {one.oid for one in package.operations if one.op == DELETE}
    persons = [one.oid for one in package.operations if one.op == DELETE and one.class_name == "party"]
    return {right.party_id for right in reader.rights_of_parties(persons) if right.id not in going}


def _parcel_of(one: OperationReview) -> ObjectId | None:
    record = one.after or one.before
    return None if isinstance(record, Parcel) else parcel_of(record)


def _reshaped_parcels(package: Package) -> set[ObjectId]:
    """Return the parcels that are split, merged or deleted: their rights and purposes go with them."""
    found = {parent for record in package.records for parent, _ in record.lineage}
    found |= {child for record in package.records for _, child in record.lineage}
    found |= {one.oid for one in package.operations if one.op == DELETE and one.class_name == "parcel"}
    return found


def _parents(package: Package, made: set[ObjectId]) -> set[ObjectId]:
    found: set[ObjectId] = set()
    for one in package.operations:
        for field in REFERENCE_FIELDS[one.class_name]:
            new = one.changes.get(field.id, (None, None))[1]
            if new is not None and field.target != ANY_CLASS:
                found.add(parse_id(new))
    return found - made


_PARTS_OF_PARCELS = frozenset(field.owner for field in TRAVELLING_PARTS["parcel"])
