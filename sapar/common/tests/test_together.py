"""Statements that are not waited for, or asked ahead, come out as they do one by one; a block ends well or not at all."""

from __future__ import annotations

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
    connection,
    transaction,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sapar.common import blocks, straight, tenancy
from sapar.common.tests.sending import ADD, KEYS, MOMENT, add, cut, dsn, keys

KEY = uuid.UUID("0193a6a0-0000-7000-8000-00000000abcd")
CLOCK = "select clock_timestamp(), %s::int"


def test_what_is_sent_is_there_for_whoever_asks_next(db):
    with straight.together(connection):
        add("amina")
        add("bakyt")
        assert keys() == ["amina", "bakyt"]
        add("chen")
        assert Session.objects.filter(pk="chen").exists()
        add("dana")
    assert Session.objects.count() == 4


@pytest.mark.parametrize("then", ["asks", "asks by a cursor", "ends", "leaves a savepoint"])
def test_what_was_sent_and_failed_is_told_by_what_comes_next(db, then):
    def go_on():
        if then == "asks":
            keys()
        elif then == "asks by a cursor":
            Session.objects.count()
        elif then == "leaves a savepoint":
            with transaction.atomic():
                add("bakyt")

    def twice():
        with transaction.atomic(), straight.together(connection):
            add("amina")
            add("amina")
            go_on()

    with pytest.raises(IntegrityError) as raised:
        twice()
    assert raised.value.__cause__.sqlstate == "23505"
    assert keys() == []


def test_a_failure_that_was_undone_to_a_savepoint_ends_well(db):
    with transaction.atomic(), straight.together(connection):
        add("amina")
        with suppress(IntegrityError), transaction.atomic():
            add("amina")
        add("bakyt")
    assert keys() == ["amina", "bakyt"]


def test_what_was_raised_first_is_what_is_told(db):
    def both():
        with transaction.atomic(), straight.together(connection):
            add("amina")
            add("amina")
            raise ValueError("of the program")

    with pytest.raises(ValueError, match="of the program"):
        both()
    assert keys() == []


def test_a_scope_is_put_back_while_something_is_on_its_way(db):
    org = "select current_setting('sapar.org', true)"
    with straight.together(connection), tenancy.scope(org=KEY):
        add("amina")
        with tenancy.scope(org=uuid.UUID(int=1)):
            add("bakyt")
        add("chen")
        assert straight.rows(connection, org, ()) == [(str(KEY),)]
    assert straight.rows(connection, org, ()) != [(str(KEY),)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["send", "ask"])
def test_the_first_statement_begins_the_transaction(first):
    def undone():
        with transaction.atomic(), straight.together(connection):
            if first == "ask":
                assert keys() == []
            add("amina")
            assert keys() == ["amina"]
            transaction.set_rollback(True)

    undone()
    assert not Session.objects.exists()
    with transaction.atomic(), straight.together(connection):
        add("amina")
    assert Session.objects.get().pk == "amina"


