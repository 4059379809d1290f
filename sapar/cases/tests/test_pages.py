"""The pages of cases, as a browser without a screen sees them."""

from __future__ import annotations

import uuid

import pytest
from django.conf import settings

from sapar.cases import panels, queries
from sapar.cases.models import Case
from sapar.cases.tests.conftest import MOTHER_PHONE, STORY
from sapar.people.models import Person
from tests.cast import client_of
from tests.factories import acting

pytestmark = pytest.mark.django_db
OPENING = {
    "caller-name": "Айша", "caller-relation": "mother", "caller-phone": "0555 111 222", "caller-phone_of": "own",
    "caller-may_call": "yes", "helped-name": "Назгүл", "helped-birth_year": "1996", "helped-phone_of": "unknown",
    "helped-citizenship_state": "claimed", "helped-citizenship": "KG", "problems": ["document-taken", "unpaid-wages"],
    "country": "KZ", "language": "ky", "story": STORY, "once": "7d3aa5a0-3b8e-4f1d-9c53-000000000001",
}  # fmt: skip


def browser(actor):
    """Pages are read in English here."""
    client = client_of(actor)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def address(case: Case, rest: str = "") -> str:
    return f"/staff/cases/{case.pk}/{rest}"


def page_of(client, case: Case) -> str:
    return client.get(address(case)).content.decode()


