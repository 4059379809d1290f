"""The pages of cases, as a browser without a screen sees them."""

from __future__ import annotations

import uuid

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from sapar.cases import actions, panels, queries
from sapar.cases.models import Case, Note, Paper, Participant, Problem, Task
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
    for words in ("Назгүл", "Айша", "Mother", "+996 555 111 222", "Wages not paid", STORY, "Kazakhstan", "Case opened"):
        assert words in page, words


def test_an_empty_form_opens_a_case_too(bakyt):
    answer = browser(bakyt).post("/staff/cases/new/", {"caller-relation": "other", "caller-phone_of": "unknown", "helped-phone_of": "unknown"})
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
def test_every_page_is_there_for_a_colleague_404_for_a_stranger_403_for_an_auditor(bakyt, chen, timur, case, rest):
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
    assert "Somebody changed this case meanwhile" in page
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


def test_problems_are_added_settled_and_opened_again(bakyt, case):
    client = browser(bakyt)
    again = client.post(address(case, "problems/"), {"code": "forced-labour", "person": ""})
    assert again.status_code == 422
    assert "This problem is already in the case." in again.content.decode()
    assert client.post(address(case, "problems/"), {"code": "medical", "person": ""}).status_code == 302
    with acting(bakyt):
        problem = Problem.objects.get(code="medical")
    assert client.post(address(case, f"problems/{problem.pk}/settle/"), {}).status_code == 422
    client.post(address(case, f"problems/{problem.pk}/settle/"), {"outcome": "solved"})
    assert client.post(address(case, f"problems/{problem.pk}/settle/"), {"outcome": "solved"}).status_code == 409
    client.post(address(case, f"problems/{problem.pk}/reopen/"))
    with acting(bakyt):
        assert Problem.objects.get(code="medical").outcome == ""


def test_tasks_are_added_and_done(bakyt, case):
    client = browser(bakyt)
    form = {"words": "Write to the embassy.", "due_on": "01.02.2027", "owner": str(bakyt.member_id), "once": str(uuid.uuid4())}
    for _ in range(2):
        assert client.post(address(case, "tasks/"), form).status_code == 302
    with acting(bakyt):
        task = Task.objects.get()
    assert client.post(address(case, f"tasks/{task.pk}/explode/")).status_code == 404
    assert client.post(address(case, f"tasks/{task.pk}/finish/")).status_code == 302
    assert client.post(address(case, f"tasks/{task.pk}/finish/")).status_code == 409
    for bad in ({"words": ""}, {"words": "x" * 501}, {"due_on": "31.02.2027"}, {"owner": "me"}, {"due_on": "01.01.9999"}):
        assert client.post(address(case, "tasks/"), form | {"once": str(uuid.uuid4())} | bad).status_code == 422


def test_a_refused_note_keeps_its_words(bakyt, case):
    client = browser(bakyt)
    assert client.post(address(case, "notes/"), {"words": ""}).status_code == 422
    long = client.post(address(case, "notes/"), {"words": "long words " * 2000})
    assert long.status_code == 422
    assert "long words long words" in long.content.decode()
    note = {"words": "<b>She</b> called.", "once": str(uuid.uuid4())}
    for _ in range(2):
        assert client.post(address(case, "notes/"), note).status_code == 302
    assert "&lt;b&gt;She&lt;/b&gt; called." in page_of(client, case)
    with acting(bakyt):
        assert Note.objects.count() == 1


def test_papers_are_written_down_and_move(bakyt, case):
    client = browser(bakyt)
    with acting(bakyt):
        person_id = case.participants.get(relation="self").person_id
    form = {"person": str(person_id), "kind": "passport", "state": "taken", "number": "AN 1234567", "country": "KG"}
    assert client.post(address(case, "papers/"), form).status_code == 302
    with acting(bakyt):
        paper = Paper.objects.get()
    move = address(case, f"papers/{paper.pk}/")
    assert client.post(move, {"verb": "lose"}).status_code == 422
    assert client.post(move, {"verb": "receive", "number": "AN 7", "ends_on": "01.01.2036"}).status_code == 302
    assert "Held by the person" in page_of(client, case)
    for bad in ({"person": str(uuid.uuid4())}, {"kind": ""}, {"state": "x"}, {"number": "1" * 61}, {"ends_on": "soon"}):
        assert client.post(address(case, "papers/"), form | bad).status_code == 422


