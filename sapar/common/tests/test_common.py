"""The small pieces that everything stands on."""

from __future__ import annotations

import time
import uuid

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from sapar.common import effects
from sapar.common.errors import IllegalMove
from sapar.common.flow import Flow
from sapar.common.ids import uuid7
from sapar.common.paging import _write, read
from sapar.common.tenancy import OutsideTransaction, scope

DOOR = Flow({("shut", "open"): "ajar", ("ajar", "shut"): "shut", ("ajar", "break"): "broken"})


def test_ids_are_version_7_and_sort_by_time():
    first = uuid7()
    later = time.time_ns() // 1_000_000 + 2
    while time.time_ns() // 1_000_000 < later:
        pass
    second = uuid7()
    assert (first.version, first.variant) == (7, uuid.RFC_4122)
    assert first < second


def test_ids_do_not_repeat():
    assert len({uuid7() for _ in range(10_000)}) == 10_000


def test_ids_made_one_after_the_other_keep_their_order():
    made = [uuid7() for _ in range(1_000)]
    assert made == sorted(made)


def test_a_flow_moves_by_its_table():
    assert DOOR.move("shut", "open") == "ajar"
    assert DOOR.states == ["shut", "ajar", "broken"]
    assert DOOR.verbs == ["open", "shut", "break"]
    assert list(DOOR.final_states()) == ["broken"]
    assert DOOR.verbs_from("ajar") == ["shut", "break"]


@pytest.mark.parametrize(
    ("state", "verb"), [("shut", "shut"), ("broken", "open"), ("shut", "sing"), ("", "open")]
)
def test_a_flow_refuses_what_is_not_in_its_table(state, verb):
    with pytest.raises(IllegalMove) as refusal:
        DOOR.move(state, verb)
    assert (refusal.value.state, refusal.value.verb) == (state, verb)
    assert not DOOR.allows(state, verb)


def test_an_announcement_that_nobody_is_wired_to_is_a_mistake():
    with pytest.raises(LookupError):
        effects.announce(None, "nothing.happened")


def test_an_effect_is_called_once_however_often_it_is_wired():
    seen = []

    def note(actor, **facts):
        seen.append((actor, facts))

    effects.wire("test.rang", note)
    effects.wire("test.rang", note)
    effects.announce("somebody", "test.rang", bell_id=3)
    assert seen == [("somebody", {"bell_id": 3})]


@given(st.datetimes(timezones=st.timezones()), st.uuids())
def test_a_mark_of_a_page_reads_back(at, key):
    assert read(_write(at, key)) == (at.fromisoformat(at.isoformat()), key)


@given(st.text() | st.binary().map(lambda raw: raw.decode("latin-1")))
def test_a_mark_that_makes_no_sense_is_the_first_page(mark):
    at, key = read(mark)
    assert (at is None) == (key is None)


def _settings():
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('sapar.org', true), current_setting('sapar.door', true)")
        return tuple(value or "" for value in cursor.fetchone())


@pytest.mark.django_db
def test_scopes_nest_and_are_put_back():
    outer, inner = uuid7(), uuid7()
    with scope(org=outer):
        with scope(org=inner, door="signin"):
            assert _settings() == (str(inner), "signin")
        assert _settings() == (str(outer), "")
    assert _settings() == ("", "")


@pytest.mark.django_db
def test_a_scope_is_put_back_after_an_error_too():
    with pytest.raises(ZeroDivisionError), scope(org=uuid7()):
        raise ZeroDivisionError
    assert _settings() == ("", "")


@pytest.mark.django_db(transaction=True)
def test_a_scope_needs_a_transaction_and_ends_with_it():
    with pytest.raises(OutsideTransaction), scope(org=uuid7()):
        pass
    with transaction.atomic():
        entered = scope(org=uuid7())
        entered.__enter__()
        assert _settings()[0]
    assert _settings() == ("", "")
