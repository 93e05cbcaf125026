"""The demo commune: one seed one commune, closed like a real cadastral map, records complete."""

import hashlib
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from landdesk.domain.canonical import image_of
from landdesk.domain.canonical_shape import canonical_shapes, shape_text
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import AnyRecord, Parcel
from landdesk.services.training.commune import DemoCommune, features, generate_commune

ROOT = Path(__file__).resolve().parents[3]


@cache
def clean() -> DemoCommune:
    return generate_commune("22657", seed=1, faults=False)


@cache
def faulty() -> DemoCommune:
    return generate_commune("22657", seed=1)


def shapes_of(commune: DemoCommune) -> NDArray[Any]:
    return np.array([parcel.shape for parcel in commune.parcels], dtype=object)


def land_uses_of(commune: DemoCommune) -> dict[ObjectId, list[str]]:
    made: defaultdict[ObjectId, list[str]] = defaultdict(list)
    for purpose in commune.purposes:
        made[purpose.parcel_id].append(purpose.land_use)
    return made


def digest(records: Iterable[AnyRecord]) -> str:
    total = hashlib.sha256()
    for record in records:
        total.update(record.id + image_of(record))
    return total.hexdigest()


# --- one seed, one commune -----------------------------------------------------------------------------------


def test_one_seed_gives_one_commune() -> None:
    again = generate_commune("22657", seed=1)
    assert digest(again.records) == digest(faulty().records)
    assert [(a.claim, a.cause) for a in again.answer_key.answers] == [
        (a.claim, a.cause) for a in faulty().answer_key.answers
    ]


def test_another_process_makes_the_same_bytes() -> None:
    script = (
        "import hashlib\n"
        "from landdesk.domain.canonical import image_of\n"
        "from landdesk.services.training.commune import generate_commune\n"
        "total = hashlib.sha256()\n"
        "for record in generate_commune('22657', seed=1).records:\n"
        "    total.update(record.id + image_of(record))\n"
        "print(total.hexdigest())\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, cwd=ROOT, text=True, timeout=60
    )
    assert run.stdout.strip() == digest(faulty().records)


def test_other_seeds_and_codes_give_other_communes() -> None:
    made = [
        generate_commune(code, seed=seed, parcels=60)
        for code, seed in (("22657", 1), ("22657", 2), ("22333", 1))
    ]
    assert len({digest(commune.records) for commune in made}) == 3
    ids = [record.id for commune in made for record in commune.records]
    assert len(set(ids)) == len(ids)


def test_identifiers_come_from_the_given_source() -> None:
    numbers = count(1)

    def ids() -> ObjectId:
        return ObjectId(next(numbers).to_bytes(16, "big"))

    made = generate_commune("22657", seed=1, parcels=60, faults=False, ids=ids)
    assert sorted(int.from_bytes(record.id, "big") for record in made.records) == list(
        range(1, len(made.records) + 1)
    )


def test_identifiers_are_version_7() -> None:
    assert all(record.id[6] >> 4 == 7 and record.id[8] >> 6 == 2 for record in clean().records)


def test_faults_change_the_commune_in_their_places_only() -> None:
    before = {record.id: image_of(record) for record in clean().records}
    after = {record.id: image_of(record) for record in faulty().records}
    concerned = {identifier for answer in faulty().answer_key.answers for identifier in answer.objects}
    changed = {parcel.id for parcel in clean().parcels if after[parcel.id] != before[parcel.id]}
    assert changed <= concerned
    assert 10 < len(changed) < 40
    assert [party.id for party in clean().parties] == [party.id for party in faulty().parties]


# --- the map ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("parcels", [60, 137, 400, 1500])
def test_a_commune_has_as_many_parcels_as_asked_for(parcels: int) -> None:
    assert len(generate_commune("22657", seed=3, parcels=parcels, faults=False).parcels) == parcels


