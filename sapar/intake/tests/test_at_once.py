"""Many at the same moment, each on a connection of its own."""

from __future__ import annotations

import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction
from django.test import Client

from sapar.intake import actions
from sapar.intake.calls import Talk
from sapar.intake.models import CallClaim, Contact, HelpRequest
from tests.cast import client_of
from tests.factories import acting, make_member, make_organisation

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from sapar.organisations.actor import StaffActor

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*sendings: Callable[[], HttpResponse]) -> list[HttpResponse]:
    def send(sending: Callable[[], HttpResponse]) -> HttpResponse:
        try:
            return sending()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(sendings)) as pool:
        return list(pool.map(send, sendings))


@pytest.fixture
def shift(transactional_db):
    """Two operators of one organisation, written for good, and a signed-in browser maker."""
    with transaction.atomic():
        office = make_organisation("Osh call line (fictional)", takes_requests=True)
        return [make_member(office, name, "operator") for name in ("Aigul", "Bakyt")]


def signed_in(actor: StaffActor) -> Client:
    with transaction.atomic():
        return client_of(actor)


def count(actor: StaffActor, model: type[Contact | HelpRequest]) -> int:
    with transaction.atomic(), acting(actor):
        return model.objects.count()


def test_one_form_sent_eight_times_at_once_is_one_call(shift):
    sent = {"once": str(uuid.uuid4()), "reader": str(shift[0].org_id), "topic": "debt", "language": "ru"}
    pages = at_once(*[lambda: Client().post("/ru/ask/", sent)] * 8)
    receipts = {re.search(r"\d{4} \d{4} \d{4}", page.content.decode()).group() for page in pages}
    assert len(receipts) == 1
    assert count(shift[0], HelpRequest) == 1


def test_of_two_operators_one_takes_the_call(shift):
    Client().post("/ru/ask/", {"once": "", "reader": str(shift[0].org_id), "topic": "debt", "language": "ru"})
    with transaction.atomic(), acting(shift[0]):
        address = f"/staff/requests/{HelpRequest.objects.get().pk}/take/"
    clients = [signed_in(actor) for actor in shift]
    pages = at_once(*[lambda client=client: client.post(address) for client in clients])
    assert sorted(page.status_code for page in pages) == [302, 409]


def test_one_talk_saved_four_times_at_once_is_one_contact(shift):
    sent = {
        "once": str(uuid.uuid4()),
        "channel": "phone",
        "topic": "debt",
        "outcome": "advised",
        "do": "save",
    }
    clients = [signed_in(shift[0]) for _click in range(4)]
    pages = at_once(*[lambda client=client: client.post("/staff/contacts/new/", sent) for client in clients])
    assert {page.get("Location") for page in pages} == {pages[0]["Location"]}
    assert count(shift[0], Contact) == 1


def test_of_eight_operators_one_calls_the_person_whichever_row_they_took(transactional_db):
    """Eight rows of one number, eight colleagues, one moment: one claim, whole."""
    with transaction.atomic():
        office = make_organisation("Osh call line (fictional)")
        people = [make_member(office, f"Operator{number}", "operator") for number in range(8)]
    rows = []
    for one in people:
        with transaction.atomic(), acting(one):
            talk = Talk(channel="phone", topic="debt", outcome="call-back", phone="+442079460321")
            rows.append(actions.log(one, talk, once=uuid.uuid4()).call_back)
    clients = [signed_in(one) for one in people]
    pages = at_once(
        *[
            lambda client=client, row=row: client.post(f"/staff/contacts/call-back/{row.pk}/take/")
            for client, row in zip(clients, rows, strict=True)
        ]
    )
    assert sorted(page.status_code for page in pages) == [302] + [409] * 7
    with transaction.atomic(), acting(people[0]):
        assert len(set(CallClaim.objects.values_list("member_id", flat=True))) == 1
