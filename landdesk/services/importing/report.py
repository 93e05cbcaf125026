"""What an import tells: totals, and a line for every feature about which there is something to say.

Frozen values without words; ``NOTE_TEXTS`` has the source text of each code. The JSON form is kept in the store
with the entry. No personal data stand in it: a feature is named by its place in the file, sheet and number.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from landdesk.i18n import N_
from landdesk.services.campaign.notes import NOTE_TEXTS as FORM_TEXTS
from landdesk.services.importing import cells, ogr, shapes
from landdesk.services.importing.drawing import layer as drawing
from landdesk.services.importing.gml import layer as gml
from landdesk.services.importing.note_titles import SHARED_TITLES
from landdesk.services.importing.refresh.tally import AMBIGUOUS, Sides
from landdesk.services.importing.tables import values

OUTSIDE: Final = "geometry.outside"
UNKNOWN_COMMUNE: Final = "commune.unknown"
NO_COMMUNE: Final = "commune.missing"
NOTHING: Final = "row.nothing"
ELSEWHERE: Final = "commune.elsewhere"
SHIFTED: Final = "geometry.shifted"

NOT_TAKEN: Final = "refused"
"""Outcome of a feature that did not come in."""

REFUSALS: Final = frozenset({shapes.NOT_POLYGON, UNKNOWN_COMMUNE, NO_COMMUNE, NOTHING, AMBIGUOUS})
"""Codes for which a feature is not taken."""

NOTE_TEXTS: Final[Mapping[str, str]] = {
    shapes.NOT_POLYGON: N_("Not a polygon; not taken"),
    shapes.EMPTY: N_("Has no geometry that can be read; taken without a boundary"),
    shapes.FEW_POINTS: N_(
        "A ring has fewer than three points; the source geometry is kept, there is no boundary"
    ),
    shapes.UNCLOSED: N_("A ring is not closed; the source geometry is kept, there is no boundary"),
    shapes.NOT_FINITE: N_("A coordinate is not a number; the source geometry is kept, there is no boundary"),
    shapes.NOT_PLACED: N_("A coordinate has no place in the store's system; the source geometry is kept"),
    shapes.INVALID: N_("The boundary is invalid; taken as it is"),
    shapes.BROKEN_ON_THE_WAY: N_("The boundary became invalid on the way onto the grid of 1 mm; taken"),
    shapes.HEALED_ON_THE_WAY: N_(
        "The boundary is invalid in the source and valid on the grid of 1 mm; taken"
    ),
    OUTSIDE: N_("Lies outside the area of the store's system; taken"),
    UNKNOWN_COMMUNE: N_("Its commune is not one of the store; not taken"),
    NO_COMMUNE: N_("Says nothing of its commune, and the store has several; not taken"),
    NOTHING: N_("Has neither geometry nor values; not taken"),
    cells.BAD_AREA: N_("The area cannot be read; taken without it"),
    values.THOUSANDS_OR_DECIMALS: FORM_TEXTS[values.THOUSANDS_OR_DECIMALS],
    cells.BAD_LAND_USE: N_("The land use is no code; taken without it"),
    cells.BAD_IDENTITY: N_("The identity number is not one; taken without it"),
    cells.NO_NAME: N_("There is an identity number without a name; taken without a land user"),
    cells.OTHER_COUNT: N_(
        "There are not as many identity numbers as land users; the users are taken without numbers"
    ),
    ELSEWHERE: N_("The parcels lie far from their commune, and no known system puts them there; taken"),
    SHIFTED: N_("The parcels lie all by one shift beside those of the same number in the store; taken"),
    ogr.FEWER: N_("The file counts more features than can be read; a MapInfo file counts deleted ones too"),
    gml.NOT_ALL: N_("The file has only a part of what the land information system holds; export the rest"),
    drawing.OPEN_END: N_("A boundary line ends in the open"),
    drawing.NEAR_END: N_("A boundary line ends close to another one without meeting it"),
    drawing.NO_LABEL: N_("The face has no label; taken without a number"),
    drawing.NO_NUMBER: N_("The label of the face has no number; taken without it"),
    drawing.LOST_LABEL: N_("The label lies in no face"),
    drawing.TWO_LABELS: N_(
        "The face has the labels of several parcels; taken without number, area and land use"
    ),
    drawing.AREA_DIFFERS: N_(
        "The area of the label and that of the face differ by more than is allowed; taken"
    ),
    drawing.UNPLACED: N_("Lines have a coordinate that is no place; left out"),
    drawing.MENDED: N_("The drawing was damaged; what could be recovered is taken"),
    drawing.CUT: N_("The drawing ends before its end mark; what stood after that is missing"),
    **SHARED_TITLES,
}


@dataclass(frozen=True, slots=True)
class RowNote:
    """Something to say about one feature.

    Args:
        row: Its place in the layer, counted from 1; 0 where something of the whole file is said.
        parcel: ``sheet/number``, else the source's identifier; empty where it has neither.
        code: Key of ``NOTE_TEXTS``.
        detail: Type of geometry, reason of invalidity, code of the commune, identifier of a field; never personal.
        sides: What two files say, where they disagree.
    """

    row: int
    parcel: str
    code: str
    detail: str | None = None
    sides: Sides | None = None

    @property
    def taken(self) -> bool:
        """Whether the feature came in all the same."""
        return self.code not in REFUSALS


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of one feature.

    Args:
        row: Its place in the layer, counted from 1.
        parcel: As of :class:`RowNote`.
        outcome: ``new``, ``changed``, ``same`` or ``refused``.
    """

    row: int
    parcel: str
    outcome: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came in and what did not.

    Args:
        file_name: Name of the source without folders.
        sha256: Of the source, as hexadecimal digits.
        layer: Name of the layer.
        format: GDAL's name of the format.
        encoding: Encoding of texts where it had to be found out.
        source_system: Code or name of the source's system.
        target_system: Of the store.
        operation: The transformation in the words of the EPSG list; empty where there was none.
        accuracy_m: Of the transformation; None where it is not known.
        forced: Whether the check of the systems was overruled.
        axes_swapped: Whether the file was taken to have northing first.
        fields: Column by target.
        unused: Columns that were not taken.
        read, taken, refused: Numbers of features.
        new, changed, same: Of the features taken, parcels that are new, differ from the store, are as there.
        gone: Parcels that came by an earlier import and that the source does not name; they stay.
        purposes, users, parties: Numbers of purposes, of rights and of persons made for them.
        rounded: Shapes moved by rounding to 1 mm.
        largest_shift_m: Largest shift of a vertex by it.
        heights_dropped: Features whose heights were left out.
        curves_straightened: Features with arcs, taken as chords.
        notes: One line for each feature and thing to say.
        outcomes: One line for each feature, in the order of the file; not kept with the entry.
        originals: SHA-256 of the texts as they came, where some were read in an old encoding.
    """

    file_name: str
    sha256: str
    layer: str
    format: str
    encoding: str | None
    source_system: str
    target_system: str
    operation: str
    accuracy_m: float | None
    forced: bool
    axes_swapped: bool
    fields: Mapping[str, str]
    unused: tuple[str, ...]
    read: int
    taken: int
    refused: int
    new: int
    changed: int
    same: int
    gone: int
    purposes: int
    users: int
    parties: int
    rounded: int
    largest_shift_m: float
    heights_dropped: int
    curves_straightened: int
    notes: tuple[RowNote, ...]
    outcomes: tuple[RowOutcome, ...] = ()
    originals: str | None = None

    def counts(self) -> dict[str, int]:
        """Return how often each code occurs, most frequent first."""
        return dict(Counter(note.code for note in self.notes).most_common())

    def document(self) -> dict[str, Any]:
        """Return the report as values of JSON."""
        # What became of every feature is for the one who looks on; what is to be said of one, the notes say.
        names = [one.name for one in fields(self) if one.name not in ("notes", "outcomes")]
        values = {name: getattr(self, name) for name in names}
        values["fields"] = dict(self.fields)
        values["unused"] = list(self.unused)
        values["largest_shift_m"] = round(self.largest_shift_m, 6)
        values["counts"] = self.counts()
        values["notes"] = [
            {
                "row": note.row,
                "parcel": note.parcel,
                "code": note.code,
                "taken": note.taken,
                "detail": note.detail,
                "sides": note.sides and note.sides.document(),
            }
            for note in self.notes
        ]
        return values
