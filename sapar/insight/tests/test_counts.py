"""What is counted, for whom, and what is not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sapar.cases import actions as cases
from sapar.cases.actions import Opening, ServiceWords, Someone
from sapar.common.errors import Denied
from sapar.insight import counts, overview
from sapar.insight.periods import Period
from sapar.insight.selection import Selection
from sapar.insight.tests.conftest import THEN, case_of, talk
from sapar.people import actions as people
from tests.factories import acting

pytestmark = pytest.mark.django_db


def test_contacts_are_counted_by_each_code(aigul, nurlan, selection):
    talk(aigul, 3, language="ky", country="RU", asked={"violence": "yes"})
    talk(aigul, 2, topic="entry-ban", channel="messenger", asked={"violence": "unsafe"})
    with acting(nurlan):
        found = counts.contacts(nurlan, selection())
    assert found["all"] == {"": 5}
    assert found["topic"] == {"unpaid-wages": 3, "entry-ban": 2}
    assert found["language"] == {"ky": 3, "": 2}
    assert found["country"] == {"RU": 3, "": 2}
    assert found["channel"] == {"phone": 3, "messenger": 2}
    assert found["violence"] == {"yes": 3, "unsafe": 2}
    assert found["month"] == {"2026-05": 5}


def test_a_choice_of_codes_leaves_only_what_carries_them_all(aigul, nurlan, selection):
    talk(aigul, 1, language="ky", country="RU")
    talk(aigul, 2, language="ky", country="KZ")
    talk(aigul, 4, topic="debt", language="ky", country="RU")
    with acting(nurlan):
        assert counts.contacts(nurlan, selection(topic="unpaid-wages", country="RU"))["all"] == {"": 1}
        assert counts.contacts(nurlan, selection(language="ky"))["all"] == {"": 7}


def test_the_period_begins_and_ends_with_the_organisations_own_days(aigul, nurlan, selection):
    """The first moment of 1 April in Bishkek is the evening of 31 March in London."""
    talk(aigul, 1, at=dt.datetime(2026, 3, 31, 17, 59, 59, tzinfo=dt.UTC))
    talk(aigul, 2, at=dt.datetime(2026, 3, 31, 18, 0, tzinfo=dt.UTC))
    talk(aigul, 4, at=dt.datetime(2026, 6, 30, 17, 59, 59, tzinfo=dt.UTC))
    talk(aigul, 8, at=dt.datetime(2026, 6, 30, 18, 0, tzinfo=dt.UTC))
    with acting(nurlan):
        found = counts.contacts(nurlan, selection())
    assert found["month"] == {"2026-04": 2, "2026-06": 4}


def test_nothing_of_another_organisation_is_counted(aigul, bakyt, chen, selection):
    talk(aigul, 3)
    case_of(bakyt)
    with acting(chen):
        assert counts.contacts(chen, selection())["all"] == {"": 0}
        assert not counts.cases(chen, selection())["problem"]
        assert counts.people(chen, selection()) == []


def test_a_restricted_case_is_counted_for_who_may_not_see_it(bakyt, nurlan, selection):
    case_of(bakyt, restricted=True, problems=("violence",))
    case_of(bakyt)
    with acting(nurlan):
        found = counts.cases(nurlan, selection())
        assert found["opened"] == {"2026-05": 2}
        assert found["problem"] == {"violence": 1, "debt": 1}
        assert sum(one.people for one in counts.people(nurlan, selection())) == 2


def test_cases_opened_and_closed_and_what_came_of_them(bakyt, nurlan, selection):
    first = case_of(bakyt, problems=("debt", "housing"))
    case_of(bakyt, at=THEN - dt.timedelta(days=90))
    with acting(bakyt):
        cases.wait(bakyt, first, "court")
    with acting(nurlan):
        found = counts.cases(nurlan, selection())
    assert found["opened"] == {"2026-05": 1}
    assert found["problem"] == {"debt": 1, "housing": 1}
    assert found["worked-on"] == {"": 2}
    assert found["open"] == {"": 2}
    assert found["waiting-for"] == {"court": 1}


def test_one_person_in_two_cases_is_one_person(bakyt, nurlan, selection):
    first = case_of(bakyt, person={"sex": "female", "citizenship_state": "claimed", "citizenships": ("KG",)})
    with acting(bakyt):
        person = first.participants.get().person
        cases.open_case(bakyt, Opening(helped=Someone(person), problems=("debt",), opened_at=THEN))
    with acting(nurlan):
        found = counts.people(nurlan, selection())
    assert [(one.sex, one.citizenship, one.people) for one in found] == [("female", "KG", 1)]


def test_services_count_by_kind_and_project_and_a_withdrawn_one_does_not(bakyt, gulnara, nurlan, selection):
    with acting(gulnara):
        project = cases.add_project(gulnara, cases.ProjectWords("Return"))
    case = case_of(bakyt)
    with acting(bakyt):
        person = case.participants.get(relation="self").person
        for day, quantity, whom, of in ((5, 3, None, project), (6, 2, person, None), (7, 5, person, None)):
            words = ServiceWords("shelter", dt.date(2026, 5, day), Decimal(quantity), "nights", project=of)
            cases.add_service(bakyt, case, words, person=whom)
        cases.add_service(
            bakyt, case, ServiceWords("shelter", dt.date(2026, 3, 31), Decimal(9), "nights"), person=person
        )
        mistake = case.services.get(quantity=5)
        cases.withdraw_service(bakyt, mistake)
    with acting(nurlan):
        found = {one.project: one for one in counts.services(nurlan, selection())}
        chosen = counts.services(nurlan, selection(project=str(project.pk)))
    assert {name: (one.times, one.quantity, one.cases, one.people) for name, one in found.items()} == {
        "Return": (1, 3, 1, 0),
        "": (1, 2, 1, 1),
    }
    assert [one.project for one in chosen] == ["Return"]


def test_donors_see_each_person_once_in_a_line_of_project_country_sex_and_age(
    bakyt, gulnara, nurlan, selection
):
    with acting(gulnara):
        project = cases.add_project(gulnara, cases.ProjectWords("Return"))
    case = case_of(bakyt, person={"sex": "female"})
    with acting(bakyt):
        for day in (5, 6):
            cases.add_service(
                bakyt,
                case,
                ServiceWords("shelter", dt.date(2026, 5, day), Decimal(1), "nights", project=project),
            )
        cases.add_service(bakyt, case, ServiceWords("aid", dt.date(2026, 5, 6), Decimal(1), "items"))
    with acting(nurlan):
        found = counts.donor(nurlan, selection())
        section = next(one for one in overview.sections(nurlan, selection()) if one.code == "donor")
    assert [(one.project, one.sex, one.services, one.people) for one in found] == [
        ("", "female", 1, 1),
        ("Return", "female", 2, 1),
    ]
    assert [row[-2:] for row in section.table.rows] == [[1, 1], [2, 1]]


def test_a_person_is_helped_in_the_period_of_a_talk_or_a_service_too(bakyt, aigul, nurlan, selection):
    """An old case counts for a quarter only if something happened in it."""
    before = THEN - dt.timedelta(days=200)
    quiet, fed = case_of(bakyt, at=before), case_of(bakyt, at=before)
    assert quiet.pk != fed.pk
    with acting(bakyt):
        food = ServiceWords("aid", dt.date(2026, 5, 2), Decimal(1), "items")
        cases.add_service(bakyt, fed, food, person=None)
    with acting(nurlan):
        assert sum(one.people for one in counts.people(nurlan, selection())) == 1


def test_what_people_need_is_counted_once_a_person(bakyt, nurlan):
    first = case_of(bakyt, at=timezone.now())
    with acting(bakyt):
        person = first.participants.get(relation="self").person
        people.set_needs(bakyt, person, ["bed"])
    case_of(bakyt, at=timezone.now())
    with acting(nurlan):
        today = timezone.localdate()
        assert counts.needs(nurlan, Selection(Period(today, today), "Asia/Bishkek")) == {"bed": 1}


def test_who_may_not_read_the_overview_counts_nothing(aigul, bakyt, selection):
    for actor in (aigul, bakyt):
        with acting(actor):
            for count in (counts.contacts, counts.cases, counts.services, counts.people, counts.referrals):
                with pytest.raises(Denied):
                    count(actor, selection())


def test_the_inner_function_that_gives_whole_cases_is_closed_to_the_web_role(nurlan):
    with acting(nurlan), connection.cursor() as cursor:
        cursor.execute("select has_function_privilege('insight_chosen(text, text, text, text)', 'execute')")
        assert cursor.fetchone() == (False,)


def test_the_overview_asks_as_many_statements_of_ten_talks_as_of_a_hundred(aigul, bakyt, nurlan, selection):
    def statements() -> int:
        with acting(nurlan), CaptureQueriesContext(connection) as asked:
            overview.sections(nurlan, selection())
        return len(asked)

    talk(aigul, 10)
    case_of(bakyt)
    few = statements()
    talk(aigul, 45, topic="debt", language="tg")
    talk(aigul, 45, topic="medical", country="TR")
    for _number in range(5):
        case_of(bakyt, problems=("housing",))
    assert statements() == few


def test_new_cases_are_counted_by_region_and_work_where_anybody_wrote_one_down(bakyt, nurlan, selection):
    case_of(bakyt, country="KZ")
    with acting(nurlan):
        assert not {"places", "work"} & {one.code for one in overview.sections(nurlan, selection())}
    case_of(bakyt, country="KZ", province="02", industry="A", restricted=True)
    case_of(bakyt, country="KZ", province="02", industry="F", at=THEN.replace(year=2025))
    with acting(nurlan):
        found = counts.cases(nurlan, selection())
        shown = {one.code: one for one in overview.sections(nurlan, selection())}
    assert (found["place"], found["industry"]) == ({"KZ": 1, "KZ-02": 1}, {"": 1, "A": 1})
    assert {"places", "work"} <= set(shown)
