"""Findings on the page of a parcel: those about its people too; a click leads to the field, or to the map."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.commands import SetParcel
from landdesk.domain.completeness import completeness
from landdesk.domain.finding import Finding
from landdesk.domain.records import Party
from landdesk.services.checking.needs import shipped_needs
from landdesk.ui.panels.findings_panel import FindingsPanel
from landdesk.ui.panels.standing_bar import Meter
from landdesk.ui.record.gap_bar import Chip
from tests.ui.hands import children, click, press, read
from tests.ui.record.conftest import Hands


def check(hands: Hands) -> None:
    """Check everything, as the panel of findings does."""
    hands.store.check(lambda: None, hands.store.tasks.error_left_over.emit)
    hands.wait(lambda: hands.store.findings is not None)


def chips(hands: Hands) -> dict[str, Chip]:
    return {chip.text(): chip for chip in children(hands.page.findings, Chip)}


def finding_of(hands: Hands, rule: str) -> Finding:
    assert hands.store.findings is not None
    return next(one for one in hands.store.findings.findings if one.rule == rule)


@pytest.fixture
def faulty(hands: Hands) -> Hands:
    """Two parcels with one number, one of which has another legal area than the map; checked."""
    hands.store.execute(SetParcel(hands.parcel("12/3"), legal_area_m2=Decimal("900.00")))
    hands.store.execute(SetParcel(hands.parcel("12/2"), number="3"))
    hands.wait(lambda: hands.store.tasks.idle)
    check(hands)
    return hands


def test_a_click_on_a_finding_leads_to_its_field(faulty: Hands) -> None:
    hands = faulty
    wanted = finding_of(hands, "parcel.area-mismatch")
    hands.store.selection.choose(wanted.objects)
    hands.presenter.open()
    hands.wait(lambda: hands.presenter.draft is not None and hands.area.shows_page)
    both = {"Map area differs from legal area", "Sheet and number used twice"}
    hands.wait(lambda: both <= chips(hands).keys())
    found = chips(hands)
    click(found["Map area differs from legal area"])
    tree = hands.page.trees["land"]
    hands.wait(lambda: hands.page.is_typing)
    parcel = hands.draft.parcel
    assert tree.currentIndex() == tree.rows.field_index(parcel.key, "legal_area_m2")
    assert "900.0 m²" in hands.page.findings.told.text()
    hands.page.commit_open_editor()
    press(found["Sheet and number used twice"], Qt.Key.Key_Return)
    assert tree.currentIndex() == tree.rows.field_index(parcel.key, "number")


def test_a_finding_about_a_person_leads_to_that_person(hands: Hands) -> None:
    app = hands.store.app
    one, other = app.read(lambda reader: [it for it in reader.all(Party).values() if it.identity_number][:2])
    change = ChangeSet(
        "edit.record", (Delta(other, replace(other, identity_number=one.identity_number)),), "12/1"
    )
    hands.store.change(lambda _p: app.write(lambda context: context.work.apply(change, EntryKind.ACT)))
    hands.wait(lambda: hands.store.tasks.idle)
    check(hands)
    shared = finding_of(hands, "person.number-shared")
    assert shared.about
    hands.presenter.mend(shared)
    hands.wait(lambda: hands.presenter.draft is not None and hands.area.shows_page and hands.page.is_typing)
    tree = hands.page.trees["users"]
    assert hands.page.tabs.currentWidget() is tree
    keys = {one.hex() for one in shared.about}
    assert tree.currentIndex() in {tree.rows.field_index(key, "identity_number") for key in keys}


def test_what_is_mended_on_the_map_is_shown_there(qtbot: QtBot, hands: Hands) -> None:
    check(hands)
    overlap = finding_of(hands, "parcel.overlap")
    hands.open("12/4")
    hands.wait(lambda: "Parcels overlap" in chips(hands))
    with qtbot.waitSignal(hands.store.zoom_wanted):
        click(chips(hands)["Parcels overlap"])
    assert not hands.page.is_typing
    panel = FindingsPanel()
    qtbot.addWidget(panel)
    panel.show()
    panel.show_findings([overlap, replace(overlap, rule="parcel.duplicate-key")], hands.store.coverage)
    panel.step(1)
    assert not panel.page.isVisible()
    panel.step(1)
    assert panel.page.isVisible()


def test_a_mended_finding_leaves_the_page(faulty: Hands) -> None:
    hands = faulty
    assert hands.store.findings is not None
    twice = finding_of(hands, "parcel.duplicate-key")
    wanted = next(
        one
        for one in hands.store.findings.findings.of_any(twice.objects)
        if one.rule == "parcel.area-mismatch"
    )
    hands.presenter.mend(wanted)
    hands.wait(lambda: hands.area.shows_page and "Map area differs from legal area" in chips(hands))
    hands.page.commit_open_editor()
    hands.store.execute(SetParcel(wanted.objects[0], legal_area_m2=Decimal("600.00")))
    left = [one for one in chips(hands) if one != "Map area differs from legal area"]
    assert "Sheet and number used twice" in left
    hands.wait(lambda: list(chips(hands)) == left)


def test_marks_and_meter_tell_how_the_parcel_stands(faulty: Hands) -> None:
    hands = faulty
    hands.open("12/1")
    words = read(hands.page.standing)
    assert [one for one in words if one in ("Accurate", "Complete", "Clean", "Live", "Consistent")] == [
        "Accurate",
        "Complete",
        "Clean",
        "Live",
        "Consistent",
    ]
    (meter,) = children(hands.page.standing, Meter)
    found = completeness(hands.dossier("12/1"), shipped_needs())
    assert meter.words.text() == f"{len(found.missing)} missing, {len(found.unknown)} unknown"


def test_nothing_is_said_before_a_check(hands: Hands) -> None:
    hands.open("12/1")
    assert not hands.page.standing.isVisible()
    assert not hands.page.findings.isVisible()
