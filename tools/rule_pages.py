"""Keeps what the pages of the rules have from the program true, and makes the page that lists them.

``python -m tools.rule_pages`` rewrites on every page of ``docs/rules`` the title, the line of facts (code, basis,
criterion, who mends it, severities by stage) and the Vietnamese title, and writes ``docs/rules/README.md`` anew;
tests compare.
"""

import re
from pathlib import Path
from typing import Final

from landdesk.domain.finding import Criterion
from landdesk.domain.rule_set import LIST, OFF, PROFILES, Stage
from landdesk.services.checking.profiles import shipped_rule_set
from landdesk.services.checking.registry import RULES
from landdesk.services.checking.rule import Rule
from landdesk.services.codelists import shipped_list

PAGES: Final = Path(__file__).resolve().parents[1] / "docs" / "rules"
INDEX: Final = PAGES / "README.md"

_IN_VIETNAMESE: Final = {
    Criterion.ACCURATE: "đúng",
    Criterion.COMPLETE: "đủ",
    Criterion.CLEAN: "sạch",
    Criterion.LIVE: "sống",
    Criterion.CONSISTENT: "thống nhất",
}

_ABOUT: Final = """\
# The rules

What the program checks, by criterion. Each rule has a page that says what it finds, why, with a picture, and how it is
mended; its Vietnamese title is the one in the window. Under a plan stands *yes* where an error of the rule keeps a
parcel out of group 1 by that plan; an office changes this, with the severities, in the code list `check_rule`. What
tells whether the rules find what they should: [planted faults](../planted-faults.md) and
[maps of others](../checking.md).

`python -m tools.rule_pages` writes this page. Each example is data: parcels in `tools/rule_examples.py`, objects of the
record in `tools/record_examples`. A test runs its rule on it, and `python -m tools.rule_pictures` draws it: at fault
red with a cross, mended green with a tick.

Catalogue is the number of the rule in the catalogue of practice, of which all are checked; rules that are not in it are
what other programs check (*practice*).
"""


def facts(rule: type[Rule]) -> str:
    """Return the line of a rule's page that says what the program knows of it."""
    severities = shipped_rule_set().settings[rule.code].severities
    by_stage = ", ".join(f"{stage}: {severities.get(stage, OFF)}" for stage in Stage)
    return (
        f"`{rule.code}` · {rule.basis} · {rule.criterion} · mended by: {_mended_by(rule)} · {by_stage} "
        f"· looks at: {rule.scope}"
    )


def vietnamese_title(rule: type[Rule]) -> str:
    """Return the title of a rule in the window."""
    (row,) = [one for one in shipped_list(LIST) if one.code == rule.code]
    return row.label


def index() -> str:
    """Return the page that lists all rules."""
    plans = list(shipped_list(PROFILES))
    head = [
        "Criterion",
        "Catalogue",
        "Rule",
        "Vietnamese title",
        "Mended by",
        *(plan.label_en for plan in plans),
    ]
    lines = [head, ["---"] * len(head)]
    for criterion in Criterion:
        for rule in RULES:
            if rule.criterion is criterion:
                profiles = shipped_rule_set().settings[rule.code].profiles
                lines.append(
                    [
                        f"{criterion} (*{_IN_VIETNAMESE[criterion]}*)",
                        rule.basis,
                        f"[{rule.code}]({rule.code}.md)",
                        vietnamese_title(rule),
                        _mended_by(rule),
                        *("yes" if plan.code in profiles else "" for plan in plans),
                    ]
                )
    return _ABOUT + "\n" + "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _mended_by(rule: type[Rule]) -> str:
    return " or ".join(rule.fixers)


def main() -> None:
    """Rewrite the pages."""
    for rule in RULES:
        page = PAGES / f"{rule.code}.md"
        lines = page.read_text("utf-8").split("\n")
        lines[0], lines[2] = f"# {rule.title}", facts(rule)
        what = lines.index("## What") + 1
        lines[what] = re.sub(r"^\*[^*]+\*", f"*{vietnamese_title(rule)}.*", lines[what])
        page.write_text("\n".join(lines), "utf-8")
    INDEX.write_text(index(), "utf-8")


if __name__ == "__main__":
    main()
