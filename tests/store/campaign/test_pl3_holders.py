"""Land users of every kind come in whole, go out in the same rows and come back the same, in an empty store too."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from landdesk.app import leaving
from landdesk.app.application import Application
from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.dossier import Dossier
from landdesk.domain.ids import IdSource
from landdesk.domain.progress import SilentProgress
from landdesk.domain.records import (
    AnyRecord,
    Certificate,
    CertificateParcel,
    LandRight,
    Parcel,
    Party,
    PartyMember,
    Purpose,
)
from landdesk.services.campaign.pl3 import Pl3Row
from landdesk.services.commands import EditContext
from landdesk.services.exporting.campaign import left_out
from landdesk.services.exporting.campaign.from_record import Pl3Content
from landdesk.services.exporting.campaign.workbooks import write_pl3
from landdesk.services.importing.campaign.claims import PL3_GROUPS
from landdesk.services.importing.campaign.importer import TableOutcome, TableRequest, import_table
from landdesk.store import objects
from landdesk.store.store import NewStore, Store
from tests.dossiers import told
from tests.stores import COMMUNE, EPSG, person, refused

Row = dict[str, Any]

PAPER: Row = {"commune": COMMUNE, "serial": "AA 12345678", "register_number": "CH 04421"}
FIRST: Row = {"sheet": "12", "parcel_no": "57", "parcel_area_m2": Decimal(300)}
SECOND: Row = {"sheet": "12", "parcel_no": "58", "parcel_area_m2": Decimal(80)}
HOME: Row = {"land_use_1": "Đất ở tại nông thôn", "area_1_m2": Decimal(300), "term_1": "Lâu dài"}
THREE_USES: Row = {
    "land_use_1": "Đất ở tại nông thôn",
    "area_1_m2": Decimal(100),
    "land_use_2": "Đất trồng cây lâu năm",
    "area_2_m2": Decimal(150),
    "form_2": "Sử dụng riêng",
    "land_use_3": "Đất trồng cây hằng năm khác",
    "area_3_m2": Decimal(50),
    "term_3": "01/07/2064",
}
AN: Row = {"name": "Đặng Văn An", "identity_number": "999061000123", "sex": "Nam", "address": "Thôn Đông"}
BA: Row = {"name": "Lê Thị Ba", "born": "1974"}
CU: Row = {"name": "Đặng Văn Cử", "identity_number": "225000111"}


def people(kind: str, *roles: str | None) -> list[Row]:
    """Return the people of a land user, one for each role."""
    return [who | {"holder_kind": kind, "role": role} for who, role in zip((AN, BA, CU), roles, strict=False)]


COUPLE = people("Vợ chồng", "Chồng", "Vợ")
HOUSEHOLD = people("Hộ gia đình", "Chủ hộ", "Vợ", "Thành viên")
GROUP = people("Đồng sử dụng", "Người đại diện", "Thành viên", "Thành viên")
BODY: Row = {"organisation": "Công ty Cát Vàng", "organisation_id": "9900000015"}
VILLAGE: Row = {
    "name": "Cộng đồng dân cư thôn Đông",
    "holder_kind": "Cộng đồng dân cư",
    "address": "Thôn Đông",
}

CASES: dict[str, tuple[list[Row], list[Row]]] = {
    "individual": (people("Cá nhân", "Cá nhân"), [FIRST | HOME]),
    "individuals": (people("Cá nhân", "Cá nhân", "Cá nhân"), [FIRST | HOME, SECOND]),
    "couple": (COUPLE, [FIRST | HOME]),
    "couple on two parcels": (COUPLE, [FIRST | HOME, SECOND]),
    "couple without numbers on two parcels": (
        [
            BA | {"name": name, "holder_kind": "Vợ chồng", "role": role}
            for name, role in (("Ô", "Chồng"), ("Ơ", "Vợ"))
        ],
        [FIRST, SECOND],
    ),
    "household": (HOUSEHOLD, [FIRST | THREE_USES]),
    "household on two parcels": (HOUSEHOLD, [FIRST | THREE_USES, SECOND]),
    "group": (GROUP, [FIRST | HOME]),
    "group on two parcels": (GROUP, [FIRST | HOME, SECOND | THREE_USES]),
    "group of two couples": (
        [
            who | {"holder_kind": "Đồng sử dụng", "role": role}
            for who, role in zip(
                (AN, BA, CU, CU | {"name": "Hồ Thị Dơn", "identity_number": None}),
                ("Chồng", "Vợ") * 2,
                strict=True,
            )
        ],
        [FIRST],
    ),
    "group without roles": (people("Đồng sử dụng", None, None), [FIRST]),
    "group of whom one is named": (people("Đồng sử dụng", "Người đại diện"), [FIRST]),
    "organisation": ([BODY | one for one in people("Tổ chức", "Người đại diện")], [FIRST | HOME, SECOND]),
    "organisation alone": ([BODY | {"holder_kind": "Tổ chức"}], [FIRST]),
    "community": ([VILLAGE], [FIRST]),
    "community with its representative": (
        [
            AN
            | {
                "organisation": "Cộng đồng dân cư thôn Đông",
                "holder_kind": "Cộng đồng dân cư",
                "role": "Người đại diện",
            }
        ],
        [FIRST],
    ),
    "spouse who took over": (
        [COUPLE[0] | {"current_name": BA["name"], "change_reason": "Nhận thừa kế"}, COUPLE[1]],
        [FIRST],
    ),
}
"""Rows of people and of parcels of one certificate; each person stands with each parcel."""


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[tuple[Application, Application]]:
    made = [new_store(tmp_path / f"{at}.landdesk") for at in (1, 2)]
    yield made[0], made[1]
    for one in made:
        one.close()


def new_store(path: Path) -> Application:
    return Application(Store.create(path, NewStore("commune", EPSG, (COMMUNE,)), person=person()), person())


def brought(app: Application, path: Path) -> TableOutcome:
    return import_table(app, TableRequest(path))


def written(path: Path, rows: list[Row]) -> Path:
    write_pl3(path, [Pl3Row(row=7 + at, **row) for at, row in enumerate(rows)])
    return path


def export(app: Application, path: Path) -> Pl3Content:
    return leaving.export_pl3(app, path, leaving.Pl3Choice(), None, SilentProgress())


def all_of(app: Application, kind: type[Any]) -> list[Any]:
    return list(app.read(lambda reader: reader.all(kind)).values())


def recorded(app: Application, *records: AnyRecord) -> None:
    """Write objects as an act, as if people had entered them."""

    def job(context: EditContext) -> None:
        context.work.apply(ChangeSet("edit.record", tuple(Delta(None, one) for one in records)))

    app.write(job)


@pytest.mark.parametrize("case", CASES)
def test_it_goes_round(stores: tuple[Application, Application], tmp_path: Path, case: str) -> None:
    first, second = stores
    persons, parcels = CASES[case]
    source = written(tmp_path / "in.xlsx", [PAPER | land | one for land in parcels for one in persons])
    before = brought(first, source)
    content = export(first, tmp_path / "out.xlsx")
    assert content.left_out == ()
    assert {(one.name, one.role, one.parcel_no) for one in content.rows} == {
        (one.get("name"), one.get("role"), land["parcel_no"]) for land in parcels for one in persons
    }
    with refused("import.again"):
        brought(first, tmp_path / "out.xlsx")
    after = brought(second, tmp_path / "out.xlsx")
    assert told(second) == told(first)
    assert after.report.counts() == before.report.counts()


def test_a_community_in_the_place_of_a_person_keeps_its_representative(
    stores: tuple[Application, Application], tmp_path: Path
) -> None:
    first, second = stores
    speaker = AN | {"holder_kind": "Cộng đồng dân cư", "role": "Người đại diện"}
    brought(first, written(tmp_path / "in.xlsx", [PAPER | FIRST | one for one in (speaker, VILLAGE)]))
    (village,) = (one for one in all_of(first, Party) if one.kind == "community")
    assert village.name == VILLAGE["name"]
    assert [(one.party_id, one.role) for one in all_of(first, PartyMember)] == [
        (village.id, "representative")
    ]
    export(first, tmp_path / "out.xlsx")
    brought(second, tmp_path / "out.xlsx")
    assert [one.role for one in all_of(second, PartyMember)] == ["representative"]


@pytest.mark.parametrize(
    ("case", "several", "persons"),
    [
        ("couple on two parcels", "couple", 2),
        ("couple without numbers on two parcels", "couple", 2),
        ("household on two parcels", "household", 3),
        ("group on two parcels", "group", 3),
    ],
)
def test_it_is_one_on_all_parcels(
    stores: tuple[Application, Application], tmp_path: Path, case: str, several: str, persons: int
) -> None:
    app, _ = stores
    rows = [PAPER | land | one for land in CASES[case][1] for one in CASES[case][0]]
    brought(app, written(tmp_path / "in.xlsx", rows))
    parties = all_of(app, Party)
    assert sorted(one.kind for one in parties) == sorted([several, *["individual"] * persons])
    assert len(all_of(app, PartyMember)) == persons
    (together,) = (one for one in parties if one.kind == several)
    assert [one.party_id for one in all_of(app, LandRight)] == [together.id] * 2


def test_a_couple_is_known_on_another_certificate(
    stores: tuple[Application, Application], tmp_path: Path
) -> None:
    app, _ = stores
    couple = [COUPLE[0], COUPLE[1] | {"identity_number": "999174000456"}]
    brought(app, written(tmp_path / "1.xlsx", [PAPER | FIRST | one for one in couple]))
    other = PAPER | {"serial": "AA 87654321"} | SECOND
    brought(app, written(tmp_path / "2.xlsx", [other | one for one in couple]))
    assert len(all_of(app, Party)) == 3
    # With somebody else it is another couple.
    third = PAPER | {"serial": "AA 11112222"} | SECOND | {"parcel_no": "59"}
    wife = couple[1] | {"name": "Hồ Thị Dơn", "identity_number": "999174000789"}
    brought(app, written(tmp_path / "3.xlsx", [third | couple[0], third | wife]))
    assert sorted(one.kind for one in all_of(app, Party)) == ["couple"] * 2 + ["individual"] * 3


def test_who_married_again_is_another_couple_on_the_same_parcel(
    stores: tuple[Application, Application], tmp_path: Path
) -> None:
    app, _ = stores
    brought(app, written(tmp_path / "1.xlsx", [PAPER | FIRST | one for one in COUPLE]))
    later = PAPER | {"serial": "AA 87654321"} | FIRST
    second_wife = COUPLE[1] | {"name": "Hồ Thị Dơn"}
    brought(app, written(tmp_path / "2.xlsx", [later | COUPLE[0], later | second_wife]))
    couples = [one.id for one in all_of(app, Party) if one.kind == "couple"]
    assert sorted(one.party_id for one in all_of(app, PartyMember)) == sorted(couples * 2)
    assert len(couples) == 2


def test_the_name_of_a_household_is_no_person_and_stays_what_it_was(
    stores: tuple[Application, Application], tmp_path: Path
) -> None:
    app, _ = stores
    alone = BA | {"name": "Đặng Văn An"}
    brought(
        app,
        written(tmp_path / "1.xlsx", [PAPER | FIRST | alone | {"holder_kind": "Cá nhân", "role": "Cá nhân"}]),
    )
    household = [PAPER | FIRST | alone | {"holder_kind": "Hộ gia đình", "role": "Chủ hộ"}]
    told = brought(app, written(tmp_path / "2.xlsx", household))
    assert "refresh.joined" in told.report.counts()
    assert sorted((one.name, one.kind) for one in all_of(app, Party)) == [
        ("Hộ Đặng Văn An", "household"),
        ("Đặng Văn An", "individual"),
    ]
    (home,) = (one for one in all_of(app, Party) if one.kind == "household")

    def job(context: EditContext) -> None:
        renamed = replace(home, name="Hộ ông An và các con")
        context.work.apply(ChangeSet("edit.record", (Delta(home, renamed),)))

    app.write(job)
    with refused("import.again"):
        brought(app, tmp_path / "2.xlsx")


def test_who_stood_one_by_one_becomes_a_group(
    stores: tuple[Application, Application], tmp_path: Path
) -> None:
    app, _ = stores
    brought(
        app,
        written(tmp_path / "1.xlsx", [PAPER | FIRST | one for one in people("Cá nhân", *["Cá nhân"] * 3)]),
    )
    told = brought(app, written(tmp_path / "2.xlsx", [PAPER | FIRST | one for one in GROUP]))
    assert "refresh.joined" in told.report.counts()
    (right,) = all_of(app, LandRight)
    dossier: Dossier = app.read(lambda reader: next(iter(reader.dossiers(list(reader.all(Parcel))).values())))
    assert [one.id for one in dossier.holders] == [right.party_id]
    assert [link.role for link, _ in dossier.members_of(dossier.holders[0])] == [
        "representative",
        "member",
        "member",
    ]
    app.undo()
    assert len(all_of(app, LandRight)) == 3


def test_a_change_is_written_in_lots(
    stores: tuple[Application, Application], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However few objects are on their way at a time: one entry, the same record, undone as one."""
    first, second = stores
    source = written(tmp_path / "in.xlsx", [PAPER | land | one for land in (FIRST, SECOND) for one in GROUP])
    brought(first, source)
    monkeypatch.setattr(objects, "CHUNK", 2)
    outcome = brought(second, source)
    assert outcome.entry is not None
    assert outcome.entry.delta_count == outcome.changes > 10
    assert told(second) == told(first)
    assert second.store.verify() == []
    second.undo()
    assert all_of(second, Party) == all_of(second, Parcel) == []
    assert second.store.verify() == []


