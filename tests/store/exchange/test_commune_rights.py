"""What a commune may change: each verdict and condition, by every door, as the office's list says."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.app.entering import surroundings
from landdesk.domain import commands as c
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.clock import local_time
from landdesk.domain.codelists import Replacement
from landdesk.domain.commune_rights import ADD, EVERY, MAP, REMOVE, Condition, MapAct, rights_of
from landdesk.domain.fields import Kind, fields_of
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import CLASSES, Document, DocumentLink, Parcel, SyncStatus
from landdesk.i18n import translate
from landdesk.services.codelists import shipped_list
from landdesk.services.commune_rights import locks_of
from landdesk.services.history.restore_point import to_restore_point
from landdesk.services.importing.campaign.importer import TableRequest, import_table
from landdesk.services.importing.foreign_rows import tidy_delta
from landdesk.services.office_lists import replace_list
from tests.store.entry.typed import form, save
from tests.store.exchange.world import COMMUNE, World, number, set_address
from tests.store.record.test_store import foreign_program
from tests.stores import refused

HEAD = "# Công văn của chi nhánh\ncode,label,of,what,when,verdict,documents,basis\n"


def table(*rows: str) -> Replacement:
    """Return the office's list; a row is ``of,what,when,verdict,documents``."""
    lines = [f"R{at},lý do {at},{row},practice" for at, row in enumerate(rows, start=1)]
    return Replacement("Công văn của chi nhánh", HEAD + "\n".join(lines) + "\n")


def say(world: World, *rows: str) -> None:
    world.office.write(lambda context: replace_list(context.work, "commune_rights", table(*rows)))


def bound(world: World, *rows: str) -> Application:
    """Return a commune's store on a base with this list."""
    say(world, *rows)
    return world.commune()


def edit(app: Application, *edits: c.Edit, basis: c.Basis | None = None) -> None:
    app.execute(c.EditRecord(edits, basis))


def set_area(app: Application, wanted: str = "1", area: str = "611.00") -> None:
    edit(app, c.SetFields("parcel", number(app, wanted).id, {"legal_area_m2": Decimal(area)}))


def scan(app: Application, parcel: ObjectId, kind: str = "1", **more: bool) -> tuple[c.Edit, ...]:
    """Return the edits that bring a scan to a parcel."""
    values: dict[str, c.Value] = {
        "kind": kind,
        "title": "GCN",
        "sha256": f"{len(app.info.communes):064x}",
        **more,
    }
    return (
        c.AddObject("document", values, "scan"),
        c.AddObject("document_link", {"document_id": c.New("scan"), "parcel_id": parcel}),
    )


def certify(app: Application, parcel: ObjectId) -> None:
    edit(
        app,
        c.AddObject("certificate", {"serial": "DL 242877"}, "paper"),
        c.AddObject("certificate_parcel", {"certificate_id": c.New("paper"), "parcel_id": parcel}),
    )


def status(app: Application, parcel: ObjectId, **values: Any) -> None:
    """Let the branch's file have said something of a parcel."""
    record = SyncStatus(app.store.new_id(), parcel, as_of="2026-06-01", **values)
    change = ChangeSet("import.table", (Delta(None, record),), "x")
    app.write(lambda context: context.work.apply(change, EntryKind.IMPORT, judged=False))


def provisional(app: Application, parcel: ObjectId) -> None:
    edit(app, c.SetFields("parcel", parcel, {"number_state": "provisional"}))


def nothing(_app: Application, _parcel: ObjectId) -> None:
    """Leave a parcel as the base brought it: with an area, an official number and no papers."""


# verdicts and conditions


