"""Make the pictures of the user guide from the generated commune: ``python -m tools.guide_pictures``.

The demo is played into ``build/guide``, then real windows are opened on its stores without a display, brought into the
state that a page of the guide describes, and grabbed. Nothing is drawn or retouched by hand.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise, product
from pathlib import Path
from typing import Final, cast

import numpy as np
import shapely
import shapely.ops
from PySide6.QtCore import QEventLoop, QPointF, QRect, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.app.bootstrap import open_application
from landdesk.domain.bearings import bearing
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.clock import local_time
from landdesk.domain.commands import AddLandUser, MoveVertex, SetParcel, SplitParcel
from landdesk.domain.coverage import Coverage
from landdesk.domain.errors import RefusedError
from landdesk.domain.fields import field_of
from landdesk.domain.finding import Finding
from landdesk.domain.geometry import move_vertex
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Parcel, SyncStatus
from landdesk.i18n import set_language
from landdesk.services.office.inbox import inbox
from landdesk.settings import HIDDEN_LAYERS, Settings
from landdesk.ui.dialogs.package_result import PackageResult
from landdesk.ui.dialogs.return_record import ReturnForm
from landdesk.ui.main_window import MainWindow
from landdesk.ui.map.snapping import Snap, SnapKind
from landdesk.ui.map.tools.tool import Spot
from landdesk.ui.models.office_written import WrittenPackage, written_package
from landdesk.ui.panels.office_place import OfficePlace
from landdesk.ui.qt_texts import QtTexts
from landdesk.ui.start import grab_window, prepared_application
from tools.small_png import save_small

ROOT: Final = Path(__file__).resolve().parents[1]
PICTURES: Final = ROOT / "docs" / "user-guide" / "pictures"
WORK: Final = ROOT / "build" / "guide"
COMMUNE: Final = WORK / "demo" / "commune.landdesk"
OFFICE: Final = WORK / "demo" / "office.landdesk"
TECHNICIAN: Final = "Nguyễn Văn Đức"
CLERK: Final = "Lê Thị Đào"
LARGEST_BYTES: Final = 150_000
WITHIN_MS: Final = 30_000
SMALL_WINDOW: Final = (1120, 700)
Prepare = Callable[[MainWindow], QRect | None]


def main() -> None:
    """Make all pictures anew."""
    _surroundings()
    demo = ["demo", "--folder", str(WORK / "demo"), "--no-window", "--lang", "vi"]
    subprocess.run([sys.executable, "-m", "landdesk", *demo], cwd=ROOT, check=True, capture_output=True)
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    app = prepared_application()
    app.installTranslator(QtTexts(app))
    _welcome()
    _shoot("window", COMMUNE, TECHNICIAN, _show_overlap)
    _shoot("parcel-page", COMMUNE, TECHNICIAN, _parcel_page)
    _shoot("move-point", COMMUNE, TECHNICIAN, _move_point, SMALL_WINDOW)
    _shoot("split", COMMUNE, TECHNICIAN, _split, SMALL_WINDOW)
    _shoot("exact", COMMUNE, TECHNICIAN, _exact, SMALL_WINDOW)
    _shoot("reshape", COMMUNE, TECHNICIAN, _reshape, SMALL_WINDOW)
    _shoot("findings", COMMUNE, TECHNICIAN, _gap, SMALL_WINDOW)
    _shoot("returned", COMMUNE, TECHNICIAN, _returned)
    _shoot("overview", _told_by_branch(), TECHNICIAN, _overview)
    _second_package()
    _shoot("office-inbox", OFFICE, CLERK, _inbox)
    _shoot("office-record", OFFICE, CLERK, _record)
    _shoot("return-form", OFFICE, CLERK, _return_form)
    for picture in sorted(PICTURES.iterdir()):
        print(f"{picture.stat().st_size:8} {picture.relative_to(ROOT)}")


def _surroundings() -> None:
    """Keep settings and log of whoever makes the pictures out of them, and need no display."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["LANDDESK_CONFIG"] = str(WORK / "settings")
    os.environ["LANDDESK_LOGS"] = str(WORK / "logs")
    os.environ.pop("LANDDESK_PERSON", None)
    set_language("vi")


