"""Calls for help in the office that got them."""

from __future__ import annotations

import re
import uuid

import pytest

from sapar.intake import queries
from sapar.intake.codes import AnswerCode
from sapar.intake.flow import REQUEST, RequestState
from sapar.intake.models import HelpRequest
from sapar.intake.tests import hostile
from sapar.organisations import actions as organisations
from sapar.vault import keys
from tests.cast import client_of
from tests.factories import acting
from tests.plugins.vault import MASTER

pytestmark = pytest.mark.django_db
STORY = "Три месяца без зарплаты, живём в вагончике"


@pytest.fixture
def call(ask, aigul):
    """One call for help, as its address in the office and its receipt."""
    page = ask(
        words=STORY, phone="0555 123 456", may_call="times", safety_words="после восьми, не говорить откуда"
    )
    receipt = re.search(r"\d{4} \d{4} \d{4}", page.content.decode()).group()
    with acting(aigul):
        return f"/staff/requests/{HelpRequest.objects.get().pk}/", receipt


def state(actor) -> str:
    with acting(actor):
        return HelpRequest.objects.get().state


def test_it_is_read_by_the_one_who_took_it(call, aigul, bakyt):
    address, _receipt = call
    first, second = client_of(aigul), client_of(bakyt)
    assert STORY not in first.get(address).content.decode()
    assert first.post(address + "take/").status_code == 302
    page = first.get(address).content.decode()
    assert STORY in page
    assert page.index("не говорить откуда") < page.index("tel:+996555123456")
    assert STORY not in second.get(address).content.decode()


def test_two_operators_never_take_the_same_call(call, aigul, bakyt):
    address, _receipt = call
    assert client_of(aigul).post(address + "take/").status_code == 302
    assert client_of(bakyt).post(address + "take/").status_code == 409


def test_a_call_left_while_locked_is_read_after_unlocking(ask, aigul):
    keys.lock()
    ask(words=STORY)
    keys.use_local(MASTER)
    with acting(aigul):
        address = f"/staff/requests/{HelpRequest.objects.get().pk}/"
    office = client_of(aigul)
    office.post(address + "take/")
    assert STORY in office.get(address).content.decode()
    keys.lock()
    assert office.get(address).status_code == 503


@pytest.mark.parametrize("code", AnswerCode.values)
def test_the_stranger_reads_each_answer(call, aigul, stranger, code):
    address, receipt = call
    office = client_of(aigul)
    office.post(address + "take/")
    assert office.post(address + "answer/", {"answer": code}).status_code == 302
    told = stranger.post("/en/my-request/", {"receipt": receipt})
    assert told.context["told"].answer_code == code
    assert str(AnswerCode(code).label).split("“")[0] in told.content.decode()


def test_an_answer_must_be_chosen(call, aigul):
    address, _receipt = call
    office = client_of(aigul)
    office.post(address + "take/")
    for given in ({}, {"answer": "we know everything about you"}):
        page = office.post(address + "answer/", given)
        assert page.status_code == 200
        assert page.context["form"].errors
    assert state(aigul) == "taken"


@pytest.mark.parametrize("verb", REQUEST.verbs)
@pytest.mark.parametrize("before", RequestState.values)
def test_every_state_and_verb(call, aigul, before, verb):
    address, _receipt = call
    office = client_of(aigul)
    ways = {"new": [], "taken": ["take"], "answered": ["take", "answer"], "closed": ["close"]}
    for step in ways[before]:
        office.post(f"{address}{step}/", {"answer": "tried"})
    page = office.post(f"{address}{verb}/", {"answer": "tried"})
    if REQUEST.allows(before, verb):
        assert (page.status_code, state(aigul)) == (302, REQUEST.move(before, verb))
    else:
        assert (page.status_code, state(aigul)) == (409, before)


def test_a_verb_nobody_knows_is_not_found(call, aigul):
    assert client_of(aigul).post(call[0] + "burn/").status_code == 404


