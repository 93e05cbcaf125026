"""Who holds the parcels of a demo commune: households, and public bodies without identity numbers.

Houses have to be asked for first: gardens and fields then go to households that have one.
"""

from random import Random
from typing import Final

from landdesk.domain.ids import IdSource, ObjectId
from landdesk.domain.records import Party
from landdesk.services.training.lots import Use
from landdesk.services.training.people import Population
from landdesk.services.training.places import PROVINCE, CommunePlace

Holding = tuple[ObjectId, ...]
"""The parties that hold a parcel together."""

_NEAR: Final = {Use.HOUSE: 1.0, Use.GARDEN: 0.85, Use.POND: 0.85, Use.FIELD: 0.5}
"""How often a second parcel lies in the hamlet of its holders."""


class Holders:
    """Makes parties and remembers who lives where."""

    def __init__(self, place: CommunePlace, hamlets: list[str], rng: Random, ids: IdSource) -> None:
        self.parties: list[Party] = []
        self._place = place
        self._hamlets = hamlets
        self._rng = rng
        self._ids = ids
        self._population = Population(rng)
        self._households: list[Holding] = []
        self._of_sheet: dict[int, list[Holding]] = {}
        self._bodies: dict[str, Holding] = {}

    def of(self, use: Use, land_use: str, sheet: int) -> Holding:
        """Return the holders of one more parcel."""
        if use is Use.PUBLIC:
            return self._body(land_use, sheet)
        if not self._households or (use is Use.HOUSE and self._rng.random() < 0.9):
            return self._new_household(sheet)
        neighbours = self._of_sheet.get(sheet)
        if neighbours and self._rng.random() < _NEAR[use]:
            return self._rng.choice(neighbours)
        return self._rng.choice(self._households)

    def _new_household(self, sheet: int) -> Holding:
        hamlet = self._hamlets[sheet - 1]
        address = f"{hamlet}, {self._place.title}, {PROVINCE}"
        made = tuple(
            self._party(person.name, address, person.identity_number)
            for person in self._population.household()
        )
        self._households.append(made)
        self._of_sheet.setdefault(sheet, []).append(made)
        return made

    def _body(self, land_use: str, sheet: int) -> Holding:
        name = self._body_name(land_use, self._hamlets[sheet - 1])
        if name not in self._bodies:
            self._bodies[name] = (self._party(name, f"{_capital(self._place.title)}, {PROVINCE}", None),)
        return self._bodies[name]

    def _body_name(self, land_use: str, hamlet: str) -> str:
        match land_use:
            case "DGD":
                return f"Trường Tiểu học {self._place.name}"
            case "DYT":
                return f"Trạm Y tế {self._place.title}"
            case "DVH" | "TIN":
                return f"Cộng đồng dân cư {hamlet[0].lower()}{hamlet[1:]}"
            case "TON":
                return f"Chùa {hamlet.removeprefix('Thôn ')}"
            case "DTL":
                return f"Hợp tác xã Nông nghiệp {self._place.name}"
            case _:
                return f"Ủy ban nhân dân {self._place.title}"

    def _party(self, name: str, address: str, identity_number: str | None) -> ObjectId:
        party = Party(self._ids(), name, identity_number, address)
        self.parties.append(party)
        return party.id


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
