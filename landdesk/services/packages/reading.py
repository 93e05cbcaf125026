"""A package as values: manifest, records, operations, context; read once and checked for soundness."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from landdesk.domain.canonical import Revision, parse_revision
from landdesk.domain.canonical_shape import canonical_shapes, is_canonical_text, shape_texts
from landdesk.domain.codelists import OfficeList
from landdesk.domain.ids import ObjectId, parse_id
from landdesk.domain.progress import Progress, SilentProgress
from landdesk.domain.records import AnyRecord, Parcel
from landdesk.i18n import N_, Text
from landdesk.services.packages.code_lists import read_lists
from landdesk.services.packages.container import Container, damaged, open_container, opened
from landdesk.services.packages.manifest import Manifest, read_manifest
from landdesk.services.packages.operations import (
    Operation,
    PackageRecord,
    read_operation,
    read_record,
    sound_creation,
)


@dataclass(frozen=True, slots=True)
class Relied:
    """An object that a record relied on without changing it, at the office revision the author saw."""

    record: ObjectId
    class_name: str
    oid: ObjectId
    rev: Revision


@dataclass(frozen=True, slots=True)
class Package:
    """A verified package.

    Args:
        fingerprint: SHA-256 of the manifest's bytes; its first 32 digits are read aloud.
        created: The objects that creations make.
        outcomes: Lines of ``outcomes.jsonl`` of a receipt.
        code_lists: What the office says of code lists, in bases and updates.
    """

    name: str
    manifest: Manifest
    fingerprint: bytes
    records: tuple[PackageRecord, ...]
    operations: tuple[Operation, ...]
    created: Mapping[ObjectId, AnyRecord]
    relied: tuple[Relied, ...]
    findings: tuple[Mapping[str, Any], ...]
    outcomes: tuple[Mapping[str, Any], ...]
    code_lists: tuple[OfficeList, ...] = ()

    def operations_of(self, record: ObjectId) -> list[Operation]:
        """Return the operations of a record, in order."""
        return [one for one in self.operations if one.record == record]


def fingerprint_words(fingerprint: bytes) -> str:
    """Return the first 8 groups of 4 digits of a fingerprint, to be read aloud."""
    digits = fingerprint.hex()[:32]
    return " ".join(digits[at : at + 4] for at in range(0, 32, 4))


def read_package(path: Path, progress: Progress | None = None) -> Package:
    """Return a package after every check that needs no store.

    Raises:
        InvalidInputError: Not a package, cut short, altered, newer, or contradicting itself.
    """
    with open_container(path) as container:
        return _package(container, path.name, progress or SilentProgress())


def package_from(content: bytes, name: str, progress: Progress | None = None) -> Package:
    """Return a package from the bytes of its file, after the same checks.

    Raises:
        InvalidInputError: As ``read_package``.
    """
    with opened(io.BytesIO(content), name) as container:
        return _package(container, name, progress or SilentProgress())


def _package(container: Container, name: str, progress: Progress) -> Package:
    manifest = read_manifest(container.manifest, name)
    records = tuple(read_record(line, name) for line in container.lines("records.jsonl"))
    known = {record.id for record in records}
    if len(known) != len(records):
        raise damaged("package.inconsistent", Text(N_("a record stands in it twice")), name)
    operations: list[Operation] = []
    created: dict[ObjectId, AnyRecord] = {}
    objects: set[ObjectId] = set()
    total = sum(sum(by_kind.values()) for by_kind in manifest.counts.values())
    for line in container.lines("ops.jsonl"):
        operation = read_operation(line, name)
        made = sound_creation(operation, name)
        if made is not None:
            created[operation.oid] = made
        if operation.record not in known or operation.oid in objects:
            detail = Text(N_("operation {seq}"), {"seq": operation.seq})
            raise damaged("package.inconsistent", detail, name)
        objects.add(operation.oid)
        operations.append(operation)
        if len(operations) % 1000 == 0:
            progress.step(len(operations), total, Text(N_("Reading {name}"), {"name": name}))
    _refuse_other_shapes(operations, created, name)
    _refuse_other_communes(operations, manifest.commune, name)
    if counts_of(operations) != manifest.counts:
        raise damaged("package.inconsistent", Text(N_("the counts")), name)
    return Package(
        name=name,
        manifest=manifest,
        fingerprint=container.fingerprint,
        records=records,
        operations=tuple(operations),
        created=created,
        relied=tuple(_relied(line, name) for line in container.lines("context.jsonl")),
        findings=tuple(container.lines("findings.jsonl")),
        outcomes=tuple(container.lines("outcomes.jsonl")) if manifest.kind == "receipt" else (),
        code_lists=read_lists(container.read("codelists.json"), manifest.kind, name),
    )


def _refuse_other_shapes(
    operations: list[Operation], created: Mapping[ObjectId, AnyRecord], name: str
) -> None:
    """Refuse shapes that are not in canonical form; those of creations are written and compared in one pass."""
    reshaping = [one for one in operations if "GEOM" in one.changes]
    texts = [one.changes["GEOM"][1] for one in reshaping if one.oid in created]
    shapes = [one.shape for one in created.values() if isinstance(one, Parcel) and one.shape is not None]
    others = [
        text
        for one in reshaping
        for text in (*one.changes["GEOM"], one.sent.get("GEOM"))
        if text is not None and (one.oid not in created or text is not one.changes["GEOM"][1])
    ]
    whole = [text for text in texts if text is not None]
    if shape_texts(canonical_shapes(shapes)) != whole or not all(map(is_canonical_text, others)):
        raise damaged("package.inconsistent", Text(N_("a boundary")), name)


_COMMUNES = ("F001", "F420")
"""Fields in which a parcel and a request say their commune."""


def _refuse_other_communes(operations: list[Operation], commune: str, name: str) -> None:
    for one in operations:
        said = (one.changes[field][1] for field in _COMMUNES if field in one.changes)
        if any(code not in (commune, None) for code in said):
            raise damaged("package.inconsistent", Text(N_("a parcel of another commune")), name)


def counts_of(operations: list[Operation]) -> dict[str, dict[str, int]]:
    """Return how many operations there are per class and kind, both sorted."""
    counts: dict[str, dict[str, int]] = {}
    for one in operations:
        by_kind = counts.setdefault(one.class_name, {})
        by_kind[one.op] = by_kind.get(one.op, 0) + 1
    return {name: dict(sorted(by_kind.items())) for name, by_kind in sorted(counts.items())}


def _relied(line: Mapping[str, Any], name: str) -> Relied:
    try:
        return Relied(
            parse_id(line["record"]), str(line["class"]), parse_id(line["oid"]), parse_revision(line["rev"])
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise damaged("package.inconsistent", Text(N_("the context")), name) from error
