"""Merging two sides of an object by fields."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from landdesk.services.merge.three_way import merge

fields = st.dictionaries(st.sampled_from(["F001", "F002", "F003", "GEOM"]), st.sampled_from(["a", "b", "c"]))
side = st.one_of(st.none(), fields)


def named(one: Mapping[str, str] | None) -> dict[str, str] | None:
    return None if one is None else dict(one)


@given(side, side)
def test_what_only_one_side_did_holds(start: dict[str, str] | None, other: dict[str, str] | None) -> None:
    assert merge(start, other, start).fields == other
    assert merge(start, start, other).fields == other
    assert merge(start, other, start).conflicts == merge(start, start, other).conflicts == ()


@given(side, side)
def test_both_doing_the_same_is_no_conflict(
    start: dict[str, str] | None, both: dict[str, str] | None
) -> None:
    merged = merge(start, both, both)
    assert (merged.fields, merged.conflicts) == (both, ())


@given(side, side, side)
def test_conflicts_are_the_same_from_both_sides(
    start: dict[str, str] | None, mine: dict[str, str] | None, theirs: dict[str, str] | None
) -> None:
    assert merge(start, mine, theirs).conflicts == merge(start, theirs, mine).conflicts


@given(side, side, side)
def test_without_a_conflict_both_sides_come_to_the_same(
    start: dict[str, str] | None, mine: dict[str, str] | None, theirs: dict[str, str] | None
) -> None:
    one, other = merge(start, mine, theirs), merge(start, theirs, mine)
    if not one.conflicts:
        assert one.fields == other.fields


@given(side, side, side)
def test_mine_stays_wherever_i_changed_something(
    start: dict[str, str] | None, mine: dict[str, str] | None, theirs: dict[str, str] | None
) -> None:
    merged = merge(start, mine, theirs)
    if mine is None or merged.fields is None:
        assert mine is None or mine == start
        return
    for name in mine.keys() | (start or {}).keys():
        if mine.get(name) != (start or {}).get(name):
            assert merged.fields.get(name) == mine.get(name)


@given(side, side, side)
def test_every_value_of_the_result_is_somebodys(
    start: dict[str, str] | None, mine: dict[str, str] | None, theirs: dict[str, str] | None
) -> None:
    merged = merge(start, mine, theirs)
    known = [one for one in (start, mine, theirs) if one is not None]
    for name, value in (merged.fields or {}).items():
        assert value in {one.get(name) for one in known}


@given(side, side, side)
def test_a_conflict_is_named_exactly_where_all_three_differ(
    start: dict[str, str] | None, mine: dict[str, str] | None, theirs: dict[str, str] | None
) -> None:
    merged = merge(start, mine, theirs)
    if mine is None or theirs is None:
        assert merged.conflicts == (("*",) if mine != theirs and start not in (mine, theirs) else ())
        return
    before = start or {}
    names = before.keys() | mine.keys() | theirs.keys()
    expected = {
        name
        for name in names
        if len({before.get(name), mine.get(name), theirs.get(name)}) == 3
        or (mine.get(name) != theirs.get(name) and before.get(name) not in (mine.get(name), theirs.get(name)))
    }
    assert set(merged.conflicts) == expected
    assert list(merged.conflicts) == sorted(merged.conflicts)


@given(side, side, side)
def test_the_sides_are_not_changed(
    start: dict[str, str] | None, mine: dict[str, str] | None, theirs: dict[str, str] | None
) -> None:
    copies = named(start), named(mine), named(theirs)
    merged = merge(start, mine, theirs)
    if merged.fields is not None:
        merged.fields["F001"] = "changed"
    assert (start, mine, theirs) == copies
