"""F14: a centre is looked at and confirmed; an office that sells what is free is told apart, after it had its say."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.utils import timezone

from sapar.monitoring import queries
from tests.cast import client_of
from tests.factories import acting
from tests.pages import submit
from tests.stories import steps

pytestmark = [pytest.mark.field("F14"), pytest.mark.django_db(transaction=True)]

CENTRE, SELLER = "Nookat centre (fictional)", "Fast patent (fictional)"
FOUND = {
    "office": "as-said", "staff": "as-said", "activities": "as-said", "years": "as-said", "price": "as-said",
    "hours": "as-said", "languages": "as-said", "reports": "not-seen", "complaints": "not-seen", "safety": "as-said",
}  # fmt: skip


def looked_at(monitor, organisation, **found):
    """The form of a visit, as a monitor sends it."""
    sent = {"kind": "visit", "on": timezone.localdate().isoformat(), "heard": ["ky", "ru"], "at_work_since": "2009",
            "staff_lawyer": "2", "price_words": "Free; the fee of the state is 200."}  # fmt: skip
    address = f"/staff/monitoring/of/{organisation.slug}/visit/"
    assert client_of(monitor).post(address, FOUND | sent | found).status_code == 302


def read(client, organisation, page=""):
    answer = client.get(f"/en/who/{organisation.slug}/{page}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_centre_is_visited_and_everybody_reads_what_was_found(client, rustam, meerim):
    centre = steps.listed(rustam, CENTRE, country="KG", services=("legal-advice",))
    assert "Not confirmed since" in read(client, centre)
    looked_at(meerim, centre)
    assert "Confirmed on" in read(client, centre)
    record = read(client, centre, "trust/")
    for part in (
        "The office",
        "Free; the fee of the state is 200.",
        "Lawyers: 2",
        "2009",
        "Кыргызча",
        "Listed only",
    ):
        assert part in record


def test_who_sells_what_is_free_is_told_apart_after_it_had_its_say(client, rustam, meerim, kanat):
    seller = steps.listed(rustam, SELLER, country="KZ", services=("papers",))
    for _person in range(3):
        assert (
            submit(client, f"/en/who/{seller.slug}/tell/", code="asked-money", when="week").status_code == 200
        )
    assert "3 people" not in read(client, seller, "trust/")
    reviewed_by(meerim, seller)
    assert "3 people told us: they asked for money" in read(client, seller, "trust/")
    looked_at(meerim, seller, price="differs", price_words="They took 5000 for a free form.")
    asked(meerim, kanat, seller)
    assert "Warning" not in read(client, seller)
    answered_by_link(client, rustam, seller)
    press(kanat, seller, "uphold")
    assert "Warning since" in read(client, seller)
    record = read(client, seller, "trust/")
    assert record.index("They sell a free form.") < record.index("It is for our help with the form.")


def reviewed_by(monitor, seller):
    with transaction.atomic(), acting(monitor):
        names = [f"is-{one.pk}" for one in queries.new_feedback(monitor, seller.pk)]
    told = f"/staff/monitoring/of/{seller.slug}/told/"
    assert submit(client_of(monitor), told, **dict.fromkeys(names, "yes")).status_code == 302


def asked(first, second, seller):
    """One monitor asks for the warning, another agrees; alone the first could not."""
    address = f"/staff/monitoring/of/{seller.slug}/concern/"
    said = {"fault": "asks-money", "words": "They sell a free form."}
    assert submit(client_of(first), address, **said).status_code == 302
    assert "/second/" not in client_of(first).get(f"/staff/monitoring/of/{seller.slug}/").content.decode()
    press(second, seller, "second")


def press(monitor, organisation, verb):
    """A button on the organisation's record."""
    client = client_of(monitor)
    page = client.get(f"/staff/monitoring/of/{organisation.slug}/").content.decode()
    (place,) = {one.split('"')[0] for one in page.split('action="')[1:] if f"/{verb}/" in one.split('"')[0]}
    assert client.post(place).status_code == 302


def answered_by_link(client, steward, seller):
    """Without an account: the steward's letter carries the link."""
    letter = submit(client_of(steward), f"/staff/monitoring/of/{seller.slug}/remind/", language="en")
    address = "/en/entry/" + letter.content.decode().split("/entry/")[1].split("/")[0] + "/"
    page = submit(client, address, do="answer", words="It is for our help with the form.")
    assert page.status_code == 302
