"""What is seen of a file before anything is imported of it; values only, so that a window need not load the readers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from landdesk.services.importing.text.encodings import Encoding


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """A column.

    Args:
        name: As the file has it.
        code: What its encoding is said by: its name in a map, its letter in a table.
        values: Some different values of the first rows, in Unicode.
        encoding: Of its texts, as they tell it.
        is_doubtful: The encoding is not sure; the texts stay as they are unless a person says it.
        examples: Some texts that conversion changes, each before and after.
        target: Where it goes: key of a field; None where it is left out.
    """

    name: str
    code: str
    values: tuple[object, ...]
    encoding: Encoding
    is_doubtful: bool
    examples: tuple[tuple[str, str], ...]
    target: str | None


@dataclass(frozen=True, slots=True)
class Content:
    """Columns and first rows of a layer or table.

    Args:
        columns: Left to right.
        first_rows: Number in the file and cells of the first rows, one for each column, in Unicode.
        count: How many rows or features there are.
        is_remembered: The targets are those of an earlier file with the same headings.
    """

    columns: tuple[SeenColumn, ...]
    first_rows: tuple[tuple[int, tuple[object, ...]], ...]
    count: int
    is_remembered: bool


UNNAMED: Final = "unnamed"
OTHER_ZONE: Final = "zone"
OTHER_AXES: Final = "axes"
OTHER_UNITS: Final = "units"
OTHER_DATUM: Final = "datum"
NO_PARAMETERS: Final = "parameters"
"""What is suspected of the system of a file: it names none; a neighbouring meridian; north before east; degrees taken
for metres or the other way round; the projection of VN-2000 on another datum; numbers that lack the seven parameters,
so that parcels lie 225 m from those of the same number in the store."""


@dataclass(frozen=True, slots=True)
class OtherSystem:
    """A system that a file may be in.

    Args:
        epsg, name: Code of EPSG; name of the register.
        swap_axes: Whether north stands before east.
        away_km: How far the parcels then lie from the commune: 0 in it, infinite without a place on Earth, None where
            nobody can tell.
    """

    epsg: int
    name: str
    swap_axes: bool = False
    away_km: float | None = None


@dataclass(frozen=True, slots=True)
class MapPlace:
    """Where a layer lies.

    Args:
        system: Name of the system that the file says; empty where it says none.
        away_km: How far its parcels lie from the commune as it says; as of :class:`OtherSystem`.
        fitting: The system under which they lie in the commune, where that is another one.
        reason: What is suspected, ``UNNAMED`` and so on; empty for nothing.
        shift_m: How far its parcels lie from those of the same number in the store, all by one shift; 0 for none.
        systems: Systems of Viet Nam, those of the province first, each with and without swapped axes.
    """

    system: str
    away_km: float | None
    fitting: OtherSystem | None
    reason: str
    shift_m: float
    systems: tuple[OtherSystem, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A layer of a map or a sheet of a workbook among which one can be chosen; how many features or rows it has."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class MapSeen:
    """A layer of a map.

    Args:
        parts: Layers among which one can be chosen; empty where there is but one.
        layer, driver: Its name, and that of the format as GDAL calls it.
        place: Where it lies.
        is_drawing: The sheet is told by the name of the file.
    """

    path: Path
    content: Content
    parts: tuple[Part, ...]
    layer: str
    driver: str
    place: MapPlace
    is_drawing: bool


@dataclass(frozen=True, slots=True)
class TableSeen:
    """A table of the campaign.

    Args:
        parts: Sheets among which one can be chosen; empty where there is but one.
        form: Which one; None where the headings say none.
        sheet, encoding: Where it stands; encoding of a text file.
        targets: Title by key of the fields that its columns can go into.
        is_free: A person can say which column goes where; else the form says it.
        written: Day on which the file was written.
    """

    path: Path
    content: Content
    parts: tuple[Part, ...]
    form: str | None
    sheet: str
    encoding: str
    targets: Mapping[str, str]
    is_free: bool
    written: date


Seen = MapSeen | TableSeen
