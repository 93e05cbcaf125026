"""A wrong reference system is named, and is put right only when the person says so."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from pyproj import CRS, Transformer

from landdesk.app.application import Application
from landdesk.app.bootstrap import NewPerson, create_store
from landdesk.domain.errors import InvalidInputError
from landdesk.services.importing.importer import ImportOutcome, ImportRequest, import_file
from landdesk.services.importing.recognition import (
    Guess,
    commune_extents,
    compare_with_known,
    guess_unnamed,
    refuse_elsewhere,
)
from landdesk.services.importing.systems import placement
from landdesk.services.importing.vn2000 import on_wgs84, zone_of
from tests.sources import Feature, plots, write_geojson

NHA_TRANG = "22366"
IN_DEGREES = np.array([[109.1943, 12.2451], [109.1953, 12.2461], [109.2, 12.24]])
IN_METRES = np.column_stack(Transformer.from_crs(4326, 9217, always_xy=True).transform(*IN_DEGREES.T))


def in_system(epsg: int) -> np.ndarray:  # type: ignore[type-arg]
    return np.column_stack(Transformer.from_crs(9217, epsg, always_xy=True).transform(*IN_METRES.T))


def refusal(points: np.ndarray, said: int, commune: str = NHA_TRANG) -> InvalidInputError:  # type: ignore[type-arg]
    way = placement("", said, 9217)
    with pytest.raises(InvalidInputError) as caught:
        refuse_elsewhere(way, points, way.placed(points), [commune])
    assert caught.value.code == "import.crs-elsewhere"
    return caught.value


@pytest.mark.parametrize("true", [9217, 9218, 5898, 5899, 3406, 32649, 4326])
@pytest.mark.parametrize("said", [9217, 9218, 5899])
def test_the_system_that_fits_is_named(true: int, said: int) -> None:
    points = in_system(true)
    way = placement("", said, 9217)
    if true == said:
        assert refuse_elsewhere(way, points, way.placed(points), [NHA_TRANG]) is None
        return
    error = refusal(points, said)
    assert error.remedy is not None
    # Between a grid of WGS 84 and the same of VN-2000 lie 225 m, which no place of a commune tells apart.
    alike = {32649: (32649, 3406)}.get(true, (true,))
    assert error.remedy.values["code"] in alike


@pytest.mark.parametrize("true", [9217, 9218])
def test_swapped_axes_are_named(true: int) -> None:
    error = refusal(in_system(true)[:, ::-1], 9217)
    assert error.remedy is not None
    assert error.remedy.values["code"] == true
    assert "swapped" in error.remedy.source


def test_a_file_of_another_commune_says_where_it_may_lie() -> None:
    at_home = refusal(in_system(9218), 9217)
    assert at_home.where is not None
    away = Transformer.from_crs(9217, 4326, always_xy=True).transform(*in_system(9218)[0])
    holding = [
        code
        for code, (west, south, east, north) in commune_extents().items()
        if west <= away[0] <= east and south <= away[1] <= north and code != "22736"
    ]
    assert holding
    assert all(code in str(at_home.where) for code in holding)


def test_without_a_named_system_one_is_guessed() -> None:
    assert guess_unnamed(IN_METRES, 9217, [NHA_TRANG]) == Guess(9217, "VN-2000 108°15'", False)
    assert guess_unnamed(IN_DEGREES[:, ::-1], 9217, [NHA_TRANG]) == Guess(4326, "WGS 84", True)
    assert guess_unnamed(IN_METRES + 5e5, 9217, [NHA_TRANG]) is None
    assert guess_unnamed(np.full((2, 2), np.nan), 9217, [NHA_TRANG]) is None
    assert guess_unnamed(IN_METRES, 9217, ["00000"]) is None
    assert guess_unnamed(IN_METRES, 5514, [NHA_TRANG]) is None


def test_far_away_without_a_fitting_system_is_said_only() -> None:
    way = placement("", 9217, 9217)
    far = IN_METRES - 60_000.0
    away_km = refuse_elsewhere(way, far, far, [NHA_TRANG])
    assert away_km == pytest.approx(70, abs=15)
    assert refuse_elsewhere(placement("", 5514, 5514), IN_METRES, IN_METRES, [NHA_TRANG]) is None


def test_every_commune_has_a_box_that_holds_its_training_place() -> None:
    from landdesk.services.training.places import EPSG, commune_place

    way = Transformer.from_crs(EPSG, 4326, always_xy=True)
    assert len(commune_extents()) == 65
    for code, (west, south, east, north) in commune_extents().items():
        assert west < east
        assert south < north
        if code != "22736":
            place = commune_place(code)
            longitude, latitude = way.transform(place.easting_m, place.northing_m)
            assert west <= longitude <= east, code
            assert south <= latitude <= north, code


def keyed(count: int) -> list[tuple[str, str, str] | None]:
    return [(NHA_TRANG, "1", str(number)) for number in range(count)]


def test_a_missing_shift_of_the_datum_is_told_from_other_shifts() -> None:
    way = placement("", 9217, 9217)
    there = np.tile(IN_METRES, (4, 1))
    known = {key: (x, y) for key, (x, y) in zip(keyed(12), there.tolist(), strict=True) if key}
    numbers = np.column_stack(
        Transformer.from_crs(9217, on_wgs84(CRS.from_epsg(9217)), always_xy=True).transform(*there.T)
    )
    shift = compare_with_known(way, numbers, numbers, keyed(12), known)
    assert shift is not None
    assert shift.is_datum
    assert shift.length_m == pytest.approx(225, abs=3)
    moved = there + np.array([120.0, 30.0])
    other = compare_with_known(way, moved, moved, keyed(12), known)
    assert other is not None
    assert not other.is_datum
    assert (other.east_m, other.north_m) == pytest.approx((120, 30))
    assert compare_with_known(way, there, there, keyed(12), known) is None
    many = there + np.random.default_rng(1).uniform(-300, 300, there.shape)
    assert compare_with_known(way, many, many, keyed(12), known) is None
    assert compare_with_known(way, numbers[:4], numbers[:4], keyed(4), known) is None


WGS84_ZONE = (
    'PROJCS["unnamed",GEOGCS["unnamed",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],'
    'PARAMETER["central_meridian",108.25],PARAMETER["scale_factor",0.9999],PARAMETER["false_easting",500000],'
    'PARAMETER["false_northing",0],UNIT["metre",1]]'
)
SEVEN = "TOWGS84[-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278]"


def test_the_zone_on_another_datum_is_refused_and_with_seven_numbers_recognised() -> None:
    assert zone_of(CRS.from_wkt(WGS84_ZONE)) == 9217
    assert zone_of(CRS.from_epsg(32649)) is None
    with pytest.raises(InvalidInputError) as caught:
        placement(WGS84_ZONE, None, 9217)
    assert caught.value.code == "import.crs-datum"
    insisting = placement(WGS84_ZONE, None, 9217, force=True)
    moved = insisting.placed(IN_METRES) - IN_METRES
    assert np.hypot(*moved.T) == pytest.approx(225, abs=3)
    unsigned = SEVEN.replace("0.00928836", "-0.00928836")
    for seven in (SEVEN, unsigned):
        bound = WGS84_ZONE.replace("298.257223563]]", f"298.257223563],{seven}]")
        way = placement(bound, None, 9217)
        assert (way.transformer, way.source_name) == (None, "EPSG:9217")


MakeDesk = Callable[[], Application]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Application]:
    """A store of Nha Trang."""
    app = create_store(tmp_path / "a.landdesk", (NHA_TRANG,), "office", 9217, person=NewPerson("Lê Thị Đào"))
    yield app
    app.close()


def moved_plots(count: int, way: Callable[[float, float], tuple[float, float]]) -> list[Feature]:
    return [
        (
            {"type": "Polygon", "coordinates": [[list(way(*point)) for point in geometry["coordinates"][0]]]},
            values,
        )
        for geometry, values in plots(count)
        if geometry is not None
    ]


def shape_of(app: Application, number: str) -> tuple[float, ...]:
    parcel = app.read(lambda reader: reader.find_parcel(f"12/{number}"))
    bounds: tuple[float, ...] = app.coverage.shape(parcel).bounds  # type: ignore[union-attr]
    return bounds


def refused(app: Application, request: ImportRequest) -> InvalidInputError:
    with pytest.raises(InvalidInputError) as caught:
        import_file(app, request)
    return caught.value


def test_a_file_with_swapped_axes_comes_in_when_asked(desk: Application, tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", moved_plots(3, lambda x, y: (y, x)))
    error = refused(desk, ImportRequest(path))
    assert error.code == "import.crs-elsewhere"
    assert refused(desk, ImportRequest(path, dry_run=True)).code == "import.crs-elsewhere"
    told = import_file(desk, ImportRequest(path, swap_axes=True))
    assert told.report.taken == 3
    assert shape_of(desk, "1") == (602_500.0, 1_354_300.0, 602_520.0, 1_354_320.0)


def test_a_file_of_the_neighbours_zone_comes_in_when_named(desk: Application, tmp_path: Path) -> None:
    to_9218 = Transformer.from_crs(9217, 9218, always_xy=True)
    path = write_geojson(tmp_path / "a.geojson", moved_plots(3, to_9218.transform), 9217)
    error = refused(desk, ImportRequest(path))
    assert (error.code, error.remedy and error.remedy.values["code"]) == ("import.crs-elsewhere", 9218)
    import_file(desk, ImportRequest(path, source_epsg=9218))
    assert shape_of(desk, "1") == pytest.approx((602_500.0, 1_354_300.0, 602_520.0, 1_354_320.0), abs=0.002)


def test_numbers_without_the_seven_parameters_are_named_by_what_is_there(
    desk: Application, tmp_path: Path
) -> None:
    import_file(desk, ImportRequest(write_geojson(tmp_path / "a.geojson", plots(8))))
    to_wgs84 = Transformer.from_crs(9217, on_wgs84(CRS.from_epsg(9217)), always_xy=True)
    path = write_geojson(tmp_path / "b.geojson", moved_plots(8, to_wgs84.transform))
    error = refused(desk, ImportRequest(path, dry_run=True))
    assert error.code == "import.datum-shift"

    def trial(**options: bool) -> ImportOutcome:
        return import_file(desk, ImportRequest(path, dry_run=True, **options))  # type: ignore[arg-type]

    right = trial(wgs84_numbers=True)
    assert "geometry.shifted" not in right.report.counts()
    assert "VN-2000 to WGS 84 (2)" in right.report.operation
    assert trial(force_crs=True).report.counts()["geometry.shifted"] == 1


def test_another_shift_is_said_and_taken(desk: Application, tmp_path: Path) -> None:
    import_file(desk, ImportRequest(write_geojson(tmp_path / "a.geojson", plots(8))))
    path = write_geojson(tmp_path / "b.geojson", moved_plots(8, lambda x, y: (x + 3, y - 4)))
    report = import_file(desk, ImportRequest(path, dry_run=True)).report
    (note,) = [note for note in report.notes if note.code == "geometry.shifted"]
    assert (note.row, note.detail) == (0, "+3.00 -4.00 m (8)")


def test_a_file_without_a_system_hears_which_fits(desk: Application, tmp_path: Path) -> None:
    from ezdxf.filemanagement import new

    path = tmp_path / "DC7.dxf"
    document = new("R2010")
    corners = [(602_500, 1_354_300), (602_520, 1_354_300), (602_520, 1_354_320)]
    document.modelspace().add_lwpolyline(corners, close=True, dxfattribs={"layer": "10"})
    document.saveas(path)
    error = refused(desk, ImportRequest(path))
    assert (error.code, error.remedy and error.remedy.values["code"]) == ("import.no-crs", 9217)
    told = import_file(desk, ImportRequest(path, source_epsg=9217, sheet="70"))
    assert told.report.counts() == {"drawing.no-label": 1}
    assert told.report.fields == {
        "sheet": "sheet",
        "parcel_no": "number",
        "land_use": "land_use",
        "legal_area": "label_area",
    }
    assert [line.key for line in desk.read(lambda reader: reader.parcel_lines())] == ["70/?"]