# --- taking pictures ---------------------------------------------------------------------------------------


def _shoot(
    name: str, store: Path, person: str, prepare: Prepare, size: tuple[int, int] = (1366, 768)
) -> None:
    """Take a picture of a window; ``prepare`` returns the part that is wanted, None when it saved one itself.

    A part without extent is the whole window.
    """
    wanted: list[QRect | None] = []
    whole = WORK / "window.png"
    grab_window(
        store,
        whole,
        size,
        language="vi",
        person=person,
        prepare=lambda window: wanted.append(prepare(window)),
    )
    # A layer that one picture hides is there again in the next.
    Settings().put(HIDDEN_LAYERS, ())
    part = wanted[0]
    if part is not None:
        image = QImage(str(whole))
        _save(name, image if part.isNull() else image.copy(part))


def _save(name: str, image: QImage) -> None:
    save_small(image, PICTURES / f"{name}.png", LARGEST_BYTES)


def _save_widget(name: str, widget: QWidget) -> None:
    _let_pass(150)
    _save(name, widget.grab().toImage())


def _part(window: MainWindow, *widgets: QWidget) -> QRect:
    """Return the rectangle of the window that holds these widgets."""
    found = QRect()
    for one in widgets:
        found = found.united(QRect(one.mapTo(window, one.rect().topLeft()), one.size()))
    return found


def _wait(until: Callable[[], bool]) -> None:
    """Run the event loop until something holds.

    Raises:
        TimeoutError: It does not within half a minute.
    """
    loop, looks, limit = QEventLoop(), QTimer(), QTimer()
    looks.timeout.connect(lambda: loop.quit() if until() else None)
    limit.setSingleShot(True)
    limit.timeout.connect(lambda: loop.exit(1))
    looks.start(20)
    limit.start(WITHIN_MS)
    if loop.exec():
        raise TimeoutError("the window did not become what the picture needs")


