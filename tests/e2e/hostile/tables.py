"""The hostile record in tables, forms and pages."""

import zipfile
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

from landdesk.app import exchange, leaving
from landdesk.app.application import Application
from landdesk.app.bootstrap import open_application
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.commands import SetParcel
from landdesk.domain.error_paths import parse_error_path
from landdesk.domain.progress import SilentProgress
from landdesk.domain.records import (
    Parcel,
)
from landdesk.files import STORE_SUFFIX
from landdesk.services.campaign.lists import ErrorRow, PlainRow, StatusRow, TrackingRow
from landdesk.services.exporting.campaign.status_file import write_status_csv
from landdesk.services.exporting.campaign.workbooks import (
    write_errors,
    write_plain,
    write_status_workbook,
    write_tracking,
)
from landdesk.services.exporting.tables.writing import OutColumn, TableKind, write_table
from landdesk.store.store import NewStore, Store
from landdesk.store.unit_of_work import UnitOfWork
from tests.e2e.hostile.record import (
    BEGINS,
    INSIDE,
    MAP_FIELDS,
    World,
    csv_texts,
    expected,
    hostile,
    records,
    texts_of,
    workbook_texts,
)
from tests.sources import square, write_geojson
from tests.stores import COMMUNE, EPSG, counted_ids, person, ticking_clock