def test_a_group_that_grows_is_called_after_all_of_them(
    stores: tuple[Application, Application], tmp_path: Path
) -> None:
    app, _ = stores
    first = [PAPER | FIRST | one for one in GROUP[:2]]
    brought(app, written(tmp_path / "1.xlsx", first))
    brought(app, written(tmp_path / "2.xlsx", [*first, PAPER | FIRST | GROUP[2]]))
    (group,) = (one for one in all_of(app, Party) if one.kind == "group")
    assert group.name == "Đặng Văn An, Lê Thị Ba, Đặng Văn Cử"
    # The older file knows of fewer, and says nothing against the third.
    with refused("import.again"):
        brought(app, tmp_path / "1.xlsx")


def test_two_of_one_name_stay_two(stores: tuple[Application, Application], tmp_path: Path) -> None:
    """One of them stood on the parcel by name alone: the first who has the name and a number is that one, not both."""
    app, _ = stores
    brought(app, written(tmp_path / "1.xlsx", [FIRST | {"commune": COMMUNE, "name": "Lê Thị Ba"}]))
    numbers = ("999174000456", "999174000789")
    rows = [
        PAPER | FIRST | one | {"name": "Lê Thị Ba", "identity_number": number}
        for one, number in zip(people("Đồng sử dụng", "Người đại diện", "Thành viên"), numbers, strict=True)
    ]
    told = brought(app, written(tmp_path / "2.xlsx", rows))
    assert "refresh.differs" not in told.report.counts()
    assert {one.identity_number for one in all_of(app, Party) if one.kind == "individual"} == set(numbers)


