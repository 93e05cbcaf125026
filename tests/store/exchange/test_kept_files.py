"""Files of earlier programs, kept for ever, are still understood: stores open, packages are read and taken in."""

import shutil
from pathlib import Path

import pytest

from landdesk.app import exchange
from landdesk.app.bootstrap import open_application
from landdesk.domain.fields import fields_of
from landdesk.domain.records import CLASSES, TRAVELLING
from landdesk.services.packages.manifest import FORMAT_MAJOR
from landdesk.services.packages.reading import read_package
from landdesk.store.migrations import SCHEMA

DATA = Path(__file__).resolve().parents[2] / "data"
STORES = sorted((DATA / "stores").glob("*.landdesk"))
PACKAGES = sorted((DATA / "packages").glob("*.ldpkg"))
SCHEMA_OF_FORMAT = {1: 1, 2: 2, 3: 4, 4: 5}
"""Schema of the store that the kept packages of a format were made with."""


def test_all_kinds_of_every_schema_and_format_are_kept() -> None:
    kinds = ("base", "change", "receipt", "update")
    assert [path.stem for path in STORES] == [
        f"schema{schema}_{role}" for schema in range(1, SCHEMA + 1) for role in ("commune", "office")
    ]
    assert [path.stem for path in PACKAGES] == [
        f"format{version}_{kind}" for version in range(1, FORMAT_MAJOR + 1) for kind in kinds
    ]


@pytest.mark.parametrize("kept", STORES, ids=lambda path: path.stem)
def test_a_kept_store_opens_and_is_sound(tmp_path: Path, kept: Path) -> None:
    store = shutil.copy(kept, tmp_path / kept.name)
    app = open_application(Path(store))
    try:
        assert app.store.verify() == []
        assert app.info.schema == SCHEMA
        assert app.read(lambda reader: reader.parcel_count()) == 7
        assert len(app.coverage) == 7
        app.check()
    finally:
        app.close()
    again = open_application(Path(store))
    try:
        assert again.findings is not None
    finally:
        again.close()


@pytest.mark.parametrize(
    "kept", [path for path in STORES if "schema1" not in path.stem], ids=lambda path: path.stem
)
def test_a_kept_store_of_the_whole_record_has_something_of_every_travelling_class(
    tmp_path: Path, kept: Path
) -> None:
    app = open_application(Path(shutil.copy(kept, tmp_path / kept.name)))
    try:
        schema = int(kept.stem[len("schema")])
        had = [name for name in TRAVELLING if min(one.since for one in fields_of(name)) <= schema]
        empty = app.read(lambda reader: [name for name in had if not reader.all(CLASSES[name])])
        assert empty == []
    finally:
        app.close()


def test_the_kept_commune_of_schema_3_has_its_survey_points(tmp_path: Path) -> None:
    kept = DATA / "stores" / "schema3_commune.landdesk"
    app = open_application(Path(shutil.copy(kept, tmp_path / kept.name)))
    try:
        (made,) = app.read(lambda reader: reader.surveys.all())
        assert (made.file_name, made.format, made.points) == ("points.csv", "text", 2)
        found = app.read(lambda reader: reader.surveys.points(numbers=["M1"]))
        assert [(one.number, one.height_mm) for one in found] == [("M1", 12_500)]
    finally:
        app.close()


def test_the_kept_stores_of_schema_4_have_their_requests(tmp_path: Path) -> None:
    found = {}
    for role in ("commune", "office"):
        kept = DATA / f"stores/schema4_{role}.landdesk"
        app = open_application(Path(shutil.copy(kept, tmp_path / kept.name)))
        try:
            found[role] = {one.kind: one.state for one in app.read(lambda reader: reader.failures.requests())}
        finally:
            app.close()
    asked = {"approve_operation": "asked", "mend_overlap": "asked"}
    assert found == {"commune": asked, "office": asked}


@pytest.mark.parametrize("kept", PACKAGES, ids=lambda path: path.stem)
def test_a_kept_package_is_read(kept: Path) -> None:
    package = read_package(kept)
    assert kept.stem.endswith(f"_{package.manifest.kind}")
    assert package.manifest.commune == "22657"


@pytest.mark.parametrize("version", range(1, FORMAT_MAJOR + 1))
def test_the_kept_receipt_and_update_go_into_the_kept_store(tmp_path: Path, version: int) -> None:
    kept = DATA / f"stores/schema{SCHEMA_OF_FORMAT[version]}_commune.landdesk"
    app = open_application(Path(shutil.copy(kept, tmp_path / "commune.landdesk")), "Nguyễn Thị Hường")
    try:
        receipt = exchange.receive(app, DATA / f"packages/format{version}_receipt.ldpkg")
        # The change package of format 3 has a request beside the two edits.
        assert (receipt.accepted, receipt.returned) == (1 if version < 3 else 2, 1)
        assert receipt.renumbered == (("12/7*", "12/7"),)
        update = exchange.receive(app, DATA / f"packages/format{version}_update.ldpkg")
        assert update.complete
        addresses = {line.key: line.address for line in app.read(lambda reader: reader.parcel_lines())}
        assert addresses["12/6"] == "Thôn Tây"
        assert [item.words for item in app.read(lambda reader: reader.work_items())] == ["Đo lại góc thửa"]
        assert app.store.verify() == []
    finally:
        app.close()
