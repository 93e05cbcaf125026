"""What can be done with a finding: mend it, let it pass, let it stand again, ask the office."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from landdesk.app.application import Application
from landdesk.app.mending import asked_for, outlook
from landdesk.app.requests import RequestLine, requests
from landdesk.domain.finding import Finding
from landdesk.domain.records import Document, Party, WorkItem
from landdesk.domain.rule_set import LIST, WaivedWith, waived_with
from landdesk.i18n import Text
from landdesk.store.info import COMMUNE

DUPLICATE: Final = "person.duplicate"
"""The rule whose findings are mended by making one record of several."""


class FindingAct(StrEnum):
    """What can be done with a finding."""

    MEND = "mend"
    UNIFY = "unify"
    WAIVE = "waive"
    STAND = "stand"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Ways:
    """What can be done with a finding now.

    Args:
        finding: One of the newest check.
        mend: The record itself says how it is mended, or a person can choose.
        unmended: Why it is not, where findings of its rule can be.
        unify: Several records can become one.
        passing: What it can be let pass with.
        waived: By what it is let pass.
        lapsed: By what it was let pass until what it is about changed.
        ask: The office can be asked about it from this store.
        asked: The request about it that the office has not settled.
    """

    finding: Finding
    mend: bool
    unmended: Text | None
    unify: bool
    passing: WaivedWith
    waived: WorkItem | None
    lapsed: WorkItem | None
    ask: bool
    asked: RequestLine | None

    @property
    def acts(self) -> frozenset[FindingAct]:
        """What can be done."""
        every = {
            FindingAct.MEND: self.mend,
            FindingAct.UNIFY: self.unify,
            FindingAct.WAIVE: self.waived is None and self.passing is not WaivedWith.NEVER,
            FindingAct.STAND: self.waived is not None,
            FindingAct.ASK: self.ask and self.asked is None,
        }
        return frozenset(act for act, can in every.items() if can)


def ways(app: Application, finding: Finding) -> Ways:
    """Return what can be done with a finding; nothing is changed."""
    if not _stands(app, finding):
        return Ways(finding, False, None, False, WaivedWith.NEVER, None, None, False, None)
    waivers = app.waivers
    waived = waivers.by_key.get(finding.key)
    rule = app.codelists[LIST].get(finding.rule)
    from_commune = app.info.role == COMMUNE and bool(finding.objects)
    about = tuple(sorted(finding.about)) or None
    asked = (
        one
        for one in (requests(app, about=finding.objects) if from_commune else ())
        if (one.request.rule, one.request.about) == (finding.rule, about)
        and set(one.request.parcels) == set(finding.objects)
    )
    found, asks = outlook(app, [finding]), waived is None and bool(asked_for(finding.rule))
    return Ways(
        finding,
        mend=bool(found.mends) or asks,
        unmended=found.left[0].because if found.left else None,
        unify=waived is None and finding.rule == DUPLICATE and len(finding.about) > 1,
        passing=WaivedWith.NEVER if rule is None else waived_with(rule),
        waived=waived,
        lapsed=next((item for item, one in waivers.lapsed if one.key == finding.key), None),
        ask=from_commune and waived is None,
        asked=next(asked, None),
    )


def _stands(app: Application, finding: Finding) -> bool:
    """Tell whether the newest check finds it; what is mended is shown too, but nothing is done with it."""
    result = app.findings
    alike = () if result is None else result.findings.of_any(finding.about or finding.objects)
    return any(one.rule == finding.rule and one.subject == finding.subject for one in alike)


def papers_of(app: Application, finding: Finding) -> list[Document]:
    """Return the scans of the parcels concerned, on one of which a finding can be let pass."""
    dossiers = app.read(lambda reader: reader.dossiers(finding.objects))
    found = {one.id: one for dossier in dossiers.values() for one in dossier.of(Document) if not one.absent}
    return list(found.values())


def parties_of(app: Application, finding: Finding) -> list[Party]:
    """Return the records of land users that a finding is about, those with most values first."""
    found = app.read(lambda reader: reader.get_many(Party, finding.about))
    return sorted(found.values(), key=_filled, reverse=True)


def _filled(party: Party) -> int:
    return sum(getattr(party, name) is not None for name in party.__slots__)
