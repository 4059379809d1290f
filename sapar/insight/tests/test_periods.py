import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapar.insight.periods import Period, add_months, around

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2090, 12, 31))
UNITS = st.sampled_from(["month", "quarter", "year"])
ONE_DAY = dt.timedelta(days=1)


@given(DAYS, UNITS, st.integers(0, 20))
def test_periods_of_one_kind_follow_each_other_without_gap_or_overlap(day, unit, ago):
    later, earlier = around(day, unit, ago), around(day, unit, ago + 1)
    assert earlier.last + ONE_DAY == later.first
    assert later.before() == earlier


@given(DAYS, UNITS)
def test_a_period_holds_the_day_it_is_around(day, unit):
    period = around(day, unit)
    assert period.first <= day <= period.last
    assert len(period.months()) == {"month": 1, "quarter": 3, "year": 12}[unit]


@given(DAYS, st.integers(0, 900))
def test_what_came_before_is_as_long_and_touches(first, days):
    period = Period(first, first + dt.timedelta(days=days))
    earlier = period.before()
    assert earlier.last + ONE_DAY == period.first
    if not period.is_whole_months:
        assert earlier.last - earlier.first == period.last - period.first


def test_the_first_quarter_looks_back_at_the_last_of_the_year_before():
    assert around(dt.date(2026, 2, 10), "quarter").before() == Period(
        dt.date(2025, 10, 1), dt.date(2025, 12, 31)
    )


def test_a_day_begins_and_ends_by_the_organisations_own_clock():
    begins, ends = Period(dt.date(2026, 3, 1), dt.date(2026, 3, 1)).bounds(ZoneInfo("Asia/Bishkek"))
    assert begins == dt.datetime(2026, 2, 28, 18, tzinfo=dt.UTC)
    assert ends - begins == ONE_DAY


def test_months_run_from_the_month_of_the_first_day_to_that_of_the_last():
    assert Period(dt.date(2025, 12, 31), dt.date(2026, 2, 1)).months() == [
        dt.date(2025, 12, 1),
        dt.date(2026, 1, 1),
        dt.date(2026, 2, 1),
    ]


@given(DAYS, st.integers(-30, 30), st.integers(-30, 30))
def test_months_add_up(day, one, other):
    assert add_months(add_months(day, one), other) == add_months(day, one + other)


def test_a_period_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="ends before"):
        Period(dt.date(2026, 1, 2), dt.date(2026, 1, 1))
