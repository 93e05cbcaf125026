"""The encoding of a column is told from its words; what is not sure is left or named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landdesk.services.importing.text.convert import (
    CAPITALS,
    CUT_LETTER,
    MIXED,
    NOT_CONVERTED,
    ODD_WORD,
    SMALL_INITIAL,
    DoubtfulRow,
    convert,
)
from landdesk.services.importing.text.detect import detect
from landdesk.services.importing.text.encodings import Encoding, encode, single_bytes

NAMES = (
    "Nguyễn Thị Hương",
    "Trần Văn Đức",
    "Lê Hoàng Yến",
    "Phạm Quốc Khánh",
    "Võ Thị Sáu",
    "Bùi Thị Xuân Đào và chồng là ông Hồ Nguyễn Công Tằng Tôn Nữ Quỳnh Giao",
    "xã Diên Điền, huyện Diên Khánh, tỉnh Khánh Hòa",
    "Tổ dân phố 5, phường Phước Hải",
)
OLD = [Encoding.TCVN3, Encoding.VNI, Encoding.CP1258, Encoding.UTF8_AS_1252]


@pytest.mark.parametrize("encoding", list(Encoding))
def test_a_column_of_names(encoding: Encoding) -> None:
    column = [encode(name, encoding) for name in NAMES]
    found = detect(column)
    assert found.encoding is encoding
    assert not found.is_doubtful
    converted = convert(column, found.encoding)
    assert converted.before == tuple(column)
    assert converted.after == NAMES
    assert converted.doubtful == ()
    assert converted.changed() == ([] if encoding is Encoding.UNICODE else list(range(len(NAMES))))


@pytest.mark.parametrize("encoding", OLD)
def test_a_column_of_bytes(encoding: Encoding) -> None:
    column = [single_bytes(encode(name, encoding)) for name in NAMES]
    found = detect(column)
    assert (found.encoding, convert(column, found.encoding).after) == (encoding, NAMES)


@pytest.mark.parametrize("encoding", OLD)
def test_plain_and_empty_cells_stay(encoding: Encoding) -> None:
    column = ["Lot 5", None, *(encode(name, encoding) for name in NAMES), "", "056123456789", "ONT+CLN"]
    assert detect(column).encoding is encoding
    assert convert(column, encoding).after == ("Lot 5", None, *NAMES, "", "056123456789", "ONT+CLN")


@pytest.mark.parametrize(
    "column",
    [
        ["Smith", "Jones", "Lot 5"],
        ["Société Générale", "François Hollande", "Béatrice Dupré", "naïve résumé", "l’été"],
        ["Müller", "Größe", "Ångström", "Señor Muñoz", "José"],
        ["12,5 m²", "30°C ± 1", "№ 5"],
        ["Привет", "土地", "ที่ดิน"],
        [],
        [None, ""],
    ],
)
def test_other_languages_stay(column: list[str | bytes | None]) -> None:
    found = detect(column)
    assert found.encoding is Encoding.UNICODE
    assert list(convert(column, found.encoding).after) == column


@pytest.mark.parametrize("text", ["Lµ", "Ngä", "Höông"])
def test_one_word_is_doubtful(text: str) -> None:
    found = detect([text, "Lan", "056123456789"])
    assert found.encoding is not Encoding.UNICODE
    assert found.is_doubtful


def test_a_word_that_reads_well_is_left() -> None:
    """``Hà`` and ``Lê`` are words in VNI's and TCVN3's view of them too."""
    assert detect(["Hà", "Lê Hòa"]).encoding is Encoding.UNICODE


def test_the_evidence_counts_words() -> None:
    found = detect([encode(name, Encoding.VNI) for name in NAMES])
    counts = {one.encoding: (one.syllables, one.words) for one in found.evidence}
    assert list(counts) == ["unicode", "utf8-as-1252", "tcvn3", "vni", "cp1258"]
    syllables, words = counts[Encoding.VNI]
    assert syllables == words > 20
    assert counts[Encoding.TCVN3][0] < words / 3


def test_doubtful_rows_are_named() -> None:
    column = [
        encode("Trần Văn Nam", Encoding.TCVN3),
        "Nguyễn Văn Bình",
        "Société",
        encode("Trần Mülxn Hồ", Encoding.TCVN3),
        "NGUYÔN V¡N HIÓN",
        encode("Nguyễn Ngọc Ánh", Encoding.TCVN3),
    ]
    converted = convert(column, Encoding.TCVN3)
    assert converted.after == (
        "Trần Văn Nam",
        "Nguyễn Văn Bình",
        "Société",
        "Trần Mỹlxn Hồ",
        "NGUYỄN VĂN HIỂN",
        "Nguyễn Ngọc ánh",
    )
    assert converted.doubtful == (
        DoubtfulRow(1, MIXED),
        DoubtfulRow(2, NOT_CONVERTED),
        DoubtfulRow(3, ODD_WORD),
        DoubtfulRow(4, CAPITALS),
        DoubtfulRow(5, SMALL_INITIAL),
    )


def test_a_letter_that_lost_its_second_byte() -> None:
    whole = encode("Trần Thị Hà", Encoding.UTF8_AS_1252)
    assert whole.endswith("\xa0")
    converted = convert([whole.strip(), whole], Encoding.UTF8_AS_1252)
    assert converted.after == ("Trần Thị Hà", "Trần Thị Hà")
    assert converted.doubtful == (DoubtfulRow(0, CUT_LETTER),)


def test_utf8_of_any_language() -> None:
    column: list[str | bytes | None] = ["SociÃ©tÃ© GÃ©nÃ©rale", "FranÃ§ois", "MÃ¼ller", "Ã‰tÃ©"]
    found = detect(column)
    assert found.encoding is Encoding.UTF8_AS_1252
    assert convert(column, found.encoding).after == ("Société Générale", "François", "Müller", "Été")


@given(st.lists(st.one_of(st.none(), st.text(), st.binary()), max_size=20), st.sampled_from(list(Encoding)))
def test_any_column_is_converted_or_left(column: list[str | bytes | None], encoding: Encoding) -> None:
    found = detect(column)
    assert 0 <= found.confidence <= 1
    converted = convert(column, encoding)
    assert len(converted.before) == len(converted.after) == len(column)
    for value, before in zip(column, converted.before, strict=True):
        assert before == value or isinstance(value, bytes)
