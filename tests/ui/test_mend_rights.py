"""What a commune may not mend is said before it is done: in the preview, and where one finding alone is asked about."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from landdesk.app.application import Application
from landdesk.app.mending import apply, outlook
from landdesk.domain.commands import EditRecord, MendRecord, SetFields
from landdesk.domain.errors import RefusedError
from landdesk.domain.finding import Finding, Severity
from landdesk.domain.records import Purpose
from landdesk.i18n import Text
from landdesk.store.store import Store
from landdesk.ui.dialogs.mend_preview import MendPreview
from tests.ui.bound import bound_store
from tests.ui.conftest import PERSON

ROWS = """# Công văn của chi nhánh
code,label,label_en,of,what,when,verdict,documents,basis
term,thời hạn do chi nhánh ghi,terms are recorded by the office,purpose,term_kind,always,office,,practice
move,ranh giới do chi nhánh sửa,boundaries are mended by the office,map,move,always,office,,practice
"""
WHY = "is for the office only"


@pytest.fixture(params=[ROWS, ""], ids=["kept by the office", "free"])
def bound(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Application, bool]]:
    """A commune's store, and whether its office keeps terms and boundaries to itself."""
    app = Application(Store.open(bound_store(tmp_path, request.param)), PERSON)
    yield app, bool(request.param)
    app.close()


def lacking_terms(app: Application) -> list[Finding]:
    """Return a finding for each parcel of residential land, of whose purposes no term is recorded."""
    purposes = app.read(lambda reader: list(reader.all(Purpose).values()))
    return [
        Finding(
            "parcel.missing-field",
            Severity.ERROR,
            (one.parcel_id,),
            None,
            None,
            "",
            Text("what"),
            Text("how"),
        )
        for one in purposes
        if one.land_use == "ONT"
    ]


def test_the_preview_says_what_the_commune_may_not_mend(
    qtbot: QtBot, bound: tuple[Application, bool]
) -> None:
    app, kept = bound
    found = outlook(app, lacking_terms(app))
    form = MendPreview("Term", len(found.mends), lambda _mend: "")
    qtbot.addWidget(form)
    form.show()
    form.show_outlook(found)
    said = form.left.text()
    if kept:
        assert not found.mends
        assert WHY in said
        assert "terms are recorded by the office" in said
        assert said.startswith("Not mended: ")
        assert not form.save.isEnabled()
    else:
        assert found.mends
        assert WHY not in said
        assert apply(app, found.mends).command == MendRecord.name


def test_a_corner_that_moves_no_land_is_nobody_elses(bound: tuple[Application, bool]) -> None:
    app, _kept = bound
    corners = [one for one in app.check().findings if one.rule == "parcel.missing-node"]
    assert corners
    assert len(outlook(app, corners).mends) == len(corners)


def test_what_is_left_is_what_would_have_been_refused(bound: tuple[Application, bool]) -> None:
    app, kept = bound
    finding = lacking_terms(app)[0]
    (purpose,) = app.read(lambda reader: reader.purposes_of(finding.objects))
    act = EditRecord((SetFields("purpose", purpose.id, {"term_kind": "LAU_DAI"}),))
    left = outlook(app, [finding]).left
    if not kept:
        assert not left
        app.execute(act)
        return
    with pytest.raises(RefusedError) as refusal:
        app.execute(act)
    assert left[0].because == refusal.value.what
