"""What waits to be sent, on the map: marked after each act, no longer once it was sent, hidden by the menu."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from landdesk.app import exchange
from landdesk.domain.commands import AddLandUser, SetParcel
from landdesk.domain.coverage import Coverage
from landdesk.ui.main_window import MainWindow
from landdesk.ui.map.layers import pending
from landdesk.ui.map.layers.pending import PendingLayer
from landdesk.ui.map.view import MapView
from tests.ui.bound import bound_store
from tests.ui.conftest import HEIGHT, SOUTH, WEST, WIDTH, parcel_of, settle


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    return bound_store(tmp_path)


def waiting_pixels(window: MainWindow, column: int, row: int) -> int:
    """Return how many pixels of a parcel's land have the colour of what waits."""
    canvas = window.desk.workplace.canvas
    left, top = canvas.view.to_screen(WEST + column * WIDTH + 2, SOUTH + (row + 1) * HEIGHT - 2)
    right, bottom = canvas.view.to_screen(WEST + (column + 1) * WIDTH - 2, SOUTH + row * HEIGHT + 2)
    place = QRect(QPoint(round(left), round(top)), QPoint(round(right), round(bottom)))
    return near_colour(canvas.grab(place).toImage())


def near_colour(image: QImage) -> int:
    """Return how many pixels are nearly the colour of what waits, thin lines half of it."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), -1)
    blue, green, red = (raw[:, at : 4 * image.width() : 4].astype(int) for at in range(3))
    return int(((red < green - 30) & (red < blue - 30) & (abs(green - blue) < 25)).sum())


def test_an_act_is_marked_and_what_was_sent_no_longer(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    store = window.desk.workplace.store
    assert not waiting_pixels(window, 0, 0)
    store.execute(SetParcel(parcel_of(window, "12/1"), address="Thôn Đông"))
    qtbot.waitUntil(lambda: waiting_pixels(window, 0, 0) > 50)
    assert not waiting_pixels(window, 1, 0)
    # A land user belongs to the parcel too.
    store.execute(AddLandUser(parcel_of(window, "12/2"), "Phan Văn Sáu"))
    qtbot.waitUntil(lambda: waiting_pixels(window, 1, 0) > 50)
    window.actions_by_code["undo"].trigger()
    qtbot.waitUntil(lambda: not waiting_pixels(window, 1, 0))
    store.change(lambda _progress: exchange.export_change(store.app, tmp_path / "goi.ldpkg"))
    qtbot.waitUntil(lambda: not waiting_pixels(window, 0, 0))


def test_it_can_be_hidden_and_is_explained(qtbot: QtBot, window: MainWindow) -> None:
    place = window.desk.workplace
    place.store.execute(SetParcel(parcel_of(window, "12/1"), address="Thôn Đông"))
    qtbot.waitUntil(lambda: waiting_pixels(window, 0, 0) > 50)
    assert place.canvas._legend_content().pending
    window.actions_by_code["layer_pending"].trigger()
    qtbot.waitUntil(lambda: not waiting_pixels(window, 0, 0))
    assert not place.canvas._legend_content().pending
    window.actions_by_code["layer_pending"].trigger()
    settle(qtbot, window)
    assert waiting_pixels(window, 0, 0) > 50
    # A tool in hand needs to see the boundary.
    window.actions_by_code["move_vertex"].trigger()
    assert waiting_pixels(window, 0, 0) < 50


# the layer itself


def painted(layer: PendingLayer, view: MapView) -> int:
    image = QImage(view.width_px, view.height_px, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    layer.paint(painter, view)
    painter.end()
    return near_colour(image)


def test_from_afar_each_is_a_mark_and_near_by_a_hatch(
    decany: Coverage, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = frozenset(decany.id_at(int(at)) for at in decany.live()[:200])
    layer = PendingLayer(ids, decany)
    assert len(layer) == 200
    everything = MapView(0, 0, 1.0, 900, 700).fitted(decany.extent() or (0, 0, 1, 1), 8.0)
    afar = painted(layer, everything)
    shape = decany.shape(next(iter(ids)))
    assert shape is not None
    near = MapView(0, 0, 1.0, 900, 700).fitted(shape.bounds, 0.2)
    assert afar > 20
    assert painted(layer, near) > 10 * afar
    # Too many at once are marks at any scale.
    monkeypatch.setattr(pending, "OUTLINES_AT_MOST", 0)
    assert 0 < painted(layer, near) < 1_500


def test_what_is_not_on_the_map_is_not_drawn(decany: Coverage) -> None:
    assert len(PendingLayer(frozenset({b"0" * 16}), decany)) == 0  # type: ignore[arg-type]
    assert not PendingLayer().is_seen(MapView(0, 0, 1.0, 90, 70))
