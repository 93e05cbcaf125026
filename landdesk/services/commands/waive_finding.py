"""Answers to ``WaiveFinding`` and ``WithdrawWaiver``: a finding is let pass, or stands again."""

from dataclasses import replace

from landdesk.domain.canonical import clean_text
from landdesk.domain.change import ChangeSet, Delta
from landdesk.domain.clock import local_time
from landdesk.domain.commands import WaiveFinding, WithdrawWaiver
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.records import Document, WorkItem
from landdesk.domain.rule_set import LIST, WaivedWith, waived_with
from landdesk.i18n import N_, Text
from landdesk.services.checking.waivers import STANDING, WAIVER
from landdesk.services.commands.context import EditContext

WITHDRAWN = "done"


def waive_finding(command: WaiveFinding, context: EditContext) -> ChangeSet:
    """Return the delta of the waiver, in place of an earlier one of the same finding.

    Raises:
        InvalidInputError: There is no such rule, no reason is given, or a paper is asked for and none is named.
        RefusedError: Findings of the rule are not let pass, or the paper does not exist.
    """
    work = context.work
    rule = context.codelists[LIST].get(command.rule)
    if rule is None:
        raise InvalidInputError(
            "waiver.rule",
            Text(N_("There is no rule “{name}”."), {"name": command.rule}),
            remedy=Text(N_("Check again and choose a finding.")),
        )
    asked = waived_with(rule)
    if asked is WaivedWith.NEVER:
        raise RefusedError(
            "waiver.never",
            Text(N_("Findings of this rule are not let pass.")),
            Text(N_("Rule {rule}"), {"rule": rule.title}),
            Text(N_("Mend what was found, or ask the office.")),
        )
    reason = clean_text(command.reason)
    if reason is None:
        raise InvalidInputError(
            "waiver.reason",
            Text(N_("Nothing says why the finding is let pass.")),
            remedy=Text(N_("Write one sentence that somebody else understands later.")),
        )
    if command.document_id is not None:
        work.get(Document, command.document_id)
    elif asked is WaivedWith.DOCUMENT:
        raise InvalidInputError(
            "waiver.document",
            Text(N_("A finding of this rule is let pass on a scanned paper only.")),
            Text(N_("Rule {rule}"), {"rule": rule.title}),
            Text(N_("Attach the paper to the parcel and name it.")),
        )
    earlier = [
        one
        for one in work.failures.work([WAIVER], [STANDING], command.subjects)
        if (one.code, one.subjects) == (command.rule, command.subjects)
    ]
    old = earlier[0] if earlier else None
    person = work.acting()
    made = WorkItem(
        id=work.new_id() if old is None else old.id,
        kind=WAIVER,
        subjects=command.subjects,
        state=STANDING,
        reason=reason,
        words=clean_text(", ".join(filter(None, (person.name, person.unit)))),
        code=command.rule,
        said_on=local_time(work.clock()).date().isoformat(),
        fingerprint=command.fingerprint,
        document_id=command.document_id,
    )
    return ChangeSet(command.name, (Delta(old, made),), rule.title)


def withdraw_waiver(command: WithdrawWaiver, context: EditContext) -> ChangeSet:
    """Return the delta of the waiver.

    Raises:
        RefusedError: It is withdrawn already, or is no waiver.
    """
    item = context.work.get(WorkItem, command.item_id)
    if item.kind != WAIVER or item.state != STANDING:
        raise RefusedError(
            "waiver.withdrawn",
            Text(N_("No finding is let pass by this.")),
            remedy=Text(N_("There is nothing to do.")),
        )
    rule = context.codelists[LIST].get(item.code or "")
    subject = (item.code or "") if rule is None else rule.title
    return ChangeSet(command.name, (Delta(item, replace(item, state=WITHDRAWN)),), subject)
