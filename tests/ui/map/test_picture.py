"""Pictures without a window have the right colours at the right places."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from landdesk.domain.coverage import Coverage
from landdesk.domain.finding import Finding, Severity
from landdesk.ui import theme
from landdesk.ui.map.drawing import PictureMaker, PictureOrder
from landdesk.ui.map.layers.compare import CompareShape
from landdesk.ui.map.layers.work import WorkMark
from landdesk.ui.map.picture import render_picture, render_png
from landdesk.ui.map.view import MapView
from tests.rows import build_coverage, build_rows, row_id
from tests.ui.map.conftest import DECANY_VILLAGE, a_finding

pytestmark = pytest.mark.usefixtures("qapp")

FIELD = shapely.box(0, 0, 40, 40)
HOUSE = shapely.box(40, 0, 80, 40)
RING = shapely.Polygon([(0, 40), (80, 40), (80, 80), (0, 80)], [[(30, 50), (50, 50), (50, 70), (30, 70)]])
BOX = (0.0, 0.0, 80.0, 80.0)


@pytest.fixture
def coverage() -> Coverage:
    return build_coverage([FIELD, HOUSE, RING], land_use=["LUC", "ONT", "TSC"])


def colour_at(image: QImage, easting: float, northing: float) -> str:
    """Return the colour of a point of `BOX` on a picture of 320 × 320 pixels."""
    return image.pixelColor(int(easting * 4), int((80 - northing) * 4)).name().upper()


def pixels_of(image: QImage) -> NDArray[np.uint32]:
    rows = np.frombuffer(image.constBits(), dtype=np.uint32).reshape(image.height(), -1)
    return rows[:, : image.width()].copy()


def draw(coverage: Coverage, *, labels: bool = True) -> QImage:
    return render_picture(coverage, BOX, (320, 320), legend=False, labels=labels)


def test_parcels_have_the_colour_of_their_group_and_holes_none(coverage: Coverage) -> None:
    image = draw(coverage)
    assert (image.width(), image.height(), image.format()) == (320, 320, QImage.Format.Format_RGB32)
    assert colour_at(image, 10, 10) == theme.LAND_USE["agricultural"]
    assert colour_at(image, 70, 10) == theme.LAND_USE["residential"]
    assert colour_at(image, 10, 60) == theme.LAND_USE["non_agricultural"]
    assert colour_at(image, 40, 60) == theme.MAP_GROUND


def test_a_line_lies_between_two_parcels(coverage: Coverage) -> None:
    image = draw(coverage)
    across = [QColor(image.pixel(x, 300)).lightness() for x in range(150, 170)]
    assert min(across) < 190
    assert across[0] > 200
    assert across[-1] > 200


def test_parcels_that_overlap_are_filled_where_they_do() -> None:
    image = draw(build_coverage([FIELD, FIELD.reverse(), shapely.box(20, 20, 60, 60)], land_use=["LUC"] * 3))
    assert colour_at(image, 30, 30) == theme.LAND_USE["agricultural"]
    assert colour_at(image, 8, 8) == theme.LAND_USE["agricultural"]


def test_a_changed_parcel_is_drawn_as_it_is_now(coverage: Coverage) -> None:
    shorter = build_rows([shapely.box(40, 0, 80, 20)], first=1, land_use=["SON"])
    image = draw(coverage.patched(shorter, [row_id(0)], 2))
    assert colour_at(image, 70, 10) == theme.LAND_USE["water"]
    assert colour_at(image, 70, 35) == theme.MAP_GROUND
    assert colour_at(image, 10, 10) == theme.MAP_GROUND


def test_labels_are_drawn_where_they_are_wanted(coverage: Coverage) -> None:
    with_labels, without = pixels_of(draw(coverage)), pixels_of(draw(coverage, labels=False))
    differs = np.argwhere(with_labels != without)
    assert len(differs) > 100
    # The labels of field and house stand in the middle of their 160 pixels.
    lower = differs[differs[:, 0] > 170]
    assert (np.abs(lower[:, 0] - 240) < 20).all()
    assert ((np.abs(lower[:, 1] - 80) < 25) | (np.abs(lower[:, 1] - 240) < 25)).all()


def test_small_parcels_are_dots_in_their_colour() -> None:
    count = 60
    at = np.arange(count) * 2.0
    west, south = (one.ravel() for one in np.meshgrid(at, at))
    coverage = build_coverage(
        list(shapely.box(west, south, west + 2, south + 2)), land_use=["ONT"] * count**2
    )
    view = MapView(60, 60, 1.9, 200, 200)
    picture = PictureMaker().draw(PictureOrder(coverage, view))
    x, y = (int(one) for one in view.to_screen(60, 60))
    dot = theme.blend(theme.LAND_USE["residential"], theme.PARCEL_LINE, 0.22).name()
    assert {picture.image.pixelColor(x + i, y).name() for i in range(-20, 20)} == {dot}
    assert picture.image.pixelColor(5, 5).name().upper() == theme.MAP_GROUND
    assert picture.classes == {"residential"}


def test_large_parcels_among_small_ones_keep_their_shape() -> None:
    small = [shapely.box(x, 0, x + 1, 1) for x in range(100)]
    coverage = build_coverage([*small, shapely.box(0, 10, 100, 100)], land_use=[*["ONT"] * 100, "LUC"])
    picture = PictureMaker().draw(PictureOrder(coverage, MapView(50, 50, 1.0, 120, 120), labels=False))
    assert picture.image.pixelColor(60, 60).name().upper() == theme.LAND_USE["agricultural"]
    assert picture.classes == {"residential", "agricultural"}


def test_steps_and_one_go_give_the_same_real_picture(decany: Coverage) -> None:
    view = MapView(0, 0, 1, 700, 500).fitted(DECANY_VILLAGE)
    maker = PictureMaker()
    first = pixels_of(maker.draw(PictureOrder(decany, view)).image)
    again = pixels_of(maker.draw(PictureOrder(decany, view)).image)
    assert (first == again).all()
    assert len(np.unique(first)) > 50


def test_a_patch_has_the_pixels_of_its_picture(decany: Coverage) -> None:
    view = MapView(0, 0, 1, 700, 500).fitted(DECANY_VILLAGE)
    maker = PictureMaker()
    whole = pixels_of(maker.draw(PictureOrder(decany, view)).image)
    patch = pixels_of(maker.draw(PictureOrder(decany, view.cut(211, 97, 301, 222))).image)
    same = patch == whole[97 : 97 + 222, 211 : 211 + 301]
    # Qt begins a line at the edge of the picture, which moves its soft border by a part of a pixel.
    assert same.mean() > 0.99


def test_findings_work_and_comparison_are_drawn_at_their_places(coverage: Coverage) -> None:
    plain = pixels_of(draw(coverage, labels=False))

    def changed(
        findings: Sequence[Finding] = (),
        work: Sequence[WorkMark] = (),
        compare: Sequence[CompareShape] = (),
    ) -> NDArray[np.int64]:
        image = render_picture(
            coverage,
            BOX,
            (320, 320),
            findings=findings,
            work=work,
            compare=compare,
            labels=False,
            legend=False,
        )
        return np.argwhere(pixels_of(image) != plain)

    overlap = changed([a_finding(shapely.box(10, 10, 20, 20), rule="parcel.overlap")])
    assert (overlap.min(axis=0) >= [200, 38]).all()
    assert (overlap.max(axis=0) <= [282, 82]).all()
    assert changed(work=[WorkMark(row_id(1), "")])[:, 1].min() >= 157
    assert len(changed([a_finding(None, number=9)], [WorkMark(row_id(9), "")])) == 0
    assert changed(compare=[CompareShape(shapely.MultiPolygon([FIELD]), None)])[:, 1].max() <= 163


def test_severity_is_told_by_shape_and_colour(coverage: Coverage) -> None:
    heads = {}
    for severity in Severity:
        finding = a_finding(shapely.Point(20, 20), severity)
        image = render_picture(coverage, BOX, (320, 320), labels=False, legend=False, findings=[finding])
        heads[severity] = pixels_of(image)[200:250, 50:110]
        colour = QColor(theme.SEVERITY[severity]).rgb()
        assert (heads[severity] == colour).sum() > 40
    error, warning = (heads[name] == QColor(theme.SEVERITY[name]).rgb() for name in Severity)
    assert not (error == warning).all()


def test_legend_scale_bar_and_arrow_can_be_left_out(coverage: Coverage) -> None:
    with_it = pixels_of(render_picture(coverage, BOX, (640, 480), labels=False))
    without = pixels_of(render_picture(coverage, BOX, (640, 480), labels=False, legend=False))
    differs = with_it != without
    assert differs[:80, 560:].any()
    assert differs[440:, :160].any()
    assert differs[380:470, 470:].any()


def test_a_store_without_parcels_has_an_empty_picture() -> None:
    image = render_picture(build_coverage([]), None, (100, 80), legend=False)
    assert {image.pixelColor(x, 40).name().upper() for x in range(100)} == {theme.MAP_GROUND}


def test_png_is_written_whole(tmp_path: Path, coverage: Coverage) -> None:
    target = tmp_path / "map.png"
    render_png(target, coverage, BOX, (320, 200))
    image = QImage(str(target))
    assert (image.width(), image.height()) == (320, 200)
    with pytest.raises(FileNotFoundError):
        render_png(tmp_path / "missing" / "map.png", coverage, BOX, (320, 200))
    assert [path.name for path in tmp_path.iterdir()] == ["map.png"]
