"""The commune to be checked: nothing is wrong with it but what was planted, by oracles that know no rule."""

import re
import subprocess
import sys
from collections import Counter, defaultdict
from functools import cache
from itertools import combinations

import numpy as np
import pytest
import shapely

from landdesk.domain.bonds import needs_of
from landdesk.domain.ids import ObjectId
from landdesk.domain.person_names import name_key
from landdesk.domain.records import CLASSES, Certificate, Document, Party, SyncStatus
from landdesk.services.boundaries import commune_boundaries
from landdesk.services.training.planted.commune import CAUSES, CheckingCommune, checking_commune
from tests.unit.training.planted.oracles import ORACLES, claims

SEED, PARCELS, EACH = 1, 1600, 2
MAP_RULES = {
    "geometry.missing",
    "geometry.invalid",
    "geometry.spike",
    "geometry.duplicate-vertex",
    "geometry.multipart",
    "geometry.hole-empty",
    "parcel.overlap",
    "parcel.contained",
    "parcel.identical",
    "parcel.gap",
    "parcel.sliver",
    "parcel.missing-node",
    "parcel.near-node",
    "parcel.outside-commune",
    "parcel.wrong-system",
    "parcel.area-mismatch",
    "parcel.label-differs",
}


@cache
def commune(each: int = EACH, code: str = "22657", seed: int = SEED) -> CheckingCommune:
    return checking_commune(code, seed=seed, parcels=PARCELS, each=each)


def planted(cause: str) -> list[tuple[tuple[ObjectId, ...], shapely.Geometry]]:
    """Return the parcels of each answer of a cause, and the place."""
    return [(one.objects, one.place) for one in commune().answer_key.answers if one.cause == cause]


def shapes_of(objects: tuple[ObjectId, ...]) -> list[shapely.MultiPolygon]:
    shapes = {one.id: one.shape for one in commune().parcels}
    found = [shapes[one] for one in objects]
    assert all(one is not None for one in found)
    return found


# --- the record ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "seed"), [("22657", 1), ("22333", 2)])
def test_nothing_is_wrong_without_faults(code: str, seed: int) -> None:
    clean = commune(0, code, seed)
    assert claims(clean.records, clean.lineage) == []
    assert len(clean.answer_key) == 0
    assert {one.parcel_group for one in clean.records if isinstance(one, SyncStatus)} == {"1"}
    assert len([one for one in clean.records if isinstance(one, SyncStatus)]) == len(clean.parcels) == PARCELS


@pytest.mark.parametrize(("code", "seed"), [("22657", 1), ("22333", 2)])
def test_the_oracles_find_what_was_planted_and_nothing_else(code: str, seed: int) -> None:
    made = commune(EACH, code, seed)
    wanted = [one.claim for one in made.answer_key.answers if one.rule in ORACLES]
    assert claims(made.records, made.lineage) == sorted(wanted)
    # Each oracle can find something.
    assert {rule for rule, _ in wanted} == set(ORACLES)


def test_every_rule_of_the_catalogue_is_planted() -> None:
    planted_rules = {rule for one in CAUSES for rule in one.rules}
    assert planted_rules == {*ORACLES, *MAP_RULES, "sync.group-differs"}


def test_every_cause_occurs_as_often_as_asked_for() -> None:
    answers = Counter((one.cause, one.rule) for one in commune().answer_key.answers)
    several = {"retired-active/split": 2}
    for one in CAUSES:
        for at, rule in enumerate(one.rules):
            assert answers[one.code, rule] == EACH * (several.get(one.code, 1) if at else 1), one.code


def test_a_small_commune_takes_what_it_has_room_for() -> None:
    small = checking_commune("22657", seed=1, parcels=100, each=1)
    assert 20 < len(small.answer_key) < len(CAUSES)
    found = claims(small.records, small.lineage)
    assert found == sorted(one.claim for one in small.answer_key.answers if one.rule in ORACLES)


def test_answers_name_objects_that_are_there() -> None:
    known = {one.id for one in commune().records}
    parcels = {one.id for one in commune().parcels}
    said = [one.claim for one in commune().answer_key.answers]
    assert said == sorted(said)
    assert len(set(said)) == len(said)
    for one in commune().answer_key.answers:
        assert set(one.objects) <= parcels
        assert set(one.about) <= known - parcels
        assert one.objects or one.about


