"""F01: 82 people of one place ask how to register abroad; all get dated steps, are registered and get their right to work."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from sapar.cases import actions as cases
from sapar.cases.models import Paper, Task
from sapar.intake import actions as intake
from sapar.intake import guiding
from sapar.intake.calls import Talk
from sapar.people.models import Person
from sapar.people.particulars import Particulars, Spelling
from tests.factories import acting
from tests.stories.desk import Desk

pytestmark = [pytest.mark.field("F01"), pytest.mark.django_db]
COHORT = 82
# All cross on Monday 2 March: fifty into Russia (30 days, Treaty on the Union), the others into Kazakhstan (3 working days).
LAST_DAY = {"RU": dt.date(2026, 3, 31), "KZ": dt.date(2026, 3, 5)}


@pytest.fixture(autouse=True)
def _on_the_day_after(time_machine):
    time_machine.move_to("2026-03-03T06:00:00Z")


def asks(aigul, country: str, name: str):
    """One of the cohort, as the desk writes them down: the talk with its flow, the case of it."""
    answers = {"country": country, "citizenship": "KG", "entry": "2026-03-02", "registered": "no"}
    guided = guiding.recorded({"flow": "arrived", "answers": answers, "on": ""})
    talk = Talk("in-person", "registration", language="ky", country=country, caller_is="self", guided=guided)
    contact = intake.log(aigul, talk, once=uuid.uuid4())
    opening = cases.Opening(
        cases.Someone(Particulars(names=(Spelling(name),))),
        problems=("registration", "permit"),
        country=country,
    )
    return intake.open_case(aigul, contact, opening, once=uuid.uuid4())


def gets_papers(aigul, case) -> None:
    """The interior department registers them; the right to work follows."""
    person = Person.objects.get(participations__case=case)
    for kind in ("registration", "patent"):
        cases.add_paper(aigul, case, person, cases.PaperWords(kind, state="held"))


def test_eighty_two_ask_and_eighty_two_are_registered(aigul):
    with acting(aigul):
        cohort = [
            asks(aigul, "RU" if one < 50 else "KZ", f"Житель {one} (вымышлен)") for one in range(COHORT)
        ]
        days = list(Task.objects.filter(case__in=cohort).values_list("case__country", "due_on", "rule"))
        assert sorted(days) == sorted(
            (case.country, LAST_DAY[case.country], "registration-deadline") for case in cohort
        )
        for case in cohort:
            gets_papers(aigul, case)

        held = Paper.objects.filter(case__in=cohort, state="held")
        assert held.filter(kind="registration").values("person").distinct().count() == COHORT
        assert held.filter(kind="patent").values("person").distinct().count() == COHORT


def test_one_of_them_on_the_pages_from_the_question_to_the_dated_step(aigul):
    desk = Desk(aigul)
    desk.begins(words="Эл аралык паспорт менен барды", caller_is="self")
    desk.walks("arrived", "RU", "KG", "2026-03-02", "no")
    assert "31 марта 2026" in desk.text
    contact = desk.saves()
    case = desk.opens_case(contact, who="caller", caller_name="Айбек (вымышлен)")
    assert "31 марта 2026" in desk.looks(case)
    desk.begins(words="Перезвонил: что с разрешением?", caller_is="self", topic="permit")
    desk.walks("permit", "RU", "KG")
    assert desk.guided["answers"] == {"country": "RU", "citizenship-ru": "KG"}
