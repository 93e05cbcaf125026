"""What parcels were made of, in what an office hands out; the act that made them is known to the office alone."""

from collections.abc import Iterable

from landdesk.domain.ids import ObjectId
from landdesk.services.packages.reading import Package
from landdesk.store.reader import Reader


def known_lineage(reader: Reader, parcels: Iterable[ObjectId]) -> set[tuple[ObjectId, ObjectId]]:
    """Return parent and child wherever one of these parcels is either, by what was not taken back."""
    lines = reader.exchange.lineage_around(parcels)
    holding = {number for number in {one for _, _, one in lines} if reader.holds(reader.entry(number))}
    return {(parent, child) for parent, child, number in lines if number in holding}


def new_lineage(reader: Reader, package: Package) -> tuple[tuple[ObjectId, ObjectId], ...]:
    """Return what a package of the office says of it and the store does not know yet."""
    told = dict.fromkeys(pair for record in package.records for pair in record.lineage)
    known = known_lineage(reader, {parent for parent, _ in told})
    return tuple(pair for pair in told if pair not in known)
