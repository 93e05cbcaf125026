"""One record whose texts begin and end with everything that other programs act on goes through every output, harmless.

Each output is read back by a reader that is not ours: nothing is a formula, a link, an element or a command, and the
texts are those that went in, or the form that the page of the format names. ``OUTPUTS`` is the table; a new writer or a
verb with a new kind of file that has no line in it fails.
"""

import ast
import csv
import ctypes
import json
import re
import sqlite3
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import click
import ezdxf
import fiona
import pypdfium2
import pytest
import shapely
from ezdxf.entities.text import Text

from landdesk.__main__ import main
from landdesk.app import exchange, leaving
from landdesk.app.application import Application
from landdesk.app.bootstrap import open_application
from landdesk.cli.main import program
from landdesk.cli.verb import VerbGroup
from landdesk.domain.canonical_shape import canonical_shapes
from landdesk.domain.change import ChangeSet, Delta, EntryKind
from landdesk.domain.codelists import plain_words
from landdesk.domain.commands import SetParcel
from landdesk.domain.error_paths import parse_error_path
from landdesk.domain.ids import ObjectId, id_text
from landdesk.domain.progress import SilentProgress
from landdesk.domain.records import (
    AnyRecord,
    Asset,
    Certificate,
    CertificateParcel,
    Document,
    DocumentLink,
    LandRight,
    Parcel,
    Party,
    PartyMember,
    Purpose,
    PurposeOrigin,
    WorkItem,
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
from tests.sources import square, write_geojson
from tests.stores import COMMUNE, DEPTH_M, EPSG, SOUTH, WEST, WIDTH_M, counted_ids, person, ticking_clock

BEGINS = ("=", "+", "-", "@", "\t=", "'=", "<", "#", '"', ";", "\u202e", "%%", "{\\")
"""What a text begins with; outer blanks, a tabulator among them, are none in any text of the record."""
INSIDE = (
    "cmd|'/c calc'!A1 =1+1 <img src=x onerror=alert(1)> <script>alert(1)</script> &lt;&#65; # \" ' ; , | $x ${x} ]]>"
    " \u202e\u200f\u2066 http://localhost %%d \\U+0041 \\P ^J {\\C1;x} _x0041_"
)
TAIL = "\n=2+3"
LONG = "\u1ec7" * 3_000
SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
WIDEST_BYTES = 254
"""Of a text in a Shapefile."""


def hostile(begin: str, field: str, *, long: bool = False, line: bool = True) -> str:
    """Return a text of a field as the record holds it."""
    return f"{begin}{field} {INSIDE}{LONG if long else ''}{TAIL if line else ''}".strip()


def texts_of(begin: str) -> dict[str, str]:
    """Return the texts of one parcel's dossier by field."""
    made = {
        name: hostile(begin, name, long=name == "address")
        for name in (
            *("address", "source_id", "hamlet", "note", "old_sheet", "old_number", "parcel_code", "signer"),
            *("user", "user_address", "member", "document_number", "term", "as_written", "detail"),
            *("register", "asset_kind", "asset_name", "asset_number", "grade", "ownership_term", "words"),
            *("holder_kind", "form"),
        )
    }
    # Sheet and number are short, and of one line.
    made |= {name: hostile(begin, name, line=False) for name in ("sheet", "number", "land_use")}
    return made | {"serial": hostile(begin, "serial", line=False).upper().replace(";", "").replace(",", "")}


@dataclass(frozen=True, slots=True)
class World:
    """A store with the hostile record in every beginning."""

    folder: Path
    store: Path

    def run(self, *words: str | Path) -> None:
        """Run a command line that must succeed."""
        assert main(["--as", "Nguyễn Thị Hường", *map(str, words)]) == 0, words

    def out(self, name: str) -> Path:
        """Return the path of a new file."""
        return self.folder / name


def records(new_id: Callable[[], ObjectId]) -> Iterator[AnyRecord]:
    """Yield the record once for each beginning."""
    for at, begin in enumerate(BEGINS):
        text = texts_of(begin)
        west = WEST + at * WIDTH_M
        (shape,) = canonical_shapes(
            [shapely.MultiPolygon([shapely.box(west, SOUTH, west + WIDTH_M, SOUTH + DEPTH_M)])]
        )
        parcel = Parcel(
            new_id(),
            COMMUNE,
            text["sheet"],
            text["number"],
            address=text["address"],
            source_id=text["source_id"],
            shape=shape,
            old_sheet=text["old_sheet"],
            old_number=text["old_number"],
            parcel_code=text["parcel_code"],
            hamlet=text["hamlet"],
            note=text["note"],
        )
        member = Party(new_id(), text["member"], None, text["user_address"], "individual")
        user = Party(new_id(), text["user"], text["document_number"], kind="organisation")
        use = Purpose(new_id(), parcel.id, text["land_use"], form=text["form"], term=text["term"])
        paper = Certificate(new_id(), text["serial"], text["register"], signer=text["signer"])
        scan = Document(new_id(), file_name=hostile(begin, "scan", line=False), title=text["note"])
        yield from (parcel, user, member, paper, scan, use)
        yield PurposeOrigin(new_id(), use.id, detail=text["detail"])
        yield Asset(
            new_id(),
            parcel.id,
            text["asset_kind"],
            name=text["asset_name"],
            number=text["asset_number"],
            grade=text["grade"],
            ownership_term=text["ownership_term"],
        )
        yield LandRight(new_id(), parcel.id, user.id, certificate_id=paper.id)
        yield PartyMember(new_id(), user.id, member.id, "representative")
        yield CertificateParcel(new_id(), paper.id, parcel.id, text["old_sheet"], text["old_number"])
        yield DocumentLink(new_id(), scan.id, certificate_id=paper.id)
        yield WorkItem(new_id(), "task", (parcel.id,), "open", "tracking", text["words"])


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("hostile")
    path = folder / f"hostile{STORE_SUFFIX}"
    new_id = counted_ids()

    def fill(work: UnitOfWork) -> None:
        order = [type(one) for one in records(counted_ids(9))]
        made = sorted(records(new_id), key=lambda one: order.index(type(one)))
        work.apply(
            ChangeSet("import.parcels", tuple(Delta(None, one) for one in made), INSIDE), EntryKind.IMPORT
        )

    wanted = NewStore("commune", EPSG, (COMMUNE,))
    Store.create(path, wanted, person=person(), fill=fill, new_id=new_id, clock=ticking_clock()).close()
    return World(folder, path)


# --- readers that are not ours -----------------------------------------------------------------------------------


def workbook_texts(path: Path) -> set[str]:
    """Return the texts of all cells; there is no formula, link, macro or part from outside."""
    main_ns = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    found: set[str] = set()
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            assert not re.search(r"externalLink|vba|macro|drawing|embed|connections|customUI", name), name
            tree = ET.fromstring(book.read(name))
            if name.endswith(".rels"):
                assert not [one for one in tree if one.get("TargetMode") == "External"], name
            if "worksheets/sheet" in name and name.endswith(".xml"):
                assert not list(tree.iter(f"{main_ns}f")), "a formula"
                assert not list(tree.iter(f"{main_ns}hyperlink")), "a link"
            for one in tree.iter():
                if one.tag in (f"{main_ns}si", f"{main_ns}is"):
                    found.add("".join(part.text or "" for part in one.iter(f"{main_ns}t")))
    return {_unescaped(one) for one in found}


def _unescaped(text: str) -> str:
    """Return a text of a workbook as a spreadsheet shows it: ``_x0041_`` stands for a letter (ECMA-376, 22.9.2.19)."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)


def csv_texts(path: Path, separator: str, encoding: str = "utf-8-sig") -> set[str]:
    """Return the texts of all cells; none begins so that a spreadsheet would run it."""
    with path.open(encoding=encoding, newline="") as file:
        cells = [cell for row in csv.reader(file, delimiter=separator) for cell in row]
    for cell in cells:
        assert not cell.startswith(SIGNS) or re.fullmatch(r"-?[0-9.,]+", cell), cell[:40]
    # The apostrophe before such a sign is the documented form.
    return {cell[1:] if re.match(r"'+[=+\-@\t\r\n]", cell) else cell for cell in cells}


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


def expected(*names: str) -> set[str]:
    """Return the texts of fields in all beginnings."""
    return {texts_of(begin)[name] for begin in BEGINS for name in names}


# --- the outputs ---------------------------------------------------------------------------------------------------


MAP_FIELDS = ("source_id", "sheet", "number", "land_use", "address", "user", "document_number")
PEOPLE = ("--with-users", "--purpose", INSIDE)


def properties(path: Path) -> list[dict[str, object]]:
    with fiona.open(path) as layer:
        return [dict(one["properties"]) for one in layer]


def geopackage(world: World) -> None:
    path = world.out("map.gpkg")
    world.run("export-map", world.store, "-o", path, *PEOPLE)
    read = {value for row in properties(path) for value in row.values() if isinstance(value, str)}
    assert expected(*MAP_FIELDS) <= read
    with closing(sqlite3.connect(path)) as conn:
        tables = {name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert "parcels" in tables
        assert not [name for name in tables if INSIDE[:5] in name]


def shapefile(world: World) -> None:
    path = world.out("map.shp")
    world.run("export-map", world.store, "-o", path, *PEOPLE)
    # A column holds 254 bytes: what is longer is cut, and counted.
    wanted = {text.encode()[:WIDEST_BYTES].decode(errors="ignore").rstrip() for text in expected(*MAP_FIELDS)}
    assert wanted <= {
        value.rstrip() for row in properties(path) for value in row.values() if isinstance(value, str)
    }


def geojson(world: World) -> None:
    for form in ("geojson", "geojson-metres"):
        path = world.out(f"{form}.geojson")
        world.run("export-map", world.store, "--format", form, "-o", path, *PEOPLE)
        document = json.loads(path.read_text("utf-8"))
        assert document.keys() <= {"type", "features", "crs"}
        rows = [one["properties"] for one in document["features"]]
        assert expected(*MAP_FIELDS) <= {value for row in rows for value in row.values() if value}
        assert {name for row in rows for name in row} == set(properties(path)[0]) - {"id"}


def gml(world: World) -> None:
    path = world.out("map.gml")
    world.run("export-map", world.store, "-o", path, *PEOPLE)
    tree = ET.parse(path)
    names = Counter(one.tag.rpartition("}")[2] for one in tree.iter())
    assert names.keys() <= {
        *(
            "FeatureCollection",
            "member",
            "Thua_Dat",
            "Geometry",
            "Polygon",
            "exterior",
            "LinearRing",
            "posList",
        ),
        *("soHieuToBanDo", "soThuTuThua", "maXa", "mucDichSuDung", "tenChu", "diaChi"),
    }
    assert names["member"] == names["diaChi"] == len(BEGINS)
    read = {one.text for one in tree.iter() if one.text}
    assert expected("sheet", "number", "land_use", "user", "address") <= read
    with fiona.open(path) as layer:
        assert len(layer) == len(BEGINS)


def dxf(world: World) -> None:
    path = world.out("map.dxf")
    world.run("export-map", world.store, "-o", path)
    drawing = ezdxf.filemanagement.readfile(path)
    entities = list(drawing.modelspace())
    assert {one.dxftype() for one in entities} == {"LWPOLYLINE", "POINT", "TEXT"}
    assert {one.dxf.layer for one in entities} == {"2", "10", "11", "13"}
    shown = {one.plain_text() for one in entities if isinstance(one, Text)}
    # On one line; a number of a letter that would be read as the letter is parted (docs/formats/dxf.md).
    wanted = {text.replace("\\U+", "\\ U+") for text in expected("number", "land_use")}
    assert wanted == shown


def paper(world: World) -> None:
    numbers = {text.replace("\t", " ") for text in expected("number")}
    for at, begin in enumerate(BEGINS):
        parcel = next(one for one in parcels_of(world) if one.number == texts_of(begin)["number"])
        for form in ("pdf", "svg", "dxf"):
            more = PEOPLE if form == "pdf" else ()
            path = world.out(f"paper-{at}.{form}")
            world.run("print", world.store, id_text(parcel.id), "-o", path, *more)
        document = pypdfium2.PdfDocument(world.out(f"paper-{at}.pdf"))
        page = document[0]
        text = page.get_textpage().get_text_bounded()
        assert "TRÍCH LỤC BẢN ĐỒ ĐỊA CHÍNH" in text
        assert "<script>alert(1)</script>" in " ".join(text.split())
        assert pypdfium2.raw.FPDFLink_Enumerate(page, ctypes.c_int(0), pypdfium2.raw.FPDF_LINK()) == 0
        document.close()
        root = ET.parse(world.out(f"paper-{at}.svg")).getroot()
        assert {one.tag.rpartition("}")[2] for one in root.iter()} == {
            *("svg", "title", "rect", "polyline", "circle", "text")
        }
        entities = list(ezdxf.filemanagement.readfile(world.out(f"paper-{at}.dxf")).modelspace())
        assert {one.dxftype() for one in entities} == {"LWPOLYLINE", "POINT", "TEXT"}
        shown = {one.plain_text() for one in entities if isinstance(one, Text) and one.dxf.layer == "13"}
        # Cut where a label has no more room.
        assert all(any(number.startswith(one.rstrip("…")) for number in numbers) for one in shown)
    world.run("print-map", world.store, "-o", world.out("map.svg"), "--paper", "A0")
    world.run("print-map", world.store, "-o", world.out("map.pdf"))
    root = ET.parse(world.out("map.svg")).getroot()
    assert {one.tag.rpartition("}")[2] for one in root.iter()} == {"svg", "title", "rect", "polyline", "text"}


def survey_job(world: World) -> None:
    folder, delivery, protocol = world.out("job"), world.out("delivery"), world.out("protocol.pdf")
    parcels = [id_text(one.id) for one in parcels_of(world)]
    world.run("job", "write", world.store, *parcels, "-o", folder)
    with fiona.open(folder / "parcels.gpkg", layer="parcels") as layer:
        read = [dict(one["properties"]) for one in layer]
    assert {row["number"] for row in read} == expected("number")
    texts = csv_texts(folder / "points.csv", ";")
    assert any(INSIDE in text for text in texts)
    drawing = list(ezdxf.filemanagement.readfile(folder / "parcels.dxf").modelspace())
    assert {one.dxftype() for one in drawing} == {"LWPOLYLINE", "POINT", "TEXT"}
    assert {
        one["number"] for one in json.loads((folder / "job.json").read_text("utf-8"))["parcels"]
    } == expected("number")
    # Nothing of people, and no place beside the folder for what they are called.
    assert {one.suffix for one in folder.iterdir()} == {".csv", ".dxf", ".gpkg", ".json", ".pdf", ".txt"}
    everything = b"".join(one.read_bytes() for one in folder.iterdir())
    for name in ("user", "user_address", "member", "document_number", "note"):
        assert not [text for text in expected(name) if text[:20].encode() in everything], name
    delivery.mkdir()
    (delivery / "map.gpkg").write_bytes((folder / "parcels.gpkg").read_bytes())
    back = [word for one in parcels for word in ("--return", one, "--reason", INSIDE)]
    world.run("job", "accept", world.store, folder, delivery, *back, "-o", protocol)
    assert INSIDE in csv_texts(folder / "returned.csv", ";")
    document = pypdfium2.PdfDocument(protocol)
    text = " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)
    assert "<script>alert(1)</script>" in text.replace(" ", "")
    assert pypdfium2.raw.FPDFLink_Enumerate(document[0], ctypes.c_int(0), pypdfium2.raw.FPDF_LINK()) == 0
    document.close()


def parcels_of(world: World) -> list[Parcel]:
    with Store.open(world.store) as store, store.read() as reader:
        return list(reader.all(Parcel).values())


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
    for verb in (("check",), ("log",), ("work", "list")):
        for ending in ("xlsx", "csv"):
            path = world.out(f"{verb[0]}.{ending}")
            world.run(*verb, world.store, "-o", path)
            read = workbook_texts(path) if ending == "xlsx" else csv_texts(path, ";")
            if verb[0] == "work":
                assert expected("words") <= read
            if verb[0] == "log":
                assert INSIDE in read


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


def json_of_the_command_line(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    world.run("parcels", world.store, "--json")
    read = json.loads(capsys.readouterr().out)["parcels"]
    assert {one["address"] for one in read} == expected("address")
    assert {one["users"] for one in read} == expected("user")
    world.run("show", world.store, read[0]["id"], "--reveal", "--json")
    shown = capsys.readouterr().out
    begin = next(one for one in BEGINS if texts_of(one)["address"] == read[0]["address"])
    spoken = set(_texts(json.loads(shown)))
    assert {texts_of(begin)[name] for name in ("user", "member", "register", "detail", "note")} <= spoken
    world.run("work", "list", world.store, "--json")
    assert expected("words") == {one["words"] for one in json.loads(capsys.readouterr().out)["items"]}
    world.run("log", world.store, "--json")
    assert json.loads(capsys.readouterr().out)["entries"][-1]["subject"] == INSIDE
    world.run("outgoing", world.store, "--json")
    json.loads(capsys.readouterr().out)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


OUTPUTS: Mapping[Callable[[World], None], tuple[str, ...]] = {
    geopackage: ("write_parcel_geopackage",),
    shapefile: ("write_parcel_shapefile",),
    geojson: ("write_parcel_geojson",),
    gml: ("write_parcel_gml",),
    dxf: ("write_parcel_dxf", "write_drawing"),
    paper: ("print", "print-map"),
    survey_job: ("write_job_geopackage", "job write", "job accept", "job check"),
    pl3: ("write_pl3", "write_form", "export-pl3"),
    lists: ("parcels", "check", "log", "work list", "lookup"),
    as_they_came: ("originals",),
    tables: ("write_table", "write_csv", "write_workbook"),
    campaign: ("write_status_workbook", "write_status_csv", "write_tracking", "write_errors", "write_plain"),
    page_of_a_package: ("package change",),
}
"""What each check covers: writers of ``services/exporting`` and verbs with ``-o``."""
BY_FORMAT = frozenset({"export-map"})
"""Verbs whose formats are checked one by one."""
OTHERWISE: Mapping[str, str] = {
    "package base": "canonical bytes and the page that package change has",
    "package update": "canonical bytes and the page that package change has",
    "package copy": "the bytes of a package that was written before",
    "office receipt": "canonical bytes and the page that package change has",
    "office unlock": "a sealed answer without texts of the record",
    "unlock-request": "a sealed request without texts of the record",
    "backup": "the store's own bytes",
    "restore": "the store's own bytes",
    "readable-copy": "a database, opened by statements with parameters only",
    "render": "a picture",
    "codes": "no text of the record",
}
"""Why a verb that writes a file is in no check."""


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda one: one.__name__)
def test_the_hostile_record_is_harmless_in(output: Callable[[World], None], world: World) -> None:
    output(world)


def test_the_hostile_record_is_harmless_in_json(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    json_of_the_command_line(world, capsys)


@cache
def writers() -> set[str]:
    """Return the functions of ``services/exporting`` that write a file."""
    sources = (Path(__file__).resolve().parents[2] / "landdesk" / "services" / "exporting").rglob("*.py")
    return {
        node.name
        for source in sources
        for node in ast.parse(source.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("write_")
    }


def verbs_with_files() -> set[str]:
    """Return the verbs that have ``-o``."""
    root, found = program(), set()
    context = click.Context(root)
    for name in root.list_commands(context):
        command = root.get_command(context, name)
        parts = command.commands.items() if isinstance(command, VerbGroup) else [("", command)]
        found |= {
            f"{name} {part}".strip()
            for part, one in parts
            if one is not None and any("-o" in param.opts for param in one.params)
        }
    return found


def test_no_output_is_forgotten() -> None:
    covered = {name for names in OUTPUTS.values() for name in names}
    assert writers() - covered == set()
    assert verbs_with_files() - covered - BY_FORMAT == set(OTHERWISE)
    assert covered <= writers() | verbs_with_files()


def test_the_hostile_texts_are_hostile() -> None:
    assert plain_words(INSIDE)
    for begin in BEGINS:
        text = texts_of(begin)
        assert all(set("<>&#\"';\n\u202e") <= set(text[name]) for name in ("address", "user", "note"))
        assert len(text["address"]) > 3_000
