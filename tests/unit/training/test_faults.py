"""Planted faults: the answer key says what a check finds, no more and no less."""

from collections import Counter, defaultdict
from functools import cache
from itertools import combinations

import pytest
import shapely

from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Parcel
from landdesk.services.training.answers import Answer
from landdesk.services.training.commune import DemoCommune, generate_commune
from tests.unit.checking.recorded import result_of

CAUSES = {
    "overlap.moved": "parcel.overlap",
    "overlap.contained": "parcel.contained",
    "overlap.identical": "parcel.identical",
    "gap.strip": "parcel.gap",
    "geometry.bow-tie": "geometry.invalid",
    "node.one-sided": "parcel.missing-node",
    "key.duplicate": "parcel.duplicate-key",
    "field.land_use": "parcel.missing-field",
    "field.land_user": "parcel.no-user",
    "field.address": "parcel.missing-field",
    "field.number": "parcel.missing-field",
    "field.legal_area_m2": "parcel.missing-field",
    "area.document": "parcel.area-mismatch",
}


@cache
def commune() -> DemoCommune:
    return generate_commune("22657", seed=1)


def parcels_of(answer: Answer) -> list[Parcel]:
    by_id = {parcel.id: parcel for parcel in commune().parcels}
    return [by_id[identifier] for identifier in answer.objects]


def answers(cause: str) -> list[Answer]:
    return [answer for answer in commune().answer_key.answers if answer.cause == cause]


def findings_of(made: DemoCommune) -> list[Finding]:
    result = result_of(made.records, training=True)
    assert result.failures == ()
    return list(result.findings)


# --- key and check agree ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "seed", "parcels"),
    [("22657", 1, 400), ("22657", 2, 400), ("22333", 3, 400), ("22759", 4, 60), ("22366", 5, 1500)],
)
def test_a_check_finds_what_was_planted_and_nothing_else(code: str, seed: int, parcels: int) -> None:
    made = generate_commune(code, seed=seed, parcels=parcels)
    score = made.answer_key.score(findings_of(made))
    assert score.missed == ()
    assert score.surplus == ()
    assert len(score.hit) == len(made.answer_key) >= 15
    assert (score.recall, score.precision) == (1.0, 1.0)


@pytest.mark.parametrize(("seed", "parcels"), [(1, 400), (2, 1500)])
def test_a_check_finds_nothing_without_faults(seed: int, parcels: int) -> None:
    made = generate_commune("22657", seed=seed, parcels=parcels, faults=False)
    assert findings_of(made) == []
    assert len(made.answer_key) == 0


def test_findings_lie_where_the_key_says() -> None:
    places = {answer.claim: answer.place for answer in commune().answer_key.answers}
    for finding in findings_of(commune()):
        place = places[finding.rule, finding.objects]
        assert place is not None
        if finding.rule in ("parcel.overlap", "parcel.gap", "geometry.invalid", "parcel.missing-node"):
            assert shapely.distance(finding.place, place) < 0.5
            assert shapely.hausdorff_distance(finding.place, place) < 3.0


# --- what was planted is there, measured without the rules -------------------------------------------------


def test_every_kind_is_planted() -> None:
    planted = {answer.cause for answer in commune().answer_key.answers}
    assert planted == set(CAUSES)
    for cause, rule in CAUSES.items():
        assert rule in {answer.rule for answer in answers(cause)}


def test_a_small_commune_has_every_rule_as_well() -> None:
    made = generate_commune("22657", seed=2, parcels=60)
    assert {answer.rule for answer in made.answer_key.answers} == set(CAUSES.values())


def test_a_larger_commune_has_more() -> None:
    assert len(generate_commune("22657", seed=1, parcels=1200).answer_key) >= 2.5 * len(commune().answer_key)


def test_answers_name_parcels_that_exist() -> None:
    known = {parcel.id for parcel in commune().parcels}
    for answer in commune().answer_key.answers:
        assert set(answer.objects) <= known
        assert list(answer.objects) == sorted(answer.objects)
        assert answer.objects
    claims = [answer.claim for answer in commune().answer_key.answers]
    assert claims == sorted(claims)
    assert len(set(claims)) == len(claims)


