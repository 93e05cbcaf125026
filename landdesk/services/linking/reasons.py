"""Why a boundary may belong to a record, or may not; how much each reason counts is a table with its sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from landdesk.domain.limits import LimitEntry, parse_limit_entries
from landdesk.i18n import N_, Text
from landdesk.resources import resource_path

WORDS: Final[Mapping[str, str]] = {
    "number.same": N_("Sheet and number agree"),
    "number.old": N_("The old sheet and number agree"),
    "number.certificate": N_("The certificate names the parcel so"),
    "number.conversion": N_("The old sheet became this one, and the number agrees"),
    "number.near": N_("The number differs by one digit: {record} and {polygon}"),
    "sheet.same": N_("On the same sheet"),
    "area.within": N_("Area within the allowed difference: {difference:,.1f} of {allowed:,.1f} m²"),
    "area.over": N_("Area off by {difference:,.1f} m², allowed are {allowed:,.1f} m²"),
    "owner.same": N_("The map names a land user of the record"),
    "owner.alike": N_("The map names a land user of the record, spelt otherwise"),
    "owner.other": N_("The map names another land user"),
    "land_use.same": N_("The same land use"),
    "land_use.other": N_("Another land use"),
    "place.hamlet": N_("Its neighbours lie in the same hamlet"),
    "place.sheet": N_("It lies among the parcels of the sheet"),
    "claimed": N_("Another record goes by these numbers too"),
}
"""By code; what the map or the record says of people is not repeated in them."""

AGREEING: Final = ("number.same", "number.old", "number.certificate", "number.conversion")
"""Reasons that a key of the record is one of the boundary."""
AGAINST: Final = frozenset({"area.over", "owner.other", "land_use.other", "claimed"})
"""Reasons that are taken off."""
_FIGURES: Final = frozenset({"conversion_parcels", "candidates_shown"})


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason.

    Args:
        code: As in :data:`WORDS`.
        words: For people; nothing personal.
        weight: What it adds; negative where it speaks against the pair.
    """

    code: str
    words: Text
    weight: float


@dataclass(frozen=True, slots=True)
class Weights:
    """The table of ``resources/linking``.

    Args:
        by_code: What a reason adds, or takes off.
        conversion_parcels: From so many parcels with both numbers an old sheet is taken to have become a new one.
        candidates_shown: So many candidates of a record at the most.
    """

    by_code: Mapping[str, float]
    conversion_parcels: int
    candidates_shown: int

    def reason(self, code: str, **values: object) -> Reason:
        """Return a reason with its words and weight."""
        return Reason(code, Text(WORDS[code], values), self.by_code[code])


def parse_weights(text: str) -> Weights:
    """Return the weights of a file.

    Raises:
        ValueError: A reason is missing or unknown, or an entry has no source.
    """
    entries: Mapping[str, LimitEntry] = parse_limit_entries(text)
    if set(entries) != set(WORDS) | _FIGURES:
        raise ValueError(f"linking: missing or unknown are {sorted(set(entries) ^ (set(WORDS) | _FIGURES))}")
    return Weights(
        {code: -entries[code].value if code in AGAINST else entries[code].value for code in WORDS},
        round(entries["conversion_parcels"].value),
        round(entries["candidates_shown"].value),
    )


@cache
def shipped_weights() -> Weights:
    """Return the weights of ``resources/linking/linking.toml``.

    Raises:
        FileNotFoundError: The installation is damaged.
        ValueError: The file is not what it should be.
    """
    return parse_weights(resource_path("linking", "linking.toml").read_text("utf-8"))
