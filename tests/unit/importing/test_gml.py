"""GML as land systems write it, in all its versions; what is damaged or malicious is refused in words."""

import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from landdesk.domain.errors import CancelledError, InvalidInputError
from landdesk.domain.progress import SilentProgress
from landdesk.domain.records import Parcel
from landdesk.i18n import Text
from landdesk.services.importing.gml.identifiers import are_lasting
from landdesk.services.importing.gml.stream import Head, read_features
from landdesk.services.importing.importer import ImportRequest, import_file
from landdesk.services.importing.shapes import EMPTY, NOT_FINITE, NOT_POLYGON, read_shapes
from landdesk.services.importing.source import find_layer
from landdesk.services.importing.systems import placement
from tests.sources import SOUTH, WEST
from tests.unit.importing.desks import MakeDesk

NAMESPACES = (
    'xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2"'
    ' xmlns:vlis="http://www.vietbando.com/gml/vlis" xmlns:xlink="http://www.w3.org/1999/xlink"'
)
RING = [(WEST, SOUTH), (WEST + 20, SOUTH), (WEST + 20, SOUTH + 20), (WEST, SOUTH + 20), (WEST, SOUTH)]
POS_LIST = " ".join(f"{x} {y}" for x, y in RING)
POLYGON = (
    '<gml:Polygon srsName="EPSG:9217"><gml:exterior><gml:LinearRing>'
    f"<gml:posList>{POS_LIST}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>"
)


def feature(geometry: str = POLYGON, values: str = "", kind: str = "Thua_Dat", number: int = 1) -> str:
    return (
        f'<wfs:member><vlis:{kind} gml:id="{kind}.{number}"><vlis:Geometry>{geometry}</vlis:Geometry>'
        f"<vlis:soThuTuThua>{number}</vlis:soThuTuThua>{values}</vlis:{kind}></wfs:member>"
    )


def written(path: Path, features: Sequence[str], *, attributes: str = "", before: str = "") -> Path:
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n{before}<wfs:FeatureCollection {NAMESPACES} {attributes}>\n'
        + "\n".join(features)
        + "\n</wfs:FeatureCollection>\n",
        "utf-8",
    )
    return path


def first(path: Path) -> tuple[Any, dict[str, object]]:
    layer = find_layer(path)
    batch = next(layer.features(layer.columns))
    return batch.geometries[0], dict(zip(layer.columns, batch.values[0], strict=True))


def code_of(path: Path, wanted: str | None = None) -> InvalidInputError:
    with pytest.raises(InvalidInputError) as caught:
        find_layer(path, wanted)
    return caught.value


def test_the_form_of_the_national_system(tmp_path: Path) -> None:
    values = (
        "<vlis:soHieuToBanDo>12</vlis:soHieuToBanDo><vlis:maXa>22366</vlis:maXa><vlis:tenChu>Trần Văn A</vlis:tenChu>"
        "<vlis:tenChu>Lê B &amp; C</vlis:tenChu><vlis:mucDich><vlis:loai>ONT</vlis:loai></vlis:mucDich>"
        '<vlis:diaChi xlink:href="x"/><vlis:ghiChu>\n  hai\n </vlis:ghiChu>'
    )
    path = written(tmp_path / "thua.xml", [feature(values=values), feature(number=2)])
    layer = find_layer(path)
    assert (layer.driver, layer.name, layer.count) == ("GML", "Thua_Dat", 2)
    assert "108-15" in layer.crs_wkt
    geometry, found = first(path)
    assert geometry == ("Polygon", [RING])
    assert found == {
        "gml_id": "Thua_Dat.1",
        "soThuTuThua": "1",
        "soHieuToBanDo": "12",
        "maXa": "22366",
        "tenChu": "Trần Văn A; Lê B & C",
        "mucDich.loai": "ONT",
        "diaChi": None,
        "ghiChu": "hai",
    }
    batches = list(layer.features(["soThuTuThua"], size=1))
    assert [(batch.first, batch.values) for batch in batches] == [(1, [("1",)]), (2, [("2",)])]