def test_a_new_person_and_a_known_one_are_added(bakyt, case, nazgul):
    client = browser(bakyt)
    form = {"role": "helped", "relation": "son", "name": "Азамат", "phone_of": "unknown", "once": str(uuid.uuid4())}
    for _ in range(2):
        assert client.post(address(case, "people/"), form).status_code == 302
    assert client.post(address(case, "people/"), form | {"relation": "self", "once": ""}).status_code == 422
    found = client.post(address(case, "people/known/"), {"phone": "0555 123 456"}).content.decode()
    assert "Назгүл Өмүрбек кызы" in found
    known = {"person": str(nazgul.pk), "role": "helped", "relation": "daughter"}
    assert client.post(address(case, "people/known/"), known).status_code == 302
    again = client.post(address(case, "people/known/"), known)
    assert again.status_code == 422
    assert client.post(address(case, "people/known/"), known | {"person": str(uuid.uuid4())}).status_code == 404
    assert client.post(address(case, "people/known/"), known | {"person": "x"}).status_code == 422
    nobody = client.post(address(case, "people/known/"), {"phone": "0700 000 000"})
    assert "Nobody is known by this number" in nobody.content.decode()
    with acting(bakyt):
        assert Participant.objects.count() == 4


def test_a_part_is_changed(bakyt, case):
    with acting(bakyt):
        part = case.participants.get(relation="mother")
    client = browser(bakyt)
    url = address(case, f"people/{part.pk}/")
    assert client.get(url).status_code == 200
    assert client.post(url, {"role": "both", "relation": "self"}).status_code == 422
    assert client.post(url, {"role": "both", "relation": "mother"}).status_code == 302
    assert "Called and needs help too" in page_of(client, case)


def test_a_file_is_added_and_given_back_and_a_lie_is_refused(bakyt, chen, case):
    client = browser(bakyt)
    pdf = SimpleUploadedFile("scan.pdf", b"%PDF-1.4\nx", "application/pdf")
    assert client.post(address(case, "files/"), {"file": pdf}).status_code == 302
    with acting(bakyt):
        file_id = queries.files(bakyt, case)[0].pk
    answer = client.get(address(case, f"files/{file_id}/"))
    assert b"".join(answer.streaming_content) == b"%PDF-1.4\nx"
    assert answer["Content-Disposition"].startswith("attachment")
    assert browser(chen).get(address(case, f"files/{file_id}/")).status_code == 404
    for lie in (
        SimpleUploadedFile("scan.pdf", b"MZ\x90\x00", "application/pdf"),
        SimpleUploadedFile("page.html", b"<script>alert(1)</script>", "text/html"),
        SimpleUploadedFile("empty.pdf", b"", "application/pdf"),
    ):
        refused = client.post(address(case, "files/"), {"file": lie})
        assert refused.status_code == 422
        assert refused.context["form"].errors["file"]
    assert client.post(address(case, "files/"), {}).status_code == 422


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


@pytest.mark.parametrize("query", ["", "?view=mine", "?view=waiting", "?view=open", "?view=closed", "?view=x", "?after=x", "?view=\x00"])
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


def test_a_child_of_another_case_is_not_reached_through_this_one(bakyt, case):
    with acting(bakyt):
        other = actions.open_case(bakyt, actions.Opening(problems=("debt",)))
        problem, task = other.problems.get(), actions.add_task(bakyt, other, "x")
    client = browser(bakyt)
    assert client.post(address(case, f"problems/{problem.pk}/settle/"), {"outcome": "solved"}).status_code == 404
    assert client.post(address(case, f"tasks/{task.pk}/finish/")).status_code == 404
