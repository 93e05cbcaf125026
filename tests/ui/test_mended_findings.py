"""What is mended is kept, and shown where it is asked for."""

from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from landdesk.app.application import Application
from landdesk.app.finding_states import FindingState
from landdesk.domain.canonical_shape import canonical_shapes
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.records import Parcel
from landdesk.services.checking.sifting import Facet
from landdesk.store.store import Store
from landdesk.ui.main_window import MainWindow
from tests.ui.conftest import PERSON, block, settle
from tests.ui.test_finding_acts import choose_rule, choose_state, offered, rules


def test_what_is_mended_is_shown_where_it_is_asked_for(
    qtbot: QtBot, empty_window: MainWindow, store_path: Path
) -> None:
    # Findings of a session are compared with those of the one before.
    first = Application(Store.open(store_path), PERSON)
    first.check()
    first.close()
    second = Application(Store.open(store_path), PERSON)
    assert second.findings is not None
    lying_over = second.read(lambda reader: reader.find_parcel("12/4"))
    parcel = second.read(lambda reader: reader.get_many(Parcel, [lying_over]))[lying_over]
    narrow = replace(parcel, shape=canonical_shapes([block(0, 1)])[0])
    change = ChangeSet("import", (Delta(parcel, narrow),))
    second.write(lambda context: context.work.apply(change, EntryKind.IMPORT))
    second.close()
    empty_window.desk.open_store(store_path, PERSON.name)
    qtbot.waitUntil(lambda: empty_window.desk.current is not None)
    settle(qtbot, empty_window)
    assert "parcel.overlap" not in rules(empty_window)
    assert state_counts(empty_window)[FindingState.OPEN] == len(rules(empty_window))
    choose_state(qtbot, empty_window, FindingState.MENDED)
    assert "parcel.overlap" in rules(empty_window)
    assert state_counts(empty_window)[FindingState.MENDED] == len(rules(empty_window))
    choose_rule(qtbot, empty_window, "parcel.overlap")
    assert not offered(empty_window)


def state_counts(window: MainWindow) -> dict[FindingState, int]:
    facets = window.desk.workplace.findings_panel.facets
    found = {state: facets.item_of(Facet.STATE, state) for state in FindingState}
    return {state: int(item.text(1)) for state, item in found.items() if item is not None}