HOLE = [(WEST + 5, SOUTH + 5), (WEST + 6, SOUTH + 5), (WEST + 6, SOUTH + 6), (WEST + 5, SOUTH + 5)]
HOLE_TEXT = " ".join(f"{x},{y}" for x, y in HOLE)


@pytest.mark.parametrize(
    ("geometry", "expected"),
    [
        (
            "<gml:Polygon><gml:outerBoundaryIs><gml:LinearRing><gml:coordinates>"
            + " ".join(f"{x},{y}" for x, y in RING)
            + "</gml:coordinates></gml:LinearRing></gml:outerBoundaryIs></gml:Polygon>",
            ("Polygon", [RING]),
        ),
        (
            "<gml:Polygon><gml:interior><gml:LinearRing>"
            + "".join(f"<gml:pos>{x} {y}</gml:pos>" for x, y in HOLE)
            + "</gml:LinearRing></gml:interior><gml:exterior><gml:LinearRing>"
            + "".join(f"<gml:coord><gml:X>{x}</gml:X><gml:Y>{y}</gml:Y></gml:coord>" for x, y in RING)
            + "</gml:LinearRing></gml:exterior></gml:Polygon>",
            ("Polygon", [RING, HOLE]),
        ),
        (
            "<gml:Surface><gml:patches><gml:PolygonPatch><gml:exterior><gml:Ring><gml:curveMember><gml:Curve>"
            "<gml:segments><gml:LineStringSegment><gml:posList>"
            + " ".join(f"{x} {y}" for x, y in RING[:3])
            + "</gml:posList></gml:LineStringSegment><gml:LineStringSegment><gml:posList>"
            + " ".join(f"{x} {y}" for x, y in RING[2:])
            + "</gml:posList></gml:LineStringSegment></gml:segments></gml:Curve></gml:curveMember></gml:Ring>"
            "</gml:exterior></gml:PolygonPatch></gml:patches></gml:Surface>",
            ("Polygon", [RING]),
        ),
        (
            f"<gml:MultiSurface>{2 * f'<gml:surfaceMember>{POLYGON}</gml:surfaceMember>'}</gml:MultiSurface>",
            ("MultiPolygon", [[RING], [RING]]),
        ),
        (
            '<gml:Polygon srsDimension="3"><gml:exterior><gml:LinearRing><gml:posList>'
            + " ".join(f"{x} {y} 7.5" for x, y in RING)
            + "</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>",
            ("Polygon", [[(x, y, 7.5) for x, y in RING]]),
        ),
        (
            '<gml:Polygon><gml:exterior><gml:LinearRing><gml:coordinates cs=" " ts=";" decimal=",">'
            + ";".join(f"{x} {y}".replace(".", ",") for x, y in RING)
            + "</gml:coordinates></gml:LinearRing></gml:exterior></gml:Polygon>",
            ("Polygon", [RING]),
        ),
    ],
)
def test_polygons_of_all_versions(tmp_path: Path, geometry: str, expected: object) -> None:
    assert first(written(tmp_path / "a.gml", [feature(geometry)]))[0] == expected


@pytest.mark.parametrize(
    ("geometry", "fault"),
    [
        ("<gml:Point><gml:pos>1 2</gml:pos></gml:Point>", NOT_POLYGON),
        ("", EMPTY),
        ("<gml:Polygon/>", EMPTY),
        (POLYGON.replace(str(WEST + 20), "abc"), NOT_FINITE),
    ],
)
def test_what_is_no_polygon_is_named(tmp_path: Path, geometry: str, fault: str) -> None:
    layer = find_layer(written(tmp_path / "a.gml", [feature(geometry)]))
    (batch,) = layer.features(())
    assert read_shapes(batch.geometries, placement("", 9217, 9217)).faults == [fault]


