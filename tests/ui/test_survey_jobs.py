"""Survey jobs in the window: a folder goes out, a delivery is looked at beside the map, taken and returned."""

from pathlib import Path

import shapely
from pyproj import Transformer
from pytestqt.qtbot import QtBot

from landdesk.domain.records import Parcel
from landdesk.services.survey_jobs.job import read_job
from landdesk.ui.dialogs.job_dialogs import DeliveryDialog, JobForm
from landdesk.ui.main_window import MainWindow
from tests.deliveries import deliver
from tests.ui.conftest import HEIGHT, SOUTH, WEST, WIDTH, parcel_of, settle
from tests.ui.grabbed import pixels, same
from tests.ui.hands import children, click, click_row, read_rows, type_words


def chosen(window: MainWindow, *keys: str) -> None:
    window.desk.store.selection.choose([parcel_of(window, key) for key in keys])


def plot(column: int, *, west: float = 0.0, east: float = 0.0) -> shapely.Polygon:
    left = WEST + column * WIDTH
    return shapely.box(left + west, SOUTH, left + WIDTH + east, SOUTH + HEIGHT)


def written(window: MainWindow, qtbot: QtBot, folder: Path, *keys: str) -> Path:
    chosen(window, *keys)
    settle(qtbot, window)
    window.actions_by_code["job_write"].trigger()
    settle(qtbot, window)
    (form,) = children(window, JobForm)
    form.folder.clear()
    type_words(form.folder, str(folder))
    click(form.save)
    settle(qtbot, window)
    return folder


def looked_at(window: MainWindow, qtbot: QtBot, job: Path, delivery: Path) -> DeliveryDialog:
    window.actions_by_code["job_take"].trigger()
    settle(qtbot, window)
    (dialog,) = children(window, DeliveryDialog)
    type_words(dialog.job, str(job))
    type_words(dialog.delivery, str(delivery))
    click(dialog.check)
    settle(qtbot, window)
    return dialog


def test_a_job_of_the_chosen_parcels_or_their_sheet(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    settle(qtbot, window)
    assert not window.actions_by_code["job_write"].isEnabled()
    folder = written(window, qtbot, tmp_path / "do", "12/1", "12/2")
    assert [one.key for one in read_job(folder).parcels] == ["12/1", "12/2"]
    assert children(window, JobForm) == []
    window.actions_by_code["job_write"].trigger()
    settle(qtbot, window)
    (form,) = children(window, JobForm)
    assert [form.which.itemText(at) for at in range(form.which.count())] == [
        "Chosen parcels (2)",
        "All parcels of sheet 12",
    ]
    form.which.setCurrentIndex(1)
    type_words(form.folder, str(folder))
    click(form.save)
    settle(qtbot, window)
    # The name is taken: the form stays and says so.
    assert children(window, JobForm) == [form]
    form.folder.clear()
    type_words(form.folder, str(tmp_path / "to-12"))
    click(form.save)
    settle(qtbot, window)
    assert len(read_job(tmp_path / "to-12").parcels) == 6


def test_a_delivery_is_looked_at_taken_and_undone(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    settle(qtbot, window)
    job = written(window, qtbot, tmp_path / "do", "12/1", "12/2")
    shapes = {"12/1": plot(0, east=0.2), "12/2": plot(1, west=0.2)}
    dialog = looked_at(window, qtbot, job, deliver(tmp_path / "giao", shapes))
    assert [(row.key, str(row.sign)) for row in read_rows(dialog.model)] == [
        ("12/1", "told"),
        ("12/2", "told"),
    ]
    assert dialog.told.text() == ("The boundary moved by 0.200 m at most, more than the 0.15 m of one point.")
    assert not dialog.go.isEnabled()
    assert not dialog.send_back.isEnabled()
    shown = pixels(window)
    click(dialog.all_good)
    click(dialog.go)
    settle(qtbot, window)
    assert dialog.told.text().splitlines()[0] == "2 parcels are taken."
    assert not dialog.go.isEnabled()
    app = window.desk.store.app
    one = app.read(lambda reader: reader.get(Parcel, reader.find_parcel("12/1")))
    assert one.shape is not None
    assert round(one.shape.area, 3) == 606.0
    assert len(app.read(lambda reader: reader.surveys.points())) == 6
    dialog.close()
    settle(qtbot, window)
    assert not same(pixels(window), shown)
    window.actions_by_code["undo"].trigger()
    settle(qtbot, window)
    one = app.read(lambda reader: reader.get(Parcel, reader.find_parcel("12/1")))
    assert one.shape is not None
    assert round(one.shape.area, 3) == 600.0


def test_one_goes_back_with_its_reason(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    settle(qtbot, window)
    job = written(window, qtbot, tmp_path / "do", "12/1", "12/2")
    dialog = looked_at(window, qtbot, job, deliver(tmp_path / "giao", {"12/1": plot(0, west=0.1)}))
    click_row(dialog.table, 1)
    assert not dialog.take.isEnabled()
    type_words(dialog.reason, "Chưa giao thửa này")
    click(dialog.send_back)
    click_row(dialog.table, 0)
    click(dialog.take)
    decisions = [dialog.model.columns[1].text(row) for row in read_rows(dialog.model)]
    assert decisions == ["Take", "Return: Chưa giao thửa này"]
    click(dialog.go)
    settle(qtbot, window)
    assert dialog.told.text().splitlines()[0] == "1 parcel is taken."
    assert "Chưa giao thửa này" in (job / "returned.csv").read_text("utf-8-sig")


def test_a_delivery_in_another_system_is_named(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    settle(qtbot, window)
    job = written(window, qtbot, tmp_path / "do", "12/1")
    way = Transformer.from_crs(9217, 9218, always_xy=True)
    shapes = {"12/1": shapely.transform(plot(0), way.transform, interleaved=False)}
    dialog = looked_at(window, qtbot, job, deliver(tmp_path / "giao", shapes))
    assert dialog.trouble.isVisible()
    assert read_rows(dialog.model) == []
    type_words(dialog.system, "9218")
    click(dialog.check)
    settle(qtbot, window)
    assert [(row.key, str(row.sign)) for row in read_rows(dialog.model)] == [("12/1", "good")]


def test_what_is_no_delivery_is_said_in_the_dialog(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    settle(qtbot, window)
    job = written(window, qtbot, tmp_path / "do", "12/1")
    window.actions_by_code["job_take"].trigger()
    settle(qtbot, window)
    (dialog,) = children(window, DeliveryDialog)
    click(dialog.check)
    assert "Choose the folder" in dialog.trouble.text()
    type_words(dialog.job, str(job))
    type_words(dialog.delivery, str(job))
    click(dialog.check)
    settle(qtbot, window)
    assert "The folder has no map of a delivery." in dialog.trouble.text()
    assert dialog.check.isEnabled()
    assert not dialog.go.isEnabled()
