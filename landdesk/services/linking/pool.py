"""Records without a boundary and boundaries without a record, with all that is compared of them, in dictionaries.

Built once for all parcels by a few queries; a record then finds its boundaries by keys, never by looking at each.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import shapely

from landdesk.domain.area_tolerance import AreaTolerance
from landdesk.domain.arrays import Floats
from landdesk.domain.coverage import Box, Coverage
from landdesk.domain.ids import ObjectId
from landdesk.domain.person_names import without_titles
from landdesk.domain.records import MapSheet, parcel_key
from landdesk.i18n import fold
from landdesk.services.linking.reasons import Weights
from landdesk.store.queries.linking import LinkingRow
from landdesk.store.reader import Reader

Key = tuple[str, str, str]
"""Commune, sheet and number as they are compared."""

_BLANK: Final = re.compile(r"\s+")
_LEADING_ZEROS: Final = re.compile(r"^0+(?=\d)")
_SHEET_WORDS: Final = re.compile(r"[;,]")
_SHEET_NUMBER: Final = re.compile(r"\d+[0-9A-Za-zĐđ-]*")


def number_key(text: str | None) -> str:
    """Return a sheet or parcel number as it is compared: without blanks, leading zeros and case; empty for none."""
    return _LEADING_ZEROS.sub("", _BLANK.sub("", text or "").casefold())


def former_sheets(old_numbers: str | None) -> Iterator[str]:
    """Yield the old numbers that a map sheet names, as they are compared: ``7; tờ 8`` names two."""
    for part in _SHEET_WORDS.split(old_numbers or ""):
        number = _SHEET_NUMBER.search(part)
        if number:
            yield number_key(number[0])


def key_of(commune: str, sheet: str | None, number: str | None) -> Key | None:
    """Return the key of a sheet and a number; None where one of them is not recorded."""
    made = commune, number_key(sheet), number_key(number)
    return made if all(made) else None


@dataclass(frozen=True, slots=True)
class Side:
    """A record or a boundary, ready to be compared.

    Args:
        row: What is recorded.
        own, old: Its keys of now and of before; None where they are not recorded.
        named: How certificates name it.
        owners: Names of land users.
        land_uses: Their codes.
        map_m2: What the boundary encloses; None for a record.
    """

    row: LinkingRow
    own: Key | None
    old: Key | None
    named: tuple[Key, ...] = ()
    owners: tuple[str, ...] = ()
    land_uses: frozenset[str] = frozenset()
    map_m2: float | None = None

    @property
    def id(self) -> ObjectId:
        """Identifier of the parcel."""
        return self.row.id

    @property
    def title(self) -> str:
        """Sheet and number as people say them."""
        return parcel_key(self.row.sheet, self.row.number, self.row.number_state)


class Pool:
    """What may be linked.

    Attributes:
        records: Parcels without a boundary, in order of entry.
        polygons: Boundaries without a record.
        coverage: Where they lie.
        tolerance: How far areas may differ.
        weights: How much reasons count.
        rows: Every parcel, for what surrounds a boundary.
        settled: Parcels that have both boundary and record.
        taken_keys: Keys of these.
    """

    def __init__(
        self, reader: Reader, coverage: Coverage, tolerance: AreaTolerance, weights: Weights
    ) -> None:
        self.coverage, self.tolerance, self.weights = coverage, tolerance, weights
        own = reader.linking.with_record()
        self.rows: Mapping[ObjectId, LinkingRow] = {row.id: row for row in reader.linking.parcels()}
        self._sheets = list(reader.all(MapSheet).values())
        self._scale_of = {one.id: one.scale for one in self._sheets}
        self._scale_called = {(one.commune, number_key(one.number)): one.scale for one in self._sheets}
        free = [row for row in self.rows.values() if row.has_shape and row.id not in own]
        lone = [row for row in self.rows.values() if not row.has_shape]
        self.settled = frozenset(row.id for row in self.rows.values() if row.has_shape and row.id in own)
        wanted = {row.id for row in free} | {row.id for row in lone}
        owners, uses = (
            _gathered(reader.linking.users(), wanted),
            _gathered(reader.linking.land_uses(), wanted),
        )
        named: defaultdict[ObjectId, list[Key]] = defaultdict(list)
        for parcel, sheet, number in reader.linking.certificate_names():
            key = key_of(self.rows[parcel].commune, sheet, number)
            if key is not None:
                named[parcel].append(key)
        areas = _areas(coverage, free)
        self.records = {row.id: _side(row, owners, uses, named) for row in lone}
        self.polygons = {
            row.id: _side(row, owners, uses, named, areas[row.id]) for row in free if row.id in areas
        }
        rows = (self.rows[one] for one in self.settled)
        keys = (key_of(row.commune, row.sheet, row.number) for row in rows)
        self.taken_keys = frozenset(one for one in keys if one is not None)
        self.by_own = _indexed((one.own, one.id) for one in self.polygons.values())
        self.by_old = _indexed((one.old, one.id) for one in self.polygons.values())

    @cached_property
    def by_owner(self) -> Mapping[str, list[ObjectId]]:
        """Boundaries by the names that the map says, folded."""
        found: defaultdict[str, list[ObjectId]] = defaultdict(list)
        for one in self.polygons.values():
            for name in one.owners:
                found[owner_key(name)].append(one.id)
        return found

    @cached_property
    def by_near_number(self) -> Mapping[Key, list[ObjectId]]:
        """Boundaries by commune, sheet and their number with one character left out, or none."""
        return _indexed(
            ((one.own[0], one.own[1], short), one.id)
            for one in self.polygons.values()
            if one.own is not None
            for short in shortened(one.own[2])
        )

    @cached_property
    def by_sheet_and_area(self) -> Mapping[tuple[str, str], tuple[Floats, list[ObjectId]]]:
        """Boundaries of each commune and sheet by area; those without a sheet under an empty one."""
        found: defaultdict[tuple[str, str], list[tuple[float, ObjectId]]] = defaultdict(list)
        for one in self.polygons.values():
            if one.map_m2 is not None:
                found[one.row.commune, number_key(one.row.sheet)].append((one.map_m2, one.id))
        return {
            place: (np.array([area for area, _ in sorted(some)]), [each for _, each in sorted(some)])
            for place, some in found.items()
        }

    @cached_property
    def sheet_boxes(self) -> Mapping[tuple[str, str], Box]:
        """The ground of each commune and sheet, as far as its parcels are on the map."""
        live = self.coverage.live()
        boxes = self.coverage.boxes(live)
        communes, sheets = self.coverage.column("commune", live), self.coverage.column("sheet", live)
        found: dict[tuple[str, str], Box] = {}
        for commune, sheet, box in zip(communes, sheets, boxes.tolist(), strict=True):
            if sheet is None or box[0] != box[0]:
                continue
            place = commune, number_key(sheet)
            west, south, east, north = found.get(place, box)
            found[place] = (min(west, box[0]), min(south, box[1]), max(east, box[2]), max(north, box[3]))
        return found

    @cached_property
    def conversion(self) -> Mapping[tuple[str, str, str], frozenset[str]]:
        """Sheets of now by commune, former commune and old sheet; an empty former commune stands for any.

        From the old numbers that map sheets name, and from parcels that have both numbers.
        """
        found: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
        for one in self._sheets:
            for number in former_sheets(one.old_numbers):
                found[one.commune, "", number].add(number_key(one.number))
        counts: defaultdict[tuple[str, str, str], defaultdict[str, int]] = defaultdict(
            lambda: defaultdict(int)
        )
        for identifier in self.settled:
            row = self.rows[identifier]
            old, new = number_key(row.old_sheet), number_key(row.sheet)
            if old and new and old != new:
                for former in {"", row.old_commune or ""}:
                    counts[row.commune, former, old][new] += 1
        for place, sheets in counts.items():
            found[place] |= {one for one, count in sheets.items() if count >= self.weights.conversion_parcels}
        return {place: frozenset(sheets) for place, sheets in found.items() if sheets}

    def take_out(self, record: ObjectId, polygon: ObjectId, coverage: Coverage) -> None:
        """Let a pair be there no more that was linked; the indexes still name the boundary.

        Args:
            coverage: The read model after it.
        """
        key = self.polygons.pop(polygon).own
        del self.records[record]
        self.coverage = coverage
        self.settled |= {record}
        if key is not None:
            self.taken_keys |= {key}

    def converted(self, key: Key, former: str | None) -> Iterator[Key]:
        """Yield the keys that a key of an old sheet has now."""
        commune, sheet, number = key
        sheets = self.conversion.get((commune, former or "", sheet)) or self.conversion.get(
            (commune, "", sheet), frozenset()
        )
        for one in sheets - {sheet}:
            yield commune, one, number

    def scale_of(self, *rows: LinkingRow) -> int | None:
        """Return the scale denominator of the map sheet that the first of some parcels is on which names one."""
        for row in rows:
            scale = self._scale_of.get(row.map_sheet_id) if row.map_sheet_id is not None else None
            scale = scale or self._scale_called.get((row.commune, number_key(row.sheet)))
            if scale:
                return scale
        return None


def owner_key(name: str) -> str:
    """Return what two spellings of a name have in common that may be one: its words without accents, in order."""
    return " ".join(sorted(fold(without_titles(name)).split()))


def shortened(number: str) -> set[str]:
    """Return a number, and it with one character left out.

    Two numbers have one of these in common where one digit is too many, missing, changed or swapped with the next.
    """
    return {number} | {number[:at] + number[at + 1 :] for at in range(len(number))}


def _side(
    row: LinkingRow,
    owners: Mapping[ObjectId, list[str]],
    uses: Mapping[ObjectId, list[str]],
    named: Mapping[ObjectId, list[Key]],
    map_m2: float | None = None,
) -> Side:
    return Side(
        row,
        key_of(row.commune, row.sheet, row.number),
        key_of(row.commune, row.old_sheet, row.old_number),
        tuple(named.get(row.id, ())),
        tuple(owners.get(row.id, ())),
        frozenset(uses.get(row.id, ())),
        map_m2,
    )


def _gathered(
    pairs: Iterable[tuple[ObjectId, str]], wanted: set[ObjectId]
) -> defaultdict[ObjectId, list[str]]:
    found: defaultdict[ObjectId, list[str]] = defaultdict(list)
    for parcel, words in pairs:
        if parcel in wanted:
            found[parcel].append(words)
    return found


def _indexed(pairs: Iterable[tuple[Key | None, ObjectId]]) -> dict[Key, list[ObjectId]]:
    found: dict[Key, list[ObjectId]] = {}
    for key, identifier in pairs:
        if key is not None:
            found.setdefault(key, []).append(identifier)
    return found


def _areas(coverage: Coverage, rows: Iterable[LinkingRow]) -> dict[ObjectId, float]:
    """Return the area of each boundary that the read model has."""
    indices = coverage.indices_of(row.id for row in rows)
    areas = shapely.area(coverage.shapes(indices)) if len(indices) else np.empty(0)
    return {
        coverage.id_at(int(at)): float(area)
        for at, area in zip(indices, areas, strict=True)
        if not np.isnan(area)
    }
