"""The rules of Vietnamese spelling tell syllables from other words."""

import unicodedata

import pytest

from landdesk.services.importing.text.syllable import is_syllable

SYLLABLES = (
    "Nguyễn Trường Hòa Hoà Khánh Thủy Thuỷ Quỳnh Quốc gì giếng giữa nghĩa ngọc Đắk Krông Đak Tuyên Huỳnh Mỹ Lý rượu"
    " yêu khuya khuỷu xoong đất thửa Ơ Ý Ửng quyển quạt quyết quý giết PHƯỜNG ngoằn ngoèo toán hoạch thuở ghế nghiêng"
    " Diên Điền Bích ươi uống oải iêu ấm qua"
).split()
OTHERS = (
    # a stop with a tone it cannot have, no stop tone at all, two tones, wrong place of the tone
    *["hũt", "câp", "hoạ́", "hóan", "tiếu̠n"],
    # onsets that do not stand before such vowels, marks of other languages, capitals in the middle
    *["ngế", "cề", "nghóa", "Müller", "Générale", "Señor", "NguyỄn", "BiÓn", "B¾c", "oâng", "xyz", "ng", ""],
)


@pytest.mark.parametrize("word", SYLLABLES)
def test_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))
    assert is_syllable(word.upper())


@pytest.mark.parametrize("word", OTHERS)
def test_other_words(word: str) -> None:
    assert not is_syllable(word)