@pytest.mark.django_db(transaction=True)
def test_a_commit_goes_out_with_what_it_keeps():
    with straight.together(connection), transaction.atomic():
        add("amina")
        assert keys() == ["amina"]
        add("bakyt")
    with straight.together(connection), transaction.atomic():
        assert keys() == ["amina", "bakyt"]
        straight.ahead(connection, KEYS, ())
    with psycopg.connect(dsn(), password=connection.connection.info.password) as other:
        assert [key for (key,) in other.execute(KEYS)] == ["amina", "bakyt"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("last", ["sent", "asked ahead", "somebody's own mistake", "taken for one's own"])
def test_nothing_is_kept_where_something_sent_has_failed(last):
    def keep():
        with straight.together(connection), transaction.atomic():
            add("amina")
            if last == "sent":
                add("amina")
            elif last == "asked ahead":
                straight.ahead(connection, "select 1 / %s::int", (0,))
            elif last == "somebody's own mistake":
                add("amina")
                raise ValueError(last)
            else:
                add("amina")
                with suppress(IntegrityError):
                    keys()

    with pytest.raises((IntegrityError, DataError, InternalError, ValueError)) as raised:
        keep()
    told = {"sent": IntegrityError, "asked ahead": DataError, "taken for one's own": InternalError}
    assert isinstance(raised.value, told.get(last, ValueError))
    assert keys() == []
    with straight.together(connection), transaction.atomic():
        add("bakyt")
    assert keys() == ["bakyt"]


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_cut_before_the_commit_is_told():
    def keep():
        with straight.together(connection), transaction.atomic():
            ((own,),) = straight.rows(connection, "select pg_backend_pid()", ())
            add("amina")
            cut(own)

    with pytest.raises(OperationalError):
        keep()
    assert keys() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_undone", [True, False])
def test_what_is_undone_while_it_is_on_its_way_is_undone(is_undone):
    with straight.together(connection), transaction.atomic():
        talked_with = straight.rows(connection, "select pg_backend_pid()", ())
        add("amina")
        transaction.set_rollback(is_undone)
    assert straight.rows(connection, "select pg_backend_pid()", ()) == talked_with
    assert keys() == ([] if is_undone else ["amina"])


def test_a_whole_block_is_left_without_waiting_and_undone_by_what_a_verb_raises(db):
    with transaction.atomic(), straight.together(connection):
        with suppress(ValueError), blocks.whole():
            add("amina")
            raise ValueError
        with blocks.whole():
            add("bakyt")
            with blocks.whole():
                add("chen")
        assert keys() == ["bakyt", "chen"]


@pytest.mark.parametrize("block", [transaction.atomic, blocks.whole])
def test_who_leaves_a_block_that_failed_hears_of_it_then_or_next(db, block):
    heard = []

    def leave():
        with transaction.atomic(), straight.together(connection):
            add("amina")
            try:
                with block():
                    add("amina")
            except IntegrityError:
                heard.append("then")
            if not heard:
                keys()

    if block is transaction.atomic:
        leave()
    else:
        with pytest.raises(IntegrityError):
            leave()
    assert heard == (["then"] if block is transaction.atomic else [])
    assert keys() == (["amina"] if heard else [])


@pytest.mark.django_db(transaction=True)
def test_only_the_block_that_said_so_is_left_unwaited():
    """The outermost block has no savepoint to leave: what it said must not reach the next block."""
    with straight.together(connection), blocks.whole():
        add("amina")
    with straight.together(connection), transaction.atomic():
        add("bakyt")
        with pytest.raises(IntegrityError), transaction.atomic():
            add("bakyt")
        add("chen")
    assert keys() == ["amina", "bakyt", "chen"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("waits", ["for what it asks", "for what it sent", "for the commit"])
def test_who_waits_for_the_database_lets_the_other_threads_work(waits):
    """One holds what the other waits for: where the first can't go on, both wait until the database loses patience."""
    lock, failed = "select pg_advisory_xact_lock(%s)", []

    def wait():
        try:
            with straight.together(connection), transaction.atomic():
                straight.send(connection, "set local lock_timeout = 3000", ())
                add("amina")
                if waits == "for what it asks":
                    straight.rows(connection, lock, (42,))
                else:
                    straight.send(connection, lock, (42,))
                if waits == "for what it sent":
                    keys()
        except OperationalError as fault:
            failed.append(fault)
        finally:
            connection.close()

    straight.rows(connection, "select 1", ())
    with psycopg.connect(dsn(), password=connection.connection.info.password, autocommit=True) as other:
        other.execute("select pg_advisory_lock(42)")
        one = threading.Thread(target=wait)
        one.start()
        waiting = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
        while one.is_alive() and other.execute(waiting).fetchone() == (0,):
            pass
        other.execute("select pg_advisory_unlock(42)")
        one.join()
    assert failed == []
    assert keys() == ["amina"]


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
            add("amina")
        elif wrote == "counts":
            straight.count(connection, ADD, ("amina", "", MOMENT))
        elif wrote == "asks what writes":
            straight.rows(connection, f"{ADD} returning session_key", ("amina", "", MOMENT))
        elif wrote == "by a cursor":
            with connection.cursor() as cursor:
                cursor.execute(ADD, ("amina", "", MOMENT))
        else:
            with transaction.atomic():
                add("amina")
        assert keys() == ["amina"]


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
            cut(own)
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
                        seen.append(keys())
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
            seen.append(keys())
            transaction.set_rollback(True)
        return seen

    assert run(gathered=True) == run(gathered=False)
