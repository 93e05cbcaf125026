"""Somebody who is typed in anew and recorded already is the same person."""

from landdesk.app.application import Application
from landdesk.domain.commands import AddObject, EditRecord, New, SetFields
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Party
from landdesk.services.forms.known_persons import with_known_persons
from tests.stores import parcel_id, refused


def typed(parcel: ObjectId, name: str, number: str | None, **more: str) -> EditRecord:
    values = {"name": name, **({"identity_number": number} if number else {}), **more}
    return EditRecord(
        (
            AddObject("party", values, "new1"),
            AddObject("land_right", {"parcel_id": parcel, "party_id": New("new1")}),
            AddObject("identity_document", {"party_id": New("new1"), "kind": "CCCD"}),
        )
    )


def known(app: Application, command: EditRecord) -> EditRecord:
    return app.read(lambda reader: with_known_persons(command, reader))


def party_of(app: Application, key: str) -> Party:
    parcel = parcel_id(app, key)
    return app.read(lambda reader: reader.dossiers([parcel])[parcel]).holders[0]


def test_the_same_number_and_name_is_the_recorded_person_with_what_was_typed_beside(app: Application) -> None:
    parcel, party = parcel_id(app, "12/1"), party_of(app, "12/2")
    command = known(app, typed(parcel, "dang van 2", party.identity_number, born="1962"))
    assert command.edits[0] == SetFields("party", party.id, {"born": "1962"})
    app.execute(command)
    dossier = app.read(lambda reader: reader.dossiers([parcel])[parcel])
    assert [one.id for one in dossier.holders][1] == party.id
    assert dossier.holders[1].name == party.name
    assert dossier.holders[1].born == "1962"
    assert len(dossier.documents_of(dossier.holders[1])) == 1


def test_another_name_is_refused(app: Application) -> None:
    party = party_of(app, "12/2")
    with refused("user.other-name"):
        known(app, typed(parcel_id(app, "12/1"), "Trần Thị Bưởi", party.identity_number))


def test_new_persons_stay_new(app: Application) -> None:
    parcel = parcel_id(app, "12/1")
    for number in (None, "056000000001"):
        command = typed(parcel, "Trần Thị Bưởi", number)
        assert known(app, command) is command
