from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from landdesk.app.training import office_path
from landdesk.ui.dialogs.training_form import TrainingForm
from landdesk.ui.main_window import MainWindow
from tests.ui.conftest import settle
from tests.ui.hands import children, click


def asked(window: MainWindow, target: Path) -> TrainingForm:
    """Open the form from the welcome page and fill it in."""
    click(window.welcome.training)
    form = children(window, TrainingForm)[0]
    form.parcels.setValue(60)
    form.target.show_path(target)
    form.user_name.setText("Lê Thị Cúc")
    return form


def test_the_welcome_page_makes_a_training_store_and_opens_it(
    qtbot: QtBot, empty_window: MainWindow, tmp_path: Path
) -> None:
    target = tmp_path / "lop.landdesk"
    form = asked(empty_window, target)
    assert not empty_window.training.isVisible()
    assert office_path(target).name in form.office_note.text()
    click(form.save)
    qtbot.waitUntil(lambda: empty_window.desk.current is not None)
    settle(qtbot, empty_window)
    store = empty_window.desk.store
    assert store.app.info.training
    assert store.person is not None
    assert len(store.coverage) >= 60
    assert empty_window.training.isVisible()
    assert office_path(target).exists()
    assert empty_window.windowTitle().startswith("TRAINING")
    assert not children(empty_window, TrainingForm)


def test_a_real_store_has_no_mark(window: MainWindow) -> None:
    assert not window.training.isVisible()
    assert window.frame.property("training") is False
    assert "TRAINING" not in window.windowTitle()


def test_the_form_says_what_is_missing_and_proposes_the_rest(qtbot: QtBot) -> None:
    form = TrainingForm()
    qtbot.addWidget(form)
    form.show()
    assert form.target.path is not None
    assert not form.target.path.exists()
    click(form.save)
    assert form.error_of("name")
    form.user_name.setText("Lê Thị Cúc")
    form.target.show_path(form.target.path.with_name("xa"))
    with qtbot.waitSignal(form.wanted) as wanted:
        click(form.save)
    target, commune, name, passphrase = wanted.args
    assert (target.name, commune.code, commune.parcels, name) == ("xa.landdesk", "22657", 400, "Lê Thị Cúc")
    assert passphrase == ""


def test_a_name_that_is_taken_is_said_at_the_field_and_nothing_typed_is_lost(
    qtbot: QtBot, empty_window: MainWindow, tmp_path: Path
) -> None:
    target = tmp_path / "lop.landdesk"
    office_path(target).write_text("mine", "utf-8")
    form = asked(empty_window, target)
    click(form.save)
    qtbot.waitUntil(lambda: bool(form.error_of("target")))
    assert form.user_name.text() == "Lê Thị Cúc"
    assert empty_window.desk.current is None
    assert not target.exists()
    form.reject()


def test_cancel_stops_the_work_and_leaves_the_form(
    qtbot: QtBot, empty_window: MainWindow, tmp_path: Path
) -> None:
    form = asked(empty_window, tmp_path / "lop.landdesk")
    form.parcels.setValue(2_000)
    click(form.save)
    assert seen(form.progress)
    form.reject()
    assert form.isVisible()
    qtbot.waitUntil(lambda: empty_window.tasks.idle and form.save.isEnabled())
    assert not seen(form.progress)
    assert not list(tmp_path.glob("*.landdesk"))
    assert empty_window.desk.current is None
    form.reject()
    assert not form.isVisible()


def seen(widget: QWidget) -> bool:
    return not widget.isHidden()