@pytest.mark.parametrize(
    ("code", "seed", "parcels"), [("22657", s, 400) for s in range(6)] + [("22366", 7, 1500)]
)
def test_the_map_is_closed(code: str, seed: int, parcels: int) -> None:
    shapes = shapes_of(generate_commune(code, seed=seed, parcels=parcels, faults=False))
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    # One piece without holes in it: roads and canals are parcels too.
    whole = shapely.coverage_union_all(shapes)
    assert shapely.get_num_geometries(whole) == 1
    assert shapely.get_num_interior_rings(shapely.get_geometry(whole, 0)) == 0


def test_shapes_are_in_canonical_form() -> None:
    shapes = shapes_of(faulty())
    assert [shape_text(one) for one in shapes] == [shape_text(one) for one in canonical_shapes(shapes)]


def test_nothing_is_narrower_than_a_wall() -> None:
    sides = np.concatenate(
        [
            np.hypot(*np.diff(shapely.get_coordinates(ring), axis=0).T)
            for ring in shapely.get_rings(shapely.get_parts(shapes_of(clean())))
        ]
    )
    assert sides.min() > 0.05
    assert shapely.area(shapes_of(clean())).min() > 20


def test_areas_are_those_of_a_village() -> None:
    land_uses = land_uses_of(clean())
    areas: defaultdict[str, list[float]] = defaultdict(list)
    for parcel in clean().parcels:
        assert parcel.shape is not None
        areas[land_uses[parcel.id][0]].append(parcel.shape.area)
    assert 100 < np.median(areas["ONT"]) < 300
    assert min(areas["ONT"]) > 60
    assert 900 < np.median(areas["LUC"]) < 2000
    assert 300 < min(areas["LUC"]) < max(areas["LUC"]) < 4000
    assert len(areas["ONT"]) > 120
    assert len(areas["LUC"]) > 40
    assert len(areas["CLN"]) > 30
    assert len(areas["DGT"]) + len(areas["DTL"]) > 20


def test_some_parcels_have_holes_that_are_ponds() -> None:
    shapes = shapes_of(clean())
    land_uses = land_uses_of(clean())
    gardens = [shape for shape in shapes if shape.geoms[0].interiors]
    ponds = [p.shape for p in clean().parcels if land_uses[p.id] == ["NTS"] and p.shape is not None]
    assert gardens
    for garden in gardens:
        hole = shapely.Polygon(garden.geoms[0].interiors[0])
        assert sum(pond.equals(hole) for pond in ponds) == 1


def test_outlines_vary() -> None:
    corners = Counter(int(n) - 1 for n in shapely.get_num_coordinates(shapes_of(clean())))
    assert sum(corners[n] for n in range(4, 9)) > 200
    assert sum(number for size, number in corners.items() if size > 9) > 20
    # Streets lean against the axes: hardly any side runs due north or east.
    points = shapely.get_coordinates(shapely.boundary(shapes_of(clean())))
    assert (np.abs(np.diff(points, axis=0)) == 0).mean() < 0.01


# --- sheets, numbers, addresses -----------------------------------------------------------------------------


def test_sheets_are_few_and_numbers_run_without_gaps() -> None:
    by_sheet: defaultdict[str, list[Parcel]] = defaultdict(list)
    for parcel in clean().parcels:
        by_sheet[str(parcel.sheet)].append(parcel)
    assert 3 <= len(by_sheet) <= 6
    assert [sheet.number for sheet in clean().sheets] == sorted(by_sheet, key=int)
    for sheet in clean().sheets:
        numbers = [int(str(parcel.number)) for parcel in by_sheet[sheet.number]]
        assert numbers == list(range(1, sheet.parcel_count + 1))


def test_numbers_run_from_the_north() -> None:
    for sheet in clean().sheets:
        norths = [
            parcel.shape.bounds[3]
            for parcel in clean().parcels
            if parcel.sheet == sheet.number and parcel.shape
        ]
        quarter = len(norths) // 4
        assert np.mean(norths[:quarter]) > np.mean(norths[-quarter:]) + 50


def test_keys_and_source_identifiers_are_unique() -> None:
    for values in ([p.key for p in clean().parcels], [p.source_id for p in faulty().parcels]):
        assert len(set(values)) == len(values)


