"""What parcels are coloured by: the class of each, seen on the map and in the legend."""

from decimal import Decimal

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from landdesk.domain.commands import AddObject, EditRecord, New, SetFields, SetParcel, UnlinkShape
from landdesk.domain.finding import Severity
from landdesk.domain.ids import ObjectId
from landdesk.ui.colourings import FIELDS_TO_COLOUR, ways, worst
from landdesk.ui.dialogs.layers_dialog import LayersDialog
from landdesk.ui.main_window import MainWindow
from landdesk.ui.map.colouring import WAYS, Colouring, Numbers, by_findings, by_record, by_states, by_values
from landdesk.ui.map.land_use import by_land_use
from landdesk.ui.map.layers.furniture import LegendContent, paint_legend
from landdesk.ui.map.view import MapView
from tests.rows import row_id
from tests.ui.conftest import parcel_of, settle
from tests.ui.hands import children, click
from tests.ui.map.conftest import a_finding

pytestmark = pytest.mark.usefixtures("qapp")


def codes(colouring: Colouring, numbers: Numbers) -> list[str]:
    return [colouring.classes[number].code for number in numbers]


def test_what_is_missing_first_decides() -> None:
    ids = [row_id(number) for number in range(6)]
    colouring = by_record(frozenset(ids[1:5]))
    columns = {
        "user_count": np.array([0, 0, 2, 1, 1, 1]),
        "legal_area_m2": np.array([np.nan, 100.0, np.nan, 100.0, 100.0, 100.0]),
        "provisional": np.array([True, True, True, True, False, False]),
    }
    *found, named_by_a_map = codes(colouring, colouring.numbers(columns, [bytes(one) for one in ids]))
    assert named_by_a_map == "no-record"
    assert found == ["no-record", "no-user", "no-area", "provisional", "basic"]


def test_the_worst_finding_decides_and_nothing_checked_is_not_nothing_found() -> None:
    ids = [row_id(number) for number in range(3)]
    findings = [
        a_finding(None, Severity.WARNING, number=0),
        a_finding(None, Severity.ERROR, number=0),
        a_finding(None, Severity.WARNING, number=1),
    ]
    severities = worst(findings)
    assert severities == {ids[0]: "error", ids[1]: "warning"}
    colouring = by_findings(severities)
    assert codes(colouring, colouring.numbers({}, [bytes(one) for one in ids])) == [
        "error",
        "warning",
        "none",
    ]
    unchecked = by_findings(None)
    assert codes(unchecked, unchecked.numbers({}, ids[:1])) == ["unchecked"]


def test_each_state_has_its_own_colour_and_a_parcel_without_one_is_not_reviewed() -> None:
    titles = {"unreviewed": "a", "faulty": "b", "sent": "c"}
    colouring = by_states(titles, {row_id(1): "sent", row_id(2): "faulty"})
    ids = [ObjectId(row_id(number)) for number in range(3)]
    assert codes(colouring, colouring.numbers({}, ids)) == ["unreviewed", "sent", "faulty"]
    assert len({one.colour for one in colouring.classes}) == 3


def test_what_asks_for_work_is_hatched_in_every_way_that_knows_it() -> None:
    """Colour is never the only sign."""
    for colouring in (by_record(()), by_findings({}), by_states({"faulty": "b", "sent": "c"}, {})):
        hatched = [one.hatched for one in colouring.classes]
        assert any(hatched)
        assert not all(hatched)
    assert not any(one.hatched for one in by_land_use().classes)


def test_common_values_have_a_class_each_and_the_others_one_together() -> None:
    titles = {f"v{number}": f"Value {number}" for number in range(20)}
    values: dict[ObjectId, frozenset[str]] = {}
    # Value 19 is the commonest, value 0 the rarest.
    for number in range(20):
        for again in range(number + 1):
            values[row_id(100 * number + again)] = frozenset({f"v{number}"})
    several, none, unlisted = row_id(9_001), row_id(9_002), row_id(9_003)
    values |= {several: frozenset({"v1", "v2"}), unlisted: frozenset({"word of a file"})}
    colouring = by_values("field.x.y", titles, values)
    asked = [row_id(1_900), row_id(800), row_id(0), several, unlisted, none]
    found = codes(colouring, colouring.numbers({}, [bytes(one) for one in asked]))
    assert found == ["v19", "v8", "/other", "/several", "/other", "/none"]
    # In the order of the list, each told apart by colour and hatch.
    *own, _other, _several, _none = colouring.classes
    assert [one.code for one in own] == [f"v{number}" for number in range(8, 20)]
    assert len({(one.colour, one.hatched) for one in colouring.classes}) == len(colouring.classes) == 15


