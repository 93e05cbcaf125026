"""Map files of all formats go out of a store by one verb and come into another by one verb."""

from pathlib import Path

import pytest

from landdesk.services.training.commune import generate_commune
from landdesk.services.training.map_files import write_commune_gml, write_sheet_dxf
from tests.e2e.command_line import CommandLine

COMMUNE = "22657"
PERSON = ("--as", "Lê Thị Đào")
FILES = {
    "a.gml": (),
    "a.gpkg": (),
    "a.shp": (),
    "a.geojson": (),
    "m.geojson": ("--format", "geojson-metres"),
    "a.dxf": (),
}


@pytest.fixture
def store(tmp_path: Path, type_in: CommandLine) -> Path:
    """A store into which the map export of the national system was brought."""
    commune = generate_commune(COMMUNE, seed=9, parcels=100, faults=False)
    write_commune_gml(tmp_path / "thua.gml", commune)
    write_sheet_dxf(tmp_path / "DC1.dxf", commune, commune.sheets[0].number, faults=2)
    made = new_store(tmp_path / "a.landdesk", type_in)
    type_in.good("import", made, tmp_path / "thua.gml", *PERSON)
    return made


def new_store(path: Path, type_in: CommandLine) -> Path:
    type_in.good("new", path, "--commune", COMMUNE, *PERSON)
    return path


def lines(path: Path, type_in: CommandLine) -> list[tuple[str, str, str]]:
    told = type_in.good("parcels", path, "--json").document
    return sorted((one["key"], one["land_use"], str(one["legal_area_m2"])) for one in told["parcels"])


@pytest.mark.parametrize("name", FILES)
def test_out_and_in(tmp_path: Path, store: Path, type_in: CommandLine, name: str) -> None:
    path = tmp_path / name
    told = type_in.good("export-map", store, "-o", path, *FILES[name], "--json").document
    assert (told["parcels"], told["without_boundary"], told["cut_texts"]) == (100, 0, 0)
    for kept in (path, path.with_suffix(".dbf")):
        assert not kept.exists() or "Nguyễn" not in kept.read_bytes().decode("utf-8", errors="replace")
    other = new_store(tmp_path / "b.landdesk", type_in)
    if name == "a.dxf":
        # A drawing says neither its system nor the sheet of each parcel.
        report = type_in.good(
            "import", other, path, "--source-epsg", "9217", "--sheet", "1", "--json", *PERSON
        ).document
        assert (report["taken"], report["counts"]) == (100, {})
        numbers = sorted(key.partition("/")[2] for key, _, _ in lines(store, type_in))
        assert sorted(key.partition("/")[2] for key, _, _ in lines(other, type_in)) == numbers
        return
    report = type_in.good("import", other, path, "--json", *PERSON).document
    assert (report["read"], report["taken"], report["notes"]) == (100, 100, [])
    assert lines(other, type_in) == lines(store, type_in)


def test_a_drawing_is_reported_line_by_line(tmp_path: Path, store: Path, type_in: CommandLine) -> None:
    code = type_in.refused("import", store, tmp_path / "DC1.dxf", "--dry-run")
    assert code == (4, "import.no-crs")
    said = type_in.good("import", store, tmp_path / "DC1.dxf", "--source-epsg", "9217", "--dry-run").out
    for found in ("drawing.open-end", "drawing.no-label", "drawing.lost-label"):
        assert found in said


def test_a_format_is_named_or_in_the_ending(tmp_path: Path, store: Path, type_in: CommandLine) -> None:
    assert type_in.refused("export-map", store, "-o", tmp_path / "a.xyz") == (2, "usage.format")
    assert type_in.refused("export-map", store, "-o", tmp_path / "a.gml", "--format", "pdf") == (
        2,
        "usage.format",
    )
    assert type_in.refused("export-map", store, "-o", tmp_path / "a.gml", "--format", "shp") == (
        2,
        "usage.ending",
    )
    before = store.read_bytes()
    assert type_in.refused("export-map", store, "-o", store, "--format", "gml") == (3, "export.other-file")
    assert store.read_bytes() == before
