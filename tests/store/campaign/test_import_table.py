"""Tables of the campaign come into a real store: whole, once, over what is there, undone as one act."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from landdesk.app.application import Application
from landdesk.app.bootstrap import NewPerson, create_store
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.commands import EditRecord, SetFields
from landdesk.domain.completeness import GroupState, completeness
from landdesk.domain.dossier import Dossier
from landdesk.domain.records import (
    CLASSES,
    Certificate,
    Document,
    IdentityDocument,
    LandRight,
    Parcel,
    Party,
    Purpose,
    SyncStatus,
    WorkItem,
)
from landdesk.services.campaign.pl3 import Pl3Row
from landdesk.services.checking.needs import shipped_needs
from landdesk.services.exporting.campaign.workbooks import write_pl3
from landdesk.services.importing.campaign.importer import TableOutcome, TableRequest, import_table
from landdesk.services.importing.importer import ImportRequest, import_file
from landdesk.services.training.campaign_files import (
    ERRORS_FILE,
    OWNERS_FILE,
    PL3_FILE,
    STATUS_FILE,
    STATUS_FILE_UTF16,
    TRACKING_FILE,
    campaign_rows,
    write_campaign_files,
)
from landdesk.services.training.commune import generate_commune
from landdesk.services.training.map_files import write_commune_gml
from tests.stores import refused


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All files of one invented commune."""
    made = tmp_path_factory.mktemp("campaign")
    commune = generate_commune("22657", seed=7, parcels=200, faults=False)
    write_campaign_files(made, campaign_rows(commune, pl3_rows=120, doubts=0))
    write_commune_gml(made / "thua_dat.gml", commune)
    return made


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Application]:
    made = create_store(tmp_path / "kho.landdesk", ("22657",), training=True, person=NewPerson("Lê Thị Đào"))
    yield made
    made.close()


def brought(app: Application, path: Path, **more: Any) -> TableOutcome:
    return import_table(app, TableRequest(path, **more))


def all_of(app: Application, kind: type[Any]) -> list[Any]:
    return list(app.read(lambda reader: reader.all(kind)).values())


def dossier(app: Application, key: str) -> Dossier:
    def job(reader: Any) -> Dossier:
        parcel = reader.find_parcel(key)
        found: Dossier = reader.dossiers([parcel])[parcel]
        return found

    return app.read(job)


def rows_of(outcome: TableOutcome) -> dict[str, int]:
    return outcome.report.rows()


def written(tmp_path: Path, *rows: dict[str, Any]) -> Path:
    path = tmp_path / "bieu.xlsx"
    write_pl3(path, [Pl3Row(row=7 + at, **row) for at, row in enumerate(rows)])
    return path


LAND: dict[str, Any] = {
    "commune": "22657",
    "serial": "AA 12345678",
    "issued": date(2025, 3, 14),
    "register_number": "CH 04421",
    "sheet": "12",
    "parcel_no": "57",
    "certificate_sheet": "3",
    "certificate_parcel": "120",
    "land_use_1": "ONT",
    "origin_1": "Nhận chuyển nhượng đất được Nhà nước giao đất có thu tiền sử dụng đất",
    "form_1": "Sử dụng riêng",
    "term_1": "Lâu dài",
    "scan_files": "AA12345678-GCN.pdf",
}
HUSBAND = {
    "name": "Trần Văn Mít",
    "sex": "Nam",
    "identity_number": "999071000001",
    "holder_kind": "Vợ chồng",
    "role": "Chồng",
}
WIFE = {
    "name": "Lê Thị Ổi",
    "born": "1974",
    "identity_number": "225000111",
    "holder_kind": "Vợ chồng",
    "role": "Vợ",
}


