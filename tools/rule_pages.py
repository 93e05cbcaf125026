"""Keeps the line of facts on the page of each rule true: code, basis, criterion, who mends it, severities by stage.

``python -m tools.rule_pages`` rewrites it on every page of ``docs/rules``; a test compares.
"""

from pathlib import Path

from landdesk.domain.rule_set import OFF, Stage
from landdesk.services.checking.profiles import shipped_rule_set
from landdesk.services.checking.registry import RULES
from landdesk.services.checking.rule import Rule

PAGES = Path(__file__).resolve().parents[1] / "docs" / "rules"


def facts(rule: type[Rule]) -> str:
    """Return the line of a rule's page that says what the program knows of it."""
    severities = shipped_rule_set().settings[rule.code].severities
    by_stage = ", ".join(f"{stage}: {severities.get(stage, OFF)}" for stage in Stage)
    mended = " or ".join(rule.fixers)
    return (
        f"`{rule.code}` · {rule.basis} · {rule.criterion} · mended by: {mended} · {by_stage} "
        f"· looks at: {rule.scope}"
    )


def main() -> None:
    """Rewrite the pages."""
    for rule in RULES:
        page = PAGES / f"{rule.code}.md"
        lines = page.read_text("utf-8").split("\n")
        lines[0], lines[2] = f"# {rule.title}", facts(rule)
        page.write_text("\n".join(lines), "utf-8")


if __name__ == "__main__":
    main()