def test_it_becomes_one_contact_with_everything_prefilled(call, aigul):
    address, _receipt = call
    office = client_of(aigul)
    office.post(address + "take/")
    page = office.get(address + "contact/")
    assert page.context["form"]["words"].value() == STORY
    sent = {
        name: page.context["form"][name].value() or ""
        for name in (
            "once",
            "channel",
            "topic",
            "language",
            "country",
            "phone",
            "may_call",
            "phone_of",
            "safety_words",
            "words",
        )
    }
    made = office.post(address + "contact/", sent | {"outcome": "call-back", "do": "save"})
    again = office.post(
        address + "contact/", sent | {"outcome": "call-back", "once": str(uuid.uuid4()), "do": "save"}
    )
    assert made["Location"] == again["Location"]
    with acting(aigul):
        (contact,) = queries.visible_to(aigul)
        assert (contact.channel, contact.phone, contact.words) == ("web", "+996555123456", STORY)
        assert contact.request.token


def test_one_that_is_not_mine_cannot_be_made_a_contact(call, aigul, bakyt):
    address, _receipt = call
    client_of(aigul).post(address + "take/")
    assert client_of(bakyt).get(address + "contact/")["Location"] == address


def test_set_aside_ones_wait_apart_until_somebody_lets_them_in(ask, aigul):
    ask(website="machine")
    office = client_of(aigul)
    assert office.get("/staff/requests/").context["requests"] == []
    (found,) = office.get("/staff/requests/?show=set-aside").context["requests"]
    office.post(f"/staff/requests/{found.pk}/admit/")
    assert len(office.get("/staff/requests/").context["requests"]) == 1


def test_lists_show_what_their_words_say(call, aigul, bakyt):
    address, _receipt = call
    office = client_of(aigul)
    office.post(address + "take/")
    sizes = [
        len(office.get(f"/staff/requests/?show={show}").context["requests"])
        for show in ("new", "mine", "set-aside", "all")
    ]
    assert sizes == [0, 1, 0, 1]
    assert client_of(bakyt).get("/staff/requests/?show=mine").context["requests"] == []


def test_strangers_find_nothing_and_colleagues_without_the_right_are_refused(
    call, aigul, chen, timur, client
):
    address, _receipt = call
    assert client_of(chen).get(address).status_code == 404
    assert client_of(chen).post(address + "take/").status_code == 404
    assert client_of(timur).get(address).status_code == 403
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("text", hostile.TEXTS)
def test_whatever_strangers_write_is_shown_as_text(ask, aigul, text):
    assert ask(words=text, safety_words=text, phone=text[:50]).status_code == 200
    office = client_of(aigul)
    with acting(aigul):
        address = f"/staff/requests/{HelpRequest.objects.get().pk}/"
    office.post(address + "take/")
    page = office.get(address)
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize(("typed", "number"), hostile.PHONES)
def test_a_phone_in_any_form_is_taken(ask, aigul, typed, number):
    assert "receipt" in ask(phone=typed, country="RU" if (number or "").startswith("+79") else "").context
    with acting(aigul):
        assert HelpRequest.objects.count() == 1


def test_four_thousand_letters_are_taken_and_one_more_is_not(ask, aigul):
    assert "receipt" in ask(words="я" * 4000).context
    page = ask(words="я" * 4001)
    assert "words" in page.context["form"].errors
    assert "я" * 4001 in page.content.decode()


def test_codes_that_do_not_exist_are_refused_beside_the_field(ask, aigul):
    for name in ("topic", "country", "language", "may_call", "phone_of"):
        assert name in ask(**{name: "';--\x00"}).context["form"].errors
    with acting(aigul):
        assert HelpRequest.objects.count() == 0


def test_calls_of_a_colleague_who_leaves_are_free_again(call, aigul, gulnara):
    address, _receipt = call
    client_of(aigul).post(address + "take/")
    with acting(gulnara):
        organisations.end_membership(gulnara, aigul.member_id)
    assert state(gulnara) == "new"
