"""One record of a change package laid out for reading: fields old – office now – new, parcels before and after.

Values are words in the language of the reader, areas square metres. What is personal is marked as such; masking it
is for the panel.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely import MultiPolygon

from landdesk.domain.canonical import canonical_fields, parse_value
from landdesk.domain.coverage import Box
from landdesk.domain.fields import FIELD_BY_ID, FIELDS, REFERENCE_FIELDS, Field, Kind
from landdesk.domain.ids import ObjectId, parse_id
from landdesk.domain.records import (
    CLASSES,
    OFFICIAL,
    PROVISIONAL,
    TRAVELLING,
    AnyRecord,
    Parcel,
    Party,
    parcel_key,
)
from landdesk.i18n import N_, Text, _, format_number
from landdesk.services.office.review import OperationReview, Outcome, RecordReview
from landdesk.services.packages.operations import DELETE, Operation
from landdesk.services.packages.reading import Package
from landdesk.store.queries.decisions import ACCEPTED, UNDECIDED
from landdesk.store.reader import Reader
from landdesk.ui.land_use_list import land_use_name
from landdesk.ui.lists_in_use import lists_in_use

CLASS_TITLES: Final[Mapping[str, str]] = {
    "map_sheet": N_("Map sheet"),
    "parcel": N_("Parcel {key}"),
    "party": N_("Land user"),
    "certificate": N_("Land certificate"),
    "document": N_("Scan"),
    "registration": N_("Registration"),
    "purpose": N_("Land use of {key}"),
    "purpose_origin": N_("Origin of use"),
    "asset": N_("Asset on {key}"),
    "land_right": N_("Right of use of {key}"),
    "party_member": N_("Member"),
    "identity_document": N_("Identity document"),
    "party_address": N_("Address"),
    "certificate_parcel": N_("Certificate of {key}"),
    "restriction": N_("Restriction"),
    "document_link": N_("Link of a scan"),
    "registration_parcel": N_("Registration of {key}"),
    "evidence": N_("Evidence"),
    "request": N_("Request to the office"),
}
NUMBER_STATES: Final[Mapping[str, str]] = {OFFICIAL: N_("Official"), PROVISIONAL: N_("Provisional")}
SAME_WITHIN_M: Final = 0.002
"""A node put into an edge lies on the 1 mm grid and so up to a millimetre beside it."""
LARGER_THAN: Final = 3.0
"""A parcel so much larger than the change is not shown whole: a road may run through the whole commune."""
_TO_PARCEL: Final = tuple(one.id for one in FIELDS if one.target == "parcel")
"""References to the parcel, which the title of the object names."""
_UNSAID: Final = frozenset({*_TO_PARCEL, "F008"}).union(
    one.id for one in FIELDS if one.kind is Kind.REFERENCES
)
"""Fields that other words of the object tell: a request says how its parcels are called."""
_TO_PARTY: Final = tuple(one.id for one in FIELDS if one.target == "party")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one object; None stands for "not recorded".

    Args:
        field: Identifier of the field.
        title: English source of its label.
        is_area: The values are square metres; for a boundary they are those of the map.
        old: What the author started from.
        office: What the office has now.
        new: What the author wants.
        both_changed: Office and author changed it to different values.
    """

    field: str
    title: str
    is_area: bool
    old: str | None
    office: str | None
    new: str | None
    personal: bool
    both_changed: bool


@dataclass(frozen=True, slots=True)
class ObjectChange:
    """One object; ``title`` is in the language of the reader and holds no personal data."""

    oid: ObjectId
    class_name: str
    op: str
    title: str
    outcome: Outcome
    why: Text | None
    fields: tuple[FieldChange, ...]

    def is_only_shape(self, parcels: Collection[ObjectId]) -> bool:
        """Whether it is one of some parcels and nothing but its boundary changes."""
        return self.oid in parcels and {one.field for one in self.fields} == {"GEOM"}


@dataclass(frozen=True, slots=True)
class ParcelChange:
    """The boundary of one parcel before and after; None where there is no parcel."""

    oid: ObjectId
    key: str
    before: MultiPolygon | None
    after: MultiPolygon | None

    @property
    def same_ground(self) -> bool:
        """Whether points on the boundary came or went and it runs as it did, to the width of the grid."""
        if self.before is None or self.after is None:
            return False
        return bool(shapely.hausdorff_distance(self.before.boundary, self.after.boundary) <= SAME_WITHIN_M)

    @property
    def whole_box(self) -> Box:
        """The ground of the parcel before and after."""
        return _box_around([side for side in (self.before, self.after) if side is not None])

    @property
    def changed_box(self) -> Box:
        """The ground where its boundary runs otherwise than before."""
        if self.before is None or self.after is None:
            return self.whole_box
        return _box_around([shapely.symmetric_difference(self.before.boundary, self.after.boundary)])

    @property
    def before_m2(self) -> float:
        """Map area before, 0 without a parcel."""
        return 0.0 if self.before is None else float(shapely.area(self.before))

    @property
    def after_m2(self) -> float:
        """Map area after, 0 without a parcel."""
        return 0.0 if self.after is None else float(shapely.area(self.after))