def test_a_couple_with_its_certificate(app: Application, tmp_path: Path) -> None:
    told = brought(app, written(tmp_path, LAND | HUSBAND, LAND | WIFE))
    assert rows_of(told) == {"new": 2}
    assert told.entry is not None
    assert (told.entry.command, told.entry.kind) == ("import.table", "import")
    found = dossier(app, "12/57")
    assert [(one.name, one.kind) for one in found.persons] == [
        ("Ông Trần Văn Mít và bà Lê Thị Ổi", "couple"),
        ("Trần Văn Mít", "individual"),
        ("Lê Thị Ổi", "individual"),
    ]
    husband, wife = found.persons[1:]
    assert (husband.identity_number, husband.sex) == ("999071000001", "male")
    # Nine digits are an old identity card, no personal number.
    assert (wife.identity_number, wife.born) == (None, "1974")
    assert [(one.kind, one.number) for one in found.documents_of(wife)] == [("CMND", "225000111")]
    ((link, certificate),) = found.certificates
    assert (certificate.serial, certificate.kind, certificate.issued_on) == (
        "AA 12345678",
        "98",
        "2025-03-14",
    )
    assert (link.sheet, link.number) == ("3", "120")
    (purpose,) = found.purposes
    assert (purpose.land_use, purpose.form, purpose.term_kind) == ("ONT", "RIENG", "LAU_DAI")
    (origin,) = found.origins_of(purpose)
    assert (origin.transfer_origin, origin.origin) == ("CHUYEN_NHUONG", "4")
    assert [(scan.kind, scan.file_name) for _, scan in found.scans] == [("1", "AA12345678-GCN.pdf")]
    (right,) = found.rights
    assert right.certificate_id == certificate.id
    assert (found.parcel.shape, found.parcel.collection_state) == (None, "entered")
    assert completeness(found, shipped_needs()).states["address"] is GroupState.MISSING
    assert app.store.verify() == []
    app.undo()
    assert {name: all_of(app, kind) for name, kind in CLASSES.items() if all_of(app, kind)} == {}


def test_the_same_file_again_changes_nothing_and_an_edit_stays(app: Application, tmp_path: Path) -> None:
    path = written(tmp_path, LAND | HUSBAND, LAND | WIFE)
    brought(app, path)
    with refused("import.again"):
        brought(app, path)
    assert rows_of(brought(app, path, dry_run=True)) == {"same": 2}
    found = dossier(app, "12/57")
    app.execute(EditRecord((SetFields("party", found.persons[1].id, {"sex": "female"}),)))
    newer = written(
        tmp_path, LAND | HUSBAND | {"parcel_address": "Thôn 5"}, LAND | WIFE | {"address": "Thôn 5"}
    )
    told = brought(app, newer)
    assert rows_of(told) == {"changed": 2}
    again = dossier(app, "12/57")
    assert (again.parcel.address, again.persons[2].address) == ("Thôn 5", "Thôn 5")
    assert again.persons[1].sex == "female"
    assert len(all_of(app, Party)) == 3
    assert len(all_of(app, IdentityDocument)) == len(all_of(app, Document)) == 1


def test_who_stood_alone_becomes_a_member(app: Application, tmp_path: Path) -> None:
    alone = {
        "sheet": "12",
        "parcel_no": "57",
        "commune": "22657",
        "holder_kind": "Cá nhân",
        "role": "Cá nhân",
    }
    for name in ("Trần Văn Mít", "Lê Thị Ổi"):
        brought(app, written(tmp_path, alone | {"name": name}))
    assert len(dossier(app, "12/57").rights) == 2
    told = brought(app, written(tmp_path, LAND | HUSBAND, LAND | WIFE))
    assert "refresh.joined" in told.report.counts()
    found = dossier(app, "12/57")
    assert [one.name for one in found.holders] == ["Ông Trần Văn Mít và bà Lê Thị Ổi"]
    assert len(all_of(app, Party)) == 3, "the persons who stood alone are the members"
    assert len(all_of(app, LandRight)) == 1
    # A list that names them one by one finds them as members.
    again = brought(app, written(tmp_path, alone | {"name": "Lê Thị Ổi", "parcel_address": "Thôn 6"}))
    assert rows_of(again) == {"changed": 1}
    assert len(all_of(app, LandRight)) == 1
    app.undo()
    app.undo()
    assert len(dossier(app, "12/57").rights) == 2
    assert app.store.verify() == []


