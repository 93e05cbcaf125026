"""Findings as values, and the sorted list of them."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from landdesk.domain.finding import CRITERION_TITLES, SEVERITY_TITLES, Criterion, Finding, Severity
from landdesk.i18n import Text
from landdesk.services.checking.findings import Findings, places_among, spliced, taken
from tests.rows import row_id


def finding(rule: str = "a.b", *parcels: int, place: shapely.Geometry | None = None) -> Finding:
    objects = tuple(row_id(one) for one in parcels or (1,))
    return Finding(rule, Severity.ERROR, objects, place, None, "", Text("what"), Text("remedy"))


def point(easting: float, northing: float) -> shapely.Point:
    return shapely.Point(easting, northing)


def test_the_key_stays_when_words_and_amount_change() -> None:
    one = finding(place=point(5.25, 7.75))
    assert replace(one, amount=3.0, what=Text("other"), place=point(5.5, 7.5)).key == one.key
    assert len(one.key) == 32


@pytest.mark.parametrize(
    "other",
    [
        finding("a.c", place=point(5, 7)),
        finding("a.b", 2, place=point(5, 7)),
        finding("a.b", 1, 2, place=point(5, 7)),
        finding("a.b", place=point(6, 7)),
        finding("a.b"),
    ],
)
def test_the_key_tells_rule_parcels_and_place_apart(other: Finding) -> None:
    assert other.key != finding(place=point(5, 7)).key


@pytest.mark.parametrize("metre", [-3, 0, 599_998])
def test_noise_in_the_last_bits_does_not_move_a_place_to_the_next_metre(metre: int) -> None:
    for offset in (0.0, 0.0005, 0.5, 0.9995):
        cells = {finding(place=point(metre + offset + noise, 0)).cell for noise in (-1e-9, 0.0, 1e-9)}
        assert len(cells) == 1


def test_every_severity_and_criterion_has_a_title() -> None:
    assert set(SEVERITY_TITLES) == set(Severity)
    assert set(CRITERION_TITLES) == set(Criterion)


def test_findings_are_sorted_by_rule_place_and_parcels() -> None:
    ordered = [
        finding("a.a", 9, place=point(1, 1)),
        finding("a.b", 3),
        finding("a.b", 2, place=point(1, 5)),
        finding("a.b", 3, place=point(1, 5)),
        finding("a.b", 1, place=point(2, 0)),
    ]
    assert list(Findings(reversed(ordered))) == ordered
    assert Findings(ordered)[1:3] == ordered[1:3]


def test_findings_are_found_by_parcel_and_counted_by_rule() -> None:
    both, first, second = finding("a.b", 1, 2), finding("a.c", 1), finding("a.c", 2)
    findings = Findings([both, first, second])
    assert findings.of(row_id(1)) == (both, first)
    assert findings.of(row_id(3)) == ()
    assert set(findings.of_any([row_id(1), row_id(2)])) == {both, first, second}
    assert len(findings.of_any([row_id(1), row_id(2)])) == 3
    assert findings.counts == {"a.b": 1, "a.c": 2}


pool = [
    finding(rule, one, other, place=point(one, other))
    for rule in ("a.a", "b.b")
    for one in range(4)
    for other in range(one + 1, 4)
]
picks = st.sets(st.sampled_from(range(len(pool))))


@given(picks, picks, picks)
def test_a_replaced_list_equals_one_made_anew(start: set[int], out: set[int], back: set[int]) -> None:
    before = Findings(pool[at] for at in start)
    gone, new = start & out, (back - start) | (start & out & back)
    after = before.replaced([pool[at] for at in gone], [pool[at] for at in new])
    expected = Findings(pool[at] for at in (start - gone) | new)
    assert list(after) == list(expected)
    assert after.counts == expected.counts
    for parcel in range(4):
        assert set(after.of(row_id(parcel))) == set(expected.of(row_id(parcel)))
    assert list(before) == list(Findings(pool[at] for at in start))


def test_a_long_list_that_is_edited_again_and_again_equals_one_made_anew() -> None:
    """It stands in blocks, which grow, are cut and vanish."""
    random = Random(3)
    every = [finding(f"r.{at % 3}", at, at // 2 + 1, place=point(at % 700, 0)) for at in range(3, 6_000)]
    held = set(random.sample(range(len(every)), 3_000))
    findings = Findings(every[at] for at in held)
    for step in range(60):
        # Now here and there, now many beside each other.
        first = random.randrange(len(every))
        near = (
            range(first, min(first + 900, len(every))) if step % 3 else random.sample(range(len(every)), 40)
        )
        gone = {at for at in near if at in held and random.random() < 0.9}
        new = {at for at in near if at not in held and random.random() < 0.9}
        findings = findings.replaced([every[at] for at in gone], [every[at] for at in new])
        held = (held - gone) | new
    expected = Findings(every[at] for at in held)
    assert list(findings) == list(expected)
    assert len(findings) == len(held)
    assert findings.counts == expected.counts
    assert [findings[at] for at in (0, 511, 512, len(held) - 1, -1, -len(held))] == [
        list(expected)[at] for at in (0, 511, 512, len(held) - 1, -1, -len(held))
    ]
    for parcel in range(0, 6_000, 7):
        assert set(findings.of(row_id(parcel))) == set(expected.of(row_id(parcel)))
    emptied = findings.replaced(list(findings), [])
    assert list(emptied) == []
    assert emptied.counts == {}
    assert list(emptied.replaced([], every[:1])) == every[:1]
    with pytest.raises(IndexError):
        emptied[0]


def test_what_is_found_again_stays_the_very_same() -> None:
    first, second = finding("a.b", 1, place=point(1, 1)), finding("a.c", 2)
    before = Findings([first, second])
    again = replace(first, place=point(1, 1))
    assert before.replaced([first], [again]) is before
    worse = replace(second, amount=2.0)
    after = before.replaced([first, second], [again, worse])
    assert after is not before
    assert after[0] is first
    assert after[1] is worse


@pytest.mark.parametrize("seed", range(20))
def test_where_findings_stood_is_told_for_changes_all_over_the_list(seed: int) -> None:
    random = Random(seed)
    before = Findings(finding(f"rule.{one % 7}", one) for one in range(4_000))
    gone = random.sample(list(before), random.choice([0, 1, 40]))
    come = [finding(f"rule.{one % 7}", 10_000 + one) for one in range(random.choice([0, 1, 40]))]
    after = before.replaced(gone, [*come, *(replace(one, amount=1.0) for one in gone[:5])])
    places = places_among(before, after)
    assert places.tolist() == places_among(tuple(before), tuple(after)).tolist()
    stood = np.flatnonzero(places >= 0)
    assert all(a is b for a, b in zip(taken(after, stood), taken(before, places[stood]), strict=True))
    assert sorted(set(range(len(before))) - set(places.tolist())) == sorted(before.places_of(gone))
    numbers = np.array([one.objects[0][-1] for one in before])
    fresh = np.array([one.objects[0][-1] for one in taken(after, np.flatnonzero(places < 0))], dtype=np.int64)
    assert spliced(numbers, fresh, places).tolist() == [one.objects[0][-1] for one in after]
