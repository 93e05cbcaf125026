"""The one list of what failed or waits, where a line leads, and the request that is made of it."""

from datetime import timedelta

import shapely

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.app.requests import (
    OTHER,
    asking_for_failure,
    asking_for_finding,
    failed,
    failed_counts,
    kind_for,
    leads_to,
    requests,
    today,
)
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.commands import AddObject, AnswerRequest, CloseWorkItem, EditRecord, New, SetParcel
from landdesk.domain.finding import Finding, Severity
from landdesk.domain.records import Certificate, Document, Party, WorkItem
from landdesk.domain.sync_errors import ErrorState
from landdesk.i18n import Text
from landdesk.services.campaign.failures import FailureFilter
from landdesk.services.codelists import shipped_lists
from landdesk.services.commands import EditContext
from tests.store.exchange.world import World, number, set_address, users, work_items


def said(app: Application, wanted: str, code: str, words: str, *, days: int = 10) -> WorkItem:
    """Put an error of the national system on a parcel, said so many days ago."""
    parcel = number(app, wanted).id
    day = (today(app) - timedelta(days=days)).isoformat()

    def job(context: EditContext) -> WorkItem:
        item = WorkItem(
            context.work.new_id(), "sync_error", (parcel,), "open", words=words, code=code, said_on=day
        )
        context.work.apply(ChangeSet("import.table", (Delta(None, item),)), EntryKind.IMPORT)
        return item

    return app.write(job)


def test_errors_returned_records_and_conflicts_are_one_list(world: World) -> None:
    commune = world.commune()
    said(commune, "3", "NOSIGN", "GIAYCHUNGNHAN.1_1|HOSOQUET|NOSIGN")
    set_address(commune, "1", "Thôn Đông")
    set_address(commune, "2", "Thôn Tây")
    package = world.receive(world.export(commune))
    world.give_back(package, next(one.id for one in package.records if one.subject == "12/1"))
    exchange.receive(commune, world.receipt(package))
    set_address(world.office, "2", "Thôn Nam")
    exchange.receive(commune, world.update())
    lines = {one.code: one for one in failed(commune)}
    assert {code: (one.keys, one.fixer, one.state) for code, one in lines.items()} == {
        "NOSIGN": ("12/3", "office", ErrorState.OPEN),
        "returned": ("12/1", "commune", ErrorState.OPEN),
        "conflict": ("12/2", "commune", ErrorState.OPEN),
    }
    assert lines["NOSIGN"].age == 10
    assert lines["returned"].age == 0
    assert lines["returned"].item.words == "Đo lại"
    assert [one.code for one in failed(commune, FailureFilter(fixer="office"))] == ["NOSIGN"]
    about = frozenset({number(commune, "1").id})
    assert [one.code for one in failed(commune, FailureFilter(about=about))] == ["returned"]
    assert [one.code for one in failed(commune, FailureFilter(codes=frozenset({"conflict"})))] == ["conflict"]
    assert failed_counts(commune) == {
        ("office", "NOSIGN", ErrorState.OPEN): 1,
        ("commune", "returned", ErrorState.OPEN): 1,
        ("commune", "conflict", ErrorState.OPEN): 1,
    }
    # What the office sends says nothing of the national system, and of nobody's work but its own.
    commune.execute(CloseWorkItem(lines["returned"].item.id))
    assert {one.code for one in failed(commune)} == {"NOSIGN", "conflict"}
    assert {one.code for one in failed(commune, FailureFilter(states=frozenset({ErrorState.CLOSED})))} == {
        "returned"
    }
    assert {one.kind for one in work_items(commune)} == {"returned", "conflict"}


def test_a_receipt_closes_no_error_of_the_national_system(world: World) -> None:
    commune = world.commune()
    said(commune, "1", "namSinh", "CANHAN.1|namSinh")
    set_address(commune, "1", "Thôn Đông")
    world.round_trip(commune)
    assert [one.state for one in failed(commune)] == [ErrorState.OPEN]


