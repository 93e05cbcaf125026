"""The hostile record on paper and in the folder of a survey job."""

import ctypes
import json
import xml.etree.ElementTree as ET

import ezdxf
import fiona
import pypdfium2
from ezdxf.entities.text import Text

from landdesk.domain.ids import id_text
from tests.e2e.hostile.record import BEGINS, INSIDE, PEOPLE, World, csv_texts, expected, parcels_of, texts_of


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
