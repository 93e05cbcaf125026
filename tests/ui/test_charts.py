"""Charts: words are whole at every width, nothing lies over anything, colour is never the only sign."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QImage, QPainter
from pytestqt.qtbot import QtBot

from landdesk.i18n import set_language
from landdesk.ui import theme
from landdesk.ui.charts import bars, chart, day_line, stacked_bar
from landdesk.ui.charts.bars import BarChart, share_words
from landdesk.ui.charts.chart import Chart, Part, text_size
from landdesk.ui.charts.chart_view import ChartView
from landdesk.ui.charts.day_line import DayLine, DayLineWords, nice_top
from landdesk.ui.charts.stacked_bar import StackedBar
from tests.ui.hands import click, press

LONG = "Lệch diện tích giữa bản đồ và giấy chứng nhận vượt hạn sai cho phép"
PARTS = (
    Part("a", "Chồng lấn thửa", 12_345, theme.ERROR),
    Part("b", LONG, 7, theme.WARNING, hatched=True),
    Part("c", "Chưa phân loại", 0, theme.NOTICE),
    Part("d", "Đủ", 400, theme.GOOD),
)
FIRST = date(2026, 9, 1)
DEADLINE = date(2026, 12, 31)
Written = list[tuple[QRectF, str, QFont]]


@pytest.fixture(params=["vi", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    set_language(request.param)
    yield request.param
    set_language("en")


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Written:
    """Everything that charts write, with its box."""
    found: Written = []

    def note(_painter: QPainter, box: QRectF, words: str, made: QFont, *_more: Any, **_named: Any) -> None:
        found.append((box, words, made))

    for module in (bars, stacked_bar, day_line):
        monkeypatch.setattr(module, "draw_text", note)
    return found


def painted(made: Chart, width: float) -> QImage:
    picture = QImage(round(width), round(made.height(width)), QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    made.paint(painter, QRectF(picture.rect()))
    painter.end()
    return picture


def line_until(days: int, left: int) -> DayLine:
    points = [(FIRST + timedelta(days=at), left) for at in range(days + 1)]
    return DayLine(points, DEADLINE, DayLineWords("còn lại", "đường thẳng đến hạn", "31/12/2026"))


CHARTS: dict[str, Callable[[], Chart]] = {
    "bars": lambda: BarChart(PARTS, shares=True),
    "bars of nothing": lambda: BarChart(PARTS[2:3], whole=0, shares=True),
    "stacked": lambda: StackedBar(PARTS),
    "one part": lambda: StackedBar(PARTS[:1]),
    "line of a day": lambda: line_until(0, 7),
    "line of weeks": lambda: line_until(70, 12_345),
    "line near its end": lambda: line_until(115, 50_752),
    "line beyond its end": lambda: line_until(140, 3),
    "line of nothing": lambda: line_until(30, 0),
}


@pytest.mark.parametrize("width", [260, 320, 440, 900])
@pytest.mark.parametrize("made", CHARTS.values(), ids=CHARTS)
@pytest.mark.usefixtures("qapp", "language")
def test_words_are_whole_and_apart_at_every_width(
    made: Callable[[], Chart], width: float, written: Written
) -> None:
    one = made()
    painted(one, width)
    assert written
    room = QRectF(0, 0, width, one.height(width)).adjusted(-0.5, -0.5, 0.5, 0.5)
    for box, words, font in written:
        across, down = text_size(words, box.width(), font)
        assert across <= box.width() + 0.5, words
        assert down <= box.height() + 1, words
        assert room.contains(box), words
    for (first, words, _), (second, others, _) in combinations(written, 2):
        over = first.intersected(second)
        assert over.width() < 1 or over.height() < 1, (words, others)


@pytest.mark.usefixtures("qapp")
def test_every_part_has_its_words_and_its_number(written: Written) -> None:
    painted(BarChart(PARTS), 400)
    texts = [words for _, words, _ in written]
    assert texts == ["Chồng lấn thửa", "12,345", LONG, "7", "Chưa phân loại", "0", "Đủ", "400"]
    assert BarChart(PARTS[:1]).spoken == "Chồng lấn thửa: 12,345"
    assert StackedBar(PARTS[:2]).spoken == f"Chồng lấn thửa: 12,345 (>99%); {LONG}: 7 (<1%)"


@pytest.mark.usefixtures("qapp")
def test_hatched_bars_are_told_from_filled_ones_without_their_colour() -> None:
    filled, hatched = (
        painted(BarChart([Part("a", "Đủ", 1, theme.ERROR, hatched=one)]), 300).convertToFormat(
            QImage.Format.Format_Grayscale8
        )
        for one in (False, True)
    )
    assert filled != hatched
    kinds = {filled.pixel(x, 12) for x in range(100, 280)}, {hatched.pixel(x, 12) for x in range(100, 280)}
    assert len(kinds[0]) < len(kinds[1])


@pytest.mark.usefixtures("qapp")
def test_a_bar_is_as_long_as_its_number() -> None:
    picture = painted(BarChart([Part("a", "A", 50), Part("b", "B", 100), Part("c", "C", 1)], whole=200), 400)

    def length(row: int) -> int:
        accent = theme.colour(theme.ACCENT).rgb()
        return sum(picture.pixel(x, 12 + 24 * row) == accent for x in range(400))

    half, whole, least = length(0), length(1), length(2)
    assert abs(whole - 2 * half) <= 2
    assert 1 <= least <= 3


def test_shares_never_read_as_all_or_nothing_where_they_are_not() -> None:
    assert [share_words(one, 50_752) for one in (0, 1, 25_376, 50_751, 50_752)] == [
        "0%",
        "<1%",
        "50%",
        ">99%",
        "100%",
    ]
    assert share_words(0, 0) == "0%"


@pytest.mark.parametrize("value", [0, 1, 4, 5, 7, 12, 99, 402, 1_001, 50_752, 123_456])
def test_the_scale_is_round_and_has_room(value: int) -> None:
    top = nice_top(value)
    assert value <= top <= max(2 * value, 4)
    assert top % day_line.LINES == 0


@pytest.mark.usefixtures("qapp")
def test_the_line_falls_as_what_is_left_falls() -> None:
    falling = DayLine(
        [(FIRST + timedelta(days=at), 100 - at) for at in range(91)], DEADLINE, DayLineWords("", "", "")
    )
    picture = painted(falling, 600)
    accent = theme.colour(theme.ACCENT).rgb()
    places = [(x, y) for x in range(600) for y in range(30, 240) if picture.pixel(x, y) == accent]
    left = min(y for x, y in places if x < 100)
    right = max(y for x, y in places if x > 350)
    assert right > left + 100
    assert falling.spoken.startswith("01/09/2026: 100; 30/11/2026: 10")


def test_parts_are_chosen_by_mouse_and_keys(qtbot: QtBot) -> None:
    view = ChartView("Lỗi")
    qtbot.addWidget(view)
    view.show_chart(BarChart(PARTS, choosable=True))
    view.resize(400, view.heightForWidth(400))
    view.show()
    chosen: list[str] = []
    view.chosen.connect(chosen.append)
    assert view.chart is not None
    click(view, view.chart.box_of(PARTS[1], 400).center().toPoint())
    view.setFocus()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Down):
        press(view, key)
    press(view, Qt.Key.Key_Down)
    press(view, Qt.Key.Key_Space)
    assert chosen == ["b", "c", "d"]
    assert "Chồng lấn thửa: 12,345" in view.accessibleDescription()
    # A chart of another kind takes no keys.
    view.show_chart(StackedBar(PARTS))
    assert view.focusPolicy() == Qt.FocusPolicy.NoFocus
    click(view)
    assert chosen == ["b", "c", "d"]


def test_a_view_asks_for_the_height_of_its_words(qtbot: QtBot) -> None:
    view = ChartView("Lỗi")
    qtbot.addWidget(view)
    view.show_chart(BarChart(PARTS))
    assert view.heightForWidth(260) > view.heightForWidth(900)
    assert chart.LABEL_PX * len(PARTS) < view.heightForWidth(900)
