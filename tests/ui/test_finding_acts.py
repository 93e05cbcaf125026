"""What one does with a finding in the window: mend, let pass, let stand again, unify, ask the office."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from landdesk.app.finding_states import FindingState
from landdesk.app.finding_ways import FindingAct
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.commands import AddObject, EditRecord, SetParcel
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import AnyRecord, Document, LandRight, Party, Request
from landdesk.services.checking.registry import RULE_BY_CODE
from landdesk.services.checking.sifting import Facet
from landdesk.ui import theme
from landdesk.ui.dialogs.ask_office_form import AskOfficeForm
from landdesk.ui.dialogs.mend_preview import MendPreview
from landdesk.ui.dialogs.unify_form import UnifyForm
from landdesk.ui.dialogs.waive_form import WaiveForm
from landdesk.ui.main_window import MainWindow
from landdesk.ui.map.layers.placed_findings import PlacedFindings
from landdesk.ui.panels.finding_acts import FindingActs
from tests.ui.conftest import parcel_of, settle
from tests.ui.hands import CTRL, button, children, click, click_row, press, read

DUC, HUONG = "Đặng Văn Đức", "Nguyễn Thị Hường"


def all_of(window: MainWindow, kind: type[Any]) -> list[Any]:
    return list(window.desk.store.app.read(lambda reader: reader.all(kind)).values())


def party(window: MainWindow, name: str) -> Party:
    parties: list[Party] = all_of(window, Party)
    (found,) = [one for one in parties if one.name == name]
    return found


def put(window: MainWindow, *pairs: tuple[AnyRecord | None, AnyRecord]) -> None:
    """Change the record as an import does, which takes what a form refuses."""
    change = ChangeSet("import", tuple(Delta(old, new) for old, new in pairs))
    app = window.desk.store.app
    app.write(lambda context: context.work.apply(change, EntryKind.IMPORT))


@pytest.fixture
def checked(qtbot: QtBot, window: MainWindow) -> Callable[[str], None]:
    """Check the window's store and choose the finding of a rule by a click."""

    def choose(rule: str) -> None:
        window.resize(1366, 768)
        window.actions_by_code["check"].trigger()
        place = window.desk.workplace
        panel = place.findings_panel
        qtbot.waitUntil(lambda: rule in {one.rule for one in panel.model.rows})
        settle(qtbot, window)
        choose_rule(qtbot, window, rule)

    return choose


def choose_rule(qtbot: QtBot, window: MainWindow, rule: str, at: int = 0) -> None:
    """Click on a finding of a rule, and wait for what can be done with it."""
    place = window.desk.workplace
    panel = place.findings_panel
    window.tabs.setCurrentWidget(panel)
    rows = [line for line, one in enumerate(panel.model.rows) if one.rule == rule]
    panel.table.scrollTo(panel.model.index(rows[at], 0))
    click_row(panel.table, rows[at])
    qtbot.waitUntil(lambda: place.finding_errands.acts.isVisible() and place.settled)


def choose_state(qtbot: QtBot, window: MainWindow, state: FindingState, *, given_up: bool = False) -> None:
    """Click on a state in the groups; a second time to give it up."""
    facets = window.desk.workplace.findings_panel.facets
    if given_up:
        # Nothing has the state any more: the chosen one is offered all the same.
        qtbot.waitUntil(lambda: window.desk.workplace.settled)
    item = facets.item_of(Facet.STATE, state)
    assert item is not None
    facets.facets[Facet.STATE].setExpanded(True)
    facets.scrollToItem(item)
    click(facets.viewport(), facets.visualItemRect(item).center())
    qtbot.waitUntil(lambda: window.desk.workplace.settled)


def offered(window: MainWindow) -> set[FindingAct]:
    acts = window.desk.workplace.finding_errands.acts
    return {act for act, one in acts.buttons.items() if one.isVisible()}


def rules(window: MainWindow) -> list[str]:
    return [one.rule for one in window.desk.workplace.findings_panel.model.rows]


