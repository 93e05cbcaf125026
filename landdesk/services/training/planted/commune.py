"""A commune to try a checker on: a whole record, faults of every rule planted into it, and the answers.

One seed gives one commune, to the byte, identifiers included, as in ``training/commune.py``.
"""

from dataclasses import dataclass
from typing import Final

from landdesk.domain.ids import ObjectId
from landdesk.domain.records import AnyRecord, Parcel
from landdesk.services.training.answers import AnswerKey
from landdesk.services.training.commune import chance, refuse_size, seeded_ids
from landdesk.services.training.places import EPSG, commune_place
from landdesk.services.training.planted import on_map, on_papers, on_parcels, on_persons, on_status
from landdesk.services.training.planted.completing import Completer
from landdesk.services.training.planted.near_misses import NEAR_MISSES
from landdesk.services.training.planted.planter import RecordPlanter
from landdesk.services.training.register import build_register
from landdesk.services.training.sketch import draw_sketch

GROUPS: Final = (
    on_map.CAUSES,
    on_persons.CAUSES,
    on_papers.CAUSES,
    on_parcels.CAUSES,
    on_status.CAUSES,
    NEAR_MISSES,
)
"""Everything that is planted, in this order: what needs neighbours first, then what needs parties of a kind."""

CAUSES: Final = tuple(one for group in GROUPS for one in group if one.rules)


@dataclass(frozen=True, slots=True)
class CheckingCommune:
    """The whole record of one invented commune.

    Args:
        code: Code of the commune whose name and place it borrows.
        name: Kind and name, ``xã Diên Điền``.
        seed: What it was made from.
        epsg: System of the coordinates.
        records: In the order in which they can be created.
        lineage: Pairs of parent and child parcel.
        answer_key: Findings that a full check must make, no more and no less; empty without faults.
    """

    code: str
    name: str
    seed: int
    epsg: int
    records: tuple[AnyRecord, ...]
    lineage: tuple[tuple[ObjectId, ObjectId], ...]
    answer_key: AnswerKey

    @property
    def parcels(self) -> tuple[Parcel, ...]:
        """The parcels, by sheet and number; those that were entered on top come last."""
        return tuple(one for one in self.records if isinstance(one, Parcel))


def checking_commune(code: str, *, seed: int, parcels: int = 1600, each: int = 2) -> CheckingCommune:
    """Return the commune to be checked of a code and a seed.

    Args:
        code: Five digits of a commune of the mainland of Khánh Hòa.
        seed: Another seed is another commune.
        parcels: How many; where these do not do for all faults the later ones are planted less often.
        each: How often each cause is planted; 0 for a commune in which nothing is wrong.

    Raises:
        InvalidInputError: ``training.no-place``: no such commune. ``training.size``: too few or too many
            parcels.
    """
    place = commune_place(code)
    refuse_size(parcels)
    ids = seeded_ids(code, seed)
    sketch = draw_sketch(place, parcels, chance(code, seed, "map"))
    register = build_register(sketch, place, chance(code, seed, "people"), ids)
    completer = Completer(register, place, chance(code, seed, "record"), ids)
    completer.complete()
    planter = RecordPlanter(register, completer, place, chance(code, seed, "planted"), ids)
    for group in GROUPS:
        for _ in range(each):
            for one in group:
                one.plant(planter, one)
    planter.finish()
    return CheckingCommune(
        code=code,
        name=place.title,
        seed=seed,
        epsg=EPSG,
        records=tuple(planter.records()),
        lineage=tuple(planter.lineage),
        answer_key=AnswerKey(tuple(sorted(planter.answers, key=lambda answer: answer.claim))),
    )
