"""What is seen of a file before anything is imported of it; values only, so that a window need not load the readers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

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


@dataclass(frozen=True, slots=True)
class OtherSystem:
    """A system that a file may be in: code of EPSG, name, and whether north stands before east."""

    epsg: int
    name: str
    swap_axes: bool = False


@dataclass(frozen=True, slots=True)
class MapSeen:
    """A layer of a map.

    Args:
        layers: Names among which one can be chosen; empty where there is but one.
        layer, driver: Its name, and that of the format as GDAL calls it.
        system: Name of the system that the file says; empty where it says none that can be used.
        fitting: The system under which its parcels lie in the commune, where that is another one.
        systems: Systems that maps of the province are found in.
        is_drawing: The sheet is told by the name of the file.
    """

    path: Path
    content: Content
    layers: tuple[str, ...]
    layer: str
    driver: str
    system: str
    fitting: OtherSystem | None
    systems: tuple[OtherSystem, ...]
    is_drawing: bool


@dataclass(frozen=True, slots=True)
class TableSeen:
    """A table of the campaign.

    Args:
        form: Which one; None where the headings say none.
        sheet, encoding: Where it stands; encoding of a text file.
        targets: Title by key of the fields that its columns can go into.
        is_free: A person can say which column goes where; else the form says it.
        written: Day on which the file was written.
    """

    path: Path
    content: Content
    form: str | None
    sheet: str
    encoding: str
    targets: Mapping[str, str]
    is_free: bool
    written: date


Seen = MapSeen | TableSeen
