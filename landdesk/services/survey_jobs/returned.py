"""``returned.csv`` in the folder of a job: the parcels that go back to the company, and why."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from landdesk.domain.ids import ObjectId, id_text
from landdesk.services.exporting.tables.cells import Value
from landdesk.services.exporting.tables.csv_file import write_csv
from landdesk.services.importing.tables.prefix import unguarded
from landdesk.services.survey_jobs.job import RETURNED_FILE, JobParcel
from landdesk.services.survey_jobs.writing import parcel_words
from landdesk.store.trouble import explained_at

TITLES: Final = ("Thửa", "Lý do trả lại", "Ngày", "landdesk_id")


def write_returned(
    folder: Path,
    going: Iterable[JobParcel],
    reasons: Mapping[ObjectId, str],
    accepted: Collection[ObjectId],
    today: date,
) -> Path:
    """Write the list anew: what was on it but for parcels that were taken since, and what goes back now.

    Raises:
        TroubleError: The folder cannot be written, the disk is full.
    """
    path = folder / RETURNED_FILE
    gone = {id_text(one) for one in (*accepted, *reasons)}
    with explained_at(path):
        rows: list[list[Value]] = [list(row) for row in _rows(path) if row[-1] not in gone]
        rows += [
            [parcel_words(one.sheet, one.number), " ".join(reasons[one.id].split()), today, id_text(one.id)]
            for one in going
        ]
        if rows or path.exists():
            write_csv(path, TITLES, rows, decimal_comma=True)
    return path


def _rows(path: Path) -> list[list[str]]:
    """Return the rows of an older list; one that is none is replaced."""
    import csv

    if not path.is_file():
        return []
    text = path.read_text("utf-8-sig", errors="replace")
    found = list(csv.reader(text.splitlines(), delimiter=";"))
    if not found or tuple(found[0]) != TITLES:
        return []
    return [[unguarded(cell) for cell in row] for row in found[1:] if len(row) == len(TITLES)]