@pytest.mark.parametrize(
    ("when", "make", "holds"),
    [
        ("always", nothing, True),
        ("recorded", nothing, True),
        ("held", nothing, True),
        ("official", nothing, True),
        ("official", provisional, False),
        ("certificate", nothing, False),
        ("certificate", certify, True),
        ("group_1", lambda app, parcel: status(app, parcel, parcel_group="2"), False),
        ("group_1", lambda app, parcel: status(app, parcel, parcel_group="1"), True),
        ("operating", lambda app, parcel: status(app, parcel, operating=False), False),
        ("operating", lambda app, parcel: status(app, parcel, operating=True), True),
    ],
)
def test_a_condition_decides(
    world: World, when: str, make: Callable[[Application, ObjectId], None], holds: bool
) -> None:
    commune = bound(world, f"parcel,legal_area_m2,{when},office,")
    parcel = number(commune, "1").id
    make(commune, parcel)
    if not holds:
        edit(commune, c.SetFields("parcel", parcel, {"legal_area_m2": Decimal("611.00")}))
        assert commune.read(lambda reader: reader.get(Parcel, parcel)).legal_area_m2 == Decimal("611.00")
        return
    with refused("rights.office") as caught:
        set_area(commune)
    assert number(commune, "1").legal_area_m2 == Decimal("600.00")
    assert caught.value.where is not None
    assert translate(caught.value.where) == "Parcels " + number(commune, "1").key
    assert "lý do 1" in translate(caught.value.what)
    # Other fields of the parcel are free.
    set_address(commune, "1", "Thôn Đông")


def test_every_condition_is_tried() -> None:
    (marks,) = test_a_condition_decides.pytestmark  # type: ignore[attr-defined]
    assert {row[0] for row in marks.args[1]} == set(Condition)


def test_a_value_that_is_not_recorded_or_held_may_be_given_and_mended(world: World) -> None:
    commune = bound(world, "parcel,hamlet,recorded,office,", "parcel,parcel_code,held,office,")
    parcel = number(commune, "1").id
    edit(commune, c.SetFields("parcel", parcel, {"hamlet": "Phú Điền", "parcel_code": "w6jxup1d2846"}))
    # The commune's own word may be mended as long as the office does not hold it …
    edit(commune, c.SetFields("parcel", parcel, {"parcel_code": "w6jxup1d2847"}))
    with refused("rights.office"):
        edit(commune, c.SetFields("parcel", parcel, {"hamlet": "Phú Đông"}))
    world.round_trip(commune)
    # … and no longer, also where something else of the parcel waits to be sent.
    set_address(commune, "1", "Thôn Đông")
    with refused("rights.office"):
        edit(commune, c.SetFields("parcel", parcel, {"parcel_code": "w6jxup1d2846"}))


def test_a_scan_opens_what_needs_one(world: World) -> None:
    commune = bound(world, "parcel,legal_area_m2,always,document,1|3")
    parcel = number(commune, "1").id
    with refused("rights.document") as caught:
        set_area(commune)
    assert "Certificate, Notice of confirmation" in translate(caught.value.what)
    for kind, more in (("2", {}), ("1", {"is_old": True})):
        edit(commune, *scan(commune, parcel, kind, **more))
        with refused("rights.document"):
            set_area(commune)
    # At another parcel it proves nothing; in the same act it does.
    edit(commune, *scan(commune, number(commune, "2").id))
    with refused("rights.document"):
        set_area(commune)
    edit(
        commune,
        *scan(commune, parcel),
        c.SetFields("parcel", parcel, {"legal_area_m2": Decimal("611.00")}),
    )
    set_area(commune, area="612.00")
    # Taking the scan away and changing the value at once is refused.
    found = commune.read(lambda reader: reader.all(DocumentLink))
    going = [c.RemoveObject("document_link", one.id) for one in found.values() if one.parcel_id == parcel]
    with refused("rights.document"):
        edit(commune, *going, c.SetFields("parcel", parcel, {"legal_area_m2": Decimal("613.00")}))


def test_a_scan_that_is_named_as_evidence_opens_it_too(world: World) -> None:
    commune = bound(world, "parcel,legal_area_m2,always,document,1")
    edit(commune, c.AddObject("document", {"kind": "1", "sha256": "b" * 64}))
    (document,) = commune.read(lambda reader: reader.all(Document)).values()
    basis = c.Basis("scan", document_id=document.id)
    values: dict[str, c.Value] = {"legal_area_m2": Decimal("611.00")}
    edit(commune, c.SetFields("parcel", number(commune, "1").id, values), basis=basis)
    assert number(commune, "1").legal_area_m2 == Decimal("611.00")


def test_the_row_for_a_field_goes_before_that_for_all_and_the_strictest_holds(world: World) -> None:
    commune = bound(
        world,
        "parcel,*,always,office,",
        "parcel,hamlet,always,allowed,",
        "parcel,road,always,allowed,",
        "parcel,road,recorded,document,",
        "parcel,road,recorded,office,",
    )
    parcel = number(commune, "1").id
    edit(commune, c.SetFields("parcel", parcel, {"hamlet": "Phú Điền", "road": "1"}))
    for name in ("address", "road"):
        with refused("rights.office"):
            edit(commune, c.SetFields("parcel", parcel, {name: "Thôn Đông"}))


