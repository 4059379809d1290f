"""Lists: what a filter says in words, pages by key, and as many statements for a hundred cases as for ten."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from sapar.cases import actions, queries
from sapar.cases.actions import Opening, Someone
from sapar.cases.models import Case, Problem
from sapar.common.errors import Denied
from sapar.directory.taxonomy import Problem as ProblemCode
from sapar.people.particulars import Particulars, Spelling
from tests.cast import client_of
from tests.factories import acting

pytestmark = pytest.mark.django_db


def open_some(actor, count: int, **changes) -> list:
    with acting(actor):
        return [
            actions.open_case(
                actor,
                Opening(
                    Someone(Particulars(names=(Spelling(f"P{n}"),))), problems=("debt", "housing"), **changes
                ),
            )
            for n in range(count)
        ]


def numbers(actor, view: str) -> list[str]:
    found, mark = [], None
    while True:
        page = queries.listed(actor, view, after=mark, size=3)
        found += [one.number for one in page.rows]
        if page.older is None:
            return found
        mark = page.older


def test_each_view_holds_what_its_words_say(bakyt, aigul):
    mine, theirs = open_some(bakyt, 4), open_some(aigul, 3)
    with acting(bakyt):
        actions.wait(bakyt, mine[1], "court")
        actions.close(bakyt, mine[3], {one.pk: "solved" for one in mine[3].problems.all()})
        assert numbers(bakyt, "mine") == [one.number for one in mine[:3]]
        assert numbers(bakyt, "waiting") == [mine[1].number]
        assert numbers(bakyt, "open") == [one.number for one in (*mine[:3], *theirs)]
        assert numbers(bakyt, "closed") == [mine[3].number]


def test_a_row_says_who_and_what(bakyt):
    open_some(bakyt, 1)
    with acting(bakyt):
        (row,) = queries.listed(bakyt, "mine").rows
        assert [one.person.shown_name for one in row.helped] == ["P0"]
        assert [one.code for one in row.listed_problems] == ["debt", "housing"]


@pytest.mark.parametrize("mark", ["x", "", "null", "W10", "=" * 300, "\x00"])
def test_a_mark_that_makes_no_sense_is_the_first_page(bakyt, mark):
    open_some(bakyt, 2)
    with acting(bakyt):
        assert len(queries.listed(bakyt, "mine", after=mark).rows) == 2


def test_a_stranger_sees_none_of_them_and_an_auditor_may_not_look(bakyt, chen, timur):
    open_some(bakyt, 2)
    with acting(chen):
        assert numbers(chen, "open") == []
    with acting(timur), pytest.raises(Denied):
        queries.listed(timur, "open")


def statements(client, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_the_list_takes_as_many_statements_for_many_cases_as_for_few(bakyt, monkeypatch):
    monkeypatch.setattr(queries.listed, "__kwdefaults__", {"after": None, "size": 100})
    client = client_of(bakyt)
    open_some(bakyt, 4)
    few = statements(client, "/staff/cases/")
    open_some(bakyt, 30)
    assert statements(client, "/staff/cases/") == few


def test_the_page_of_a_case_takes_as_many_statements_however_much_is_in_it(bakyt, case):
    client = client_of(bakyt)
    url = f"/staff/cases/{case.pk}/"

    def fill(times: int) -> None:
        with acting(bakyt):
            person = case.participants.select_related("person").first().person
            for n in range(times):
                actions.add_note(bakyt, case, "n")
                actions.add_task(bakyt, case, "t")
                actions.add_paper(bakyt, case, person, actions.PaperWords("passport", number=f"AN{n:07}"))
                someone = Someone(Particulars(names=(Spelling("X"),)), "+996555000111")
                actions.add_participant(bakyt, case, someone, role="helped", relation="other")

    fill(1)
    few = statements(client, url)
    fill(8)
    assert statements(client, url) == few


def test_every_statement_of_a_list_names_the_organisation_itself(bakyt):
    open_some(bakyt, 2)
    with acting(bakyt), CaptureQueriesContext(connection) as seen:
        queries.listed(bakyt, "open")
    lists = [one["sql"] for one in seen if 'FROM "cases_case"' in one["sql"]]
    assert lists
    assert [one for one in lists if '"cases_case"."org_id" = ' not in one] == []


@pytest.mark.parametrize(
    "typed",
    ["", " ", "2026-", "2026-9999999", "'; --", "%", "\x00", "a" * 60, "+996700000000", "12345678", "Назгүл"],
)
def test_what_finds_nothing_finds_nothing(bakyt, case, typed):
    with acting(bakyt):
        assert queries.find(bakyt, typed) == []


def test_a_number_is_found_as_people_say_it(bakyt, case):
    year, _, count = case.number.partition("-")
    with acting(bakyt):
        for typed in (case.number, f" {year} - {int(count)} ", f"{year}/{count}", f"{year} {int(count)}"):
            assert queries.find(bakyt, typed) == [case]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], ""),
        (["Айгүл"], "Айгүл"),
        (["Ли", "Айгүл"], "Ли, Айгүл"),
        (["А" * 60], "А" * 60),
        (["А" * 61, "Ли"], "А" * 59 + "…, Ли"),
    ],
)
def test_a_row_names_who_is_helped_and_cuts_what_is_too_long(names, said):
    case = Case()
    case.helped = [SimpleNamespace(person=SimpleNamespace(shown_name=name)) for name in names]
    assert case.helped_words == said


def test_a_row_names_the_problems_in_the_language_of_the_reader():
    case = Case()
    case.listed_problems = [Problem(code="debt"), Problem(code="housing")]
    with translation.override("en"):
        english = case.problem_words
        assert english == f"{ProblemCode('debt').label}, {ProblemCode('housing').label}"
    with translation.override("ru"):
        assert case.problem_words != english
