"""Code lists as tables: the CSV text of a list, read strictly and written, and what ``lists.toml`` says of it.

One line per code. The columns are :data:`COLUMNS` and those that the list has for itself; only ``code`` and ``label``
must be there. Several values of a cell are divided by ``|``. Days are ISO (``2025-07-01``). Lines before the header
that begin with ``#`` say where an office's own list comes from. What is wrong is refused with file and line.
"""

import csv
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from io import StringIO
from typing import Any, Final, NoReturn

from landdesk.domain.codelists import Code, CodeList, ListSpec
from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text, normalised

COLUMNS: Final = (
    "code",
    "label",
    "label_en",
    "valid_from",
    "valid_to",
    "order",
    "parent",
    "colour",
    "replaced_by",
    "aliases",
    "note",
)
"""Columns that any list may have, in the order in which they are written."""
NEEDED: Final = ("code", "label")
BASES: Final = ("found", "computed", "recalled", "proposal")
_SAID: Final = ("title_vi", "title_en", "source_vi", "source_en", "read", "basis")
_SEPARATOR: Final = "|"
_DELIMITERS: Final = ",;\t"


def parse_specs(text: str) -> Mapping[str, ListSpec]:
    """Return what ``lists.toml`` says of each list, in its order.

    Raises:
        ValueError: The text is no such file, or an entry is incomplete.
    """
    known = {one.name for one in fields(ListSpec)} - {"name"}
    specs: dict[str, ListSpec] = {}
    for name, table in tomllib.loads(text).items():
        if not isinstance(table, dict) or set(table) - known:
            raise ValueError(f"lists: {name} has an unknown entry")
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in table.items()
        }
        if "choices" in values:
            values["choices"] = {code: tuple(allowed) for code, allowed in values["choices"].items()}
        if not all(values.get(key) for key in _SAID):
            raise ValueError(f"lists: {name} needs titles, a source, the day it was read and its basis")
        if bool(values.get("doubt_vi")) != bool(values.get("doubt_en")):
            raise ValueError(f"lists: {name} says its doubt in one language")
        if set(values["basis"]) - set(BASES):
            raise ValueError(f"lists: {name} has an unknown basis")
        specs[name] = ListSpec(name=name, **(values | {"read": date.fromisoformat(values["read"])}))
    return specs


def read_source(content: str) -> str:
    """Return what the lines before the header say: where an office's own list comes from."""
    words = []
    for line in content.removeprefix("\ufeff").splitlines():
        if not line.startswith("#"):
            break
        # A spreadsheet fills up a short line with empty cells.
        words.append(line.lstrip("#").rstrip(_DELIMITERS).strip().strip('"').strip())
    return normalised(" ".join(words).strip())


class _Table:
    """One reading of one table; keeps the place for what is refused."""

    def __init__(self, spec: ListSpec, file_name: str) -> None:
        self.spec = spec
        self.file_name = file_name
        self.line = 0
        self._colours = set(spec.colours)

    def refuse(self, code: str, what: Text) -> NoReturn:
        """Raise an error at the present place."""
        where = (
            Text(N_("File {name}, line {line}"), {"name": self.file_name, "line": self.line})
            if self.line
            else Text(N_("File {name}"), {"name": self.file_name})
        )
        raise InvalidInputError(code, what, where, Text(N_("Mend the file and read it again.")))

    def header(self, cells: Sequence[str]) -> list[str]:
        """Return the columns of the header."""
        columns = [normalised(cell).strip() for cell in cells]
        while columns and not columns[-1]:
            columns.pop()
        allowed = (*COLUMNS, *self.spec.columns)
        unknown = [name for name in columns if name not in allowed]
        if unknown:
            self.refuse(
                "codes.unknown-column",
                Text(
                    N_("The list {list} has no column “{name}”. It may have: {columns}"),
                    {"list": self.spec.name, "name": unknown[0], "columns": ", ".join(allowed)},
                ),
            )
        needed = [*NEEDED, *(name for name in self.spec.columns if name not in self.spec.optional)]
        missing = [name for name in needed if name not in columns]
        twice = [name for name in columns if columns.count(name) > 1]
        if missing or twice:
            what = (
                N_("The column “{name}” is missing.") if missing else N_("The column “{name}” stands twice.")
            )
            self.refuse("codes.columns", Text(what, {"name": (missing or twice)[0]}))
        return columns

    def code(self, row: Mapping[str, str], position: int) -> Code:
        """Return the code of a line."""
        for name in NEEDED:
            if not row[name]:
                self.refuse("codes.empty", Text(N_("The line has no {column}."), {"column": name}))
        first, last = self._day(row, "valid_from"), self._day(row, "valid_to")
        if first is not None and last is not None and last < first:
            self.refuse(
                "codes.date", Text(N_("The last day of {code} lies before its first."), {"code": row["code"]})
            )
        if row.get("order"):
            position = self._number(row, "order")
        for name in self.spec.numbers:
            if row[name]:
                self._number(row, name)
        allowed = self.spec.choices.get(row["code"])
        if allowed is not None and row["choice"] not in allowed:
            self.refuse(
                "codes.choice",
                Text(
                    N_("“{name}” is no choice for {code}. Choices: {choices}"),
                    {"name": row["choice"], "code": row["code"], "choices": ", ".join(allowed)},
                ),
            )
        colour = row.get("colour", "")
        if colour and colour not in self._colours:
            self.refuse(
                "codes.colour",
                Text(
                    N_("There is no colour “{name}” for this list. Colours: {colours}"),
                    {"name": colour, "colours": ", ".join(self.spec.colours) or "–"},
                ),
            )
        return Code(
            code=row["code"],
            label=row["label"],
            label_en=row.get("label_en", ""),
            valid_from=first,
            valid_to=last,
            order=position,
            parent=row.get("parent") or None,
            colour=colour,
            replaced_by=_values(row.get("replaced_by", "")),
            note=row.get("note", ""),
            aliases=_values(row.get("aliases", "")),
            more={name: row.get(name, "") for name in self.spec.columns},
        )

    def _day(self, row: Mapping[str, str], column: str) -> date | None:
        written = row.get(column, "")
        if not written:
            return None
        try:
            day = date.fromisoformat(written)
        except ValueError:
            day = None
        # Python reads 20250701 too; one form is enough.
        if day is None or day.isoformat() != written:
            self.refuse(
                "codes.date",
                Text(
                    N_("“{text}” in the column {column} is no day such as 2025-07-01."),
                    {"text": written, "column": column},
                ),
            )
        return day

    def _number(self, row: Mapping[str, str], column: str) -> int:
        if not (row[column].isascii() and row[column].isdecimal()):
            self.refuse(
                "codes.number",
                Text(
                    N_("“{text}” in the column {column} is no whole number."),
                    {"text": row[column], "column": column},
                ),
            )
        return int(row[column])


