"""Parcels that are left by day, from the days on which the others were put in order."""

from datetime import date, timedelta

from landdesk.services.reporting.burn_down import burn_down
from landdesk.services.reporting.deadline import shipped_deadline
from landdesk.services.reporting.period import Period, end_of_day_ms

TODAY = date(2026, 11, 30)
DEADLINE = date(2026, 12, 31)


def day(back: int) -> date:
    return TODAY - timedelta(days=back)


def test_what_was_put_in_order_was_left_before() -> None:
    found = burn_down(day(3), TODAY, [day(2), day(2), day(0)], 5, DEADLINE)
    assert found.points == ((day(3), 8), (day(2), 6), (day(1), 6), (day(0), 5))
    assert (found.left, found.days_left, found.needed_a_day) == (5, 31, 1)
    assert found.lately_a_day == 1.0


def test_days_outside_count_as_the_nearest() -> None:
    found = burn_down(day(1), TODAY, [day(40), TODAY + timedelta(days=3)], 1, DEADLINE)
    assert found.points == ((day(1), 2), (day(0), 1))
    later = burn_down(TODAY + timedelta(days=9), TODAY, [], 4, DEADLINE)
    assert later.points == ((TODAY, 4),)
    assert later.lately_a_day == 0.0


def test_the_pace_is_that_of_the_last_two_weeks() -> None:
    found = burn_down(day(60), TODAY, [day(50)] * 100 + [day(3)] * 28, 33, DEADLINE)
    assert found.lately_a_day == 2.0
    assert found.needed_a_day == 2
    over = burn_down(day(2), TODAY, [], 7, day(1))
    assert (over.days_left, over.needed_a_day) == (0, None)


def test_the_deadline_has_a_source() -> None:
    found = shipped_deadline()
    assert found.day == DEADLINE
    assert "05/CT-TTg" in found.source


def test_the_time_before_is_as_long() -> None:
    week = Period.week_until(date(2026, 3, 1))
    assert (week.first, week.before) == (
        date(2026, 2, 23),
        Period(date(2026, 2, 16), date(2026, 2, 22)),
    )
    assert end_of_day_ms(date(2026, 3, 1)) + 1 == 1_772_384_400_000
