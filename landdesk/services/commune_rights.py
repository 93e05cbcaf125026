"""What a commune may not change: asked of every act and import of a commune that is bound to an office.

The unit of work asks :func:`judge` before it writes (``Application`` says so), so that no door leads past it. An act on
boundaries is a wish about the parcels whose land it changes; anything else is a wish about each value, each object
added and each removed. What comes from the office is not asked about, nor what is taken back.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

import shapely

from landdesk.domain.bonds import parcel_of, references_of
from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.clock import local_time
from landdesk.domain.commune_rights import (
    ADD,
    LIST,
    MAP,
    REMOVE,
    Condition,
    MapAct,
    Right,
    Rights,
    Verdict,
    rights_of,
)
from landdesk.domain.dossier import Dossier
from landdesk.domain.errors import RefusedError
from landdesk.domain.fields import Kind, field_of, fields_of
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import OFFICIAL, AnyRecord, Certificate, Document, Evidence, Parcel
from landdesk.domain.workflow import GROUP_1
from landdesk.i18n import N_, Text
from landdesk.services.codelists import CodeLists
from landdesk.services.forms.layout import CLASS_TITLES
from landdesk.services.office_lists import lists_in_force
from landdesk.store.info import COMMUNE
from landdesk.store.reader import Reader
from landdesk.store.unit_of_work import UnitOfWork

ACTS: Final[Mapping[str, MapAct]] = {
    "vertex.move": MapAct.MOVE,
    "vertex.add": MapAct.MOVE,
    "vertex.delete": MapAct.MOVE,
    "edge.move": MapAct.MOVE,
    "boundary.reshape": MapAct.MOVE,
    "nodes.join": MapAct.MOVE,
    "parcel.fit": MapAct.MOVE,
    "delivery.take": MapAct.MOVE,
    "map.mend": MapAct.MOVE,
    "parcel.split": MapAct.SPLIT,
    "parcel.divide": MapAct.SPLIT,
    "parcel.strip": MapAct.SPLIT,
    "parcel.merge": MapAct.MERGE,
    "parcel.hole": MapAct.HOLE,
    "parcel.new": MapAct.DRAW,
    "link.shape": MapAct.LINK,
    "link.many": MapAct.LINK,
    "link.undo": MapAct.UNLINK,
}
"""Commands that are acts on boundaries; numbers, areas and rights that follow from them are no wishes of their own."""

ACT_TITLES: Final[Mapping[MapAct, str]] = {
    MapAct.MOVE: N_("Moving a boundary"),
    MapAct.SPLIT: N_("Splitting a parcel"),
    MapAct.MERGE: N_("Merging parcels"),
    MapAct.HOLE: N_("Cutting land out of a parcel"),
    MapAct.DRAW: N_("Drawing a new parcel"),
    MapAct.LINK: N_("Linking a boundary with a record"),
    MapAct.UNLINK: N_("Taking the boundary off a record"),
}

SAME_LAND_M: Final = 0.0015
"""A point put into a boundary lies on the grid of 1 mm, so up to this far beside the straight line: no land moves."""

KEYS_NAMED: Final = 5


def judge(work: UnitOfWork, change: ChangeSet) -> Callable[[], None] | None:
    """Refuse an act or import that a commune may not do; see ``store.unit_of_work.Judge``.

    Raises:
        RefusedError: Something is for the office only.
    """
    if not _is_bound(work):
        return None
    return _judged(work, change, *_in_force(work, local_time(work.clock()).date()))


def _is_bound(reader: Reader) -> bool:
    """Tell whether anything binds: a commune whose base came from an office."""
    return reader.info.role == COMMUNE and reader.info.base is not None


def _in_force(reader: Reader, day: date) -> tuple[Rights, CodeLists]:
    lists = lists_in_force(reader.code_lists())
    return rights_of(lists[LIST], lists["document_kind"], day), lists


@dataclass(frozen=True, slots=True)
class _Wish:
    """Something that is to change: a field or the being of an object, or the land of a parcel."""

    of: str
    what: str
    record: AnyRecord
    recorded: bool = True


@dataclass(frozen=True, slots=True)
class _Need:
    """A scan that has to be there when everything is written.

    Args:
        wish: What is to change.
        right: The row that asks for it.
        before: Parcels that have one, for those that go with the act.
    """

    wish: _Wish
    right: Right
    before: frozenset[ObjectId]


def refusals(reader: Reader, changes: Sequence[ChangeSet], day: date) -> list[RefusedError | None]:
    """Return for each of some changes why a commune may not do it, before it is asked for; None where it may.

    Objects that a change adds are not looked at here: only what is recorded is shown before it is changed.
    """
    if not _is_bound(reader):
        return [None] * len(changes)
    rights, lists = _in_force(reader, day)
    wished = [_bound(change, rights) for change in changes]
    facts = _Facts(reader, [wish.record for wishes in wished for wish in wishes])

    def refusal(change: ChangeSet, wishes: Sequence[_Wish]) -> RefusedError | None:
        try:
            needs = _needs(reader, change, wishes, rights, facts)
            _refuse_unproved(reader, change, needs, lists, facts)
        except RefusedError as error:
            return error
        return None

    return [refusal(change, wishes) for change, wishes in zip(changes, wished, strict=True)]


def _judged(
    work: UnitOfWork, change: ChangeSet, rights: Rights, lists: CodeLists
) -> Callable[[], None] | None:
    """Refuse what is for the office; return what asks for scans once all is written, for one may come in the act."""
    wishes = _bound(change, rights)
    if not wishes:
        return None
    needs = _needs(work, change, wishes, rights, _Facts(work, [wish.record for wish in wishes], change))
    if not needs:
        return None

    def settle() -> None:
        written = _Facts(work, [need.wish.record for need in needs], change)
        _refuse_unproved(work, change, needs, lists, written)

    return settle


def _bound(change: ChangeSet, rights: Rights) -> list[_Wish]:
    """Return what is to change and may be bound."""
    return [wish for wish in _wishes(change, rights) if rights.bind(wish.of, wish.what)]


def _needs(
    reader: Reader, change: ChangeSet, wishes: Iterable[_Wish], rights: Rights, facts: "_Facts"
) -> list[_Need]:
    """Return the scans that wishes need.

    Raises:
        RefusedError: Something is for the office only.
    """
    needs: list[_Need] = []
    for wish in wishes:
        right = rights.binding(wish.of, wish.what, partial(facts.holds, wish))
        if right is None:
            continue
        if right.verdict is Verdict.OFFICE:
            where = _where(reader, change, facts.parcels(wish.record))
            raise _for_office(_title(wish.of, wish.what), right, where)
        needs.append(_Need(wish, right, facts.with_scan(wish, right)))
    return needs


@dataclass(frozen=True, slots=True)
class Lock:
    """What a page says of a field that the commune may not change freely.

    Args:
        closed: Nothing is typed there; else a scan opens it.
        words: Why, and what opens it.
        documents: Codes of the kinds of scans, one of which opens it; none for any kind.
    """

    closed: bool
    words: Text
    documents: tuple[str, ...] = ()


Locks = Mapping[tuple[ObjectId, str], Lock]
"""By object and field."""


def locks_of(reader: Reader, dossier: Dossier, day: date) -> Locks:
    """Return the locked fields of a parcel's objects on a day."""
    if not _is_bound(reader):
        return {}
    rights, lists = _in_force(reader, day)
    objects = [dossier.parcel, *dossier.objects.values()]
    wishes = [
        _Wish(one.CLASS, field.name, one, getattr(one, field.name) is not None)
        for one in objects
        if rights.bind(one.CLASS)
        for field in fields_of(one.CLASS)
        if field.kind is not Kind.SHAPE
    ]
    facts = _Facts(reader, objects)
    found: dict[tuple[ObjectId, str], Lock] = {}
    for wish in wishes:
        right = rights.binding(wish.of, wish.what, partial(facts.holds, wish))
        if right is not None:
            found[wish.record.id, wish.what] = _lock(right, lists)
    return found