def test_extents_hold_all_parcels() -> None:
    assert clean().extent == tuple(shapely.total_bounds(shapes_of(clean())))
    for sheet in clean().sheets:
        shapes = [p.shape for p in clean().parcels if p.sheet == sheet.number]
        assert sheet.extent == tuple(shapely.total_bounds(shapes))


def test_nothing_is_missing() -> None:
    for parcel in clean().parcels:
        assert parcel.address is not None
        assert parcel.address.endswith("Diên Điền")
        assert parcel.legal_area_m2 is not None
    assert {purpose.parcel_id for purpose in clean().purposes} == {parcel.id for parcel in clean().parcels}
    assert {right.parcel_id for right in clean().rights} == {parcel.id for parcel in clean().parcels}
    assert {right.party_id for right in clean().rights} == {party.id for party in clean().parties}


def test_legal_areas_are_stated_to_a_tenth_and_close_to_the_map() -> None:
    exact = 0
    for parcel in clean().parcels:
        assert parcel.shape is not None
        assert parcel.legal_area_m2 is not None
        assert parcel.legal_area_m2 == parcel.legal_area_m2.quantize(Decimal("0.1"))
        off = abs(float(parcel.legal_area_m2) - parcel.shape.area)
        assert off <= 0.1 * parcel.shape.area**0.5 + 0.06
        exact += off <= 0.0501
    assert 300 < exact < 400


def test_two_purposes_share_the_legal_area() -> None:
    area_of = {parcel.id: parcel.legal_area_m2 for parcel in clean().parcels}
    shares: defaultdict[ObjectId, list[Decimal]] = defaultdict(list)
    for purpose in clean().purposes:
        if purpose.area_m2 is not None:
            shares[purpose.parcel_id].append(purpose.area_m2)
    assert 5 < len(shares) < 100
    for identifier, areas in shares.items():
        assert len(areas) == 2
        assert sum(areas) == area_of[identifier]
        assert min(areas) > 0


@pytest.mark.parametrize(("code", "residential"), [("22657", "ONT"), ("22366", "ODT")])
def test_residential_land_is_urban_in_wards(code: str, residential: str) -> None:
    made = generate_commune(code, seed=1, parcels=60, faults=False)
    found = {purpose.land_use for purpose in made.purposes}
    assert found & {"ONT", "ODT"} == {residential}


# --- what a surveyor hands over -----------------------------------------------------------------------------


def test_features_tell_the_same_as_the_records() -> None:
    rows = features(faulty())
    assert [row["source_id"] for row in rows] == [parcel.source_id for parcel in faulty().parcels]
    name_of = {party.id: party.name for party in faulty().parties}
    users: defaultdict[ObjectId, list[str]] = defaultdict(list)
    for right in faulty().rights:
        users[right.parcel_id].append(name_of[right.party_id])
    land_uses = land_uses_of(faulty())
    for row, parcel in zip(rows, faulty().parcels, strict=True):
        assert shapely.from_wkb(row["geometry"]) == parcel.shape
        assert row["land_user"] == ("; ".join(users[parcel.id]) or None)
        assert row["land_use"] == ("+".join(land_uses[parcel.id]) or None)
        assert row["legal_area_m2"] == (None if parcel.legal_area_m2 is None else float(parcel.legal_area_m2))
        assert (row["sheet"], row["number"], row["address"]) == (parcel.sheet, parcel.number, parcel.address)


def test_texts_are_nfc() -> None:
    texts = [value for row in features(faulty()) for value in row.values() if isinstance(value, str)]
    texts += [text for party in faulty().parties for text in (party.name, party.address) if text]
    assert all(unicodedata.is_normalized("NFC", text) for text in texts)
    assert any("đ" in text.lower() for text in texts)


# --- refusals -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["22736", "00000", "", "Diên Điền"])
def test_a_commune_without_a_place_is_refused(code: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        generate_commune(code, seed=1)
    assert caught.value.code == "training.no-place"


@pytest.mark.parametrize("parcels", [-1, 0, 59, 50_001])
def test_an_unfit_size_is_refused(parcels: int) -> None:
    with pytest.raises(InvalidInputError) as caught:
        generate_commune("22657", seed=1, parcels=parcels)
    assert caught.value.code == "training.size"
