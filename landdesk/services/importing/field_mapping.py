"""Which column of the source goes into which field of the record: guessed by name, overruled by the person.

The names that are known stand in ``resources/importing/field_names.csv``; case, accents and signs do not count.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Final

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text
from landdesk.resources import resource_path
from landdesk.services.importing.layer import SHAPEFILE, SourceLayer
from landdesk.services.importing.tables.heading import plain_name

TARGETS: Final = (
    "commune",
    "sheet",
    "parcel_no",
    "land_use",
    "legal_area",
    "address",
    "source_id",
    "user_name",
    "user_identity",
    "user_address",
)
"""Fields of the record that a column can go into, as people write them before ``=``."""

_ALSO: Final = {"sheet_no": "sheet", "number": "parcel_no", "legal_area_m2": "legal_area"}
_SHAPEFILE_WIDTH: Final = 10

Mapping_ = Mapping[str, str]


def map_fields(
    columns: Sequence[str], wishes: Mapping[str, str | None], *, short_names: bool = False
) -> dict[str, str]:
    """Return the column of each target that has one.

    Args:
        columns: Names of the source's columns.
        wishes: Column by target as the person says; None leaves a target out. The rest is guessed.
        short_names: Column names may have been cut to ten letters, as in a Shapefile.

    Raises:
        InvalidInputError: No such target or column.
    """
    chosen: dict[str, str | None] = {}
    for written, column in wishes.items():
        target = _ALSO.get(written, written)
        if target not in TARGETS:
            raise _unknown_target(written)
        chosen[target] = None if column is None else _column(column, columns)
    taken = set(chosen.values())
    by_name: dict[str, str] = {}
    for column in columns:
        if column not in taken:
            by_name.setdefault(plain_name(column), column)
    mapping: dict[str, str] = {}
    for target in TARGETS:
        found = chosen[target] if target in chosen else _guess(target, by_name, short_names=short_names)
        if found is not None:
            mapping[target] = found
    return mapping


def fields_of_layer(layer: SourceLayer, wishes: Mapping[str, str | None]) -> dict[str, str]:
    """Return the same for a layer, which may know of identifiers that its columns do not name.

    Raises:
        InvalidInputError: As of ``map_fields``.
    """
    fields = map_fields(layer.columns, wishes, short_names=layer.driver == SHAPEFILE)
    lasting = layer.lasting_id
    if lasting is not None and "source_id" not in {*fields, *wishes} and lasting not in fields.values():
        fields["source_id"] = lasting
    return fields


def read_wishes(written: Iterable[str]) -> dict[str, str | None]:
    """Return wishes as the command line gives them, ``parcel_no=SOTHUA``; ``parcel_no=`` leaves the target out.

    Raises:
        InvalidInputError: One is not of this form, or a target is named twice.
    """
    wishes: dict[str, str | None] = {}
    for wish in written:
        target, sign, column = wish.partition("=")
        if not sign or target.strip() in wishes:
            raise InvalidInputError(
                "import.field-form",
                Text(N_("“{wish}” does not say which column goes where."), {"wish": wish}),
                remedy=Text(N_("Write each field once, as parcel_no=COLUMN.")),
            )
        wishes[target.strip()] = column.strip() or None
    return wishes


def _column(wanted: str, columns: Sequence[str]) -> str:
    """Return the column that the person means, in the spelling of the source."""
    if wanted in columns:
        return wanted
    alike = [column for column in columns if column.casefold() == wanted.casefold()]
    if len(alike) == 1:
        return alike[0]
    plain = {plain_name(column): column for column in columns}
    nearest = [plain[name] for name in get_close_matches(plain_name(wanted), plain, n=3, cutoff=0.4)]
    remedy = (
        Text(N_("Did you mean {nearest}?"), {"nearest": ", ".join(nearest)})
        if nearest
        else Text(N_("Choose one of its columns."))
    )
    raise InvalidInputError(
        "import.no-field",
        Text(N_("The source has no column “{name}”."), {"name": wanted}),
        Text(N_("It has: {columns}"), {"columns": ", ".join(columns) or "–"}),
        remedy,
    )


def _unknown_target(written: str) -> InvalidInputError:
    nearest = get_close_matches(written, [*TARGETS, *_ALSO], n=1, cutoff=0.4)
    remedy = (
        Text(N_("Did you mean {nearest}?"), {"nearest": _ALSO.get(nearest[0], nearest[0])})
        if nearest
        else Text(N_("The name before the sign = must be one of these."))
    )
    return InvalidInputError(
        "import.unknown-target",
        Text(N_("The record has no field “{name}” to import into."), {"name": written}),
        Text(N_("It has: {columns}"), {"columns": ", ".join(TARGETS)}),
        remedy,
    )


def _guess(target: str, by_name: Mapping_, *, short_names: bool) -> str | None:
    for name in _known_names()[target]:
        column = by_name.get(name)
        if column is None and short_names:
            column = by_name.get(name[:_SHAPEFILE_WIDTH])
        if column is not None:
            return column
    return None


def known_target(name: str) -> str | None:
    """Return the target that a name is known for, None for any other."""
    plain = plain_name(name)
    return next((target for target, names in _known_names().items() if plain in names), None)


@cache
def _known_names() -> Mapping[str, tuple[str, ...]]:
    names: dict[str, list[str]] = {target: [] for target in TARGETS}
    with resource_path("importing", "field_names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            names[row["target"]].append(plain_name(row["name"]))
    return {target: tuple(found) for target, found in names.items()}
