"""Puts the entries of any kind of package together and publishes the file whole or not at all."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from landdesk.domain.canonical import revision_text
from landdesk.domain.codelists import OfficeList
from landdesk.domain.ids import id_text
from landdesk.services.packages.code_lists import list_document
from landdesk.services.packages.container import canonical_json, entry_list, json_lines, write_container
from landdesk.services.packages.manifest import Manifest, schema_document
from landdesk.services.packages.operations import Operation, PackageRecord
from landdesk.services.packages.reading import Relied
from landdesk.services.packages.summary import summary_html, summary_json


@dataclass(frozen=True, slots=True)
class Parts:
    """What a package holds beside its manifest."""

    records: Iterable[PackageRecord]
    operations: Iterable[Operation]
    relied: Iterable[Relied] = ()
    findings: Iterable[Mapping[str, Any]] = ()
    audit: Iterable[Mapping[str, Any]] = ()
    outcomes: Iterable[Mapping[str, Any]] | None = None
    code_lists: Iterable[OfficeList] = ()


def packed(manifest: Manifest, parts: Parts) -> tuple[bytes, bytes]:
    """Return the bytes of a package file and its fingerprint."""
    records, operations = list(parts.records), list(parts.operations)
    entries = {
        "records.jsonl": json_lines([one.to_json() for one in records]),
        "ops.jsonl": json_lines([one.to_json() for one in operations]),
        "context.jsonl": json_lines(
            [
                {
                    "record": id_text(one.record),
                    "class": one.class_name,
                    "oid": id_text(one.oid),
                    "rev": revision_text(one.rev),
                }
                for one in parts.relied
            ]
        ),
        "findings.jsonl": json_lines(list(parts.findings)),
        "audit.jsonl": json_lines(list(parts.audit)),
        "schema.json": canonical_json(schema_document()),
        "codelists.json": canonical_json({"lists": [list_document(one) for one in parts.code_lists]}),
    }
    outcomes = None if parts.outcomes is None else list(parts.outcomes)
    if outcomes is not None:
        entries["outcomes.jsonl"] = json_lines(outcomes)
    summary = summary_json(manifest, records, operations, outcomes or [])
    entries["summary.json"] = canonical_json(summary)
    entries["summary.html"] = summary_html(summary).encode()
    raw = canonical_json(manifest.to_json(entry_list(entries)))
    file = io.BytesIO()
    write_container(file, raw, entries)
    return file.getvalue(), sha256(raw).digest()
