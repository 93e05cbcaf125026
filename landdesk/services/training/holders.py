"""Who holds the parcels of a demo commune: households, and public bodies without identity numbers.

Houses have to be asked for first: gardens and fields then go to households that have one.
"""

from random import Random
from typing import Final

from landdesk.domain.ids import IdSource, ObjectId
from landdesk.domain.records import Party
from landdesk.services.training.lots import Use
from landdesk.services.training.people import Person, Population
from landdesk.services.training.places import PROVINCE, CommunePlace

Holding = tuple[ObjectId, ...]
"""The parties that hold a parcel together."""

_NEAR: Final = {Use.HOUSE: 1.0, Use.GARDEN: 0.85, Use.POND: 0.85, Use.FIELD: 0.5}
"""How often a second parcel lies in the hamlet of its holders."""


_COMMUNITIES: Final = frozenset({"DVH", "TIN"})
_OBJECT_TYPES: Final = {"DGD": "TSN", "DYT": "TSN", "DVH": "CDS", "TIN": "CDS", "TON": "TON"}
"""Type of land user for statistics by land use; of others it is the People's Committee or a cooperative."""


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
        made = tuple(self._person(person, address) for person in self._population.household())
        self._households.append(made)
        self._of_sheet.setdefault(sheet, []).append(made)
        return made

    def _body(self, land_use: str, sheet: int) -> Holding:
        name = self._body_name(land_use, self._hamlets[sheet - 1])
        if name not in self._bodies:
            address = f"{_capital(self._place.title)}, {PROVINCE}"
            kind = "community" if land_use in _COMMUNITIES else "organisation"
            object_type = _OBJECT_TYPES.get(land_use, "TKT" if land_use == "DTL" else "UBQ")
            body = Party(self._ids(), name, address=address, kind=kind, object_type=object_type)
            self.parties.append(body)
            self._bodies[name] = (body.id,)
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

    def _person(self, person: Person, address: str) -> ObjectId:
        # A day that follows from the number, so that the same commune is made as ever.
        digits = int(person.identity_number[-6:])
        party = Party(
            self._ids(),
            person.name,
            person.identity_number,
            address,
            kind="individual",
            object_type="GDC",
            born=f"{person.born}-{digits % 12 + 1:02}-{digits % 28 + 1:02}",
            sex="female" if person.is_woman else "male",
        )
        self.parties.append(party)
        return party.id


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
