"""The files of one invented commune, and a window on a store that has some parcels of a map."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from landdesk.app.bootstrap import NewPerson, create_store
from landdesk.services.importing.importer import ImportRequest, import_file
from landdesk.services.training.campaign_files import (
    campaign_rows,
    write_campaign_files,
)
from landdesk.services.training.commune import DemoCommune, generate_commune
from landdesk.services.training.map_files import write_commune_gml, write_old_shapefile, write_sheet_dxf
from landdesk.ui.main_window import MainWindow
from tests.sources import plots, write_geojson
from tests.ui.conftest import PERSON, settle
from tests.ui.importing.import_hands import PARCELS

NHA_TRANG = "22366"


@pytest.fixture(scope="session")
def commune() -> DemoCommune:
    return generate_commune("22657", seed=7, parcels=PARCELS, faults=False)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory, commune: DemoCommune) -> Path:
    """The files of one invented commune."""
    made = tmp_path_factory.mktemp("files")
    write_campaign_files(made, campaign_rows(commune, pl3_rows=40, doubts=1))
    write_commune_gml(made / "thua_dat.gml", commune)
    write_old_shapefile(made / "cu.shp", commune)
    write_sheet_dxf(made / "to-01.dxf", commune, commune.sheets[0].number)
    return made


@pytest.fixture
def nha_trang(qtbot: QtBot, empty_window: MainWindow, tmp_path: Path) -> MainWindow:
    """The window on a store of Nha Trang that has the first eight plots."""
    path = tmp_path / "nha-trang.landdesk"
    app = create_store(path, (NHA_TRANG,), person=NewPerson(PERSON.name))
    import_file(app, ImportRequest(write_geojson(tmp_path / "a.geojson", plots(8))))
    app.close()
    empty_window.desk.open_store(path, PERSON.name)
    qtbot.waitUntil(lambda: empty_window.desk.current is not None)
    settle(qtbot, empty_window)
    return empty_window
