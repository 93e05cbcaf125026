"""How parcels are coloured: classes with a colour and words, and the class of each parcel.

Classes are handled as small numbers, the place in `Colouring.classes`. Colour is never the only sign: classes that ask
for work are hatched too, and the legend names all that are seen.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from landdesk.domain.ids import ObjectId
from landdesk.i18n import N_
from landdesk.ui import theme

Columns = Mapping[str, Any]
"""Columns of the read model by name, see `landdesk.domain.coverage.ParcelRows`."""
Numbers = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class ColourClass:
    """One class.

    Args:
        code: Its code.
        title: English source of its words.
        colour: Its colour.
        hatched: Whether it asks for work, or shares its colour with another class.
    """

    code: str
    title: str
    colour: str
    hatched: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Colouring:
    """A way to colour; another object is another way, so one that has changed is made anew.

    Args:
        code: What is coloured by.
        classes: In the order of the legend.
        needs: Columns that `numbers` looks at.
        numbers: The class of each of some parcels, from their columns and identifiers, 16 bytes each.
    """

    code: str
    classes: tuple[ColourClass, ...]
    needs: tuple[str, ...]
    numbers: Callable[[Columns, Collection[Any]], Numbers]
    fills: tuple[QColor, ...] = field(init=False)
    dots: NDArray[np.uint32] = field(init=False)

    def __post_init__(self) -> None:
        """Make the colours of the painter once."""
        colours = [one.colour for one in self.classes]
        object.__setattr__(self, "fills", tuple(QColor(one) for one in colours))
        mixed = [theme.blend(one, theme.PARCEL_LINE, 0.22).rgb() for one in colours]
        object.__setattr__(self, "dots", np.array(mixed, dtype=np.uint32))


LAND_USE: Final = "land_use"
RECORD: Final = "record"
FINDINGS: Final = "findings"
WORKFLOW: Final = "workflow"
WAYS: Final[Mapping[str, str]] = {
    LAND_USE: N_("Land use"),
    RECORD: N_("What the record has"),
    FINDINGS: N_("Findings"),
    WORKFLOW: N_("Where the cleaning stands"),
}
"""What parcels can be coloured by."""

_NO_RECORD, _NO_USER, _NO_AREA, _PROVISIONAL, _BASIC = range(5)
_RECORD_CLASSES: Final = (
    ColourClass("no-record", N_("Boundary without a record"), "#E9B8B4", hatched=True),
    ColourClass("no-user", N_("No land user"), "#F6D2A2", hatched=True),
    ColourClass("no-area", N_("No legal area"), "#F7EDB0"),
    ColourClass("provisional", N_("Provisional number"), "#CFE0F3"),
    ColourClass("basic", N_("Number, land user and area are there"), "#CFE5D3"),
)
_FINDING_CLASSES: Final = (
    ColourClass("error", N_("With errors"), "#F0B4AE", hatched=True),
    ColourClass("warning", N_("With warnings"), "#F8DDB0"),
    ColourClass("none", N_("Without findings"), "#D9EAD9"),
    ColourClass("unchecked", N_("Not checked"), "#FDFDFC"),
)


def by_record(with_record: Collection[ObjectId]) -> Colouring:
    """Return the colouring by what the record of a parcel has.

    Args:
        with_record: Parcels of which more is known than files of a map say, see ``store.queries.linking``.
    """

    def numbers(columns: Columns, ids: Collection[Any]) -> Numbers:
        no_user = np.asarray(columns["user_count"]) == 0
        no_area = np.isnan(np.asarray(columns["legal_area_m2"], dtype=np.float64))
        recorded = (ObjectId(bytes(one)) in with_record for one in ids)
        found = np.full(len(no_user), _BASIC, dtype=np.uint8)
        found[np.asarray(columns["provisional"], dtype=bool)] = _PROVISIONAL
        found[no_area] = _NO_AREA
        found[no_user] = _NO_USER
        found[~np.fromiter(recorded, dtype=bool, count=len(ids))] = _NO_RECORD
        return found

    return Colouring(RECORD, _RECORD_CLASSES, ("user_count", "legal_area_m2", "provisional"), numbers)


def by_findings(severities: Mapping[ObjectId, str] | None) -> Colouring:
    """Return the colouring by the worst finding of each parcel.

    Args:
        severities: Of the parcels that have findings; None where nothing was checked yet.
    """
    none = "unchecked" if severities is None else "none"
    codes = [one.code for one in _FINDING_CLASSES]
    found = {parcel: codes.index(severity) for parcel, severity in (severities or {}).items()}
    return Colouring(FINDINGS, _FINDING_CLASSES, (), _by_parcel(found, codes.index(none)))


def by_states(titles: Mapping[str, str], states: Mapping[ObjectId, str]) -> Colouring:
    """Return the colouring by where the cleaning of each parcel stands.

    Args:
        titles: English or own words of the states by code, in their order.
        states: Code of each parcel's state.
    """
    classes = tuple(
        ColourClass(code, title, _STATE_COLOURS.get(code, "#FDFDFC"), hatched=code in _STATES_OF_WORK)
        for code, title in titles.items()
    )
    codes = list(titles)
    found = {parcel: codes.index(state) for parcel, state in states.items()}
    return Colouring(WORKFLOW, classes, (), _by_parcel(found, 0))


def by_values(code: str, titles: Mapping[str, str], values: Mapping[ObjectId, Collection[str]]) -> Colouring:
    """Return the colouring by the values of a field.

    Args:
        code: What is coloured by.
        titles: Words of the values, in their order; others are shown as they are.
        values: What each parcel has, where it has any.
    """
    counts = Counter(one for some in values.values() if len(some) == 1 for one in some)
    common = {one for one, _count in counts.most_common(VALUES_AT_MOST)}
    order = [*(one for one in titles if one in common), *sorted(common - titles.keys())]
    classes = [
        ColourClass(
            one, titles.get(one, one), _VALUE_COLOURS[at % len(_VALUE_COLOURS)], at >= len(_VALUE_COLOURS)
        )
        for at, one in enumerate(order)
    ]
    numbers = {one.code: at for at, one in enumerate(classes)}
    other, several, none = range(len(order), len(order) + 3)
    found = {
        parcel: several if len(some) > 1 else numbers.get(next(iter(some)), other)
        for parcel, some in values.items()
        if some
    }
    return Colouring(code, (*classes, *_OTHER_VALUES), (), _by_parcel(found, none))


VALUES_AT_MOST: Final = 12
"""So many values have a class of their own, the commonest; more nobody tells apart."""
_VALUE_COLOURS: Final = ("#BBD7F0", "#F7D9A8", "#C4E3B5", "#E3C3E6", "#F4BDB3", "#B9E3DD")
"""One after the other, then the same again with a hatch."""
_OTHER_VALUES: Final = (
    ColourClass("/other", N_("Another value"), "#D9D6CF"),
    ColourClass("/several", N_("Several values"), "#EDEDA9"),
    ColourClass("/none", N_("No value"), "#FDFDFC"),
)

_STATES_OF_WORK: Final = frozenset({"faulty", "returned"})
_STATE_COLOURS: Final[Mapping[str, str]] = {
    "unreviewed": "#F4F4F2",
    "reviewing": "#E4ECF4",
    "faulty": "#F0B4AE",
    "supplementing": "#F7E3BC",
    "supplementing_documents": "#F9D9A8",
    "supplementing_population": "#F6E9A6",
    "supplementing_spatial": "#F3CDB5",
    "supplementing_unstructured": "#EBD9C0",
    "eligible": "#CDE7B8",
    "sent": "#BFDDF0",
    "received": "#A8CCE8",
    "returned": "#DCC4EE",
    "operating": "#A9D8C8",
    "reclassify": "#C9E9DF",
    "group_1": "#8FCB9B",
}


def _by_parcel(
    found: Mapping[ObjectId, int], otherwise: int
) -> Callable[[Columns, Collection[Any]], Numbers]:
    def numbers(_columns: Columns, ids: Collection[Any]) -> Numbers:
        return np.fromiter(
            (found.get(ObjectId(bytes(one)), otherwise) for one in ids), dtype=np.uint8, count=len(ids)
        )

    return numbers
