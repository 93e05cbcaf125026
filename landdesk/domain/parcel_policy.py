"""What a split gives to the parts of a parcel and what a merge does with parcels that differ.

The code list ``parcel_policy`` says it, which an office replaces as a whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from landdesk.domain.codelists import CodeList

LIST: Final = "parcel_policy"
"""Name of the code list."""
_CHOICE: Final = "choice"

LARGEST: Final = "largest"
CHOSEN: Final = "chosen"
NONE: Final = "none"
SHARED: Final = "shared"
MAP: Final = "map"
EVERY: Final = "every"
KEPT: Final = "kept"
JOIN: Final = "join"
REFUSE: Final = "refuse"

CLASSES_OF: Final[Mapping[str, frozenset[str]]] = {
    "split.users": frozenset({"land_right"}),
    "split.certificates": frozenset({"certificate_parcel"}),
    "split.purposes": frozenset({"purpose", "purpose_origin"}),
    "split.assets": frozenset({"asset"}),
    "split.registrations": frozenset({"registration_parcel"}),
    "split.restrictions": frozenset({"restriction"}),
    "split.documents": frozenset({"document_link"}),
}
"""Classes of what a rule of a split is about."""


@dataclass(frozen=True, slots=True)
class ParcelPolicy:
    """The rules in force.

    Args:
        part_kept: Which part of a split keeps identifier and number: ``largest``, ``chosen`` or ``none``.
        legal_area: Of the parts: ``shared`` by map area, or that of the ``map``.
        to_every: Classes of what every part gets; all else stays with the part that is kept.
        parcel_kept: Which parcel of a merge keeps identifier and number: ``largest`` or ``chosen``.
        users: Of a merge, where they differ: ``join`` or ``refuse``.
        purposes: The same: ``kept`` (those of the parcel that is kept), ``join`` or ``refuse``.
    """

    part_kept: str
    legal_area: str
    to_every: frozenset[str]
    parcel_kept: str
    users: str
    purposes: str


def policy_of(rules: CodeList) -> ParcelPolicy:
    """Return the rules that a code list says."""
    says = {one.code: one.more[_CHOICE] for one in rules}
    return ParcelPolicy(
        part_kept=says["split.number"],
        legal_area=says["split.legal_area"],
        # What proves a value goes where the value goes.
        to_every=frozenset({"evidence"}).union(
            *(classes for rule, classes in CLASSES_OF.items() if says[rule] == EVERY)
        ),
        parcel_kept=says["merge.number"],
        users=says["merge.users"],
        purposes=says["merge.purposes"],
    )
