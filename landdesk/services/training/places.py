"""Where the demo commune of a code lies: its name, its kind and a point on the plane EPSG:9217.

Read from the shipped lists of communes and places; metres, easting first. Nothing here is random.
"""

import csv
from dataclasses import dataclass
from functools import cache
from typing import Final

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text
from landdesk.resources import resource_path
from landdesk.services.codelists import shipped_list

EPSG: Final = 9217
"""VN-2000 / TM-3 108-15, the system of the cadastral maps of Khánh Hòa."""

PROVINCE: Final = "tỉnh Khánh Hòa"


@dataclass(frozen=True, slots=True)
class CommunePlace:
    """One commune: ``kind`` is xã or phường, the point lies well inside it."""

    code: str
    name: str
    kind: str
    easting_m: float
    northing_m: float

    @property
    def is_urban(self) -> bool:
        """A ward (phường), whose residential land is ODT and whose hamlets are residential groups."""
        return self.kind == "phường"

    @property
    def title(self) -> str:
        """Kind and name as in an address: ``xã Diên Điền``."""
        return f"{self.kind} {self.name}"


def commune_place(code: str) -> CommunePlace:
    """Return the place of a commune.

    Raises:
        InvalidInputError: No such commune, or one outside the zone of EPSG:9217 (22736 Trường Sa).
    """
    place = _places().get(code)
    if place is None:
        raise InvalidInputError(
            "training.no-place",
            Text(N_("There is no training place for a commune with the code {code}."), {"code": code}),
            remedy=Text(N_("Give the five digits of a commune of the mainland of Khánh Hòa, such as 22657.")),
        )
    return place


@cache
def _places() -> dict[str, CommunePlace]:
    names = {one.code: one for one in shipped_list("commune")}
    with resource_path("training", "commune_places.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: CommunePlace(
                row["code"],
                names[row["code"]].label,
                names[row["code"]].more["kind"],
                float(row["easting_m"]),
                float(row["northing_m"]),
            )
            for row in csv.DictReader(file)
        }
