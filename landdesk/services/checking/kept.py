"""Findings as the store keeps them between two starts of the program; derived, so never journaled.

They are used again only for the very state and tolerances they were found with. A commune may have tens of thousands,
so each is a short JSON list, and the sentences, which are few, stand once beside the failures of the run.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import shapely

from landdesk.domain.finding import Finding, Severity
from landdesk.domain.ids import ObjectId
from landdesk.domain.limits import Limits
from landdesk.i18n import Text
from landdesk.services.checking.findings import Findings
from landdesk.services.checking.runner import CheckResult, RuleFailure
from landdesk.store.queries.findings import CheckRun, StoredFinding
from landdesk.store.reader import Reader
from landdesk.store.unit_of_work import UnitOfWork

_FORM: Final = 2
"""Counts the ways of writing findings down; those in another way are found again."""


def keep(work: UnitOfWork, result: CheckResult, limits: Limits) -> None:
    """Write the outcome of a check in place of the one before."""
    sentences: dict[str, int] = {}
    findings = [_stored(one, sentences) for one in result.findings]
    failures = [[one.rule, _text_list(one.because, sentences)] for one in result.failures]
    beside = json.dumps({"failures": failures, "sentences": list(sentences)}, ensure_ascii=False)
    work.write_findings(CheckRun(result.version, work.clock(), _hash(limits), beside), findings)


def kept(reader: Reader, limits: Limits) -> CheckResult | None:
    """Return the kept outcome; None when there is none for the store's present state and these tolerances."""
    run = reader.findings.run()
    if run is None or run.version != reader.version() or run.limits != _hash(limits):
        return None
    beside = json.loads(run.failures)
    sentences = [Text(source) for source in beside["sentences"]]
    failures = tuple(RuleFailure(rule, _text(because, sentences)) for rule, because in beside["failures"])
    return CheckResult(run.version, Findings(_findings(reader.findings.all(), sentences)), failures, 0.0)


def _hash(limits: Limits) -> str:
    return hashlib.sha256(f"{_FORM} {limits!r}".encode()).hexdigest()


def _stored(finding: Finding, sentences: dict[str, int]) -> StoredFinding:
    content = [
        str(finding.severity),
        [one.hex() for one in finding.objects],
        finding.amount,
        finding.unit,
        _text_list(finding.what, sentences),
        _text_list(finding.remedy, sentences),
    ]
    place = None if finding.place is None else shapely.to_wkb(finding.place)
    words = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return StoredFinding(finding.key, finding.rule, words, place)


def _findings(stored: Sequence[StoredFinding], sentences: Sequence[Text]) -> list[Finding]:
    contents = json.loads(f"[{','.join(one.content for one in stored)}]")
    places = shapely.from_wkb([one.place for one in stored]).tolist()
    severities = {str(one): one for one in Severity}
    return [
        Finding(
            rule=one.rule,
            severity=severities[severity],
            objects=tuple(ObjectId(bytes.fromhex(digits)) for digits in objects),
            place=place,
            amount=amount,
            unit=unit,
            what=_text(what, sentences),
            remedy=_text(remedy, sentences),
        )
        for one, (severity, objects, amount, unit, what, remedy), place in zip(
            stored, contents, places, strict=True
        )
    ]


def _text_list(text: Text, sentences: dict[str, int]) -> list[Any]:
    """Return the number of the sentence and its values; a value that is a text is such a list itself."""
    values = {
        name: _text_list(value, sentences) if isinstance(value, Text) else value
        for name, value in text.values.items()
    }
    return [sentences.setdefault(text.source, len(sentences)), values]


def _text(document: Sequence[Any], sentences: Sequence[Text]) -> Text:
    sentence, values = sentences[document[0]], document[1]
    return Text(sentence.source, _values(values, sentences)) if values else sentence


def _values(values: Mapping[str, Any], sentences: Sequence[Text]) -> dict[str, Any]:
    return {
        name: _text(value, sentences) if isinstance(value, list) else value for name, value in values.items()
    }