def by_key(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    """Press Ctrl and a key once forms that were open are gone."""
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(window, key, CTRL)


def form(qtbot: QtBot, window: MainWindow, kind: type[QWidget]) -> Any:
    qtbot.waitUntil(lambda: bool(children(window, kind)))
    (found,) = children(window, kind)
    qtbot.waitUntil(lambda: window.desk.workplace.settled)
    return found


@pytest.fixture
def two_malformed(window: MainWindow) -> None:
    """Two persons whose numbers a table gave without the first zero."""
    pairs = []
    for name, number in ((DUC, "56123456789"), (HUONG, "56187001234")):
        one = party(window, name)
        pairs.append((one, replace(one, identity_number=number)))
    put(window, *pairs)


@pytest.mark.usefixtures("two_malformed")
def test_all_findings_of_a_rule_are_mended_by_one_act(
    qtbot: QtBot, window: MainWindow, checked: Callable[[str], None]
) -> None:
    checked("person.number-malformed")
    assert FindingAct.MEND in offered(window)
    click(window.desk.workplace.finding_errands.acts.buttons[FindingAct.MEND])
    preview = form(qtbot, window, MendPreview)
    assert preview.model.rowCount() == 1
    # What tells of a person is masked until somebody asks.
    before, after = (preview.model.index(0, column).data() for column in (2, 3))
    assert before.startswith("561")
    assert "•" in before
    assert "•" in after
    click(preview.reveal)
    assert preview.model.index(0, 3).data() == "0" + preview.model.index(0, 2).data()
    assert "•" not in preview.model.index(0, 2).data()
    preview.all.click()
    qtbot.waitUntil(lambda: preview.model.rowCount() == 2)
    click(preview.save)
    qtbot.waitUntil(lambda: "person.number-malformed" not in rules(window))
    assert party(window, DUC).identity_number == "056123456789"
    assert party(window, HUONG).identity_number == "056187001234"
    window.actions_by_code["undo"].trigger()
    qtbot.waitUntil(lambda: rules(window).count("person.number-malformed") == 2)


@pytest.mark.usefixtures("two_malformed")
def test_what_is_not_ticked_stays(qtbot: QtBot, window: MainWindow, checked: Callable[[str], None]) -> None:
    checked("person.number-malformed")
    by_key(qtbot, window, Qt.Key.Key_K)
    preview = form(qtbot, window, MendPreview)
    preview.all.click()
    qtbot.waitUntil(lambda: preview.model.rowCount() == 2)
    assert preview.save.text() == "Mend 2 findings"
    box = preview.table.visualRect(preview.model.index(0, 0))
    click(preview.table.viewport(), QPoint(box.left() + 10, box.center().y()))
    assert preview.save.text() == "Mend 1 finding"
    click(preview.save)
    qtbot.waitUntil(lambda: rules(window).count("person.number-malformed") == 1)


def test_nothing_is_offered_that_the_record_does_not_answer(
    window: MainWindow, checked: Callable[[str], None]
) -> None:
    checked("parcel.overlap")
    assert FindingAct.MEND not in offered(window)
    assert FindingAct.ASK in offered(window)


def test_a_finding_is_let_pass_with_a_reason_and_stands_again(
    qtbot: QtBot, window: MainWindow, checked: Callable[[str], None]
) -> None:
    place = window.desk.workplace
    place.store.app.execute(SetParcel(parcel_of(window, "12/5"), legal_area_m2=Decimal(700)))
    checked("parcel.area-mismatch")
    click(place.finding_errands.acts.buttons[FindingAct.WAIVE])
    asked = form(qtbot, window, WaiveForm)
    click(asked.save)
    assert asked.error_of("reason") == "Write why the finding is let pass."
    asked.reason.insertPlainText("Đo đạc lại, chờ cấp đổi")
    click(asked.save)
    qtbot.waitUntil(lambda: bool(place.store.app.waivers.by_key))
    (item,) = place.store.app.waivers.by_key.values()
    assert item.reason == "Đo đạc lại, chờ cấp đổi"
    # It leaves the list, and is found again by its state.
    qtbot.waitUntil(lambda: "parcel.area-mismatch" not in rules(window))
    choose_state(qtbot, window, FindingState.WAIVED)
    assert rules(window) == ["parcel.area-mismatch"]
    shade = place.findings_panel.model.index(0, 0).data(Qt.ItemDataRole.ForegroundRole)
    assert shade.name() == theme.TEXT_SOFT.lower()
    choose_rule(qtbot, window, "parcel.area-mismatch")
    qtbot.waitUntil(lambda: FindingAct.STAND in offered(window))
    assert "Đo đạc lại" in place.finding_errands.acts.stand.text()
    assert FindingAct.WAIVE not in offered(window)
    by_key(qtbot, window, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: not rules(window))
    choose_state(qtbot, window, FindingState.WAIVED, given_up=True)
    choose_rule(qtbot, window, "parcel.area-mismatch")
    assert FindingAct.WAIVE in offered(window)
    assert not place.store.app.waivers.by_key


def test_what_is_let_pass_counts_nowhere(
    qtbot: QtBot, window: MainWindow, checked: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    place, rule = window.desk.workplace, "parcel.area-mismatch"
    marked: list[PlacedFindings] = []
    show = place.canvas.set_findings

    def mark(placed: PlacedFindings) -> None:
        marked.append(placed)
        show(placed)

    monkeypatch.setattr(place.canvas, "set_findings", mark)
    parcel = parcel_of(window, "12/5")
    place.store.app.execute(SetParcel(parcel, legal_area_m2=Decimal(700)))
    checked(rule)
    place.store.selection.choose((parcel,))
    window.actions_by_code["edit_parcel"].trigger()
    settle(qtbot, window)

    def counted() -> tuple[str, str, bool, bool]:
        tab = window.tabs.tabText(window.tabs.indexOf(place.findings_panel))
        on_map = {one.rule for one in marked[-1].findings}
        chips = {one.text() for one in children(place.record_page.findings, QAbstractButton)}
        total = place.findings_panel.facets.all.text(1)
        return tab, total, rule in on_map, RULE_BY_CODE[rule].title in chips

    before = counted()
    count = int(before[1])
    assert before == (f"Findings ({count})", str(count), True, True)
    choose_rule(qtbot, window, rule)
    by_key(qtbot, window, Qt.Key.Key_B)
    asked = form(qtbot, window, WaiveForm)
    asked.reason.insertPlainText("Chờ cấp đổi")
    click(asked.save)
    qtbot.waitUntil(lambda: counted() == (f"Findings ({count - 1})", str(count - 1), False, False))
    window.actions_by_code["undo"].trigger()
    qtbot.waitUntil(lambda: counted() == before)


def test_a_lapsed_waiver_is_said(qtbot: QtBot, window: MainWindow, checked: Callable[[str], None]) -> None:
    place = window.desk.workplace
    place.store.app.execute(SetParcel(parcel_of(window, "12/5"), legal_area_m2=Decimal(700)))
    checked("parcel.area-mismatch")
    by_key(qtbot, window, Qt.Key.Key_B)
    asked = form(qtbot, window, WaiveForm)
    asked.reason.insertPlainText("Chờ cấp đổi")
    finding = place.findings_panel.current
    assert finding is not None
    click(asked.save)
    qtbot.waitUntil(lambda: "parcel.area-mismatch" not in rules(window))
    place.store.execute(SetParcel(finding.objects[0], legal_area_m2=Decimal(900)))
    qtbot.waitUntil(lambda: "parcel.area-mismatch" in rules(window))
    choose_rule(qtbot, window, "parcel.area-mismatch")
    qtbot.waitUntil(lambda: "has changed since" in place.finding_errands.acts.stand.text())
    by_key(qtbot, window, Qt.Key.Key_B)
    again = form(qtbot, window, WaiveForm)
    assert again.reason.toPlainText() == "Chờ cấp đổi"


def test_a_rule_that_asks_for_a_paper_takes_one_of_the_parcels_scans(
    qtbot: QtBot, window: MainWindow, checked: Callable[[str], None]
) -> None:
    place = window.desk.workplace
    first, second = party(window, DUC), party(window, HUONG)
    put(window, (second, replace(second, identity_number=first.identity_number)))
    scan = AddObject("document", {"file_name": "quyet-dinh.pdf", "title": "Quyết định"}, "paper")
    place.store.app.execute(EditRecord((scan,)))
    (document,) = all_of(window, Document)
    link = {"document_id": document.id, "parcel_id": parcel_of(window, "12/1")}
    place.store.app.execute(EditRecord((AddObject("document_link", link),)))
    checked("person.number-shared")
    by_key(qtbot, window, Qt.Key.Key_B)
    asked = form(qtbot, window, WaiveForm)
    asked.reason.insertPlainText("Công an xác nhận")
    click(asked.save)
    assert asked.error_of("paper")
    press(asked.paper, Qt.Key.Key_Down)
    assert asked.paper.currentText() == "Quyết định"
    click(asked.save)
    qtbot.waitUntil(lambda: bool(place.store.app.waivers.by_key))
    (item,) = place.store.app.waivers.by_key.values()
    assert item.document_id == document.id


def test_what_is_never_let_pass_is_not_offered(window: MainWindow, checked: Callable[[str], None]) -> None:
    window.desk.store.app.execute(SetParcel(parcel_of(window, "12/1"), number="2"))
    checked("parcel.duplicate-key")
    assert FindingAct.WAIVE not in offered(window)


def test_one_of_several_records_of_a_person_is_kept(
    qtbot: QtBot, window: MainWindow, checked: Callable[[str], None]
) -> None:
    one = party(window, DUC)
    twin = replace(one, id=ObjectId(b"twin............"), address=None)
    put(window, (None, twin))
    right = LandRight(ObjectId(b"right..........."), parcel_of(window, "12/2"), twin.id)
    put(window, (None, right))
    checked("person.duplicate")
    assert FindingAct.UNIFY in offered(window)
    by_key(qtbot, window, Qt.Key.Key_K)
    asked = form(qtbot, window, UnifyForm)
    # The fuller one is proposed; numbers are masked.
    assert asked.model.row_at(asked.table.currentIndex()).id == one.id
    assert asked.model.index(0, 1).data() == "056••••••789"
    click_row(asked.table, 1)
    click(asked.save)
    qtbot.waitUntil(lambda: "person.duplicate" not in rules(window))
    assert party(window, DUC).id == twin.id
    assert party(window, DUC).address == one.address
    window.actions_by_code["undo"].trigger()
    qtbot.waitUntil(lambda: "person.duplicate" in rules(window))


def test_the_office_is_asked_by_one_key(
    qtbot: QtBot, window: MainWindow, checked: Callable[[str], None]
) -> None:
    checked("parcel.overlap")
    by_key(qtbot, window, Qt.Key.Key_R)
    asked = form(qtbot, window, AskOfficeForm)
    assert asked.kind.currentData() == "mend_overlap"
    assert "Parcels 12/4, 12/5" in read(asked)
    asked.words.appendPlainText("Đã đo lại ngày 5/11.")
    click(asked.save)
    qtbot.waitUntil(lambda: bool(all_of(window, Request)))
    (made,) = all_of(window, Request)
    assert (made.kind, made.rule, made.parcel_keys) == ("mend_overlap", "parcel.overlap", "12/4, 12/5")
    assert made.words.endswith("Đã đo lại ngày 5/11.")
    assert made.place
    # Asked once is enough.
    qtbot.waitUntil(lambda: FindingAct.ASK not in offered(window))
    assert "The office is asked" in window.desk.workplace.finding_errands.acts.stand.text()


def test_the_keys_act_on_what_was_chosen_on_the_page(
    qtbot: QtBot, window: MainWindow, checked: Callable[[str], None]
) -> None:
    place = window.desk.workplace
    place.store.app.execute(SetParcel(parcel_of(window, "12/5"), legal_area_m2=Decimal(700)))
    checked("parcel.overlap")
    place.store.selection.choose((parcel_of(window, "12/5"),))
    by_key(qtbot, window, Qt.Key.Key_E)
    page = place.record_page
    title = RULE_BY_CODE["parcel.area-mismatch"].title
    qtbot.waitUntil(lambda: page.isVisible() and place.settled)
    chips = page.findings
    if title not in {one.text() for one in children(chips, QAbstractButton)}:
        click(next(one for one in children(chips, QAbstractButton) if one.text().endswith("more")))
    click(button(chips, title))
    by_key(qtbot, window, Qt.Key.Key_B)
    asked = form(qtbot, window, WaiveForm)
    asked.reason.insertPlainText("Chờ cấp đổi")
    click(asked.save)
    qtbot.waitUntil(lambda: bool(place.store.app.waivers.by_key))
    (item,) = place.store.app.waivers.by_key.values()
    assert item.code == "parcel.area-mismatch"


def test_what_all_land_users_of_a_rule_are_is_recorded_after_a_choice(
    qtbot: QtBot, window: MainWindow, checked: Callable[[str], None]
) -> None:
    rule = "party.type-missing"
    count = len(all_of(window, Party))
    checked(rule)
    assert FindingAct.MEND in offered(window)
    by_key(qtbot, window, Qt.Key.Key_K)
    preview = form(qtbot, window, MendPreview)
    assert preview.left.text() == "Not mended: 1. Choose first what is to be recorded."
    assert not preview.save.isEnabled()
    preview.all.click()
    kind, of_statistics = preview.choices.values()
    for box, code in ((kind, "individual"), (of_statistics, "CNV")):
        box.setFocus()
        while box.currentData() != code:
            press(box, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: preview.model.rowCount() == count)
    settle(qtbot, window)
    shown = {tuple(preview.model.index(row, column).data() for column in (1, 4)) for row in range(count)}
    assert (DUC, "Individual; Individuals of the country") in shown
    # Whoever is something else is left out.
    place = next(row for row in range(count) if preview.model.index(row, 1).data() == HUONG)
    box = preview.table.visualRect(preview.model.index(place, 0))
    click(preview.table.viewport(), QPoint(box.left() + 10, box.center().y()))
    click(preview.save)
    qtbot.waitUntil(lambda: party(window, DUC).kind == "individual")
    assert party(window, DUC).object_type == "CNV"
    assert party(window, HUONG).kind is None
    window.actions_by_code["undo"].trigger()
    qtbot.waitUntil(lambda: party(window, DUC).kind is None)


def test_a_key_says_why_the_finding_is_not_mended(
    qtbot: QtBot, window: MainWindow, checked: Callable[[str], None]
) -> None:
    one = party(window, DUC)
    put(window, (one, replace(one, identity_number="56")))
    checked("person.number-malformed")
    assert FindingAct.MEND not in offered(window)
    with qtbot.waitSignal(window.desk.store.noted) as noted:
        by_key(qtbot, window, Qt.Key.Key_K)
    assert noted.args == ["The record does not say what is right; a person decides."]


def shown_acts(place: QWidget, rule: str) -> FindingActs:
    """Return the buttons beside a finding, once it is known what they can do."""
    found = [one for one in children(place, FindingActs) if one.finding is not None]
    return next(one for one in found if one.finding is not None and one.finding.rule == rule)


def test_beside_each_finding_of_a_parcel_stand_its_buttons(
    qtbot: QtBot, window: MainWindow, checked: Callable[[str], None]
) -> None:
    place, rule = window.desk.workplace, "parcel.area-mismatch"
    place.store.app.execute(SetParcel(parcel_of(window, "12/5"), legal_area_m2=Decimal(700)))
    checked("parcel.overlap")
    place.store.selection.choose((parcel_of(window, "12/5"),))
    settle(qtbot, window)
    overlap = shown_acts(place.parcel_panel, "parcel.overlap")
    assert overlap.buttons[FindingAct.ASK].isVisible()
    assert not overlap.buttons[FindingAct.MEND].isVisible()
    assert "Who mends it: Registration branch." in read(place.parcel_panel)
    click(shown_acts(place.parcel_panel, rule).buttons[FindingAct.WAIVE])
    asked = form(qtbot, window, WaiveForm)
    asked.reason.insertPlainText("Chờ cấp đổi")
    click(asked.save)
    qtbot.waitUntil(lambda: [one.code for one in place.store.app.waivers.by_key.values()] == [rule])
    settle(qtbot, window)
    rules_left = {one.finding.rule for one in children(place.parcel_panel, FindingActs) if one.finding}
    assert rules_left
    assert rule not in rules_left


@pytest.mark.usefixtures("two_malformed")
def test_the_page_offers_what_can_be_done_with_the_finding_it_tells_of(
    qtbot: QtBot, window: MainWindow, checked: Callable[[str], None]
) -> None:
    place, rule = window.desk.workplace, "person.number-malformed"
    checked(rule)
    place.store.selection.choose((parcel_of(window, "12/1"),))
    window.actions_by_code["edit_parcel"].trigger()
    qtbot.waitUntil(lambda: place.record_page.isVisible() and place.settled)
    chips = place.record_page.findings
    # Nothing is chosen yet: the first is told of.
    first = chips.acts.finding
    assert first is not None
    assert RULE_BY_CODE[first.rule].title in chips.told.text()
    click(button(chips, RULE_BY_CODE[rule].title))
    settle(qtbot, window)
    assert chips.acts.finding is not None
    assert chips.acts.finding.rule == rule
    click(chips.acts.buttons[FindingAct.MEND])
    click(form(qtbot, window, MendPreview).save)
    qtbot.waitUntil(lambda: party(window, DUC).identity_number == "056123456789")
    qtbot.waitUntil(lambda: chips.acts.finding is None or chips.acts.finding.rule != rule)


def test_a_narrow_list_keeps_the_drawings_of_its_buttons(
    qtbot: QtBot, window: MainWindow, checked: Callable[[str], None]
) -> None:
    checked("parcel.overlap")
    ask = window.desk.workplace.finding_errands.acts.buttons[FindingAct.ASK]
    style = Qt.ToolButtonStyle
    assert ask.toolButtonStyle() is style.ToolButtonTextBesideIcon
    place = window.desk.workplace
    place.store.selection.choose((parcel_of(window, "12/5"),))
    window.actions_by_code["edit_parcel"].trigger()
    qtbot.waitUntil(lambda: ask.toolButtonStyle() is style.ToolButtonIconOnly)
    assert ask.width() >= ask.sizeHint().width()


def test_a_key_without_a_finding_says_so(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.desk.store.noted) as noted:
        by_key(qtbot, window, Qt.Key.Key_K)
    assert noted.args == ["Choose a finding first."]
