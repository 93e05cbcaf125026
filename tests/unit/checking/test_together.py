"""Putting together what belongs to each other in turn."""

from itertools import pairwise

from landdesk.domain.ids import ObjectId
from landdesk.services.checking.together import of_one_name, put_together
from landdesk.store.queries.checks.namesakes import Namesake, without_titles


def ids(text: str) -> list[ObjectId]:
    return [ObjectId(one.encode()) for one in text]


def test_groups_that_share_an_object_are_one() -> None:
    made = put_together([ids("ab"), ids("cd"), ids("e"), ids("bf"), ids("dx"), ids("aa")])
    assert sorted(sorted(one) for one in made) == [ids("abf"), ids("cdx")]


def test_many_groups_take_no_long_time() -> None:
    numbers = [ObjectId(number.to_bytes(4, "big")) for number in range(20_000)]
    (whole,) = put_together([[one, other] for one, other in pairwise(numbers)])
    assert sorted(whole) == numbers


def test_names_are_compared_as_written() -> None:
    persons = [
        Namesake(ObjectId(bytes([at])), name, None, None, None)
        for at, name in enumerate(("Lê Thị Hòa", "LÊ THỊ HOÀ", "Bà Lê Thị Hòa", "Lê Thị Hoa", "Lê Thị Hóa"))
    ]
    assert of_one_name(persons) == [persons[:3]]


def test_a_folded_name_without_titles() -> None:
    titled = (
        "le thi hoa",
        "ba le thi hoa",
        "ho ba le thi hoa",
        "ho gia dinh ong le thi hoa",
        "ho le thi hoa",
    )
    assert {without_titles(one) for one in titled} == {"le thi hoa"}
    assert without_titles("ong") == "ong"
    assert without_titles("hoang van an") == "hoang van an"
