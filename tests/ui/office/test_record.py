import shapely
from pytestqt.qtbot import QtBot
from shapely import MultiPolygon, box

from landdesk.domain.ids import ObjectId
from landdesk.services.office.review import Outcome
from landdesk.ui.main_window import MainWindow
from landdesk.ui.map.view import MapView
from landdesk.ui.models.office_changes import ObjectChange, ParcelChange, RecordChanges, masked_words
from landdesk.ui.panels.office_record_cards import signed_m2
from tests.ui.hands import click, read
from tests.ui.office.conftest import SOUTH, WEST, office_of
from tests.ui.office.desk import choose_record


def changes_of(window: MainWindow) -> RecordChanges:
    changes = office_of(window).record_panel.changes
    assert changes is not None
    return changes


def fields(change: ObjectChange) -> dict[str, tuple[str | None, str | None, str | None]]:
    return {one.field: (one.old, one.office, one.new) for one in change.fields}


def test_a_split_shows_both_halves_before_and_after(qtbot: QtBot, package_window: MainWindow) -> None:
    choose_record(qtbot, package_window, "12/1")
    changes = changes_of(package_window)
    areas = {one.key: (round(one.before_m2, 1), round(one.after_m2, 1)) for one in changes.shapes}
    assert areas["12/1"] == (600.0, 300.0)
    assert areas["12/9*"] == (0.0, 300.0)
    assert round(changes.more_m2, 3) == 0.0
    # The neighbour got a node where the cut ends, and comes last.
    assert areas["12/2"] == (600.0, 600.0)
    assert [one.same_ground for one in changes.shapes if one.key == "12/2"] == [True]
    assert changes.objects[-1].title == "Parcel 12/2"


def test_the_map_shows_the_change_and_zooms_to_it(qtbot: QtBot, package_window: MainWindow) -> None:
    canvas = package_window.desk.workplace.canvas
    canvas.set_view(MapView(WEST + 5_000, SOUTH + 5_000, 1.0, canvas.width(), canvas.height()))
    choose_record(qtbot, package_window, "12/5")
    choose_record(qtbot, package_window, "12/1")
    assert canvas._compare.box == (WEST, SOUTH, WEST + 20.0, SOUTH + 30.0)
    assert canvas.view.covers((WEST, SOUTH, WEST + 20.0, SOUTH + 30.0))
    assert canvas.view.m_per_px < 0.5
    assert canvas.selection == ()


def test_without_another_boundary_the_parcel_is_selected(qtbot: QtBot, package_window: MainWindow) -> None:
    choose_record(qtbot, package_window, "12/5")
    canvas = package_window.desk.workplace.canvas
    coverage = package_window.desk.store.coverage
    assert canvas._compare.box is None
    assert [coverage.column("number", coverage.indices_of(canvas.selection))[0]] == ["5"]


def test_a_conflict_shows_old_office_and_new(qtbot: QtBot, package_window: MainWindow) -> None:
    choose_record(qtbot, package_window, "12/6")
    (change,) = changes_of(package_window).objects
    assert change.outcome is Outcome.CONFLICT
    assert change.why is not None
    assert fields(change)["F005"] == ("Thôn Phú Điền", "Thôn Hạ", "Thôn Trung")
    assert [one.field for one in change.fields if one.both_changed] == ["F005"]
    shown = read(office_of(package_window).record_panel)
    assert {"Thôn Phú Điền", "Thôn Hạ", "Thôn Trung"} <= set(shown)


def test_personal_data_are_masked_until_asked_for_and_again_on_the_next_record(
    qtbot: QtBot, package_window: MainWindow
) -> None:
    panel = office_of(package_window).record_panel
    secret = {"Đỗ Thị Mận", "056199000123"}
    choose_record(qtbot, package_window, "12/5")
    assert not secret & set(read(panel))
    assert "056••••••123" in read(panel)
    click(panel.personal)
    qtbot.waitUntil(lambda: secret <= set(read(panel)))
    choose_record(qtbot, package_window, "12/4")
    assert not panel.personal.isEnabled()
    choose_record(qtbot, package_window, "12/5")
    assert not secret & set(read(panel))


def test_a_conflict_is_sought_out_from_a_large_parcel() -> None:
    """Zooms to where a road of a kilometre changes, not to the whole road."""
    road = MultiPolygon([box(0, 0, 1000, 5)])
    wider = MultiPolygon([shapely.union(box(0, 0, 1000, 5), box(500, 5, 510, 9))])
    whole = ParcelChange(ObjectId(b"r" * 16), "12/9", road, wider)
    assert not whole.same_ground
    assert whole.changed_box == (500.0, 5.0, 510.0, 9.0)
    assert whole.whole_box == (0.0, 0.0, 1000.0, 9.0)


def test_a_boundary_with_one_more_node_is_the_same_ground() -> None:
    plain = MultiPolygon([box(0, 0, 20, 30)])
    noded = MultiPolygon([shapely.Polygon([(0, 0), (20, 0), (20.001, 14.2), (20, 30), (0, 30)])])
    moved = MultiPolygon([shapely.Polygon([(0, 0), (20, 0), (20.01, 14.2), (20, 30), (0, 30)])])
    assert ParcelChange(ObjectId(b"r" * 16), "12/9", plain, noded).same_ground
    assert not ParcelChange(ObjectId(b"r" * 16), "12/9", plain, moved).same_ground
    assert not ParcelChange(ObjectId(b"r" * 16), "12/9", None, moved).same_ground


def test_words_of_areas_and_masks() -> None:
    assert signed_m2(12.34) == "+12.3"
    assert signed_m2(-1234.5) == "−1,234.5"
    assert signed_m2(-0.04) == "0.0"
    assert masked_words("Đỗ Thị Mận") == "Đ• T•• M••"
    assert masked_words("Nguyễnthịhườnghoa") == "N•••••"
