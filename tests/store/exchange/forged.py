"""Packages that nobody would write: content changed, hashes and list of entries made to fit again."""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from landdesk.services.packages.container import canonical_json, entry_list, json_lines, write_container

Document = dict[str, Any]


def same(value: Any) -> Any:
    return value


def contents(path: Path) -> dict[str, bytes]:
    """Return every entry of a package."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lines(content: bytes) -> list[Document]:
    """Return the documents of JSON lines."""
    return [json.loads(line) for line in content.splitlines()]


def forge(
    source: Path,
    target: Path,
    *,
    manifest: Callable[[Document], Any] = same,
    entries: Mapping[str, Callable[[list[Document]], list[Any]]] | None = None,
    raw: Mapping[str, bytes | None] | None = None,
) -> Path:
    """Write a package like another one with other content and right hashes.

    Args:
        manifest: Changes the manifest, after its list of entries was made to fit.
        entries: Change the lines of an entry.
        raw: Entries to replace, add, or (None) leave out.
    """
    found = contents(source)
    document = json.loads(found.pop("manifest.json"))
    found.pop("mimetype")
    for name, change in (entries or {}).items():
        found[name] = json_lines(change(lines(found[name])))
    for name, content in (raw or {}).items():
        if content is None:
            del found[name]
        else:
            found[name] = content
    counts: dict[str, dict[str, int]] = {}
    for one in lines(found.get("ops.jsonl", b"")):
        try:
            by_kind = counts.setdefault(one["class"], {})
            by_kind[one["op"]] = by_kind.get(one["op"], 0) + 1
        except (KeyError, TypeError):
            continue
    document["counts"] = counts
    document["entries"] = entry_list(found)
    file = io.BytesIO()
    write_container(file, canonical_json(manifest(document)), found)
    target.write_bytes(file.getvalue())
    return target
