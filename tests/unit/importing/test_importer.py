"""A whole import into a real store: one entry, linked land users, a report that adds up."""

import json
import re
from pathlib import Path

import pytest

from landdesk.app.application import Application
from landdesk.domain.change import EntryKind
from landdesk.domain.errors import CancelledError, InvalidInputError, LandDeskError, RefusedError
from landdesk.domain.progress import SilentProgress
from landdesk.domain.records import LandRight, Parcel, Party, Purpose
from landdesk.services.importing.field_mapping import TARGETS
from landdesk.services.importing.importer import COMMAND, ImportOutcome, ImportRequest, import_file
from landdesk.services.importing.report import NOTE_TEXTS, REFUSALS
from tests.sources import bow_tie, plots, square, write_geojson, write_layer
from tests.unit.importing.desks import MakeDesk

DATA = Path(__file__).resolve().parents[2] / "data"


def code_of(app: Application, request: ImportRequest) -> str:
    with pytest.raises(LandDeskError) as caught:
        import_file(app, request)
    return caught.value.code


def notes(outcome: ImportOutcome) -> list[tuple[int, str]]:
    return [(note.row, note.code) for note in outcome.report.notes]


def test_real_parcels_with_faults(make_desk: MakeDesk) -> None:
    app = make_desk("22657", epsg=26986)
    path = DATA / "cambridge" / "cambridge_parcels_2014_part.topojson"
    assert code_of(app, ImportRequest(path)) == "import.no-crs"
    told = import_file(app, ImportRequest(path, source_epsg=4326))
    report = told.report
    assert (report.read, report.taken, report.refused) == (81, 81, 0)
    assert report.counts() == {"geometry.invalid": 3, "geometry.empty": 1}
    assert report.rounded == 80
    assert 0 < report.largest_shift_m < 0.00071
    assert report.fields == {"sheet": "MAP", "parcel_no": "LOT", "source_id": "ML"}
    parcels = app.read(lambda reader: reader.all(Parcel))
    assert sum(one.shape is None for one in parcels.values()) == 1
    assert app.read(lambda reader: reader.entry(1)).kind is EntryKind.IMPORT
    assert app.store.verify() == []


def test_the_store_says_afterwards_what_came_from_where(make_desk: MakeDesk, tmp_path: Path) -> None:
    app = make_desk()
    path = write_geojson(tmp_path / "a.geojson", plots(3))
    told = import_file(app, ImportRequest(path))
    assert told.entry is not None
    (known,) = app.read(lambda reader: reader.exchange.imported(bytes.fromhex(told.report.sha256)))
    assert (known.entry, known.file_name, known.layer) == (told.entry.number, "a.geojson", "a")
    assert json.loads(known.report) == json.loads(json.dumps(told.report.document()))
    assert told.entry.subject == "a.geojson · a · 3"
    assert code_of(app, ImportRequest(path)) == "import.again"
    trial = import_file(app, ImportRequest(path, dry_run=True)).report
    assert (trial.new, trial.changed, trial.same, trial.gone) == (0, 0, 3, 0)
    app.undo()
    assert import_file(app, ImportRequest(path)).report.taken == 3
    assert len(app.read(lambda reader: reader.all(Parcel))) == 3


def test_layers_of_one_file_come_in_one_by_one(make_desk: MakeDesk, tmp_path: Path) -> None:
    app = make_desk()
    path = write_layer(tmp_path / "a.gpkg", plots(2), layer="north")
    write_layer(path, plots(3), layer="south")
    assert code_of(app, ImportRequest(path)) == "import.several-layers"
    import_file(app, ImportRequest(path, layer="north"))
    assert import_file(app, ImportRequest(path, layer="south")).report.taken == 3
    assert code_of(app, ImportRequest(path, layer="north")) == "import.again"


def test_land_users_are_linked(make_desk: MakeDesk, tmp_path: Path) -> None:
    app = make_desk()
    rows = [
        ("Trần Văn A", "999000000001"),
        ("TRAN VAN A", "999.000.000.001"),
        ("Lê B", "999000000001"),
        ("Lê B", None),
        ("Lê B", None),
        (None, "999000000002"),
        ("Phạm C", "?"),
    ]
    features = [
        (square(place), {"SHTHUA": str(place + 1), "LOAIDAT": "ONT+CLN", "TENCHU": name, "CCCD": number})
        for place, (name, number) in enumerate(rows)
    ]
    told = import_file(app, ImportRequest(write_geojson(tmp_path / "a.geojson", features)))
    assert notes(told) == [(3, "user.other-name"), (6, "user.no-name"), (7, "value.identity")]
    report = told.report
    assert (report.purposes, report.users, report.parties) == (14, 6, 5)
    parties = app.read(lambda reader: reader.all(Party))
    assert sorted((one.name, one.identity_number or "") for one in parties.values()) == [
        ("Lê B", ""),
        ("Lê B", ""),
        ("Lê B", "999000000001"),
        ("Phạm C", ""),
        ("Trần Văn A", "999000000001"),
    ]
    assert len(app.read(lambda reader: reader.all(LandRight))) == 6
    assert len(app.read(lambda reader: reader.all(Purpose))) == 14
    # A second file knows the persons of the first.
    more = [(square(20), {"SHTHUA": "20", "TENCHU": "Trần Văn A", "CCCD": "999000000001"})]
    again = import_file(app, ImportRequest(write_geojson(tmp_path / "b.geojson", more)))
    assert (again.report.users, again.report.parties) == (1, 0)
    # Nothing personal stands in what is kept about the import.
    told_words = json.dumps([told.report.document(), again.report.document()], ensure_ascii=False)
    assert "999000000001" not in told_words
    assert "Trần" not in told_words