def _let_pass(milliseconds: int) -> None:
    """Let what was opened be laid out."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _settle(window: MainWindow) -> None:
    _wait(lambda: window.desk.workplace.settled)


# --- the commune -------------------------------------------------------------------------------------------


def _welcome() -> None:
    """The page of welcome, and the form for a new store on it."""
    window = MainWindow(Settings())
    window.resize(900, 560)
    window.show()
    _save_widget("welcome", window)
    form = window.errands.ask_new_from_base()
    form.base.show_path(Path("E:/NEN-22657-1.ldpkg"))
    form.target.show_path(Path("D:/LandDesk/dien-dien.landdesk"))
    form.user_name.setText(TECHNICIAN)
    form.unit.setText("UBND xã Diên Điền")
    _save_widget("new-store", form)
    form.reject()
    ended: list[bool] = []
    window.closed.connect(lambda: ended.append(True))
    window.close()
    _wait(lambda: bool(ended))
    window.deleteLater()


def _show_finding(window: MainWindow, rule: str, place: int = 0) -> Finding:
    """Choose a finding of a rule as a click on its line does."""
    desk = window.desk.workplace
    finding = [one for one in desk.findings.findings if one.rule == rule][place]
    row = desk.findings_panel.model.place_of(finding.subject)
    if row is not None:
        desk.findings_panel.table.setFocus()
        desk.findings_panel.table.selectRow(row)
    desk.findings.show_place(finding)
    _settle(window)
    return finding


def _show_overlap(window: MainWindow) -> QRect:
    finding = _show_finding(window, "parcel.overlap")
    place = window.desk.workplace
    place.store.selection.choose(finding.objects[:1])
    place.store.show_parcels(finding.objects)
    _settle(window)
    return QRect()


def _gap(window: MainWindow) -> QRect:
    _show_finding(window, "parcel.gap")
    return _part(window, window.frame, window.tabs)


def _parcel_page(window: MainWindow) -> None:
    """The page of a house lot in the middle of typing."""
    place = window.desk.workplace
    lot = _house_lot(place.store.app)
    place.store.selection.choose([lot])
    place.store.show_parcels([lot])
    _settle(window)
    window.actions_by_code["edit_parcel"].trigger()
    _wait(lambda: place.settled and place.record.draft is not None)
    draft = place.record.draft
    if draft is None:
        raise RuntimeError("the page did not open")
    purpose = draft.of("purpose")[0]
    draft.set_text(purpose, field_of("purpose", "area_m2"), "120")
    draft.set_text(draft.parcel, field_of("parcel", "map_area_m2"), "2o6,5")
    place.record_page.refresh()
    _let_pass(150)
    _save_widget("parcel-page", window)
    place.record.forget_typed()


def _move_point(window: MainWindow) -> QRect:
    """A boundary point of two house lots and the ground behind them, dragged by some metres."""
    place = window.desk.workplace
    window.actions_by_code["move_vertex"].trigger()
    window.actions_by_code["layer_legend"].trigger()
    at = _shared_corner(place.store.app)
    place.canvas.zoom_to_box((at[0] - 28, at[1] - 20, at[0] + 28, at[1] + 20), margin=0.0)
    _settle(window)
    tool = place.canvas.tool
    tool.press(Spot(*at, Snap(SnapKind.VERTEX, *at)))
    tool.drag(Spot(*_free_place(place.store.app, at)))
    return _part(window, window.frame)


def _split(window: MainWindow) -> QRect:
    """A line across a house lot, before the double click."""
    place = window.desk.workplace
    lot = _house_lot(place.store.app)
    window.actions_by_code["split"].trigger()
    window.actions_by_code["layer_legend"].trigger()
    place.store.show_parcels([lot])
    _settle(window)
    for easting, northing in _cut_of(place.store.app, lot).coords:
        place.canvas.tool.click(Spot(easting, northing))
    return _part(window, window.frame)


def _exact(window: MainWindow) -> QRect:
    """A line across a house lot with its bearing typed, the pointer on the boundary on the other side."""
    place = window.desk.workplace
    lot = _house_lot(place.store.app)
    window.actions_by_code["split"].trigger()
    window.actions_by_code["layer_legend"].trigger()
    canvas = place.canvas
    start, end = _cut_of(place.store.app, lot).coords
    middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    canvas.zoom_to_box((middle[0] - 25, middle[1] - 17, middle[0] + 25, middle[1] + 17), margin=0.0)
    _settle(window)
    canvas.tool.click(Spot(*start))
    canvas.tool.enter("bearing", round(bearing(start, end) * 4) / 4)
    shape = place.store.coverage.shape(lot)
    if shape is None:
        raise RuntimeError("a lot without a boundary")
    on = shapely.ops.nearest_points(shape.boundary, shapely.Point(end))[0]
    at = QPointF(*canvas.view.to_screen(on.x, on.y))
    canvas.pointed(at, canvas.spot(at, free=False))
    return _part(window, window.frame)


def _reshape(window: MainWindow) -> QRect:
    """A new boundary between two house lots, before Enter."""
    place = window.desk.workplace
    lot = _house_lot(place.store.app)
    start, end = _shared_edge(place.store.app, lot)
    window.actions_by_code["reshape"].trigger()
    window.actions_by_code["layer_legend"].trigger()
    place.store.selection.choose([lot])
    (e0, n0), (e1, n1) = start, end
    middle = (e0 + e1) / 2, (n0 + n1) / 2
    place.canvas.zoom_to_box((middle[0] - 25, middle[1] - 17, middle[0] + 25, middle[1] + 17), margin=0.0)
    _settle(window)
    for along, aside in ((0.1, -0.05), (0.4, 0.15), (0.7, -0.12), (0.9, 0.05)):
        easting = e0 + along * (e1 - e0) - aside * (n1 - n0)
        northing = n0 + along * (n1 - n0) + aside * (e1 - e0)
        place.canvas.tool.click(Spot(easting, northing))
    return _part(window, window.frame)


def _returned(window: MainWindow) -> QRect:
    place = window.desk.workplace
    if place.work_panel is None:
        raise RuntimeError("a commune has work to do")
    row = place.work_panel.model.rows[0]
    window.actions_by_code["go_work"].trigger()
    place.work_panel.table.selectRow(0)
    place.store.selection.choose(row.parcels[:1])
    place.store.show_parcels(row.parcels)
    _settle(window)
    return QRect()


# --- the office --------------------------------------------------------------------------------------------


def _told_by_branch() -> Path:
    """Return a copy of the commune with what status files of eight weeks have said."""
    path = WORK / "overview.landdesk"
    shutil.copy(COMMUNE, path)
    app = open_application(path, TECHNICIAN)
    parcels = list(app.read(lambda reader: reader.all(Parcel)))
    today = local_time(app.store.clock()).date()
    known: dict[ObjectId, SyncStatus] = {}
    for week in range(8, -1, -1):
        day = (today - timedelta(weeks=week)).isoformat()
        deltas = []
        for at, parcel in enumerate(parcels):
            group = "3" if at % 12 == 7 else "1" if at * 37 % 100 < 52 - 6 * week else "2"
            old = known.get(parcel)
            known[parcel] = SyncStatus(
                app.store.new_id() if old is None else old.id, parcel, day, parcel_group=group
            )
            deltas.append(Delta(old, known[parcel]))
        change = ChangeSet("import.sync_status", tuple(deltas))
        app.write(lambda context, change=change: context.work.apply(change, EntryKind.IMPORT))  # type: ignore[misc]
    app.check()
    app.close()
    return path


def _overview(window: MainWindow) -> QRect:
    """The overview of the commune in the place of the map."""
    window.actions_by_code["overview"].trigger()
    _wait(lambda: window.desk.workplace.overview.shown is not None)
    _settle(window)
    _let_pass(200)
    return QRect()


def _second_package() -> None:
    """Let the commune send a package that holds a clean record, a split, and one the office contradicts."""
    target = WORK / "demo" / "change-2.ldpkg"
    commune, office = open_application(COMMUNE, TECHNICIAN), open_application(OFFICE, CLERK)
    try:
        lots = _house_lots(commune)
        split, renamed, contested = lots[0], lots[8], lots[16]
        office.execute(SetParcel(contested, address="Thôn Vĩnh Thạnh, xã Diên Điền"))
        commune.execute(SplitParcel(split, _cut_of(commune, split)))
        commune.execute(AddLandUser(renamed, "Trần Thị Sương", "999301000456"))
        commune.execute(SetParcel(contested, address="Thôn Phú Điền, xã Diên Điền"))
        at = _shared_corner(commune)
        commune.execute(MoveVertex(at, (round(at[0] + 0.3, 3), round(at[1] + 0.2, 3))))
        written = written_package(target, exchange.export_change(commune, target))
        exchange.office_receive(office, target)
    finally:
        commune.close()
        office.close()
    _package_result(written)


def _package_result(written: WrittenPackage) -> None:
    """What is told of an exported package; it lies on a stick, as it would at a commune."""
    dialog = PackageResult(replace(written, path=Path("E:/22657-2.ldpkg")))
    dialog.show()
    _save_widget("exported", dialog)
    dialog.reject()


def _office_of(window: MainWindow) -> OfficePlace:
    office = window.desk.workplace.office
    if office is None:
        raise RuntimeError("the store is no office's")
    return office


def _inbox(window: MainWindow) -> QRect:
    office = _office_of(window)
    _wait(lambda: len(office.inbox_panel.model.rows) > 1)
    left = _part(window, window.left)
    return QRect(0, 0, left.right() + 300, 330)


def _open_package(window: MainWindow) -> None:
    """Open the newest package and wait until it is compared."""
    place, office = window.desk.workplace, _office_of(window)
    office.open_package(place.store.app.read(inbox)[0].line.id)
    rows = office.package_panel.model
    _wait(lambda: bool(rows.rows) and all(row.state != "comparing" for row in rows.rows))
    split = next(row for row in rows.rows if any(act.command == "parcel.split" for act in row.record.acts))
    line = rows.place_of(split.id)
    if line is not None:
        office.package_panel.table.selectRow(line)
    _wait(lambda: place.settled and office.record_panel.changes is not None)
    _let_pass(300)


def _record(window: MainWindow) -> QRect:
    _open_package(window)
    return QRect()


def _return_form(window: MainWindow) -> None:
    _open_package(window)
    _office_of(window).record_panel.send_back.click()
    form = cast("ReturnForm | None", window.findChild(ReturnForm))
    if form is None:
        raise RuntimeError("the form did not open")
    form.reason.setCurrentIndex(form.reason.findData("document"))
    form.note.setPlainText("Thiếu biên bản xác định ranh giới giữa hai phần. Lập biên bản rồi gửi lại.")
    _save_widget("return-form", form)
    form.reject()


# --- choosing parcels --------------------------------------------------------------------------------------


def _house_lots(app: Application) -> list[ObjectId]:
    """Return sound house lots of a usual size with a number of their own, none that the office returned."""
    findings = (app.findings or app.check()).findings
    returned = {one for item in app.read(lambda reader: reader.work_items("open")) for one in item.subjects}
    coverage = app.coverage
    lots = []
    for line in app.read(lambda reader: reader.parcel_lines()):
        shape = coverage.shape(line.id)
        if line.land_use != "ONT" or shape is None or not 120 < shape.area < 400 or line.id in returned:
            continue
        if not findings.of(line.id) and not line.provisional:
            lots.append(line.id)
    return lots


def _house_lot(app: Application) -> ObjectId:
    return _house_lots(app)[0]


def _cut_of(app: Application, lot: ObjectId) -> shapely.LineString:
    """Return a line across the longer sides of a lot, both ends outside it."""
    shape = app.coverage.shape(lot)
    if shape is None:
        raise RuntimeError("a lot without a boundary")
    ring = list(shapely.minimum_rotated_rectangle(shape).exterior.coords)
    (first, second), (third, fourth) = sorted(
        pairwise(ring), key=lambda side: shapely.LineString(side).length
    )[2:]
    # Opposite sides of a ring run against each other: the same share of each is counted from its other end.
    ends = [
        (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]))
        for a, b, share in ((first, second, 0.45), (third, fourth, 0.55))
    ]
    middle = ((ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2)
    return shapely.LineString(
        [
            (
                round(middle[0] + 1.15 * (x - middle[0]), 3),
                round(middle[1] + 1.15 * (y - middle[1]), 3),
            )
            for x, y in ends
        ]
    )


def _shared_edge(app: Application, lot: ObjectId) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the longest edge that a lot shares with one other parcel."""
    coverage: Coverage = app.coverage
    edges = [
        ((e0, n0), (e1, n1))
        for (e0, n0), (e1, n1) in pairwise(shapely.get_coordinates(coverage.shape(lot)).tolist())
        if len({*coverage.owners_of_vertex(e0, n0)} & {*coverage.owners_of_vertex(e1, n1)}) == 2
    ]
    return max(edges, key=lambda edge: shapely.LineString(edge).length)


