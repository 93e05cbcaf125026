"""Findings as the store keeps them between two starts of the program; derived, so never journaled.

They are used again only for the very state and tolerances they were found with. A commune may have tens of thousands,
so each is a short JSON list, and the sentences, which are few, stand once beside the failures of the run.
"""

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import shapely

from landdesk.domain.finding import Finding, Severity
from landdesk.domain.ids import ObjectId
from landdesk.domain.rule_set import RuleSet
from landdesk.i18n import Text
from landdesk.services.checking.findings import Findings
from landdesk.services.checking.known import Known
from landdesk.services.checking.registry import RULE_BY_CODE
from landdesk.services.checking.runner import CheckResult, RuleFailure
from landdesk.store.queries.findings import CheckRun, StoredFinding
from landdesk.store.reader import Reader
from landdesk.store.unit_of_work import UnitOfWork

_FORM: Final = 4
"""Counts the ways of writing findings down; those in another way are found again."""
_SEVERITIES: Final = {str(one): one for one in Severity}
# One string for all findings, not one for each.
_RULES: Final = {one: one for one in RULE_BY_CODE}
_UNITS: Final = {one: one for one in ("", "m2", "m", "count")}


def keep(work: UnitOfWork, result: CheckResult, parameters: RuleSet) -> None:
    """Write the outcome of a check in place of the one before."""
    # What is mended keeps its words, so a sentence keeps its number.
    before = work.findings.run()
    said = [] if before is None else json.loads(before.failures)["sentences"]
    sentences: dict[str, int] = {sentence: number for number, sentence in enumerate(said)}
    findings = [_stored(one, sentences) for one in result.findings]
    failures = [[one.rule, _text_list(one.because, sentences)] for one in result.failures]
    unasked = [[one.rule, _text_list(one.because, sentences)] for one in result.unasked]
    beside = json.dumps(
        {
            "failures": failures,
            "unasked": unasked,
            "known": _known_letters(result.known, work.facts.ids()),
            "sentences": list(sentences),
        },
        ensure_ascii=False,
    )
    work.write_findings(CheckRun(result.version, work.clock(), _hash(parameters), beside), findings)


def kept(reader: Reader, parameters: RuleSet) -> CheckResult | None:
    """Return the kept outcome; None when there is none for the store's present state and these parameters."""
    run = reader.findings.run()
    if run is None or run.version != reader.version() or run.limits != _hash(parameters):
        return None
    beside = json.loads(run.failures)
    sentences = [Text(source) for source in beside["sentences"]]
    failures, unasked = (
        tuple(RuleFailure(rule, _text(because, sentences)) for rule, because in beside[name])
        for name in ("failures", "unasked")
    )
    reading = _Reading(sentences)
    found = Findings(one for rows in reader.findings.all() for one in reading.findings(rows))
    known = _known(beside["known"], reader.facts.ids())
    return CheckResult(run.version, found, failures, 0.0, known, unasked)


def mended(reader: Reader) -> list[tuple[Finding, int]]:
    """Return what stood once and is mended, with the moment at which that was seen, newest first."""
    run = reader.findings.run()
    rows = reader.findings.mended()
    if run is None or not rows:
        return []
    sentences = [Text(source) for source in json.loads(run.failures)["sentences"]]
    found = _Reading(sentences).findings([stored for stored, _ in rows])
    return [(finding, at_ms) for finding, (_, at_ms) in zip(found, rows, strict=True)]


def _hash(parameters: RuleSet) -> str:
    return hashlib.sha256(f"{_FORM} {parameters.hash}".encode()).hexdigest()


def _known_letters(known: Known, ids: Sequence[ObjectId]) -> dict[str, str]:
    """Return the states of the parcels in this order by name, compressed, in letters."""
    if not known.ids:
        return {}
    order = [known.place[one] for one in ids]
    return {
        name: base64.b64encode(zlib.compress(codes[order].tobytes())).decode()
        for name, codes in known.states.items()
    }


def _known(letters_of: Mapping[str, str], ids: Sequence[ObjectId]) -> Known:
    if not letters_of:
        return Known.nothing()
    return Known(
        ids,
        {
            name: np.frombuffer(zlib.decompress(base64.b64decode(letters)), dtype=np.uint8)
            for name, letters in letters_of.items()
        },
    )


def _stored(finding: Finding, sentences: dict[str, int]) -> StoredFinding:
    content = [
        str(finding.severity),
        [one.hex() for one in finding.objects],
        [one.hex() for one in finding.about],
        finding.amount,
        finding.unit,
        _text_list(finding.what, sentences),
        _text_list(finding.remedy, sentences),
    ]
    place = None if finding.place is None else shapely.to_wkb(finding.place)
    words = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return StoredFinding(finding.key, finding.rule, words, place)


class _Reading:
    """Makes findings of what was written; those about the same share its identifier.

    Args:
        sentences: All that findings may say, by number.
    """

    def __init__(self, sentences: Sequence[Text]) -> None:
        self._sentences = sentences
        self._single: dict[str, tuple[ObjectId, ...]] = {}

    def findings(self, stored: Sequence[StoredFinding]) -> list[Finding]:
        """Return the findings in the order in which they are given."""
        contents = json.loads(f"[{','.join(one.content for one in stored)}]")
        places = shapely.from_wkb([one.place for one in stored]).tolist()
        sentences = self._sentences
        return [
            Finding(
                rule=_RULES.get(one.rule, one.rule),
                severity=_SEVERITIES[severity],
                objects=self._ids(objects),
                about=self._ids(about),
                place=place,
                amount=amount,
                unit=_UNITS.get(unit, unit),
                what=_text(what, sentences),
                remedy=_text(remedy, sentences),
            )
            for one, (severity, objects, about, amount, unit, what, remedy), place in zip(
                stored, contents, places, strict=True
            )
        ]

    def _ids(self, digits: Sequence[str]) -> tuple[ObjectId, ...]:
        if len(digits) != 1:
            return tuple(self._ids([one])[0] for one in digits)
        held = self._single.get(digits[0])
        if held is None:
            held = self._single[digits[0]] = (ObjectId(bytes.fromhex(digits[0])),)
        return held


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