def parse_codes(
    spec: ListSpec, content: str, file_name: str, *, targets: Mapping[str, CodeList] | None = None
) -> tuple[Code, ...]:
    """Return the codes of a table, in order.

    Args:
        spec: What the list is.
        content: CSV text; comma, semicolon or tab between cells.
        file_name: For what is refused.
        targets: The other lists that ``parent`` and ``replaced_by`` lead into, by name.

    Raises:
        InvalidInputError: A column, code, day, number, colour or reference is not what it should be.
    """
    table = _Table(spec, file_name)
    lines = content.removeprefix("\ufeff").splitlines(keepends=True)
    skipped = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
    head = lines[skipped] if skipped < len(lines) else ""
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(StringIO("".join(lines[skipped:]), newline=""), delimiter=delimiter, strict=True)
    places: dict[str, int] = {}
    codes: list[Code] = []
    columns: list[str] | None = None
    try:
        for cells in reader:
            table.line = skipped + reader.line_num
            if columns is None:
                columns = table.header(cells)
                continue
            texts = [normalised(cell).strip() for cell in cells]
            if not any(texts):
                continue
            if any(texts[len(columns) :]):
                table.refuse("codes.cells", Text(N_("The line has more cells than the header.")))
            texts += [""] * (len(columns) - len(texts))
            one = table.code(dict(zip(columns, texts, strict=False)), len(codes) + 1)
            if one.code in places:
                table.refuse(
                    "codes.duplicate",
                    Text(
                        N_("The code {code} stands already in line {line}."),
                        {"code": one.code, "line": places[one.code]},
                    ),
                )
            places[one.code] = table.line
            codes.append(one)
    except csv.Error:
        table.line = skipped + reader.line_num
        table.refuse("codes.unreadable", Text(N_("The file is no table with commas or semicolons.")))
    if not codes:
        table.line = 0
        table.refuse("codes.none", Text(N_("There is no code in the list.")))
    _check_references(table, codes, places, targets or {})
    return tuple(sorted(codes, key=lambda one: one.order))


def _check_references(
    table: _Table, codes: Sequence[Code], places: Mapping[str, int], targets: Mapping[str, CodeList]
) -> None:
    """Refuse a parent or replacement that is not in the list it leads into, or the code itself."""
    spec = table.spec
    for one in codes:
        table.line = places[one.code]
        references = [("parent", spec.parent_in, name) for name in (one.parent,) if name is not None]
        references += [("replaced_by", spec.replaced_by_in, name) for name in one.replaced_by]
        for column, other, name in references:
            there = name in targets[other] if other else name in places and name != one.code
            if not there:
                table.refuse(
                    "codes.reference",
                    Text(
                        N_("“{name}” in the column {column} is no other code of the list {list}."),
                        {"name": name, "column": column, "list": other or spec.name},
                    ),
                )


def table_text(codes: CodeList) -> str:
    """Return a list as CSV text that :func:`parse_codes` reads to the same; its source stands before the header."""
    columns = [*COLUMNS, *codes.spec.columns]
    rows = [[_cell(one, column) for column in columns] for one in codes]
    used = [
        at
        for at, column in enumerate(columns)
        if column in (*NEEDED, *codes.spec.columns) or any(row[at] for row in rows)
    ]
    text = StringIO()
    text.write(f"# {' '.join(codes.source.split())}\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([columns[at] for at in used])
    writer.writerows([row[at] for at in used] for row in rows)
    return text.getvalue()


def _cell(one: Code, column: str) -> str:
    if column in one.more:
        return one.more[column]
    value = getattr(one, column)
    if isinstance(value, tuple):
        return _SEPARATOR.join(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _values(cell: str) -> tuple[str, ...]:
    return tuple(value for part in cell.split(_SEPARATOR) if (value := part.strip()))
