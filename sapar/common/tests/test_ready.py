"""Reads whose SQL is built once give what the queryset gives, and refuse what would make them give something else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from sapar.common.ready import NotReadable, Ready, Text, ready

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


@ready
def kept(key: Text, after: dt.datetime):
    return Session.objects.filter(session_key=key, expire_date__gt=after)


@ready
def some(keys: list[str]):
    return Session.objects.filter(session_key__among=keys).order_by("session_key")


@ready
def named(part: str | None):
    rows = Session.objects.order_by("session_key")
    return rows.filter(session_data=part) if part else rows


@pytest.fixture
def sessions(db):
    rows = [
        Session(session_key=name, session_data=f"of {name}", expire_date=NOW + dt.timedelta(hours=number))
        for number, name in enumerate(("amina", "bakyt", "chen"))
    ]
    return Session.objects.bulk_create(rows)


def test_each_call_is_asked_with_its_own_values(sessions):
    assert [one.session_key for one in kept(Text("bakyt"), NOW)] == ["bakyt"]
    assert [one.session_key for one in kept(Text("chen"), NOW)] == ["chen"]
    assert kept(Text("bakyt"), NOW + dt.timedelta(hours=3)) == []


def test_a_list_is_one_value_of_any_length(sessions, django_assert_num_queries):
    with django_assert_num_queries(3):
        assert some([]) == []
        assert [one.pk for one in some(["chen"])] == ["chen"]
        assert [one.pk for one in some(["chen", "amina", "nobody"])] == ["amina", "chen"]


def test_a_code_belongs_to_the_question(sessions):
    assert len(named(None)) == 3
    assert [one.pk for one in named("of chen")] == ["chen"]
    assert len(named(None)) == 3


def test_a_value_that_does_not_reach_the_statement_as_given_is_refused(db):
    begins = ready(lambda key: Session.objects.filter(session_key__startswith=key))
    with pytest.raises(NotReadable):
        begins(Text("am"))


def test_a_read_that_asks_the_clock_itself_fails_where_reads_are_checked(db):
    assert Ready.is_checked
    fresh = ready(lambda key: Session.objects.filter(session_key=key, expire_date__gt=timezone.now()))
    with pytest.raises(AssertionError, match="not the statement"):
        fresh(Text("amina"))


def test_a_value_taken_for_a_code_does_not_fill_the_memory(sessions):
    counted = ready(lambda text: Session.objects.filter(session_data=text))
    for number in range(Ready.MOST):
        counted(str(number))
    with pytest.raises(NotReadable):
        counted("one too many")


def test_named_arguments_are_refused(db):
    with pytest.raises(NotReadable):
        named(part=None)


def test_values_read_as_rows_stay_rows(sessions):
    keys = ready(
        lambda after: Session.objects.filter(expire_date__gt=after).values_list("pk", "session_data")
    )
    assert keys(NOW + dt.timedelta(minutes=90)) == [("chen", "of chen")]
