"""Attribute tables read alone."""

from contextlib import suppress
from datetime import date
from pathlib import Path

import fiona
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.errors import InvalidInputError
from landdesk.services.importing.tables.dbf import is_dbf, read_dbf
from landdesk.services.importing.tables.reading import read_tables
from landdesk.services.importing.text.encodings import Encoding, encode, single_bytes

FIELDS = [
    ("SOTO", "N", 5, 0),
    ("DIENTICH", "N", 10, 2),
    ("CHU", "C", 40, 0),
    ("NGAY", "D", 8, 0),
    ("CO", "L", 1, 0),
]


def dbf(records: list[list[bytes]], deleted: tuple[int, ...] = ()) -> bytes:
    """Return a dBase III table with FIELDS."""
    size = 1 + sum(width for _, _, width, _ in FIELDS)
    head = bytes((3, 124, 5, 17)) + len(records).to_bytes(4, "little")
    head += (32 + 32 * len(FIELDS) + 1).to_bytes(2, "little") + size.to_bytes(2, "little") + bytes(20)
    for name, kind, width, decimals in FIELDS:
        head += (
            name.encode().ljust(11, b"\0") + kind.encode() + bytes(4) + bytes((width, decimals)) + bytes(14)
        )
    body = b""
    for index, record in enumerate(records):
        body += b"*" if index in deleted else b" "
        body += b"".join(value.ljust(width) for value, (_, _, width, _) in zip(record, FIELDS, strict=True))
    return head + b"\r" + body + b"\x1a"


def names(encoding: Encoding) -> list[bytes]:
    return [
        single_bytes(encode(name, encoding)) for name in ("Nguyễn Thị Hương", "Trần Văn Đức", "Lê Quốc Khánh")
    ]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [(Encoding.UTF8_AS_1252, "utf-8"), (Encoding.CP1258, "cp1258"), (Encoding.TCVN3, "cp1252")],
)
def test_values_and_encodings(encoding: Encoding, said: str) -> None:
    first, second, third = names(encoding)
    content = dbf(
        [
            [b"   12", b"    100.50", first, b"19620517", b"T"],
            [b"    7", b"**********", second, b"00000000", b"?"],
            [b"    8", b"1", third, b"2024", b"F"],
        ]
    )
    table = read_dbf(Path("a.dbf"), content)
    assert table.encoding == said
    shown = encode("Nguyễn Thị Hương", Encoding.TCVN3) if encoding is Encoding.TCVN3 else "Nguyễn Thị Hương"
    assert [row.number for row in table.rows] == [1, 2, 3, 4]
    assert table.rows[0].cells == ("SOTO", "DIENTICH", "CHU", "NGAY", "CO")
    assert table.rows[1].cells == (12, 100.5, shown, date(1962, 5, 17), True)
    assert table.rows[2].cells[1] is None
    assert table.rows[2].cells[3:] == (None, None)
    assert table.rows[3].cells[3:] == ("2024", False)


def test_deleted_records_are_left_out() -> None:
    record = [b"1", b"2", b"x", b"", b""]
    table = read_dbf(Path("a.dbf"), dbf([record, record, record], deleted=(1,)))
    assert [row.number for row in table.rows] == [1, 2, 4]


def test_a_shapefile_of_gdal(tmp_path: Path) -> None:
    schema = {
        "geometry": "None",
        "properties": {"SOTHUA": "int", "TEN": "str", "DT": "float:10.1", "NGAY": "date"},
    }
    with fiona.open(
        tmp_path / "a.dbf", "w", driver="ESRI Shapefile", schema=schema, encoding="utf-8"
    ) as layer:
        values = {"SOTHUA": 5, "TEN": "Đặng Ngọc Ánh", "DT": 12.5, "NGAY": "2024-05-17"}
        layer.write({"type": "Feature", "geometry": None, "properties": values})
    (table,) = read_tables(tmp_path / "a.dbf")
    assert [row.cells for row in table.rows] == [
        ("SOTHUA", "TEN", "DT", "NGAY"),
        (5, "Đặng Ngọc Ánh", 12.5, date(2024, 5, 17)),
    ]


def test_refusals() -> None:
    good = dbf([[b"1", b"2", b"x", b"", b""]] * 20)
    for content, code in ((good[:-100], "table.damaged"), (dbf([]), "table.empty")):
        assert is_dbf(content)
        with pytest.raises(InvalidInputError) as caught:
            read_dbf(Path("a.dbf"), content)
        assert caught.value.code == code


def test_text_is_no_dbf() -> None:
    assert not is_dbf(b"0;1;2\r\n" * 100)
    assert not is_dbf(b"")


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=6))
def test_a_damaged_table_ends_in_words(changes: list[tuple[int, int]]) -> None:
    content = bytearray(dbf([[b"12", b"1.5", b"Nguy\xd4n", b"19620517", b"T"]] * 3))
    for place, value in changes:
        content[place % len(content)] = value
    if is_dbf(bytes(content)):
        with suppress(InvalidInputError):
            read_dbf(Path("a.dbf"), bytes(content))
