"""Receiving change packages: identity, origin and order; nothing of the record is touched."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from landdesk.domain.change import ChangeSet, EntryKind
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.ids import short_id
from landdesk.i18n import N_, Text
from landdesk.services.packages.kinds import CHANGE, KIND_WORDS
from landdesk.services.packages.manifest import refuse_other_store
from landdesk.services.packages.outgoing import known_package, line_of
from landdesk.services.packages.reading import Package
from landdesk.store.info import OFFICE
from landdesk.store.queries.decisions import UNDECIDED
from landdesk.store.queries.exchange import IN, PackageLine
from landdesk.store.reader import Reader
from landdesk.store.unit_of_work import UnitOfWork

TWINS: Final = N_(
    "Another package of this store has the same number: the store was copied, or restored from a backup. Both are kept;"
    " decide on each."
)
"""Said of a package with twins."""


@dataclass(frozen=True, slots=True)
class InboxLine:
    """One change package in the inbox.

    Args:
        line: The package.
        records: Number of records; ``undecided``, ``accepted``, ``returned`` of them.
        answered: Decided records that a receipt was written for.
        waits_for: Number of a package from the same workspace that has to come, or be decided, first.
        twins: How many others from the same workspace have this number: its store was copied, or restored from a
            backup, and went on in two ways. Each is a package of its own.
    """

    line: PackageLine
    records: int
    undecided: int
    accepted: int
    returned: int
    answered: int
    waits_for: int | None
    twins: int


def receive_change(work: UnitOfWork, package: Package, content: bytes) -> tuple[PackageLine, bool]:
    """Put a change package into the inbox; return its line, and whether it was there before.

    Raises:
        InvalidInputError: Not a change package, meant for another store, or built on an unknown base.
        RefusedError: The store is no office, or another package has this identity.
    """
    manifest = package.manifest
    refuse_not_office(work)
    if manifest.kind != CHANGE:
        raise InvalidInputError(
            "office.not-change",
            Text(
                N_("The package is no change package but: {kind}."),
                {"kind": Text(KIND_WORDS[manifest.kind])},
            ),
            Text(N_("File {path}"), {"path": package.name}),
            Text(N_("Choose the package that the commune exported.")),
        )
    refuse_other_store(manifest, work.info, package.name)
    before = known_package(work, manifest.package_id, package.fingerprint)
    if before is not None:
        return before, True
    _refuse_unknown_base(work, package)
    change = ChangeSet("office.receive", (), manifest.commune)
    entry = work.apply(change, EntryKind.HOUSEKEEPING, allow_empty=True)
    line = line_of(manifest, package.fingerprint, IN, work, entry.number, package.name)
    work.add_package(line, content, [record.id for record in package.records])
    return line, False


def refuse_not_office(reader: Reader) -> None:
    """Refuse a store that has no inbox.

    Raises:
        RefusedError: It is a commune's.
    """
    if reader.info.role != OFFICE:
        raise RefusedError(
            "office.not-office",
            Text(N_("This is not an office's store.")),
            remedy=Text(N_("Open the office's store; a commune takes in the office's answers only.")),
        )


def _refuse_unknown_base(work: UnitOfWork, package: Package) -> None:
    stated = package.manifest.base
    known = {one.id: one.root_hash for one in work.exchange.snapshots()}
    if stated is None or known.get(stated.snapshot) != stated.root_hash:
        raise InvalidInputError(
            "office.unknown-base",
            Text(N_("The package builds on a base that this store did not hand out.")),
            Text(N_("File {path}"), {"path": package.name}),
            Text(
                N_("Open the store that wrote the base, or bind the commune's store to a base of this one.")
            ),
        )


def inbox(reader: Reader) -> list[InboxLine]:
    """Return the change packages received, newest first."""
    return [inbox_line(reader, line) for line in reader.exchange.packages(kind=CHANGE, direction=IN)]


def inbox_line(reader: Reader, line: PackageLine) -> InboxLine:
    """Return a package with the state of its records."""
    decisions = list(reader.exchange.decisions(line.id).values())
    by_decision = [one.decision for one in decisions]
    return InboxLine(
        line=line,
        records=len(decisions),
        undecided=by_decision.count("undecided"),
        accepted=by_decision.count("accepted"),
        returned=by_decision.count("returned"),
        answered=sum(one.receipt is not None for one in decisions),
        waits_for=waits_for(reader, line),
        twins=len(twins_of(reader, line)),
    )


def waits_for(reader: Reader, line: PackageLine) -> int | None:
    """Return the sequence of the package before that has not come or is not decided; None when all is in order.

    Which package is before is told by its identity and not by its number: a store that was restored from a backup
    writes numbers that were written before.
    """
    at = line
    for before in lines_before(reader, line):
        at = before
        decided = [one.decision != UNDECIDED for one in reader.exchange.decisions(before.id).values()]
        if not all(decided):
            return before.sequence
        if any(decided):
            # Nothing was decided of it before those before it were.
            return None
    return None if at.previous is None else at.sequence - 1


def lines_before(reader: Reader, line: PackageLine) -> Iterator[PackageLine]:
    """Yield the packages that the same store wrote before one, the latest first, until one that has not come."""
    while line.previous is not None:
        before = reader.exchange.package(line.previous)
        # Numbers go down, so that no two packages can each claim to come after the other.
        if before is None or (before.workspace, before.sequence) != (line.workspace, line.sequence - 1):
            return
        yield before
        line = before


def twins_of(reader: Reader, line: PackageLine) -> list[PackageLine]:
    """Return other packages with this number from the same workspace: it was copied, or restored from a backup."""
    found = reader.exchange.all_of_sequence(line.workspace, line.kind, line.sequence)
    return [one for one in found if one.id != line.id]


def find_package(reader: Reader, name: str) -> PackageLine:
    """Return the change package that people call so: its number, its identifier or 8 digits of it.

    Raises:
        InvalidInputError: None, or more than one, is called so.
        RefusedError: The store is no office.
    """
    refuse_not_office(reader)
    lines = reader.exchange.packages(kind=CHANGE, direction=IN)
    wanted = name.strip().lower().replace("-", "")
    found = [one for one in lines if one.id.hex() == wanted]
    if not found and len(wanted) >= 8:
        found = [one for one in lines if one.id.hex().startswith(wanted) or one.id.hex().endswith(wanted)]
    if not found and wanted.isdecimal() and len(wanted) < 8:
        found = [one for one in lines if one.sequence == int(wanted)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise InvalidInputError(
            "office.no-package",
            Text(N_("There is no package “{name}” in the inbox."), {"name": name}),
            remedy=Text(N_("Give the number of the package, or 8 digits of its identifier.")),
        )
    raise InvalidInputError(
        "office.package-ambiguous",
        Text(N_("“{name}” fits {count} packages of the inbox."), {"name": name, "count": len(found)}),
        Text("{listed}", {"listed": "; ".join(f"{short_id(one.id)} ({one.author})" for one in found[:10])}),
        Text(N_("Give the identifier instead of the number.")),
    )
