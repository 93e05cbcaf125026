"""Findings as the store keeps them between two starts of the program; derived, so never journaled.

They are used again only for the very state and tolerances they were found with.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import shapely

from landdesk.domain.finding import Finding, Severity
from landdesk.domain.ids import id_text, parse_id
from landdesk.domain.limits import Limits
from landdesk.i18n import Text
from landdesk.services.checking.findings import Findings
from landdesk.services.checking.runner import CheckResult, RuleFailure
from landdesk.store.queries.findings import CheckRun, StoredFinding
from landdesk.store.reader import Reader
from landdesk.store.unit_of_work import UnitOfWork


def keep(work: UnitOfWork, result: CheckResult, limits: Limits) -> None:
    """Write the outcome of a check in place of the one before."""
    failures = [{"rule": one.rule, "because": _text_json(one.because)} for one in result.failures]
    run = CheckRun(result.version, work.clock(), _hash(limits), json.dumps(failures, ensure_ascii=False))
    work.write_findings(run, [_stored(one) for one in result.findings])


def kept(reader: Reader, limits: Limits) -> CheckResult | None:
    """Return the kept outcome; None when there is none for the store's present state and these tolerances."""
    run = reader.findings.run()
    if run is None or run.version != reader.version() or run.limits != _hash(limits):
        return None
    failures = tuple(RuleFailure(one["rule"], _text(one["because"])) for one in json.loads(run.failures))
    return CheckResult(run.version, Findings(_finding(one) for one in reader.findings.all()), failures, 0.0)


def _hash(limits: Limits) -> str:
    return hashlib.sha256(repr(limits).encode()).hexdigest()


def _stored(finding: Finding) -> StoredFinding:
    content = {
        "severity": str(finding.severity),
        "objects": [id_text(one) for one in finding.objects],
        "amount": finding.amount,
        "unit": finding.unit,
        "what": _text_json(finding.what),
        "remedy": _text_json(finding.remedy),
    }
    place = None if finding.place is None else shapely.to_wkb(finding.place)
    return StoredFinding(finding.key, finding.rule, json.dumps(content, ensure_ascii=False), place)


def _finding(stored: StoredFinding) -> Finding:
    content = json.loads(stored.content)
    return Finding(
        rule=stored.rule,
        severity=Severity(content["severity"]),
        objects=tuple(parse_id(one) for one in content["objects"]),
        place=None if stored.place is None else shapely.from_wkb(stored.place),
        amount=content["amount"],
        unit=content["unit"],
        what=_text(content["what"]),
        remedy=_text(content["remedy"]),
    )


def _text_json(text: Text) -> dict[str, Any]:
    values = {
        name: {"text": _text_json(value)} if isinstance(value, Text) else {"value": value}
        for name, value in text.values.items()
    }
    return {"source": text.source, "values": values}


def _text(document: Mapping[str, Any]) -> Text:
    values = {
        name: _text(value["text"]) if "text" in value else value["value"]
        for name, value in document["values"].items()
    }
    return Text(document["source"], values)
