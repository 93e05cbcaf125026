"""The weekly report as a workbook that goes to the province: four sheets, ready to be printed on A4.

Its words are Vietnamese whoever writes it. Texts are written as texts whatever they begin with.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from landdesk.domain.finding import SEVERITY_TITLES
from landdesk.files import publish
from landdesk.i18n import N_, Text
from landdesk.services.checking.registry import RULE_BY_CODE
from landdesk.services.exporting.tables.cells import plain_text
from landdesk.services.exporting.tables.paper import lines_of, print_across, set_lines
from landdesk.services.reporting.indicators import UNIT_TITLES, Indicator
from landdesk.services.reporting.tables import PlaceLine
from landdesk.services.reporting.weekly import WeeklyReport

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

Say = Callable[[Text | str], str]
Cell = str | int | float | None

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
HEAD_ROW: Final = 4
"""Row of the headings, counted from 0; above it stand title, commune, day and a blank line."""
SHEETS: Final = (N_("Indicators"), N_("Groups by hamlet"), N_("Groups by map sheet"), N_("Commonest faults"))
USUAL_GROUPS: Final = ("1", "2", "3")
"""Groups that have a column even where no parcel is in them."""


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    width: int
    style: str = "text"


def write_weekly(path: Path, report: WeeklyReport, places: str, groups: dict[str, str], say: Say) -> None:
    """Write the workbook; the file appears when it is complete.

    Args:
        path: The file.
        report: What it holds.
        places: The communes in words.
        groups: Names of the groups of parcels by code.
        say: Makes Vietnamese words.

    Raises:
        OSError: The folder cannot be written or the disk is full.
    """
    publish(path, lambda temporary: _write(temporary, report, places, groups, say))


def _write(path: Path, report: WeeklyReport, places: str, groups: dict[str, str], say: Say) -> None:
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    book = xlsxwriter.Workbook(str(path), _OPTIONS)
    book.set_properties({"title": say(_title(report))})
    _Book(book, report, places, groups, say).fill()
    try:
        book.close()
    except FileCreateError as error:
        reason = error.args[0] if error.args else error
        raise reason if isinstance(reason, OSError) else OSError(str(reason)) from error


def _title(report: WeeklyReport) -> Text:
    days = {"first": report.period.first, "last": report.period.last}
    source = N_("Weekly report, {first} to {last}")
    if report.training:
        source = N_("TRAINING, invented data · Weekly report, {first} to {last}")
    return Text(source, days)


class _Book:
    """The workbook under way."""

    def __init__(
        self, book: "Workbook", report: WeeklyReport, places: str, groups: dict[str, str], say: Say
    ) -> None:
        self._book = book
        self._report = report
        self._places = places
        self._groups = groups
        self._say = say
        line = {"border": 1, "border_color": "#B9C3CC", "valign": "top", "text_wrap": True}
        self._styles = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "soft": book.add_format({"font_color": "#5A6874"}),
            "head": book.add_format(
                {**line, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E3EDFB"}
            ),
            "text": book.add_format({**line, "num_format": "@"}),
            # A dash stands where the number would.
            "number": book.add_format({**line, "align": "right", "num_format": "#,##0"}),
            "share": book.add_format({**line, "align": "right", "num_format": "0.0%"}),
            "total text": book.add_format({**line, "bold": True, "bg_color": "#F4F6F8"}),
            "total number": book.add_format(
                {**line, "bold": True, "align": "right", "bg_color": "#F4F6F8", "num_format": "#,##0"}
            ),
            "total share": book.add_format(
                {**line, "bold": True, "align": "right", "bg_color": "#F4F6F8", "num_format": "0.0%"}
            ),
        }

    def fill(self) -> None:
        """Write all sheets."""
        self._indicators()
        self._by_place(SHEETS[1], N_("Hamlet"), self._report.hamlets)
        self._by_place(SHEETS[2], N_("Map sheet"), self._report.sheets)
        self._rules()

    def _indicators(self) -> None:
        report, say = self._report, self._say
        columns = (
            _Column(N_("No."), 6),
            _Column(N_("Indicator"), 44),
            _Column(N_("Unit"), 11),
            _Column(N_("This week"), 12, "number"),
            _Column(N_("Week before"), 12, "number"),
            _Column(N_("How it is counted, or why not"), 58),
        )
        rows = [
            (
                now.row.number,
                say(now.row.title),
                say(UNIT_TITLES[now.row.unit]),
                now.value,
                before.value,
                self._note(now, before),
            )
            for now, before in report.indicators
        ]
        days = Text(
            N_("Week before: {first} to {last}. Deadline {deadline} ({source})."),
            {
                "first": report.period.before.first,
                "last": report.period.before.last,
                "deadline": report.deadline.day,
                "source": report.deadline.source,
            },
        )
        self._sheet(SHEETS[0], say(days), columns, rows)

    def _note(self, now: Indicator, before: Indicator) -> str:
        say = self._say
        found = [say(now.row.how) + "."]
        if now.because is not None:
            found = [say(Text(N_("Cannot be counted, because {why}."), {"why": now.because}))]
        elif before.because is not None:
            found.append(
                say(Text(N_("Week before: cannot be counted, because {why}."), {"why": before.because}))
            )
        return " ".join(found)

    def _by_place(self, name: str, place: str, lines: Sequence[PlaceLine]) -> None:
        met = {code for one in lines for code in one.groups}
        known = [code for code in self._groups if code in met or code in USUAL_GROUPS]
        codes = [*known, *sorted(met - set(known))]
        columns = (
            _Column(place, 26),
            _Column(N_("Number of parcels"), 11, "number"),
            *(_Column(self._groups.get(code, code), 11, "number") for code in codes),
            _Column(N_("No status file"), 13, "number"),
            _Column(N_("In order"), 11, "number"),
            _Column(N_("Share in order"), 11, "share"),
            _Column(N_("With errors"), 11, "number"),
        )

        def cells(one: PlaceLine, words: str) -> tuple[Cell, ...]:
            by_group = (one.groups[code] for code in codes)
            share = one.in_order / one.parcels if one.parcels else None
            return words, one.parcels, *by_group, one.without_group, one.in_order, share, one.faulty

        rows = [cells(one, one.place or self._say(N_("not written"))) for one in lines]
        self._sheet(name, self._as_of(), columns, rows, cells(_sum_of(lines), self._say(N_("All of them"))))

    def _rules(self) -> None:
        say = self._say
        columns = (
            _Column(N_("No."), 6),
            _Column(N_("Fault"), 60),
            _Column(N_("Severity"), 14),
            _Column(N_("Number of findings"), 12, "number"),
            _Column(N_("Number of parcels"), 12, "number"),
        )
        rows = [
            (
                str(at),
                say(RULE_BY_CODE[one.rule].title) if one.rule in RULE_BY_CODE else one.rule,
                say(SEVERITY_TITLES[one.severity]),
                one.findings,
                one.parcels,
            )
            for at, one in enumerate(self._report.rules, 1)
        ]
        self._sheet(SHEETS[3], self._as_of() if rows else say(N_("The check found nothing.")), columns, rows)

    def _as_of(self) -> str:
        return self._say(Text(N_("As of {day}."), {"day": self._report.made_on}))

    def _sheet(
        self,
        name: str,
        below_title: str,
        columns: Sequence[_Column],
        rows: Sequence[Sequence[Cell]],
        total: Sequence[Cell] | None = None,
    ) -> None:
        say, styles = self._say, self._styles
        words = say(name)
        page: Worksheet = self._book.add_worksheet(words)
        page.write_string(0, 0, f"{say(_title(self._report))} – {words}", styles["title"])
        page.write_string(1, 0, self._places, styles["soft"])
        page.write_string(2, 0, below_title, styles["soft"])
        for at, column in enumerate(columns):
            page.set_column(at, at, column.width)
        widths = [one.width for one in columns]
        _write_row(
            page, HEAD_ROW, [say(one.title) for one in columns], [styles["head"]] * len(columns), widths
        )
        for row, cells in enumerate(rows, HEAD_ROW + 1):
            _write_row(page, row, cells, [styles[one.style] for one in columns], widths)
        if total is not None:
            bold = [styles[f"total {one.style}"] for one in columns]
            _write_row(page, HEAD_ROW + 1 + len(rows), total, bold, widths)
        page.freeze_panes(HEAD_ROW + 1, 0)
        print_across(page, HEAD_ROW)


def _write_row(
    page: "Worksheet", row: int, cells: Sequence[Cell], styles: Sequence[Any], widths: Sequence[int]
) -> None:
    texts = zip(cells, widths, strict=True)
    set_lines(page, row, max(lines_of(one, width) for one, width in texts if isinstance(one, str)))
    for at, (cell, style) in enumerate(zip(cells, styles, strict=True)):
        if cell is None:
            page.write_string(row, at, "–", style)
        elif isinstance(cell, str):
            page.write_string(row, at, plain_text(cell), style)
        else:
            page.write_number(row, at, cell, style)


def _sum_of(lines: Sequence[PlaceLine]) -> PlaceLine:
    found = PlaceLine(None)
    for one in lines:
        found.parcels += one.parcels
        found.groups += one.groups
        found.without_group += one.without_group
        found.in_order += one.in_order
        found.faulty += one.faulty
    return found
