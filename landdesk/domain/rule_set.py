"""The parameters of checking as one value: tolerances, how much each rule matters at each stage, what group 1 asks.

They are the code lists ``check_limit``, ``check_rule`` and ``check_profile``: an office replaces them, and its base
brings them to the communes, so that both sides check alike.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from landdesk.domain.codelists import Code, CodeList
from landdesk.domain.errors import InvalidInputError
from landdesk.domain.finding import Severity
from landdesk.domain.limits import Limits
from landdesk.i18n import N_, Text

LIST = "check_rule"
"""Code list with a line for each rule."""
PROFILES = "check_profile"
"""Code list of the plans by which parcels are classified."""
OFF = "off"
"""What the list says instead of a severity where a rule is not asked."""


class WaivedWith(StrEnum):
    """What a finding of a rule is let pass with."""

    REASON = "reason"
    DOCUMENT = "document"
    NEVER = "never"


class Stage(StrEnum):
    """When is checked: while a record is worked on, before it is sent, before the office accepts it."""

    DRAFT = "draft"
    SENDING = "sending"
    ACCEPTING = "accepting"


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """How much a rule matters.

    Args:
        severities: By stage; a stage that is left out does not ask the rule.
        weight: Its weight in the data-quality index, 0 for none.
        full: The index is green only where the rule is met by all (identification fields).
        profiles: Profiles by which an error of the rule keeps a parcel out of group 1.
    """

    severities: Mapping[Stage, Severity]
    weight: int
    full: bool
    profiles: frozenset[str]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The parameters in force.

    Args:
        limits: Tolerances.
        settings: By code of the rule.
        profile: Code of the plan that decides what group 1 asks.
        lists_hash: Stands for the code lists that rules compare with.
    """

    limits: Limits
    settings: Mapping[str, RuleSetting]
    profile: str
    lists_hash: str = ""

    def counts_for_group_1(self, code: str) -> bool:
        """Tell whether an error of a rule keeps a parcel out of group 1 by the plan in force."""
        setting = self.settings.get(code)
        return setting is not None and self.profile in setting.profiles

    @property
    def hash(self) -> str:
        """64 hexadecimal digits; two programs with the same check alike."""
        rows = [
            (code, sorted(one.severities.items()), one.weight, one.full, sorted(one.profiles))
            for code, one in sorted(self.settings.items())
        ]
        return hashlib.sha256(
            f"{self.limits!r} {rows!r} {self.profile} {self.lists_hash}".encode()
        ).hexdigest()


def settings_of(table: CodeList) -> Mapping[str, RuleSetting]:
    """Return how much each rule matters by the list of rules.

    Raises:
        InvalidInputError: The list says what it cannot say.
    """
    found = {}
    for one in table:
        said = {stage: one.more.get(stage, "") for stage in Stage}
        wrong = [word for word in said.values() if word not in (OFF, *Severity)]
        if wrong:
            raise InvalidInputError(
                "codes.rule-severity",
                Text(N_("“{word}” is no severity of the rule {rule}."), {"word": wrong[0], "rule": one.code}),
                remedy=Text(N_("Write error, warning or off.")),
            )
        if one.more.get("waived_with", "") not in ("", *WaivedWith):
            raise InvalidInputError(
                "codes.rule-waiver",
                Text(
                    N_("“{word}” is not what a finding of the rule {rule} is let pass with."),
                    {"word": one.more["waived_with"], "rule": one.code},
                ),
                remedy=Text(N_("Write reason, document or never.")),
            )
        severities = {stage: Severity(word) for stage, word in said.items() if word != OFF}
        groups = frozenset(one.more.get("group_1", "").split())
        found[one.code] = RuleSetting(
            severities, int(one.more.get("weight") or 0), one.more.get("full") == "yes", groups
        )
    return found


def profile_of(table: CodeList) -> str:
    """Return the plan in force by the list of plans.

    Raises:
        InvalidInputError: Not exactly one is.
    """
    found = [one.code for one in table if one.more.get("in_force") == "yes"]
    if len(found) != 1:
        raise InvalidInputError(
            "codes.profile",
            Text(N_("The list of plans has {count} plans in force."), {"count": len(found)}),
            remedy=Text(N_("Write yes in the column in_force of one plan.")),
        )
    return found[0]


def waived_with(rule: Code) -> WaivedWith:
    """Return what a finding of a rule is let pass with, by its line in the list of rules."""
    return WaivedWith(rule.more.get("waived_with") or WaivedWith.NEVER)
