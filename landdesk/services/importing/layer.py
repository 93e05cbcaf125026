"""What every source of parcels looks like to the rest of the import, whatever its format is.

Coordinates come out as the file has them, easting (longitude) first, nested as in GeoJSON.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text

BATCH: Final = 5_000
SHAPEFILE: Final = "ESRI Shapefile"
"""GDAL's name of the format, whose columns have names of ten letters at most."""

Choose = Callable[[Mapping[str, int]], str | None]
"""Says which of several layers is meant: given the number of features by name, the likeliest first; None for none."""
Geometry = tuple[str, Any]
"""Type and coordinates as in GeoJSON; the coordinates of a collection are None."""


@dataclass(frozen=True, slots=True)
class Features:
    """Consecutive features of a layer.

    Args:
        first: Position of the first one in the layer, counted from 1.
        geometries: One each, None where the file has none.
        values: One tuple each, in the order of the columns asked for.
    """

    first: int
    geometries: list[Geometry | None]
    values: list[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that the reader of a format has to say.

    Args:
        row: Position of the feature, counted from 1; 0 where no feature is meant.
        code: Key of ``report.NOTE_TEXTS``.
        detail: Place, measure or text of a label; never personal.
    """

    row: int
    code: str
    detail: str | None = None


class SourceLayer(Protocol):
    """A layer that can be read."""

    @property
    def path(self) -> Path:
        """The file or folder."""

    @property
    def name(self) -> str:
        """Of the layer."""

    @property
    def driver(self) -> str:
        """Name of the format, as GDAL calls it."""

    @property
    def crs_wkt(self) -> str:
        """Its system as WKT; empty where the file says nothing."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of its fields."""

    @property
    def count(self) -> int:
        """Number of features."""

    @property
    def encoding(self) -> str | None:
        """Of its texts where it had to be found out."""

    @property
    def sha256(self) -> bytes:
        """Of the content: of ``.shp`` and ``.dbf`` for a Shapefile, of all files for a folder."""

    @property
    def curves(self) -> int:
        """Features with arcs, which are read as chords."""

    @property
    def point_decimals(self) -> bool:
        """Whether numbers written as texts are of XML Schema: a point is a decimal mark, never one of thousands."""

    @property
    def layers(self) -> Mapping[str, int]:
        """Layers of the file among which one can be chosen, with their numbers of features; empty for one alone."""

    @property
    def lasting_id(self) -> str | None:
        """Column of identifiers that live longer than the file though its name does not say so; None without one."""

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What there is to say before a feature is read."""

    def features(self, columns: Sequence[str], size: int = BATCH) -> Iterator[Features]:
        """Yield all features in batches, with the values of some columns.

        Raises:
            InvalidInputError: The file ends early or cannot be read on.
        """


def place_of(path: Path) -> Text:
    """Return the words that name a file in an error."""
    return Text(N_("File {path}"), {"path": str(path)})


def listed(names: Sequence[str]) -> str:
    """Return names for an error, not too many."""
    return ", ".join(names[:12]) + (", …" if len(names) > 12 else "")


def no_features(path: Path, name: str) -> InvalidInputError:
    """Return the error for a layer without content."""
    return InvalidInputError(
        "import.no-features",
        Text(N_("The layer “{name}” has no features."), {"name": name}),
        place_of(path),
        Text(N_("Check that the right file was chosen and that it was saved with its content.")),
    )


def several_layers(path: Path, names: Sequence[str], suggested: str) -> InvalidInputError:
    """Return the error for a file of which nothing says which layer is meant."""
    return InvalidInputError(
        "import.several-layers",
        Text(N_("The file has several layers: {layers}"), {"layers": listed(names)}),
        place_of(path),
        Text(N_("Say which one, such as “{name}”."), {"name": suggested}),
    )


def no_layer(path: Path, wanted: str, names: Sequence[str], nearest: str) -> InvalidInputError:
    """Return the error for a layer that is not there."""
    return InvalidInputError(
        "import.no-layer",
        Text(
            N_("The file has no layer “{name}”; it has: {layers}"), {"name": wanted, "layers": listed(names)}
        ),
        place_of(path),
        Text(N_("Say which one, such as “{name}”."), {"name": nearest}),
    )
