"""What a source states of parcels, land users and certificates, before it is compared with the store.

Values are by field name of the class, as the record holds them; a field that is not named, or None, is not stated:
a source that is silent empties nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The file that states something.

    Args:
        name: Without folders.
        sha256: Of its content.
        layer: Which part of it, as it is kept with the entry.
    """

    name: str
    sha256: bytes
    layer: str


@dataclass(frozen=True, slots=True)
class PurposeClaim:
    """A purpose with its origins."""

    values: Values
    origins: tuple[Values, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonClaim:
    """A land user, or a member of one.

    Args:
        values: Of the party; a name is compulsory.
        documents: Identity documents.
        members: Of a couple, household or group; each with ``link``.
        link: How it belongs to its group: role, relation, share.
        right: Of a holder: kind, share, reason of the change.
        is_made: Name and address are made of the members and not said by the source.
    """

    values: Values
    documents: tuple[Values, ...] = ()
    members: tuple["PersonClaim", ...] = ()
    link: Values = field(default_factory=dict)
    right: Values = field(default_factory=dict)
    is_made: bool = False


@dataclass(frozen=True, slots=True)
class ParcelClaim:
    """A parcel.

    Args:
        rows: Rows of the source that state it.
        label: What people call it in the source.
        values: Of the parcel; the commune is compulsory.
        groups: Field groups that the source holds, whether or not it states a value.
        purposes, holders, assets: What belongs to it.
        named: How a certificate names it: sheet, number, area, address.
        is_own: Each claim is a parcel of its own, though two have one number, as features of a map are.
        may_be_new: Whether a parcel that is not there is made.
    """

    rows: tuple[int, ...]
    label: str
    values: Values
    groups: frozenset[str]
    purposes: tuple[PurposeClaim, ...] = ()
    holders: tuple[PersonClaim, ...] = ()
    assets: tuple[Values, ...] = ()
    named: Values = field(default_factory=dict)
    is_own: bool = False
    may_be_new: bool = True


@dataclass(frozen=True, slots=True)
class CertificateClaim:
    """A certificate with its parcels and the names of its scans; ``holders`` hold a right on each of its parcels."""

    rows: tuple[int, ...]
    values: Values
    parcels: tuple[ParcelClaim, ...]
    holders: tuple[PersonClaim, ...]
    scans: tuple[Values, ...] = ()
