"""Every rule has its file, its line in the registry, its page and its tests, and they agree."""

import re
from pathlib import Path

import pytest

from landdesk.domain.completeness import GROUP_TITLES
from landdesk.domain.records import CLASSES
from landdesk.i18n import gettext, set_language
from landdesk.services.checking.known import MATCH, STATUS
from landdesk.services.checking.profiles import GEOMETRY, MERGED_MAP, rules_in_force, shipped_rule_set
from landdesk.services.checking.registry import RULE_BY_CODE, RULES
from landdesk.services.checking.rule import MapRule, RecordRule, Rule, Scope
from landdesk.services.checking.touched import LINEAGE, SHAPE
from landdesk.services.codelists import shipped_list
from tests.unit.checking.running import ROOT
from tools.rule_pages import INDEX, facts, index, vietnamese_title

RULE_FILES = ROOT / "landdesk" / "services" / "checking" / "rules"
SHARED = ("common_land", "corners_on_edges")
PAGES = ROOT / "docs" / "rules"
LIMITS = {one.code: float(one.more["value"]) for one in shipped_list("check_limit")}


def stem(rule: type[Rule]) -> str:
    return re.sub(r"[.-]", "_", rule.code)


def page(rule: type[Rule]) -> str:
    return (PAGES / f"{rule.code}.md").read_text("utf-8")


def used_limits(rule: type[Rule]) -> set[str]:
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
        assert rule.__module__.endswith(f".rules.{stem(rule)}")
        assert rule.__name__ == "".join(part.title() for part in re.split(r"[.-]", rule.code))


def test_each_rule_has_tests() -> None:
    here = Path(__file__).parent
    for rule in RULES:
        assert f'CODE = "{rule.code}"' in (here / f"test_{stem(rule)}.py").read_text("utf-8")


def test_no_page_is_left_over() -> None:
    assert {path.stem for path in PAGES.glob("*.md") if path != INDEX} == set(RULE_BY_CODE)


def test_the_page_that_lists_the_rules_is_the_one_made_from_them() -> None:
    text = INDEX.read_text("utf-8")
    assert text == index()
    assert sorted(re.findall(r"\]\(([a-z.-]+)\.md\)", text)[: len(RULES)]) == list(RULE_BY_CODE)


def test_the_whole_catalogue_is_checked() -> None:
    catalogue = {"T": 13, "M": 9, "N": 17, "G": 8, "Q": 7, "R": 5}
    numbers = {f"{letter}{at:02}" for letter, last in catalogue.items() for at in range(1, last + 1)}
    assert {rule.basis for rule in RULES} == numbers | {"practice"}


def test_the_page_says_which_rules_count_for_group_1() -> None:
    row = (
        r"\| complete \(\*đủ\*\) \| R01 \| \[register\.not-exported\]\(.+\) \| .+ \| office \|  \| yes \|  \|"
    )
    assert re.search(row, INDEX.read_text("utf-8"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.code))
def test_each_page_says_what_the_rule_says(rule: type[Rule]) -> None:
    text = page(rule)
    assert text.startswith(f"# {rule.title}\n")
    assert facts(rule) in text.splitlines()
    assert f"\n## What\n*{vietnamese_title(rule)}.* " in text
    headings = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)
    assert headings == ["What", "Why", "Example", "How to mend", "Source"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.code))
def test_each_page_names_the_limits_that_the_rule_uses_with_their_values(rule: type[Rule]) -> None:
    used = used_limits(rule)
    stated = dict(re.findall(r"`([a-z_0-9]+) = ([0-9.]+)`", page(rule)))
    assert {name: float(value) for name, value in stated.items()} == {name: LIMITS[name] for name in used}


@pytest.mark.parametrize("name", sorted(LIMITS))
def test_each_limit_is_used_and_has_a_source(name: str) -> None:
    (row,) = [one for one in shipped_list("check_limit") if one.code == name]
    assert len(row.more["source"]) > 20
    assert row.label_en
    assert any(name in used_limits(rule) for rule in RULES)


def test_profiles_hold_rules_of_the_registry() -> None:
    assert [type(rule) for rule in rules_in_force(shipped_rule_set())] == list(RULES)
    assert set(RULE_BY_CODE) >= GEOMETRY | MERGED_MAP


def test_the_list_of_rules_has_a_line_for_each() -> None:
    assert {one.code for one in shipped_list("check_rule")} == set(RULE_BY_CODE)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.code))
def test_the_list_of_rules_names_each_as_the_program_does(rule: type[Rule]) -> None:
    (row,) = [one for one in shipped_list("check_rule") if one.code == rule.code]
    assert (row.label_en, row.more["basis"]) == (rule.title, rule.basis)
    set_language("vi")
    try:
        assert row.label == gettext(rule.title)
    finally:
        set_language("en")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.code))
def test_each_rule_says_what_it_depends_on(rule: type[Rule]) -> None:
    assert rule.fixers
    assert rule.known | rule.partly <= {*GROUP_TITLES, STATUS, MATCH}
    if issubclass(rule, RecordRule):
        assert rule.reads
        assert rule.reads <= {*CLASSES, SHAPE, LINEAGE}
    else:
        assert issubclass(rule, MapRule)
        assert rule.scope is not Scope.RECORD
