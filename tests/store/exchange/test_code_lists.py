"""An office's own code lists: put into its store, carried by bases and updates, taken over whole by the commune."""

import json
from decimal import Decimal

import pytest

from landdesk.app import exchange
from landdesk.app.application import Application
from landdesk.app.titles import list_news_lines
from landdesk.domain.area_tolerance import LIST
from landdesk.domain.change import Entry, EntryKind
from landdesk.domain.codelists import Replacement
from landdesk.domain.commands import SetParcel
from landdesk.services.codelists import shipped_list
from landdesk.services.office_lists import ListNews, lists_of_office, replace_list, ship_list
from landdesk.store.store import NewStore, Store
from tests.store.exchange.test_verifier import verified
from tests.store.exchange.world import COMMUNE, EPSG, World, number
from tests.stores import refused
from tests.unit.packages.published import faulty
from tests.unit.packages.samples import entries_of

USES = Replacement(
    "Công văn của chi nhánh", "# Công văn của chi nhánh\ncode,label,kind\nONT,Đất ở (chi nhánh),purpose\n"
)
FORMS = Replacement(
    "Bảng hình thức", "# Bảng hình thức\ncode,label\nRIENG,Riêng\nCHUNG,Chung\nRIENG_CHUNG,Cả hai\n"
)


def put(app: Application, name: str, own: Replacement) -> Entry:
    return app.write(lambda context: replace_list(context.work, name, own))


def shipped_again(app: Application, name: str) -> Entry:
    return app.write(lambda context: ship_list(context.work, name))


def use_name(app: Application) -> str:
    found = app.codelists["land_use"].get("ONT")
    assert found is not None
    return found.label


def commands(app: Application) -> list[str]:
    return [one.command for one in reversed(app.read(lambda reader: reader.history()))]


SHIPPED_NAME = next(one.label for one in shipped_list("land_use") if one.code == "ONT")


def test_a_list_is_replaced_and_put_back(world: World) -> None:
    office = world.office
    before = office.codelists
    entry = put(office, "land_use", USES)
    assert (entry.kind, entry.command, entry.subject) == (EntryKind.HOUSEKEEPING, "codes.replace", "land_use")
    assert use_name(office) == "Đất ở (chi nhánh)"
    assert office.codelists["land_use"].replaced
    assert office.codelists is office.codelists
    assert not before["land_use"].replaced
    again = world.reopen(office, world.clerk)
    assert use_name(again) == "Đất ở (chi nhánh)"
    assert shipped_again(again, "land_use").command == "codes.shipped"
    assert use_name(again) == SHIPPED_NAME
    with refused("codes.not-replaced"):
        shipped_again(again, "land_use")
    assert again.store.verify() == []


def test_another_process_is_followed(world: World) -> None:
    here = world.office
    assert use_name(here) == SHIPPED_NAME
    with Store.open(here.store.path) as beside:
        put(Application(beside, world.clerk), "land_use", USES)
    assert use_name(here) == "Đất ở (chi nhánh)"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("landuse", "# x\ncode,label\nA,A\n", "codes.no-list"),
        ("land_use", "code,label,kind\nA,A,purpose\n", "codes.no-source"),
        ("use_form", "# x\nkod,label\nA,A\n", "codes.unknown-column"),
        ("sex", "# x\ncode,label\nmale,Nam\n", "codes.fixed"),
        (
            "commune",
            "# x\ncode,label,kind,epsg,parent\n22366,Nha Trang,phường,9217,56\n",
            "codes.own-commune",
        ),
    ],
)
def test_a_bad_list_is_refused_and_nothing_is_written(
    world: World, name: str, content: str, code: str
) -> None:
    source = "x" if content.startswith("#") else ""
    before = commands(world.office)
    try:
        with refused(code):
            put(world.office, name, Replacement(source, content))
    finally:
        assert commands(world.office) == before
        assert world.office.read(lambda reader: reader.code_lists()) == []