def test_a_recorded_group_keeps_what_the_form_has_no_column_for(
    stores: tuple[Application, Application], tmp_path: Path
) -> None:
    """Shares have no column: they stay in the store, are told of, and a form that comes back does not touch them."""
    app, empty = stores
    new_id: IdSource = app.store.new_id
    paper = Certificate(new_id(), "AA 12345678", commune=COMMUNE, holder_kind="group")
    parcels = [
        Parcel(
            new_id(),
            COMMUNE,
            "12",
            str(number),
            loaded=" ".join(sorted(PL3_GROUPS)),
            collection_state="entered",
        )
        for number in (57, 58)
    ]
    members = [Party(new_id(), name, kind="individual") for name in ("Đặng Văn An", "Lê Thị Ba")]
    group = Party(new_id(), "Đặng Văn An, Lê Thị Ba", kind="group")
    links = [
        PartyMember(new_id(), group.id, one.id, role, share="1/2", place=place)
        for place, (one, role) in enumerate(zip(members, ("representative", "member"), strict=True), 1)
    ]
    records: list[AnyRecord] = [*members, group, *links, paper, *parcels]
    for one in parcels:
        records.append(CertificateParcel(new_id(), paper.id, one.id))
        records.append(Purpose(new_id(), one.id, "ONT", place=1, as_written="Đất ở tại nông thôn"))
        records.append(LandRight(new_id(), one.id, group.id, certificate_id=paper.id))
    recorded(app, *records)
    content = export(app, tmp_path / "out.xlsx")
    assert {(one.code, one.field) for one in content.left_out} == {(left_out.NOT_ON_FORM, "F204")}
    with refused("import.again"):
        brought(app, tmp_path / "out.xlsx")
    brought(empty, tmp_path / "out.xlsx")
    assert [one.share for one in all_of(empty, PartyMember)] == [None, None]

    def without_shares(context: EditContext) -> None:
        context.work.apply(
            ChangeSet("edit.record", tuple(Delta(one, replace(one, share=None)) for one in links))
        )

    app.write(without_shares)
    assert told(empty) == told(app)