class Tags(HTMLParser):
    """Elements and attributes of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: set[tuple[str, str]] = set()
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes |= {(tag, name) for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def pl3(world: World) -> None:
    path = world.out("form.xlsx")
    app = open_application(world.store, "Nguyễn Thị Hường")
    content = leaving.export_pl3(app, path, leaving.Pl3Choice(), INSIDE, SilentProgress())
    app.close()
    assert len(content.rows) == len(BEGINS)
    assert expected(
        *(
            "serial",
            "register",
            "user",
            "document_number",
            "member",
            "user_address",
            "old_sheet",
            "old_number",
        ),
        *("sheet", "number", "parcel_code", "address", "land_use", "form", "term", "detail"),
        *("asset_kind", "asset_name", "asset_number", "ownership_term", "grade"),
    ) <= {_line_ends(one) for one in workbook_texts(path)}


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n")


def lists(world: World) -> None:
    parcels = ("parcels", world.store, "--with-names", "--purpose", INSIDE)
    wanted = expected("land_use", "address", "user") | {
        f"{texts_of(one)['sheet']}/{texts_of(one)['number']}" for one in BEGINS
    }
    world.run(*parcels, "-o", world.out("parcels.xlsx"))
    assert wanted <= workbook_texts(world.out("parcels.xlsx"))
    world.run(*parcels, "-o", world.out("parcels.csv"))
    assert wanted <= csv_texts(world.out("parcels.csv"), ";")
    asked = world.out("asked.txt")
    # A pasted line is parted at the signs between cells.
    lines = [f"{begin}1+1 <img src=x> & # ' \u202e {{x}}" for begin in ("=", "+", "-", "@", "<", "#", "%%")]
    asked.write_text("\n".join(lines), "utf-8")
    for ending in ("xlsx", "csv"):
        path = world.out(f"lookup.{ending}")
        world.run("lookup", world.store, asked, "-o", path)
        read = workbook_texts(path) if ending == "xlsx" else csv_texts(path, ";")
        assert set(lines) <= read
    for verb in (("check",), ("log",), ("work", "list"), ("errors",), ("request", "list")):
        for ending in ("xlsx", "csv"):
            path = world.out(f"{verb[0]}.{ending}")
            world.run(*verb, world.store, "-o", path)
            read = workbook_texts(path) if ending == "xlsx" else csv_texts(path, ";")
            if verb[0] in ("work", "errors", "request"):
                assert expected("words") <= read
            if verb[0] == "log":
                assert INSIDE in read
    for ending in ("xlsx", "csv"):
        path = world.out(f"quality.{ending}")
        world.run("quality", world.store, "--by", "hamlet", "-o", path)
        assert expected("hamlet") <= (workbook_texts(path) if ending == "xlsx" else csv_texts(path, ";"))


def weekly(world: World) -> None:
    path = world.out("weekly.xlsx")
    world.run("report", "weekly", world.store, "-o", path)
    read = workbook_texts(path)
    assert expected("sheet") <= read
    # Nothing of people, and no name of a parcel.
    for name in ("user", "user_address", "member", "document_number", "note", "number"):
        assert not expected(name) & read, name


def as_they_came(world: World) -> None:
    # What no old encoding has is no text of one.
    texts = [f"{begin}Th«n 5 <img src=x> & #" for begin in BEGINS if begin.isascii()]
    cells = [(square(at), {"SHTHUA": str(at + 1), "DIACHI": one}) for at, one in enumerate(texts)]
    source, store = write_geojson(world.out("old.geojson"), cells), world.out(f"old{STORE_SUFFIX}")
    world.run("new", store, "--commune", COMMUNE)
    world.run("import", store, source, "--text", "DIACHI=tcvn3")
    for ending in ("xlsx", "csv"):
        path = world.out(f"old.{ending}")
        world.run("originals", store, "1", "-o", path, "--purpose", INSIDE)
        read = workbook_texts(path) if ending == "xlsx" else csv_texts(path, ";")
        assert {one.strip() for one in texts} <= {one.strip() for one in read}


def tables(world: World) -> None:
    texts = sorted(expected(*MAP_FIELDS))
    for kind in TableKind:
        path = world.out(f"table-{kind.value}")
        write_table(path, [OutColumn(INSIDE)], [[one] for one in texts], kind, INSIDE)
        if kind is TableKind.XLSX:
            read = workbook_texts(path)
        else:
            read = csv_texts(path, ";" if kind is TableKind.CSV_SEMICOLON else ",")
        assert {*texts, INSIDE} <= read


def campaign(world: World) -> None:
    texts = [hostile(begin, "cell", line=False) for begin in BEGINS]
    status = [StatusRow(row=2, commune=one, sheet=one, parcel_no=one, group=one) for one in texts]
    write_status_workbook(world.out("status.xlsx"), status)
    write_status_csv(world.out("status.csv"), status)
    tracking = [TrackingRow(row=2, sheet=one, parcel_no=one, missing=one, result=one) for one in texts]
    write_tracking(world.out("tracking.xlsx"), tracking)
    paths = [ErrorRow(row=2, sheet=one, paths=(parse_error_path(one),), errors=one) for one in texts]
    write_errors(world.out("errors.xlsx"), paths)
    plain = [PlainRow(row=2, values={"party.name": one, "certificate.serial": one}) for one in texts]
    write_plain(world.out("plain.xlsx"), plain)
    for name in ("status", "tracking", "errors", "plain"):
        assert set(texts) <= workbook_texts(world.out(f"{name}.xlsx")), name
    assert set(texts) <= csv_texts(world.out("status.csv"), ",")


def page_of_a_package(world: World) -> None:
    pages = {}
    for name, words in (("mild", "Thôn Một"), ("hostile", None)):
        folder = world.out(name)
        folder.mkdir()
        office = _office(folder)
        exchange.write_base(office, COMMUNE, folder / "base.ldpkg")
        office.close()
        commune = exchange.create_from_base(folder / "base.ldpkg", folder / f"c{STORE_SUFFIX}", person())
        parcels = sorted(commune.read(lambda reader: reader.all(Parcel)))
        for parcel, begin in zip(parcels, BEGINS, strict=True):
            commune.execute(SetParcel(parcel, address=words or texts_of(begin)["address"]))
        exchange.export_change(commune, folder / "change.ldpkg")
        commune.close()
        with zipfile.ZipFile(folder / "change.ldpkg") as package:
            pages[name] = Tags(package.read("summary.html").decode())
    assert pages["hostile"].tags == pages["mild"].tags
    assert pages["hostile"].attributes == pages["mild"].attributes
    assert "<img src=x onerror=alert(1)>" in pages["hostile"].text


def _office(folder: Path) -> Application:
    def fill(work: UnitOfWork) -> None:
        made = [one for one in records(new_id) if isinstance(one, Parcel)]
        made = [Parcel(one.id, COMMUNE, "12", str(at), shape=one.shape) for at, one in enumerate(made, 1)]
        work.apply(ChangeSet("import", tuple(Delta(None, one) for one in made)), EntryKind.IMPORT)

    new_id = counted_ids()
    store = Store.create(
        folder / f"office{STORE_SUFFIX}",
        NewStore("office", EPSG, (COMMUNE,)),
        person=person(),
        fill=fill,
        new_id=new_id,
        clock=ticking_clock(),
    )
    return Application(store, person())
