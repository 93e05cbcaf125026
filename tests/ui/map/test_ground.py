"""Pictures below the parcels, the coordinate grid and the boundaries of communes, as they are seen."""

from pathlib import Path

import numpy as np
import pytest
import shapely
from PIL import Image
from PySide6.QtGui import QColor, QImage, QPainter

from landdesk.domain.coverage import Coverage
from landdesk.services.backgrounds.opening import open_background
from landdesk.services.backgrounds.raster import Warp
from landdesk.services.boundaries import commune_boundaries
from landdesk.ui.map.drawing import PictureMaker, PictureOrder
from landdesk.ui.map.ground import Background, Ground
from landdesk.ui.map.layers.communes import CommuneLayer
from landdesk.ui.map.layers.grid import grid_step_m, paint_grid
from landdesk.ui.map.view import MapView
from tests.ui.map.conftest import DECANY_VILLAGE

EPSG = 5514
pytestmark = pytest.mark.usefixtures("qapp")
BLUE = (10, 20, 200)


@pytest.fixture
def warp(tmp_path: Path) -> Warp:
    """A blue picture over the village and its surroundings."""
    west, south, east, north = DECANY_VILLAGE
    path = tmp_path / "a.png"
    Image.new("RGB", (200, 200), BLUE).save(path)
    step = max(east - west, north - south) * 3 / 200
    world = (step, 0, 0, -step, west - (east - west), north + (north - south))
    path.with_suffix(".pgw").write_text("\n".join(map(str, world)), "ascii")
    return Warp(open_background(path), EPSG)


def drawn(coverage: Coverage, view: MapView, ground: Ground) -> QImage:
    return PictureMaker().draw(PictureOrder(coverage, view, labels=False, ground=ground)).image


def share_of_blue(image: QImage) -> float:
    pixels = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), -1, 4)
    return float(((pixels[:, :, 0] > 120) & (pixels[:, :, 2] < 120)).mean())


def test_the_picture_shines_through_as_far_as_it_is_wanted(decany: Coverage, warp: Warp) -> None:
    view = MapView(0.0, 0.0, 1.0, 400, 300).fitted(DECANY_VILLAGE)
    background = Background(warp)
    assert share_of_blue(drawn(decany, view, Ground((background,), fill_opacity=0.0))) > 0.8
    assert share_of_blue(drawn(decany, view, Ground((background,), fill_opacity=1.0))) < 0.2
    assert share_of_blue(drawn(decany, view, Ground())) < 0.2


def test_a_picture_is_limited_to_scales(decany: Coverage, warp: Warp) -> None:
    view = MapView(0.0, 0.0, 1.0, 400, 300).fitted(DECANY_VILLAGE)
    within = Background(warp, coarsest_m_per_px=view.m_per_px * 2)
    beyond = Background(warp, coarsest_m_per_px=view.m_per_px / 2)
    assert share_of_blue(drawn(decany, view, Ground((within,), fill_opacity=0.0))) > 0.8
    # Without a picture the colours of the parcels are whole.
    assert share_of_blue(drawn(decany, view, Ground((beyond,), fill_opacity=0.0))) < 0.2


@pytest.mark.parametrize(("m_per_px", "step_m"), [(0.01, 2.0), (0.1, 20.0), (1.0, 200.0), (40.0, 5000.0)])
def test_grid_lines_are_round_and_apart(m_per_px: float, step_m: float) -> None:
    assert grid_step_m(MapView(0.0, 0.0, m_per_px, 800, 600)) == pytest.approx(step_m)


def test_a_grid_line_lies_at_its_coordinate() -> None:
    view = MapView(591_000.0, 1_350_000.0, 1.0, 800, 600)
    image = QImage(800, 600, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_grid(painter, view)
    painter.end()
    # 591,000 and 591,200 lie at pixels 400 and 600; a line is seen beside the words.
    columns = {
        x for x in range(800) if all(image.pixelColor(x, y) != QColor("white") for y in (201, 251, 451))
    }
    assert {400, 600} <= columns
    assert len(columns) == 4


def test_the_communes_lie_on_the_plane_of_the_store_and_share_their_lines() -> None:
    found = commune_boundaries(9217)
    assert len(found.codes) == len(set(found.codes)) == 65
    place = shapely.Point(602_542.084, 1_354_356.063)
    (inside,) = [name for name, shape in zip(found.names, found.shapes, strict=True) if shape.contains(place)]
    assert "Nha Trang" in inside
    rings = sum(float(shape.boundary.length) for shape in found.shapes)
    assert sum(float(line.length) for line in found.lines) < 0.8 * rings


def test_a_commune_is_drawn_where_its_boundary_runs() -> None:
    found = commune_boundaries(9217)
    layer = CommuneLayer(found)
    shape = found.shapes[found.codes.index("22657")]
    view = MapView(0.0, 0.0, 1.0, 600, 600).fitted(shape.bounds)
    image = QImage(600, 600, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    layer.paint(painter, view)
    painter.end()
    points = shapely.get_coordinates(shapely.segmentize(shape.boundary, view.m_per_px * 3))
    hit = [
        any(
            image.pixelColor(round(x) + dx, round(y) + dy).lightness() < 200
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
        )
        for x, y in (view.to_screen(*point) for point in points.tolist())
        if 2 < x < 597 and 2 < y < 597
    ]
    assert np.mean(hit) > 0.6