def test_adding_and_removing(world: World) -> None:
    commune = bound(world, "purpose,add,always,document,", "land_right,remove,always,office,")
    parcel = number(commune, "1").id
    purpose = c.AddObject("purpose", {"parcel_id": parcel, "land_use": "CLN"})
    with refused("rights.document"):
        edit(commune, purpose)
    edit(commune, *scan(commune, parcel), purpose)
    # The parcel goes with its rights.
    with refused("rights.office"):
        commune.execute(c.DeleteParcel(parcel))
    commune.execute(c.DeleteParcel(number(commune, "12").id))


def test_a_parcel_that_goes_had_its_scan(world: World) -> None:
    commune = bound(world, "parcel,remove,always,document,")
    parcel = number(commune, "12").id
    with refused("rights.document"):
        commune.execute(c.DeleteParcel(parcel))
    edit(commune, *scan(commune, parcel))
    commune.execute(c.DeleteParcel(parcel))


def test_a_land_user_of_many_parcels_needs_a_scan_at_one(world: World) -> None:
    commune = bound(world, "party,name,always,document,")
    five, six = (number(commune, one).id for one in "56")
    (right,) = commune.read(lambda reader: reader.rights_of([five]))
    rename = c.SetLandUser(right.party_id, user_name="Lê Hoàng Oanh Em")
    with refused("rights.document"):
        commune.execute(rename)
    edit(commune, *scan(commune, six))
    commune.execute(rename)


# doors


def test_what_is_taken_back_is_not_asked_about_and_doing_again_is(world: World) -> None:
    commune = world.commune()
    set_area(commune)
    set_address(commune, "1", "Thôn Đông")
    commune.undo()
    say(world, "parcel,*,always,office,")
    exchange.receive(commune, world.update())
    with refused("rights.office"):
        commune.redo()
    commune.undo()
    assert number(commune, "1").legal_area_m2 == Decimal("600.00")


def test_going_back_to_a_restore_point_is_not_asked_about(world: World) -> None:
    commune = bound(world, "parcel,hamlet,recorded,office,")
    point = commune.write(lambda context: context.work.mark_restore_point("x"))
    assert point is not None
    edit(commune, c.SetFields("parcel", number(commune, "1").id, {"hamlet": "Phú Điền"}))
    commune.write(lambda context: to_restore_point(context, point.number))
    assert number(commune, "1").hamlet is None


def test_tables_of_the_commune_are_bound_and_the_branchs_word_is_not(world: World) -> None:
    commune = bound(world, "parcel,*,always,office,", "sync_status,*,always,office,")
    own = world.folder / "own.csv"
    own.write_text(f"Mã xã,Số tờ,Số thửa,Địa chỉ thửa đất\n{COMMUNE},12,1,Thôn Tây\n", "utf-8")
    with refused("rights.office"):
        import_table(commune, TableRequest(own, form="plain_lists"))
    said = world.folder / "status.csv"
    head = "ma_xa,so_to,so_thua,da_xuat_so_dia_chinh_dien_tu,dong_bo_3_khoi,phan_loai_ke_hoach_2959"
    said.write_text(f"{head}\n{COMMUNE},12,1,true,true,Nhóm 1\n", "utf-8")
    import_table(commune, TableRequest(said, form="sync_status"))
    (found,) = commune.read(lambda reader: reader.all(SyncStatus)).values()
    assert found.parcel_group == "1"
    with refused("rights.office"):
        edit(commune, c.SetFields("sync_status", found.id, {"parcel_group": "2"}))


def test_quick_entry_is_bound(world: World) -> None:
    commune = bound(world, "certificate,serial,always,office,")
    with refused("rights.office"):
        save(commune, surroundings(commune), form())
    assert commune.read(lambda reader: reader.entering.entered()) == []
    say(world, "certificate,serial,always,document,1")
    exchange.receive(commune, world.update())
    # The scan comes with the form.
    save(commune, surroundings(commune), form())


