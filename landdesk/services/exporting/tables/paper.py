"""How the sheets of a workbook look on paper, and how high a row is in which texts go over several lines.

Excel makes room for such texts by itself when it opens a file, LibreOffice does not: so their rows have a height.
"""

from textwrap import wrap
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_A4: Final = 9
"""What a workbook calls this paper."""
_LINE: Final = 15.0
"""Points from line to line of the usual letters of a workbook, which are 11 points high."""
_MOST_LINES: Final = 27
"""Excel knows no row above 409 points."""
_SPARE: Final = 2
"""Digits of a column's width that no text is counted on: some programs have wider letters."""


def print_across(page: "Worksheet", head_row: int) -> None:
    """Let a sheet print on A4 across, as wide as the paper, with its headings and its number on each page."""
    page.repeat_rows(head_row)
    page.set_landscape()
    page.set_paper(_A4)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.set_footer("&L&A&R&P/&N")


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a column, whose width a workbook measures in digits."""
    room = max(int(width) - _SPARE, 1)
    if len(text) <= room and "\n" not in text:
        return 1
    return sum(len(wrap(line, room)) or 1 for line in text.split("\n"))


def set_lines(page: "Worksheet", row: int, lines: int) -> None:
    """Make a row high enough for so many lines; one of a single line is left as it is."""
    if lines > 1:
        page.set_row(row, min(lines, _MOST_LINES) * _LINE)
