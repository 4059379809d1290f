"""An operator logs contacts at the desk."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sapar.intake import queries
from sapar.intake.tests import hostile
from sapar.vault import keys
from tests.cast import client_of
from tests.factories import acting
from tests.plugins.vault import MASTER

if TYPE_CHECKING:
    from sapar.intake.models import Contact

pytestmark = pytest.mark.django_db
NEW = "/staff/contacts/new/"
LEAST = {"channel": "phone", "topic": "entry-ban"}


@pytest.fixture
def desk(aigul):
    return client_of(aigul, raise_request_exception=False)


def form(**given: str) -> dict[str, str]:
    return {"once": str(uuid.uuid4()), "do": "save"} | LEAST | given


def contacts(actor) -> list[Contact]:
    with acting(actor):
        found = list(queries.visible_to(actor).order_by("logged_at", "pk"))
        for one in found:
            assert (one.phone, one.words, one.safety_words) is not None
        return found


def test_channel_and_topic_are_enough(desk, aigul):
    page = desk.post(NEW, form())
    (contact,) = contacts(aigul)
    assert page.status_code == 302
    assert page["Location"] == f"/staff/contacts/{contact.pk}/"
    assert (contact.phone, contact.words, contact.case_id, contact.caller_id) == (None, None, None, None)
    assert contact.outcome == "advised"


@pytest.mark.parametrize("missing", LEAST)
def test_each_of_the_two_is_asked_for_and_the_rest_is_kept(desk, aigul, missing):
    page = desk.post(NEW, form(words="она шепчет", **{missing: ""}))
    assert page.status_code == 200
    assert "она шепчет" in page.content.decode()
    assert missing in page.context["form"].errors
    assert contacts(aigul) == []


def test_the_same_form_twice_is_one_contact(desk, aigul):
    sent = form(words="один раз")
    assert desk.post(NEW, sent)["Location"] == desk.post(NEW, sent)["Location"]
    assert len(contacts(aigul)) == 1


@pytest.mark.parametrize("text", hostile.TEXTS)
def test_words_of_any_kind_are_kept_as_they_are(desk, aigul, text):
    page = desk.post(NEW, form(words=text, safety_words=text))
    assert page.status_code == 302
    (contact,) = contacts(aigul)
    shown = desk.get(page["Location"])
    assert shown.status_code == 200
    assert "<script>alert" not in shown.content.decode()
    assert "\x00" not in (contact.words or "")


def test_two_million_letters_are_refused_beside_the_field(desk, aigul):
    page = desk.post(NEW, form(words="a" * 2_000_000))
    assert page.status_code == 200
    assert "words" in page.context["form"].errors
    assert contacts(aigul) == []


def test_more_than_the_server_takes_is_refused_calmly(desk, aigul):
    assert desk.post(NEW, form(words="я" * 3_000_000)).status_code in {400, 413}
    assert contacts(aigul) == []


@pytest.mark.parametrize(("typed", "number"), hostile.PHONES)
def test_a_phone_in_any_form_is_kept_and_found_again(desk, aigul, typed, number):
    country = {"+79": "RU", "+77": "KZ"}.get((number or "")[:3], "")
    assert desk.post(NEW, form(phone=typed, country=country)).status_code == 302
    (contact,) = contacts(aigul)
    assert contact.phone == (number or typed)
    page = desk.post(NEW, form(do="look-up", phone=number or typed))
    assert bool(page.context["caller"]) == (number is not None)


@pytest.mark.parametrize("typed", hostile.TIMES)
def test_impossible_times_are_refused_beside_the_field(desk, aigul, typed):
    page = desk.post(NEW, form(began_time=typed))
    if typed != "\x00":
        assert "began_time" in page.context["form"].errors
        assert contacts(aigul) == []


@pytest.mark.parametrize("typed", hostile.DAYS)
def test_impossible_days_are_refused_beside_the_field(desk, aigul, typed):
    page = desk.post(NEW, form(began_on=typed))
    assert "began_on" in page.context["form"].errors
    assert contacts(aigul) == []


def test_codes_that_do_not_exist_are_refused(desk, aigul):
    for name in ("channel", "topic", "outcome", "caller_is", "language", "country", "may_call", "phone_of"):
        page = desk.post(NEW, form(**{name: "';--\x00"}))
        assert name in page.context["form"].errors
    assert contacts(aigul) == []


def test_looking_up_saves_nothing_and_keeps_everything(desk, aigul):
    page = desk.post(NEW, form(do="look-up", phone="0555 12 34 56", words="звонит издалека", outcome=""))
    words = page.content.decode()
    assert "звонит издалека" in words
    assert "0555 12 34 56" in words
    assert page.context["form"].errors == {}
    assert contacts(aigul) == []


def test_the_token_survives_a_look_up(desk, aigul):
    sent = form(do="look-up", phone="0555 12 34 56")
    assert sent["once"] in desk.post(NEW, sent).content.decode()


def test_while_the_vault_is_locked_nothing_is_logged(desk, aigul):
    keys.lock()
    assert desk.post(NEW, form()).status_code == 503
    keys.use_local(MASTER)
    assert contacts(aigul) == []


def test_lists_show_what_their_words_say(desk, aigul, bakyt):
    desk.post(NEW, form(topic="entry-ban"))
    desk.post(NEW, form(topic="unpaid-wages", outcome="call-back"))
    client_of(bakyt).post(NEW, form(topic="entry-ban"))
    sizes = {
        query: len(desk.get(f"/staff/contacts/{query}").context["contacts"])
        for query in (
            "",
            "?show=today",
            "?show=mine",
            "?topic=entry-ban",
            "?show=mine&topic=entry-ban",
        )
    }
    assert list(sizes.values()) == [3, 3, 2, 2, 1]
    assert len(desk.get("/staff/contacts/call-back/").context["calls"]) == 1


def test_a_list_is_paged_and_any_mark_is_survived(desk, aigul):
    for _number in range(27):
        desk.post(NEW, form())
    first = desk.get("/staff/contacts/")
    second = desk.get("/staff/contacts/" + first.context["next"])
    assert (len(first.context["contacts"]), len(second.context["contacts"])) == (25, 2)
    assert not {one.pk for one in first.context["contacts"]} & {one.pk for one in second.context["contacts"]}
    for mark in ("x", "\x00", "W10", "WyIyMDI0LTAxLTAxVDAwOjAwOjAwKzAwOjAwIiw1XQ", "9" * 300):
        assert desk.get("/staff/contacts/", {"after": mark, "show": "\x00", "topic": "'"}).status_code == 200


def test_every_list_runs_as_many_statements_for_one_row_as_for_twenty(desk, aigul):
    counted = []
    for rows in (1, 19):
        for _number in range(rows):
            desk.post(NEW, form(outcome="call-back", safety_words="после восьми"))
        with CaptureQueriesContext(connection) as seen:
            desk.get("/staff/contacts/")
            desk.get("/staff/contacts/call-back/")
        counted.append(len(seen))
    assert counted[0] == counted[1]


def test_a_promised_call_is_crossed_out_once(desk, aigul):
    address = desk.post(NEW, form(outcome="call-back", phone="+996555123456"))["Location"]
    assert desk.get("/staff/contacts/call-back/").context["calls"]
    for _click in range(2):
        assert desk.post(address + "called-back/").status_code == 302
    assert desk.get("/staff/contacts/call-back/").context["calls"] == []


def test_a_contact_that_promised_nothing_cannot_be_called_back(desk, aigul):
    address = desk.post(NEW, form())["Location"]
    assert desk.post(address + "called-back/").status_code == 409


def test_safety_words_stand_before_the_number(desk, aigul):
    sent = form(
        phone="+996555123456", may_call="times", safety_words="сказать: из библиотеки", outcome="advised"
    )
    page = desk.get(desk.post(NEW, sent)["Location"]).content.decode()
    assert page.index("из библиотеки") < page.index("tel:+996555123456")


def test_a_number_that_must_not_be_called_is_no_link(desk, aigul):
    page = desk.get(desk.post(NEW, form(phone="+996555123456", may_call="no"))["Location"]).content.decode()
    assert "tel:" not in page


def test_strangers_find_nothing_and_colleagues_without_the_right_are_refused(
    desk, aigul, timur, chen, client
):
    address = desk.post(NEW, form())["Location"]
    assert client_of(chen).get(address).status_code == 404
    assert client_of(timur).get(address).status_code == 403
    assert client_of(timur).post(NEW, form()).status_code == 403
    assert client.get(address).status_code == 302
