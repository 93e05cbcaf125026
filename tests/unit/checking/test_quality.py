"""The data-quality index: shares of rules, weighted means, colours."""

from dataclasses import replace

import numpy as np
import pytest

from landdesk.domain.finding import Criterion
from landdesk.domain.progress import SilentProgress
from landdesk.i18n import Text
from landdesk.services.checking.profiles import rules_in_force, shipped_rule_set
from landdesk.services.checking.quality import LIST, DataField, IndexParameters, Light, Shares, light_of
from landdesk.services.checking.rule import Rule
from landdesk.services.checking.runner import CheckResult, RuleFailure, check
from landdesk.services.codelists import shipped_list
from tests.rows import build_coverage
from tests.unit.checking.recorded import Made, result_of

INDEX = IndexParameters.of(shipped_list(LIST))
PARAMETERS = shipped_rule_set()
RULES = rules_in_force(
    PARAMETERS, codes=["parcel.duplicate-key", "parcel.missing-field", "person.number-shared"]
)


def rule(code: str) -> Rule:
    (found,) = rules_in_force(PARAMETERS, codes=[code])
    return found


def checked() -> CheckResult:
    """Four parcels: two with one key, one of them without address; two whose persons share a number."""
    made = Made()
    made.parcel(number="1", address=None)
    made.parcel(number="1")
    made.user(made.parcel(), "Nguyễn Thị Hòa", identity_number="056180000123")
    made.user(made.parcel(), "Lê Văn Tám", identity_number="056180000123")
    return result_of(made)


def test_a_rule_counts_the_parcels_it_was_asked_about() -> None:
    quality = Shares.of(checked(), RULES, PARAMETERS).of_all(PARAMETERS, INDEX)
    shares = {code: (one.satisfied, one.assessed) for code, one in quality.rules.items()}
    assert shares["parcel.duplicate-key"] == (2, 4)
    assert shares["person.number-shared"] == (2, 4)
    assert shares["parcel.missing-field"] == (0, 4)
    assert quality.parcels == 4


def test_fields_are_means_of_criteria_and_the_whole_of_fields() -> None:
    quality = Shares.of(checked(), RULES, PARAMETERS).of_all(PARAMETERS, INDEX)
    # Parcels: clean 50 %, complete 0 %; land users: clean 50 %.
    assert quality.fields[DataField.PARCEL] == 25.0
    assert quality.fields[DataField.PERSON] == 50.0
    assert quality.fields[DataField.MAP] is None
    assert quality.index == 37.5
    assert quality.criteria[Criterion.CLEAN] == 50.0
    assert quality.criteria[Criterion.LIVE] is None
    assert quality.light is Light.RED


def test_weights_are_those_of_the_lists() -> None:
    heavier = replace(PARAMETERS.settings["parcel.duplicate-key"], weight=3)
    parameters = replace(PARAMETERS, settings={**PARAMETERS.settings, "parcel.duplicate-key": heavier})
    index = replace(
        INDEX,
        fields={**INDEX.fields, DataField.PERSON: 0},
        criteria={**INDEX.criteria, Criterion.COMPLETE: 3},
    )
    quality = Shares.of(checked(), RULES, parameters).of_all(parameters, index)
    # Of the parcels: (50 × 1 + 0 × 3) / 4; land users do not count.
    assert quality.index == 12.5


def test_groups_and_single_parcels() -> None:
    result = checked()
    shares = Shares.of(result, RULES, PARAMETERS)
    at = {one: number for number, one in enumerate(shares.ids)}
    assert len(at) == 4
    first, second, nobody = shares.by_group(np.array([0, 0, 1, -1]), 3, PARAMETERS, INDEX)
    assert (first.parcels, second.parcels, nobody.parcels) == (2, 1, 0)
    assert nobody.index is None
    assert nobody.light is Light.NONE
    assert first.rules["parcel.duplicate-key"].satisfied == 0
    each = shares.of_each(PARAMETERS, INDEX)
    # The first two: clean 0, complete 0 and land users 100; the others: clean 100, complete 0 and land users 0.
    assert each.tolist() == [50.0, 50.0, 25.0, 25.0]


def test_what_was_not_asked_counts_nowhere() -> None:
    made = Made()
    made.parcel(loaded="boundary", address=None)
    shares = Shares.of(result_of(made), [rule("parcel.missing-field")], PARAMETERS)
    # The number is typed, so something is known of the key.
    assert shares.assessed.tolist() == [[True]]
    failed = replace(result_of(made), failures=(RuleFailure("parcel.missing-field", Text("failed")),))
    assert Shares.of(failed, [rule("parcel.missing-field")], PARAMETERS).rules == ()


def test_a_waived_finding_counts_as_met() -> None:
    result = checked()
    waived = {one.key for one in result.findings if one.rule == "parcel.duplicate-key"}
    quality = Shares.of(result, RULES, PARAMETERS, waived).of_all(PARAMETERS, INDEX)
    assert quality.rules["parcel.duplicate-key"].satisfied == 4


@pytest.mark.parametrize(
    ("value", "met", "light"),
    [
        (100.0, True, Light.GREEN),
        (90.0, True, Light.GREEN),
        (99.9, False, Light.YELLOW),
        (89.99, True, Light.YELLOW),
        (75.0, True, Light.YELLOW),
        (74.99, True, Light.RED),
        (None, True, Light.NONE),
    ],
)
def test_colours(value: float | None, met: bool, light: Light) -> None:
    assert light_of(value, INDEX, met=met) is light


def test_no_parcels_have_no_index() -> None:
    result = check(build_coverage([]), PARAMETERS, SilentProgress())
    assert Shares.of(result, RULES, PARAMETERS).of_all(PARAMETERS, INDEX).index is None
