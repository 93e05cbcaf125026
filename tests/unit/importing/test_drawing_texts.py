"""Labels of drawings in the fonts of earlier years: told by their texts, set by set, and read as Vietnamese."""

from pathlib import Path
from typing import Any

import pytest
from ezdxf.enums import TextEntityAlignment
from ezdxf.filemanagement import new

from landdesk.app.bootstrap import create_store
from landdesk.domain.errors import CancelledError
from landdesk.domain.progress import SilentProgress
from landdesk.i18n import Text
from landdesk.services.importing.drawing.layer import DrawingLayer
from landdesk.services.importing.importer import ImportRequest, import_file
from landdesk.services.importing.seen import MapSeen
from landdesk.services.importing.source import find_layer
from landdesk.services.importing.survey import survey
from landdesk.services.importing.text.encodings import Encoding, encode
from tests.unit.importing.desks import MakeDesk

X, Y = 602_500.0, 1_354_300.0
NAMES = ("Ranh thửa", "Số thửa", "Loại đất")
OTHERS = (
    "Đường Trần Phú",
    "Nghĩa trang liệt sĩ",
    "Trường tiểu học",
    "Ủy ban nhân dân xã",
    "Sông Cái Nhà Trang",
)
ODD = "Đồi xyzẫk"


def written(path: Path, encoding: Encoding, *, page: str = "", others: tuple[str, ...] = OTHERS) -> Path:
    """Write a drawing whose names and texts are in an old font; ``page`` is the code page that it says."""
    document = new("R2000" if page else "R2010")
    if page:
        document.header["$DWGCODEPAGE"] = f"ANSI_{page.removeprefix('cp')}"
        document.encoding = page

    def shown(text: str) -> str:
        old = encode(text, encoding)
        return old.encode("cp1252").decode(page) if page == "cp1258" else old

    space: Any = document.modelspace()
    boundary, number, kind = (shown(name) for name in NAMES)
    for place, (label, code) in enumerate((("7", "KĐD"), ("8", "ĐM"), ("9", "LUC"))):
        west = X + 30 * place
        corners = [(west, Y), (west + 20, Y), (west + 20, Y + 20), (west, Y + 20)]
        space.add_lwpolyline(corners, close=True, dxfattribs={"layer": boundary})
        for text, layer, up in ((label, number, 12), (code, kind, 8)):
            made = space.add_text(shown(text), height=1.0, dxfattribs={"layer": layer})
            made.set_placement((west + 10, Y + up), align=TextEntityAlignment.MIDDLE_CENTER)
    for place, text in enumerate(others):
        space.add_text(
            shown(text), height=1.0, dxfattribs={"layer": "Ghi chu", "insert": (X, Y - 50 - place)}
        )
    document.saveas(path)
    return path


def read(path: Path, **encodings: Encoding) -> DrawingLayer:
    layer = find_layer(path, encodings=encodings)
    assert isinstance(layer, DrawingLayer)
    return layer


def rows(layer: DrawingLayer) -> list[tuple[object, object]]:
    return sorted((row[1], row[3]) for row in layer.rows)


READABLE = [("7", "KĐD"), ("8", "ĐM"), ("9", "LUC")]


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI, Encoding.UNICODE, Encoding.UTF8_AS_1252])
def test_each_font_is_told_by_the_texts(tmp_path: Path, encoding: Encoding) -> None:
    layer = read(written(tmp_path / "DC 12.dxf", encoding))
    assert rows(layer) == READABLE
    told = [(one.code, one.detail) for one in layer.remarks]
    assert told == ([] if encoding is Encoding.UNICODE else [("text.converted", f"land_use: {encoding}, 2")])


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.CP1258, Encoding.VNI])
def test_a_drawing_of_the_vietnamese_code_page_may_be_in_any_of_them(
    tmp_path: Path, encoding: Encoding
) -> None:
    layer = read(written(tmp_path / "DC 12.dxf", encoding, page="cp1258"))
    assert rows(layer) == READABLE
    layer = read(written(tmp_path / "DC 13.dxf", encoding, page="cp1252"))
    assert rows(layer) == READABLE


