"""Letting findings pass: with a reason, on a paper where the rule asks for one, until what they are about changes."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from landdesk.app.application import Application
from landdesk.app.finding_states import (
    FindingState,
    finding_states,
    mended_findings,
    waive,
    withdraw,
)
from landdesk.app.quality import quality
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.commands import AddObject, EditRecord, SetFields
from landdesk.domain.finding import Finding
from landdesk.domain.records import Document, WorkItem
from landdesk.store.store import Store
from tests.stores import parcel_id, person, refused


def found(app: Application, rule: str) -> Finding:
    result = app.findings
    assert result is not None
    (one,) = [finding for finding in result.findings if finding.rule == rule]
    return one


def state_of(app: Application, rule: str) -> FindingState:
    return finding_states(app).of(found(app, rule))


@pytest.fixture
def app(app: Application) -> Application:
    """Two land users of different names with one number, and a parcel whose area differs from the papers'."""
    parties = list(app.read(lambda reader: reader.parties_by_identity("999000000001")))
    same = replace(parties[0], identity_number="999000000002")
    # A form would not take it; a table that is imported does.
    change = ChangeSet("import", (Delta(parties[0], same),))
    app.write(lambda context: context.work.apply(change, EntryKind.IMPORT))
    app.execute(EditRecord((SetFields("parcel", parcel_id(app, "12/5"), {"legal_area_m2": Decimal(700)}),)))
    app.check()
    return app


def scan(app: Application, name: str = "quyet-dinh.pdf") -> Document:
    app.execute(EditRecord((AddObject("document", {"file_name": name, "title": name}, "paper"),)))
    return list(app.read(lambda reader: reader.all(Document)).values())[-1]


def test_a_finding_is_let_pass_for_a_reason_and_stands_again_when_withdrawn(app: Application) -> None:
    finding = found(app, "parcel.area-mismatch")
    before = quality(app)[0].quality.rules["parcel.area-mismatch"]
    waive(app, finding, " Đo đạc lại năm 2025,  chờ cấp đổi ")
    assert state_of(app, "parcel.area-mismatch") is FindingState.WAIVED
    (item,) = app.waivers.by_key.values()
    assert (item.reason, item.words) == ("Đo đạc lại năm 2025,  chờ cấp đổi", "Lê Thị Đào, UBND xã Diên Điền")
    after = quality(app)[0].quality.rules["parcel.area-mismatch"]
    assert (after.satisfied, after.assessed) == (before.satisfied + 1, before.assessed)
    withdraw(app, finding)
    assert state_of(app, "parcel.area-mismatch") is not FindingState.WAIVED
    with refused("waiver.none"):
        withdraw(app, finding)


def test_undo_takes_a_waiver_back(app: Application) -> None:
    waive(app, found(app, "parcel.area-mismatch"), "Chờ cấp đổi")
    app.undo()
    assert app.waivers.by_key == {}


def test_a_waiver_lapses_when_what_it_is_about_changes(app: Application) -> None:
    waive(app, found(app, "parcel.area-mismatch"), "Chờ cấp đổi")
    app.execute(EditRecord((SetFields("parcel", parcel_id(app, "12/6"), {"legal_area_m2": Decimal(601)}),)))
    assert state_of(app, "parcel.area-mismatch") is FindingState.WAIVED
    app.execute(EditRecord((SetFields("parcel", parcel_id(app, "12/5"), {"legal_area_m2": Decimal(710)}),)))
    assert state_of(app, "parcel.area-mismatch") is not FindingState.WAIVED
    ((lapsed, finding),) = app.waivers.lapsed
    assert (lapsed.code, finding.rule) == ("parcel.area-mismatch", "parcel.area-mismatch")
    # Let pass again it is the same statement, in another state.
    waive(app, finding, "Vẫn chờ cấp đổi")
    items = app.read(lambda reader: reader.all(WorkItem))
    assert [one.reason for one in items.values()] == ["Vẫn chờ cấp đổi"]


def test_where_a_rule_asks_for_a_paper_none_will_do(app: Application) -> None:
    finding = found(app, "person.number-shared")
    with refused("waiver.document"):
        waive(app, finding, "Hai người có cùng số theo công an")
    paper = scan(app)
    waive(app, finding, "Công an xác nhận", paper.id)
    assert state_of(app, "person.number-shared") is FindingState.WAIVED
    changed: dict[str, Any] = {"address": "Thôn Tây"}
    app.execute(EditRecord((SetFields("party", finding.about[0], changed),)))
    assert state_of(app, "person.number-shared") is not FindingState.WAIVED


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_reason_is_compulsory(app: Application, reason: str) -> None:
    with refused("waiver.reason"):
        waive(app, found(app, "parcel.area-mismatch"), reason)


def test_some_rules_are_never_let_pass(app: Application) -> None:
    app.execute(EditRecord((SetFields("parcel", parcel_id(app, "12/6"), {"number": "5"}),)))
    with refused("waiver.never"):
        waive(app, found(app, "parcel.duplicate-key"), "Kệ")


def test_findings_are_new_then_open_then_mended(app: Application) -> None:
    assert state_of(app, "parcel.area-mismatch") is FindingState.NEW
    path = app.store.path
    app.close()
    again = Application(Store.open(path), person("Lê Thị Đào", "clerk"))
    assert again.findings is not None
    assert state_of(again, "parcel.area-mismatch") is FindingState.OPEN
    mended = found(again, "parcel.area-mismatch")
    again.execute(
        EditRecord((SetFields("parcel", parcel_id(again, "12/5"), {"legal_area_m2": Decimal(600)}),))
    )
    again.close()
    last = Application(Store.open(path), person("Lê Thị Đào", "clerk"))
    ((finding, at_ms),) = mended_findings(last)
    assert (finding.key, finding.rule, str(finding.what)) == (mended.key, mended.rule, str(mended.what))
    assert at_ms > 0
    assert state_of(last, "person.number-shared") is FindingState.OPEN
    # What comes back stands again and is no longer among the mended.
    last.execute(EditRecord((SetFields("parcel", parcel_id(last, "12/5"), {"legal_area_m2": Decimal(700)}),)))
    last.close()
    end = Application(Store.open(path), person("Lê Thị Đào", "clerk"))
    assert mended_findings(end) == []
    assert state_of(end, "parcel.area-mismatch") is FindingState.OPEN
    end.close()
