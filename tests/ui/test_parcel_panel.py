from collections.abc import Callable
from decimal import Decimal
from functools import partial

import pytest
import shapely
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.commands import MoveVertex, SetParcel
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import WorkItem
from landdesk.ui.dialogs.land_user_form import LandUserForm
from landdesk.ui.open_store import OpenStore
from landdesk.ui.panels.parcel_details import map_area_m2, masked
from landdesk.ui.panels.parcel_panel import ParcelPanel
from landdesk.ui.panels.parcel_presenter import ParcelPresenter
from landdesk.ui.panels.sections import words
from tests.ui.conftest import SOUTH, WEST
from tests.ui.hands import button, children, click, read, type_words

Find = Callable[[str], ObjectId]


@pytest.fixture
def panel(qtbot: QtBot) -> ParcelPanel:
    made = ParcelPanel()
    qtbot.addWidget(made)
    made.resize(320, 700)
    made.show()
    return made


@pytest.fixture
def presenter(qtbot: QtBot, panel: ParcelPanel, open_store: OpenStore, parcel: Find) -> ParcelPresenter:
    made = ParcelPresenter(panel, open_store)
    open_store.selection.choose([parcel("12/1")])
    qtbot.waitUntil(lambda: made.details is not None)
    return made


def shows(presenter: ParcelPresenter, key: str) -> bool:
    return presenter.details is not None and presenter.details.parcel.key == key


@pytest.mark.usefixtures("presenter")
def test_shows_key_areas_user_and_masks_the_identity_number(panel: ParcelPanel) -> None:
    assert "12/1" in panel.heading.text()
    shown = read(panel)
    assert "Đặng Văn Đức" in shown
    assert "600.0 m²" in shown
    assert "056••••••789" in shown
    assert not [line for line in shown if "056123456789" in line]
    click(button(panel, "show"))
    assert "056123456789" in read(panel)


def test_a_boundary_that_crosses_itself_has_no_area() -> None:
    corners = [(0, 0), (10, 0), (0, 10), (10, 10)]
    bow = shapely.MultiPolygon([shapely.Polygon(corners)])
    assert map_area_m2(bow) is None
    assert map_area_m2(None) is None
    assert map_area_m2(shapely.MultiPolygon([shapely.box(0, 0, 10, 10)])) == 100


def test_another_parcel_masks_again(
    qtbot: QtBot, panel: ParcelPanel, presenter: ParcelPresenter, open_store: OpenStore, parcel: Find
) -> None:
    click(button(panel, "show"))
    for key in ("12/2", "12/1"):
        open_store.selection.choose([parcel(key)])
        qtbot.waitUntil(partial(shows, presenter, key))
    assert "056123456789" not in read(panel)


@pytest.mark.parametrize(
    ("number", "shown"), [("056123456789", "056••••••789"), ("123456", "••••••"), ("", "")]
)
def test_masking(number: str, shown: str) -> None:
    assert masked(number) == shown


def test_land_users_are_added_changed_and_removed(
    qtbot: QtBot, panel: ParcelPanel, presenter: ParcelPresenter
) -> None:
    click(panel.add_user)
    form = children(panel, LandUserForm)[0]
    type_words(form.user_name, "Phạm Thị Sầu Riêng")
    type_words(form.identity_number, "056222222222")
    click(form.save)
    qtbot.waitUntil(lambda: presenter.details is not None and len(presenter.details.users) == 2)
    assert presenter.details is not None
    added = presenter.details.users[1]
    assert (added.name, added.identity_number) == ("Phạm Thị Sầu Riêng", "056222222222")
    changing = presenter.edit_user(added)
    assert changing is not None
    changing.address.setText("Thôn Trung")
    click(changing.save)
    qtbot.waitUntil(
        lambda: presenter.details is not None and presenter.details.users[1].address == "Thôn Trung"
    )
    presenter.remove_user(added)
    click(button(panel, "Remove"))
    qtbot.waitUntil(lambda: presenter.details is not None and len(presenter.details.users) == 1)


def test_a_number_of_somebody_else_is_refused_at_the_field(qtbot: QtBot, presenter: ParcelPresenter) -> None:
    form = presenter.add_user()
    assert form is not None
    form.user_name.setText("Ai Đó Khác")
    form.identity_number.setText("056987654321")
    click(form.save)
    qtbot.waitUntil(lambda: bool(form.error_of("identity_number")))
    assert form.user_name.text() == "Ai Đó Khác"
    form.reject()


def test_nobody_may_edit_until_somebody_works(
    qtbot: QtBot, panel: ParcelPanel, presenter: ParcelPresenter, open_store: OpenStore
) -> None:
    person = open_store.person
    assert person is not None
    open_store.app.person = None
    open_store.person_changed.emit()
    assert not panel.add_user.isEnabled()
    with qtbot.waitSignal(open_store.person_wanted):
        assert presenter.add_user() is None
    open_store.choose_person(person)
    assert panel.add_user.isEnabled()


def test_returned_work_stands_at_the_top_and_is_sent_again(
    qtbot: QtBot, panel: ParcelPanel, presenter: ParcelPresenter, open_store: OpenStore, parcel: Find
) -> None:
    app = open_store.app
    item = WorkItem(
        app.store.new_id(),
        "returned",
        (parcel("12/1"),),
        "open",
        reason="boundary",
        words="Đo lại ranh phía bắc",
    )
    open_store.tasks.write(
        lambda _progress: app.write(
            lambda context: context.work.apply(ChangeSet("receipt.receive", (Delta(None, item),)))
        )
    )
    qtbot.waitUntil(lambda: "Đo lại ranh phía bắc" in read(panel))
    click(button(panel, "Send again"))
    qtbot.waitUntil(lambda: presenter.details is not None and not presenter.details.work)
    assert app.read(lambda reader: reader.get(WorkItem, item.id)).state == "resent"


def test_several_parcels_are_summed_up(
    qtbot: QtBot, panel: ParcelPanel, presenter: ParcelPresenter, open_store: OpenStore, parcel: Find
) -> None:
    open_store.selection.choose([parcel("12/1"), parcel("12/4")])
    qtbot.waitUntil(panel.several_heading.isVisible)
    assert presenter.details is None
    assert "1,260.0 m²" in read(panel)
    assert panel.merge.isEnabled()


def test_it_says_whether_the_areas_may_differ_so(
    qtbot: QtBot, panel: ParcelPanel, presenter: ParcelPresenter, open_store: OpenStore, parcel: Find
) -> None:
    assert any("allowed (up to 9.8 m²)" in words for words in read(panel))
    open_store.execute(SetParcel(parcel("12/1"), legal_area_m2=Decimal(580)))
    qtbot.waitUntil(lambda: any("above the allowed 9.6 m², boundary unchanged" in one for one in read(panel)))
    # A corner of its own, outside: the boundary is another one than the one that came in.
    at = (WEST, SOUTH)
    open_store.execute(MoveVertex(at, (WEST - 1.0, SOUTH - 1.0)))
    qtbot.waitUntil(lambda: any("above the allowed 9.6 m², boundary changed" in one for one in read(panel)))
    assert presenter.details is not None


def test_long_words_have_room_for_all_their_lines(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    row = QHBoxLayout(holder)
    said = QVBoxLayout()
    label = words("Đối chiếu giấy chứng nhận: sửa diện tích pháp lý, hoặc đo lại ranh giới. " * 3)
    said.addWidget(label)
    said.addStretch()
    row.addLayout(said)
    holder.resize(180, 700)
    holder.show()
    assert label.height() >= label.heightForWidth(label.width())