def test_a_value_as_long_as_any_text_leaves_the_legend_where_it_is() -> None:
    long = "<b>Tên</b>\n" * 400
    colouring = by_values("field.x.y", {}, {row_id(1): frozenset({long})})
    content = LegendContent(colouring, frozenset(one.code for one in colouring.classes))
    image = QImage(900, 600, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_legend(painter, MapView(0, 0, 1.0, 900, 600), content)
    painter.end()
    seen = [x for x in range(900) if image.pixelColor(x, 540).name() != "#ffffff"]
    assert 450 < min(seen) < max(seen) < 900


def test_the_map_is_coloured_by_a_field_and_follows_it(qtbot: QtBot, window: MainWindow) -> None:
    canvas, store = window.desk.workplace.canvas, window.desk.workplace.store
    window.actions_by_code["layers"].trigger()
    (dialog,) = children(window, LayersDialog)
    choose(dialog, "field.parcel.collection_state")
    settle(qtbot, window)
    qtbot.waitUntil(lambda: canvas.shown_classes == {"/none"})
    parcel = parcel_of(window, "12/2")
    store.execute(EditRecord((SetFields("parcel", parcel, {"collection_state": "collected"}),)))
    qtbot.waitUntil(lambda: canvas.shown_classes == {"/none", "collected"})
    choose(dialog, "field.certificate.kind")
    store.execute(
        EditRecord(
            (
                AddObject("certificate", {"serial": "BA 123456", "kind": "1"}, "paper"),
                AddObject("certificate", {"serial": "BA 123457", "kind": "2"}, "other"),
                *(
                    AddObject("certificate_parcel", {"certificate_id": New(key), "parcel_id": parcel})
                    for key in ("paper", "other")
                ),
                AddObject(
                    "certificate_parcel",
                    {"certificate_id": New("paper"), "parcel_id": parcel_of(window, "12/3")},
                ),
            )
        )
    )
    qtbot.waitUntil(lambda: canvas.shown_classes == {"/none", "/several", "1"})
    dialog.close()


def test_every_field_that_can_be_coloured_by_can_be_asked_for(window: MainWindow) -> None:
    app = window.desk.workplace.store.app
    assert len(FIELDS_TO_COLOUR) > 20
    for field in FIELDS_TO_COLOUR.values():
        app.read(lambda reader, field=field: reader.facts.values_of(field.owner, field.name))  # type: ignore[misc]
    assert set(ways()) == {*WAYS, *FIELDS_TO_COLOUR}


def test_a_person_chooses_and_the_map_follows_the_record(qtbot: QtBot, window: MainWindow) -> None:
    canvas = window.desk.workplace.canvas
    assert canvas.shown_classes <= {one.code for one in by_land_use().classes}
    window.actions_by_code["layers"].trigger()
    (dialog,) = children(window, LayersDialog)
    choose(dialog, "record")
    settle(qtbot, window)
    # Of 12/3 nothing is known but what a map says, as the list of what is to be linked has it.
    qtbot.waitUntil(lambda: canvas.shown_classes == {"basic", "no-record"})
    parcel = parcel_of(window, "12/2")
    window.desk.store.execute(SetParcel(parcel, legal_area_m2=None))
    qtbot.waitUntil(lambda: canvas.shown_classes >= {"no-area"})
    window.desk.store.execute(SetParcel(parcel, legal_area_m2=Decimal("600.0")))
    choose(dialog, "findings")
    qtbot.waitUntil(lambda: canvas.shown_classes == {"unchecked"})
    window.actions_by_code["check"].trigger()
    qtbot.waitUntil(lambda: "error" in canvas.shown_classes)
    choose(dialog, "workflow")
    qtbot.waitUntil(lambda: "unreviewed" in canvas.shown_classes or "faulty" in canvas.shown_classes)
    choose(dialog, "land_use")
    qtbot.waitUntil(lambda: "residential" in canvas.shown_classes)
    dialog.close()


def test_the_legend_counts_records_without_a_boundary_and_leads_to_them(
    qtbot: QtBot, window: MainWindow
) -> None:
    place = window.desk.workplace
    canvas = place.canvas
    assert canvas._links == {}
    place.colourings.choose("record")
    qtbot.waitUntil(lambda: "basic" in canvas.shown_classes)
    settle(qtbot, window)
    canvas.grab()
    assert canvas._links == {}
    place.store.execute(UnlinkShape(parcel_of(window, "12/1")))
    qtbot.waitUntil(lambda: place.store.coverage.without_shape == 1)
    settle(qtbot, window)
    canvas.grab()
    (link,) = canvas._links.values()
    assert not place.link_panel.isVisible()
    chosen = place.store.selection.parcels
    QTest.mouseMove(canvas, link.center().toPoint())
    assert canvas.cursor().shape() == Qt.CursorShape.PointingHandCursor
    QTest.mouseMove(canvas, link.center().toPoint() - QPoint(0, 200))
    assert canvas.cursor().shape() != Qt.CursorShape.PointingHandCursor
    click(canvas, link.center().toPoint())
    assert place.link_panel.isVisible()
    assert place.store.selection.parcels == chosen
    settle(qtbot, window)
    place.colourings.choose("land_use")
    settle(qtbot, window)
    canvas.grab()
    assert canvas._links == {}


def choose(dialog: LayersDialog, code: str) -> None:
    """Choose in the box as the keyboard does."""
    at = dialog.way.findData(code)
    dialog.way.setCurrentIndex(at)
    dialog.way.activated.emit(at)
