"""Every rule has its file, its line in the registry, its page and its tests, and they agree."""

import re
from pathlib import Path

import pytest

from landdesk.domain.limits import LimitEntry, parse_limit_entries
from landdesk.services.checking.profiles import EVERYTHING, GEOMETRY, MERGED_MAP
from landdesk.services.checking.registry import RULE_BY_CODE, RULES
from landdesk.services.checking.rule import Rule, Scope
from tests.unit.checking.running import ROOT

RULE_FILES = ROOT / "landdesk" / "services" / "checking" / "rules"
SHARED = ("common_land", "corners_on_edges")
PAGES = ROOT / "docs" / "rules"
LIMITS = parse_limit_entries((ROOT / "resources" / "checking" / "limits.toml").read_text("utf-8"))


def stem(rule: Rule) -> str:
    return re.sub(r"[.-]", "_", rule.code)


def page(rule: Rule) -> str:
    return (PAGES / f"{rule.code}.md").read_text("utf-8")


def used_limits(rule: Rule) -> set[str]:
    """Return the limits that a rule reads itself or in a computation that it shares with others."""
    source = (RULE_FILES / f"{stem(rule)}.py").read_text("utf-8")
    shared = [name for name in SHARED if f"checking.{name} import" in source]
    sources = [source, *((RULE_FILES.parent / f"{name}.py").read_text("utf-8") for name in shared)]
    return {name for one in sources for name in re.findall(r"\blimits\.([a-z]\w*)", one) if name in LIMITS}


def test_codes_are_unique_and_sorted() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert list(RULE_BY_CODE) == codes
    assert all(re.fullmatch(r"[a-z]+\.[a-z]+(-[a-z]+)*", code) for code in codes)


def test_each_file_holds_the_rule_of_its_name() -> None:
    files = {path.stem for path in RULE_FILES.glob("*.py")} - {"__init__"}
    assert files == {stem(rule) for rule in RULES}
    for rule in RULES:
        assert type(rule).__module__.endswith(f".rules.{stem(rule)}")
        assert type(rule).__name__ == "".join(part.title() for part in re.split(r"[.-]", rule.code))


def test_each_rule_has_tests() -> None:
    here = Path(__file__).parent
    for rule in RULES:
        assert f'CODE = "{rule.code}"' in (here / f"test_{stem(rule)}.py").read_text("utf-8")


def test_no_page_is_left_over() -> None:
    assert {path.stem for path in PAGES.glob("*.md")} == set(RULE_BY_CODE)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.code))
def test_each_page_says_what_the_rule_says(rule: Rule) -> None:
    text = page(rule)
    assert text.startswith(f"# {rule.title}\n")
    facts = f"`{rule.code}` · {rule.severity} · {rule.criterion} · looks at: {rule.scope}"
    assert facts in text.splitlines()
    headings = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)
    assert headings == ["What", "Why", "Example", "How to mend", "Source"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.code))
def test_each_page_names_the_limits_that_the_rule_uses_with_their_values(rule: Rule) -> None:
    used = used_limits(rule)
    stated = dict(re.findall(r"`([a-z_0-9]+) = ([0-9.]+)`", page(rule)))
    assert {name: float(value) for name, value in stated.items()} == {
        name: LIMITS[name].value for name in used
    }


@pytest.mark.parametrize("name", sorted(LIMITS))
def test_each_limit_is_used_and_has_a_source(name: str) -> None:
    entry: LimitEntry = LIMITS[name]
    assert len(entry.source) > 20
    assert any(name in used_limits(rule) for rule in RULES)


def test_profiles_hold_rules_of_the_registry() -> None:
    assert EVERYTHING == RULES
    assert {rule.code for rule in GEOMETRY} == {
        rule.code
        for rule in RULES
        if rule.scope is not Scope.KEYS
        and rule.code
        not in {
            "parcel.area-mismatch",
            "parcel.missing-field",
            "parcel.outside-commune",
            "parcel.wrong-system",
        }
    }
    assert {rule.code for rule in MERGED_MAP} == {
        "geometry.invalid",
        "parcel.contained",
        "parcel.duplicate-key",
        "parcel.identical",
        "parcel.missing-node",
        "parcel.overlap",
    }
