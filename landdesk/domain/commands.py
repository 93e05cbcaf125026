"""Every wish that changes the record, as frozen values; services/commands answers them.

Points and lines are metres on the store's plane, easting first. ``name`` is the code that stands in the
journal, in packages and in the history list.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar

from shapely import LineString, MultiPolygon, Polygon

from landdesk.domain.dividing import Division
from landdesk.domain.ids import ObjectId
from landdesk.domain.map_mends import MapFault
from landdesk.domain.strips import Side


class Unset:
    """The only instance, ``UNSET``, says that a value is left as it is; None says that it is emptied."""

    def __repr__(self) -> str:
        return "UNSET"


UNSET = Unset()


class Command:
    """Base of all commands."""

    name: ClassVar[str]


@dataclass(frozen=True, slots=True)
class SetParcel(Command):
    """Change attributes of one parcel; what is UNSET stays."""

    name: ClassVar[str] = "parcel.set"
    parcel_id: ObjectId
    sheet: str | Unset | None = UNSET
    number: str | Unset | None = UNSET
    land_use: str | Unset | None = UNSET
    legal_area_m2: Decimal | Unset | None = UNSET
    address: str | Unset | None = UNSET


@dataclass(frozen=True, slots=True)
class AddLandUser(Command):
    """Record that a person uses the parcel; the same identity number is the same party."""

    name: ClassVar[str] = "user.add"
    parcel_id: ObjectId
    user_name: str
    identity_number: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class SetLandUser(Command):
    """Change a land user; holds for every parcel of that person."""

    name: ClassVar[str] = "user.set"
    party_id: ObjectId
    user_name: str | Unset = UNSET
    identity_number: str | Unset | None = UNSET
    address: str | Unset | None = UNSET


@dataclass(frozen=True, slots=True)
class RemoveLandUser(Command):
    """Take a land user off a parcel; a party that is left without a parcel goes too."""

    name: ClassVar[str] = "user.remove"
    parcel_id: ObjectId
    party_id: ObjectId


@dataclass(frozen=True, slots=True)
class MoveVertex(Command):
    """Move a boundary point for all parcels that share it."""

    name: ClassVar[str] = "vertex.move"
    at: tuple[float, float]
    to: tuple[float, float]


@dataclass(frozen=True, slots=True)
class SplitParcel(Command):
    """Cut a parcel along a line; the office's rules say what each part gets.

    Args:
        parcel_id: The parcel.
        line: Both ends lie outside it.
        kept: A place in the part that keeps id and number, where the rules leave it to a person.
    """

    name: ClassVar[str] = "parcel.split"
    parcel_id: ObjectId
    line: LineString
    kept: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class MergeParcels(Command):
    """Join adjacent parcels; the office's rules say what becomes of what differs.

    Args:
        parcel_ids: Two at least.
        kept: The one that keeps id and number, where the rules leave it to a person.
    """

    name: ClassVar[str] = "parcel.merge"
    parcel_ids: tuple[ObjectId, ...]
    kept: ObjectId | None = None


@dataclass(frozen=True, slots=True)
class DeleteParcel(Command):
    """Take a parcel with its purposes and rights out of the record."""

    name: ClassVar[str] = "parcel.delete"
    parcel_id: ObjectId


@dataclass(frozen=True, slots=True)
class CloseWorkItem(Command):
    """Say that a piece of work is done, or send the returned objects again with the next package."""

    name: ClassVar[str] = "work.close"
    item_id: ObjectId
    send_again: bool = field(default=False)


@dataclass(frozen=True, slots=True)
class AskReclassification(Command):
    """Note that the branch was asked to classify parcels anew."""

    name: ClassVar[str] = "work.reclassify"
    parcel_ids: tuple[ObjectId, ...]


@dataclass(frozen=True, slots=True)
class AskOffice(Command):
    """Ask the office for what only the branch or the police can mend; it goes with the next change package.

    Args:
        parcel_ids: The parcels concerned.
        kind: A code of the list ``request_kind``.
        words: What is asked, for the person who answers.
        rule: Rule of the finding, or code of the sync error, that it is made from.
        about: Record objects at fault.
        place: Where it is, easting and northing in metres.
    """

    name: ClassVar[str] = "request.ask"
    parcel_ids: tuple[ObjectId, ...]
    kind: str
    words: str
    rule: str | None = None
    about: tuple[ObjectId, ...] = ()
    place: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class AnswerRequest(Command):
    """The office says what becomes of a request: ``taken``, ``done`` or ``refused``, the last with words."""

    name: ClassVar[str] = "request.answer"
    request_id: ObjectId
    state: str
    words: str | None = None


@dataclass(frozen=True, slots=True)
class WithdrawRequest(Command):
    """Take a request back that the office has not settled; one that never left goes without a trace."""

    name: ClassVar[str] = "request.withdraw"
    request_id: ObjectId


@dataclass(frozen=True, slots=True)
class New:
    """Stands for the identifier of an object that the same act adds, before it has one."""

    key: str


Value = str | Decimal | int | bool | ObjectId | New | None
"""A value of a field as the record holds it; None empties it."""


@dataclass(frozen=True, slots=True)
class SetFields:
    """Change fields of one object, by name; what is not named stays."""

    class_name: str
    object_id: ObjectId
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class AddObject:
    """Add an object; ``key`` is what others of the same act call it by ``New(key)``."""

    class_name: str
    values: Mapping[str, Value]
    key: str = ""


@dataclass(frozen=True, slots=True)
class RemoveObject:
    """Take an object out with its parts; links to it are emptied."""

    class_name: str
    object_id: ObjectId


Edit = SetFields | AddObject | RemoveObject


@dataclass(frozen=True, slots=True)
class Basis:
    """What typed values are taken from; bound to each value that the act gives or changes.

    Args:
        kind: ``scan``, ``list``, ``survey``, ``registration`` or ``statement``.
        document_id: The scan.
        page: Page of it, from 1.
        registration_id: The registration.
        words: Row of a list, survey, who said it.
    """

    kind: str
    document_id: ObjectId | New | None = None
    page: int | None = None
    registration_id: ObjectId | New | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class EditRecord(Command):
    """Change objects of any class in one act, in this order.

    Args:
        edits: What to do; later ones see what earlier ones did.
        basis: What the values are taken from; without it, what proved a former value proves no more.
    """

    name: ClassVar[str] = "record.edit"
    edits: tuple[Edit, ...]
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class BulkEdit(EditRecord):
    """The same values for many objects, chosen together."""

    name: ClassVar[str] = "record.bulk"


@dataclass(frozen=True, slots=True)
class EnterCertificate(EditRecord):
    """A certificate with its parcels, persons, purposes and rights, typed on one screen."""

    name: ClassVar[str] = "certificate.enter"


@dataclass(frozen=True, slots=True)
class AddVertex(Command):
    """Put a point into a boundary for all parcels that have it; ``to`` moves it at once."""

    name: ClassVar[str] = "vertex.add"
    at: tuple[float, float]
    to: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class DeleteVertex(Command):
    """Take a boundary point out for all parcels that share it."""

    name: ClassVar[str] = "vertex.delete"
    at: tuple[float, float]


@dataclass(frozen=True, slots=True)
class MoveEdge(Command):
    """Move both ends of an edge by the same vector, for all parcels that share them."""

    name: ClassVar[str] = "edge.move"
    start: tuple[float, float]
    end: tuple[float, float]
    by: tuple[float, float]


@dataclass(frozen=True, slots=True)
class ReshapeBoundary(Command):
    """Replace a run of a parcel's boundary by a line, for the parcels on both sides."""

    name: ClassVar[str] = "boundary.reshape"
    parcel_id: ObjectId
    line: LineString


