"""Counting, held against slow and obvious ways of counting the same."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from sapar.guidance.rules import evaluate, terms
from sapar.guidance.rules.calculators.stays import (
    Counting,
    Span,
    counted_span,
    days_within,
    last_allowed,
    merged,
    without,
)
from sapar.guidance.rules.model import Term

ONE = timedelta(days=1)
quick = settings(max_examples=60, deadline=None, derandomize=True, database=None)
DAYS = st.dates(date(2023, 1, 1), date(2026, 3, 15))
THIS_YEAR = st.dates(date(2025, 1, 1), date(2026, 3, 10))


@st.composite
def stays(draw):
    """Up to eight stays, overlapping or not, some of them open."""
    found = []
    for entered in draw(st.lists(THIS_YEAR, min_size=1, max_size=8)):
        length = draw(st.one_of(st.none(), st.integers(0, 120)))
        found.append({"in": entered, "out": None if length is None else entered + length * ONE})
    return found


def present_days(rows, on):
    """Every calendar day on which somebody was there, both days of crossing included."""
    days = set()
    for row in rows:
        day, last = row["in"], min(row["out"] or on, on)
        while day <= last:
            days.add(day)
            day += ONE
    return days


def ask(rows, on, **facts):
    return evaluate("stay-days", on, {"country": "RU", "citizenship": "TJ", "stays": rows, **facts}).result


@quick
@given(stays())
def test_days_used_in_the_year_are_the_days_somebody_was_there(rows):
    on = date(2026, 3, 10)
    slow = sum(day.year == on.year for day in present_days(rows, on))

    found = ask(rows, on)

    assert found["days_used"] == slow
    assert found["days_left"] - found["days_over"] == 90 - slow


@quick
@given(stays())
def test_days_used_in_any_180_are_those_of_the_last_180(rows):
    on = date(2026, 3, 10)
    slow = sum(on - 179 * ONE <= day <= on for day in present_days(rows, on))

    found = evaluate("stay-days", on, {"country": "KZ", "citizenship": "KG", "stays": rows}).result

    assert found["days_used"] == slow


@quick
@given(stays(), st.randoms(use_true_random=False))
def test_the_order_of_entries_and_repeated_rows_change_nothing(rows, chance):
    shuffled = [*rows, rows[0]]
    chance.shuffle(shuffled)

    assert ask(shuffled, date(2026, 3, 10)) == ask(rows, date(2026, 3, 10))


@quick
@given(stays(), THIS_YEAR, st.integers(0, 100))
def test_days_of_an_exception_are_taken_out_once(rows, first, length):
    on, last = date(2026, 3, 10), first + length * ONE
    slow = sum(day.year == on.year and not first <= day <= last for day in present_days(rows, on))

    found = ask(rows, on, exceptions=[{"from": first, "to": last, "status": "patent"}])

    assert found["days_used"] == slow


@quick
@given(DAYS, st.one_of(st.none(), st.integers(0, 90)), DAYS, st.sampled_from(["both", "entry", "exit"]))
def test_the_days_of_crossing_count_as_the_rule_says(entered, length, on, crossing):
    """An exit after the day of the question has not happened: the person is there on that day."""
    left = None if length is None else entered + length * ONE
    days = {entered + n * ONE for n in range((min(left or on, on) - entered).days + 1)}
    if crossing == "exit":
        days.discard(entered)
    if crossing == "entry" and left and left <= on:
        days.discard(left)

    span = counted_span(entered, left, on, crossing)

    assert days_within([span] if span else [], date.min, date.max) == len(days)


@quick
@given(stays(), THIS_YEAR, st.sampled_from([0, 180]), st.sampled_from([0, 30, 90]))
def test_the_last_day_is_the_last_one_within_the_limits(rows, on, window, continuous):
    """Day by day: every day up to it keeps both limits, the next one breaks one of them."""
    counting = Counting(90, window, continuous, "both")
    before = sorted(present_days(rows, on - ONE))
    spans = merged(Span(day, day) for day in before)

    last = last_allowed(spans, 0, on, counting)

    def breaks(day):
        first = date(day.year, 1, 1) if not window else day - (window - 1) * ONE
        total = sum(first <= one <= day for one in before) + (day - max(on, first)).days + 1
        return total > 90 or (continuous and (day - on).days + 1 > continuous)

    assert breaks(on) if last is None else not any(breaks(on + n * ONE) for n in range((last - on).days + 1))
    assert last is None or breaks(last + ONE)


@quick
@given(
    st.lists(st.tuples(DAYS, st.integers(0, 50)), max_size=6),
    st.lists(st.tuples(DAYS, st.integers(0, 50)), max_size=6),
)
def test_spans_are_sets_of_days(some, others):
    def spans(pairs):
        return [Span(day, day + length * ONE) for day, length in pairs]

    def days(pairs):
        return {day + n * ONE for day, length in pairs for n in range(length + 1)}

    left = without(merged(spans(some)), merged(spans(others)))

    assert days_within(left, date.min, date.max) == len(days(some) - days(others))


@quick
@given(DAYS, st.integers(1, 40))
def test_working_days_end_on_a_working_day_with_so_many_between(start, amount):
    last = terms.last_day(start, Term(amount, "working-days"))

    between = [start + n * ONE for n in range(1, (last - start).days + 1)]
    assert sum(day.weekday() < 5 for day in between) == amount
    assert last.weekday() < 5
    assert terms.before(last, Term(amount, "working-days")) <= start or start.weekday() >= 5


@quick
@given(DAYS, st.integers(-30, 30))
def test_months_keep_the_day_or_take_the_last_of_a_shorter_month(start, months):
    end = terms.add_months(start, months)

    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end.day < start.day and (end + ONE).day == 1)


def test_a_year_from_a_leap_day_ends_with_february():
    assert terms.last_day(date(2024, 2, 29), Term(1, "years")) == date(2025, 2, 28)
    assert terms.last_day(date(2024, 2, 29), Term(4, "years")) == date(2028, 2, 29)


@quick
@given(st.dates(date(2025, 12, 22), date(2026, 3, 9)), st.integers(1, 10**7))
def test_interest_on_late_wages_is_the_sum_of_its_days(due, amount):
    """Day by day at the rate of the day; each stretch is rounded once, so at most half a cent a stretch is lost."""
    on, exact, day = date(2026, 3, 10), Decimal(0), due + ONE
    while day <= on:
        rate = Decimal("16") if day < date(2026, 2, 16) else Decimal("15.5")
        exact += amount * rate / 100 / 150
        day += ONE

    found = evaluate("late-wages", on, {"country": "RU", "sums": [{"amount": amount, "due": due}]}).result

    assert abs(found["interest"] - exact) <= Decimal("0.01")
