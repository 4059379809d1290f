"""When somebody was born, and what follows from it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapar.common.errors import Invalid
from sapar.people import birth
from sapar.people.codes import AgeBand
from sapar.ui.dates import PartialDate, Precision

TODAY = dt.date(2026, 11, 21)
days = st.dates(dt.date(1907, 1, 1), TODAY)


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (dt.date(2026, 11, 21), AgeBand.CHILD),
        (dt.date(2012, 11, 22), AgeBand.CHILD),
        (dt.date(2012, 11, 21), AgeBand.TEEN),
        (dt.date(2008, 11, 22), AgeBand.TEEN),
        (dt.date(2008, 11, 21), AgeBand.YOUNG),
        (dt.date(2001, 11, 21), AgeBand.ADULT),
        (dt.date(1981, 11, 21), AgeBand.OLDER),
        (dt.date(1966, 11, 21), AgeBand.OLD),
        (dt.date(1910, 1, 1), AgeBand.OLD),
    ],
)
def test_the_age_group_changes_on_the_birthday(born, band):
    assert birth.band(PartialDate.of(born), TODAY) is band


def test_with_the_year_alone_a_child_does_not_pass_for_an_adult():
    assert birth.band(PartialDate(Precision.YEAR, 2008), TODAY) is AgeBand.TEEN
    assert birth.band(PartialDate(Precision.ABOUT, 2007), TODAY) is AgeBand.YOUNG


def test_not_known_is_not_an_age():
    assert birth.band(PartialDate(Precision.UNKNOWN), TODAY) is AgeBand.UNKNOWN


@pytest.mark.parametrize(
    "born",
    [
        PartialDate.of(dt.date(2026, 11, 22)),
        PartialDate(Precision.YEAR, 2027),
        PartialDate(Precision.YEAR, 9999),
        PartialDate(Precision.YEAR, 1905),
        PartialDate(Precision.EXACT, 2001, 2, 29),
        PartialDate(Precision.EXACT, 2001, 13, 1),
    ],
)
def test_impossible_birth_dates_are_refused_with_a_sentence(born):
    with pytest.raises(Invalid) as refusal:
        birth.checked(born, TODAY)
    assert list(refusal.value.problems) == ["birth"]


@given(days)
def test_what_is_sealed_reads_back(day):
    exact = PartialDate.of(day)
    assert birth.opened(birth.sealed(exact), "exact") == exact
    about = PartialDate(Precision.ABOUT, day.year)
    assert birth.opened(birth.sealed(about), "about") == about


@given(days)
def test_everybody_falls_into_one_group_and_the_year_never_makes_them_older(day):
    exact = birth.age(PartialDate.of(day), TODAY)
    by_year = birth.age(PartialDate(Precision.YEAR, day.year), TODAY)
    assert exact is not None
    assert by_year is not None
    assert 0 <= by_year <= exact <= by_year + 1
    assert birth.band(PartialDate.of(day), TODAY) is not AgeBand.UNKNOWN
