"""Statements sent straight through libpq give what a cursor gives: rows, counts, refusals."""

from __future__ import annotations

import datetime as dt
import decimal
import threading
import uuid
from contextlib import nullcontext, suppress

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import (
    DataError,
    IntegrityError,
    InternalError,
    OperationalError,
    ProgrammingError,
    connection,
    transaction,
)
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sapar.common import blocks, straight, tenancy

KEY = uuid.UUID("0193a6a0-0000-7000-8000-00000000abcd")
MOMENT = dt.datetime(2026, 11, 23, 3, 10, tzinfo=dt.UTC)
CLOCK = "select clock_timestamp(), %s::int"
KEYS = "select session_key from django_session order by 1"
ADD = "insert into django_session (session_key, session_data, expire_date) values (%s, %s, %s)"


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
        _cut(own)
        with pytest.raises(OperationalError):
            straight.rows(connection, "select 1", ())
        transaction.set_rollback(True)
    assert straight.rows(connection, "select 2", ()) == [(2,)]


def _keys():
    return [key for (key,) in straight.rows(connection, KEYS, ())]


def _add(key):
    straight.send(connection, ADD, (key, "", MOMENT))


def test_what_is_sent_is_there_for_whoever_asks_next(db):
    with straight.together(connection):
        _add("amina")
        _add("bakyt")
        assert _keys() == ["amina", "bakyt"]
        _add("chen")
        assert Session.objects.filter(pk="chen").exists()
        _add("dana")
    assert Session.objects.count() == 4


@pytest.mark.parametrize("then", ["asks", "asks by a cursor", "ends", "leaves a savepoint"])
def test_what_was_sent_and_failed_is_told_by_what_comes_next(db, then):
    def go_on():
        if then == "asks":
            _keys()
        elif then == "asks by a cursor":
            Session.objects.count()
        elif then == "leaves a savepoint":
            with transaction.atomic():
                _add("bakyt")

    def twice():
        with transaction.atomic(), straight.together(connection):
            _add("amina")
            _add("amina")
            go_on()

    with pytest.raises(IntegrityError) as raised:
        twice()
    assert raised.value.__cause__.sqlstate == "23505"
    assert _keys() == []


def test_a_failure_that_was_undone_to_a_savepoint_ends_well(db):
    with transaction.atomic(), straight.together(connection):
        _add("amina")
        with suppress(IntegrityError), transaction.atomic():
            _add("amina")
        _add("bakyt")
    assert _keys() == ["amina", "bakyt"]


def test_what_was_raised_first_is_what_is_told(db):
    def both():
        with transaction.atomic(), straight.together(connection):
            _add("amina")
            _add("amina")
            raise ValueError("of the program")

    with pytest.raises(ValueError, match="of the program"):
        both()
    assert _keys() == []


def test_a_scope_is_put_back_while_something_is_on_its_way(db):
    org = "select current_setting('sapar.org', true)"
    with straight.together(connection), tenancy.scope(org=KEY):
        _add("amina")
        with tenancy.scope(org=uuid.UUID(int=1)):
            _add("bakyt")
        _add("chen")
        assert straight.rows(connection, org, ()) == [(str(KEY),)]
    assert straight.rows(connection, org, ()) != [(str(KEY),)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["send", "ask"])
def test_the_first_statement_begins_the_transaction(first):
    def undone():
        with transaction.atomic(), straight.together(connection):
            if first == "ask":
                assert _keys() == []
            _add("amina")
            assert _keys() == ["amina"]
            transaction.set_rollback(True)

    undone()
    assert not Session.objects.exists()
    with transaction.atomic(), straight.together(connection):
        _add("amina")
    assert Session.objects.get().pk == "amina"