def test_no_object_has_two_causes() -> None:
    causes: defaultdict[ObjectId, set[str]] = defaultdict(set)
    for one in commune().answer_key.answers:
        for identifier in (*one.objects, *one.about):
            causes[identifier].add(one.cause)
    assert {identifier: found for identifier, found in causes.items() if len(found) > 1} == {}


def test_every_object_comes_with_or_after_the_class_of_what_it_needs() -> None:
    order = list(CLASSES)
    classes = [order.index(one.CLASS) for one in commune().records]
    assert classes == sorted(classes)
    of = {one.id: order.index(one.CLASS) for one in commune().records}
    for one in commune().records:
        assert all(of[needed] <= of[one.id] for needed in needs_of(one))
    assert {identifier for pair in commune().lineage for identifier in pair} <= set(of)


def test_names_tell_persons_apart_where_births_do_not() -> None:
    clean = commune(0)
    people = Counter(
        (name_key(one.name), one.born) for one in clean.records if isinstance(one, Party) and one.born
    )
    assert max(people.values()) == 1


def test_the_branch_is_silent_about_parcels_at_fault() -> None:
    told = {one.parcel_id: one for one in commune().records if isinstance(one, SyncStatus)}
    for one in commune().answer_key.answers:
        of_group = one.cause.startswith("group-")
        of_status = one.rule.startswith(("sync.", "register.")) or of_group
        assert all((parcel in told) == of_status for parcel in one.objects), one.cause
        if of_status and not of_group:
            assert all(told[parcel].parcel_group is None for parcel in one.objects)
    second = {one.parcel_id for one in told.values() if one.parcel_group == "2"}
    causes = ("group-differs/second", "group-differs/fit", "group-agrees/second")
    wanted = [one for cause in causes for one in planted(cause)]
    assert second == {objects[0] for objects, _ in wanted}


def test_near_misses_are_there() -> None:
    records = commune().records
    scans = [one for one in records if isinstance(one, Document)]
    certificates = [one for one in records if isinstance(one, Certificate)]
    assert sum(one.is_old is True for one in scans) == sum(one.absent is True for one in scans) == EACH
    for day, kind in (("2014-07-01", "11"), ("2014-06-30", "6")):
        assert sum((one.issued_on, one.kind) == (day, kind) for one in certificates) >= EACH
    for form in (r"\d{10}", r"K \d{6}", r"DĐ \d{6}"):
        assert sum(re.fullmatch(form, one.serial or "") is not None for one in certificates) >= EACH
    faulty = {objects[0] for objects, _ in planted("retired-active/split")}
    assert len({parent for parent, _ in commune().lineage} - faulty) == EACH
    people = [one for one in records if isinstance(one, Party) and one.kind == "individual" and one.born]
    alike = Counter((one.name, one.born) for one in people)
    assert sum(number == 2 for number in alike.values()) > 2 * EACH


