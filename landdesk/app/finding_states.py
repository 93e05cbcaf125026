"""Where each finding stands: new, open, let pass or mended; and letting one pass."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from landdesk.app.application import Application
from landdesk.domain.change import Entry
from landdesk.domain.commands import WaiveFinding, WithdrawWaiver
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.finding import Finding
from landdesk.domain.ids import ObjectId
from landdesk.i18n import N_, Text
from landdesk.services.checking.kept import mended
from landdesk.services.checking.waivers import Waivers, fingerprints


class FindingState(StrEnum):
    """Where a finding stands."""

    NEW = "new"
    """Found for the first time since the findings were kept last."""
    OPEN = "open"
    WAIVED = "waived"
    """A person let it pass, and what it is about is as it was then."""
    MENDED = "mended"


STATE_TITLES: Final[Mapping[FindingState, str]] = {
    FindingState.NEW: N_("New"),
    FindingState.OPEN: N_("Still open"),
    FindingState.WAIVED: N_("Let pass"),
    FindingState.MENDED: N_("Mended"),
}


@dataclass(frozen=True, slots=True)
class FindingStates:
    """States of the findings of one moment.

    Args:
        first_seen: Moment, milliseconds, at which each kept finding was found first, by key.
        waivers: What was let pass.
    """

    first_seen: Mapping[str, int]
    waivers: Waivers

    def of(self, finding: Finding) -> FindingState:
        """Return where a finding of the newest check stands."""
        key = finding.key
        if key in self.waivers.by_key:
            return FindingState.WAIVED
        return FindingState.OPEN if key in self.first_seen else FindingState.NEW


def finding_states(app: Application) -> FindingStates:
    """Return what the states of the findings are told from."""
    return FindingStates(app.read(lambda reader: reader.findings.first_seen()), app.waivers)


def mended_findings(app: Application) -> list[tuple[Finding, int]]:
    """Return what stood at an earlier check and is mended, with the moment at which that was seen, newest first."""
    return app.read(mended)


def finding_called(app: Application, key: str) -> Finding:
    """Return the finding of a check, made now, that has a key.

    Raises:
        InvalidInputError: There is none.
    """
    for one in app.check().findings:
        if one.key == key:
            return one
    raise InvalidInputError(
        "check.no-finding",
        Text(N_("The check finds nothing with the key “{name}”."), {"name": key}),
        remedy=Text(N_("Check again: what was mended is found no more.")),
    )


def waive(app: Application, finding: Finding, reason: str, document: ObjectId | None = None) -> Entry:
    """Let a finding pass, for as long as what it is about stays as it is.

    Args:
        app: The open store.
        finding: One of the newest check.
        reason: Why, in words.
        document: The scan that it rests on.

    Raises:
        InvalidInputError: No reason is given, or a paper is asked for and none is named.
        RefusedError: Findings of the rule are not let pass, or the paper does not exist.
    """
    coverage = app.coverage
    (now,) = app.read(lambda reader: fingerprints(reader, coverage, [finding]))
    return app.execute(WaiveFinding(finding.rule, finding.about or finding.objects, now, reason, document))


def withdraw(app: Application, finding: Finding) -> Entry:
    """Let a finding stand again.

    Raises:
        RefusedError: It was not let pass.
    """
    item = app.waivers.by_key.get(finding.key)
    if item is None:
        raise RefusedError(
            "waiver.none",
            Text(N_("This finding was not let pass.")),
            remedy=Text(N_("There is nothing to do.")),
        )
    return app.execute(WithdrawWaiver(item.id))
