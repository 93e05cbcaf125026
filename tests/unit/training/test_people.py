"""Invented people: nobody's identity number, names as names are in Việt Nam."""

import unicodedata
from collections import Counter, defaultdict
from functools import cache
from random import Random

from landdesk.domain.ids import ObjectId
from landdesk.services.training.commune import DemoCommune, generate_commune
from landdesk.services.training.people import INVENTED_PREFIX, Population, hamlet_names

# Province codes in identity numbers end at 096; codes of countries of birth are far below 999.
PROVINCE_CODES = {f"{number:03}" for number in range(1, 97)}


@cache
def commune() -> DemoCommune:
    return generate_commune("22657", seed=5, faults=False)


def test_the_prefix_is_no_province() -> None:
    assert INVENTED_PREFIX not in PROVINCE_CODES
    assert INVENTED_PREFIX == "999"


def test_every_identity_number_is_formally_impossible() -> None:
    numbers = [party.identity_number for party in commune().parties if party.identity_number is not None]
    assert len(numbers) > 100
    assert all(
        number.startswith("999") and len(number) == 12 and number.isascii() and number.isdigit()
        for number in numbers
    )
    assert len(set(numbers)) == len(numbers)


def test_only_public_bodies_have_no_identity_number() -> None:
    bodies = {party.name for party in commune().parties if party.identity_number is None}
    assert "Ủy ban nhân dân xã Diên Điền" in bodies
    assert len(bodies) < 15
    land_use_of = {purpose.parcel_id: purpose.land_use for purpose in commune().purposes}
    people = {party.id for party in commune().parties if party.identity_number is not None}
    held = {land_use_of[right.parcel_id] for right in commune().rights if right.party_id in people}
    assert held <= {"ONT", "CLN", "HNK", "LUC", "NTS"}


def test_sex_century_and_year_stand_in_the_number() -> None:
    population = Population(Random(1))
    assert population.person(is_woman=False, born=1961).identity_number[3:6] == "061"
    assert population.person(is_woman=True, born=1961).identity_number[3:6] == "161"
    assert population.person(is_woman=True, born=2003).identity_number[3:6] == "303"


def test_no_number_is_given_twice() -> None:
    population = Population(Random(2))
    numbers = [population.person(is_woman=True, born=1960).identity_number for _ in range(3000)]
    assert len(set(numbers)) == len(numbers)


def test_names_are_words_in_nfc_and_vary() -> None:
    names = [party.name for party in commune().parties if party.identity_number is not None]
    for name in names:
        words = name.split(" ")
        assert 2 <= len(words) <= 4
        assert len(set(words)) == len(words)
        assert all(word[0].isupper() and word.isalpha() for word in words)
        assert unicodedata.is_normalized("NFC", name)
    assert len(set(names)) > 0.9 * len(names)
    letters = set("".join(names))
    assert "Đ" in letters
    # Stacked marks: a letter that NFD takes apart into three.
    assert any(len(unicodedata.normalize("NFD", letter)) == 3 for letter in letters)


def test_households_are_single_couples_and_families() -> None:
    population = Population(Random(3))
    households = [population.household() for _ in range(400)]
    sizes = Counter(len(household) for household in households)
    assert sizes[1] > 120
    assert sizes[2] > 120
    assert sizes[3] + sizes[4] > 5
    couples = [one for one in households if len(one) == 2 and one[0].is_woman != one[1].is_woman]
    assert len(couples) > 120
    for family in households:
        if len(family) > 2:
            assert len({person.name.split(" ")[0] for person in family}) == 1


def test_couples_are_two_rights_and_some_hold_several_parcels() -> None:
    rights_of: defaultdict[ObjectId, set[ObjectId]] = defaultdict(set)
    parcels_of: defaultdict[ObjectId, set[ObjectId]] = defaultdict(set)
    for right in commune().rights:
        rights_of[right.parcel_id].add(right.party_id)
        parcels_of[right.party_id].add(right.parcel_id)
    assert len(commune().rights) == sum(map(len, rights_of.values()))
    assert sum(len(parties) == 2 for parties in rights_of.values()) > 80
    people = [party.id for party in commune().parties if party.identity_number is not None]
    assert sum(len(parcels_of[person]) > 1 for person in people) > 60
    assert max(len(parcels_of[person]) for person in people) < 15


def test_hamlets_of_wards_have_numbers() -> None:
    assert hamlet_names(3, is_urban=True, rng=Random(1)) == ["Tổ dân phố 1", "Tổ dân phố 2", "Tổ dân phố 3"]
    rural = hamlet_names(4, is_urban=False, rng=Random(1))
    assert rural[0] == "Thôn Phú Điền"
    assert len(set(rural)) == 4
