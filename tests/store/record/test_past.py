"""A parcel as it was, and what happened to it: rebuilt from the journal alone."""

from dataclasses import replace
from decimal import Decimal

import pytest
from shapely import LineString

from landdesk.app.application import Application
from landdesk.domain.commands import (
    AddObject,
    Basis,
    DeleteParcel,
    Edit,
    EditRecord,
    New,
    RemoveLandUser,
    RemoveObject,
    SetFields,
    SetParcel,
    SplitParcel,
)
from landdesk.domain.dossier import Dossier
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Certificate, Evidence, Parcel, Party, Purpose, PurposeOrigin
from tests.stores import corner, parcel_id


def now(app: Application, parcel: ObjectId) -> Dossier:
    return app.read(lambda reader: reader.dossiers([parcel])[parcel])


def at(app: Application, parcel: ObjectId, number: int) -> Dossier | None:
    return app.read(lambda reader: reader.dossiers_at([parcel], number).get(parcel))


def version(app: Application) -> int:
    return app.read(lambda reader: reader.version())


def certificate(parcel: ObjectId, party: ObjectId) -> tuple[Edit, ...]:
    return (
        AddObject("certificate", {"serial": "AB 123456", "kind": "1"}, "paper"),
        AddObject("certificate_parcel", {"certificate_id": New("paper"), "parcel_id": parcel}),
        AddObject("party_address", {"party_id": party, "hamlet": "Thôn Trung"}),
        SetFields("parcel", parcel, {"address": "Thôn Trung"}),
    )


def test_every_state_of_a_parcel_comes_back(app: Application) -> None:
    """After each act the whole dossier is kept; later each is rebuilt, whatever was done since."""
    parcel = parcel_id(app, "12/1")
    kept: dict[int, Dossier] = {version(app): now(app, parcel)}

    def do(*edits: Edit, basis: Basis | None = None) -> None:
        app.execute(EditRecord(edits, basis))
        kept[version(app)] = now(app, parcel)

    party, purpose = now(app, parcel).of(Party)[0], now(app, parcel).purposes[0]
    do(*certificate(parcel, party.id), basis=Basis("statement", words="bà Hường"))
    do(AddObject("purpose_origin", {"purpose_id": purpose.id, "detail": "khai hoang"}))
    do(SetFields("purpose", purpose.id, {"land_use": "CLN", "area_m2": Decimal(10)}))
    origin = now(app, parcel).of(PurposeOrigin)[0]
    do(RemoveObject("purpose_origin", origin.id))
    do(RemoveObject("certificate", now(app, parcel).of(Certificate)[0].id))
    app.execute(RemoveLandUser(parcel, party.id))
    kept[version(app)] = now(app, parcel)
    app.undo()
    kept[version(app)] = now(app, parcel)
    app.execute(
        SplitParcel(
            parcel,
            LineString(
                [(corner(0, 0)[0] + 8, corner(0, 0)[1] - 5), (corner(0, 1)[0] + 8, corner(0, 1)[1] + 5)]
            ),
        )
    )
    kept[version(app)] = now(app, parcel)
    assert len(kept) == 9
    for number, expected in kept.items():
        found = at(app, parcel, number)
        assert found is not None
        assert found.parcel == expected.parcel, number
        assert dict(found.objects) == dict(expected.objects), number
    first = kept[min(kept)]
    assert first.parcel.address == "Thôn Phú Điền, xã Diên Điền"
    assert not first.certificates


def test_before_the_first_entry_there_was_nothing(app: Application) -> None:
    assert at(app, parcel_id(app, "12/1"), 0) is None


def test_a_deleted_parcel_can_still_be_looked_at(app: Application) -> None:
    parcel = parcel_id(app, "12/2")
    before, number = now(app, parcel), version(app)
    app.execute(DeleteParcel(parcel))
    assert at(app, parcel, version(app)) is None
    assert at(app, parcel, number) == before
    events = app.read(lambda reader: reader.parcel_history(parcel))
    assert events[0].entry.command == "parcel.delete"
    assert {one.class_name for one in events[0].deltas} == {"parcel", "purpose", "land_right", "party"}


def test_a_moment_leads_to_the_last_entry_before_it(app: Application) -> None:
    parcel = parcel_id(app, "12/1")
    entries = [app.execute(SetParcel(parcel, address=f"Thôn {place}")) for place in range(3)]

    def number_at(at_ms: int) -> int:
        return app.read(lambda reader: reader.number_at(at_ms))

    for entry in entries:
        assert number_at(entry.at_ms) == entry.number
        assert number_at(entry.at_ms - 1) == entry.number - 1
    assert number_at(0) == 0


def test_history_tells_both_sides_of_the_parcel_and_its_objects_alone(app: Application) -> None:
    parcel, other = parcel_id(app, "12/1"), parcel_id(app, "12/2")
    party, purpose = now(app, parcel).of(Party)[0], now(app, parcel).purposes[0]
    app.execute(
        EditRecord((SetFields("purpose", purpose.id, {"land_use": "CLN"}),), Basis("list", words="dòng 7"))
    )
    app.execute(SetParcel(other, address="Thôn khác"))
    both = EditRecord(
        (SetFields("parcel", parcel, {"note": "a"}), SetFields("parcel", other, {"note": "b"})), None
    )
    app.execute(both)
    app.execute(RemoveLandUser(parcel, party.id))
    events = app.read(lambda reader: reader.parcel_history(parcel))
    assert [one.entry.command for one in events][:3] == ["user.remove", "record.edit", "record.edit"]
    removed, noted, used = events[:3]
    assert [one.old for one in removed.deltas if one.class_name == "party"] == [party]
    assert all(one.new is None for one in removed.deltas)
    assert [(one.id, one.new) for one in noted.deltas] == [
        (parcel, replace(app.read(lambda reader: reader.get(Parcel, parcel)), note="a"))
    ]
    sides = [(one.old, one.new) for one in used.deltas if one.class_name == "purpose"]
    assert sides == [(purpose, replace(purpose, land_use="CLN"))]
    proof = next(one.new for one in used.deltas if isinstance(one.new, Evidence))
    assert proof is not None
    assert proof.words == "dòng 7"
    assert other not in {one.id for event in events for one in event.deltas}


def test_an_object_that_belongs_to_another_parcel_now_brings_no_later_history(app: Application) -> None:
    parcel, other = parcel_id(app, "12/1"), parcel_id(app, "12/2")
    purpose = now(app, parcel).purposes[0]
    app.execute(EditRecord((SetFields("purpose", purpose.id, {"parcel_id": other}),)))
    app.execute(EditRecord((SetFields("purpose", purpose.id, {"land_use": "CLN"}),)))
    changed = {one.id for event in app.read(lambda r: r.parcel_history(parcel)) for one in event.deltas}
    assert purpose.id not in changed
    assert isinstance(purpose, Purpose)


@pytest.mark.parametrize("limit", [1, 2])
def test_history_is_cut_at_its_newest(app: Application, limit: int) -> None:
    parcel = parcel_id(app, "12/1")
    for place in range(3):
        app.execute(SetParcel(parcel, address=f"Thôn {place}"))
    events = app.read(lambda reader: reader.parcel_history(parcel, limit))
    assert len(events) == limit
    newest = events[0].deltas[0].new
    assert isinstance(newest, Parcel)
    assert newest.address == "Thôn 2"
