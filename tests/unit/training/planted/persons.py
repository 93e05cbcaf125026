"""What is wrong with the persons of a whole record, found by plain loops; see `oracles`."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations

from landdesk.domain.ids import ObjectId
from landdesk.domain.records import (
    IdentityDocument,
    LandRight,
    Party,
    PartyAddress,
    PartyMember,
)
from tests.unit.training.planted.seen import Seen, grouped

WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def cards(seen: Seen) -> set[ObjectId]:
    return {one.party_id for one in seen.of(IdentityDocument) if re.fullmatch(r"\d{9}", str(one.number))}


def is_old(number: str | None) -> bool:
    return re.fullmatch(r"\d{9}", str(number)) is not None


def is_well_formed(number: str | None) -> bool:
    return re.fullmatch(r"\d{3}[0-3]\d{8}", str(number)) is not None and not str(number).endswith("000000")


def number_missing(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    with_card = cards(seen)
    return ((one.id,) for one in seen.persons if not one.identity_number and one.id not in with_card)


def old_number_only(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    with_card = cards(seen)
    for one in seen.persons:
        if is_old(one.identity_number) or (not one.identity_number and one.id in with_card):
            yield (one.id,)


def number_malformed(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    for one in seen.persons:
        if (
            one.identity_number
            and not is_old(one.identity_number)
            and not is_well_formed(one.identity_number)
        ):
            yield (one.id,)


def number_contradicts(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    for one in seen.persons:
        number = str(one.identity_number)
        if is_well_formed(number):
            year = 1900 + 100 * (number[3] in "23") + int(number[4:6])
            is_woman = number[3] in "13"
            if (one.sex and (one.sex == "female") != is_woman) or (one.born and int(one.born[:4]) != year):
                yield (one.id,)


def matched_as(*states: str) -> Callable[[Seen], Iterator[tuple[ObjectId, ...]]]:
    return lambda seen: ((one.id,) for one in seen.of(Party) if one.population_match in states)


def birth_incomplete(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    return ((one.id,) for one in seen.persons if not re.fullmatch(r"\d{4}-\d\d-\d\d", str(one.born)))


def name_of(party: Party) -> str:
    return re.sub(r"^(ông|bà) ", "", party.name.lower())


def number_shared(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    names = {one.id: name_of(one) for one in seen.persons}
    for group in grouped((one.identity_number, one.id) for one in seen.persons if one.identity_number):
        if len({names[one] for one in group}) > 1:
            yield group


def _same_birth(seen: Seen) -> Iterator[tuple[Party, Party]]:
    people = {one.id: one for one in seen.persons}
    for group in grouped(((name_of(one), one.born), one.id) for one in seen.persons if one.born):
        for left, right in combinations(group, 2):
            yield people[left], people[right]


def duplicate(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    return ((a.id, b.id) for a, b in _same_birth(seen) if a.identity_number == b.identity_number)


def number_swapped(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    for one, other in _same_birth(seen):
        left, right = str(one.identity_number), str(other.identity_number)
        off = [at for at in range(min(len(left), len(right))) if left[at] != right[at]]
        if (
            len(off) == 2
            and off[1] - off[0] == 1
            and left[off[0]] == right[off[1]]
            and left[off[1]] == right[off[0]]
        ):
            yield one.id, other.id


def deceased(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    for one in seen.persons:
        if "deceased" in (one.population_match, one.life_state):
            yield (one.id,)


def holder_differs(seen: Seen) -> set[tuple[ObjectId, ...]]:
    return {(one.certificate_id,) for one in seen.of(LandRight) if one.acquired_by and one.certificate_id}


def members_missing(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    roles: defaultdict[ObjectId, list[str | None]] = defaultdict(list)
    for member in seen.of(PartyMember):
        roles[member.party_id].append(member.role)
    for one in seen.of(Party):
        if one.kind == "couple" and len(roles[one.id]) != 2:
            yield (one.id,)
        if one.kind == "household" and "head" not in roles[one.id]:
            yield (one.id,)


def type_missing(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    return ((one.id,) for one in seen.of(Party) if not (one.kind and one.object_type))


def old_address(seen: Seen) -> set[tuple[ObjectId, ...]]:
    texts = {(one.id,) for one in seen.of(Party) if re.search("huyện|thị xã|thành phố", str(one.address))}
    return texts | {(one.party_id,) for one in seen.of(PartyAddress) if one.district}


def person_field(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    return ((one.id,) for one in seen.persons if not (one.address and one.sex))


def organisation(seen: Seen) -> Iterator[tuple[ObjectId, ...]]:
    for one in seen.of(Party):
        if one.kind == "organisation":
            code = str(one.tax_code)
            total = sum(w * int(d) for w, d in zip(WEIGHTS, code, strict=False)) if code.isdigit() else 0
            if len(code) != 10 or 10 - total % 11 != int(code[9]):
                yield (one.id,)
