"""Amending, handing over, closing; problems, tasks, notes, papers, files."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from sapar.audit.models import Event
from sapar.cases import actions, queries, timeline
from sapar.cases.actions import Amendment, PaperWords, Someone
from sapar.cases.models import CaseVersion, Note, Paper, Participant, Problem, Task
from sapar.common.errors import Denied, Invalid, NotVisible, Stale
from sapar.people.particulars import Particulars, Spelling
from sapar.vault import ERASED
from tests.factories import acting

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n% a scan\n"


def main_person(case):
    return case.participants.select_related("person__data_key").get(relation="self").person


def test_two_colleagues_amend_one_case_and_the_second_is_told(bakyt, aigul, case):
    with acting(aigul):
        actions.amend(aigul, case, Amendment("Theirs", country="KZ"), version=1)
    with acting(bakyt):
        with pytest.raises(Stale):
            actions.amend(bakyt, case, Amendment("Mine"), version=1)
        assert queries.get(bakyt, case.pk).story == "Theirs"
        kept = CaseVersion.objects.filter(org_id=bakyt.org_id, pgh_obj=case).order_by("pgh_id")
        assert [one.story[:6] for one in kept] == ["The ow", "Theirs"]


def test_a_case_is_taken_and_handed_over(bakyt, aigul, case):
    with acting(aigul):
        assert actions.hand_over(aigul, case, aigul.membership).owner_id == aigul.member_id
        assert actions.hand_over(aigul, case, bakyt.membership).owner_id == bakyt.member_id


def test_a_case_is_not_handed_to_who_may_not_read_cases_or_left_or_works_elsewhere(
    bakyt, timur, chen, aigul, case
):
    from sapar.organisations.models import Membership

    with acting(bakyt):
        Membership.objects.filter(pk=aigul.member_id).update(left_at=dt.datetime.now(dt.UTC))
        for somebody in (timur, chen, aigul):
            with pytest.raises(Invalid) as refusal:
                actions.hand_over(bakyt, case, somebody.membership)
            assert list(refusal.value.problems) == ["member"]


def test_closing_wants_an_outcome_for_every_open_problem(bakyt, case, told, in_osh):
    settled, still_open = case.problems.order_by("added_at")
    actions.settle_problem(bakyt, settled, "solved")
    actions.add_task(bakyt, case, "Call on Monday.")
    with pytest.raises(Invalid) as refusal:
        actions.close(bakyt, case, {settled.pk: "partly"})
    assert list(refusal.value.problems) == [f"outcome-{still_open.pk}"]
    closed = actions.close(bakyt, case, {still_open.pk: "partly"})
    assert closed.is_closed
    assert dict(case.problems.values_list("code", "outcome")) == {
        "document-taken": "solved",
        "forced-labour": "partly",
    }
    assert Task.objects.get().state == "dropped"
    assert told == [("case.closed", {"case_id": case.pk})]


def test_an_operator_neither_closes_nor_settles_nor_restricts(aigul, case):
    with acting(aigul):
        for verb in (
            lambda: actions.close(aigul, case, {}),
            lambda: actions.settle_problem(aigul, case.problems.first(), "solved"),
            lambda: actions.restrict(aigul, case, []),
        ):
            with pytest.raises(Denied):
                verb()


def test_a_stranger_cannot_touch_the_case(chen, bakyt, case):
    with acting(bakyt):
        problem, person = case.problems.first(), main_person(case)
    attempts = [
        lambda: queries.get(chen, case.pk),
        lambda: actions.amend(chen, case, Amendment("x"), version=1),
        lambda: actions.add_note(chen, case, "x"),
        lambda: actions.add_task(chen, case, "x"),
        lambda: actions.add_problem(chen, case, "debt"),
        lambda: actions.settle_problem(chen, problem, "solved"),
        lambda: actions.add_paper(chen, case, person, PaperWords("passport")),
        lambda: actions.hand_over(chen, case, chen.membership),
        lambda: actions.close(chen, case, {}),
        lambda: actions.restrict(chen, case, []),
        lambda: actions.attach_file(chen, case, None),
    ]
    with acting(chen):
        for attempt in attempts:
            with pytest.raises(NotVisible):
                attempt()


def test_the_same_problem_is_written_down_once(bakyt, case, in_osh):
    person = main_person(case)
    actions.add_problem(bakyt, case, "medical", person=person)
    for again in ({"code": "medical", "person": person}, {"code": "document-taken"}):
        with pytest.raises(Invalid) as refusal:
            actions.add_problem(bakyt, case, **again)
        assert refusal.value.problems == {"code": "This problem is already in the case."}


def test_a_problem_belongs_to_somebody_in_the_case(bakyt, case, nazgul, in_osh):
    with pytest.raises(Invalid) as refusal:
        actions.add_problem(bakyt, case, "debt", person=nazgul)
    assert list(refusal.value.problems) == ["person"]


def test_the_same_person_stands_in_a_case_once_and_there_is_one_main_person(bakyt, case, in_osh):
    person = main_person(case)
    with pytest.raises(Invalid) as refusal:
        actions.add_participant(bakyt, case, Someone(person), role="helped", relation="other")
    assert refusal.value.problems == {"person": "This person is already in the case."}
    with pytest.raises(Invalid) as refusal:
        actions.add_participant(bakyt, case, Someone(Particulars()), role="helped", relation="self")
    assert refusal.value.problems == {"relation": "The case already has its main person."}
    mother = case.participants.get(relation="mother")
    with pytest.raises(Invalid):
        actions.change_participant(bakyt, mother, role="both", relation="self")
    assert actions.change_participant(bakyt, mother, role="both", relation="mother").role == "both"


def test_a_note_cannot_be_changed_even_by_sql(bakyt, case, in_osh):
    note = actions.add_note(bakyt, case, "As she said it.")
    for words in ("update cases_note set written_at = now()", "delete from cases_note"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(words)
    assert Note.objects.get(pk=note.pk).words == "As she said it."


@pytest.mark.parametrize("words", ["", "   ", "\x00", "x" * 20_001])
def test_an_empty_or_endless_note_is_refused(bakyt, case, in_osh, words):
    with pytest.raises(Invalid) as refusal:
        actions.add_note(bakyt, case, words)
    assert list(refusal.value.problems) == ["words"]


def test_everything_a_form_makes_is_made_once(bakyt, case, in_osh):
    once = [uuid.uuid4() for _ in range(4)]
    person = main_person(case)
    for _ in range(2):
        actions.add_note(bakyt, case, "n", once=once[0])
        actions.add_task(bakyt, case, "t", once=once[1])
        actions.add_paper(bakyt, case, person, PaperWords("passport"), once=once[2])
        someone = Someone(Particulars(names=(Spelling("Son"),)))
        actions.add_participant(bakyt, case, someone, role="helped", relation="son", once=once[3])
    counts = [model.objects.count() for model in (Note, Task, Paper, Participant)]
    assert counts == [1, 1, 1, 3]


def test_tasks_stand_by_their_day_and_an_old_one_is_overdue(bakyt, aigul, case, in_osh):
    today = dt.datetime.now(dt.UTC).date()
    late = actions.add_task(bakyt, case, "late", due_on=today - dt.timedelta(days=3))
    someday = actions.add_task(bakyt, case, "someday", owner=aigul.membership)
    soon = actions.add_task(bakyt, case, "soon", due_on=today + dt.timedelta(days=1))
    done = actions.move_task(bakyt, actions.add_task(bakyt, case, "done"), "finish")
    assert [one.words for one in queries.tasks(bakyt, case)] == ["late", "soon", "someday", "done"]
    assert [one.is_overdue for one in (late, soon, someday, done)] == [True, False, False, False]
    with pytest.raises(Invalid):
        actions.add_task(bakyt, case, "never", due_on=dt.date(9999, 1, 1))


def test_a_paper_received_brings_its_number_and_is_found_by_it(bakyt, case, in_osh):
    paper = actions.add_paper(
        bakyt, case, main_person(case), PaperWords("passport", "taken", "AN 1234567", "KG")
    )
    assert queries.find(bakyt, "an-1234567") == [case]
    moved = actions.move_paper(bakyt, paper, "receive", number="AN 7654321", ends_on=dt.date(2036, 1, 1))
    assert (moved.number, moved.ends_on) == ("AN 7654321", dt.date(2036, 1, 1))
    assert queries.find(bakyt, "AN 1234567") == []
    assert queries.find(bakyt, "AN7654321") == [case]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ({"kind": "library-card"}, "kind"),
        ({"state": "eaten"}, "state"),
        ({"country": "XX"}, "country"),
        ({"number": "1" * 61}, "number"),
    ],
)
def test_a_paper_that_cannot_be_is_refused(bakyt, case, in_osh, words, place):
    with pytest.raises(Invalid) as refusal:
        actions.add_paper(bakyt, case, main_person(case), PaperWords(**({"kind": "passport"} | words)))
    assert list(refusal.value.problems) == [place]


def test_a_file_is_stored_sealed_listed_and_given_back(bakyt, case, in_osh):
    stored = actions.attach_file(bakyt, case, SimpleUploadedFile("скан.pdf", PDF, "application/pdf"))
    assert [one.name for one in queries.files(bakyt, case)] == ["скан.pdf"]
    answer = actions.give_file(bakyt, case, stored.pk)
    assert b"".join(answer.streaming_content) == PDF
    assert Event.objects.filter(verb="file.opened", about=case.pk).count() == 1
    with pytest.raises(NotVisible):
        actions.give_file(bakyt, case, uuid.uuid4())


def test_a_file_that_lies_is_refused(bakyt, case, in_osh):
    with pytest.raises(Invalid) as refusal:
        actions.attach_file(
            bakyt, case, SimpleUploadedFile("scan.pdf", b"MZ\x90\x00binary", "application/pdf")
        )
    assert list(refusal.value.problems) == ["file"]


def test_the_timeline_tells_what_happened_newest_first_in_pages(bakyt, case, in_osh):
    actions.add_note(bakyt, case, "First note.")
    actions.wait(bakyt, case, "state")
    first = timeline.of(bakyt, case, size=4)
    assert [one.title for one in first.entries] == ["Case waits", "Note", "Problem added"]
    assert first.entries[0].more == ["A state body or consulate"]
    assert (first.entries[1].words, first.entries[1].who) == ("First note.", "Bakyt")
    assert first.entries[2].more == ["Passport or papers taken away", "Forced to work"]
    told = list(first.entries)
    mark = first.older
    while mark:
        page = timeline.of(bakyt, case, before=mark, size=4)
        told, mark = told + page.entries, page.older
    assert told == timeline.of(bakyt, case, size=99).entries
    assert told[-1].title == "Case opened"


def test_the_timeline_names_whom_and_what_it_tells_of(bakyt, aigul, case, in_osh):
    actions.hand_over(bakyt, case, aigul.membership)
    person = main_person(case)
    lines = [
        line for one in timeline.of(bakyt, case, labels={person.pk: "Назгүл"}).entries for line in one.more
    ]
    assert "Назгүл, Person seeking help, The main person" in lines
    assert "Aigul" in lines


@pytest.mark.parametrize("mark", ["", "x", "2026-13-45", "2026-01-01", "9" * 500, "\x00"])
def test_a_mark_that_makes_no_sense_is_the_first_page(bakyt, case, in_osh, mark):
    assert timeline.of(bakyt, case, before=mark).entries == timeline.of(bakyt, case).entries


def test_a_case_about_an_erased_person_alone_loses_its_words_too(gulnara, bakyt, case, monkeypatch):
    from sapar.cases.effects import erase_stories
    from sapar.common import effects
    from sapar.people import actions as people

    monkeypatch.setitem(effects._wired, "person.erased", [erase_stories])
    with acting(bakyt):
        actions.add_note(bakyt, case, "A note.")
        person = main_person(case)
    with acting(gulnara):
        people.erase(gulnara, person, reason="asked")
        found = queries.get(gulnara, case.pk)
        assert found.is_erased
        assert found.story is ERASED
        assert Note.objects.get().words is ERASED
        assert queries.participants(gulnara, found)[0].person.shown_name == "erased"


def test_a_case_about_others_too_keeps_its_words(gulnara, bakyt, case, monkeypatch):
    from sapar.cases.effects import erase_stories
    from sapar.common import effects
    from sapar.people import actions as people

    monkeypatch.setitem(effects._wired, "person.erased", [erase_stories])
    with acting(bakyt):
        someone = Someone(Particulars(names=(Spelling("Son"),)))
        actions.add_participant(bakyt, case, someone, role="helped", relation="son")
        person = main_person(case)
    with acting(gulnara):
        people.erase(gulnara, person, reason="asked")
        assert not queries.get(gulnara, case.pk).is_erased


def test_the_database_refuses_what_the_verbs_would_never_write(bakyt, case, in_osh):
    problem = Problem.objects.first()
    for words, values in (
        ("update cases_case set state = 'closed' where id = %s", [case.pk]),
        ("update cases_case set state = 'waiting' where id = %s", [case.pk]),
        ("update cases_case set state = 'lost' where id = %s", [case.pk]),
        ("update cases_problem set state = 'settled' where id = %s", [problem.pk]),
        ("update cases_problem set code = 'nonsense' where id = %s", [problem.pk]),
        ("update cases_participant set relation = 'self' where case_id = %s", [case.pk]),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(words, values)
