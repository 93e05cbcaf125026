"""The record whose texts begin and end with everything that other programs act on, and what is expected of them."""

import csv
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import shapely

from landdesk.__main__ import main
from landdesk.domain.canonical_shape import canonical_shapes
from landdesk.domain.ids import ObjectId
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
    Request,
    WorkItem,
)
from landdesk.store.store import Store
from tests.stores import COMMUNE, DEPTH_M, SOUTH, WEST, WIDTH_M

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
        yield WorkItem(new_id(), "sync_error", (parcel.id,), "open", words=text["words"], code=text["note"])
        yield Request(
            new_id(),
            COMMUNE,
            "other",
            "asked",
            (parcel.id,),
            "2026-11-01",
            words=text["words"],
            rule=text["note"],
        )


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


def expected(*names: str) -> set[str]:
    """Return the texts of fields in all beginnings."""
    return {texts_of(begin)[name] for begin in BEGINS for name in names}


MAP_FIELDS = ("source_id", "sheet", "number", "land_use", "address", "user", "document_number")
PEOPLE = ("--with-users", "--purpose", INSIDE)


def parcels_of(world: World) -> list[Parcel]:
    with Store.open(world.store) as store, store.read() as reader:
        return list(reader.all(Parcel).values())