def test_communes(make_desk: MakeDesk, tmp_path: Path) -> None:
    app = make_desk("22333", "22366")
    bare = write_geojson(tmp_path / "bare.geojson", plots(2))
    assert code_of(app, ImportRequest(bare)) == "import.commune"
    assert code_of(app, ImportRequest(bare, commune="22390")) == "import.commune"
    import_file(app, ImportRequest(bare, commune="22333"))
    features = [
        (square(place), {"SHTHUA": str(place), "MAXA": code})
        for place, code in enumerate(["22366", 22333, "22390", None])
    ]
    mixed = write_geojson(tmp_path / "mixed.geojson", features)
    told = import_file(app, ImportRequest(mixed))
    assert notes(told) == [(3, "commune.unknown"), (4, "commune.missing")]
    assert [note.detail for note in told.report.notes] == ["22390", None]
    codes = [one.commune for one in app.read(lambda reader: reader.all(Parcel)).values()]
    assert codes == ["22333", "22333", "22366", "22333"]
    # A column that says nothing leaves the store's only commune.
    single = make_desk("22366")
    empty = write_geojson(tmp_path / "empty.geojson", [(square(0), {"MAXA": None, "SHTHUA": "1"})])
    assert import_file(single, ImportRequest(empty)).report.taken == 1
    elsewhere = write_geojson(tmp_path / "elsewhere.geojson", [(square(0), {"MAXA": "22333"})])
    assert code_of(single, ImportRequest(elsewhere)) == "import.nothing-taken"
    assert import_file(single, ImportRequest(elsewhere, commune="22366")).report.taken == 1


def test_a_trial_is_the_import_without_the_entry(make_desk: MakeDesk, tmp_path: Path) -> None:
    app = make_desk()
    path = write_geojson(tmp_path / "a.geojson", [*plots(3), (bow_tie(9), {"SHTHUA": "10"})])
    tried = import_file(app, ImportRequest(path, dry_run=True))
    assert tried.entry is None
    assert app.read(lambda reader: reader.version()) == 0
    done = import_file(app, ImportRequest(path))
    assert done.report.document() == tried.report.document()


def test_a_stop_writes_nothing(make_desk: MakeDesk, tmp_path: Path) -> None:
    app = make_desk()
    path = write_geojson(tmp_path / "a.geojson", plots(3))
    progress = SilentProgress()
    progress.stop()
    with pytest.raises(CancelledError):
        import_file(app, ImportRequest(path), progress)
    assert app.read(lambda reader: reader.version()) == 0


def test_nobody_imports(make_desk: MakeDesk, tmp_path: Path) -> None:
    app = make_desk()
    app.person = None
    with pytest.raises(RefusedError) as caught:
        import_file(app, ImportRequest(write_geojson(tmp_path / "a.geojson", plots(1))))
    assert caught.value.code == "person.none"


def test_kept_source_bytes_are_in_the_record(make_desk: MakeDesk, tmp_path: Path) -> None:
    app = make_desk()
    open_ring = {"type": "Polygon", "coordinates": [square(0)["coordinates"][0][:-1]]}
    features = [(open_ring, {"SHTHUA": "1"}), (square(1), {"SHTHUA": "2"})]
    import_file(app, ImportRequest(write_geojson(tmp_path / "a.geojson", features)))
    kept, held = app.read(lambda reader: reader.all(Parcel)).values()
    assert kept.shape is None
    assert kept.source_shape is not None
    assert json.loads(kept.source_shape) == open_ring
    assert held.source_shape is None


def test_a_wrong_file_is_refused_before_a_wrong_column(make_desk: MakeDesk, tmp_path: Path) -> None:
    app = make_desk()
    request = ImportRequest(write_geojson(tmp_path / "a.geojson", plots(1)), fields={"sheet": "NOTHING"})
    with pytest.raises(InvalidInputError) as caught:
        import_file(app, request)
    assert caught.value.code == "import.no-field"


def test_every_note_has_words() -> None:
    assert set(NOTE_TEXTS) >= REFUSALS
    assert all(NOTE_TEXTS.values())


def test_the_page_of_the_import_names_every_code() -> None:
    page = (DATA.parents[1] / "docs" / "formats" / "import.md").read_text("utf-8")
    assert [code for code in NOTE_TEXTS if f"`{code}`" not in page] == []
    folder = DATA.parents[1] / "landdesk" / "services" / "importing"
    sources = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    errors = set(re.findall(r'"(import\.[a-z-]+)"', sources)) - {COMMAND}
    assert len(errors) > 15
    assert [code for code in sorted(errors) if f"`{code}`" not in page] == []
    assert [target for target in TARGETS if f"`{target}`" not in page] == []
