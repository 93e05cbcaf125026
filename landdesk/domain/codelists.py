"""Code lists as frozen values: codes with names, validity, order, what replaces them and how files write them.

A list is found by code, by name or by any other word that stands for a code; case, accents and signs do not count.
Days are dates without a time; both ends of a validity belong to it, and an open end is None. Nothing here reads
files, settings or the clock: the tables are read in ``codelist_table.py``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from landdesk.i18n import current_language, fold

_SIGNS: Final = re.compile(r"[^a-z0-9]+")


class Standing(StrEnum):
    """Whether a code may stand in a record of a day."""

    CURRENT = "current"
    LEGACY = "legacy"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Code:
    """One line of a code list.

    Args:
        code: As records and files hold it.
        label: Vietnamese name.
        label_en: English name; empty where there is none.
        valid_from: First day; None since ever.
        valid_to: Last day; None without end.
        order: Position in lists.
        parent: Code above it, in this list or the one that the list names.
        colour: Name of a colour that the program can draw, never a number.
        replaced_by: Codes that stand in its place now; several when a person has to choose.
        note: Remark for people, Vietnamese.
        aliases: Other words that stand for it in files, such as ``thổ cư``.
        more: Columns that only this list has.
    """

    code: str
    label: str
    label_en: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    order: int = 0
    parent: str | None = None
    colour: str = ""
    replaced_by: tuple[str, ...] = ()
    note: str = ""
    aliases: tuple[str, ...] = ()
    more: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def title(self) -> str:
        """Name in the language of the reader."""
        return self.label if current_language() == "vi" else self.label_en or self.label

    def standing(self, day: date) -> Standing:
        """Return whether the code may stand in a record of a day."""
        if self.valid_from is not None and day < self.valid_from:
            return Standing.NOT_YET
        if self.valid_to is not None and day > self.valid_to:
            return Standing.LEGACY
        return Standing.CURRENT


@dataclass(frozen=True, slots=True)
class ListSpec:
    """What a code list is, apart from its codes; shipped in ``lists.toml``.

    Args:
        name: Permanent name, as the program and files use it.
        title_vi: Vietnamese title.
        title_en: English title.
        source_vi: Where the codes come from, Vietnamese.
        source_en: The same in English.
        read: Day on which the source was read; empty for a list of an office.
        basis: How far it is to be trusted: ``found``, ``computed``, ``recalled``, ``proposal``.
        doubt_vi: What is uncertain, Vietnamese.
        doubt_en: The same in English.
        columns: Columns beside those of every list.
        optional: Of these, the ones that a table of an earlier program may lack; its cells are empty then.
        numbers: Of these, the ones that hold whole numbers.
        colours: Colours that the program can draw for this list.
        fixed: The program relies on the codes; a replacement has the same.
        growing: Later programs rely on more codes; those that a replacement lacks are as shipped.
        parent_in: List that ``parent`` leads into; empty for this one.
        replaced_by_in: List that ``replaced_by`` leads into; empty for this one.
        choices: For a list of rules: by code, what its column ``choice`` may say.
    """

    name: str
    title_vi: str
    title_en: str
    source_vi: str
    source_en: str
    read: date | None = None
    basis: tuple[str, ...] = ()
    doubt_vi: str = ""
    doubt_en: str = ""
    columns: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    fixed: bool = False
    growing: bool = False
    parent_in: str = ""
    replaced_by_in: str = ""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

    @property
    def title(self) -> str:
        """Title in the language of the reader."""
        return self.title_vi if current_language() == "vi" else self.title_en

    @property
    def source(self) -> str:
        """Where the codes come from, in the language of the reader."""
        return self.source_vi if current_language() == "vi" else self.source_en

    @property
    def doubt(self) -> str:
        """What is uncertain, in the language of the reader."""
        return self.doubt_vi if current_language() == "vi" else self.doubt_en


@dataclass(frozen=True, slots=True)
class CodeList:
    """A code list, its codes in order.

    Args:
        spec: What it is.
        codes: Its codes.
        replaced: Whether it is an office's own and not the shipped one.
    """

    spec: ListSpec
    codes: tuple[Code, ...]
    replaced: bool = False
    _by_code: Mapping[str, Code] = field(init=False, repr=False, compare=False)
    _by_words: Mapping[str, tuple[Code, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the two indexes."""
        by_words: dict[str, dict[str, Code]] = {}
        for one in self.codes:
            for words in (one.code, one.label, one.label_en, *one.aliases):
                by_words.setdefault(plain_words(words), {})[one.code] = one
        by_words.pop("", None)
        object.__setattr__(self, "_by_code", {one.code: one for one in self.codes})
        object.__setattr__(self, "_by_words", {key: tuple(found.values()) for key, found in by_words.items()})

    def __iter__(self) -> Iterator[Code]:
        """Yield the codes in order."""
        return iter(self.codes)

    def __len__(self) -> int:
        """Return how many codes there are."""
        return len(self.codes)

    def __contains__(self, code: object) -> bool:
        """Tell whether there is such a code, spelt exactly so."""
        return code in self._by_code

    @property
    def name(self) -> str:
        """Permanent name of the list."""
        return self.spec.name

    @property
    def title(self) -> str:
        """Title in the language of the reader."""
        return self.spec.title

    @property
    def source(self) -> str:
        """Where the codes come from, in the language of the reader."""
        return self.spec.source

    def get(self, code: str | None) -> Code | None:
        """Return a code, spelt exactly so."""
        return None if code is None else self._by_code.get(code)

    def find(self, written: str) -> tuple[Code, ...]:
        """Return the codes that a text may stand for, in order: code, name or other word.

        A code spelt exactly so goes before everything; none for a text that is not known, several when a person
        has to choose.
        """
        exact = self._by_code.get(written.strip())
        return (exact,) if exact is not None else self._by_words.get(plain_words(written), ())

    def resolve(self, written: str, day: date) -> tuple[Code, ...]:
        """Return the codes in force on a day that a text may stand for, what was replaced replaced.

        A code without a replacement that is in force gives none: a person decides. For lists that are replaced by
        another list use :class:`landdesk.domain.communes.UnitConverter`.
        """
        found: dict[str, Code] = {}
        for one in self.find(written):
            for code in (one,) if one.standing(day) is Standing.CURRENT else self.replacements(one.code, day):
                found[code.code] = code
        return tuple(found.values())

    def valid_on(self, day: date) -> tuple[Code, ...]:
        """Return the codes in force on a day, in order."""
        return tuple(one for one in self.codes if one.standing(day) is Standing.CURRENT)

    def standing(self, code: str, day: date) -> Standing:
        """Return whether a code may stand in a record of a day; codes are spelt exactly."""
        found = self._by_code.get(code)
        return Standing.UNKNOWN if found is None else found.standing(day)

    def replacements(self, code: str, day: date) -> tuple[Code, ...]:
        """Return what stands in the place of a code on a day: none, one, or several to choose from.

        What was replaced twice leads to the last; without a code in force on that day there is none.
        """
        found: dict[str, Code] = {}
        seen = {code}
        waiting = list(self._by_code[code].replaced_by) if code in self._by_code else []
        while waiting:
            name = waiting.pop(0)
            target = self._by_code.get(name)
            if target is None or name in seen:
                continue
            seen.add(name)
            if target.standing(day) is Standing.CURRENT:
                found[name] = target
            else:
                waiting += target.replaced_by
        return tuple(found.values())

    def children(self, parent: str) -> tuple[Code, ...]:
        """Return the codes right below one, in order."""
        return tuple(one for one in self.codes if one.parent == parent)

    def titles(self, codes: Iterable[Code] | None = None) -> dict[str, str]:
        """Return name by code in the language of the reader, of all codes or of those given."""
        return {one.code: one.title for one in (self.codes if codes is None else codes)}


@dataclass(frozen=True, slots=True)
class Replacement:
    """An office's own list in the place of a shipped one: its source and its table as CSV text."""

    source: str
    content: str


@dataclass(frozen=True, slots=True)
class OfficeList:
    """What an office says of a list.

    Args:
        name: Permanent name of the list.
        own: Its own list; None says that the shipped one holds again.
        version: Number of the office's journal entry that said so; a later one counts.
    """

    name: str
    own: Replacement | None
    version: int


def plain_words(text: str) -> str:
    """Return a text as it is compared: lower case without accents, each run of signs and blanks one blank."""
    return _SIGNS.sub(" ", fold(text)).strip()