def test_a_line_leads_to_the_field_that_has_to_be_mended(world: World) -> None:
    app = world.office
    parcel = number(app, "1")
    edits = (
        AddObject("certificate", {"serial": "AA 123456", "register_number": "VP 1", "source_id": "11"}, "a"),
        AddObject("certificate", {"serial": "AA 123457", "source_id": "12"}, "b"),
        AddObject("certificate_parcel", {"certificate_id": New("a"), "parcel_id": parcel.id}),
        AddObject("certificate_parcel", {"certificate_id": New("b"), "parcel_id": parcel.id}),
        AddObject("document", {"file_name": "a.pdf"}, "scan"),
        AddObject("document_link", {"document_id": New("scan"), "parcel_id": parcel.id}),
    )
    app.execute(EditRecord(edits))
    certificates = {
        one.source_id: one.id for one in app.read(lambda reader: reader.all(Certificate)).values()
    }
    (scan,) = app.read(lambda reader: reader.all(Document))
    said(app, "1", "soVaoSo", "GIAYCHUNGNHAN.11_2|soVaoSo")
    said(app, "1", "ngayVaoSo", "ngayVaoSo")
    said(app, "1", "soVaoSo", "GIAYCHUNGNHAN.99_2|soVaoSo")
    said(app, "1", "NOSIGN", "HOSOQUET|NOSIGN")
    said(app, "1", "gioiTinh", "CANHAN.5_1|gioiTinh")
    said(app, "1", "dienTich", "dienTich")
    said(app, "1", "nguonGocSuDung", "nguonGocSuDung")
    said(app, "1", "maMoi", "THUADAT.1|maMoi")
    targets = [leads_to(app, one) for one in failed(app)]
    (user,) = [
        one
        for one in app.read(lambda reader: reader.all(Party)).values()
        if one.name in users(app, parcel.id)
    ]
    assert [one and (one.class_name, one.field, one.object_id) for one in targets] == [
        ("certificate", "register_number", certificates["11"]),
        ("certificate", "registered_on", certificates["11"]),
        ("certificate", "register_number", certificates["12"]),
        ("document", "signed", scan),
        ("party", "sex", user.id),
        ("parcel", "legal_area_m2", parcel.id),
        ("purpose_origin", "origin", None),
        None,
    ]
    assert {one.parcel for one in targets if one} == {parcel.id}


def test_a_line_knows_the_request_that_was_made_of_it(world: World) -> None:
    app = world.office
    said(app, "2", "NOSIGN", "HOSOQUET|NOSIGN")
    (line,) = failed(app)
    app.execute(asking_for_failure(app.codelists, line))
    (line,) = failed(app)
    assert line.request is not None
    assert (line.request.kind, line.request.state) == ("sign_scan", "asked")
    assert line.request.words == "Scan not digitally signed · HOSOQUET|NOSIGN"
    app.execute(AnswerRequest(line.request.id, "taken"))
    assert [(one.keys, one.state, one.is_open) for one in requests(app)] == [
        ("12/2", "Being dealt with", True)
    ]
    app.execute(AnswerRequest(line.request.id, "done"))
    assert requests(app) == []
    (settled,) = requests(app, None, [number(app, "2").id])
    assert (settled.age, settled.is_open) == (0, False)


def test_a_finding_becomes_a_request_with_its_place(world: World) -> None:
    app = world.office
    one, two = number(app, "1"), number(app, "2")
    overlap = shapely.box(600_019, 1_350_000, 600_020, 1_350_010)
    finding = Finding(
        "parcel.overlap",
        Severity.ERROR,
        (one.id, two.id),
        overlap,
        10.0,
        "m2",
        Text("They overlap."),
        Text("Mend."),
    )
    app.execute(asking_for_finding(app.codelists, finding))
    (line,) = requests(app)
    assert (line.request.kind, line.request.rule, line.request.words) == (
        "mend_overlap",
        "parcel.overlap",
        "They overlap.",
    )
    assert line.place is not None
    assert overlap.contains(shapely.Point(line.place))
    assert line.keys == "12/1, 12/2"
    app.execute(SetParcel(one.id, number="101"))
    assert requests(app)[0].keys == "12/101, 12/2"


def test_rules_and_codes_have_their_kind() -> None:
    lists = shipped_lists()
    assert kind_for(lists, "scan.unsigned") == kind_for(lists, "NOSIGN") == "sign_scan"
    assert kind_for(lists, "parcel.spike") == kind_for(lists, None) == OTHER
