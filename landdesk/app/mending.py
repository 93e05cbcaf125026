"""Mending findings by one act: what would be done, looked at first, and doing it."""

from collections.abc import Iterable, Sequence

from landdesk.app.application import Application
from landdesk.domain.change import Entry
from landdesk.domain.commands import MendRecord
from landdesk.domain.errors import RefusedError
from landdesk.domain.finding import Finding
from landdesk.i18n import N_, Text
from landdesk.services.mending.mender import Mend
from landdesk.services.mending.record_menders import MENDER_OF
from landdesk.store.reader import Reader


def can_mend(rule: str) -> bool:
    """Tell whether some findings of a rule can be mended by one act."""
    return rule in MENDER_OF


def mends(app: Application, findings: Iterable[Finding]) -> list[Mend]:
    """Return what would mend findings, for those that the record itself says how to mend; nothing is changed."""
    waived = app.waivers.by_key
    wanted = [one for one in findings if one.rule in MENDER_OF and not (waived and one.key in waived)]
    lists = app.codelists

    def look(reader: Reader) -> list[Mend]:
        found = (MENDER_OF[one.rule].mend(reader, lists, one) for one in wanted)
        return [one for one in found if one is not None]

    return app.read(look)


def apply(app: Application, chosen: Sequence[Mend]) -> Entry:
    """Do what was looked at, as one act.

    Raises:
        RefusedError: There is nothing to do, or the record changed since.
    """
    if not chosen:
        raise RefusedError(
            "mend.nothing",
            Text(N_("None of these findings can be mended by itself.")),
            remedy=Text(N_("The sentence of each finding says how it is mended.")),
        )
    # What was shown is what is done: nothing may have changed in between.
    again = {one.finding.subject: one for one in mends(app, [one.finding for one in chosen])}
    if any(again.get(one.finding.subject) != one for one in chosen):
        raise RefusedError(
            "mend.changed",
            Text(N_("The record changed since this was shown; nothing was done.")),
            remedy=Text(N_("Look at what would be done once more.")),
        )
    return app.execute(MendRecord(tuple(edit for one in chosen for edit in one.edits)))
