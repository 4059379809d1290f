"""Statements sent straight through libpq give what a cursor gives: rows, counts, refusals."""

from __future__ import annotations

import decimal
import uuid

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import (
    IntegrityError,
    OperationalError,
    ProgrammingError,
    connection,
    transaction,
)
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sapar.common import straight
from sapar.common.tests.sending import ADD, MOMENT, cut

KEY = uuid.UUID("0193a6a0-0000-7000-8000-00000000abcd")


def _by_cursor(sql, params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


@pytest.mark.parametrize(
    ("sql", "params"),
    [
        ("select %s::uuid, %s::text", (KEY, "Асан 100 %")),
        ("select %(key)s::uuid, %(key)s::text, %(n)s::int", {"n": 5, "key": KEY}),
        ("select %(n)s::int + 1", {"n": 1, "unused": "x"}),
        ("select 'a%%b', %s::timestamptz", (MOMENT,)),
        ("select 'a%%b' like 'a%%'", {}),
        ("select 1", ()),
        ("select %s::int, %s::int", (None, 7)),
        ("select %s::uuid[], %s::bytea", ([KEY], b"\x00\xff")),
        ("select %s::numeric, %s::date, %s::boolean", (decimal.Decimal("1.50"), MOMENT.date(), True)),
        ("select n from generate_series(1, %s) n", (3,)),
        ("select n from generate_series(1, %s) n", (0,)),
    ],
)
def test_rows_are_those_of_a_cursor(db, sql, params):
    first, again = straight.rows(connection, sql, params), straight.rows(connection, sql, params)
    assert first == again == _by_cursor(sql, params)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])),
    number=st.integers(-(2**31), 2**31 - 1),
)
def test_any_value_comes_back_as_it_was_sent(db, words, number):
    sql = "select %(words)s::text, %(number)s::int, %(words)s::text"
    assert straight.rows(connection, sql, {"number": number, "words": words}) == [(words, number, words)]


def test_a_value_of_another_kind_is_a_statement_of_its_own(db):
    asked = [1, None, 2**40, decimal.Decimal("2.5"), 3, None]
    found = [straight.rows(connection, "select %s::numeric", (one,))[0][0] for one in asked]
    assert found == asked


def test_what_is_written_is_counted(db):
    assert straight.count(connection, ADD, ("amina", "of amina", MOMENT)) == 1
    assert straight.count(connection, f"{ADD} on conflict do nothing", ("amina", "again", MOMENT)) == 0
    assert Session.objects.get(pk="amina").session_data == "of amina"


@pytest.mark.parametrize(
    ("sql", "error", "code"),
    [
        (ADD, IntegrityError, "23505"),
        (
            "select wrong from django_session where session_key in (%s, %s) and expire_date > %s",
            ProgrammingError,
            "42703",
        ),
        ("select pg_sleep(5) where %s <> %s and now() <> %s", OperationalError, "57014"),
    ],
)
def test_a_refusal_is_the_one_that_django_knows(db, sql, error, code):
    straight.count(connection, ADD, ("amina", "", MOMENT))
    with connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = 50")
    with pytest.raises(error) as raised, transaction.atomic():
        straight.rows(connection, sql, ("amina", "", MOMENT))
    assert isinstance(raised.value.__cause__, psycopg.Error)
    assert raised.value.__cause__.sqlstate == code
    assert straight.rows(connection, "select count(*) from django_session", ()) == [(1,)]


def test_a_transaction_that_is_lost_refuses_as_it_does_for_a_cursor(db):
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(transaction.TransactionManagementError):
            straight.rows(connection, "select 1", ())


def test_who_counts_statements_counts_these_too(db):
    with CaptureQueriesContext(connection) as seen:
        straight.rows(connection, "select %s::int", (1,))
        straight.count(connection, ADD, ("amina", "", MOMENT))
    assert len(seen) == 2


def test_statements_beyond_the_most_are_answered_and_not_kept(db, monkeypatch):
    monkeypatch.setattr(straight, "_MOST", 0)
    assert straight.rows(connection, "select %s::int + 0 as kept_by_nobody", (2,)) == [(2,)]
    kept = straight.rows(
        connection,
        "select count(*) from pg_prepared_statements where statement like %s",
        ("%kept_by_nobody%",),
    )
    assert kept == [(0,)]


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_cut_is_told_as_one():
    with transaction.atomic():
        ((own,),) = straight.rows(connection, "select pg_backend_pid()", ())
        cut(own)
        with pytest.raises(OperationalError):
            straight.rows(connection, "select 1", ())
        transaction.set_rollback(True)
    assert straight.rows(connection, "select 2", ()) == [(2,)]
