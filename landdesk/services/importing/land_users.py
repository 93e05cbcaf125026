"""Features of a map as claims: a parcel with its land uses and land users."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from landdesk.services.importing.cells import RowUser
from landdesk.services.importing.refresh.claims import ParcelClaim, PersonClaim, PurposeClaim
from landdesk.services.importing.rows import Row

GROUP_OF_TARGET: Final[Mapping[str, str]] = {
    "sheet": "key",
    "parcel_no": "key",
    "land_use": "purpose",
    "legal_area": "area",
    "address": "address",
    "user_name": "user",
    "user_identity": "identity",
    "user_address": "user_address",
}
"""Field group that a column holds, whether or not each of its cells does."""


def groups_of(targets: Iterable[str]) -> frozenset[str]:
    """Return the field groups that a map file with these columns holds; a boundary always."""
    return frozenset({"boundary", *(GROUP_OF_TARGET[one] for one in targets if one in GROUP_OF_TARGET)})


def claim_of(row: Row, groups: frozenset[str]) -> ParcelClaim:
    """Return what a feature states; each feature is a parcel of its own."""
    values: dict[str, Any] = {
        "commune": row.commune,
        "sheet": row.sheet,
        "number": row.parcel_no,
        "address": row.address,
        "legal_area_m2": row.legal_area_m2,
        "source_id": row.source_id,
        "source_shape": row.source_shape,
        "shape": row.shape,
    }
    return ParcelClaim(
        rows=(row.number,),
        label=row.label,
        values=values,
        groups=groups,
        purposes=tuple(PurposeClaim({"land_use": code}) for code in row.land_uses),
        holders=tuple(_person(user) for user in row.users),
        is_own=True,
    )


def _person(user: RowUser) -> PersonClaim:
    return PersonClaim({"name": user.name, "identity_number": user.identity, "address": user.address})
