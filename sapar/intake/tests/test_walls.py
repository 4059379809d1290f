"""What the database itself refuses, whatever the code above it asks."""

from __future__ import annotations

import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from sapar.cases import actions as cases
from sapar.common import tenancy
from sapar.intake import actions
from sapar.intake.calls import Talk
from sapar.intake.models import Contact, HelpRequest
from tests.factories import acting

pytestmark = pytest.mark.django_db


def request_for(organisation, **facts) -> HelpRequest:
    plain = {
        "topic": "other",
        "language": "ru",
        "sealed": b"x",
        "receipt_hash": uuid.uuid4().bytes,
        "token": uuid.uuid4(),
    }
    return HelpRequest(org_id=organisation.pk, **(plain | facts))


def is_refused(write) -> bool:
    try:
        with transaction.atomic():
            write()
    except DatabaseError:
        return True
    return False


def log(actor) -> Contact:
    with acting(actor):
        return actions.log(actor, Talk("phone", "debt", "advised"), once=uuid.uuid4())


def test_functions_belong_to_the_search_role_and_fix_their_path(superuser):
    rows = superuser.execute(
        "select pg_get_userbyid(proowner), prosecdef, proconfig from pg_proc where proname like 'intake_%'"
    ).fetchall()
    assert rows
    assert {(owner, definer) for owner, definer, _path in rows} == {("sapar_search", True)}
    assert all(path == ["search_path=pg_catalog, public, pg_temp"] for _owner, _definer, path in rows)


def test_a_request_comes_in_by_its_door_only(osh, aigul):
    with acting(aigul):
        assert is_refused(request_for(osh).save)
    with tenancy.scope():
        assert is_refused(request_for(osh).save)
    with tenancy.scope(door="public-request"):
        assert not is_refused(request_for(osh).save)


def test_a_request_goes_to_no_one_who_takes_none(almaty):
    with tenancy.scope(door="public-request"):
        assert is_refused(request_for(almaty).save)


def test_the_door_lets_nothing_in_that_is_answered_already(osh, aigul):
    with tenancy.scope(door="public-request"):
        assert is_refused(request_for(osh, state="answered", answer_code="tried").save)
        assert is_refused(request_for(osh, state="taken", taken_by_id=aigul.member_id).save)


def test_the_door_reads_and_changes_nothing(osh):
    with tenancy.scope(door="public-request"):
        request_for(osh).save()
        assert HelpRequest.objects.count() == 0
        assert HelpRequest.objects.update(state="closed") == 0
        assert Contact.objects.count() == 0


def test_another_organisation_reads_and_changes_nothing(osh, aigul, chen):
    contact = log(aigul)
    with tenancy.scope(door="public-request"):
        request_for(osh).save()
    with acting(chen):
        assert Contact.objects.count() == HelpRequest.objects.count() == 0
        assert Contact.objects.filter(pk=contact.pk).update(topic="other") == 0
        assert Contact.objects.all().delete()[0] == 0


def test_a_contact_never_hangs_on_another_organisation_s_case(aigul, chen):
    with acting(chen):
        theirs = cases.open_case(chen, cases.Opening(), once=uuid.uuid4())
    contact = log(aigul)

    def tie() -> None:
        Contact.objects.filter(pk=contact.pk).update(case_id=theirs.pk)
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")

    with acting(aigul):
        assert is_refused(tie)


def test_nothing_is_read_without_a_scope(aigul):
    log(aigul)
    with tenancy.scope():
        assert Contact.objects.count() == 0


@pytest.mark.parametrize(
    "facts",
    [
        {"topic": "gossip"},
        {"channel": "pigeon"},
        {"outcome": "magic"},
        {"caller_is": "me"},
        {"may_call": "often"},
        {"phone_of": "x"},
    ],
    ids=lambda facts: next(iter(facts)),
)
def test_codes_that_nobody_knows_are_refused(aigul, facts):
    contact = log(aigul)
    with acting(aigul):
        assert is_refused(lambda: Contact.objects.filter(pk=contact.pk).update(**facts))


def test_a_receipt_asks_one_question_and_gets_five_things(osh):
    request = request_for(osh)
    with tenancy.scope(door="public-request"):
        request.save()
    with tenancy.scope(), connection.cursor() as cursor:
        cursor.execute("select * from intake_request_state(%s)", [request.receipt_hash])
        names = [column.name for column in cursor.description]
        (row,) = cursor.fetchall()
    assert names == ["state", "answer_code", "received_at", "promised_by", "organisation"]
    assert row[-1] == osh.name
