"""Screenings in the overview: counted once a person, hidden cases too, as codes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from sapar.insight import counts, screenings
from sapar.insight.actions import agree
from sapar.insight.kinds import BY_CODE
from sapar.insight.periods import Period
from sapar.insight.selection import Selection
from sapar.insight.snapshot import extract
from sapar.insight.tests.conftest import case_of
from sapar.screening import actions
from sapar.screening.gate import GATE
from sapar.screening.models import Screening
from tests.factories import acting

pytestmark = pytest.mark.django_db

SURE = dict.fromkeys(GATE, True)
FORCED = {"ex-hours": "yes", "ex-low-pay": "yes", "cd-papers": "yes", "cd-debt": "yes"}


@pytest.fixture
def today():
    day = timezone.localdate()
    return Selection(Period(day - dt.timedelta(days=1), day + dt.timedelta(days=1)), "Asia/Bishkek")


@pytest.fixture
def asked(bakyt, gulnara):
    """Twice the same person, each time more was said; another one's is withdrawn."""
    with acting(gulnara):
        actions.record_training(gulnara, bakyt.membership, "A", "B", timezone.localdate())
    case, other = case_of(bakyt), case_of(bakyt)
    with acting(bakyt):
        person, mistaken = (one.participants.get().person for one in (case, other))
        for answers in ({"ex-hours": "yes"}, FORCED):
            actions.keep(bakyt, case, person, actions.Asked(SURE, answers, child=False, industry="F"))
        actions.withdraw(
            bakyt, actions.keep(bakyt, other, mistaken, actions.Asked(SURE, FORCED, child=False))
        )
        decided = actions.Decided("possible", "ngo", "Bakyt", "Two talks.", timezone.localdate())
        actions.determine(bakyt, case, person, decided)
        actions.move_support(
            bakyt, actions.want_support(bakyt, case, person, ["legal", "medical"])[0], "finish"
        )


def test_a_person_counts_once_by_the_last_screening_though_the_case_is_hidden(nurlan, asked, today):
    with acting(nurlan):
        now = counts.screenings(nurlan, today)
    assert now == {
        "all": {"": 1},
        "lowest": {"forced-labour": 1},
        "highest": {"trafficking": 1},
        "industry": {"F": 1},
        "status": {"possible": 1},
        "help": {"legal": 1, "medical": 1},
        "help-state": {"done": 1, "wanted": 1},
    }


def test_nothing_of_another_organisation_and_nothing_where_nobody_was_asked(chen, asked, today):
    with acting(chen):
        assert counts.screenings(chen, today)["all"] == {"": 0}
        assert screenings.sections(chen, today) == []


def test_the_overview_says_it_in_sentences(nurlan, asked, today):
    with acting(nurlan):
        found = {one.code: one.finding for one in screenings.sections(nurlan, today)}
    assert found["screenings"] == "Screenings: Indications of forced labour – 1 of 1"
    assert set(found) == {
        "screenings",
        "screened-work",
        "trafficking-decisions",
        "help-wanted",
        "help-states",
    }


def test_the_region_counts_each_person_once_and_what_is_open_is_not_nothing(bakyt, gulnara, asked):
    """One was asked twice; another one's was withdrawn; a third was not safe to ask; a fourth came in with a file."""
    with acting(gulnara):
        agree(gulnara)
    for origin in ("asked", "brought"):
        with acting(bakyt):
            case = case_of(bakyt)
            person = case.participants.get().person
            kept = actions.keep(bakyt, case, person, actions.Asked({"alone": False}))
            Screening.objects.filter(pk=kept.pk).update(origin=origin)
    found = extract.records(BY_CODE["screenings"]).to_pylist()
    assert sorted((one["signs"], one["decision"], one["industry"], one["n"]) for one in found) == [
        ("forced-labour", "possible", "F", 1),
        ("open", "none", "", 1),
    ]
