"""What is told of a package file that was just written: it is read back from the disk, checked, and counted."""

from dataclasses import dataclass
from pathlib import Path

from landdesk.domain.ids import ObjectId
from landdesk.domain.records import Parcel
from landdesk.services.packages.container import open_container
from landdesk.services.packages.kinds import RECEIPT
from landdesk.services.packages.manifest import read_manifest
from landdesk.services.packages.reading import Package
from landdesk.store.queries.decisions import ACCEPTED, RETURNED
from landdesk.store.queries.exchange import PackageLine
from landdesk.store.reader import Reader
from landdesk.store.trouble import explain_os_error


@dataclass(frozen=True, slots=True)
class WrittenPackage:
    """A package file.

    Args:
        path: Where it is.
        kind: ``base``, ``update``, ``change`` or ``receipt``.
        records: Number of records; a base or update is one.
        objects: Number of objects; a receipt holds answers and no objects.
        fingerprint: SHA-256 of its manifest.
        accepted: Records that a receipt says are accepted; ``returned`` those that it sends back.
        renumbered: Key that parcels came with and official key that they got, for a receipt.
    """

    path: Path
    kind: str
    sequence: int
    commune: str
    records: int
    objects: int
    size_bytes: int
    fingerprint: bytes
    accepted: int = 0
    returned: int = 0
    renumbered: tuple[tuple[str, str], ...] = ()


def written_package(
    path: Path, line: PackageLine, renumbered: tuple[tuple[str, str], ...] = ()
) -> WrittenPackage:
    """Return what is told of a package after looking at the file again.

    Raises:
        InvalidInputError: What was read is not what was written.
        TroubleError: The file cannot be read any more.
    """
    try:
        with open_container(path) as container:
            manifest = read_manifest(container.manifest, path.name)
            records = sum(1 for _line in container.lines("records.jsonl"))
            answers = [
                str(one.get("outcome"))
                for one in (container.lines("outcomes.jsonl") if line.kind == RECEIPT else ())
            ]
            fingerprint = container.fingerprint
        size_bytes = path.stat().st_size
    except OSError as error:
        raise explain_os_error(error, path) from error
    return WrittenPackage(
        path=path,
        kind=line.kind,
        sequence=line.sequence,
        commune=manifest.commune,
        records=records,
        objects=sum(sum(by_kind.values()) for by_kind in manifest.counts.values()),
        size_bytes=size_bytes,
        fingerprint=fingerprint,
        accepted=answers.count(ACCEPTED),
        returned=answers.count(RETURNED),
        renumbered=renumbered,
    )


def renumbered_parcels(reader: Reader, package: Package, receipt: ObjectId) -> tuple[tuple[str, str], ...]:
    """Return the keys that new parcels came with and have now, of the records that a receipt answers."""
    answered = {
        one.record
        for one in reader.exchange.decisions(package.manifest.package_id).values()
        if one.decision == ACCEPTED and one.receipt == receipt
    }
    sent = {
        one.oid: made
        for one in package.operations
        if one.record in answered and isinstance(made := package.created.get(one.oid), Parcel)
    }
    present = reader.get_many(Parcel, sent)
    return tuple(
        (parcel.key, present[oid].key)
        for oid, parcel in sent.items()
        if oid in present and present[oid].key != parcel.key
    )
