"""Old encodings say what their standards say."""

import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landdesk.services.importing.text.encodings import (
    DECODERS,
    LETTERS,
    Encoding,
    decode_cp1258,
    decode_tcvn3,
    decode_utf8,
    decode_vni,
    encode,
    read_windows_1252,
    single_bytes,
)

ALL = "".join(chr(code) for code in range(0x20, 0x7F)) + LETTERS
# TCVN 5712:1993, codes A1 to FF without its combining marks (B0 to B4).
TCVN_CODES = (
    "A1ĂÂÊÔƠƯĐăâêôơưđẰ B5àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
).split()
# Strings seen in public files: as read by Windows-1252, bytes in hexadecimal, what they say.
SEEN = [
    ("Hµ Giang", "48b5204769616e67", "Hà Giang"),
    ("B¾c Giang", "42be63204769616e67", "Bắc Giang"),
    ("L¹ng S¬n", "4cb96e672053ac6e", "Lạng Sơn"),
    ("Lµo Cai", "4cb56f20436169", "Lào Cai"),
    ("NghÖ An", "4e6768d620416e", "Nghệ An"),
    ("Qu¶ng Nam", "5175b66e67204e616d", "Quảng Nam"),
    ("Vòng Tµu", "56f26e672054b575", "Vũng Tàu"),
    ("MÜ Tho", "4ddc2054686f", "Mĩ Tho"),
    ("CÇn Th¬", "43c76e205468ac", "Cần Thơ"),
    ("Biªn Hßa", "4269aa6e2048df61", "Biên Hòa"),
    ("§Êt", "a7ca74", "Đất"),
    ("Kim, Méc", "4b696d2c204de963", "Kim, Mộc"),
    (
        "Campuchia, Lµo, Th¸i Lan",
        "43616d7075636869612c204cb56f2c205468b869204c616e",
        "Campuchia, Lào, Thái Lan",
    ),
    ("C«ng ty TNHH", "43ab6e6720747920544e4848", "Công ty TNHH"),
]


@pytest.mark.parametrize(("read", "content", "said"), SEEN)
def test_tcvn3_as_it_is_found(read: str, content: str, said: str) -> None:
    assert read_windows_1252(bytes.fromhex(content)) == read
    assert decode_tcvn3(read) == said
    assert encode(said, Encoding.TCVN3) == read


def test_tcvn3_is_the_standard() -> None:
    for run in TCVN_CODES:
        for index, letter in enumerate(run[2:]):
            assert decode_tcvn3(chr(int(run[:2], 16) + index)) == letter


def test_vni_as_it_is_written() -> None:
    written = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, ÑOÄC LAÄP, Nguyeãn Thò Höông, Lyù Kyø Myõ, Haûi, aáp Ñaát Seùt"
    assert decode_vni(written) == (
        "Cộng hòa xã hội chủ nghĩa Việt Nam, ĐỘC LẬP, Nguyễn Thị Hương, Lý Kỳ Mỹ, Hải, ấp Đất Sét"
    )
    assert decode_vni("Aùnh ÖÙng") == "Ánh Ứng"


@pytest.mark.parametrize("encoding", [Encoding.VNI, Encoding.CP1258, Encoding.UTF8_AS_1252, Encoding.UNICODE])
def test_every_letter_comes_back(encoding: Encoding) -> None:
    assert len(LETTERS) == 134
    assert [DECODERS[encoding](encode(letter, encoding)) for letter in LETTERS] == list(LETTERS)


def test_tcvn3_has_one_form_of_most_letters() -> None:
    back = [decode_tcvn3(encode(letter, Encoding.TCVN3)) for letter in LETTERS]
    assert back == [letter if letter in "ĂÂÊÔƠƯĐ" else letter.lower() for letter in LETTERS]


@given(st.text(alphabet=ALL), st.sampled_from([Encoding.VNI, Encoding.CP1258, Encoding.UTF8_AS_1252]))
def test_texts_come_back(text: str, encoding: Encoding) -> None:
    assert DECODERS[encoding](encode(text, encoding)) == text


@given(st.text(alphabet=ALL))
def test_tcvn3_texts_come_back_in_small_letters(text: str) -> None:
    assert decode_tcvn3(encode(text, Encoding.TCVN3)).lower() == text.lower()


@given(st.text(alphabet=ALL))
def test_decomposed_texts_are_the_same(text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    for encoding in Encoding:
        assert encode(apart, encoding) == encode(text, encoding)


@given(st.binary())
def test_any_bytes_survive_windows_1252(content: bytes) -> None:
    assert single_bytes(read_windows_1252(content)) == content
    assert single_bytes(content.decode("latin-1")) == content


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    for encoding, decode in DECODERS.items():
        try:
            assert unicodedata.is_normalized("NFC", decode(text))
        except ValueError:
            assert encoding is not Encoding.UNICODE


def test_bytes_of_other_readers() -> None:
    """Latin-1 leaves the codes below A0 as control characters."""
    name = "Nguyễn Thị Ởn"
    assert decode_utf8(name.encode().decode("latin-1")) == name
    assert decode_utf8(codecs.decode(name.encode(), "latin-1")) == name
    assert decode_cp1258(b"Nguy\xea\xden".decode("latin-1")) == "Nguyễn"