def test_a_polygon_goes_before_the_point_beside_it_and_an_envelope_is_none(tmp_path: Path) -> None:
    both = f"<gml:Point><gml:pos>1 2</gml:pos></gml:Point></vlis:Geometry><vlis:Geometry>{POLYGON}"
    path = written(tmp_path / "a.gml", [feature(both)])
    boxed = path.read_text("utf-8").replace(
        "<vlis:Geometry>",
        "<gml:boundedBy><gml:Envelope><gml:lowerCorner>0 0</gml:lowerCorner></gml:Envelope></gml:boundedBy>"
        "<vlis:Geometry>",
        1,
    )
    path.write_text(boxed, "utf-8")
    geometry, values = first(path)
    assert geometry == ("Polygon", [RING])
    assert list(values) == ["gml_id", "soThuTuThua"]


def test_order_of_axes_follows_the_way_of_naming(tmp_path: Path) -> None:
    ring = [(109.19, 12.24), (109.2, 12.24), (109.2, 12.25), (109.19, 12.24)]
    for name, points in (
        ("EPSG:4326", ring),
        ("urn:ogc:def:crs:EPSG::4326", [(y, x) for x, y in ring]),
        ("http://www.opengis.net/def/crs/EPSG/0/4326", [(y, x) for x, y in ring]),
        ("http://www.opengis.net/gml/srs/epsg.xml#4326", ring),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", ring),
    ):
        geometry = POLYGON.replace("EPSG:9217", name).replace(
            POS_LIST, " ".join(f"{x} {y}" for x, y in points)
        )
        path = written(tmp_path / "a.gml", [feature(geometry)])
        assert first(path)[0] == ("Polygon", [ring]), name
        assert "WGS 84" in find_layer(path).crs_wkt


def test_system_of_the_envelope_and_none(tmp_path: Path) -> None:
    plain = POLYGON.replace(' srsName="EPSG:9217"', "")
    box = '<wfs:boundedBy><gml:Envelope srsName="EPSG:9218"/></wfs:boundedBy>'
    assert "108-30" in find_layer(written(tmp_path / "a.gml", [box, feature(plain)])).crs_wkt
    assert find_layer(written(tmp_path / "a.gml", [feature(plain)])).crs_wkt == ""
    both = [feature(), feature(POLYGON.replace("9217", "9218"), number=2)]
    assert code_of(written(tmp_path / "a.gml", both)).code == "import.several-systems"


def test_feature_types_are_layers(tmp_path: Path) -> None:
    path = written(tmp_path / "a.gml", [feature(kind="Ranh_Gioi"), feature(), feature(number=2)])
    error = code_of(path)
    assert (error.code, error.remedy and error.remedy.values) == (
        "import.several-layers",
        {"name": "Thua_Dat"},
    )
    assert find_layer(path, "Thua_Dat").count == 2
    assert code_of(path, "Thua").code == "import.no-layer"
    assert code_of(written(tmp_path / "a.gml", [])).code == "import.no-features"


def test_members_in_one_list_and_collections_in_collections(tmp_path: Path) -> None:
    inner = feature().removeprefix("<wfs:member>").removesuffix("</wfs:member>")
    listed = f"<gml:featureMembers>{inner}{inner}</gml:featureMembers>"
    assert find_layer(written(tmp_path / "a.gml", [listed])).count == 2
    nested = f"<wfs:member><wfs:FeatureCollection>{feature()}</wfs:FeatureCollection></wfs:member>"
    assert find_layer(written(tmp_path / "a.gml", [nested, feature(number=2)])).count == 2


def test_a_part_of_what_the_system_holds_is_said(tmp_path: Path) -> None:
    whole = written(tmp_path / "a.gml", [feature()], attributes='numberMatched="1" numberReturned="1"')
    assert find_layer(whole).remarks == ()
    part = written(tmp_path / "a.gml", [feature()], attributes='numberMatched="60000"')
    (remark,) = find_layer(part).remarks
    assert (remark.code, remark.detail) == ("gml.not-all", "1/60000")


