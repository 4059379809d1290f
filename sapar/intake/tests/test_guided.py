"""A flow of guidance beside the talk: walked on the desk, kept in the draft, sealed with the contact, a case's deadlines."""

from __future__ import annotations

import html
import json
import re
import uuid

import pytest
from django.db import connection

from sapar.cases.models import Task
from sapar.guidance.flows import the_library
from sapar.guidance.tests.visitor import Visitor
from sapar.intake import actions, calls, queries
from sapar.intake.models import HelpRequest
from tests.cast import client_of
from tests.factories import acting
from tests.pages import submit

pytestmark = pytest.mark.django_db
NEW = "/staff/contacts/new/"
ARRIVED = {"country": "RU", "citizenship": "TJ", "entry": "2026-03-05", "registered": "no"}


@pytest.fixture(autouse=True)
def _in_march(time_machine):
    time_machine.move_to("2026-03-10T06:00:00Z")


@pytest.fixture
def desk(aigul):
    return client_of(aigul)


def typed(flow: str = "arrived", answers: dict[str, str] | None = None, **given: str) -> dict[str, str]:
    said = {"flow": flow, "answers": ARRIVED if answers is None else answers, "on": ""}
    return {
        "once": str(uuid.uuid4()),
        "channel": "phone",
        "topic": "registration",
        "words": "Только приехал",
        "guided": json.dumps(said),
    } | given


def guided_in(page) -> dict:
    found = re.search(r'name="guided" value="([^"]*)"', page.content.decode())
    return json.loads(html.unescape(found[1])) if found[1] else {}


def title(flow: str, node: str) -> str:
    return the_library().words(flow, node, "ru").title


def test_a_flow_is_walked_beside_the_talk_and_nothing_typed_is_lost(desk):
    page = desk.post(NEW, {"once": str(uuid.uuid4()), "words": "Звонит Азиз", "do": "flow:arrived"})
    for step in ("say:RU", "say:TJ"):
        page = desk.post(NEW, {"words": "Звонит Азиз", "guided": json.dumps(guided_in(page)), "do": step})
    sent = {"words": "Звонит Азиз", "guided": json.dumps(guided_in(page)), "do": "say:day"}
    page = desk.post(NEW, sent | {"guide-day_day": "5", "guide-day_month": "3", "guide-day_year": "2026"})
    page = desk.post(NEW, {"words": "Звонит Азиз", "guided": json.dumps(guided_in(page)), "do": "say:no"})
    text = html.unescape(page.content.decode())

    assert guided_in(page)["answers"] == ARRIVED
    assert title("arrived", "register") in text
    assert "19 марта 2026" in text
    assert "Звонит Азиз" in text
    assert page.context["form"]["topic"].value() == "registration"
    assert page.context["form"]["country"].value() == "RU"


def test_a_script_gets_the_panel_alone(desk):
    page = desk.post(NEW, typed(answers={}, do="say:RU", topic=""), headers={"X-Part": "say:RU"})
    text = page.content.decode()
    assert 'data-part="guide"' in text
    assert 'name="topic" value="registration"' in text
    assert "<form" not in text


def test_the_topic_brings_its_flow_to_the_first_key(desk):
    page = desk.post(NEW, {"once": str(uuid.uuid4()), "topic": "unpaid-wages", "do": "help"}).content.decode()
    assert re.search(r'value="flow:not-paid" accesskey="a"', page)


@pytest.mark.parametrize(
    "said", [{"guide-day_day": "31", "guide-day_month": "2", "guide-day_year": "2026"}, {"guide-day_day": ""}]
)
def test_a_day_that_is_none_is_asked_again(desk, said):
    answers = {"country": "RU", "citizenship": "TJ"}
    page = desk.post(NEW, typed(answers=answers, do="say:day") | said)
    assert guided_in(page)["answers"] == answers
    assert "guide-day" in page.content.decode()
    assert 'class="error"' in page.content.decode()


@pytest.mark.parametrize(
    "forged", ["{", "[]", '{"flow": "nowhere", "answers": {}}', '{"flow": "arrived"}', "x" * 9000]
)
def test_a_forged_flow_is_no_flow(desk, aigul, forged):
    assert desk.post(NEW, typed() | {"guided": forged, "do": "say:RU"}).status_code == 200
    page = desk.post(NEW, typed() | {"guided": forged, "do": "save"})
    if page.status_code == 302:
        with acting(aigul):
            assert queries.visible_to(aigul).get().guided is None


def test_a_draft_keeps_the_flow(desk, aigul):
    desk.post(NEW, typed(do="keep"))
    page = desk.get(NEW)
    (draft,) = page.context["drafts"]
    again = desk.get(f"/staff/contacts/drafts/{draft.draft.pk}/")
    assert guided_in(again)["answers"] == ARRIVED