def _lock(right: Right, lists: CodeLists) -> Lock:
    if right.verdict is Verdict.OFFICE:
        return Lock(True, Text(N_("For the office only: {why}."), {"why": _why(right)}))
    words = Text(
        N_("Only with a scan at the parcel ({kinds}): {why}."),
        {"kinds": _kinds(right, lists), "why": _why(right)},
    )
    return Lock(False, words, right.documents)


def _wishes(change: ChangeSet, rights: Rights) -> Iterator[_Wish]:
    """Yield what is to change, of what is not always allowed: an import may hold every parcel of a commune."""
    act = ACTS.get(change.command.split(":")[-1])
    for delta in change.deltas:
        if isinstance(delta.either, Parcel) and rights.bind(MAP):
            if act is None:
                yield from _drawn(delta)
            elif _is_meant(act, delta):
                # A survey may deliver the first boundary of a parcel among others that move.
                first = act is MapAct.MOVE and getattr(delta.old, "shape", None) is None
                yield _Wish(MAP, MapAct.DRAW if first else act, delta.old or delta.either)
        if act is None and rights.bind(delta.class_name):
            yield from _typed(delta)


def _is_meant(act: MapAct, delta: Delta) -> bool:
    """Tell whether an act is about a parcel; the others only got points, or are made by it."""
    return act is MapAct.DRAW if delta.old is None else _moved(delta)


