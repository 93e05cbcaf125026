"""A newer file over what is there: three sides, field by field; edits stay, nothing is deleted, twice is nothing."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from landdesk.app.application import Application
from landdesk.domain.commands import AddLandUser, DeleteParcel, MergeParcels, RemoveLandUser, SetParcel
from landdesk.domain.records import LandRight, Parcel, Party, Purpose
from landdesk.services.importing.importer import ImportOutcome, ImportRequest, import_file
from landdesk.services.importing.refresh.tally import Sides
from tests.sources import square, write_geojson
from tests.stores import refused
from tests.unit.importing.desks import MakeDesk

Change = Callable[[int, dict[str, Any]], dict[str, Any] | None]


def values(place: int) -> dict[str, Any]:
    return {
        "MATHUA": f"S{place}",
        "SHBANDO": "7",
        "SHTHUA": str(place),
        "LOAIDAT": "ONT" if place % 2 else "LUC",
        "DIACHI": "Thôn Đông",
        "DIENTICH": 100.5,
        "TENCHU": f"Lê Văn {chr(64 + place)}",
    }


def brought(
    app: Application, path: Path, change: Change = lambda _place, one: one, **more: Any
) -> ImportOutcome:
    features = []
    for place in range(1, 6):
        made = change(place, values(place))
        if made is not None:
            features.append((square(place), made))
    return import_file(
        app, ImportRequest(write_geojson(path, features), fields={"source_id": "MATHUA"}, **more)
    )


def counts(outcome: ImportOutcome) -> tuple[int, int, int, int]:
    report = outcome.report
    return report.new, report.changed, report.same, report.gone


def parcels(app: Application) -> dict[str, Parcel]:
    return {one.number or "": one for one in app.read(lambda reader: reader.all(Parcel)).values()}


def test_the_same_file_twice_changes_nothing(make_desk: MakeDesk, tmp_path: Path) -> None:
    app = make_desk()
    assert counts(brought(app, tmp_path / "a.geojson")) == (5, 0, 0, 0)
    before = app.read(lambda reader: reader.version())
    with refused("import.again"):
        brought(app, tmp_path / "a.geojson")
    with refused("import.again"):
        brought(app, tmp_path / "b.geojson")
    assert counts(brought(app, tmp_path / "b.geojson", dry_run=True)) == (0, 0, 5, 0)
    assert app.read(lambda reader: reader.version()) == before


def test_what_changed_in_the_source_comes_in_and_what_was_edited_here_stays(
    make_desk: MakeDesk, tmp_path: Path
) -> None:
    app = make_desk()
    brought(app, tmp_path / "a.geojson")
    one, two, three = (parcels(app)[key].id for key in "123")
    app.execute(SetParcel(two, address="Thôn Tây"))
    app.execute(SetParcel(three, legal_area_m2=Decimal(99)))

    def newer(place: int, made: dict[str, Any]) -> dict[str, Any] | None:
        if place == 5:
            return None
        return made | {"DIACHI": "Thôn Nam", "DIENTICH": None if place == 1 else 101}

    told = brought(app, tmp_path / "b.geojson", newer)
    assert counts(told) == (0, 4, 0, 1)
    kept = [note for note in told.report.notes if note.code == "refresh.kept"]
    assert [(note.row, note.detail) for note in kept] == [(2, "F005"), (3, "F006")]
    replaced = [note for note in told.report.notes if note.code == "refresh.replaced"]
    assert [(note.row, note.detail) for note in replaced] == [
        *((1, "F005"), (2, "F006"), (3, "F005"), (4, "F005"), (4, "F006"))
    ]
    found = parcels(app)
    assert found["1"].address == "Thôn Nam"
    assert found["1"].legal_area_m2 == Decimal("100.50"), "a source that is silent empties nothing"
    assert (found["2"].address, found["2"].legal_area_m2) == ("Thôn Tây", Decimal("101.00"))
    assert (found["3"].address, found["3"].legal_area_m2) == ("Thôn Nam", Decimal("99.00"))
    assert found["5"].address == "Thôn Đông", "what the source does not name any more stays"
    assert found["1"].id == one
    # The edit is not said again when the source stays as it is.
    with refused("import.again"):
        brought(app, tmp_path / "c.geojson", newer)
    app.undo()
    assert parcels(app)["1"].address == "Thôn Đông"
    assert app.store.verify() == []


def test_what_was_removed_here_does_not_come_again(make_desk: MakeDesk, tmp_path: Path) -> None:
    app = make_desk()
    brought(app, tmp_path / "a.geojson")
    found = parcels(app)
    (right,) = [
        one for one in app.read(lambda r: r.all(LandRight)).values() if one.parcel_id == found["1"].id
    ]
    app.execute(RemoveLandUser(found["1"].id, right.party_id))
    app.execute(DeleteParcel(found["4"].id))
    app.execute(MergeParcels((found["2"].id, found["3"].id)))
    told = brought(app, tmp_path / "b.geojson", lambda _place, one: one | {"DIACHI": "Thôn Nam"})
    assert sorted((note.row, note.code) for note in told.report.notes if note.code == "refresh.removed") == [
        (1, "refresh.removed"),
        (3, "refresh.removed"),
        (4, "refresh.removed"),
    ]
    assert sorted(parcels(app)) == ["1", "2", "5"]
    # An import that is taken back leaves nothing behind that would keep it from coming again.
    app.undo()
    again = brought(app, tmp_path / "b.geojson", lambda _place, one: one | {"DIACHI": "Thôn Nam"})
    assert counts(again)[:2] == counts(told)[:2]


def test_users_and_purposes_are_paired_not_doubled(make_desk: MakeDesk, tmp_path: Path) -> None:
    app = make_desk()
    brought(app, tmp_path / "a.geojson")
    one = parcels(app)["1"].id
    app.execute(SetParcel(one, land_use="CLN"))
    app.execute(AddLandUser(one, "Trần Thị Mận", "999000000077"))

    def newer(place: int, made: dict[str, Any]) -> dict[str, Any]:
        return made | ({"LOAIDAT": "NTS"} if place == 2 else {}) | {"CCCD": f"99900000000{place}"}

    told = brought(app, tmp_path / "b.geojson", newer)
    assert told.report.parties == told.report.users == told.report.purposes == 0
    purposes = app.read(lambda reader: reader.purposes_of([one, parcels(app)["2"].id]))
    assert [purpose.land_use for purpose in purposes] == ["CLN", "NTS"]
    assert len(app.read(lambda reader: reader.all(Purpose))) == 5
    numbers = {party.identity_number for party in app.read(lambda reader: reader.all(Party)).values()}
    assert numbers == {"999000000077", *(f"99900000000{place}" for place in range(1, 6))}


def test_parcels_that_share_a_number_stay_two(make_desk: MakeDesk, tmp_path: Path) -> None:
    app = make_desk()

    def doubled(place: int, made: dict[str, Any]) -> dict[str, Any]:
        return made | ({"SHTHUA": "1", "MATHUA": None} if place < 3 else {})

    brought(app, tmp_path / "a.geojson", doubled)
    assert counts(brought(app, tmp_path / "b.geojson", doubled, dry_run=True)) == (0, 0, 5, 0)
    told = brought(
        app, tmp_path / "c.geojson", lambda place, made: doubled(place, made) | {"DIACHI": "Thôn 9"}
    )
    assert counts(told) == (0, 5, 0, 0)
    assert len(app.read(lambda reader: reader.all(Parcel))) == 5


def test_a_renumbered_parcel_is_found_by_its_old_number(make_desk: MakeDesk, tmp_path: Path) -> None:
    from landdesk.domain.commands import EditRecord, SetFields

    app = make_desk()
    brought(app, tmp_path / "a.geojson", lambda _place, made: made | {"MATHUA": None})
    one = parcels(app)["1"].id
    renumbered = {"sheet": "70", "number": "100", "old_sheet": "7", "old_number": "1"}
    app.execute(EditRecord((SetFields("parcel", one, renumbered),)))
    told = brought(
        app, tmp_path / "b.geojson", lambda _place, made: made | {"MATHUA": None, "DIACHI": "Thôn 9"}
    )
    assert counts(told)[:2] == (0, 5)
    assert (parcels(app)["100"].id, parcels(app)["100"].address) == (one, "Thôn 9")


def test_what_a_file_holds_is_noted_with_each_parcel(make_desk: MakeDesk, tmp_path: Path) -> None:
    app = make_desk()
    brought(
        app, tmp_path / "a.geojson", lambda _place, made: {"SHTHUA": made["SHTHUA"], "MATHUA": made["MATHUA"]}
    )
    assert {one.loaded for one in parcels(app).values()} == {"boundary key"}
    brought(app, tmp_path / "b.geojson")
    assert {one.loaded for one in parcels(app).values()} == {"address area boundary key purpose user"}


def test_two_files_that_disagree_are_named_and_the_later_wins(make_desk: MakeDesk, tmp_path: Path) -> None:
    app = make_desk()

    def other(place: int, made: dict[str, Any]) -> dict[str, Any]:
        return made | ({"DIENTICH": 120, "LOAIDAT": "CLN"} if place < 3 else {})

    brought(app, tmp_path / "a.geojson")
    tried = brought(app, tmp_path / "b.geojson", other, dry_run=True)
    told = brought(app, tmp_path / "b.geojson", other)
    assert tried.report.notes == told.report.notes
    assert told.report.counts() == {"refresh.replaced": 4}
    area = next(note for note in told.report.notes if note.detail == "F006")
    assert (area.row, area.parcel, area.taken) == (1, "7/1", True)
    assert area.sides == Sides("a.geojson", "100.50", "b.geojson", "120.00")
    assert told.report.document()["notes"][0]["sides"]["known_file"] == "a.geojson"
    # The first file again brings nothing that the second did not know of.
    again = brought(app, tmp_path / "a.geojson", dry_run=True)
    assert (again.changes, counts(again)) == (0, (0, 0, 5, 0))
    assert again.report.counts() == {"refresh.older": 4}
    older = next(note for note in again.report.notes if note.detail == "F006")
    assert older.sides == Sides("b.geojson", "120.00", "a.geojson", "100.50")
    with refused("import.again"):
        brought(app, tmp_path / "a.geojson")
    assert parcels(app)["1"].legal_area_m2 == Decimal(120)
    # Once the second file is taken back the first one is what came last.
    app.undo()
    assert brought(app, tmp_path / "a.geojson", dry_run=True).report.notes == ()


def test_a_later_file_is_told_which_file_brought_a_value_that_others_passed_over(
    make_desk: MakeDesk, tmp_path: Path
) -> None:
    app = make_desk()
    brought(app, tmp_path / "a.geojson")
    brought(app, tmp_path / "b.geojson", lambda _place, made: made | {"DIACHI": "Thôn Nam"})
    app.execute(SetParcel(parcels(app)["2"].id, address="Thôn Tây"))
    told = brought(app, tmp_path / "c.geojson", lambda _place, made: made | {"DIENTICH": 99})
    replaced = {note.row: note.sides for note in told.report.notes if note.code == "refresh.replaced"}
    area = Sides("a.geojson", "100.50", "c.geojson", "99.00")
    assert replaced[2] == area, "an edit of another field of the parcel does not hide it"
    assert sum(one == area for one in replaced.values()) >= 1
    assert {note.code for note in told.report.notes if note.row == 2} == {"refresh.replaced", "refresh.kept"}
    addresses = [note.sides for note in told.report.notes if note.detail == "F005" and note.sides]
    assert addresses == [Sides("b.geojson", "Thôn Nam", "c.geojson", "Thôn Đông")] * 4


def test_what_files_say_of_people_is_in_no_report(make_desk: MakeDesk, tmp_path: Path) -> None:
    app = make_desk()

    def one_file(name: str, address: str) -> ImportOutcome:
        features = [(square(1), values(1) | {"DIACHICHU": address})]
        path = write_geojson(tmp_path / name, features)
        return import_file(app, ImportRequest(path, fields={"user_address": "DIACHICHU"}))

    one_file("a.geojson", "Số nhà 12")
    told = one_file("b.geojson", "Số nhà 14")
    (note,) = told.report.notes
    assert (note.code, note.detail, note.sides) == (
        "refresh.replaced",
        "F032",
        Sides("a.geojson", None, "b.geojson", None),
    )
    assert "nhà" not in str(told.report.document())