def test_what_another_program_wrote_is_bound(world: World) -> None:
    commune = bound(world, "parcel,address,always,office,")
    foreign_program(commune.store.path, "UPDATE parcel SET address = 'Thôn Tây' WHERE number = '1'")
    with refused("rights.office"):
        commune.store.take_over_foreign_writes(world.technician, tidy_delta)
    assert commune.store.foreign_writes()
    commune.store.put_back_foreign_writes()
    assert number(commune, "1").address == "Thôn Phú Điền"


def test_an_import_of_a_map_is_an_act_on_it(world: World) -> None:
    commune = bound(world, "map,move,always,office,", "map,draw,always,office,", "map,unlink,always,office,")
    parcel = number(commune, "1")
    other = number(commune, "12").shape

    def bring(old: Parcel | None, new: Parcel) -> None:
        change = ChangeSet("import.parcels", (Delta(old, new),), "x")
        commune.write(lambda context: context.work.apply(change, EntryKind.IMPORT))

    for old, new in (
        (parcel, replace(parcel, shape=other)),
        (parcel, replace(parcel, shape=None)),
        (None, replace(parcel, id=commune.store.new_id(), number="99")),
    ):
        with refused("rights.office"):
            bring(old, new)
    bring(parcel, replace(parcel, address="Thôn Tây"))


def test_an_update_opens_what_was_locked(world: World) -> None:
    commune = bound(world, "parcel,legal_area_m2,always,office,")
    with refused("rights.office"):
        set_area(commune)
    say(world, "parcel,legal_area_m2,always,allowed,")
    exchange.receive(commune, world.update())
    set_area(commune)


# the list itself


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("parcels,*,always,office,", "parcels"),
        ("parcel,colour,always,office,", "colour"),
        ("parcel,shape,always,office,", "shape"),
        ("map,delete,always,office,", "delete"),
        ("map,move,sometimes,office,", "sometimes"),
        ("map,move,always,forbidden,", "forbidden"),
        ("map,move,always,document,9", "9"),
    ],
)
def test_a_row_that_means_nothing_is_refused(world: World, row: str, named: str) -> None:
    with refused("codes.right") as caught:
        say(world, row)
    assert f"“{named}”" in translate(caught.value.what)
    assert world.office.read(lambda reader: reader.code_lists()) == []


def test_the_shipped_list_is_in_the_way_of_nothing_but_what_is_the_offices() -> None:
    rights = rights_of(shipped_list("commune_rights"), shipped_list("document_kind"))
    asked = [(MAP, act) for act in MapAct]
    for name in CLASSES:
        asked += [(name, ADD), (name, REMOVE)]  # type: ignore[list-item]
        asked += [(name, one.name) for one in fields_of(name) if one.kind is not Kind.SHAPE]  # type: ignore[misc]
    stopped = {one for one in asked if rights.binding(*one, holds=lambda _when: True)}
    status_fields = {("sync_status", one.name) for one in fields_of("sync_status")}
    answer_fields = {("request", name) for name in ("answer", "answered_on", "answered_by")}
    assert (
        stopped
        == {("parcel", "parcel_code"), ("parcel", "number_state"), ("sync_status", REMOVE)}
        | status_fields
        | answer_fields
    )
    # Nothing of it where the office holds nothing, but for its answers.
    free = stopped - answer_fields
    assert not [one for one in free if rights.binding(*one, holds=lambda when: when is not Condition.HELD)]


def test_rows_say_how_far_they_are_to_be_trusted() -> None:
    rows = shipped_list("commune_rights")
    assert {one.more["basis"] for one in rows} == {"found", "recalled", "practice"}
    assert EVERY in {one.more["what"] for one in rows}


def test_what_is_locked_is_told_for_the_page(world: World) -> None:
    commune = bound(
        world,
        "parcel,legal_area_m2,always,office,",
        "party,name,always,document,",
        "parcel,parcel_code,recorded,office,",
    )
    parcel = number(commune, "1").id
    dossier = commune.read(lambda reader: reader.dossiers([parcel])[parcel])
    today = local_time(world.clock()).date()
    found = commune.read(lambda reader: locks_of(reader, dossier, today))
    (right,) = commune.read(lambda reader: reader.rights_of([parcel]))
    assert {key: one.closed for key, one in found.items()} == {
        (parcel, "legal_area_m2"): True,
        (right.party_id, "name"): False,
    }
    assert translate(found[parcel, "legal_area_m2"].words) == "For the office only: lý do 1."
    assert world.office.read(lambda reader: locks_of(reader, dossier, today)) == {}
