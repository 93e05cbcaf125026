"""Files of earlier programs, kept for ever, are still understood: stores open, packages are read and taken in."""

import shutil
from pathlib import Path

import pytest

from landdesk.app import exchange
from landdesk.app.bootstrap import open_application
from landdesk.services.packages.reading import read_package

DATA = Path(__file__).resolve().parents[2] / "data"
STORES = sorted((DATA / "stores").glob("*.landdesk"))
PACKAGES = sorted((DATA / "packages").glob("*.ldpkg"))


def test_all_kinds_are_kept() -> None:
    assert [path.name for path in STORES] == ["schema1_commune.landdesk", "schema1_office.landdesk"]
    assert [path.stem for path in PACKAGES] == [
        "format1_base",
        "format1_change",
        "format1_receipt",
        "format1_update",
    ]


@pytest.mark.parametrize("kept", STORES, ids=lambda path: path.stem)
def test_a_kept_store_opens_and_is_sound(tmp_path: Path, kept: Path) -> None:
    store = shutil.copy(kept, tmp_path / kept.name)
    app = open_application(Path(store))
    try:
        assert app.store.verify() == []
        assert app.info.schema >= 1
        assert app.read(lambda reader: reader.parcel_count()) == 7
        assert len(app.coverage) == 7
    finally:
        app.close()


@pytest.mark.parametrize("kept", PACKAGES, ids=lambda path: path.stem)
def test_a_kept_package_is_read(kept: Path) -> None:
    package = read_package(kept)
    assert kept.stem == f"format1_{package.manifest.kind}"
    assert package.manifest.commune == "22657"


def test_the_kept_receipt_and_update_go_into_the_kept_store(tmp_path: Path) -> None:
    store = Path(shutil.copy(STORES[0], tmp_path / "commune.landdesk"))
    app = open_application(store, "Nguyễn Thị Hường")
    try:
        receipt = exchange.receive(app, DATA / "packages/format1_receipt.ldpkg")
        assert (receipt.accepted, receipt.returned) == (1, 1)
        assert receipt.renumbered == (("12/7*", "12/7"),)
        update = exchange.receive(app, DATA / "packages/format1_update.ldpkg")
        assert update.complete
        addresses = {line.key: line.address for line in app.read(lambda reader: reader.parcel_lines())}
        assert addresses["12/6"] == "Thôn Tây"
        assert [item.words for item in app.read(lambda reader: reader.work_items())] == ["Đo lại góc thửa"]
        assert app.store.verify() == []
    finally:
        app.close()