def _moved(delta: Delta) -> bool:
    """Tell whether the land of a parcel is another."""
    old, new = (getattr(side, "shape", None) for side in (delta.old, delta.new))
    if old is None or new is None:
        return old is not new
    if old == new:
        return False
    return float(shapely.hausdorff_distance(old.boundary, new.boundary)) > SAME_LAND_M


def _drawn(delta: Delta) -> Iterator[_Wish]:
    """Yield what an import, or another program, does to a boundary."""
    old, new = (getattr(side, "shape", None) for side in (delta.old, delta.new))
    if delta.new is None or not _moved(delta):
        return
    act = MapAct.DRAW if old is None else MapAct.UNLINK if new is None else MapAct.MOVE
    yield _Wish(MAP, act, delta.old or delta.new)


def _typed(delta: Delta) -> Iterator[_Wish]:
    record = delta.old or delta.either
    if delta.new is None:
        yield _Wish(record.CLASS, REMOVE, record)
        return
    if delta.old is None:
        yield _Wish(record.CLASS, ADD, record)
    for field in fields_of(record.CLASS):
        before = None if delta.old is None else getattr(delta.old, field.name)
        if field.kind is not Kind.SHAPE and before != getattr(delta.new, field.name):
            yield _Wish(record.CLASS, field.name, record, before is not None)


class _Facts:
    """What conditions ask of, read when one asks first: parcels, their papers, what the office holds."""

    def __init__(self, reader: Reader, records: Iterable[AnyRecord], change: ChangeSet | None = None) -> None:
        self._reader = reader
        self._records = {one.id: one for one in records}
        self._change = change
        self._parcels: dict[ObjectId, set[ObjectId]] | None = None
        self._dossiers: Mapping[ObjectId, Dossier] | None = None
        self._held: dict[ObjectId, AnyRecord] | None = None

    def parcels(self, record: AnyRecord) -> set[ObjectId]:
        """Return the parcels that an object concerns; one that is new, by what joins it with one."""
        if self._parcels is None:
            self._parcels = self._reader.parcels_concerned(self._records.values())
            for delta in () if self._change is None else self._change.deltas:
                parcel = None if delta.new is None else parcel_of(delta.new)
                if delta.new is not None and parcel is not None:
                    for _, target in references_of(delta.new):
                        if target in self._parcels:
                            self._parcels[target].add(parcel)
        return self._parcels[record.id]

    def holds(self, wish: _Wish, when: Condition) -> bool:
        """Tell whether a condition holds for what is to change."""
        if when is Condition.ALWAYS:
            return True
        if when is Condition.RECORDED:
            return wish.recorded
        if when is Condition.HELD:
            return self._is_held(wish)
        dossiers = [self._dossier(one) for one in sorted(self.parcels(wish.record))]
        return any(_PAPERS[when](one) for one in dossiers if one is not None)

    def with_scan(self, wish: _Wish, right: Right) -> frozenset[ObjectId]:
        """Return the parcels of what is to change that have a scan that a row asks for."""
        found = ((one, self._dossier(one)) for one in self.parcels(wish.record))
        return frozenset(one for one, dossier in found if dossier is not None and _has_scan(dossier, right))

    def _dossier(self, parcel: ObjectId) -> Dossier | None:
        if self._dossiers is None:
            wanted = set().union(*(self.parcels(one) for one in self._records.values()))
            self._dossiers = self._reader.dossiers(sorted(wanted))
        return self._dossiers.get(parcel)

    def _is_held(self, wish: _Wish) -> bool:
        """Tell whether the office's record has the object, or a value of the field."""
        held = self._of_office().get(wish.record.id)
        if held is None or wish.of == MAP or wish.what in (ADD, REMOVE):
            return held is not None
        return getattr(held, wish.what) is not None

    def _of_office(self) -> Mapping[ObjectId, AnyRecord]:
        if self._held is None:
            states = self._reader.states(self._records)
            left = [
                (one, state.trunk_rev)
                for one, state in states.items()
                if state.trunk_rev is not None and state.trunk_rev != state.rev
            ]
            classes = {one: state.class_name for one, state in states.items()}
            images = self._reader.images_at(classes, left)
            self._held = {
                one: self._records[one]
                if state.trunk_rev == state.rev
                else images.get((one, state.trunk_rev), self._records[one])
                for one, state in states.items()
                if state.trunk_rev is not None
            }
        return self._held


def _is_group_1(dossier: Dossier) -> bool:
    return dossier.status is not None and dossier.status.parcel_group == GROUP_1


def _is_operating(dossier: Dossier) -> bool:
    return dossier.status is not None and bool(dossier.status.operating)


