"""The files of an invented campaign: read back they are the rows they were made from, with the planted doubts only."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from landdesk.domain.records import Parcel
from landdesk.services.campaign.forms import ERROR_PATHS, PL3, PLAIN, SYNC_STATUS, TRACKING
from landdesk.services.campaign.lists import StatusRow
from landdesk.services.campaign.notes import PURPOSE_PARTIAL, FormNote
from landdesk.services.campaign.pl3 import Pl3Row
from landdesk.services.campaign.pl3_certificates import group_pl3
from landdesk.services.exporting.campaign.status_file import StatusEncoding, write_status_csv
from landdesk.services.importing.campaign.lists import read_errors, read_plain, read_status, read_tracking
from landdesk.services.importing.campaign.pl3 import find_pl3, read_pl3
from landdesk.services.importing.tables.reading import read_tables
from landdesk.services.training.campaign_files import (
    ERRORS_FILE,
    OWNERS_FILE,
    PL3_FILE,
    STATUS_FILE,
    STATUS_FILE_UTF16,
    TRACKING_FILE,
    CampaignRows,
    campaign_rows,
    write_campaign_files,
)
from landdesk.services.training.commune import DemoCommune, generate_commune
from landdesk.services.training.people import INVENTED_PREFIX

DOUBTS = 3


@cache
def commune() -> DemoCommune:
    return generate_commune("22657", seed=7, parcels=600, faults=False)


@cache
def rows() -> CampaignRows:
    return campaign_rows(commune(), pl3_rows=400, doubts=DOUBTS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("campaign")
    write_campaign_files(made, rows())
    return made


def plain(read: Sequence[Any]) -> list[Any]:
    """Return rows without their doubts, which only reading finds."""
    return [replace(row, doubts=()) for row in read]


def zero_restored(row: Pl3Row) -> Pl3Row:
    """Return a row as it is read: a number of eleven digits gets its zero back."""
    number = row.identity_number
    return replace(row, identity_number=f"0{number}") if number and len(number) == 11 else row


def planted(form: str) -> Counter[FormNote]:
    found = Counter(rows().planted[form])
    assert found
    return found


def test_pl3(folder: Path) -> None:
    sheet = find_pl3(read_tables(folder / PL3_FILE))
    assert sheet is not None
    # A zero put back before an invented number makes a province of its second and third digit.
    reading = read_pl3(sheet, {INVENTED_PREFIX, f"0{INVENTED_PREFIX[1:]}"})
    certificates = group_pl3(reading.rows)
    assert plain(reading.rows) == [zero_restored(row) for row in rows().pl3]
    said = Counter([*reading.notes, *(note for one in certificates for note in one.notes)])
    assert said == planted(PL3)
    times = Counter(note.code for note in said.elements())
    assert len(times) >= 13
    # A gap leaves values without their land use behind only where there was a second one.
    assert min(count for code, count in times.items() if code != PURPOSE_PARTIAL) >= DOUBTS


@pytest.mark.parametrize("name", [STATUS_FILE, STATUS_FILE_UTF16])
def test_sync_status(folder: Path, name: str) -> None:
    reading = read_status(read_tables(folder / name)[0])
    assert plain(reading.rows) == list(rows().status)
    assert Counter(reading.notes) == planted(SYNC_STATUS)


def test_error_paths(folder: Path) -> None:
    reading = read_errors(read_tables(folder / ERRORS_FILE)[0])
    assert plain(reading.rows) == list(rows().errors)
    assert Counter(reading.notes) == planted(ERROR_PATHS)


def test_tracking_sheet(folder: Path) -> None:
    reading = read_tracking(read_tables(folder / TRACKING_FILE)[0])
    assert plain(reading.rows) == list(rows().tracking)
    assert Counter(reading.notes) == planted(TRACKING)


def test_owners(folder: Path) -> None:
    reading = read_plain(read_tables(folder / OWNERS_FILE)[0], provinces={INVENTED_PREFIX})
    assert plain(reading.rows) == list(rows().owners)
    assert Counter(reading.notes) == planted(PLAIN)


def test_all_files_tell_of_the_same_commune() -> None:
    parcels: dict[tuple[str | None, str | None], Parcel] = {
        (one.sheet, one.number): one for one in commune().parcels
    }
    users = {(one.name, one.identity_number) for one in commune().parties}
    collected = {(row.sheet, row.parcel_no) for row in rows().pl3}
    known = {(row.sheet, row.parcel_no) for row in rows().status}
    assert collected | known == set(parcels)
    assert not collected & known
    assert {(row.sheet, row.parcel_no) for row in rows().errors} <= known
    assert {(row.sheet, row.parcel_no) for row in rows().tracking} == {
        (row.sheet, row.parcel_no) for row in rows().errors
    }
    for row in rows().pl3:
        if "parcel_area_m2" not in row.unread:
            assert row.parcel_area_m2 == parcels[row.sheet, row.parcel_no].legal_area_m2
    undoubted = [row for row in rows().pl3 if row.identity_number and len(row.identity_number) == 12]
    people = {(row.name, row.identity_number) for row in undoubted if row.organisation is None}
    assert people <= users
    assert all(number.startswith(INVENTED_PREFIX) for _, number in people if number)


def test_one_seed_gives_one_campaign() -> None:
    again = campaign_rows(
        generate_commune("22657", seed=7, parcels=600, faults=False), pl3_rows=400, doubts=DOUBTS
    )
    assert again == rows()


def test_without_doubts_nothing_is_said(tmp_path: Path) -> None:
    clean = campaign_rows(commune(), pl3_rows=300, doubts=0)
    assert not any(clean.planted.values())
    write_campaign_files(tmp_path, clean)
    sheet = read_tables(tmp_path / PL3_FILE)[0]
    reading = read_pl3(sheet)
    assert reading.notes == ()
    certificates = group_pl3(reading.rows)
    assert not any(one.notes for one in certificates)
    kinds = {one.holder_kind for one in certificates}
    assert {"Cá nhân", "Vợ chồng"} <= kinds
    assert any(len(one.parcels) > 1 for one in certificates)


def test_a_commune_with_faults_has_its_files_too(tmp_path: Path) -> None:
    made = campaign_rows(generate_commune("22657", seed=2, parcels=200), pl3_rows=5000, doubts=1)
    write_campaign_files(tmp_path, made)
    sheet = read_tables(tmp_path / PL3_FILE)[0]
    assert plain(read_pl3(sheet).rows) == [zero_restored(row) for row in made.pl3]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1258"])
def test_hostile_words_in_a_status_file_start_no_formula(tmp_path: Path, encoding: StatusEncoding) -> None:
    written = [StatusRow(row=2, commune="22657", sheet="1", parcel_no="2", group="=1+1")]
    path = tmp_path / "s.csv"
    write_status_csv(path, written, encoding)
    with path.open(encoding=encoding, newline="") as file:
        cells = [cell for line in csv.reader(file) for cell in line]
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert plain(read_status(read_tables(path)[0]).rows) == written
