"""Giving a record its boundary and taking it off again: what it changes and refuses, what undo brings back."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from landdesk.app.application import Application
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.commands import (
    AddLandUser,
    AddObject,
    EditRecord,
    LinkMany,
    LinkShape,
    SetFields,
    SetParcel,
    UnlinkShape,
)
from landdesk.domain.completeness import FIRST_SCHEMA_GROUPS
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import (
    AnyRecord,
    Certificate,
    CertificateParcel,
    LandRight,
    Parcel,
    Party,
    Purpose,
)
from landdesk.services.commands import EditContext
from landdesk.store import tables as t
from tests.stores import COMMUNE, everything, parcel_id, refused


def parcel(app: Application, key: str) -> Parcel:
    return app.read(lambda reader: reader.get(Parcel, reader.find_parcel(key)))


def imported(app: Application, *records: AnyRecord) -> None:
    """Bring records in as an import does."""
    change = ChangeSet("import.parcels", tuple(Delta(None, one) for one in records))
    app.write(lambda context: context.work.apply(change, EntryKind.IMPORT))


def new_id(app: Application) -> ObjectId:
    return app.store.new_id()


def without_users(app: Application, whole: Parcel) -> None:
    """Let a parcel have no land user, as on a drawing."""

    def remove(context: EditContext) -> None:
        rights = context.work.rights_of([whole.id])
        context.work.apply(ChangeSet("import.parcels", tuple(context.removal(rights))), EntryKind.IMPORT)

    app.write(remove)


def take_apart(
    app: Application, key: str, record_key: tuple[str, str] = ("5", "41")
) -> tuple[Parcel, Parcel]:
    """Leave the boundary of a parcel alone with its land use, and bring a record of its own without one.

    Returns:
        Record and boundary.
    """
    whole = parcel(app, key)
    without_users(app, whole)
    sheet, number = record_key
    record = Parcel(
        new_id(app),
        COMMUNE,
        sheet,
        number,
        legal_area_m2=Decimal("598.00"),
        address="Thôn Đông",
        loaded="user",
    )
    party = Party(new_id(app), "Đặng Văn Ổi", "999000000777")
    certificate = Certificate(new_id(app), serial="AA 00000777")
    imported(
        app,
        record,
        party,
        certificate,
        Purpose(new_id(app), record.id, "CLN", term_kind="LAU_DAI"),
        LandRight(new_id(app), record.id, party.id, certificate_id=certificate.id),
        CertificateParcel(new_id(app), certificate.id, record.id, sheet, number),
    )
    return record, parcel(app, key)


def take_apart_again(app: Application, key: str) -> tuple[Parcel, Parcel]:
    whole = parcel(app, key)
    without_users(app, whole)
    record = Parcel(new_id(app), COMMUNE, "5", "42", use_history="Khai hoang", loaded="key")
    imported(app, record)
    return record, parcel(app, key)


def test_a_record_takes_boundary_and_numbers(app: Application) -> None:
    record, polygon = take_apart(app, "12/5")
    entry = app.execute(LinkShape(record.id, polygon.id))
    after = app.read(lambda reader: reader.get(Parcel, record.id))
    assert (after.shape, after.key, after.source_id) == (polygon.shape, "12/5", "S5")
    assert (after.old_sheet, after.old_number) == ("5", "41")
    # What the record has itself stays.
    assert (after.legal_area_m2, after.address) == (Decimal("598.00"), "Thôn Đông")
    assert polygon.id not in app.read(lambda reader: reader.all(Parcel))
    uses = app.read(lambda reader: reader.purposes_of([record.id]))
    assert [(one.land_use, one.term_kind) for one in uses] == [("CLN", "LAU_DAI")]
    assert (entry.command, entry.subject) == ("link.shape", "12/5 → 5/41")
    assert app.coverage.shape(record.id) == polygon.shape
    assert app.coverage.index_of(polygon.id) is None


def test_numbers_may_stay_as_the_record_has_them(app: Application) -> None:
    record, polygon = take_apart(app, "12/5")
    app.execute(LinkShape(record.id, polygon.id, keep_numbers=True))
    after = app.read(lambda reader: reader.get(Parcel, record.id))
    assert (after.key, after.old_sheet, after.shape) == ("5/41", None, polygon.shape)


def test_a_slip_on_the_same_sheet_is_no_old_number(app: Application) -> None:
    record, polygon = take_apart(app, "12/5", ("12", "55"))
    app.execute(LinkShape(record.id, polygon.id))
    after = app.read(lambda reader: reader.get(Parcel, record.id))
    assert (after.key, after.old_sheet, after.old_number) == ("12/5", None, None)


def test_a_bare_record_takes_what_the_map_says(app: Application) -> None:
    _, polygon = take_apart(app, "12/5")
    app.execute(AddLandUser(polygon.id, "ĐẶNG VĂN ỔI"))
    bare = Parcel(new_id(app), COMMUNE, loaded="key")
    imported(app, bare)
    app.execute(LinkShape(bare.id, polygon.id))
    after = app.read(lambda reader: reader.get(Parcel, bare.id))
    assert (after.key, after.legal_area_m2, after.loaded) == (
        "12/5",
        polygon.legal_area_m2,
        " ".join(sorted({"key"} | FIRST_SCHEMA_GROUPS)),
    )
    assert [one.land_use for one in app.read(lambda reader: reader.purposes_of([bare.id]))] == ["ONT"]
    assert len(app.read(lambda reader: reader.rights_of([bare.id]))) == 1


def test_undo_brings_both_back(app: Application) -> None:
    record, polygon = take_apart(app, "12/5")
    before = everything(app)
    app.execute(LinkShape(record.id, polygon.id))
    app.undo()
    assert everything(app) == before
    app.redo()
    assert app.read(lambda reader: reader.get(Parcel, record.id)).shape == polygon.shape


def test_lineage_leads_from_the_boundary_to_the_record(app: Application) -> None:
    record, polygon = take_apart(app, "12/5")
    app.execute(LinkShape(record.id, polygon.id))
    with app.store.read() as reader:
        rows = reader._conn.execute(select(t.parcel_lineage.c.parent, t.parcel_lineage.c.child)).all()
    assert [(bytes(one), bytes(other)) for one, other in rows] == [(polygon.id, record.id)]


def test_many_are_one_act_and_one_undo(app: Application) -> None:
    first, second = take_apart(app, "12/5"), take_apart_again(app, "12/6")
    before = everything(app)
    entry = app.execute(LinkMany(((first[0].id, first[1].id), (second[0].id, second[1].id))))
    assert (entry.command, entry.subject) == ("link.many", "12/5 → 5/41, 12/6 → 5/42")
    assert parcel(app, "12/6").id == second[0].id
    app.undo()
    assert everything(app) == before


def test_what_does_not_fit_is_refused_and_nothing_changes(app: Application) -> None:
    record, polygon = take_apart(app, "12/5")
    other, _ = take_apart_again(app, "12/6")
    before = everything(app)
    with_users, unknown = parcel_id(app, "12/7"), new_id(app)
    for code, command in (
        ("link.has-record", LinkShape(record.id, with_users)),
        ("link.no-shape", LinkShape(record.id, other.id)),
        ("link.has-shape", LinkShape(with_users, polygon.id)),
        ("link.twice", LinkShape(record.id, record.id)),
        ("store.no-object", LinkShape(record.id, unknown)),
        ("link.nothing", LinkMany(())),
        ("link.twice", LinkMany(((record.id, polygon.id), (other.id, polygon.id)))),
        ("link.has-record", LinkMany(((record.id, polygon.id), (other.id, with_users)))),
        ("link.no-shape-here", UnlinkShape(record.id)),
        ("link.only-shape", UnlinkShape(polygon.id)),
    ):
        with refused(code):
            app.execute(command)
    assert everything(app) == before


def test_other_land_users_are_refused(app: Application) -> None:
    record, polygon = take_apart(app, "12/5")
    app.execute(AddLandUser(polygon.id, "Lê Thị Xoài"))
    with refused("link.other-users"):
        app.execute(LinkShape(record.id, polygon.id))
    # One of them is enough, and how it is spelt does not matter.
    app.execute(AddLandUser(polygon.id, "DANG VAN OI"))
    app.execute(LinkShape(record.id, polygon.id))
    names = [one.name for one in app.read(lambda reader: reader.all(Party)).values()]
    assert "DANG VAN OI" not in names
    assert "Lê Thị Xoài" not in names


@pytest.mark.parametrize(
    "more", [{"use_history": "Khai hoang"}, {"disputed": True}, {"collection_state": "entered"}]
)
def test_a_value_that_no_map_says_makes_a_record(app: Application, more: dict[str, Any]) -> None:
    record, polygon = take_apart(app, "12/5")
    app.execute(EditRecord((SetFields("parcel", polygon.id, more),)))
    with refused("link.has-record"):
        app.execute(LinkShape(record.id, polygon.id))


def test_a_part_that_no_map_says_makes_a_record(app: Application) -> None:
    record, polygon = take_apart(app, "12/5")
    app.execute(EditRecord((AddObject("asset", {"parcel_id": polygon.id, "kind": "1"}),)))
    with refused("link.has-record"):
        app.execute(LinkShape(record.id, polygon.id))
    app.undo()
    (use,) = app.read(lambda reader: reader.purposes_of([polygon.id]))
    app.execute(EditRecord((AddObject("purpose_origin", {"purpose_id": use.id, "origin": "1"}),)))
    with refused("link.has-record"):
        app.execute(LinkShape(record.id, polygon.id))


def test_unlinking_gives_all_back_that_the_map_said(app: Application) -> None:
    record, polygon = take_apart(app, "12/5")
    app.execute(AddLandUser(polygon.id, "Đặng Văn Ổi"))
    bare = Parcel(new_id(app), COMMUNE, "7", "3", loaded="key", use_history="Khai hoang")
    imported(app, bare)
    app.execute(LinkShape(bare.id, polygon.id))
    app.execute(SetParcel(bare.id, address="Thôn Đoài"))
    entry = app.execute(UnlinkShape(bare.id))
    after = app.read(lambda reader: reader.get(Parcel, bare.id))
    # What was changed since stays; all else is as before the act that linked them.
    assert after == replace(bare, address="Thôn Đoài")
    made = parcel(app, "12/5")
    assert made == replace(polygon, id=made.id)
    assert made.id != polygon.id
    assert [one.land_use for one in app.read(lambda reader: reader.purposes_of([made.id]))] == ["ONT"]
    assert len(app.read(lambda reader: reader.rights_of([made.id]))) == 1
    assert not app.read(lambda reader: reader.purposes_of([bare.id]))
    assert (entry.command, entry.subject) == ("link.undo", "12/5 → 12/5")
    app.execute(LinkShape(record.id, made.id))


def test_a_parcel_that_came_whole_keeps_its_numbers(app: Application) -> None:
    whole = parcel(app, "12/7")
    app.execute(UnlinkShape(whole.id))
    after = app.read(lambda reader: reader.get(Parcel, whole.id))
    assert after == replace(whole, shape=None)
    made = [one for one in app.read(lambda reader: reader.all(Parcel)).values() if one.shape == whole.shape]
    assert [(one.key, one.source_id, one.legal_area_m2) for one in made] == [("12/7", None, None)]
    app.execute(LinkShape(whole.id, made[0].id))
    assert app.read(lambda reader: reader.get(Parcel, whole.id)) == replace(
        whole, loaded=app.read(lambda reader: reader.get(Parcel, whole.id)).loaded
    )