def test_one_seed_is_one_commune_in_another_process_too() -> None:
    script = (
        "import hashlib\n"
        "from landdesk.services.training.planted.commune import checking_commune\n"
        "made = checking_commune('22657', seed=4, parcels=200, each=1)\n"
        "print(hashlib.sha256(repr((made.records, made.lineage, made.answer_key)).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            check=True,
            capture_output=True,
            text=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


# --- the map ------------------------------------------------------------------------------------------------


def test_the_clean_map_is_a_coverage_inside_the_commune() -> None:
    shapes = np.array([one.shape for one in commune(0).parcels], dtype=object)
    assert shapely.is_valid(shapes).all()
    # Ponds and gardens, ways and lots share their corners.
    assert shapely.coverage_is_valid(shapely.get_parts(shapes))
    known = commune_boundaries(9217)
    boundary = known.shapes[known.codes.index("22657")]
    assert shapely.contains_properly(boundary, shapely.box(*shapely.total_bounds(shapes)))


def test_areas_lie_well_inside_what_is_allowed() -> None:
    for one in commune(0).parcels:
        area = float(shapely.area(one.shape))
        assert abs(float(one.legal_area_m2 or 0) - area) < 0.12 * np.sqrt(area) + 0.06


def test_pairs_are_what_they_are_called() -> None:
    for objects, _ in planted("identical/twin"):
        left, right = shapes_of(objects)
        assert left == right
    for objects, _ in [*planted("contained/lot"), *planted("retired-active/split")]:
        if len(objects) == 2:
            left, right = sorted(shapes_of(objects), key=lambda one: one.area)
            assert right.covers(left)
            assert left.area < right.area
    for cause, lowest, highest in (("overlap/moved", 1.5, 100.0), ("overlap/thin", 0.1, 5.0)):
        for objects, place in planted(cause):
            left, right = shapes_of(objects)
            assert lowest < left.intersection(right).area < highest
            assert left.intersection(right).area == pytest.approx(place.area, abs=0.05)


def test_near_nodes_are_5_mm_apart_and_cost_no_land() -> None:
    for objects, place in planted("near-node/5-mm"):
        left, right = shapes_of(objects)
        corners = [{tuple(one) for one in shapely.get_coordinates(shape).tolist()} for shape in (left, right)]
        (own,) = [one for one in corners[0] - corners[1] if place.distance(shapely.Point(one)) < 0.02]
        (other,) = [one for one in corners[1] - corners[0] if place.distance(shapely.Point(one)) < 0.02]
        assert 0.004 <= shapely.Point(own).distance(shapely.Point(other)) <= 0.006
        assert 0.0002 < left.intersection(right).area < 0.0006
        assert left.boundary.distance(shapely.Point(other)) > 0.002


def test_spikes_are_valid_and_thin() -> None:
    for objects, tip in planted("spike/corner"):
        (shape,) = shapes_of(objects)
        assert shape.is_valid
        assert shape.buffer(-0.01).distance(tip) > 1.0
        assert shape.boundary.distance(tip) == 0


def test_a_corner_stands_twice() -> None:
    for objects, _ in planted("duplicate-vertex/same"):
        points = shapely.get_coordinates(shapes_of(objects)[0].geoms[0].exterior)
        assert int((points[1:] == points[:-1]).all(axis=1).sum()) == 1
    same = {objects for objects, _ in planted("duplicate-vertex/same")}
    for one in commune().parcels:
        if one.shape is not None and (one.id,) not in same:
            points = shapely.get_coordinates(one.shape)
            assert not (points[1:] == points[:-1]).all(axis=1).any()


def test_parts_and_holes() -> None:
    filled = shapely.union_all(
        [one.shape for one in commune().parcels if one.shape is not None and one.shape.is_valid]
    )
    several = {objects[0] for objects, _ in planted("multipart/two")}
    assert {
        one.id for one in commune().parcels if one.shape is not None and len(one.shape.geoms) > 1
    } == several
    for objects, hole in planted("hole-empty/lot"):
        (shape,) = shapes_of(objects)
        assert hole.area == pytest.approx(70, abs=0.2)
        assert filled.intersection(hole).area == 0
        assert shapely.Polygon(shape.geoms[0].exterior).contains(hole)


def test_slivers_are_cut_out_of_their_parcel() -> None:
    for objects, strip in planted("sliver/strip"):
        (shape,) = shapes_of(objects)
        assert shape.equals(strip)
        assert 0.05 < 2 * strip.area / strip.length < 0.2
        touching = [one for one in commune().parcels if one.shape is not None and one.shape.intersects(strip)]
        assert len(touching) >= 3
        assert all(
            one.id in objects or one.shape.intersection(strip).area < 1e-3 for one in touching if one.shape
        )


def test_what_lies_elsewhere() -> None:
    known = commune_boundaries(9217)
    boundary = known.shapes[known.codes.index("22657")]
    for objects, _ in planted("outside-commune/far"):
        assert 300 < boundary.distance(shapes_of(objects)[0]) < 3000
    window = shapely.box(530_000, 1_248_000, 635_000, 1_426_000)
    wrong = {objects[0] for cause in ("swapped", "utm") for objects, _ in planted(f"wrong-system/{cause}")}
    assert {
        one.id for one in commune().parcels if one.shape is not None and not window.contains(one.shape)
    } == wrong


def test_faults_of_the_map_keep_apart() -> None:
    sides = ("overlap", "gap", "sliver", "spike", "near-node", "missing-node", "hole-empty", "contained")
    places = [one.place for one in commune().answer_key.answers if one.cause.split("/")[0] in sides]
    assert min(shapely.distance(a, b) for a, b in combinations(places, 2)) > 10