def test_a_person_says_otherwise_and_too_few_texts_tell_nothing(tmp_path: Path) -> None:
    path = written(tmp_path / "DC 12.dxf", Encoding.TCVN3, others=())
    assert rows(read(path))[0] == ("7", "K§D"), (
        "names of layers alone are no proof for what is written in them"
    )
    assert rows(read(path, land_use=Encoding.TCVN3)) == READABLE
    whole = written(tmp_path / "DC 13.dxf", Encoding.TCVN3)
    assert rows(read(whole, land_use=Encoding.UNICODE))[0] == ("7", "K§D")


def test_a_drawing_without_levels_is_read_as_a_whole_and_doubts_are_listed_by_place(tmp_path: Path) -> None:
    document = new("R2010")
    space: Any = document.modelspace()
    corners = [(X, Y), (X + 20, Y), (X + 20, Y + 20), (X, Y + 20)]
    space.add_lwpolyline(corners, close=True, dxfattribs={"layer": "10"})
    for place, text in enumerate((*OTHERS, ODD, "7")):
        at = (X + 5, Y + 5) if text == "7" else (X, Y - 50 - place)
        space.add_text(encode(text, Encoding.TCVN3), height=1.0, dxfattribs={"layer": "chu", "insert": at})
    document.saveas(tmp_path / "DC 12.dxf")
    layer = read(tmp_path / "DC 12.dxf")
    converted, doubt = layer.remarks
    assert (converted.code, converted.detail) == ("text.converted", "land_use: tcvn3, 6")
    assert doubt.code == "text.odd-word"
    assert (doubt.detail or "").startswith("land_use: 6025")
    assert "xyz" not in str(layer.remarks), "a text beside the parcels may be a name"


def test_before_and_after_are_shown_and_the_report_says_it(make_desk: MakeDesk, tmp_path: Path) -> None:
    desk, path = make_desk(), written(tmp_path / "DC 12.dxf", Encoding.TCVN3)
    seen = survey(desk, path)
    assert isinstance(seen, MapSeen)
    column = next(one for one in seen.content.columns if one.name == "land_use")
    assert (column.encoding, column.is_doubtful) == (Encoding.TCVN3, False)
    assert column.examples == ((encode("KĐD", Encoding.TCVN3), "KĐD"), (encode("ĐM", Encoding.TCVN3), "ĐM"))
    told = import_file(desk, ImportRequest(path, source_epsg=9217))
    assert told.report.counts() == {"text.converted": 1}
    assert told.report.purposes == 3


class _Stops(SilentProgress):
    """Stops at a step; notes all before it."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self._left = at
        self.seen: list[tuple[int, int, str]] = []

    def step(self, done: int, total: int, what: Text | None = None) -> None:
        self.seen.append((done, total, what.source if what else ""))
        self._left -= 1
        if self._left < 0:
            self.stop()
        super().step(done, total, what)


def test_each_step_of_a_drawing_is_told_and_can_be_the_last(tmp_path: Path) -> None:
    path = written(tmp_path / "DC 12.dxf", Encoding.UNICODE)
    watched = _Stops(100)
    find_layer(path, progress=watched)
    assert [(done, total) for done, total, _what in watched.seen] == [(0, 4), (1, 4), (2, 4), (3, 4)]
    assert [what.partition(":")[0] for _d, _t, what in watched.seen] == [
        f"Step {n} of 4" for n in range(1, 5)
    ]
    store = create_store(tmp_path / "s.landdesk", ("22366",), "office", 9217)
    try:
        before = store.read(lambda reader: reader.version())
        for at in range(4):
            with pytest.raises(CancelledError):
                import_file(store, ImportRequest(path, source_epsg=9217), _Stops(at))
        assert store.read(lambda reader: reader.version()) == before
    finally:
        store.close()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["DC 12.dxf", "s.landdesk"]