_PAPERS: Final[Mapping[Condition, Callable[[Dossier], bool]]] = {
    Condition.CERTIFICATE: lambda dossier: bool(dossier.of(Certificate)),
    Condition.GROUP_1: _is_group_1,
    Condition.OPERATING: _is_operating,
    Condition.OFFICIAL: lambda dossier: dossier.parcel.number_state == OFFICIAL,
}


def _refuse_unproved(
    reader: Reader, change: ChangeSet, needs: Sequence[_Need], lists: CodeLists, facts: _Facts
) -> None:
    """Refuse what needs a scan and has none.

    A boundary needs one at each parcel, a value at one of the parcels that it is shown at, or as its own evidence.

    Raises:
        RefusedError: A scan is missing.
    """
    gone = {one.id for one in change.deltas if one.new is None}
    for need in needs:
        wanted = facts.parcels(need.wish.record)
        proved = facts.with_scan(need.wish, need.right) | (need.before & gone)
        enough = bool(proved) and (need.wish.of != MAP or wanted <= proved)
        if enough or _is_evidenced(reader, change, need):
            continue
        raise RefusedError(
            "rights.document",
            Text(
                N_("{what} needs a scan at the parcel ({kinds}): {why}."),
                {
                    "what": _title(need.wish.of, need.wish.what),
                    "kinds": _kinds(need.right, lists),
                    "why": _why(need.right),
                },
            ),
            _where(reader, change, wanted - proved),
            Text(N_("Add the scan to the parcel, before or in the same act, and do it again.")),
        )


def _has_scan(dossier: Dossier, right: Right) -> bool:
    return any(_counts(document, right) for _, document in dossier.scans)


def _counts(document: Document, right: Right) -> bool:
    """Tell whether a scan is one that a row asks for: a file of a kind, not superseded."""
    is_there = document.sha256 is not None and not document.is_old and not document.absent
    return is_there and (not right.documents or document.kind in right.documents)


def _is_evidenced(reader: Reader, change: ChangeSet, need: _Need) -> bool:
    """Tell whether the act names such a scan as the evidence of the value."""
    if need.wish.of == MAP or need.wish.what in (ADD, REMOVE):
        return False
    field = field_of(need.wish.of, need.wish.what)
    named = [
        one.new.document_id
        for one in change.deltas
        if isinstance(one.new, Evidence)
        and (one.new.subject, one.new.field) == (need.wish.record.id, field.id)
        and one.new.document_id is not None
    ]
    return any(_counts(one, need.right) for one in reader.get_many(Document, named).values())


def closed_act(reader: Reader, act: MapAct, day: date) -> RefusedError | None:
    """Return why no parcel may be the matter of an act on the map, before one is chosen; None where some may."""
    if not _is_bound(reader):
        return None
    rights, _lists = _in_force(reader, day)
    right = rights.binding(MAP, act, lambda when: when is Condition.ALWAYS)
    if right is None or right.verdict is not Verdict.OFFICE:
        return None
    return _for_office(_title(MAP, act), right, None)


def _for_office(what: Text, right: Right, where: Text | None) -> RefusedError:
    return RefusedError(
        "rights.office",
        Text(N_("{what} is for the office only: {why}."), {"what": what, "why": _why(right)}),
        where,
        Text(N_("Leave it as it is and tell the office; what it changes comes with its update.")),
    )


def _title(of: str, what: str) -> Text:
    if of == MAP:
        return Text(ACT_TITLES[MapAct(what)])
    kind = Text(CLASS_TITLES[of])
    if what == ADD:
        return Text(N_("Adding “{kind}”"), {"kind": kind})
    if what == REMOVE:
        return Text(N_("Removing “{kind}”"), {"kind": kind})
    return Text(N_("Changing “{field}”"), {"field": Text(field_of(of, what).title)})


def _why(right: Right) -> str:
    return right.row.title.rstrip(".")


def _kinds(right: Right, lists: CodeLists) -> Text | str:
    if not right.documents:
        return Text(N_("of any kind"))
    titles = lists["document_kind"].titles()
    return ", ".join(titles.get(one, one) for one in right.documents)


def _where(reader: Reader, change: ChangeSet, parcels: Iterable[ObjectId]) -> Text | None:
    own = {one.id: one.key for one in change.parcels()}
    wanted = set(parcels)
    keys = sorted(({one: key for one, key in own.items() if one in wanted} | reader.keys_of(wanted)).values())
    if not keys:
        return None
    words = ", ".join(keys[:KEYS_NAMED]) + (", …" if len(keys) > KEYS_NAMED else "")
    return Text(N_("Parcels {keys}"), {"keys": words})