def test_one_form_opens_a_case_with_caller_person_problems_and_story(bakyt):
    answer = browser(bakyt).post("/staff/cases/new/", OPENING, follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    for words in (
        "Назгүл",
        "Айша",
        "Mother",
        "+996 555 111 222",
        "Wages not paid",
        STORY,
        "Kazakhstan",
        "Case opened",
    ):
        assert words in page, words


def test_an_empty_form_opens_a_case_too(bakyt):
    answer = browser(bakyt).post(
        "/staff/cases/new/",
        {"caller-relation": "other", "caller-phone_of": "unknown", "helped-phone_of": "unknown"},
    )
    assert answer.status_code == 302
    with acting(bakyt):
        case = Case.objects.get()
        assert [one.role for one in queries.participants(bakyt, case)] == ["both"]


def test_a_double_click_opens_one_case(bakyt):
    client = browser(bakyt)
    first, second = (client.post("/staff/cases/new/", OPENING) for _ in range(2))
    assert first["Location"] == second["Location"]
    with acting(bakyt):
        assert (Case.objects.count(), Person.objects.count()) == (1, 2)


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ({"caller-phone": "my number"}, "caller"),
        ({"helped-phone": "1"}, "helped"),
        ({"helped-birth_year": "2999"}, "helped"),
        ({"helped-birth_year": "96"}, "helped"),
        ({"helped-birth_day": "31", "helped-birth_month": "2"}, "helped"),
        ({"helped-name": "x" * 301}, "helped"),
        ({"helped-citizenship": ""}, "helped"),
        ({"caller-relation": "self"}, "caller"),
        ({"problems": ["boredom"]}, "form"),
        ({"country": "XX"}, "form"),
        ({"story": "x" * 20_001}, "form"),
        ({"language": "<script>"}, "form"),
    ],
    ids=lambda one: str(one)[:40],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_is_lost(bakyt, typed, where):
    answer = browser(bakyt).post("/staff/cases/new/", OPENING | typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert answer.context[where].errors
    assert "Айша" in page
    with acting(bakyt):
        assert not Case.objects.exists()
        assert not Person.objects.exists()


def test_what_was_refused_can_be_sent_again(bakyt):
    client = browser(bakyt)
    assert client.post("/staff/cases/new/", OPENING | {"caller-phone": "0555"}).status_code == 422
    assert client.post("/staff/cases/new/", OPENING).status_code == 302


GET_PAGES = [
    "", "story/", "hand-over/", "wait/", "close/", "restrict/", "people/", "people/known/", "problems/", "tasks/",
    "notes/", "papers/", "files/",
]  # fmt: skip
POST_ONLY = ["take/", "resume/", "reopen/", "lift/"]


@pytest.mark.parametrize("rest", GET_PAGES)
def test_every_page_is_there_for_a_colleague_404_for_a_stranger_403_for_an_auditor(
    bakyt, chen, timur, case, rest
):
    assert browser(bakyt).get(address(case, rest)).status_code == 200
    assert browser(chen).get(address(case, rest)).status_code == 404
    assert browser(timur).get(address(case, rest)).status_code == 403
    assert client_of(None).get(address(case, rest)).status_code == 302


@pytest.mark.parametrize("rest", POST_ONLY)
def test_what_changes_something_is_never_done_by_a_link(bakyt, chen, case, rest):
    assert browser(bakyt).get(address(case, rest)).status_code == 405
    assert browser(chen).post(address(case, rest)).status_code == 404


def test_a_case_that_never_was_looks_like_a_strangers(bakyt, chen, case):
    never = browser(chen).get(f"/staff/cases/{uuid.uuid4()}/")
    theirs = browser(chen).get(address(case))
    assert never.status_code == theirs.status_code == 404

    def words(answer) -> str:
        return answer.content.decode().split("<main")[1].split("name this number")[0]

    assert words(never) == words(theirs)


def test_two_colleagues_edit_one_case_and_both_texts_are_shown(bakyt, aigul, case):
    slow, quick = browser(bakyt), browser(aigul)
    form = {"version": "1", "country": "KZ", "language": ""}
    assert quick.post(address(case, "story/"), form | {"story": "Theirs"}).status_code == 302
    answer = slow.post(address(case, "story/"), form | {"story": "Mine"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody changed this case while you were writing" in page
    assert "Theirs" in page
    assert "Mine" in page
    assert slow.post(address(case, "story/"), form | {"version": "2", "story": "Mine"}).status_code == 302
    assert "Mine" in page_of(slow, case)


def test_waiting_going_on_closing_and_opening_again(bakyt, case):
    client = browser(bakyt)
    assert client.post(address(case, "wait/"), {}).status_code == 422
    client.post(address(case, "wait/"), {"waiting_for": "court"})
    assert "A court" in page_of(client, case)
    assert client.post(address(case, "wait/"), {"waiting_for": "court"}).status_code == 409
    client.post(address(case, "resume/"))
    assert client.post(address(case, "close/"), {}).status_code == 422
    with acting(bakyt):
        outcomes = {f"outcome-{one.pk}": "partly" for one in case.problems.all()}
    client.post(address(case, "close/"), outcomes)
    page = page_of(client, case)
    assert "Partly solved" in page
    assert "Open again" in page
    assert "Add a task" not in page
    client.post(address(case, "reopen/"))
    assert "Add a task" in page_of(client, case)


def test_a_case_is_taken_and_handed_over(bakyt, aigul, case):
    client = browser(aigul)
    assert "Take the case" in page_of(client, case)
    client.post(address(case, "take/"))
    assert "Aigul has it" in page_of(client, case)
    assert client.post(address(case, "hand-over/"), {"member": str(uuid.uuid4())}).status_code == 422
    client.post(address(case, "hand-over/"), {"member": str(bakyt.member_id)})
    assert "Bakyt has it" in page_of(client, case)


def test_a_restricted_case_looks_restricted_and_is_gone_for_the_others(bakyt, aigul, case):
    client = browser(bakyt)
    assert client.post(address(case, "restrict/"), {"members": [str(uuid.uuid4())]}).status_code == 422
    assert client.post(address(case, "restrict/"), {}).status_code == 302
    page = page_of(client, case)
    assert "Restricted: only the people named on this case may see it" in page
    assert browser(aigul).get(address(case)).status_code == 404
    hint = browser(aigul).post("/staff/cases/find/", {"typed": MOTHER_PHONE}).content.decode()
    unknown = browser(aigul).post("/staff/cases/find/", {"typed": "+996700000000"}).content.decode()
    assert hint.replace(MOTHER_PHONE, "").split("<main")[1] != ""
    assert ("Nothing found" in hint, "Nothing found" in unknown) == (True, True)
    client.post(address(case, "lift/"))
    assert browser(aigul).get(address(case)).status_code == 200


def test_one_thing_found_leads_straight_to_it(bakyt, case):
    client = browser(bakyt)
    assert client.post("/staff/cases/find/", {"typed": case.number})["Location"] == address(case)
    assert client.post("/staff/cases/find/", {"typed": MOTHER_PHONE})["Location"] == address(case)
    assert client.post("/staff/cases/find/", {"typed": ""}).status_code == 422
    assert client.get("/staff/cases/find/").status_code == 200


@pytest.mark.parametrize(
    "query",
    ["", "?view=mine", "?view=waiting", "?view=open", "?view=closed", "?view=x", "?after=x", "?view=\x00"],
)
def test_lists_never_break(bakyt, case, query):
    assert browser(bakyt).get(f"/staff/cases/{query}").status_code == 200


@pytest.mark.parametrize("before", ["x", "2026-01-01T00:00:00+00:00", "%00", "9" * 300])
def test_the_timelines_mark_never_breaks(bakyt, case, before):
    assert browser(bakyt).get(address(case, f"?before={before}")).status_code == 200


def test_an_upper_layer_shows_its_own_panel(bakyt, case, monkeypatch):
    seen = []

    def provider(actor, shown):
        seen.append((actor.member_id, shown.pk))
        return "cases/of_person.html", {"cases": []}

    monkeypatch.setattr(panels.PANELS, "_providers", {"test": provider, "none": lambda *_: None})
    assert "Not in any case." in page_of(browser(bakyt), case)
    assert seen == [(bakyt.member_id, case.pk)]


def test_an_operator_sees_no_verb_that_is_not_hers(aigul, case):
    page = page_of(browser(aigul), case)
    assert "Close" not in page.split("<main")[1]
    assert "restrict/" not in page
    assert "settle/" not in page


def test_the_page_of_a_person_names_their_cases(bakyt, case):
    with acting(bakyt):
        person_id = case.participants.get(relation="mother").person_id
    assert case.number in browser(bakyt).get(f"/staff/people/{person_id}/").content.decode()
