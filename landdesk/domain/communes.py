"""The commune of today for a name or code of any time: 194 former units of the province became 65 on 1 July 2025.

Names are compared without accents, case and signs, with or without the kind of unit before them (``xã``, ``P.``,
``TT``); a district after a comma decides between units of one name. Five digits may mean the unit of today or an
older, smaller one: where the two lead to different communes and no day is known, a person decides.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from landdesk.domain.codelists import Code, CodeList, Standing, plain_words

_KINDS: Final = {
    "xa": "xa",
    "x": "xa",
    "phuong": "phuong",
    "p": "phuong",
    "f": "phuong",
    "thi tran": "thi tran",
    "tt": "thi tran",
    "dac khu": "dac khu",
    "dk": "dac khu",
}
_KIND: Final = re.compile(rf"^({'|'.join(sorted(_KINDS, key=len, reverse=True))}) (?=\S)")
_HIGHER: Final = re.compile(r"^(huyen|thi xa|thanh pho|tinh|tp|tx|h|t) (?=\S)")
_CODE: Final = re.compile(r"[0-9]{5}")


class UnitResult(StrEnum):
    """How far a text leads."""

    ONE = "one"
    SEVERAL = "several"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """What a text may mean.

    Args:
        written: The text.
        communes: Communes of today it may stand for, the likeliest first.
        old_units: Former units it may name.
    """

    written: str
    communes: tuple[Code, ...]
    old_units: tuple[Code, ...] = ()

    @property
    def result(self) -> UnitResult:
        """One commune, several between which a person chooses, or none."""
        if not self.communes:
            return UnitResult.UNKNOWN
        return UnitResult.ONE if len(self.communes) == 1 else UnitResult.SEVERAL

    @property
    def one(self) -> Code | None:
        """The commune, where there is only one."""
        return self.communes[0] if len(self.communes) == 1 else None


class UnitConverter:
    """Finds the commune of today; keeps what it has found, since files repeat few names many times.

    Args:
        communes: The list ``commune``.
        old_units: The list ``old_unit``; what replaces its codes are communes.
        provinces: The list ``province``, parents of the communes.
    """

    def __init__(self, communes: CodeList, old_units: CodeList, provinces: CodeList) -> None:
        self._communes = communes
        self._old_units = old_units
        self._provinces = provinces
        self._names: dict[str, list[Code]] = {}
        for one in (*communes, *old_units):
            for words in {plain_words(name) for name in (one.label, *one.aliases)}:
                self._names.setdefault(words, []).append(one)
        self._new = {id(one) for one in communes}
        self._found: dict[tuple[str, date | None], UnitMatch] = {}

    def convert(self, written: str, day: date | None = None) -> UnitMatch:
        """Return the communes of today that a name or a code of five digits may mean.

        Args:
            written: As it stands in the file: ``22525``, ``Xã Cam Tân``, ``P. Vĩnh Hải, TP Nha Trang``.
            day: Day of the paper or file; units that were not in force then do not count. None when it is not
                known.
        """
        key = (written, day)
        if key not in self._found:
            self._found[key] = self._convert(written.strip(), day)
        return self._found[key]

    def _convert(self, written: str, day: date | None) -> UnitMatch:
        if _CODE.fullmatch(written):
            found = [
                one for one in (self._communes.get(written), self._old_units.get(written)) if one is not None
            ]
        else:
            found = self._named(written)
        if day is not None:
            # A unit that is not in force on that day is not meant, unless nothing else has the name.
            found = [one for one in found if one.standing(day) is Standing.CURRENT] or found
        return self._match(written, found)

    def _named(self, written: str) -> list[Code]:
        """Return the units of a name, of the kind and in the district that are said with it."""
        parts = re.split(r"[,;]", written)
        if len(parts) == 1:
            parts = re.split(r" [-–] ", written)
        first, *rest = (plain_words(part) for part in parts)
        found = self._names.get(first, [])
        said = _KIND.match(first)
        if not found and said is not None:
            found = self._names.get(first[said.end() :], [])
            kind = _KINDS[said[1]]
            # “Xã Cam Đức” for a small town is a slip; only a unit of that kind that is there goes before it.
            found = [one for one in found if plain_words(one.more["kind"]) == kind] or found
        for place in (_HIGHER.sub("", part) for part in rest if part):
            found = [one for one in found if place in self._places(one)] or found
        return found

    def _places(self, unit: Code) -> set[str]:
        """Return the names of the district and province of a unit, without their kind."""
        province = self._provinces.get(unit.parent)
        names = [unit.more.get(column, "") for column in ("district", "province")]
        names += [] if province is None else [province.label]
        return {_HIGHER.sub("", plain_words(name)) for name in names} - {""}

    def _match(self, written: str, found: Iterable[Code]) -> UnitMatch:
        communes: dict[str, Code] = {}
        old_units: list[Code] = []
        for one in found:
            if id(one) in self._new:
                communes[one.code] = one
                continue
            old_units.append(one)
            for target in map(self._communes.get, one.replaced_by):
                # An office's own list of communes may be shorter than the shipped one.
                if target is not None:
                    communes[target.code] = target
        return UnitMatch(written, tuple(communes.values()), tuple(old_units))
