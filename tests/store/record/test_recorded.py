"""What parcels share: found by what people know of it, and at which parcels it is recorded."""

import pytest

from landdesk.app.application import Application
from landdesk.domain.commands import AddObject, EditRecord, New, SetFields
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import AnyRecord, Certificate, Document, MapSheet, Party, Registration
from landdesk.store.queries.recorded import Places
from tests.store.record.test_whole_record import all_of, couple_with_certificate
from tests.stores import parcel_id

NUMBER = "999171000001"


@pytest.fixture
def shared(app: Application) -> Application:
    """A couple with certificate and scan at 12/1 and 12/2, a sheet and a registration at both."""
    one, other = parcel_id(app, "12/1"), parcel_id(app, "12/2")
    app.execute(EditRecord(couple_with_certificate(one, other)))
    wife = found(app, "party", "le thi oi")[0]
    app.execute(
        EditRecord(
            (
                SetFields("party", wife.id, {"identity_number": NUMBER}),
                AddObject("map_sheet", {"commune": "22657", "number": "12", "old_numbers": "7; 8"}, "sheet"),
                AddObject("map_sheet", {"commune": "22657", "number": "2"}),
                AddObject("registration", {"number": "12/2026"}, "reg"),
                *(SetFields("parcel", it, {"map_sheet_id": New("sheet")}) for it in (one, other)),
                *(
                    AddObject("registration_parcel", {"registration_id": New("reg"), "parcel_id": it})
                    for it in (one, other)
                ),
            )
        )
    )
    return app


def found(app: Application, class_name: str, text: str, limit: int = 50) -> list[AnyRecord]:
    return app.read(lambda reader: reader.recorded.find(class_name, text, limit))


def places(app: Application, one: AnyRecord, but: ObjectId | None = None) -> Places:
    return app.read(lambda reader: reader.recorded.places(one.CLASS, one.id, but))


def named(app: Application, text: str) -> list[str]:
    return [one.name for one in found(app, "party", text) if isinstance(one, Party)]


def test_persons_are_found_by_words_and_by_whole_numbers(shared: Application) -> None:
    assert named(shared, "oi thi") == ["Lê Thị Ổi", "Ông Trần Văn Mít và bà Lê Thị Ổi"]
    assert named(shared, NUMBER) == ["Lê Thị Ổi"]
    assert named(shared, "999 171 000 001") == ["Lê Thị Ổi"]
    assert named(shared, NUMBER[:8]) == []
    assert named(shared, "225000111") == ["Lê Thị Ổi"], "the number of an older card"
    assert named(shared, "100%_") == []
    assert len(found(shared, "party", "", limit=3)) == 3


def test_certificates_sheets_and_registrations_are_found_by_their_numbers(shared: Application) -> None:
    assert found(shared, "certificate", "aa-1234") == list(all_of(shared, Certificate).values())
    assert found(shared, "certificate", "ch 04421") == list(all_of(shared, Certificate).values())
    assert found(shared, "certificate", "zz") == []
    sheets = [one.number for one in found(shared, "map_sheet", "") if isinstance(one, MapSheet)]
    assert sheets == ["2", "12"]
    assert [one.id for one in found(shared, "map_sheet", "8")] == [found(shared, "map_sheet", "12")[0].id]
    assert found(shared, "registration", "12/") == list(all_of(shared, Registration).values())


@pytest.mark.parametrize("kind", [Certificate, Document, Registration])
def test_what_two_parcels_share_is_at_both(shared: Application, kind: type[AnyRecord]) -> None:
    one = next(iter(all_of(shared, kind).values()))
    assert places(shared, one) == Places(2, ("12/1", "12/2"))
    assert places(shared, one, parcel_id(shared, "12/1")) == Places(1, ("12/2",))


def test_a_member_is_where_the_couple_is_and_a_sheet_at_its_parcels(shared: Application) -> None:
    assert places(shared, found(shared, "party", NUMBER)[0]) == Places(2, ("12/1", "12/2"))
    small, large = found(shared, "map_sheet", "")
    assert places(shared, small) == Places(0, ())
    assert places(shared, large).count == 2


def test_more_parcels_than_are_named_are_counted(shared: Application) -> None:
    sheet = found(shared, "map_sheet", "12")[0]
    parcels = list(shared.read(lambda reader: reader.parcel_lines()))
    shared.execute(
        EditRecord(tuple(SetFields("parcel", one.id, {"map_sheet_id": sheet.id}) for one in parcels))
    )
    found_at = places(shared, sheet)
    assert (found_at.count, len(found_at.keys)) == (len(parcels), 4)


def test_what_belongs_to_a_couple_is_read_with_it(shared: Application) -> None:
    couple = found(shared, "party", "ong tran van mit")[0]
    classes = [one.CLASS for one in shared.read(lambda reader: reader.belongings(couple))]
    assert sorted(classes) == ["identity_document", "party", "party", "party", "party_member", "party_member"]