@dataclass(frozen=True, slots=True)
class JoinNodes(Command):
    """Make nodes that lie near each other one, around a parcel or in a box (west, south, east, north)."""

    name: ClassVar[str] = "nodes.join"
    tolerance_m: float
    parcel_id: ObjectId | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class FitParcel(Command):
    """Move corners of a parcel in one act, each for all parcels that share it.

    Args:
        parcel_id: Whose corners they are.
        moves: Place of a corner and where it goes, easting and northing in metres.
    """

    name: ClassVar[str] = "parcel.fit"
    parcel_id: ObjectId
    moves: tuple[tuple[tuple[float, float], tuple[float, float]], ...]


@dataclass(frozen=True, slots=True)
class LinkShape(Command):
    """Give a record without a boundary that of a parcel without a record, which goes.

    Args:
        record_id: The record.
        polygon_id: The parcel that has the boundary and nothing else but what a map says.
        keep_numbers: Sheet and number of the record stay; else it takes those of the map.
    """

    name: ClassVar[str] = "link.shape"
    record_id: ObjectId
    polygon_id: ObjectId
    keep_numbers: bool = False


@dataclass(frozen=True, slots=True)
class LinkMany(Command):
    """Give many records their boundaries in one act; pairs of record and parcel with the boundary."""

    name: ClassVar[str] = "link.many"
    pairs: tuple[tuple[ObjectId, ObjectId], ...]


