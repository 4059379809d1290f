"""The transaction round a request: what the database refuses at its end is a page, and nothing of the request stays."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from sapar.common import straight
from sapar.config.middleware import Transaction

ADD = "insert into django_session (session_key, session_data, expire_date) values (%s, '', %s)"


def _answer_to(view):
    request = RequestFactory(HTTP_HOST="localhost").get("/staff/")
    request.id = "of-this-test"
    return Transaction(view)(request)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("23505", 409),
        ("40P01", 409),
        ("55P03", 409),
        ("40001", 409),
        ("53100", 503),
        ("57014", 503),
        ("42P01", 409),
    ],
)
def test_what_was_not_waited_for_and_failed_is_answered_by_its_kind(db, code, status):
    def view(_request):
        straight.send(connection, ADD, ("amina", timezone.now()))
        straight.send(connection, f"do $$ begin raise exception using errcode = '{code}'; end $$", ())
        return HttpResponse("done")

    answer = _answer_to(view)
    assert answer.status_code == status
    assert b"done" not in answer.content
    assert not Session.objects.exists()


def test_what_was_not_waited_for_is_kept_with_a_good_answer(db):
    def view(_request):
        straight.send(connection, ADD, ("amina", timezone.now()))
        return HttpResponse("done")

    assert _answer_to(view).content == b"done"
    assert Session.objects.get().pk == "amina"


def test_what_was_not_waited_for_is_undone_with_a_bad_answer(db):
    def view(_request):
        straight.send(connection, ADD, ("amina", timezone.now()))
        return HttpResponse("broken", status=500)

    assert _answer_to(view).status_code == 500
    assert not Session.objects.exists()


def test_a_failure_that_somebody_took_for_their_own_is_no_good_answer(db):
    def view(_request):
        for _twice in range(2):
            straight.send(connection, ADD, ("amina", timezone.now()))
        with suppress(IntegrityError):
            Session.objects.create(pk="bakyt", session_data="", expire_date=timezone.now())
        return HttpResponse("done")

    assert _answer_to(view).status_code == 409
    assert not Session.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_where_the_request_is_the_outermost_block():
    def view(_request):
        straight.send(connection, ADD, ("amina", timezone.now()))
        with suppress(IntegrityError):
            Session(pk="amina", session_data="", expire_date=timezone.now()).save(force_insert=True)
        return HttpResponse("done")

    assert _answer_to(view).status_code == 409
    assert not Session.objects.exists()
