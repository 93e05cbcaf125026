"""What all kinds of outgoing packages share: the manifest, the bytes, the line in the store."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from landdesk.domain.clock import iso_time, local_time
from landdesk.domain.errors import RefusedError
from landdesk.domain.fields import FIELD_BY_ID
from landdesk.domain.ids import ObjectId, parse_id
from landdesk.i18n import N_, Text
from landdesk.services.checking.profiles import rule_set
from landdesk.services.office_lists import lists_in_force
from landdesk.services.packages.kinds import BASE
from landdesk.services.packages.manifest import Manifest, NamedRuleSet
from landdesk.services.packages.operations import Operation
from landdesk.services.packages.reading import counts_of
from landdesk.services.packages.writing import Parts, packed
from landdesk.store.info import Base
from landdesk.store.queries.exchange import IN, OUT, PackageLine
from landdesk.store.reader import Reader
from landdesk.store.unit_of_work import UnitOfWork

PERSONAL: Final = ("party", "party_member", "identity_document", "party_address")
"""Classes whose fields are about people; the first is the people themselves."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What differs between kinds; see :class:`Manifest`."""

    package_id: ObjectId
    kind: str
    commune: str
    base: Base | None
    controls: dict[str, Any]
    in_reply_to: ObjectId | None = None
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A package before it is noted in the store."""

    manifest: Manifest
    content: bytes
    fingerprint: bytes
    file_name: str
    personal: frozenset[tuple[ObjectId, str, str]]
    """Object, class and field of everything in it that is about people."""


def new_package(work: UnitOfWork, draft: Draft, parts: Parts, file_name: str) -> Made:
    """Return the bytes of a package from this workspace, next in its sequence.

    Raises:
        RefusedError: Nobody is chosen who does this.
    """
    person = work.acting()
    previous = work.exchange.last_of(work.info.workspace, draft.kind)
    received = work.exchange.packages(direction=IN)
    operations = list(parts.operations)
    manifest = Manifest(
        package_id=draft.package_id,
        kind=draft.kind,
        dataset=work.info.dataset,
        commune=draft.commune,
        training=work.info.training,
        workspace=work.info.workspace,
        sequence=1 if previous is None else previous.sequence + 1,
        previous=None if previous is None else previous.id,
        previous_fingerprint=None if previous is None else previous.fingerprint,
        base=draft.base,
        epsg=work.info.epsg,
        author=person,
        created_at=iso_time(work.clock()),
        last_office_time=max((one.created_at for one in received), default=None),
        counts=counts_of(operations),
        controls=draft.controls,
        in_reply_to=draft.in_reply_to,
        since=draft.since,
        recovery=work.info.recovery if draft.kind == BASE else None,
        rule_set=named_rule_set(work),
    )
    outcomes = None if parts.outcomes is None else list(parts.outcomes)
    personal = frozenset(_personal(operations, outcomes or ()))
    content, fingerprint = packed(manifest, replace(parts, operations=operations, outcomes=outcomes))
    return Made(manifest, content, fingerprint, file_name, personal)


def named_rule_set(reader: Reader) -> NamedRuleSet:
    """Return by what this store's program checks, as packages say it."""
    parameters = rule_set(lists_in_force(reader.code_lists()))
    return NamedRuleSet(parameters.profile, parameters.hash)


def _personal(
    operations: Iterable[Operation], outcomes: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[ObjectId, str, str]]:
    """Yield object, class and field of what is about people."""
    for one in operations:
        if one.class_name in PERSONAL:
            yield from ((one.oid, one.class_name, name) for name in one.changes)
    for outcome in outcomes:
        for answer in outcome["objects"]:
            if answer["class"] in PERSONAL:
                oid = parse_id(answer["oid"])
                yield from ((oid, answer["class"], name) for name in answer.get("fields", ()))


def finish(work: UnitOfWork, made: Made, entry: int, *, keep: bool) -> PackageLine:
    """Note an outgoing package in the store, and what of people is in it.

    Args:
        keep: Keep its bytes, so that it can be written again.
    """
    line = line_of(made.manifest, made.fingerprint, OUT, work, entry, made.file_name)
    work.add_package(line, made.content if keep else None)
    if made.personal:
        columns = sorted(
            {
                f"{owner}.{FIELD_BY_ID[field].name}"
                for _, owner, field in made.personal
                if field in FIELD_BY_ID
            }
        )
        parties = {one for one, owner, _ in made.personal if owner == PERSONAL[0]}
        # What is sent of a person alone, such as a new address, is of somebody too.
        persons = len(parties) or len({one for one, _, _ in made.personal})
        digest = hashlib.sha256(made.content).digest()
        work.note_outgoing(f"package.{made.manifest.kind}", made.file_name, columns, persons, digest)
    return line


def line_of(
    manifest: Manifest,
    fingerprint: bytes,
    direction: str,
    work: UnitOfWork,
    entry: int | None,
    file_name: str,
) -> PackageLine:
    """Return the line that the store keeps of a package."""
    person = work.acting()
    return PackageLine(
        id=manifest.package_id,
        kind=manifest.kind,
        direction=direction,
        fingerprint=fingerprint,
        workspace=manifest.workspace,
        sequence=manifest.sequence,
        previous=manifest.previous,
        in_reply_to=manifest.in_reply_to,
        author=f"{manifest.author.name}, {manifest.author.unit}",
        created_at=manifest.created_at,
        received_ms=work.clock(),
        received_by=person.name,
        entry=entry,
        file_name=file_name,
    )


def known_package(work: UnitOfWork, package_id: ObjectId, fingerprint: bytes) -> PackageLine | None:
    """Return the line of a package that was here before.

    Raises:
        RefusedError: A package of this identity was here with other content.
    """
    line = work.exchange.package(package_id)
    if line is not None and line.fingerprint != fingerprint:
        raise RefusedError(
            "package.other-content",
            Text(
                N_(
                    "A package of the same identity but with other content was here before; nothing was taken."
                )
            ),
            Text(
                N_("It came from {author} on {date}"),
                {"author": line.author, "date": local_time(line.received_ms)},
            ),
            Text(N_("Ask the sender which of the two is right; somebody may have altered one.")),
        )
    return line