@dataclass(frozen=True, slots=True)
class UnlinkShape(Command):
    """Take the boundary off a record; it becomes a parcel without a record again."""

    name: ClassVar[str] = "link.undo"
    parcel_id: ObjectId


@dataclass(frozen=True, slots=True)
class DivideParcel(Command):
    """Divide a parcel by area, distance or number of parts; ``kept`` is as in a split."""

    name: ClassVar[str] = "parcel.divide"
    parcel_id: ObjectId
    division: Division
    kept: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class NewParcel(Command):
    """Add a parcel on the free land of an outline; it gets sheet and provisional number, nothing else.

    Args:
        outline: As it was drawn; what other parcels have of it is left out.
        sheet: Map sheet; UNSET for that of the neighbours.
    """

    name: ClassVar[str] = "parcel.new"
    outline: Polygon
    sheet: str | Unset = UNSET


@dataclass(frozen=True, slots=True)
class CutHole(Command):
    """Take the land of an outline out of the parcel around it.

    Args:
        outline: As it was drawn, within one parcel.
        as_parcel: The land becomes a parcel, as the part of a split does; else it is left without one.
    """

    name: ClassVar[str] = "parcel.hole"
    outline: Polygon
    as_parcel: bool = True


@dataclass(frozen=True, slots=True)
class TakeDelivery(Command):
    """Give a block of parcels the boundaries that a survey delivered, in one act.

    Args:
        shapes: Parcels with their new boundaries.
        tolerance_m: How far a corner may go to come onto a node or boundary around it.
    """

    name: ClassVar[str] = "delivery.take"
    shapes: tuple[tuple[ObjectId, MultiPolygon], ...]
    tolerance_m: float


@dataclass(frozen=True, slots=True)
class CutStrip(Command):
    """Take a strip along a line out of every parcel it crosses; it becomes one parcel, such as a road.

    Args:
        line: The strip's middle or one of its edges.
        width_m: Of the strip.
        side: Where the strip lies, seen along the line.
        land_use: Of the strip; UNSET for the code of roads in the code list.
        whole: Parcels that lie wholly in the strip go into it; else they stop the act.
    """

    name: ClassVar[str] = "parcel.strip"
    line: LineString
    width_m: float
    side: Side = Side.CENTRE
    land_use: str | Unset = UNSET
    whole: bool = False


@dataclass(frozen=True, slots=True)
class WaiveFinding(Command):
    """Let a finding pass, for as long as what it is about stays as it is.

    Args:
        rule: Code of the rule.
        subjects: What is at fault: the objects that the finding is about, or its parcels; sorted.
        fingerprint: The state in which it is let pass.
        reason: Why, in words.
        document_id: The scan that it rests on; None for none.
    """

    name: ClassVar[str] = "finding.waive"
    rule: str
    subjects: tuple[ObjectId, ...]
    fingerprint: str
    reason: str
    document_id: ObjectId | None = None


@dataclass(frozen=True, slots=True)
class WithdrawWaiver(Command):
    """Let a finding stand again that was let pass."""

    name: ClassVar[str] = "finding.unwaive"
    item_id: ObjectId


@dataclass(frozen=True, slots=True)
class MendRecord(EditRecord):
    """Findings mended at once where the record itself says what is right; the rule names what was done."""

    name: ClassVar[str] = "finding.mend"


@dataclass(frozen=True, slots=True)
class MendMap(Command):
    """Faults of boundaries mended one after the other in one act; what cannot be mended is left out."""

    name: ClassVar[str] = "map.mend"
    faults: tuple[MapFault, ...]


@dataclass(frozen=True, slots=True)
class UnifyParties(Command):
    """Make one land user of several records of the same one.

    Args:
        kept: The record that stays.
        others: Those that go; what hangs on them comes to the one that stays.
    """

    name: ClassVar[str] = "party.unify"
    kept: ObjectId
    others: tuple[ObjectId, ...]
