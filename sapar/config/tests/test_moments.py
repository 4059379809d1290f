"""Moments come from the database as they went there, in whatever zone the connection writes them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DataError, connection
from hypothesis import given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.django_db


def read(text: str):
    with connection.cursor() as cursor:
        cursor.execute("select %s::timestamptz", [text])
        return cursor.fetchone()[0]


@settings(max_examples=40, deadline=None)
@given(st.datetimes(timezones=st.just(dt.UTC)))
def test_a_moment_comes_back_as_it_went(moment):
    found = read(moment.isoformat())
    assert found == moment
    assert found.tzinfo is dt.UTC


@pytest.mark.parametrize("zone", ["Asia/Bishkek", "Asia/Kolkata", "America/St_Johns"])
def test_another_zone_of_the_connection_is_the_same_moment(zone):
    moment = dt.datetime(2026, 3, 21, 22, 30, 0, 500, tzinfo=dt.UTC)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('timezone', %s, true)", [zone])
    assert read(moment.isoformat()) == moment


@pytest.mark.parametrize("text", ["infinity", "-infinity", "12026-01-01 00:00+00"])
def test_what_no_calendar_has_is_refused(text):
    with pytest.raises(DataError):
        read(text)


def test_every_connection_reads_them_so():
    with connection.cursor() as cursor:
        loader = cursor.connection.adapters.get_loader(1184, 0)
    assert loader.__module__ == "sapar.config.moments"