@dataclass(frozen=True, slots=True)
class RecordChanges:
    """Everything that is shown of one record.

    Args:
        objects: Parcels first; neighbours that only got a point last.
        shapes: Parcels whose boundary changes, comes or goes.
        parcels: Every parcel concerned that may be on the office's map.
        renumbered: Provisional and official key of parcels that got their number by the acceptance.
    """

    review: RecordReview
    objects: tuple[ObjectChange, ...]
    shapes: tuple[ParcelChange, ...]
    parcels: tuple[ObjectId, ...]
    renumbered: tuple[tuple[str, str], ...]

    @property
    def box(self) -> Box | None:
        """The ground to look at: where boundaries change, with the parcels that are not much larger than that.

        None where no boundary changes.
        """
        moved = [one for one in self.shapes if not one.same_ground and (one.before or one.after) is not None]
        if not moved:
            return None
        changed = _joined([one.changed_box for one in moved])
        reach_m = LARGER_THAN * _reach_m(changed)
        return _joined([changed, *(one.whole_box for one in moved if _reach_m(one.whole_box) <= reach_m)])

    @property
    def more_m2(self) -> float:
        """By how much the map area grows."""
        return sum(one.after_m2 - one.before_m2 for one in self.shapes)


def read_changes(reader: Reader, package: Package, review: RecordReview) -> RecordChanges:
    """Return what is shown of a record, as the office's store stands now."""
    names = _Names(reader, package, review)
    reviews = review.operations
    decided = review.decision.decision != UNDECIDED
    shapes = tuple(
        ParcelChange(one.operation.oid, names.key(one.operation.oid), *_sides(one, decided=decided))
        for one in reviews
        if _changes_shape(one.operation)
    )
    minor = {one.oid for one in shapes if one.same_ground}
    return RecordChanges(
        review=review,
        objects=tuple(
            sorted(
                (_object(one, names) for one in reviews),
                key=lambda one: (one.is_only_shape(minor), TRAVELLING.index(one.class_name)),
            )
        ),
        shapes=shapes,
        parcels=tuple(names.parcels),
        renumbered=tuple(_renumbered(package, reviews) if review.decision.decision == ACCEPTED else ()),
    )


class _Names:
    """What parcels and land users of a record are called, and which parcels it concerns."""

    def __init__(self, reader: Reader, package: Package, review: RecordReview) -> None:
        operations = review.operations
        self._known: dict[ObjectId, AnyRecord] = dict(package.created)
        self._keys: dict[ObjectId, str] = {}
        found: dict[ObjectId, None] = {}
        parties: list[ObjectId] = []
        for one in operations:
            oid, class_name = one.operation.oid, one.operation.class_name
            present = one.after or one.before
            if present is not None:
                self._known[oid] = present
            if class_name == "parcel":
                found[oid] = None
                self._keys[oid] = _parcel_key(one)
            elif class_name == "party":
                parties.append(oid)
            else:
                found |= dict.fromkeys(_references(one, _TO_PARCEL))
                parties += _references(one, _TO_PARTY)
        found |= dict.fromkeys(right.parcel_id for right in reader.rights_of_parties(parties))
        self.parcels: tuple[ObjectId, ...] = tuple(found)
        self._keys = reader.keys_of(oid for oid in found if oid not in self._keys) | self._keys
        self._known |= reader.get_many(Party, [oid for oid in parties if oid not in self._known])
        self._know_referenced(reader, operations)
        self._parent = {one.operation.oid: _references(one, _TO_PARCEL) for one in operations}

    def _know_referenced(self, reader: Reader, operations: Iterable[OperationReview]) -> None:
        wanted: dict[str, set[ObjectId]] = {}
        for one in operations:
            for field in REFERENCE_FIELDS[one.operation.class_name]:
                for target in _references(one, (field.id,)):
                    if field.target in CLASSES and target not in self._known:
                        wanted.setdefault(field.target, set()).add(target)
        self._known |= reader.records(wanted)

    def key(self, parcel: ObjectId) -> str:
        """Return what people call a parcel."""
        known = self._known.get(parcel)
        return self._keys.get(parcel) or (known.key if isinstance(known, Parcel) else "?")

    def key_of_parent(self, dependant: ObjectId) -> str:
        """Return what people call the parcel that a purpose or right belongs to."""
        parents = self._parent.get(dependant, [])
        return self.key(parents[0]) if parents else "?"

    def words(self, target: ObjectId) -> str:
        """Return what people call an object that another refers to."""
        known = self._known.get(target)
        if isinstance(known, Parcel) or target in self._keys:
            return self.key(target)
        for name in ("name", "serial", "title", "file_name", "number", "land_use", "kind"):
            value = getattr(known, name, None)
            if value:
                return str(value)
        return "?"


