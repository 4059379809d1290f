"""The pages for the parts of a case: people, problems, tasks, notes, papers, files."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sapar.cases import actions, queries
from sapar.cases.models import Note, Paper, Participant, Problem, Task
from sapar.cases.tests.test_pages import address, browser, page_of
from tests.factories import acting

pytestmark = pytest.mark.django_db


def test_problems_are_added_settled_and_opened_again(bakyt, case):
    client = browser(bakyt)
    again = client.post(address(case, "problems/"), {"code": "forced-labour", "person": ""})
    assert again.status_code == 422
    assert "This problem is already in the case." in again.content.decode()
    for _ in range(2):
        form = {"code": "medical", "person": "", "once": "7d3aa5a0-3b8e-4f1d-9c53-000000000008"}
        assert client.post(address(case, "problems/"), form).status_code == 302
    with acting(bakyt):
        problem = Problem.objects.get(code="medical")
    assert client.post(address(case, f"problems/{problem.pk}/settle/"), {}).status_code == 422
    client.post(address(case, f"problems/{problem.pk}/settle/"), {"outcome": "solved"})
    assert (
        client.post(address(case, f"problems/{problem.pk}/settle/"), {"outcome": "solved"}).status_code == 409
    )
    client.post(address(case, f"problems/{problem.pk}/reopen/"))
    with acting(bakyt):
        assert Problem.objects.get(code="medical").outcome == ""


def test_tasks_are_added_and_done(bakyt, case):
    client = browser(bakyt)
    form = {
        "words": "Write to the embassy.",
        "due_on": "01.02.2027",
        "owner": str(bakyt.member_id),
        "once": str(uuid.uuid4()),
    }
    for _ in range(2):
        assert client.post(address(case, "tasks/"), form).status_code == 302
    with acting(bakyt):
        task = Task.objects.get()
    assert client.post(address(case, f"tasks/{task.pk}/explode/")).status_code == 404
    assert client.post(address(case, f"tasks/{task.pk}/finish/")).status_code == 302
    assert client.post(address(case, f"tasks/{task.pk}/finish/")).status_code == 409
    for bad in (
        {"words": ""},
        {"words": "x" * 501},
        {"due_on": "31.02.2027"},
        {"owner": "me"},
        {"due_on": "01.01.9999"},
    ):
        assert (
            client.post(address(case, "tasks/"), form | {"once": str(uuid.uuid4())} | bad).status_code == 422
        )


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
    form = {
        "person": str(person_id),
        "kind": "passport",
        "state": "taken",
        "number": "AN 1234567",
        "country": "KG",
    }
    assert client.post(address(case, "papers/"), form).status_code == 302
    with acting(bakyt):
        paper = Paper.objects.get()
    move = address(case, f"papers/{paper.pk}/")
    assert client.post(move, {"verb": "lose"}).status_code == 422
    assert (
        client.post(move, {"verb": "receive", "number": "AN 7", "ends_on": "01.01.2036"}).status_code == 302
    )
    assert "Held by the person" in page_of(client, case)
    for bad in (
        {"person": str(uuid.uuid4())},
        {"kind": ""},
        {"state": "x"},
        {"number": "1" * 61},
        {"ends_on": "soon"},
    ):
        assert client.post(address(case, "papers/"), form | bad).status_code == 422


def test_a_new_person_and_a_known_one_are_added(bakyt, case, nazgul):
    client = browser(bakyt)
    form = {
        "role": "helped",
        "relation": "son",
        "name": "Азамат",
        "phone_of": "unknown",
        "once": str(uuid.uuid4()),
    }
    for _ in range(2):
        assert client.post(address(case, "people/"), form).status_code == 302
    assert client.post(address(case, "people/"), form | {"relation": "self", "once": ""}).status_code == 422
    found = client.post(address(case, "people/known/"), {"phone": "0555 123 456"}).content.decode()
    assert "Назгүл Өмүрбек кызы" in found
    known = {"person": str(nazgul.pk), "role": "helped", "relation": "daughter"}
    assert client.post(address(case, "people/known/"), known).status_code == 302
    again = client.post(address(case, "people/known/"), known)
    assert again.status_code == 422
    assert (
        client.post(address(case, "people/known/"), known | {"person": str(uuid.uuid4())}).status_code == 404
    )
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
    for _ in range(2):
        pdf = SimpleUploadedFile("scan.pdf", b"%PDF-1.4\nx", "application/pdf")
        sent = {"file": pdf, "once": "7d3aa5a0-3b8e-4f1d-9c53-000000000009"}
        assert client.post(address(case, "files/"), sent).status_code == 302
    with acting(bakyt):
        (stored,) = queries.files(bakyt, case)
        file_id = stored.pk
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


def test_a_child_of_another_case_is_not_reached_through_this_one(bakyt, case):
    with acting(bakyt):
        other = actions.open_case(bakyt, actions.Opening(problems=("debt",)))
        problem, task = other.problems.get(), actions.add_task(bakyt, other, "x")
    client = browser(bakyt)
    assert (
        client.post(address(case, f"problems/{problem.pk}/settle/"), {"outcome": "solved"}).status_code == 404
    )
    assert client.post(address(case, f"tasks/{task.pk}/finish/")).status_code == 404
