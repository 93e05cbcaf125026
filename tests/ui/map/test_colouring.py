"""What parcels are coloured by: the class of each, seen on the map and in the legend."""

from decimal import Decimal

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from landdesk.domain.commands import SetParcel
from landdesk.domain.finding import Severity
from landdesk.domain.ids import ObjectId
from landdesk.ui.colourings import worst
from landdesk.ui.dialogs.layers_dialog import LayersDialog
from landdesk.ui.main_window import MainWindow
from landdesk.ui.map.colouring import WAYS, Colouring, Numbers, by_findings, by_record, by_states
from landdesk.ui.map.land_use import by_land_use
from tests.rows import row_id
from tests.ui.conftest import parcel_of, settle
from tests.ui.hands import children
from tests.ui.map.conftest import a_finding

pytestmark = pytest.mark.usefixtures("qapp")


def codes(colouring: Colouring, numbers: Numbers) -> list[str]:
    return [colouring.classes[number].code for number in numbers]


def test_what_is_missing_first_decides() -> None:
    colouring = by_record()
    columns = {
        "user_count": np.array([0, 0, 2, 1, 1]),
        "legal_area_m2": np.array([np.nan, 100.0, np.nan, 100.0, 100.0]),
        "provisional": np.array([True, True, True, True, False]),
    }
    found = codes(colouring, colouring.numbers(columns, []))
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
    for colouring in (by_record(), by_findings({}), by_states({"faulty": "b", "sent": "c"}, {})):
        hatched = [one.hatched for one in colouring.classes]
        assert any(hatched)
        assert not all(hatched)
    assert not any(one.hatched for one in by_land_use().classes)


def test_a_person_chooses_and_the_map_follows_the_record(qtbot: QtBot, window: MainWindow) -> None:
    canvas = window.desk.workplace.canvas
    assert canvas.shown_classes <= {one.code for one in by_land_use().classes}
    window.actions_by_code["layers"].trigger()
    (dialog,) = children(window, LayersDialog)
    choose(dialog, "record")
    settle(qtbot, window)
    qtbot.waitUntil(lambda: canvas.shown_classes == {"basic"})
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


def choose(dialog: LayersDialog, code: str) -> None:
    """Choose in the box as the keyboard does."""
    at = list(WAYS).index(code)
    dialog.way.setCurrentIndex(at)
    dialog.way.activated.emit(at)
