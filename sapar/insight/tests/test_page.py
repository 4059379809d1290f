"""The page as a coordinator reads it, and the files taken from it."""

from __future__ import annotations

import csv
import io

import pytest
from django.conf import settings
from python_calamine import CalamineWorkbook

from sapar.insight.tests.conftest import QUARTER, case_of, talk
from tests.cast import client_of

pytestmark = pytest.mark.django_db
PAGE = "/staff/overview/"


@pytest.fixture
def office(nurlan):
    client = client_of(nurlan)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_a_finding_is_a_sentence_with_its_drawing_and_its_table(office, aigul):
    talk(aigul, 4, language="ky")
    talk(aigul, 1, topic="debt")
    page = office.get(PAGE, QUARTER).content.decode()
    assert "Most asked: Wages not paid – 4 of 5" in page
    assert 'class="bars"' in page
    assert 'class="columns"' in page
    assert "April 1, 2026 – June 30, 2026" in page
    assert 'href="/staff/overview/topics.csv?' in page


def test_a_table_is_saved_with_the_same_figures(office, aigul):
    talk(aigul, 4)
    talk(aigul, 1, topic="debt")
    answer = office.get(PAGE + "topics.csv", QUARTER)
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [["Topic", "Contacts"], ["Wages not paid", "4"], ["Debt", "1"]]
    assert "topics-20260401-20260630.csv" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"


def test_all_tables_are_saved_as_one_workbook_that_says_what_it_is(office, aigul, bakyt):
    talk(aigul, 2)
    case_of(bakyt)
    answer = office.get(PAGE + "all.xlsx", QUARTER | {"topic": "unpaid-wages"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    about = dict(book.get_sheet_by_index(0).to_python())
    assert about["Organisation"] == "Osh call line (fictional)"
    assert about["Topic"] == "Wages not paid"
    assert "under ten" in about["Before it leaves the office"]
    assert len(book.sheet_names) > 10


def test_an_empty_organisation_sees_words_and_no_drawing(office):
    page = office.get(PAGE, QUARTER).content.decode()
    assert "Nothing was counted here." in page
    assert 'class="bars"' not in page
    assert 'class="columns"' not in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"since": "", "until": "30.06.2026"}, "Say from which day."),
        ({"since": "01.04.2026", "until": "01.03.2026"}, "The period ends before it begins."),
        ({"since": "01.04.1990", "until": "01.03.2026"}, "Choose at most five years."),
    ],
)
def test_a_period_that_cannot_be_is_told_and_what_was_typed_is_kept(office, typed, said):
    page = office.get(PAGE, {"period": "days", "topic": "debt"} | typed).content.decode()
    assert said in page
    assert f'value="{typed["until"]}"' in page


def test_a_code_from_nowhere_breaks_nothing(office):
    assert office.get(PAGE, {"period": "x", "topic": "<b>", "project": "y"}).status_code == 200
    assert office.get(PAGE + "nothing.csv", QUARTER).status_code == 404


def test_who_took_figures_is_on_record_without_the_figures(office, nurlan):
    from sapar.audit.models import Event
    from tests.factories import acting

    office.get(PAGE + "topics.csv", QUARTER)
    with acting(nurlan):
        event = Event.objects.filter(org_id=nurlan.org_id, verb="overview.taken").get()
    assert event.details == {"table": "topics", "from": "2026-04-01", "to": "2026-06-30"}
