"""The record goes out on PL3-01 and comes back: the same dossiers in another store, nothing new in its own."""

from pathlib import Path

import pytest

from landdesk.app import leaving
from landdesk.app.application import Application
from landdesk.domain.progress import SilentProgress
from landdesk.domain.records import LandRight, Party
from landdesk.services.campaign.pl3 import Pl3Row
from landdesk.services.exporting.campaign.from_record import Pl3Content
from landdesk.services.importing.campaign.importer import TableRequest, import_table
from landdesk.services.importing.campaign.pl3 import find_pl3, read_pl3
from landdesk.services.importing.tables.reading import read_tables
from landdesk.services.training.campaign_files import PL3_FILE, campaign_rows, write_campaign_files
from landdesk.services.training.commune import generate_commune
from landdesk.store.store import NewStore, Store
from tests.dossiers import told
from tests.stores import COMMUNE, EPSG, person, refused


def new_store(path: Path) -> Application:
    return Application(Store.create(path, NewStore("commune", EPSG, (COMMUNE,)), person=person()), person())


def rows_of(path: Path) -> tuple[Pl3Row, ...]:
    sheet = find_pl3(read_tables(path))
    assert sheet is not None
    return read_pl3(sheet).rows


def write(app: Application, path: Path, choice: leaving.Pl3Choice | None = None) -> Pl3Content:
    return leaving.export_pl3(app, path, choice or leaving.Pl3Choice(), None, SilentProgress())


def workbook_of(folder: Path, seed: int, *, faults: bool, doubts: int) -> Path:
    made = generate_commune(COMMUNE, seed=seed, parcels=400, faults=faults)
    write_campaign_files(folder, campaign_rows(made, pl3_rows=350, doubts=doubts))
    return folder / PL3_FILE


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workbook_of(tmp_path_factory.mktemp("pl3"), 7, faults=False, doubts=2)


def test_a_workbook_full_of_doubts_goes_round(tmp_path: Path) -> None:
    source = workbook_of(tmp_path, 2, faults=True, doubts=5)
    first, second = new_store(tmp_path / "1.landdesk"), new_store(tmp_path / "2.landdesk")
    import_table(first, TableRequest(source))
    write(first, tmp_path / "out.xlsx")
    import_table(second, TableRequest(tmp_path / "out.xlsx"))
    assert told(second) == told(first)
    with refused("import.again"):
        import_table(first, TableRequest(tmp_path / "out.xlsx"))
    first.close()
    second.close()


def test_the_training_workbook_goes_round(workbook: Path, tmp_path: Path) -> None:
    first, second = new_store(tmp_path / "1.landdesk"), new_store(tmp_path / "2.landdesk")
    import_table(first, TableRequest(workbook))
    kinds = {one.kind for one in first.read(lambda reader: reader.all(Party)).values()}
    assert {"individual", "couple", "household", "organisation"} <= kinds
    assert any(one.acquired_by for one in first.read(lambda reader: reader.all(LandRight)).values())
    content = write(first, tmp_path / "out.xlsx")
    assert content.left_out == ()
    import_table(second, TableRequest(tmp_path / "out.xlsx"))
    assert told(second) == told(first)
    # And again over what it came from: not one value is another.
    with refused("import.again"):
        import_table(first, TableRequest(tmp_path / "out.xlsx"))
    write(second, tmp_path / "again.xlsx")
    assert rows_of(tmp_path / "again.xlsx") == rows_of(tmp_path / "out.xlsx")
    (noted,) = first.read(lambda reader: reader.safekeeping.outgoing_files())
    assert (noted.purpose, noted.file_name, noted.persons) == (
        "export.pl3",
        "out.xlsx",
        content.persons,
    )
    assert {"party.name", "party.identity_number", "party.born"} <= set(noted.columns)
    first.close()
    second.close()


def test_only_what_is_chosen_goes_out(workbook: Path, tmp_path: Path) -> None:
    app = new_store(tmp_path / "1.landdesk")
    import_table(app, TableRequest(workbook))
    all_rows = write(app, tmp_path / "all.xlsx").rows
    sheet = write(app, tmp_path / "sheet.xlsx", leaving.Pl3Choice(sheets=("2",)))
    assert [row.serial for row in sheet.rows]
    assert {row.sheet for row in sheet.rows} == {"2"}
    place = f"{all_rows[0].sheet}/{all_rows[0].parcel_no}"
    one = write(app, tmp_path / "one.xlsx", leaving.Pl3Choice(parcels=(place,)))
    assert one.parcels == 1
    assert {(row.sheet, row.parcel_no) for row in one.rows} == {(all_rows[0].sheet, all_rows[0].parcel_no)}
    # What came on the form has a state of collection.
    assert write(app, tmp_path / "collected.xlsx", leaving.Pl3Choice(collected_only=True)).rows == all_rows
    with refused("export.nothing"):
        write(app, tmp_path / "none.xlsx", leaving.Pl3Choice(sheets=("99",)))
    with refused("file.exists"):
        write(app, tmp_path / "all.xlsx")
    app.person = None
    with refused("person.none"):
        write(app, tmp_path / "nobody.xlsx")
    assert not (tmp_path / "nobody.xlsx").exists()
    app.close()
