"""Pictures below the parcels: each kind at its place to the pixel, and one sentence for what cannot be shown."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sqlcipher3.dbapi2 as driver
from numpy.typing import NDArray
from PIL import Image, TiffImagePlugin
from pmtiles import writer as pmtiles_writer
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pyproj import Transformer

from landdesk.domain.errors import InvalidInputError
from landdesk.services.backgrounds import pictures
from landdesk.services.backgrounds.opening import open_background
from landdesk.services.backgrounds.raster import Warp
from landdesk.services.backgrounds.refusals import NO_PLACE

EPSG = 9217
WORLD_M = 20037508.342789244
PLACE = 602_542.084, 1_354_356.063
"""Nha Trang: 12.2451 N, 109.1943 E."""
GROUND = 0xFF102030


def drawn(
    warp: Warp, box: tuple[float, float, float, float], m_per_px: float, opacity: float = 1.0
) -> NDArray[np.uint8]:
    """Return red, green and blue of the map of a box."""
    width, height = round((box[2] - box[0]) / m_per_px), round((box[3] - box[1]) / m_per_px)
    target = np.full((height, width), GROUND, dtype=np.uint32)
    for _ in warp.steps(box, m_per_px, target, opacity):
        pass
    return np.dstack([(target >> shift) & 0xFF for shift in (16, 8, 0)]).astype(np.uint8)


def around(east: float, north: float, reach_m: float) -> tuple[float, float, float, float]:
    return east - reach_m, north - reach_m, east + reach_m, north + reach_m


def tile_of(zoom: int) -> tuple[int, int, float, float]:
    """Return column and row of the tile with the place, and the place within it, 0 to 1."""
    x, y = Transformer.from_crs(EPSG, 3857, always_xy=True).transform(*PLACE)
    side = 2 * WORLD_M / (1 << zoom)
    across, down = (x + WORLD_M) / side, (WORLD_M - y) / side
    return int(across), int(down), across % 1, down % 1


def marked_tile(across: float, down: float) -> bytes:
    """Return a green tile with a red spot."""
    pixels = np.zeros((256, 256, 3), dtype=np.uint8)
    pixels[:, :] = (0, 160, 0)
    column, row = int(across * 256), int(down * 256)
    pixels[max(row - 3, 0) : row + 4, max(column - 3, 0) : column + 4] = (255, 0, 0)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def mbtiles(path: Path, zoom: int = 17) -> Path:
    column, row, across, down = tile_of(zoom)
    connection = driver.connect(str(path))
    connection.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
    connection.execute(
        "CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)"
    )
    values = (zoom, column, (1 << zoom) - 1 - row, marked_tile(across, down))
    connection.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", values)
    connection.commit()
    connection.close()
    return path


def pmtiles(path: Path, zoom: int = 17) -> Path:
    column, row, across, down = tile_of(zoom)
    with path.open("wb") as file:
        made: Any = pmtiles_writer
        writer = made.Writer(file)
        writer.write_tile(zxy_to_tileid(zoom, column, row), marked_tile(across, down))
        west, south, east, north = 109.18, 12.24, 109.21, 12.25
        header = {
            "tile_type": TileType.PNG,
            "tile_compression": Compression.NONE,
            "min_zoom": zoom,
            "max_zoom": zoom,
            "min_lon_e7": int(west * 1e7),
            "min_lat_e7": int(south * 1e7),
            "max_lon_e7": int(east * 1e7),
            "max_lat_e7": int(north * 1e7),
        }
        centre = {"center_zoom": zoom, "center_lon_e7": int(109.1943e7), "center_lat_e7": int(12.2451e7)}
        writer.finalize(header | centre, {})
    return path


def geotiff(path: Path, system: int, *, is_point: bool = False) -> Path:
    """Write 200 × 200 pixels of 0.5 m around the place, in a system, with a red spot there."""
    x, y = Transformer.from_crs(EPSG, system, always_xy=True).transform(*PLACE)
    pixels = np.zeros((200, 200, 3), dtype=np.uint8)
    pixels[:, :] = (0, 160, 0)
    pixels[97:103, 97:103] = (255, 0, 0)
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    half = 0.25 if is_point else 0.0
    tags[33550] = (0.5, 0.5, 0.0)
    tags[33922] = (0.0, 0.0, 0.0, x - 50.0 + half, y + 50.0 - half, 0.0)
    tags[34735] = (1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 2 if is_point else 1, 3072, 0, 1, system)
    for tag, kind in ((33550, 12), (33922, 12), (34735, 3)):
        tags.tagtype[tag] = kind
    Image.fromarray(pixels).save(path, tiffinfo=tags)
    return path


def with_world_file(path: Path) -> Path:
    pixels = np.zeros((200, 200, 3), dtype=np.uint8)
    pixels[:, :] = (0, 160, 0)
    pixels[97:103, 97:103] = (255, 0, 0)
    Image.fromarray(pixels).save(path)
    east, north = PLACE
    lines = (0.5, 0.0, 0.0, -0.5, east - 50 + 0.25, north + 50 - 0.25)
    path.with_suffix(".pgw").write_text("\n".join(str(one).replace(".", ",") for one in lines), "ascii")
    return path


@pytest.mark.parametrize(
    "made",
    [
        lambda folder: mbtiles(folder / "a.mbtiles"),
        lambda folder: pmtiles(folder / "a.pmtiles"),
        lambda folder: geotiff(folder / "a.tif", EPSG),
        lambda folder: geotiff(folder / "a.tif", EPSG, is_point=True),
        lambda folder: geotiff(folder / "a.tif", 32649),
        lambda folder: with_world_file(folder / "a.png"),
    ],
    ids=["mbtiles", "pmtiles", "geotiff", "geotiff-point", "geotiff-utm", "world-file"],
)
def test_the_spot_lies_where_it_is(tmp_path: Path, made: Callable[[Path], Path]) -> None:
    warp = Warp(open_background(made(tmp_path)), EPSG)
    seen = drawn(warp, around(*PLACE, 25.0), 0.25)
    red = np.argwhere((seen[:, :, 0] > 200) & (seen[:, :, 1] < 80))
    assert len(red) > 20
    # The middle of the map is the place; a tile's pixel is 1.2 m, of which a spot's middle may be half beside.
    row, column = red.mean(axis=0)
    assert abs(row - 99.5) * 0.25 < 0.7
    assert abs(column - 99.5) * 0.25 < 0.7
    west, south, east, north = warp.box()
    assert west < PLACE[0] < east
    assert south < PLACE[1] < north


def test_half_seen_is_half_the_picture_and_half_the_ground(tmp_path: Path) -> None:
    warp = Warp(open_background(geotiff(tmp_path / "a.tif", EPSG)), EPSG)
    seen = drawn(warp, around(PLACE[0] + 30, PLACE[1] + 30, 2.0), 0.5, opacity=0.5)
    assert seen[4, 4].tolist() == [0x10 // 2, (160 + 0x20) // 2, 0x30 // 2]


def test_beside_the_picture_the_ground_stays(tmp_path: Path) -> None:
    warp = Warp(open_background(geotiff(tmp_path / "a.tif", EPSG)), EPSG)
    for box in (around(PLACE[0] + 500, PLACE[1], 10.0), around(PLACE[0] + 55, PLACE[1], 10.0)):
        seen = drawn(warp, box, 0.5)
        assert (seen[:, 25:] == [0x10, 0x20, 0x30]).all()


def test_a_small_map_takes_a_smaller_copy(tmp_path: Path) -> None:
    """A chess board of pixels becomes grey, not a pattern of chance."""
    board = np.indices((1024, 1024)).sum(axis=0) % 2 * 255
    path = tmp_path / "a.png"
    Image.fromarray(board.astype(np.uint8)).save(path)
    path.with_suffix(".pgw").write_text(f"0.1\n0\n0\n-0.1\n{PLACE[0]}\n{PLACE[1]}\n", "ascii")
    warp = Warp(open_background(path), EPSG)
    seen = drawn(warp, (PLACE[0] + 10, PLACE[1] - 90, PLACE[0] + 90, PLACE[1] - 10), 0.4)
    assert seen.min() > 100
    assert seen.max() < 160


def _cut(path: Path) -> Path:
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])
    return path


def _of_vectors(path: Path) -> Path:
    mbtiles(path)
    connection = driver.connect(str(path))
    connection.execute("UPDATE tiles SET tile_data = x'1f8b0800000000000003'")
    connection.commit()
    connection.close()
    return path


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda folder: _written(folder / "a.mbtiles", b""), "background.damaged"),
        (
            lambda folder: _written(folder / "a.mbtiles", b"SQLite format 3\0" + b"x" * 5000),
            "background.damaged",
        ),
        (lambda folder: _cut(mbtiles(folder / "a.mbtiles")), "background.damaged"),
        (lambda folder: _written(folder / "a.pmtiles", b"PMTiles\3" + b"\xff" * 300), "background.damaged"),
        (lambda folder: _written(folder / "a.pmtiles", b"PMTiles"), "background.damaged"),
        (lambda folder: _of_vectors(folder / "a.mbtiles"), "background.no-pictures"),
        (lambda folder: _written(folder / "a.tif", b"no picture at all"), "background.unknown"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_a_sentence(
    tmp_path: Path, made: Callable[[Path], Path], code: str
) -> None:
    path = made(tmp_path)
    with pytest.raises(InvalidInputError) as caught:
        open_background(path)
    assert caught.value.code == code
    assert str(path) in str(caught.value.where)


def test_a_picture_without_a_place_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("RGB", (10, 10)).save(path)
    with pytest.raises(InvalidInputError) as caught:
        open_background(path)
    assert caught.value.code == "background.no-place"
    path.with_suffix(".pgw").write_text("1\n0\n0\nabc\n", "ascii")
    with pytest.raises(InvalidInputError) as caught:
        open_background(path)
    assert caught.value.code == "background.no-place"


def test_a_picture_that_would_fill_the_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MEGAPIXELS_AT_MOST", 0)
    with pytest.raises(InvalidInputError) as caught:
        open_background(geotiff(tmp_path / "a.tif", EPSG))
    assert caught.value.code == "background.too-large"


def test_a_damaged_tile_stays_empty_and_is_counted(tmp_path: Path) -> None:
    """The others are shown."""
    path = mbtiles(tmp_path / "a.mbtiles")
    column, row, _, _ = tile_of(17)
    connection = driver.connect(str(path))
    values = (17, column + 1, (1 << 17) - 1 - row, b"\x89PNG\r\n\x1a\nbroken")
    connection.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", values)
    connection.commit()
    connection.close()
    raster = open_background(path)
    seen = drawn(Warp(raster, EPSG), around(*PLACE, 400.0), 2.0)
    assert raster.unreadable == 1
    assert (seen == [0, 160, 0]).all(axis=2).any()


def test_a_sheet_scanned_into_a_pdf_lies_where_control_points_put_it(tmp_path: Path) -> None:
    # An A4 page, white, with a black spot a quarter from its left and three quarters from its top.
    scan = Image.new("RGB", (1240, 1754), "white")
    scan.paste((0, 0, 0), (300, 1305, 320, 1325))
    path = tmp_path / "sheet.pdf"
    scan.save(path, resolution=150)
    assert pictures.picture_size(path) == (2480, 3508)
    with pytest.raises(InvalidInputError) as caught:
        open_background(path)
    assert caught.value.code == NO_PLACE
    # A decimetre to a pixel of the page at 300 dpi.
    east, north = PLACE
    matrix = np.array([[0.1, 0.0, east - 62.0], [0.0, -0.1, north + 263.0]])
    raster = open_background(path, matrix)
    map_of_it = drawn(Warp(raster, EPSG), around(east, north, 10.0), 0.1)
    dark = np.argwhere(map_of_it.sum(axis=2) < 200)
    assert dark.mean(axis=0) == pytest.approx((100, 100), abs=1.5)
    assert np.ptp(dark, axis=0) == pytest.approx((39, 39), abs=2)
    assert pictures.small_copy(path, 1000)[1] == 4.0


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", b"%PDF-" + bytes(range(256)) * 20])
def test_a_damaged_pdf_is_said_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(content)
    with pytest.raises(InvalidInputError) as caught:
        open_background(path, np.eye(3)[:2])
    assert caught.value.code == "scan.damaged"
