import unicodedata

import pytest

from landdesk.domain.passphrase import Strength, strength


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", Strength.SHORT),
        ("       lúa     ", Strength.SHORT),
        ("abcdefgh", Strength.WEAK),
        ("qwertyuiopasdfghjkl", Strength.WEAK),
        ("01234567890123456789", Strength.WEAK),
        ("19122004271219650508", Strength.WEAK),
        ("aaaaaaaaaaaaaaaaaaaa", Strength.WEAK),
        ("ababababababababababab", Strength.WEAK),
        ("ruộng lúa", Strength.WEAK),
        ("ruộng lúa sông", Strength.FAIR),
        ("ruộng lúa bên sông", Strength.GOOD),
        ("Xe-đạp7 màu xanh lá", Strength.GOOD),
    ],
)
def test_how_hard_it_is_to_guess(words: str, expected: Strength) -> None:
    assert strength(words, 8) is expected


def test_letters_in_one_piece_or_in_two_count_the_same() -> None:
    words = "đường lớn"
    assert strength(unicodedata.normalize("NFD", words), 8) is strength(words, 8) is Strength.WEAK
