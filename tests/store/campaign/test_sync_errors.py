"""Errors of the national system from one file to the next: new, still there, cured, come back; none is dropped."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from landdesk.app.application import Application
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.commands import CloseWorkItem
from landdesk.domain.records import SyncStatus, WorkItem
from landdesk.domain.sync_errors import ErrorState, code_of, state_of
from landdesk.services.commands import EditContext
from landdesk.services.importing.campaign.importer import TableOutcome, TableRequest, import_table
from tests.stores import make_store, parcel_id, refused

PATH = "TINHHINHDANGKY.7|GIAYCHUNGNHAN.12_{version}|HOSOQUET|NOSIGN"
UNKNOWN = "TINHHINHDANGKY.7|THUADAT.1_1|maMoi"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Application]:
    app = make_store(tmp_path / "kho.landdesk", columns=3, rows=2)
    yield app
    app.close()


def brought(app: Application, text: str, day: int, name: str = "loi.csv") -> TableOutcome:
    path = app.store.path.with_name(name)
    path.write_text(text, "utf-8")
    return import_table(app, TableRequest(path, as_of=date(2026, 11, day)), lists=app.codelists)


def errors_file(*rows: tuple[str, str]) -> str:
    lines = [f'12,{parcel},"{paths}"' for parcel, paths in rows]
    return "\n".join(["Số tờ,Số thửa,thongTinDangKyChuaDapUngNhom1", *lines]) + "\n"


def status_file(*rows: tuple[str, int, int, str]) -> str:
    """Return a status file: parcel, three blocks in sync, in operation, group."""
    head = (
        "STT,ma_xa,so_to,so_thua,dong_bo_3_khoi,khong_dong_bo_3_khoi,van_hanh_24_7,khong_van_hanh_24_7,"
        "phan_loai_ke_hoach_2959"
    )
    lines = [
        f"{at},22657,12,{parcel},{sync},{1 - sync},{runs},{1 - runs},{group}"
        for at, (parcel, sync, runs, group) in enumerate(rows, 1)
    ]
    return "\n".join([head, *lines]) + "\n"


def errors(app: Application) -> list[WorkItem]:
    return app.read(lambda reader: reader.failures.work(["sync_error"]))


def stand(app: Application) -> dict[tuple[str, str], str]:
    """Return the state of each error by parcel and code."""
    names = {parcel_id(app, f"12/{number}"): str(number) for number in range(1, 7)}
    return {(names[one.subjects[0]], code_of(one)): str(state_of(one)) for one in errors(app)}


def test_errors_are_cured_and_come_back_with_their_age_kept(app: Application) -> None:
    told = brought(app, errors_file(("1", PATH.format(version=3)), ("2", f"{UNKNOWN}\nmaSoDinhDanh")), 1)
    assert told.report.errors == {"new": 3}
    kept = {code_of(one): one for one in errors(app)}
    assert set(kept) == {"NOSIGN", "maMoi", "maSoDinhDanh"}
    assert (kept["maMoi"].words, kept["maMoi"].place) == (UNKNOWN, "TINHHINHDANGKY.7|THUADAT.1_1")
    assert {(one.said_on, one.source) for one in kept.values()} == {("2026-11-01", "loi.csv")}
    # A newer version of the same object is the same error, as old as it was; what parcel 2 lacks is less.
    told = brought(app, errors_file(("1", PATH.format(version=4)), ("2", UNKNOWN)), 8)
    assert told.report.errors == {"still": 2, "cured": 1}
    assert stand(app) == {("1", "NOSIGN"): "open", ("2", "maMoi"): "open", ("2", "maSoDinhDanh"): "cured"}
    assert {one.said_on for one in errors(app)} == {"2026-11-01"}
    # A file that has parcel 1 no more says nothing of it.
    told = brought(app, errors_file(("2", f"{UNKNOWN}\nmaSoDinhDanh"), ("3", "namSinh")), 15)
    assert told.report.errors == {"new": 1, "still": 1, "came_back": 1}
    assert stand(app)["1", "NOSIGN"] == "open"
    back = next(one for one in errors(app) if code_of(one) == "maSoDinhDanh")
    assert (state_of(back), back.said_on) == (ErrorState.CAME_BACK, "2026-11-15")
    assert (back.ended, back.ended_on) == ("cured", "2026-11-08")
    # A row without any error says that nothing is wrong any more.
    brought(app, errors_file(("2", "")), 16)
    assert {state for (parcel, _), state in stand(app).items() if parcel == "2"} == {"cured"}
    app.undo()
    assert stand(app)["2", "maSoDinhDanh"] == "came_back"
    assert app.store.verify() == []


def test_an_older_file_cures_nothing_and_brings_nothing_back(app: Application) -> None:
    brought(app, errors_file(("1", "namSinh"), ("2", "namSinh")), 10)
    brought(app, errors_file(("2", "")), 12)
    late = brought(app, errors_file(("1", "diaChi"), ("2", "namSinh")), 5)
    assert late.report.errors == {"new": 1}
    assert stand(app) == {("1", "namSinh"): "open", ("2", "namSinh"): "cured", ("1", "diaChi"): "open"}


def test_what_a_status_says_is_not_in_order_is_an_error_until_a_later_one_says_it_is(
    app: Application,
) -> None:
    told = brought(app, status_file(("1", 0, 0, "Nhóm 2"), ("2", 1, 1, "Nhóm 1")), 1, "tt.csv")
    assert told.report.errors == {"new": 2}
    assert stand(app) == {("1", "khong_dong_bo_3_khoi"): "open", ("1", "khong_van_hanh_24_7"): "open"}
    # A file of error paths says nothing of what the status says.
    brought(app, errors_file(("1", "namSinh")), 2)
    assert stand(app)["1", "khong_van_hanh_24_7"] == "open"
    told = brought(app, status_file(("1", 1, 0, "Nhóm 2")), 8, "tt.csv")
    assert told.report.errors == {"still": 1, "cured": 1}
    assert stand(app)["1", "namSinh"] == "open"
    # Group 1 is the branch's word that nothing is left.
    brought(app, status_file(("1", 1, 1, "Nhóm 1")), 9, "tt.csv")
    assert set(stand(app).values()) == {"cured"}
    (status,) = [
        one
        for one in app.read(lambda reader: reader.all(SyncStatus)).values()
        if one.parcel_id == parcel_id(app, "12/1")
    ]
    assert status.parcel_group == "1"


def test_an_older_status_says_nothing_against_a_newer_one(app: Application) -> None:
    brought(app, status_file(("1", 1, 0, "Nhóm 2")), 8, "tt.csv")
    told = brought(app, status_file(("1", 0, 1, "Nhóm 1"), ("2", 0, 1, "Nhóm 2")), 1, "tt.csv")
    assert told.report.errors == {"new": 1}
    assert stand(app) == {("1", "khong_van_hanh_24_7"): "open", ("2", "khong_dong_bo_3_khoi"): "open"}


def test_a_status_that_leaves_something_open_cures_nothing_of_it(app: Application) -> None:
    brought(app, status_file(("1", 0, 0, "Nhóm 2")), 1, "tt.csv")
    both = status_file(("1", 1, 0, "Nhóm 2")).replace(",1,0,0,1,", ",1,1,0,1,")
    brought(app, both, 2, "tt.csv")
    assert stand(app)["1", "khong_dong_bo_3_khoi"] == "open"


def test_what_a_person_closed_comes_back_with_a_newer_file_only(app: Application) -> None:
    brought(app, errors_file(("1", "namSinh")), 1)
    (item,) = errors(app)
    with refused("work.not-sent"):
        app.execute(CloseWorkItem(item.id, send_again=True))
    entry = app.execute(CloseWorkItem(item.id))
    (item,) = errors(app)
    assert (state_of(item), item.ended) == (ErrorState.CLOSED, "closed")
    assert item.ended_on is not None
    assert entry.subject == "12/1"
    day = date.fromisoformat(item.ended_on)
    path = app.store.path.with_name("loi.csv")
    with refused("import.again"):
        import_table(app, TableRequest(path, as_of=day))
    told = import_table(app, TableRequest(path, as_of=date(day.year + 1, 1, 1)))
    assert told.report.errors == {"came_back": 1}


def test_an_error_of_a_former_schema_is_known_again(app: Application) -> None:
    parcel = parcel_id(app, "12/1")
    words = PATH.format(version=1)

    def job(context: EditContext) -> None:
        old = WorkItem(
            context.work.new_id(),
            "sync_error",
            (parcel,),
            "open",
            reason="NOSIGN",
            words=words,
            record="a.csv",
        )
        context.work.apply(ChangeSet("import.table", (Delta(None, old),)), EntryKind.IMPORT)

    app.write(job)
    with refused("import.again"):
        brought(app, errors_file(("1", PATH.format(version=2))), 1)
    told = brought(app, errors_file(("1", "")), 1)
    assert told.report.errors == {"cured": 1}
