"""The talk as a caseworker lives it: the gate first, nothing kept unless wished, nothing in an address."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.urls import reverse

from sapar.screening.gate import GATE
from sapar.screening.models import Screening
from tests.cast import client_of
from tests.factories import acting

pytestmark = pytest.mark.django_db

FIELD = re.compile(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"')
SURE = {f"gate-{point}": "on" for point in GATE}


class Screens:
    """One browser going from screen to screen with what each screen carries, in English."""

    def __init__(self, client, address: str) -> None:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        self.client, self.address = client, address
        self.shown = client.get(address)

    @property
    def text(self) -> str:
        return self.shown.content.decode()

    def carried(self) -> dict[str, str]:
        return {name: value for name, value in FIELD.findall(self.text) if name != "csrfmiddlewaretoken"}

    def press(self, move: str, **typed: str) -> Screens:
        self.shown = self.client.post(self.address, self.carried() | typed | {"move": move})
        return self

    @property
    def question(self) -> str:
        return self.carried().get("question", "")


@pytest.fixture
def screens(trained, bakyt, case, daughter) -> Screens:
    return Screens(client_of(bakyt), reverse("screening:ask", args=[case.pk, daughter.pk]))


def count(actor) -> int:
    with acting(actor):
        return Screening.objects.count()


@pytest.mark.parametrize("lacking", GATE)
def test_without_one_point_of_the_gate_nothing_is_asked(screens, lacking):
    points = {name: on for name, on in SURE.items() if name != f"gate-{lacking}"}
    screens.press("gate", child="no", **points)
    assert screens.shown.status_code == 422
    assert screens.question == ""
    assert "Not now" in screens.text
    # Nor by sending answers past it.
    screens.press("say-yes", question="cd-papers", **points)
    assert screens.question == ""


def test_a_clear_story_needs_few_questions_and_is_kept_only_when_pressed(screens, bakyt):
    screens.press("gate", child="no", **SURE)
    asked = []
    while screens.question:
        asked.append(screens.question)
        screens.press("say-yes")
    assert asked[0] == "ex-hours"
    assert len(asked) < 12
    assert count(bakyt) == 0
    screens.press("finish", note="She whispers.")
    with acting(bakyt):
        row = Screening.objects.select_related("data_key", "person__data_key").get()
        assert set(row.answers) == set(asked)
        assert (row.state, row.lowest, row.note) == ("finished", "trafficking", "She whispers.")
    page = screens.client.get(screens.shown["Location"]).content.decode()
    assert "Indications of trafficking for forced labour" in page
    assert "not checked against the originals" in page
    assert "victim" not in page.lower()


def test_to_stop_keeps_nothing(screens, bakyt):
    screens.press("gate", child="no", **SURE).press("say-yes").press("say-yes").press("stop")
    assert screens.shown.status_code == 302
    assert count(bakyt) == 0


def test_what_is_kept_on_the_way_is_gone_on_with_after_the_gate(screens, bakyt):
    screens.press("gate", child="no", **SURE).press("say-yes").press("keep")
    with acting(bakyt):
        row = Screening.objects.get()
    again = Screens(screens.client, reverse("screening:resume", args=[row.pk]))
    assert again.question == ""
    assert "checked" not in again.text.partition("Were they under 18")[0]
    again.press("gate", child="no", **SURE)
    assert again.question not in ("", "ex-hours")
    again.press("say-not-safe").press("keep")
    with acting(bakyt):
        kept = Screening.objects.select_related("data_key", "person__data_key").get()
        assert sorted(kept.answers.values()) == ["not-safe", "yes"]


def test_the_last_answer_can_be_taken_back(screens):
    screens.press("gate", child="no", **SURE)
    first = screens.question
    screens.press("say-no").press("back")
    assert screens.question == first


def test_the_list_takes_answers_in_any_order(screens, bakyt):
    screens.press("gate", child="yes", **SURE).press("list")
    screens.press("end", **{"a-cd-debt": "yes", "a-ex-school": "unknown", "a-dr-job": ""}).press("keep")
    with acting(bakyt):
        row = Screening.objects.select_related("data_key", "person__data_key").get()
        assert row.answers == {"cd-debt": "yes", "ex-school": "unknown"}
        assert row.child is True


def test_it_was_not_safe_can_be_written_down_without_an_answer(screens, bakyt):
    screens.press("gate", child="unknown").press("keep")
    with acting(bakyt):
        row = Screening.objects.select_related("data_key", "person__data_key").get()
        assert (row.answers, row.state, any(row.gate.values())) == ({}, "begun", False)


def test_made_up_fields_change_nothing(screens, bakyt):
    typed = {
        "a-nonsense": "yes",
        "a-cd-debt": "maybe",
        "edition": "delphi-1900",
        "version": "9" * 30,
        "child": "x",
    }
    screens.press("gate", **SURE, **typed)
    assert screens.question == "ex-hours"
    screens.press("say-yes", question="nonsense")
    assert screens.question == "ex-hours"
    screens.press("keep", industry="ZZ", found_through="moon")
    with acting(bakyt):
        row = Screening.objects.select_related("data_key", "person__data_key").get()
        assert (row.answers, row.industry, row.facts["found_through"]) == ({}, "", [])


def test_who_is_not_trained_is_told_whom_to_ask(bakyt, case, daughter):
    page = Screens(client_of(bakyt), reverse("screening:ask", args=[case.pk, daughter.pk]))
    assert "Only trained colleagues" in page.text
    assert page.press("gate", **SURE).question == ""


def test_a_talk_is_never_cached_and_its_address_says_nothing(screens):
    screens.press("gate", child="no", **SURE).press("say-yes")
    assert "no-store" in screens.shown["Cache-Control"]
    assert "?" not in screens.address