def test_no_parcel_has_two_causes() -> None:
    causes: defaultdict[ObjectId, set[str]] = defaultdict(set)
    for answer in commune().answer_key.answers:
        for identifier in answer.objects:
            causes[identifier].add(answer.cause)
    assert {identifier: found for identifier, found in causes.items() if len(found) > 1} == {}


def test_overlaps_are_overlaps() -> None:
    for cause in ("overlap.moved", "overlap.contained", "overlap.identical"):
        for answer in answers(cause):
            left, right = (parcel.shape for parcel in parcels_of(answer))
            assert left is not None
            assert right is not None
            common = left.intersection(right)
            assert common.area > 1.0
            assert answer.place is not None
            assert abs(common.area - answer.place.area) < 0.05
            if cause == "overlap.identical":
                assert left == right
            if cause == "overlap.contained":
                assert left.contains_properly(right) or right.contains_properly(left)
                inner = min(parcels_of(answer), key=lambda parcel: shapely.area(parcel.shape))
                assert [p.land_use for p in commune().purposes if p.parcel_id == inner.id] == ["ONT"]


def test_gaps_are_5_to_20_cm_wide() -> None:
    everything = shapely.union_all(
        [p.shape for p in commune().parcels if p.shape is not None and p.shape.is_valid]
    )
    for answer in answers("gap.strip"):
        assert answer.place is not None
        assert everything.intersection(answer.place).area < 0.02 * answer.place.area
        width_m = 2 * answer.place.area / answer.place.length
        assert 0.04 < width_m < 0.2


def test_only_bow_ties_are_invalid() -> None:
    invalid = {
        parcel.id for parcel in commune().parcels if parcel.shape is not None and not parcel.shape.is_valid
    }
    assert invalid == {identifier for answer in answers("geometry.bow-tie") for identifier in answer.objects}


def test_a_missing_node_lies_exactly_on_the_side() -> None:
    for answer in answers("node.one-sided"):
        assert answer.place is not None
        node = tuple(shapely.get_coordinates(answer.place)[0])
        shapes = [parcel.shape for parcel in parcels_of(answer)]
        having = [node in set(map(tuple, shapely.get_coordinates(shape))) for shape in shapes]
        assert sorted(having) == [False, True]
        assert all(
            shape is not None and shapely.distance(shape.boundary, answer.place) < 1e-9 for shape in shapes
        )


def test_duplicate_keys_are_the_only_ones() -> None:
    keys = Counter((p.sheet, p.number) for p in commune().parcels if p.number is not None)
    twice = {key for key, number in keys.items() if number > 1}
    planted = [{(p.sheet, p.number) for p in parcels_of(answer)} for answer in answers("key.duplicate")]
    assert all(len(one) == 1 for one in planted)
    assert twice == set().union(*planted)


def test_missing_values_are_missing() -> None:
    purposes = {purpose.parcel_id for purpose in commune().purposes}
    users = {right.parcel_id for right in commune().rights}
    lacking = {
        "field.land_use": {p.id for p in commune().parcels if p.id not in purposes},
        "field.land_user": {p.id for p in commune().parcels if p.id not in users},
        "field.address": {p.id for p in commune().parcels if p.address is None},
        "field.number": {p.id for p in commune().parcels if p.number is None},
        "field.legal_area_m2": {p.id for p in commune().parcels if p.legal_area_m2 is None},
    }
    assert {
        cause: {one for answer in answers(cause) for one in answer.objects} for cause in lacking
    } == lacking
    assert {right.party_id for right in commune().rights} == {party.id for party in commune().parties}


def test_area_mismatches_are_above_a_tenth() -> None:
    for answer in answers("area.document"):
        (parcel,) = parcels_of(answer)
        assert parcel.shape is not None
        assert parcel.legal_area_m2 is not None
        assert abs(float(parcel.legal_area_m2) / parcel.shape.area - 1) > 0.1


def test_faults_of_the_map_keep_apart() -> None:
    places = [
        answer.place
        for answer in commune().answer_key.answers
        if CAUSES[answer.cause] == answer.rule
        and answer.cause.split(".")[0] in ("overlap", "gap", "geometry", "node")
    ]
    assert min(shapely.distance(a, b) for a, b in combinations(places, 2)) > 20