@pytest.mark.django_db(transaction=True)
def test_a_commit_goes_out_with_what_it_keeps():
    with straight.together(connection), transaction.atomic():
        _add("amina")
        assert _keys() == ["amina"]
        _add("bakyt")
    with straight.together(connection), transaction.atomic():
        assert _keys() == ["amina", "bakyt"]
        straight.ahead(connection, KEYS, ())
    with psycopg.connect(_dsn(), password=connection.connection.info.password) as other:
        assert [key for (key,) in other.execute(KEYS)] == ["amina", "bakyt"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("last", ["sent", "asked ahead", "somebody's own mistake", "taken for one's own"])
def test_nothing_is_kept_where_something_sent_has_failed(last):
    def keep():
        with straight.together(connection), transaction.atomic():
            _add("amina")
            if last == "sent":
                _add("amina")
            elif last == "asked ahead":
                straight.ahead(connection, "select 1 / %s::int", (0,))
            elif last == "somebody's own mistake":
                _add("amina")
                raise ValueError(last)
            else:
                _add("amina")
                with suppress(IntegrityError):
                    _keys()

    with pytest.raises((IntegrityError, DataError, InternalError, ValueError)) as raised:
        keep()
    told = {"sent": IntegrityError, "asked ahead": DataError, "taken for one's own": InternalError}
    assert isinstance(raised.value, told.get(last, ValueError))
    assert _keys() == []
    with straight.together(connection), transaction.atomic():
        _add("bakyt")
    assert _keys() == ["bakyt"]


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_cut_before_the_commit_is_told():
    def keep():
        with straight.together(connection), transaction.atomic():
            ((own,),) = straight.rows(connection, "select pg_backend_pid()", ())
            _add("amina")
            _cut(own)

    with pytest.raises(OperationalError):
        keep()
    assert _keys() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_undone", [True, False])
def test_what_is_undone_while_it_is_on_its_way_is_undone(is_undone):
    with straight.together(connection), transaction.atomic():
        talked_with = straight.rows(connection, "select pg_backend_pid()", ())
        _add("amina")
        transaction.set_rollback(is_undone)
    assert straight.rows(connection, "select pg_backend_pid()", ()) == talked_with
    assert _keys() == ([] if is_undone else ["amina"])


def test_a_whole_block_is_left_without_waiting_and_undone_by_what_a_verb_raises(db):
    with transaction.atomic(), straight.together(connection):
        with suppress(ValueError), blocks.whole():
            _add("amina")
            raise ValueError
        with blocks.whole():
            _add("bakyt")
            with blocks.whole():
                _add("chen")
        assert _keys() == ["bakyt", "chen"]


@pytest.mark.parametrize("block", [transaction.atomic, blocks.whole])
def test_who_leaves_a_block_that_failed_hears_of_it_then_or_next(db, block):
    heard = []

    def leave():
        with transaction.atomic(), straight.together(connection):
            _add("amina")
            try:
                with block():
                    _add("amina")
            except IntegrityError:
                heard.append("then")
            if not heard:
                _keys()

    if block is transaction.atomic:
        leave()
    else:
        with pytest.raises(IntegrityError):
            leave()
    assert heard == (["then"] if block is transaction.atomic else [])
    assert _keys() == (["amina"] if heard else [])


@pytest.mark.django_db(transaction=True)
def test_only_the_block_that_said_so_is_left_unwaited():
    """The outermost block has no savepoint to leave: what it said must not reach the next block."""
    with straight.together(connection), blocks.whole():
        _add("amina")
    with straight.together(connection), transaction.atomic():
        _add("bakyt")
        with pytest.raises(IntegrityError), transaction.atomic():
            _add("bakyt")
        _add("chen")
    assert _keys() == ["amina", "bakyt", "chen"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("waits", ["for what it asks", "for what it sent", "for the commit"])
def test_who_waits_for_the_database_lets_the_other_threads_work(waits):
    """One holds what the other waits for: where the first can't go on, both wait until the database loses patience."""
    lock, failed = "select pg_advisory_xact_lock(%s)", []

    def wait():
        try:
            with straight.together(connection), transaction.atomic():
                straight.send(connection, "set local lock_timeout = 3000", ())
                _add("amina")
                if waits == "for what it asks":
                    straight.rows(connection, lock, (42,))
                else:
                    straight.send(connection, lock, (42,))
                if waits == "for what it sent":
                    _keys()
        except OperationalError as fault:
            failed.append(fault)
        finally:
            connection.close()

    straight.rows(connection, "select 1", ())
    with psycopg.connect(_dsn(), password=connection.connection.info.password, autocommit=True) as other:
        other.execute("select pg_advisory_lock(42)")
        one = threading.Thread(target=wait)
        one.start()
        waiting = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
        while one.is_alive() and other.execute(waiting).fetchone() == (0,):
            pass
        other.execute("select pg_advisory_unlock(42)")
        one.join()
    assert failed == []
    assert _keys() == ["amina"]


def _clock(number):
    return straight.rows(connection, CLOCK, (number,))[0]


def test_what_was_asked_ahead_was_answered_then(db):
    with straight.together(connection):
        for number in (1, 2, 3, 4):
            straight.ahead(connection, CLOCK, (number,))
        meanwhile = _clock(9)[0]
        # In another order, and not all of them.
        early = {number: _clock(number) for number in (3, 1, 4)}
        assert [early[number][1] for number in (1, 3, 4)] == [1, 3, 4]
        assert early[1][0] < early[3][0] < early[4][0] < meanwhile < _clock(1)[0]
    assert straight.rows(connection, "select 1", ()) == [(1,)]


def test_an_answer_is_there_before_the_next_question(db):
    with straight.together(connection):
        straight.ahead(connection, CLOCK, (1,))
        straight.ahead(connection, CLOCK, (2,))
        first = _clock(1)
        straight.ahead(connection, CLOCK, (3,))
        assert [_clock(2)[1], _clock(3)[1], _clock(3)[1]] == [2, 3, 3]
        assert first[0] < _clock(2)[0]


@pytest.mark.parametrize(
    "wrote", ["sends", "counts", "asks what writes", "by a cursor", "leaves a savepoint"]
)
def test_what_was_asked_before_something_was_written_is_asked_anew(db, wrote):
    with straight.together(connection):
        straight.ahead(connection, KEYS, ())
        if wrote == "sends":
            _add("amina")
        elif wrote == "counts":
            straight.count(connection, ADD, ("amina", "", MOMENT))
        elif wrote == "asks what writes":
            straight.rows(connection, f"{ADD} returning session_key", ("amina", "", MOMENT))
        elif wrote == "by a cursor":
            with connection.cursor() as cursor:
                cursor.execute(ADD, ("amina", "", MOMENT))
        else:
            with transaction.atomic():
                _add("amina")
        assert _keys() == ["amina"]


def test_nothing_is_asked_ahead_where_each_is_asked_by_itself(db):
    straight.ahead(connection, "select wrong from nowhere", ())
    assert straight.rows(connection, "select 1", ()) == [(1,)]


@pytest.mark.parametrize("wanted", [True, False])
def test_a_failure_that_was_asked_ahead_is_told(db, wanted):
    divided = "select 1 / %s::int"

    def ask():
        with transaction.atomic(), straight.together(connection):
            straight.ahead(connection, CLOCK, (1,))
            straight.ahead(connection, divided, (0,))
            straight.ahead(connection, CLOCK, (2,))
            assert _clock(1)[1] == 1
            if wanted:
                straight.rows(connection, divided, (0,))

    with pytest.raises(DataError):
        ask()
    assert straight.rows(connection, "select 1", ()) == [(1,)]


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_cut_while_it_was_asked_ahead_is_told():
    def ask():
        with transaction.atomic(), straight.together(connection):
            ((own,),) = straight.rows(connection, "select pg_backend_pid()", ())
            straight.ahead(connection, "select pg_sleep(60), %s::int", (1,))
            _cut(own)
            straight.rows(connection, "select pg_sleep(60), %s::int", (1,))

    with pytest.raises(OperationalError):
        ask()
    assert straight.rows(connection, "select 2", ()) == [(2,)]


STEPS = st.lists(
    st.tuples(st.sampled_from(["send", "count", "ask", "ahead", "orm", "undo"]), st.sampled_from("abcdefgh")),
    max_size=14,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(steps=STEPS)
def test_together_everything_comes_out_as_one_by_one(db, steps):
    def run(*, gathered):
        seen = []
        with transaction.atomic():
            with straight.together(connection) if gathered else nullcontext():
                for what, key in steps:
                    if what == "ask":
                        seen.append(_keys())
                    elif what == "ahead":
                        straight.ahead(connection, KEYS, ())
                    elif what == "orm":
                        seen.append(Session.objects.filter(pk=key).count())
                    elif what == "undo":
                        with transaction.atomic():
                            straight.send(connection, f"{ADD} on conflict do nothing", (key, "", MOMENT))
                            transaction.set_rollback(True)
                    elif what == "count":
                        seen.append(
                            straight.count(connection, f"{ADD} on conflict do nothing", (key, "", MOMENT))
                        )
                    else:
                        straight.send(connection, f"{ADD} on conflict do nothing", (key, "", MOMENT))
            seen.append(_keys())
            transaction.set_rollback(True)
        return seen

    assert run(gathered=True) == run(gathered=False)


def _cut(backend):
    with psycopg.connect(_dsn(), password=connection.connection.info.password) as other:
        other.execute("select pg_terminate_backend(%s)", (backend,))


def _dsn():
    return connection.connection.info.dsn
