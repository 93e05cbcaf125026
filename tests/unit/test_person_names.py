"""Names are compared without title, case and the place of a tone; weaker likeness is told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.person_names import NameLikeness, likeness, name_key, without_titles


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ông Nguyễn Văn Bảo", "Nguyễn Văn Bảo"),
        ("Bà: Lê Thị Đào", "Lê Thị Đào"),
        ("Hộ ông Trần A", "Trần A"),
        ("HỘ BÀ  TRẦN A", "TRẦN A"),
        ("Hộ gia đình ông Trần A", "Trần A"),
        ("Ông (bà) Trần A", "Trần A"),
        ("Bá Thanh Tùng", "Bá Thanh Tùng"),
        ("Gia Đình Văn", "Gia Đình Văn"),
        ("Ông", "Ông"),
        ("", ""),
    ],
)
def test_titles(written: str, name: str) -> None:
    assert without_titles(written) == name


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Nguyễn Thị Hoà", "NGUYỄN THỊ HÒA", NameLikeness.SAME),
        ("Lê Văn Thuý", "Ông Lê  Văn Thúy", NameLikeness.SAME),
        ("Trần Thị Uý", "Trần Thị Úy", NameLikeness.SAME),
        ("Le\u0302 Va\u0306n A", "Lê Văn A", NameLikeness.SAME),
        ("Nguyễn Thị Hoa", "Nguyễn Thị Hòa", NameLikeness.WITHOUT_MARKS),
        ("Đặng Đức", "Dang Duc", NameLikeness.WITHOUT_MARKS),
        ("Nguyễn Văn Bảo", "Bảo Nguyễn Văn", NameLikeness.SAME_WORDS),
        ("Nguyễn Văn Bảo", "Nguyễn Văn", NameLikeness.DIFFERENT),
        ("Lê Ân", "Lê Ăn", NameLikeness.WITHOUT_MARKS),
    ],
)
def test_likeness(one: str, other: str, expected: NameLikeness) -> None:
    assert likeness(one, other) is expected
    assert likeness(other, one) is expected


@given(st.text())
def test_a_name_is_like_itself_whatever_it_is(name: str) -> None:
    assert likeness(name, name) is NameLikeness.SAME
    assert name_key(name.strip()) == name_key(name)
