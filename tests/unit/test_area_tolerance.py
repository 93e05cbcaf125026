"""How far map and legal area may differ: the shipped table, an office's own, the three states."""

import math

import pytest

from landdesk.domain.area_tolerance import LIST, AreaState, AreaTolerance
from landdesk.domain.codelists import Replacement
from landdesk.domain.errors import LandDeskError
from landdesk.services.checking.profiles import shipped_limits
from landdesk.services.codelists import CodeLists, shipped_list

TABLE = AreaTolerance.of(shipped_list(LIST), 1000, 0.1)


def test_shipped_values_are_those_of_the_older_rule() -> None:
    for scale, area_m2, allowed_m2 in (
        (500, 100, 2.0),
        (500, 5000, 14.1),
        (1000, 500, 8.9),
        (2000, 1000, 25.3),
        (5000, 5000, 141.4),
    ):
        assert TABLE.allowed_m2(area_m2, scale) == pytest.approx(allowed_m2, abs=0.05)
    assert TABLE.allowed_m2(0.0) == 0.1


def test_the_check_takes_the_factor_of_the_table() -> None:
    limits = shipped_limits()
    assert math.isclose(limits.area_factor * limits.area_scale, TABLE.factor(round(limits.area_scale)))


def test_a_scale_between_two_has_the_finer_one() -> None:
    assert TABLE.factor(1500) == TABLE.factor(1000)
    assert TABLE.factor(100) == TABLE.factor(200)
    assert TABLE.factor(None) == TABLE.factor(1000)
    assert TABLE.factor(25_000) == TABLE.factor(10_000)
    assert AreaTolerance({}, 1000, 0.1).allowed_m2(500.0) == 0.1


def test_three_states() -> None:
    assert TABLE.state(508.9, 500.0) is AreaState.WITHIN
    assert TABLE.state(509.0, 500.0) is AreaState.OVER_UNCHANGED
    assert TABLE.state(491.0, 500.0, boundary_changed=True) is AreaState.OVER_CHANGED
    assert TABLE.state(509.0, 500.0, 2000, boundary_changed=True) is AreaState.WITHIN
    # What is exactly at the limit is not above it.
    assert TABLE.is_within(104.0, 100.0, 1000)


def test_an_office_has_its_own_factors() -> None:
    content = "code,label,root_thousandths\n" + "".join(
        f"{one.code},{one.label},{'' if one.code == '200' else 600}\n" for one in shipped_list(LIST)
    )
    own = AreaTolerance.of(CodeLists({LIST: Replacement("Công văn 1", content)})[LIST], 1000, 0.1)
    assert own.allowed_m2(100.0, 2000) == pytest.approx(6.0)
    assert 200 not in own.factors
    with pytest.raises(LandDeskError):
        CodeLists({LIST: Replacement("Công văn 1", content.replace("600", "viel"))})[LIST]
