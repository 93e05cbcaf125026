"""What is published beside the program: the verifier, the schemas, and a reader of the JSON Schema they use."""

import importlib.util
import json
import re
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.unit.packages.samples import entries_of, lines_of

FORMATS = Path(__file__).resolve().parents[3] / "docs" / "formats"
VERIFIER = FORMATS / "verify_ldpkg.py"


@cache
def verifier() -> ModuleType:
    """Return the stand-alone verifier."""
    spec = importlib.util.spec_from_file_location("verify_ldpkg", VERIFIER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def schema(name: str) -> dict[str, Any]:
    """Return a published schema."""
    found: dict[str, Any] = json.loads((FORMATS / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    return found


def faults(value: Any, rule: Any, root: dict[str, Any], at: str = "$") -> list[str]:
    """Return where a value is not as a schema says."""
    if "$ref" in rule:
        rule = root["$defs"][rule["$ref"].rpartition("/")[2]]
    unknown = rule.keys() - _KNOWN
    assert not unknown, unknown
    found = [f"{at}: {word}" for word, fits in _FITS.items() if word in rule and not fits(value, rule[word])]
    for word, wanted in (("anyOf", 1), ("oneOf", 1)):
        fitting = sum(not faults(value, one, root) for one in rule.get(word, ()))
        if word in rule and (fitting < wanted or (word == "oneOf" and fitting > 1)):
            found.append(f"{at}: {word}")
    if isinstance(value, dict):
        found += [f"{at}: no {name}" for name in rule.get("required", ()) if name not in value]
        for name, inner in value.items():
            if "propertyNames" in rule:
                found += faults(name, rule["propertyNames"], root, f"{at}.{name}")
            other = rule.get("additionalProperties", True)
            if name in rule.get("properties", {}):
                found += faults(inner, rule["properties"][name], root, f"{at}.{name}")
            elif other is False:
                found.append(f"{at}: unknown {name}")
            elif other is not True:
                found += faults(inner, other, root, f"{at}.{name}")
    if isinstance(value, list):
        first = rule.get("prefixItems", [])
        for place, inner in enumerate(value):
            each = first[place] if place < len(first) else rule.get("items", {})
            found += faults(inner, each, root, f"{at}[{place}]")
    return found


_TYPES: dict[str, Any] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "null": lambda value: value is None,
}
_FITS: dict[str, Any] = {
    "type": lambda value, word: _TYPES[word](value),
    "const": lambda value, word: value == word,
    "enum": lambda value, word: value in word,
    "pattern": lambda value, word: not isinstance(value, str) or re.search(word, value) is not None,
    "minLength": lambda value, word: not isinstance(value, str) or len(value) >= word,
    "minimum": lambda value, word: not _TYPES["number"](value) or value >= word,
    "maximum": lambda value, word: not _TYPES["number"](value) or value <= word,
    "minItems": lambda value, word: not isinstance(value, list) or len(value) >= word,
    "maxItems": lambda value, word: not isinstance(value, list) or len(value) <= word,
}
_KNOWN = {
    *_FITS,
    *("$schema", "$defs", "title", "description", "required", "properties", "propertyNames"),
    *("additionalProperties", "items", "prefixItems", "anyOf", "oneOf"),
}

ENTRIES = {
    "records.jsonl": "record",
    "ops.jsonl": "operation",
    "context.jsonl": "context",
    "findings.jsonl": "finding",
    "audit.jsonl": "audit",
    "outcomes.jsonl": "outcome",
}


def faulty(content: bytes) -> list[str]:
    """Return where a package is not as the schemas say."""
    found = faults(json.loads(entries_of(content)["manifest.json"]), schema("manifest"), schema("manifest"))
    lists = json.loads(entries_of(content)["codelists.json"])
    found += [f"codelists.json: {one}" for one in faults(lists, schema("codelists"), schema("codelists"))]
    for entry, name in ENTRIES.items():
        if entry in entries_of(content):
            for line in lines_of(content, entry):
                found += [f"{entry}: {one}" for one in faults(line, schema(name), schema(name))]
    return found