@pytest.mark.parametrize(
    ("kind", "rows", "holder", "members"),
    [
        (
            "Hộ gia đình",
            [{"name": "Ông Phạm Văn Dừa", "role": "Chủ hộ"}, {"name": "Phạm Thị Na", "role": "Thành viên"}],
            ("Hộ Ông Phạm Văn Dừa", "household"),
            ["head", "member"],
        ),
        (
            "Tổ chức",
            [{"organisation": "Công ty Muối Cam Ranh", "name": "Lê Văn Cam", "role": "Người đại diện"}],
            ("Công ty Muối Cam Ranh", "organisation"),
            ["representative"],
        ),
        ("Cá nhân", [{"name": "Phạm Văn Dừa", "role": "Cá nhân"}], ("Phạm Văn Dừa", "individual"), []),
    ],
)
def test_kinds_of_land_users(
    app: Application,
    tmp_path: Path,
    kind: str,
    rows: list[dict[str, Any]],
    holder: tuple[str, str],
    members: list[str],
) -> None:
    brought(app, written(tmp_path, *(LAND | {"holder_kind": kind} | row for row in rows)))
    found = dossier(app, "12/57")
    (party,) = found.holders
    assert (party.name, party.kind) == holder
    assert [link.role for link, _ in found.members_of(party)] == members


def test_words_that_are_no_codes_stay_as_they_are(app: Application, tmp_path: Path) -> None:
    told = brought(
        app,
        written(
            tmp_path,
            LAND
            | HUSBAND
            | {
                "holder_kind": "Cá nhân",
                "land_use_1": "đất vườn rào",
                "origin_1": "cha ông để lại",
                "term_1": "?",
            },
        ),
    )
    assert rows_of(told) == {"new": 1}
    (purpose,) = all_of(app, Purpose)
    assert (purpose.land_use, purpose.as_written) == ("đất vườn rào", "đất vườn rào")
    found = dossier(app, "12/57")
    assert [origin.detail for origin in found.origins_of(purpose)] == ["cha ông để lại"]


def test_a_whole_commune_by_all_its_files(app: Application, folder: Path) -> None:
    import_file(app, ImportRequest(folder / "thua_dat.gml"))
    parcels = len(all_of(app, Parcel))
    told = brought(app, folder / PL3_FILE)
    assert set(rows_of(told)) == {"changed"}
    assert len(told.report.outcomes) == 120
    assert len(all_of(app, Parcel)) == parcels, "every parcel of the form is one of the map"
    assert {one.form for one in all_of(app, Purpose)} >= {None, "RIENG"}
    status = brought(app, folder / STATUS_FILE, as_of=date(2026, 11, 1))
    assert set(rows_of(status)) == {"new"}
    states = all_of(app, SyncStatus)
    assert len(states) == len(status.report.outcomes)
    assert {one.as_of for one in states} == {"2026-11-01"}
    # The other encoding is the same file; a later day is a newer statement in place of the old one.
    with refused("import.again"):
        brought(app, folder / STATUS_FILE_UTF16, as_of=date(2026, 11, 1), form="sync_status")
    errors = brought(app, folder / ERRORS_FILE)
    assert set(rows_of(errors)) == {"new"}
    items = [one for one in all_of(app, WorkItem) if one.kind == "sync_error"]
    assert items
    assert all(one.words and one.subjects and one.state == "open" for one in items)
    with refused("import.again"):
        brought(app, folder / ERRORS_FILE)
    tracking = brought(app, folder / TRACKING_FILE)
    assert "refused" not in rows_of(tracking)
    owners = brought(app, folder / OWNERS_FILE)
    assert owners.report.form == "plain_lists"
    assert "refused" not in rows_of(owners)
    with refused("import.again"):
        brought(app, folder / OWNERS_FILE)
    assert app.store.verify() == []
    for _ in range(6):
        app.undo()
    assert all_of(app, Parcel) == []


def test_a_statement_on_a_parcel_that_is_not_there_is_reported(app: Application, folder: Path) -> None:
    with refused("import.nothing-taken"):
        brought(app, folder / STATUS_FILE)
    told = brought(app, folder / STATUS_FILE, dry_run=True)
    assert set(told.report.outcomes.values()) == {"refused"}
    assert told.report.counts()["status.no-parcel"] == len(told.report.outcomes)


