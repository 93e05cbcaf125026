"""Labels stay inside their parcels and never lie on each other."""

import numpy as np
import pytest
import shapely

from landdesk.domain.coverage import Coverage
from landdesk.i18n import set_language
from landdesk.ui.map.layers.glyphs import NUMBER_STYLE, GlyphAtlas
from landdesk.ui.map.layers.labels import LabelAnchors, LabelPainter, Labels, fits, label_texts
from landdesk.ui.map.view import MapView
from tests.rows import build_coverage
from tests.ui.map.conftest import DECANY_VILLAGE

pytestmark = pytest.mark.usefixtures("qapp")


def placed(coverage: Coverage, view: MapView) -> tuple[LabelPainter, Labels]:
    painter = LabelPainter()
    steps = painter._placed(view, LabelAnchors(coverage.base), coverage.base_live)
    while True:
        try:
            next(steps)
        except StopIteration as done:
            return painter, painter._without_covered([done.value])[0]


def test_fits_agrees_with_the_shapes(decany: Coverage) -> None:
    members = np.arange(0, len(decany.base), 11)
    shapes = decany.base.outlines.taken(members).shapes()
    points = shapely.point_on_surface(shapes)
    middles = np.column_stack([shapely.get_x(points), shapely.get_y(points)])
    half = np.column_stack([np.full(len(members), 3.0), np.full(len(members), 1.5)])
    boxes = shapely.box(*(middles - half).T, *(middles + half).T)
    expected = shapely.contains(shapes, boxes)
    answers = fits(decany.base, members, middles, half)
    assert 100 < expected.sum() < len(members) - 20
    assert (answers == expected).all()


def test_real_labels_lie_inside_and_apart(decany: Coverage) -> None:
    view = MapView(0, 0, 1, 1366, 768).fitted(DECANY_VILLAGE)
    painter, labels = placed(decany, view)
    widths = painter._numbers.lay_out(labels.numbers).widths_px
    assert len(labels.numbers) > 40
    boxes = shapely.box(
        labels.x - widths / 2,
        labels.y - painter._number_px / 2,
        labels.x + widths / 2,
        labels.y + painter._number_px / 2,
    )
    assert shapely.STRtree(boxes).query(boxes, predicate="overlaps").size == 0
    for number, x, y in zip(labels.numbers, labels.x, labels.y, strict=True):
        candidates = np.flatnonzero(decany.base.columns["number"] == number)
        point = shapely.Point(view.to_map(x, y))
        assert shapely.contains(decany.shapes(candidates), point).any()


@pytest.mark.parametrize(("language", "area"), [("en", "3600.0"), ("vi", "3600,0")])
def test_number_over_area_land_type_below_as_far_as_there_is_room(language: str, area: str) -> None:
    set_language(language)
    strip, low, square = shapely.box(0, 0, 60, 16), shapely.box(0, 20, 60, 46), shapely.box(0, 50, 60, 110)
    coverage = build_coverage([strip, low, square], land_use=["LUC", "ONT", "CLN"])
    painter, labels = placed(coverage, MapView(30, 60, 1.0, 200, 200))
    assert sorted(zip(labels.numbers, labels.areas, labels.codes, strict=True)) == [
        ("1", "", ""),
        ("2", "", "ONT"),
        ("3", area, "CLN"),
    ]
    at = labels.numbers.index("3")
    assert 2 * abs(labels.y[at] - 200 / 2 + (80 - 60)) + painter._heights_px(labels)[at] < 60


def test_two_lines_need_more_room_than_one() -> None:
    strip, square, sliver = shapely.box(0, 0, 60, 16), shapely.box(0, 20, 60, 80), shapely.box(0, 90, 60, 95)
    coverage = build_coverage([strip, square, sliver], land_use=["LUC", "ONT", "CLN"])
    _, labels = placed(coverage, MapView(30, 50, 1.0, 200, 200))
    assert sorted(zip(labels.numbers, labels.codes, strict=True)) == [("1", ""), ("2", "ONT")]


def test_parcels_over_each_other_get_one_label() -> None:
    coverage = build_coverage([shapely.box(0, 0, 60, 60), shapely.box(0, 0, 60, 60)])
    _, labels = placed(coverage, MapView(30, 30, 1.0, 200, 200))
    assert np.isnan(labels.x).sum() == 1


def test_an_invalid_shape_does_not_stop_the_labels() -> None:
    bow_tie = shapely.Polygon([(0, 0), (60, 60), (60, 0), (0, 60)])
    coverage = build_coverage([bow_tie, shapely.box(80, 0, 140, 60), None])
    _, labels = placed(coverage, MapView(70, 30, 1.0, 200, 200))
    assert "2" in labels.numbers


def test_texts_mark_what_is_provisional_or_missing() -> None:
    coverage = build_coverage(
        [shapely.box(x, 0, x + 1, 1) for x in range(3)],
        number=["12", None, None],
        provisional=[True, False, False],
        land_use=["ONT", "LUC", None],
    )
    texts = label_texts(coverage.base, coverage.indices_of(coverage.id_at(i) for i in range(3)))
    assert sorted(texts) == [("", ""), ("", "LUC"), ("12*", "ONT")]


@pytest.mark.parametrize("text", ["1", "123/45", "Đất 7*", "ệ"])
def test_letters_are_laid_out_in_whole_pixels(text: str) -> None:
    atlas = GlyphAtlas(NUMBER_STYLE)
    run = atlas.lay_out(["8", text])
    assert run.widths_px[1] == sum(atlas.lay_out([letter]).widths_px[0] for letter in text)
    assert (run.offsets_px == np.rint(run.offsets_px)).all()
    assert run.offsets_px[1] == 0
