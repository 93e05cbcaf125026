"""Tables for tests, made by hand."""

from collections.abc import Iterable, Sequence

from landdesk.services.campaign.forms import Form, column_number
from landdesk.services.importing.tables.table import Cell, Table, TableRow


def table(rows: Iterable[Sequence[Cell]], sheet: str = "", first: int = 1) -> Table:
    """Return a table of rows that follow each other; empty rows are left out as readers of files do."""
    numbered = (TableRow(number, tuple(cells)) for number, cells in enumerate(rows, first))
    return Table(
        "f.xlsx", sheet, "", [row for row in numbered if any(cell is not None for cell in row.cells)]
    )


def form_table(form: Form, lines: Iterable[dict[str, Cell]], *, numbers: bool = True) -> Table:
    """Return a table with a form's headings and one row for each line of cells by key."""
    width = len(form.columns) + 1
    places = {
        one.key: column_number(one.letter) - 1 if one.letter else at for at, one in enumerate(form.columns, 1)
    }
    rows: list[list[Cell]] = [[None] * width for _ in range(form.first_row - 1)]
    for one in form.columns:
        rows[form.heading_row - 1][places[one.key]] = one.heading
        if numbers and form.number_row is not None and one.number is not None:
            rows[form.number_row - 1][places[one.key]] = f"({one.number})"
    rows[form.heading_row - 1][0] = form.ordinal
    for ordinal, line in enumerate(lines, 1):
        cells: list[Cell] = [ordinal, *[None] * (width - 1)]
        for key, cell in line.items():
            cells[places[key]] = cell
        rows.append(cells)
    return table(rows, form.name)
