"""Error paths: known forms are taken apart, unknown ones are kept word for word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.error_paths import ErrorPath, PathEntity, parse_error_path, split_error_paths


@pytest.mark.parametrize(
    ("text", "entities", "groups", "code"),
    [
        (
            "TINHHINHDANGKY.7|GIAYCHUNGNHAN.12_3|HOSOQUET|NOSIGN",
            [("TINHHINHDANGKY", "7", ""), ("GIAYCHUNGNHAN", "12", "3")],
            ["HOSOQUET"],
            "NOSIGN",
        ),
        (
            "TINHHINHDANGKY.7|HOGIADINH.5_1|CANHAN.9_2|maSoDinhDanh",
            [("TINHHINHDANGKY", "7", ""), ("HOGIADINH", "5", "1"), ("CANHAN", "9", "2")],
            [],
            "maSoDinhDanh",
        ),
        (
            "TINHHINHDANGKY.7|CANHAN.9_2|GIAYTOTUYTHAN.4|soGiayTo",
            [("TINHHINHDANGKY", "7", ""), ("CANHAN", "9", "2"), ("GIAYTOTUYTHAN", "4", "")],
            [],
            "soGiayTo",
        ),
        ("HOGIADINH.5_1|DIACHI|null", [("HOGIADINH", "5", "1")], ["DIACHI"], "null"),
        ("CANHAN.a_b_2|x.y", [("CANHAN", "a_b", "2")], [], "x.y"),
        ("CANHAN._2|x", [("CANHAN", "_2", "")], [], "x"),
        ("Lỗi khác", [], [], "Lỗi khác"),
        ("", [], [], ""),
    ],
)
def test_paths(text: str, entities: list[tuple[str, str, str]], groups: list[str], code: str) -> None:
    expected = ErrorPath(text, tuple(PathEntity(*one) for one in entities), tuple(groups), code)
    assert parse_error_path(text) == expected
    assert expected.group == (groups[-1] if groups else "")


def test_a_cell_holds_several_paths() -> None:
    paths = split_error_paths("A.1|x; B.2_3|y\r\n\n C.4|z;")
    assert [path.text for path in paths] == ["A.1|x", "B.2_3|y", "C.4|z"]


@given(st.text(alphabet=st.sampled_from("AB._|; \n1ệ\u0302")) | st.text())
def test_nothing_is_lost_of_any_text(text: str) -> None:
    path = parse_error_path(text)
    assert path.text == text
    parts = [*(f"{one.entity}.{one.id}" + (f"_{one.version}" * bool(one.version)) for one in path.entities)]
    kept = sorted([*parts, *path.groups, path.code])
    assert kept == sorted([part.strip() for part in text.split("|")[:-1] if part.strip()] + [path.code])
    assert "".join("".join(one.text for one in split_error_paths(text)).split()) == "".join(
        text.replace(";", "").split()
    )
