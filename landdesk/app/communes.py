"""The communes of the province and the rules for which of them a store may hold, and in which system.

Codes are the official five digits; the code list ``commune`` has them and the system of each. A store holds metres
only: projected systems with easting and northing in metres are allowed.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from landdesk.domain.errors import InvalidInputError
from landdesk.i18n import N_, Text, fold
from landdesk.services.codelists import shipped_list
from landdesk.store.info import COMMUNE, OFFICE


@dataclass(frozen=True, slots=True)
class Commune:
    """One commune; ``kind`` is xã, phường or đặc khu, ``epsg`` the system of its maps, None where none is known."""

    code: str
    name: str
    kind: str
    epsg: int | None

    @property
    def title(self) -> str:
        """Kind and name as in an address: ``phường Nha Trang``."""
        return f"{self.kind} {self.name}"


@cache
def communes() -> tuple[Commune, ...]:
    """Return all communes of the province by code."""
    return tuple(
        Commune(one.code, one.label, one.more["kind"], int(one.more["epsg"]) if one.more["epsg"] else None)
        for one in sorted(shipped_list("commune"), key=lambda one: one.code)
    )


def commune(code: str) -> Commune:
    """Return the commune with a code.

    Raises:
        InvalidInputError: There is none; the nearest by code or name is named.
    """
    known = {one.code: one for one in communes()}
    if code in known:
        return known[code]
    nearest = _nearest(code)
    remedy = (
        Text(N_("Did you mean {code} {name}?"), {"code": nearest.code, "name": nearest.title})
        if nearest is not None
        else Text(N_("Give the five digits of a commune of Khánh Hòa, such as 22366."))
    )
    raise InvalidInputError(
        "store.unknown-commune",
        Text(N_("There is no commune with the code “{code}”."), {"code": code}),
        remedy=remedy,
    )


def _nearest(written: str) -> Commune | None:
    names = {fold(one.name): one for one in communes()}
    codes = {one.code: one for one in communes()}
    plain = fold(written)
    if plain in names:
        return names[plain]
    by_name = get_close_matches(plain, names, n=1, cutoff=0.6)
    if by_name:
        return names[by_name[0]]
    if len(written) == 5 and written.isdecimal():
        return min(codes.values(), key=lambda one: abs(int(one.code) - int(written)))
    by_code = get_close_matches(written, codes, n=1, cutoff=0.6)
    return codes[by_code[0]] if by_code else None


def checked_communes(codes: Sequence[str], role: str) -> tuple[str, ...]:
    """Return the codes of a store that is to be made, sorted, each once.

    Raises:
        InvalidInputError: No code, an unknown one, or several for the store of a commune.
    """
    wanted = tuple(sorted({commune(code.strip()).code for code in codes}))
    if role not in (COMMUNE, OFFICE):
        raise ValueError(f"unknown role {role!r}")
    if not wanted:
        raise InvalidInputError(
            "store.no-commune",
            Text(N_("A store is for at least one commune.")),
            remedy=Text(N_("Name it by its official code of five digits.")),
        )
    if role == COMMUNE and len(wanted) > 1:
        raise InvalidInputError(
            "store.one-commune",
            Text(
                N_("The store of a commune holds exactly one, and {count} were named."),
                {"count": len(wanted)},
            ),
            remedy=Text(N_("Make one store for each, or one for the office.")),
        )
    return wanted


def usual_epsg() -> int:
    """Return the system of most communes of the province."""
    return Counter(one.epsg for one in communes() if one.epsg is not None).most_common(1)[0][0]


def checked_epsg(epsg: int | None, codes: Sequence[str]) -> int:
    """Return the system of a store that is to be made.

    Args:
        epsg: What the person says; None takes the system that the list says for the communes.
        codes: Its communes.

    Raises:
        InvalidInputError: No such system, one without metres, or none is named and the list says none for one of the
            communes, or different ones.
    """
    if epsg is None:
        epsg = _listed_epsg([commune(code) for code in codes])
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        system = CRS.from_epsg(epsg)
    except CRSError as error:
        raise InvalidInputError(
            "store.unknown-epsg",
            Text(N_("There is no system EPSG:{epsg}."), {"epsg": epsg}),
            remedy=Text(N_("Take the system of the province, EPSG:{epsg}."), {"epsg": usual_epsg()}),
        ) from error
    in_metres = all(axis.unit_name == "metre" for axis in system.axis_info)
    easting_northing = {axis.direction.lower() for axis in system.axis_info} == {"east", "north"}
    if not (system.is_projected and in_metres and easting_northing):
        raise InvalidInputError(
            "store.epsg-not-metric",
            Text(
                N_("EPSG:{epsg} ({name}) is no projected system with easting and northing in metres."),
                {"epsg": epsg, "name": str(system.name)},
            ),
            remedy=Text(N_("Take the system of the province, EPSG:{epsg}."), {"epsg": usual_epsg()}),
        )
    return epsg


def _listed_epsg(wanted: Sequence[Commune]) -> int:
    """Return the one system that the list says for communes."""
    unknown = [one for one in wanted if one.epsg is None]
    if unknown:
        raise InvalidInputError(
            "store.epsg-wanted",
            Text(
                N_(
                    "{commune} lies outside the zone of EPSG:{epsg}, the system of the other communes, and the list of"
                    " communes says no system for it."
                ),
                {"commune": unknown[0].title, "epsg": usual_epsg()},
            ),
            remedy=Text(
                N_("Name the system that its maps are drawn in, such as EPSG:3406 (VN-2000 / UTM zone 49N).")
            ),
        )
    systems = {one.epsg: one for one in wanted if one.epsg is not None}
    if len(systems) > 1:
        raise InvalidInputError(
            "store.epsg-wanted",
            Text(
                N_("The communes have different systems: {systems}."),
                {"systems": ", ".join(f"{one.name} EPSG:{epsg}" for epsg, one in sorted(systems.items()))},
            ),
            remedy=Text(N_("Name the one that the store is to have.")),
        )
    return next(iter(systems))
