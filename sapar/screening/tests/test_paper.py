"""The questions on paper: printed in the language they are read out in, typed in later with the day they had."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from sapar.audit.models import Event
from sapar.screening.gate import GATE
from sapar.screening.indicators import library
from sapar.screening.models import Screening, Training
from sapar.screening.questions import QUESTIONS
from sapar.screening.tests.test_talk import SURE, Screens
from tests.cast import client_of
from tests.factories import acting, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def screens(trained, bakyt, case, daughter) -> Screens:
    with acting(bakyt):
        Training.objects.update(completed_on=today() - dt.timedelta(days=100))
    return Screens(client_of(bakyt), reverse("screening:from_paper", args=[case.pk, daughter.pk]))


def last_week() -> dt.date:
    return today() - dt.timedelta(days=6)


def typed(day: dt.date) -> dict[str, str]:
    return {"asked_on": day.strftime("%d.%m.%Y"), "child": "no"}


def test_the_form_has_the_gate_first_and_every_question_with_its_number(trained, bakyt):
    client = client_of(bakyt)
    page = html.unescape(client.get(reverse("screening:paper_in", args=["en"])).content.decode())
    said = [page.index(str(words)) for words, _otherwise in GATE.values()]
    assert said == sorted(said)
    edition = library.on(today())
    assert f">{len(edition.questions)}. " in page
    assert f">{len(edition.questions) + 1}. " not in page
    assert max(said) < page.index(">1. ")
    russian = client.get(reverse("screening:paper_in", args=["ru"])).content.decode()
    assert '<article class="paper-form" lang="ru">' in russian
    assert client.get(reverse("screening:paper_in", args=["fr"])).status_code == 404


def test_a_language_without_every_question_is_not_offered(trained, bakyt):
    """Russian words would stand in their place, and be read out to somebody who does not know them."""
    page = client_of(bakyt).get(reverse("screening:paper"))
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            own = str(QUESTIONS["cd-papers"][0])
        with translation.override("ru"):
            is_own = code in ("ru", "en") or own != str(QUESTIONS["cd-papers"][0])
        if not is_own:
            assert code not in dict(page.context["written"])
            assert client_of(bakyt).get(reverse("screening:paper_in", args=[code])).status_code == 404
    assert {"ru", "en"} <= set(dict(page.context["written"]))


def test_who_is_not_trained_gets_no_form(bakyt):
    page = client_of(bakyt).get(reverse("screening:paper_in", args=["en"])).content.decode()
    assert 'class="paper-form"' not in page


def test_answers_on_paper_are_kept_with_the_day_they_were_given(screens, bakyt):
    screens.press("gate", **SURE, **typed(last_week()))
    screens.press("end", **{"a-cd-papers": "yes", "a-ex-hours": "yes"}).press("finish", industry="A")
    with acting(bakyt):
        row = Screening.objects.select_related("data_key", "person__data_key").get()
        assert (row.origin, timezone.localdate(row.begun_at), row.state) == ("paper", last_week(), "finished")
        assert row.answers == {"cd-papers": "yes", "ex-hours": "yes"}
        kept = Event.objects.filter(verb="screening.kept").latest("at")
        assert kept.details["happened"] == last_week().isoformat()
        assert timezone.localdate(kept.at) == today()


@pytest.mark.parametrize("day", ["", "31.02.2026", (today() + dt.timedelta(days=3)).strftime("%d.%m.%Y")])
def test_a_day_that_is_none_comes_back_with_all_that_was_ticked(screens, bakyt, day):
    screens.press("gate", asked_on=day, child="yes", **SURE)
    assert screens.shown.status_code == 422
    assert len(re.findall(r"<input[^>]* checked", screens.text)) == len(GATE) + 1
    with acting(bakyt):
        assert not Screening.objects.exists()


def test_a_form_of_a_day_without_a_training_is_not_taken(screens, bakyt):
    screens.press("gate", **SURE, **typed(today() - dt.timedelta(days=101))).press("end").press("finish")
    assert "No training of yours" in screens.text
    with acting(bakyt):
        assert not Screening.objects.exists()


def test_where_a_point_of_the_gate_was_missing_nothing_is_typed_in(screens):
    points = {name: on for name, on in SURE.items() if name != "gate-safe"}
    screens.press("gate", **points, **typed(last_week()))
    assert "Not now" in screens.text
    assert "a-cd-papers" not in screens.text