def test_one_key_seals_answers_outcome_and_days_with_the_contact(desk, aigul):
    desk.post(NEW, typed(do="save"))
    with acting(aigul):
        contact = queries.visible_to(aigul).get()
        assert contact.guided["answers"] == ARRIVED
        assert contact.guided["outcome"] == "register"
        (day,) = contact.guided["deadlines"]
        with connection.cursor() as cursor:
            cursor.execute("select c::text from intake_contact c")
            assert "arrived" not in cursor.fetchone()[0]
    assert (day["rule"], day["last_day"]) == ("registration-deadline", "2026-03-19")
    page = html.unescape(desk.get(f"/staff/contacts/{contact.pk}/").content.decode())
    assert title("arrived", "register") in page
    assert "19 марта 2026" in page
    assert day["version"] in page


def test_when_a_case_is_opened_the_days_become_its_deadlines_and_the_flow_one_of_its_problems(desk, aigul):
    desk.post(NEW, typed(do="save", topic="permit"))
    with acting(aigul):
        contact = queries.visible_to(aigul).get()
    page = submit(desk, f"/staff/contacts/{contact.pk}/case/", who="caller", caller_name="Азиз (вымышлен)")
    assert page.status_code == 302
    with acting(aigul):
        task = Task.objects.select_related("case").get()
        assert (str(task.due_on), task.rule) == ("2026-03-19", "registration-deadline")
        assert {one.code for one in task.case.problems.all()} == {"permit", "registration"}


def test_a_contact_tied_twice_gives_its_deadlines_once(desk, aigul):
    desk.post(NEW, typed(do="save"))
    with acting(aigul):
        contact = queries.visible_to(aigul).get()
    submit(desk, f"/staff/contacts/{contact.pk}/case/", who="caller", caller_name="Азиз (вымышлен)")
    with acting(aigul):
        case = Task.objects.get().case
    desk.post(NEW, typed(do="save"))
    with acting(aigul):
        second = queries.visible_to(aigul).exclude(pk=contact.pk).get()
        actions.link_to_case(aigul, second, case)
        assert Task.objects.count() == 1


def test_from_the_public_page_the_answers_go_only_when_they_are_sent(client, osh, aigul):
    visitor = Visitor(client)
    visitor.walk("not-paid", "no", "2026-01-10", "RU")
    page = visitor.press("/ru/ask/guided/")
    form = page.context["form"]
    assert title("not-paid", "due") in html.unescape(page.content.decode())
    assert form["topic"].value() == "unpaid-wages"
    with acting(aigul):
        assert not HelpRequest.objects.exists()

    fields = {name: form[name].value() or "" for name in form.fields}
    fields |= {"reader": page.context["receiver"].organisation.pk, "way": visitor.way}
    sent = client.post("/ru/ask/", fields)

    assert sent.context["receipt"]
    client_of(aigul).post(f"/staff/requests/{_request(aigul).pk}/take/")
    with acting(aigul):
        opened = calls.opened(_request(aigul))
    assert opened.guided["answers"] == {"safe": "no", "due": "2026-01-10", "country": "RU"}
    read = html.unescape(client_of(aigul).get(f"/staff/requests/{_request(aigul).pk}/").content.decode())
    assert title("not-paid", "due") in read
    desk = client_of(aigul).get(f"/staff/requests/{_request(aigul).pk}/contact/")
    assert guided_in(desk)["flow"] == "not-paid"


def test_who_unticks_the_box_sends_no_answers(client, osh, aigul):
    visitor = Visitor(client)
    visitor.walk("not-paid", "no", "2026-01-10", "RU")
    page = visitor.press("/ru/ask/guided/")
    form = page.context["form"]
    fields = {name: form[name].value() or "" for name in form.fields if name != "send_answers"}
    client.post("/ru/ask/", fields | {"reader": page.context["receiver"].organisation.pk, "way": visitor.way})
    client_of(aigul).post(f"/staff/requests/{_request(aigul).pk}/take/")
    with acting(aigul):
        assert calls.opened(_request(aigul)).guided is None


def test_answers_that_have_ended_meanwhile_are_told_and_nothing_is_sent_silently(client, osh, aigul):
    visitor = Visitor(client)
    visitor.walk("not-paid", "no", "2026-01-10", "RU")
    page = visitor.press("/ru/ask/guided/")
    form = page.context["form"]
    fields = {name: form[name].value() or "" for name in form.fields}
    fields |= {"reader": page.context["receiver"].organisation.pk, "way": visitor.way, "words": "Моё"}
    client.get("/ru/guide/leave/")
    answer = client.post("/ru/ask/", fields)
    assert answer.context["is_way_lost"]
    assert "Моё" in answer.content.decode()
    assert title("not-paid", "due") not in html.unescape(answer.content.decode())
    with acting(aigul):
        assert not HelpRequest.objects.exists()


def test_the_form_of_a_flow_has_a_way_out_that_forgets(client, osh):
    assert client.get("/ru/ask/guided/")["Location"] == "/ru/ask/"
    assert client.post("/ru/ask/guided/")["Location"] == "/ru/ask/"
    visitor = Visitor(client)
    visitor.walk("not-paid", "no", "2026-01-10", "RU")
    page = visitor.press("/ru/ask/guided/").content.decode()
    assert 'href="/ru/guide/leave/"' in page
    assert 'formaction="/ky/ask/guided/"' in page


def _request(actor) -> HelpRequest:
    with acting(actor):
        return HelpRequest.objects.get()
