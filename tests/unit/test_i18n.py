"""Words, numbers, folding and Vietnamese alphabetical order."""

import pickle
import subprocess
import sys
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landdesk.i18n import (
    Text,
    current_language,
    fold,
    format_date,
    format_datetime,
    format_number,
    gettext,
    normalised,
    set_language,
    sort_key,
    translate,
)
from landdesk.settings import LANGUAGE

VIETNAMESE_WORDS = st.text(st.sampled_from("aăâbcdđeêgơưyàảãáạộỷ ẤĐ12-"), max_size=6)


def test_text_renders_english_with_nested_texts() -> None:
    text = Text("cut {length_m:.2f} m of {parcel}", {"length_m": 1.005, "parcel": Text("no {no}", {"no": 7})})
    assert str(text) == "cut 1.00 m of no 7"
    assert f"{Text('ab'):>4}" == "  ab"


def test_text_is_a_value() -> None:
    values = {"parts": [1, 2]}
    text = Text("{parts}", values)
    values["parts"] = []
    assert str(text) == "[1, 2]"
    assert text == Text("{parts}", {"parts": [1, 2]})
    assert text != Text("{parts}", {"parts": [1]})
    assert len({text, Text("{parts}", {"parts": [1, 2]})}) == 1
    assert pickle.loads(pickle.dumps(text)) == text


def test_vietnamese_separators_follow_the_placeholder() -> None:
    text = Text(
        "{a:,.1f}|{b:.2f}|{c}|{d:,}|{e}|{f}",
        {"a": 1234.5, "b": 1234.5, "c": 5514, "d": 5514, "e": "1.5", "f": Decimal("0.1")},
    )
    assert translate(text) == "1,234.5|1234.50|5514|5,514|1.5|0.1"
    set_language("vi")
    assert translate(text) == "1.234,5|1234,50|5514|5.514|1.5|0,1"


def test_translate_puts_days_into_words_everywhere() -> None:
    when = datetime(2026, 12, 31, 14, 5, tzinfo=UTC)
    assert translate(Text("{a} {b}", {"a": when.date(), "b": when})) == "31/12/2026 31/12/2026 14:05"
    assert (format_date(date(5, 1, 2)), format_datetime(when)) == ("02/01/0005", "31/12/2026 14:05")


def test_translate_uses_the_catalogue_of_the_language() -> None:
    assert translate(Text(LANGUAGE.description)) == LANGUAGE.description
    set_language("vi")
    assert current_language() == "vi"
    assert translate(Text("{inner}", {"inner": Text(LANGUAGE.description)})) == gettext(LANGUAGE.description)
    assert gettext("") == ""


def test_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        set_language("fr")
    assert current_language() == "en"


@pytest.mark.parametrize(
    ("language", "value", "decimals", "words"),
    [
        ("vi", 1234.5, None, "1.234,5"),
        ("vi", 1234.5, 2, "1.234,50"),
        ("vi", 1234567, 0, "1.234.567"),
        ("en", Decimal("1234.5"), 1, "1,234.5"),
        ("vi", -0.25, 1, "-0,2"),
    ],
)
def test_numbers_are_grouped(language: str, value: float | Decimal, decimals: int | None, words: str) -> None:
    set_language(language)
    assert format_number(value, decimals) == words


def test_fold_finds_names_without_accents() -> None:
    assert fold("Đặng Văn Đức") == "dang van duc"
    assert fold("NGUYỄN THỊ HƯỜNG") == "nguyen thi huong"
    assert fold(unicodedata.normalize("NFD", "Ợ ỹ")) == "o y"


@given(st.text())
def test_fold_is_idempotent_and_blind_to_composition(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert fold(unicodedata.normalize("NFD", text)) == once == fold(normalised(text))
    assert not any(map(unicodedata.combining, once))


def in_order(words: list[str]) -> list[str]:
    """Return words sorted from the worst order, so that equal keys would show."""
    backwards = words[::-1]
    return sorted(backwards, key=sort_key)


def test_alphabet() -> None:
    letters = "a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z".split()
    assert in_order(letters) == letters
    tones = "ba bà bả bã bá bạ".split()
    assert in_order(tones) == tones


def test_names_sort_in_vietnamese_order() -> None:
    names = ["", "12", "An", "Ân", "Bình", "Bình An", "Bính An", "Dũng", "Đào", "Đạo", "Đèo", "Giang", "Ω"]
    assert in_order(names) == names


@given(VIETNAMESE_WORDS, VIETNAMESE_WORDS)
def test_sort_key_puts_letters_before_tones_and_prefixes_first(one: str, other: str) -> None:
    assert sort_key(one.upper()) == sort_key(one) == sort_key(unicodedata.normalize("NFD", one))
    assert sort_key(one) <= sort_key(one + other)
    if one and other:
        assert sort_key(f"a{one}b") < sort_key(f"ă{other}b")
        assert sort_key(f"bạ{one}a") < sort_key(f"ba{one}b")


@given(st.text())
def test_sort_key_takes_any_text(text: str) -> None:
    assert sort_key(text) == sort_key(normalised(text))


def test_import_is_cheap() -> None:
    heavy = {"babel", "PySide6", "numpy", "sqlalchemy"}
    question = f"import sys, landdesk.i18n; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", question], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