def test_arcs_are_counted(tmp_path: Path) -> None:
    arc = POLYGON.replace("<gml:posList>", "<gml:Arc><gml:posList>").replace(
        "</gml:posList>", "</gml:posList></gml:Arc>"
    )
    assert find_layer(written(tmp_path / "a.gml", [feature(arc), feature(number=2)])).curves == 1


@pytest.mark.parametrize("part", [0.3, 0.5, 0.9, 0.999])
def test_a_cut_file_says_how_far_it_came(tmp_path: Path, part: float) -> None:
    path = written(tmp_path / "a.gml", [feature(number=number) for number in range(300)])
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * part)])
    error = code_of(path)
    assert error.code == "import.damaged"
    assert error.where is not None
    whole = path.read_text("utf-8").count("</wfs:member>")
    assert error.where.values["count"] == whole
    assert int(str(error.where.values["line"])) >= whole


def test_entities_are_refused(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE x [<!ENTITY a0 "ha">{levels}]>'
    path = written(tmp_path / "a.gml", [feature(values="<vlis:tenChu>&a11;</vlis:tenChu>")], before=bomb)
    assert code_of(path).code == "import.entities"
    outside = '<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/hostname">]>'
    path = written(tmp_path / "a.gml", [feature(values="<vlis:tenChu>&file;</vlis:tenChu>")], before=outside)
    assert code_of(path).code == "import.entities"


def test_other_damage(tmp_path: Path) -> None:
    path = written(tmp_path / "a.gml", ["<a>" * 5_000])
    assert code_of(path).code == "import.damaged"
    good = written(tmp_path / "b.gml", [feature()]).read_text("utf-8")
    path.write_bytes(good.replace("UTF-8", "x-nonsense").encode())
    assert code_of(path).code == "import.damaged"
    path.write_bytes(good.replace("UTF-8", "shift_jis").encode())
    assert code_of(path).code == "import.damaged"
    path.write_bytes(good.replace("UTF-8", "UTF-16").encode("utf-16"))
    assert find_layer(path).count == 1


def test_memory_stays_flat(tmp_path: Path) -> None:
    peaks = []
    for count in (500, 5_000):
        path = written(tmp_path / "a.gml", [feature(number=number) for number in range(count)])
        tracemalloc.start()
        seen = sum(1 for _ in read_features(path, Head()))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert seen == count
    assert peaks[1] < 1.5 * peaks[0]


def test_numbers_have_a_decimal_point(tmp_path: Path) -> None:
    assert find_layer(written(tmp_path / "a.gml", [feature()])).point_decimals


UUID = "3f2b8a10-5c1d-4e7a-9b52-0d6e1f7a{:04d}"


@pytest.mark.parametrize(
    ("made", "lasting"),
    [
        (lambda at: f"Thua_Dat.{at}", False),
        (lambda at: f"Thua_Dat.{at * 7919 + 100_000}", False),
        (lambda at: f"fid--3b1f9c02_18a7b5d6{at:03d}_-7f{at:02d}", False),
        (lambda at: f"Thua_Dat.{UUID.format(at)}", True),
        (lambda at: f"Thua_Dat.{{{UUID.format(at).upper()}}}", True),
        (lambda at: f"TD_{UUID.format(at).replace('-', '')}", True),
        (lambda at: f"Thua_Dat.w6wxq7dk{at:02d}zt", True),
        (lambda at: f"Thua_Dat.{UUID.format(at % 3)}", False),
        (lambda at: f"Thua_Dat.{UUID.format(at) if at else 1}", False),
    ],
)
def test_an_identifier_is_believed_only_where_it_cannot_be_a_number_of_the_export(
    made: Callable[[int], str], lasting: bool
) -> None:
    identifiers = [made(at) for at in range(20)]
    assert are_lasting(identifiers, 20) == lasting
    assert not are_lasting(identifiers, 21), "a feature without one"


def parcels_of_commune(numbers: Sequence[str], identified: Callable[[int], str], own: str = "") -> list[str]:
    made = []
    for at, number in enumerate(numbers):
        ring = " ".join(f"{x + 30 * at} {y}" for x, y in RING)
        values = f"<vlis:soHieuToBanDo>12</vlis:soHieuToBanDo><vlis:soThuTuThua>{number}</vlis:soThuTuThua>"
        if own:
            values += f"<vlis:{own}>TD{at:05d}</vlis:{own}>"
        made.append(
            f'<wfs:member><vlis:Thua_Dat gml:id="{identified(at)}"><vlis:Geometry>'
            + POLYGON.replace(POS_LIST, ring)
            + f"</vlis:Geometry>{values}</vlis:Thua_Dat></wfs:member>"
        )
    return made


@pytest.mark.parametrize(
    ("own", "identified"),
    [("", lambda at: f"Thua_Dat.{UUID.format(at)}"), ("maDinhDanhThua", lambda at: f"Thua_Dat.{at + 1}")],
)
def test_a_renumbered_parcel_is_found_by_its_identifier(
    make_desk: MakeDesk, tmp_path: Path, own: str, identified: Callable[[int], str]
) -> None:
    app = make_desk()
    first = parcels_of_commune(["1", "2", "3"], identified, own)
    told = import_file(app, ImportRequest(written(tmp_path / "a.gml", first)))
    assert told.report.fields["source_id"] == (own or "gml_id")
    before = {one.number: one.id for one in app.read(lambda reader: reader.all(Parcel)).values()}
    second = parcels_of_commune(["1", "77", "3"], identified, own)
    told = import_file(app, ImportRequest(written(tmp_path / "b.gml", second)))
    report = told.report
    assert (report.new, report.changed, report.same, report.gone) == (0, 1, 2, 0)
    assert [(one.row, one.parcel, one.outcome) for one in report.outcomes][1] == (2, "12/77", "changed")
    after = {one.number: one.id for one in app.read(lambda reader: reader.all(Parcel)).values()}
    assert after == {"1": before["1"], "77": before["2"], "3": before["3"]}


def test_a_number_of_the_export_is_no_identifier(make_desk: MakeDesk, tmp_path: Path) -> None:
    app = make_desk()
    running = parcels_of_commune(["1", "2", "3"], lambda at: f"Thua_Dat.{at + 1}")
    told = import_file(app, ImportRequest(written(tmp_path / "a.gml", running)))
    assert "source_id" not in told.report.fields
    # The next export has one parcel fewer and numbers anew; by number each is found, by that identifier none were.
    fewer = parcels_of_commune(["1", "2", "3"], lambda at: f"Thua_Dat.{at}")[1:]
    told = import_file(app, ImportRequest(written(tmp_path / "b.gml", fewer), dry_run=True))
    assert (told.report.new, told.report.changed, told.report.same) == (0, 0, 2)
    by_hand = ImportRequest(
        written(tmp_path / "c.gml", running), fields={"source_id": "gml_id"}, dry_run=True
    )
    assert import_file(app, by_hand).report.fields["source_id"] == "gml_id"


def test_how_much_of_a_file_is_read_is_told_and_it_can_be_stopped(
    make_desk: MakeDesk, tmp_path: Path
) -> None:
    path = written(
        tmp_path / "a.gml", parcels_of_commune([str(at) for at in range(800)], "Thua_Dat.{}".format)
    )
    steps: list[tuple[int, int]] = []

    class Stops(SilentProgress):
        def step(self, done: int, total: int, what: Text | None = None) -> None:
            steps.append((done, total))
            if done > total / 2:
                self.stop()
            super().step(done, total, what)

    size = path.stat().st_size
    assert size > 3 * 65_536
    app = make_desk()
    with pytest.raises(CancelledError):
        import_file(app, ImportRequest(path), Stops())
    assert {total for _done, total in steps} == {size}
    assert [done for done, _total in steps] == sorted(done for done, _total in steps)
    assert size / 2 < steps[-1][0] < size
    assert app.read(lambda reader: reader.parcel_count()) == 0
    assert len(app.read(lambda reader: reader.exchange.import_reports())) == 0
