"""Invented sync status, error paths, tracking sheet and list of land users of a demo commune, with planted doubts."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Final, TypeVar

from landdesk.domain.error_paths import ErrorPath, parse_error_path
from landdesk.domain.records import Parcel, Party, Purpose
from landdesk.services.campaign import notes
from landdesk.services.campaign.lists import ErrorRow, PlainRow, PlainValue, StatusRow, TrackingRow
from landdesk.services.campaign.notes import FormNote
from landdesk.services.training.certificates import land_of
from landdesk.services.training.commune import DemoCommune
from landdesk.services.training.people import Population

_Row = TypeVar("_Row", StatusRow, ErrorRow, TrackingRow, PlainRow)

Place = tuple[str, str]
"""Sheet and number of a parcel."""

_NO_BLOCKS: Final = "Chưa đồng bộ thông tin ba khối (không có dữ liệu không gian, không có hồ sơ quét)"
_RESULTS: Final = ("Đã bổ sung", "Chờ dân cư đối khớp", "Chưa gặp được chủ sử dụng", "Đã gửi phân loại lại")
_FIRST_DAY: Final = date(2026, 6, 15)


@dataclass(frozen=True, slots=True)
class StatusList:
    """Rows of a sync status and the notes that reading must make."""

    rows: tuple[StatusRow, ...]
    planted: tuple[FormNote, ...]


@dataclass(frozen=True, slots=True)
class ErrorList:
    """Rows of error paths and the notes that reading must make."""

    rows: tuple[ErrorRow, ...]
    planted: tuple[FormNote, ...]


@dataclass(frozen=True, slots=True)
class TrackingList:
    """Rows of a tracking sheet and the notes that reading must make."""

    rows: tuple[TrackingRow, ...]
    planted: tuple[FormNote, ...]


@dataclass(frozen=True, slots=True)
class OwnerList:
    """Rows of a list of land users and the notes that reading must make."""

    rows: tuple[PlainRow, ...]
    planted: tuple[FormNote, ...]


def status_list(
    commune: DemoCommune, rng: Random, *, without: Container[Place], each: int, first_row: int
) -> StatusList:
    """Return what the national system would say of the commune's parcels.

    Args:
        without: Parcels of which it has no data: those that stand on PL3-01.
        each: Times each doubt is planted.
        first_row: Number of the first row.
    """
    rows = [
        _status(parcel, rng)
        for parcel, _, _ in land_of(commune)
        if (str(parcel.sheet), str(parcel.number)) not in without
    ]
    places = rng.sample(range(len(rows)), min(len(rows), 3 * each))
    said: list[FormNote] = []
    for at in places[0::3]:
        rows[at] = replace(rows[at], register_exported=True, register_not_exported=True)
        said.append(FormNote(notes.FLAGS_BOTH, (first_row + at,), "register_exported"))
    for at in places[1::3]:
        rows[at] = replace(
            rows[at], people_matched=False, people_not_matched=False, people_undetermined=False
        )
        said.append(FormNote(notes.FLAGS_NEITHER, (first_row + at,), "people_matched"))
    for at in places[2::3]:
        said.append(FormNote(notes.PARCEL_TWICE, (first_row + at, first_row + len(rows))))
        rows.append(rows[at])
    return StatusList(_numbered(rows, first_row), tuple(said))


def _status(parcel: Parcel, rng: Random) -> StatusRow:
    exported, in_sync, running = rng.random() < 0.2, rng.random() < 0.6, rng.random() < 0.5
    match = rng.choices((0, 1, 2), (6, 3, 1))[0]
    is_first = in_sync and running and match == 0
    return StatusRow(
        row=0,
        commune=parcel.commune,
        sheet=parcel.sheet,
        parcel_no=parcel.number,
        register_exported=exported,
        register_not_exported=not exported,
        blocks_in_sync=in_sync,
        blocks_not_in_sync=not in_sync,
        attributes_only=not in_sync and rng.random() < 0.3,
        people_matched=match == 0,
        people_not_matched=match == 1,
        people_undetermined=match == 2,
        in_operation=running,
        not_in_operation=not running,
        group="Nhóm 1" if is_first else "Nhóm 2",
    )


def error_list(status: Sequence[StatusRow], rng: Random, *, each: int, first_row: int) -> ErrorList:
    """Return the error paths of the parcels of group 2, in agreement with their sync status."""
    rows: list[ErrorRow] = []
    seen: set[Place] = set()
    for one in status:
        place = (str(one.sheet), str(one.parcel_no))
        if one.group == "Nhóm 2" and place not in seen:
            seen.add(place)
            rows.append(
                ErrorRow(
                    row=0,
                    commune=one.commune,
                    sheet=one.sheet,
                    parcel_no=one.parcel_no,
                    paths=_paths(one, rng),
                    errors=_NO_BLOCKS if one.blocks_not_in_sync else None,
                )
            )
    said = []
    for number, at in enumerate(rng.sample(range(len(rows)), min(len(rows), each)), 1):
        path = parse_error_path(f"TINHHINHDANGKY.{rng.randrange(10**6)}|THUADAT.{number}_1|maMoi{number}")
        rows[at] = replace(rows[at], paths=(*rows[at].paths, path))
        said.append(FormNote(notes.UNKNOWN_CODE, (first_row + at,), "paths"))
    return ErrorList(_numbered(rows, first_row), tuple(said))


def _paths(status: StatusRow, rng: Random) -> tuple[ErrorPath, ...]:
    registration = f"TINHHINHDANGKY.{rng.randrange(1, 10**6)}"
    thing = f"{rng.randrange(1, 10**6)}_{rng.randint(1, 4)}"
    texts = []
    if status.blocks_not_in_sync:
        code = rng.choice(("NOSIGN", "NOLINK"))
        texts.append(f"{registration}|GIAYCHUNGNHAN.{thing}|HOSOQUET|{code}")
    if not status.people_matched:
        texts.append(f"{registration}|CANHAN.{thing}|{rng.choice(('maSoDinhDanh', 'ngaySinh', 'gioiTinh'))}")
    if not texts:
        texts.append(f"HOGIADINH.{thing}|DIACHI|null")
    return tuple(map(parse_error_path, texts))


def tracking_list(
    errors: Sequence[ErrorRow], population: Population, rng: Random, *, each: int, first_row: int
) -> TrackingList:
    """Return a sheet on which four people share the parcels with errors."""
    people = [population.person(is_woman=rng.random() < 0.5, born=1985).name for _ in range(4)]
    rows = [
        TrackingRow(
            row=0,
            sheet=one.sheet,
            parcel_no=one.parcel_no,
            group="Nhóm 2",
            missing="; ".join(path.code for path in one.paths) or None,
            person=rng.choice(people),
            day=_FIRST_DAY + timedelta(days=at // 50),
            result=rng.choice(_RESULTS),
        )
        for at, one in enumerate(errors)
    ]
    places = rng.sample(range(len(rows)), min(len(rows), 2 * each))
    said = []
    for at in places[0::2]:
        rows[at] = replace(rows[at], group="2 (chờ)")
        said.append(FormNote(notes.OTHER_WORD, (first_row + at,), "group"))
    for at in places[1::2]:
        rows[at] = replace(rows[at], day=None, unread={"day": "tuần sau"})
        said.append(FormNote(notes.NO_DATE, (first_row + at,), "day"))
    return TrackingList(_numbered(rows, first_row), tuple(said))


def owner_list(commune: DemoCommune, rng: Random, *, each: int, first_row: int) -> OwnerList:
    """Return a plain list of who uses which parcel, one row for each of them."""
    rows = [
        PlainRow(row=0, values=_owner(parcel, purposes, user))
        for parcel, purposes, users in land_of(commune)
        for user in users
    ]
    said = []
    for at in rng.sample(range(len(rows)), min(len(rows), each)):
        values = {key: value for key, value in rows[at].values.items() if key != "parcel.legal_area_m2"}
        rows[at] = replace(rows[at], values=values, unread={"parcel.legal_area_m2": "chưa đo"})
        said.append(FormNote(notes.NO_AREA, (first_row + at,), "parcel.legal_area_m2"))
    return OwnerList(_numbered(rows, first_row), tuple(said))


def _owner(parcel: Parcel, purposes: Sequence[Purpose], user: Party) -> dict[str, PlainValue]:
    values: dict[str, PlainValue | None] = {
        "parcel.commune": parcel.commune,
        "parcel.sheet": parcel.sheet,
        "parcel.number": parcel.number,
        "parcel.address": parcel.address,
        "parcel.legal_area_m2": parcel.legal_area_m2,
        "parcel.land_use": "+".join(one.land_use for one in purposes) or None,
        "party.name": user.name,
        "party.identity_number": user.identity_number,
        "party.address": user.address,
    }
    return {key: value for key, value in values.items() if value is not None}


def _numbered(rows: Sequence[_Row], first_row: int) -> tuple[_Row, ...]:
    return tuple(replace(row, row=number) for number, row in enumerate(rows, first_row))