def _references(one: OperationReview, fields: tuple[str, ...]) -> list[ObjectId]:
    """Return the objects that an operation's object refers to, the present reference first."""
    found: dict[ObjectId, None] = {}
    for side in (one.after, one.before):
        values = {} if side is None else canonical_fields(side)
        found |= dict.fromkeys(parse_id(values[field]) for field in fields if field in values)
    for field in fields:
        old, new = one.operation.changes.get(field, (None, None))
        found |= dict.fromkeys(parse_id(text) for text in (new, old) if text is not None)
    return list(found)


def _parcel_key(one: OperationReview) -> str:
    side = one.after or one.before
    if isinstance(side, Parcel):
        return side.key
    sheet, number, state = (
        one.operation.changes.get(field, (None, None)) for field in ("F002", "F003", "F004")
    )
    return parcel_key(sheet[0] or sheet[1], number[0] or number[1], state[0] or state[1] or OFFICIAL)


def _object(one: OperationReview, names: _Names) -> ObjectChange:
    operation = one.operation
    key = names.key(operation.oid) if operation.class_name == "parcel" else names.key_of_parent(operation.oid)
    present = {} if one.before is None else canonical_fields(one.before)
    wanted = [field for field in operation.changes if field not in _UNSAID]
    fields = []
    for field_id in wanted:
        field = FIELD_BY_ID[field_id]
        old, new = operation.changes[field_id]
        old_words, office_words, new_words = (
            _value(field, text, names) for text in (old, present.get(field_id), new)
        )
        fields.append(
            FieldChange(
                field_id,
                field.title,
                field.kind in (Kind.DECIMAL, Kind.SHAPE),
                old_words,
                office_words,
                new_words,
                field.personal or field.target == "party",
                field_id in one.fields,
            )
        )
    return ObjectChange(
        oid=operation.oid,
        class_name=operation.class_name,
        op=operation.op,
        title=_(CLASS_TITLES[operation.class_name]).format(key=key),
        outcome=one.outcome,
        why=one.why,
        fields=tuple(fields),
    )


def _value(field: Field, text: str | None, names: _Names) -> str | None:
    """Return a canonical value as people read it."""
    if text is None:
        return None
    if field.name == "number_state":
        return _(NUMBER_STATES[text]) if text in NUMBER_STATES else text
    if field.name == "land_use":
        name = land_use_name(text)
        return f"{text} – {name}" if name else text
    if field.kind is Kind.DECIMAL:
        return format_number(float(text), field.scale)
    if field.kind is Kind.SHAPE:
        return format_number(_area_m2(text), 1)
    if field.kind is Kind.REFERENCE:
        return names.words(parse_id(text))
    if field.codelist:
        code = lists_in_use()[field.codelist].get(text)
        return text if code is None else code.title
    return _plain_words(field, text)


def _plain_words(field: Field, text: str) -> str:
    if field.kind is Kind.YES_NO:
        return _("Yes") if text == "1" else _("No")
    return "/".join(reversed(text.split("-"))) if field.kind is Kind.DATE else text


def _area_m2(text: str) -> float:
    return float(shapely.area(_shape(text)))


def _shape(text: str | None) -> MultiPolygon | None:
    if text is None:
        return None
    value = parse_value(FIELD_BY_ID["GEOM"], text, compare=False)
    return value if isinstance(value, MultiPolygon) else None


def _changes_shape(operation: Operation) -> bool:
    return operation.class_name == "parcel" and ("GEOM" in operation.changes or operation.op == DELETE)


def _sides(one: OperationReview, *, decided: bool) -> tuple[MultiPolygon | None, MultiPolygon | None]:
    """Return a parcel's boundary before and after.

    Before is what the office has now, unless the office has the new one already: then it is what the author had.
    """
    old, new = one.operation.changes.get("GEOM", (None, None))
    present = one.before.shape if isinstance(one.before, Parcel) else None
    before = _shape(old) if decided or one.outcome is Outcome.SAME else present
    return before, _shape(new)


def _renumbered(package: Package, reviews: Iterable[OperationReview]) -> list[tuple[str, str]]:
    """Return the keys that accepted new parcels came with and have now."""
    pairs = []
    for one in reviews:
        sent, present = package.created.get(one.operation.oid), one.before
        if isinstance(sent, Parcel) and isinstance(present, Parcel) and sent.key != present.key:
            pairs.append((sent.key, present.key))
    return pairs


def masked_words(text: str) -> str:
    """Return personal data as strangers may see it: the first character of each word."""
    return " ".join(word[0] + "•" * min(len(word) - 1, 5) for word in text.split())


def _box_around(shapes: Sequence[shapely.Geometry]) -> Box:
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object)).tolist()
    return west, south, east, north


def _joined(boxes: Sequence[Box]) -> Box:
    sides = np.array(boxes)
    west, south = np.nanmin(sides[:, :2], axis=0).tolist()
    east, north = np.nanmax(sides[:, 2:], axis=0).tolist()
    return west, south, east, north


def _reach_m(box: Box) -> float:
    return max(box[2] - box[0], box[3] - box[1])