def test_office_to_commune(world: World) -> None:
    put(world.office, "land_use", USES)
    base = world.base()
    assert json.loads(entries_of(base.read_bytes())["codelists.json"])["lists"][0]["name"] == "land_use"
    assert (verified(base).returncode, faulty(base.read_bytes())) == (0, [])
    commune = world.commune(base=base)
    assert use_name(commune) == "Đất ở (chi nhánh)"
    assert commands(commune) == ["base.receive", "codes.receive"]
    with refused("codes.of-office"):
        put(commune, "use_form", FORMS)

    put(world.office, "use_form", FORMS)
    first = world.update()
    shipped_again(world.office, "land_use")
    second = world.update()
    assert (verified(second).returncode, faulty(second.read_bytes())) == (0, [])
    # The later one first: the earlier one must not bring the list back.
    exchange.receive(commune, second)
    assert use_name(commune) == SHIPPED_NAME
    assert commune.codelists["use_form"].source == "Bảng hình thức"
    exchange.receive(commune, first)
    assert use_name(commune) == SHIPPED_NAME
    assert commands(commune) == [
        "base.receive",
        "codes.receive",
        "update.receive",
        "codes.receive",
        "update.receive",
    ]
    assert commune.store.verify() == []
    # What goes to the office carries no list.
    assert json.loads(entries_of(world.base().read_bytes())["codelists.json"])["lists"]


def test_an_update_for_a_list_alone(world: World) -> None:
    commune = world.commune()
    with refused("update.nothing-changed"):
        world.update()
    put(world.office, "land_use", USES)
    update = world.update()
    assert verified(update).returncode == 0
    exchange.receive(commune, update)
    assert use_name(commune) == "Đất ở (chi nhánh)"
    with refused("update.nothing-changed"):
        world.update()


def test_a_base_sets_the_lists_of_a_store_that_is_bound_to_it(world: World) -> None:
    own = world.store("own", NewStore("commune", EPSG, (COMMUNE,)), world.technician)
    world.fill(own)
    put(own, "use_form", FORMS)
    put(world.office, "land_use", USES)
    exchange.adopt(own, world.base())
    assert use_name(own) == "Đất ở (chi nhánh)"
    assert not own.codelists["use_form"].replaced


def test_what_came_is_told_list_by_list(world: World) -> None:
    put(world.office, "land_use", USES)
    commune = world.commune()
    (told,) = commune.read(lists_of_office)
    assert (told.name, told.source, told.added, told.changed) == ("land_use", USES.source, (), ("ONT",))
    assert len(told.gone) == len(shipped_list("land_use")) - 1
    more = "# Công văn 12\ncode,label,kind,valid_to\nLUA,Đất lúa,purpose,\n"
    entry = put(
        world.office,
        "land_use",
        Replacement("Công văn 12", f"{more}ONT,Đất ở (chi nhánh),purpose,2026-12-31\n"),
    )
    update = world.update()
    (news,) = exchange.receive(commune, update).lists
    assert news == ListNews("land_use", "Công văn 12", entry.number, added=("LUA",), changed=("ONT",))
    (line,) = list_news_lines([news])
    assert [line.count(one) for one in ("Công văn 12", "LUA", "ONT", str(entry.number))] == [1, 1, 1, 1]
    assert exchange.receive(commune, update).lists == ()
    back = shipped_again(world.office, "land_use")
    (news,) = exchange.receive(commune, world.update()).lists
    assert (news.source, news.version, news.gone) == (None, back.number, ())
    assert set(news.changed) == {"LUA", "ONT"}
    (line,) = list_news_lines([news])
    assert "Công văn 12" not in line


def test_an_own_list_that_goes_is_told(world: World) -> None:
    own = world.store("own", NewStore("commune", EPSG, (COMMUNE,)), world.technician)
    world.fill(own)
    put(own, "use_form", FORMS)
    put(world.office, "land_use", USES)
    done = exchange.adopt(own, world.base())
    assert [(one.name, one.source, one.version is None) for one in done.lists] == [
        ("land_use", USES.source, False),
        ("use_form", None, True),
    ]
    assert done.lists[0].gone
    lines = list_news_lines(done.lists)
    assert len(lines[0]) < 400
    assert list_news_lines([ListNews("unheard_of", "x", 3, used=False)])[0].count("unheard_of") == 1


def test_the_check_of_areas_follows_the_offices_table(world: World) -> None:
    office = world.office
    office.execute(SetParcel(number(office, "1").id, legal_area_m2=Decimal("592.00")))
    office.check()
    found = office.findings_of(number(office, "1").id)
    # 8 m² apart; of 592 m² 9.7 are allowed at 1:1000.
    assert "parcel.area-mismatch" not in {one.rule for one in found}
    rows = "".join(f"{one.code},{one.label},200\n" for one in shipped_list(LIST))
    put(office, LIST, Replacement("Công văn", f"# Công văn\ncode,label,root_thousandths\n{rows}"))
    assert office.area_tolerance.allowed_m2(592.0) == pytest.approx(4.87, abs=0.01)
    office.check()
    found = office.findings_of(number(office, "1").id)
    assert "parcel.area-mismatch" in {one.rule for one in found}
