"""Who receives a call: pure, tried with whatever lines, countries, languages and moments."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sapar.rota import cover
from sapar.rota.choice import Line, choose, languages_for

UTC = dt.UTC
COUNTRIES, LANGUAGES = ("KG", "KZ", "RU"), ("ru", "ky", "tg")
ZONES = ("Asia/Bishkek", "Europe/Moscow", "Europe/Berlin", "Asia/Vladivostok")


@some.composite
def lines(draw, size=6):
    times = some.one_of(
        some.just((None, None)), some.tuples(some.times(), some.times()).filter(lambda two: two[0] != two[1])
    )
    made = []
    for position in range(draw(some.integers(0, size))):
        opens, closes = draw(times)
        made.append(
            Line(
                key=position,
                countries=tuple(draw(some.sets(some.sampled_from(COUNTRIES)))),
                languages=tuple(draw(some.sets(some.sampled_from(LANGUAGES), min_size=1))),
                weekdays=tuple(draw(some.sets(some.integers(0, 6), min_size=1))),
                opens=opens,
                closes=closes,
                zone=draw(some.sampled_from(ZONES)),
                answers_within=draw(some.integers(1, 168)),
                position=position,
            )
        )
    return draw(some.permutations(made))


moments = some.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: dt.datetime(2026, 1, 1, tzinfo=UTC) + dt.timedelta(minutes=minutes)
)
countries, languages = some.sampled_from(("", *COUNTRIES)), some.sampled_from(LANGUAGES)


@given(lines(), countries, languages, moments)
def test_nobody_receives_what_they_did_not_offer_and_somebody_does_when_anybody_offered(
    offered, country, language, at
):
    promise = choose(offered, country, language, at)
    willing = [
        one
        for one in offered
        if language in one.languages and (not country or not one.countries or country in one.countries)
    ]
    assert (promise is None) == (willing == [])
    if promise:
        assert promise.line in willing


@given(lines(), countries, languages, moments)
def test_of_those_open_the_first_in_order_and_when_all_are_closed_the_one_that_opens_first(
    offered, country, language, at
):
    promise = choose(offered, country, language, at)
    if promise is None:
        return
    willing = [one for one in offered if one.covers(country, language)]
    is_open = [one for one in willing if one.next_open(at) == at]
    if is_open:
        assert promise.line.position == min(one.position for one in is_open)
    else:
        assert promise.line.next_open(at) == min(one.next_open(at) for one in willing)


@given(lines(), countries, languages, moments)
def test_the_promise_is_counted_from_when_somebody_is_there(offered, country, language, at):
    promise = choose(offered, country, language, at)
    if promise is None:
        return
    hour = dt.timedelta(hours=1)
    assert promise.answer_by == promise.line.next_open(at) + promise.line.answers_within * hour
    assert at + (promise.within_hours - 1) * hour < promise.answer_by <= at + promise.within_hours * hour


@given(lines(size=1), moments)
def test_a_line_opens_on_one_of_its_days_by_its_own_clock(offered, at):
    for one in offered:
        begins = one.next_open(at)
        assert begins >= at
        if begins > at:
            local = begins.astimezone(ZoneInfo(one.zone))
            assert local.weekday() in one.weekdays


def line(**facts) -> Line:
    usual = {
        "key": 1, "countries": (), "languages": ("ru",), "weekdays": tuple(range(7)), "opens": None, "closes": None,
        "zone": "Asia/Bishkek", "answers_within": 4, "position": 1,
    }  # fmt: skip
    return Line(**usual | facts)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("opens", "closes", "asked", "begins"),
    [
        # By day.
        ("09:00", "18:00", "2026-11-23T08:59+06:00", "2026-11-23T09:00+06:00"),
        ("09:00", "18:00", "2026-11-23T09:00+06:00", "2026-11-23T09:00+06:00"),
        ("09:00", "18:00", "2026-11-23T17:59+06:00", "2026-11-23T17:59+06:00"),
        ("09:00", "18:00", "2026-11-23T18:00+06:00", "2026-11-24T09:00+06:00"),
        # Over midnight.
        ("22:00", "06:00", "2026-11-23T23:30+06:00", "2026-11-23T23:30+06:00"),
        ("22:00", "06:00", "2026-11-23T00:30+06:00", "2026-11-23T00:30+06:00"),
        ("22:00", "06:00", "2026-11-23T06:00+06:00", "2026-11-23T22:00+06:00"),
        ("18:00", "00:00", "2026-11-23T23:59+06:00", "2026-11-23T23:59+06:00"),
        ("18:00", "00:00", "2026-11-24T00:00+06:00", "2026-11-24T18:00+06:00"),
    ],
)
def test_hours_by_the_clock(opens, closes, asked, begins):
    one = line(opens=dt.time.fromisoformat(opens), closes=dt.time.fromisoformat(closes))
    assert one.next_open(at(asked)) == at(begins)


def test_the_night_of_friday_goes_on_into_saturday():
    one = line(weekdays=(4,), opens=dt.time(22), closes=dt.time(6))
    assert one.next_open(at("2026-11-28T05:00+06:00")) == at("2026-11-28T05:00+06:00")
    assert one.next_open(at("2026-11-28T06:00+06:00")) == at("2026-12-04T22:00+06:00")


def test_nine_in_moscow_is_noon_in_bishkek():
    one = line(zone="Europe/Moscow", opens=dt.time(9), closes=dt.time(18))
    assert one.next_open(at("2026-11-23T11:00+06:00")) == at("2026-11-23T12:00+06:00")


def test_the_night_the_clocks_change_is_as_long_as_it_is():
    one = line(zone="Europe/Berlin", opens=dt.time(1), closes=dt.time(4))
    assert one.next_open(at("2026-10-25T03:59+01:00")) == at("2026-10-25T03:59+01:00")
    assert one.next_open(at("2026-10-25T01:00+02:00")) == at("2026-10-25T01:00+02:00")
    assert one.next_open(at("2026-10-25T04:00+01:00")) == at("2026-10-26T01:00+01:00")


def test_languages_come_in_the_order_of_the_lines():
    offered = [
        line(key=2, position=2, languages=("tg",), countries=("KZ",)),
        line(key=1, position=1, languages=("ky", "ru")),
    ]
    assert languages_for(offered, "KZ") == ["ky", "ru", "tg"]
    assert languages_for(offered, "RU") == ["ky", "ru"]


spans = some.lists(
    some.tuples(some.integers(-20, 200), some.integers(1, 60)).map(lambda two: (two[0], two[0] + two[1]))
)


@given(spans)
def test_holes_and_shifts_together_are_the_whole_week_and_never_overlap(made):
    begins = at("2026-11-23T00:00+06:00")
    hour = dt.timedelta(hours=1)
    covered = [(begins + a * hour, begins + b * hour) for a, b in made]
    found = cover.holes(covered, begins, begins + 168 * hour)
    for number in range(168):
        moment = begins + (number + 0.5) * hour
        on_duty = any(a <= moment < b for a, b in covered)
        assert on_duty != any(a <= moment < b for a, b in found)
    assert all(a < b for a, b in found)
    assert all(one[1] < after[0] for one, after in zip(found, found[1:], strict=False))


def test_a_shift_that_ends_no_later_than_it_begins_ends_the_next_day():
    zone = ZoneInfo("Asia/Bishkek")
    begins, ends = cover.span_of(dt.date(2026, 11, 23), dt.time(20), dt.time(8), zone)
    assert (ends - begins) == dt.timedelta(hours=12)
    assert cover.a_week_later((begins, ends), zone) == (
        begins + dt.timedelta(days=7),
        ends + dt.timedelta(days=7),
    )


def test_a_week_later_keeps_the_clock_over_a_change_of_clocks():
    zone = ZoneInfo("Europe/Berlin")
    span = cover.span_of(dt.date(2026, 10, 20), dt.time(9), dt.time(17), zone)
    later = cover.a_week_later(span, zone)
    assert [moment.astimezone(zone).time() for moment in later] == [dt.time(9), dt.time(17)]