def test_a_status_without_its_parcel_is_kept_word_for_word_and_taken_later(
    app: Application, tmp_path: Path
) -> None:
    path = tmp_path / "trang-thai.csv"
    heading = (
        "STT,ma_xa,so_to,so_thua,da_xuat_so_dia_chinh_dien_tu,chua_xuat_so_dia_chinh_dien_tu,dong_bo_3_khoi\n"
    )
    path.write_text(heading + "1,22657,12,57,1,0,1\n2,22657,12,58,0,có lẽ,0\n", "utf-8")
    brought(app, written(tmp_path, LAND | HUSBAND))
    told = brought(app, path)
    assert list(told.report.outcomes.values()) == ["new", "refused"]
    assert told.entry is not None
    (kept,) = [
        one
        for report in app.read(lambda reader: reader.exchange.import_reports())
        if (one := json.loads(report))["form"] == "sync_status"
    ]
    assert kept["left"] == {
        "headings": heading.strip().split(",")[1:],
        "rows": [[3, "22657", "12", "58", "0", "có lẽ", "0"]],
    }
    with refused("import.again"):
        brought(app, path)
    brought(app, written(tmp_path, LAND | HUSBAND | {"serial": "AA 87654321", "parcel_no": "58"}))
    later = brought(app, path)
    assert list(later.report.outcomes.values()) == ["same", "new"]
    assert later.report.left.rows == {}
    assert len(all_of(app, SyncStatus)) == 2


def test_the_mapping_of_a_list_is_remembered(app: Application, tmp_path: Path) -> None:
    text = "Tờ BĐ;Thửa ABC;Chủ hộ đứng tên\n12;57;Trần Văn Mít\n"
    path = tmp_path / "ds.csv"
    path.write_text(text, "utf-8")
    mapping = {"Tờ BĐ": "parcel.sheet", "Thửa ABC": "parcel.number", "Chủ hộ đứng tên": "party.name"}
    brought(app, path, form="plain_lists", mapping=mapping)
    assert [one.name for one in dossier(app, "12/57").holders] == ["Trần Văn Mít"]
    path.write_text(text + "12;58;Lê Thị Ổi\n", "utf-8")
    brought(app, path, form="plain_lists")
    assert [one.name for one in dossier(app, "12/58").holders] == ["Lê Thị Ổi"]


def test_no_person_stands_in_what_is_kept_of_an_import(app: Application, folder: Path) -> None:
    told = brought(app, folder / PL3_FILE)
    words = str(told.report.document())
    for party in all_of(app, Party):
        assert party.name not in words
        assert not party.identity_number or party.identity_number not in words


@pytest.mark.parametrize("code", ["form.no-headings", "import.no-form"])
def test_what_is_no_form_is_refused(app: Application, tmp_path: Path, code: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a;b;c\n1;2;3\n", "utf-8")
    with refused(code):
        brought(app, path, form="other" if code == "import.no-form" else None)


def test_a_certificate_without_a_serial_is_known_again_and_gets_it_later(
    app: Application, tmp_path: Path
) -> None:
    blank = {**LAND, "serial": None}
    brought(app, written(tmp_path, blank | HUSBAND))
    with refused("import.again"):
        brought(app, written(tmp_path, blank | HUSBAND))
    other = {**blank, "register_number": "CH 04422", "issued": date(2025, 6, 1)}
    brought(app, written(tmp_path, other | HUSBAND))
    assert sorted(one.register_number for one in all_of(app, Certificate)) == ["CH 04421", "CH 04422"]
    brought(app, written(tmp_path, LAND | HUSBAND))
    found = {one.register_number: one.serial for one in all_of(app, Certificate)}
    assert found == {"CH 04421": "AA 12345678", "CH 04422": None}


@pytest.mark.parametrize(
    ("state", "after"), [("collected", "entered"), ("sent", "sent"), ("operating", "operating")]
)
def test_a_form_does_not_set_the_collection_back(
    app: Application, tmp_path: Path, state: str, after: str
) -> None:
    brought(app, written(tmp_path, LAND | HUSBAND))
    (parcel,) = all_of(app, Parcel)
    assert parcel.collection_state == "entered"
    told_by_a_list = Delta(parcel, replace(parcel, collection_state=state))
    app.write(
        lambda context: context.work.apply(ChangeSet("import.table", (told_by_a_list,), ""), EntryKind.IMPORT)
    )
    brought(app, written(tmp_path, LAND | HUSBAND | {"name": "Trần Văn Mít Em"}))
    (parcel,) = all_of(app, Parcel)
    assert parcel.collection_state == after