def _shared_corner(app: Application) -> tuple[float, float]:
    """Return a corner that three parcels share and that has no other one near."""
    coverage: Coverage = app.coverage
    sound = set(_house_lots(app))
    for lot in _house_lots(app)[24:]:
        shape = coverage.shape(lot)
        for easting, northing in [] if shape is None else shape.geoms[0].exterior.coords:
            owners = {coverage.id_at(int(at)) for at in coverage.owners_of_vertex(easting, northing)}
            points = shapely.get_coordinates(coverage.shapes(coverage.indices_of(owners)))
            others = np.hypot(*(points - (easting, northing)).T)
            if len(owners) >= 3 and len(owners & sound) >= 2 and others[others > 0].min() > 5:
                return easting, northing
    raise RuntimeError("no corner of three lots")


def _free_place(app: Application, at: tuple[float, float]) -> tuple[float, float]:
    """Return a place some metres away where a corner may go without breaking one of its parcels."""
    shapes = app.coverage.shapes(app.coverage.owners_of_vertex(*at))
    for east, north in product((-2.0, 2.0, -1.2, 1.2), repeat=2):
        to = round(at[0] + east, 3), round(at[1] + north, 3)
        try:
            for shape in shapes:
                move_vertex(shape, at, to)
        except RefusedError:
            continue
        return to
    raise RuntimeError("the corner cannot be moved")


if __name__ == "__main__":
    main()
