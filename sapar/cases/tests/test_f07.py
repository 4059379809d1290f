"""Nazgul's story, as far as one organisation lives it: five people of one family, through the pages alone."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.conf import settings
from django.utils import timezone

from sapar.cases import queries
from sapar.cases.models import Case, Participant
from sapar.people.models import Consent
from tests.cast import client_of
from tests.factories import acting

pytestmark = [pytest.mark.django_db, pytest.mark.field("F07")]

FAMILY = [
    ("Азамат", "son", "1994", "helped"),
    ("Айгерим", "daughter", "2010", "helped"),
    ("Ак-Мээрим", "grandchild", "2026", "helped"),
]
PROBLEMS = [
    "document-taken", "forced-labour", "not-free-to-leave", "unpaid-wages", "medical", "child-papers", "identity-papers",
]  # fmt: skip


class Hotline:
    """An operator or caseworker at her browser, doing what the page offers."""

    def __init__(self, actor) -> None:
        self.actor = actor
        self.client = client_of(actor)
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        self.case: Case | None = None

    def send(self, path: str, **form) -> str:
        answer = self.client.post(path, form, follow=True)
        assert answer.status_code == 200, (path, answer.context and answer.context["form"].errors)
        return answer.content.decode()

    def on_case(self, rest: str, **form) -> str:
        return self.send(f"/staff/cases/{self.case.pk}/{rest}", **form)

    def page(self) -> str:
        return self.client.get(f"/staff/cases/{self.case.pk}/").content.decode()

    def person(self, name: str):
        with acting(self.actor):
            parts = Participant.objects.filter(case=self.case).select_related("person__data_key")
            return next(one.person for one in parts if one.person.shown_name == name)


@pytest.fixture
def hotline(aigul) -> Hotline:
    """The mother's call, written down."""
    line = Hotline(aigul)
    line.send(
        "/staff/cases/new/",
        **{
            "caller-name": "Айша", "caller-relation": "mother", "caller-phone": "0555 111 222", "caller-phone_of": "own",
            "caller-may_call": "times", "caller-safety_words": "After eight. Say it is about the curtains.",
            "helped-name": "Назгүл", "helped-birth_year": "1998", "helped-sex": "female", "helped-country": "KZ",
            "helped-phone_of": "unknown", "helped-may_call": "no", "helped-safety_words": "The owner holds her phone.",
            "problems": PROBLEMS, "country": "KZ", "language": "ky",
            "story": "A horse club took the passports. Two years without wages. She may not leave. A hospital sent her away.",
        },
    )  # fmt: skip
    with acting(aigul):
        line.case = Case.objects.get()
    for name, relation, year, role in FAMILY:
        line.on_case("people/", name=name, relation=relation, role=role, birth_year=year, phone_of="unknown")
    return line


def test_five_people_and_seven_problems_stand_on_one_page(hotline):
    page = hotline.page()
    for name in ("Назгүл", "Айша", "Азамат", "Айгерим", "Ак-Мээрим"):
        assert name in page
    assert page.count("Never call this person") == 1
    assert "Say it is about the curtains." in page
    with acting(hotline.actor):
        assert [one.code for one in queries.problems(hotline.actor, hotline.case)] == PROBLEMS


def test_consents_are_asked_one_by_one_and_the_consulate_only_where_it_is_safe(hotline, almaty, consulate):
    nazgul, girl, baby = (hotline.person(name) for name in ("Назгүл", "Айгерим", "Ак-Мээрим"))
    until = timezone.localdate() + dt.timedelta(days=60)
    form = {
        "fields_allowed": ["problems", "languages", "place", "needs", "names", "story"], "language_read": "ky",
        "interpreted_by": "staff", "interpreter": "op-3", "explained": "on", "how": "voice", "until": f"{until:%d.%m.%Y}", "case": str(hotline.case.pk),
    }  # fmt: skip
    ask = f"/staff/people/{nazgul.pk}/consents/?with={girl.pk}&with={baby.pk}"
    both = form | {"recipient": str(almaty.pk), "safe_to_tell": "not-needed", "given_by": "self"}
    hotline.send(ask, **both, people=[str(nazgul.pk), str(baby.pk)])
    hotline.send(ask, **(both | {"given_by": "guardian"}), people=[str(girl.pk)])
    state = form | {"recipient": str(consulate.pk), "given_by": "self", "people": [str(nazgul.pk)]}
    refused = hotline.client.post(ask, state | {"safe_to_tell": "not-safe"})
    assert refused.status_code == 422
    hotline.send(ask, **state, safe_to_tell="safe")
    page = hotline.page()
    assert page.count("Almaty aid centre (fictional)</a>") == 2
    assert page.count("Consulate of Kyrgyzstan in Almaty (fictional)</a>") == 1
    assert "Consent not possible: it is not safe for the person" in page
    with acting(hotline.actor):
        consulates = Consent.objects.get(recipient=consulate)
    hotline.send(f"/staff/people/consents/{consulates.pk}/withdraw/?case={hotline.case.pk}", how="voice")
    assert "Consent withdrawn" in hotline.page()


def test_papers_come_back_one_by_one_and_two_stay_open(hotline, bakyt):
    owners = {name: hotline.person(name) for name in ("Назгүл", "Азамат", "Айгерим", "Ак-Мээрим")}
    for name, kind, state in (
        ("Назгүл", "passport", "taken"),
        ("Назгүл", "temporary", "needed"),
        ("Азамат", "passport", "taken"),
        ("Айгерим", "identity-card", "needed"),
        ("Ак-Мээрим", "birth-certificate", "needed"),
    ):
        hotline.on_case("papers/", person=str(owners[name].pk), kind=kind, state=state)
    with acting(hotline.actor):
        papers = {
            (one.person.shown_name, one.kind): one for one in queries.papers(hotline.actor, hotline.case)
        }

    def move(name: str, kind: str, verb: str, **more: str) -> None:
        hotline.on_case(f"papers/{papers[name, kind].pk}/", verb=verb, **more)

    hotline.on_case("tasks/", words="Write to the embassy.", due_on="", owner=str(hotline.actor.member_id))
    move("Назгүл", "temporary", "apply")
    move("Назгүл", "temporary", "receive", ends_on="31.12.2030")
    move("Назгүл", "passport", "apply")
    move("Назгүл", "passport", "receive", number="AN 7654321")
    move("Айгерим", "identity-card", "apply")
    with acting(hotline.actor):
        states = {
            (one.person.shown_name, one.kind): one.state
            for one in queries.papers(hotline.actor, hotline.case)
        }
    assert states["Назгүл", "temporary"] == states["Назгүл", "passport"] == "held"
    still_open = [key for key, state in states.items() if state in ("needed", "applied")]
    assert still_open == [("Айгерим", "identity-card"), ("Ак-Мээрим", "birth-certificate")]


def test_the_caseworker_writes_outcomes_and_the_case_stays_open_for_the_rest(hotline, bakyt):
    work = Hotline(bakyt)
    work.case = hotline.case
    work.on_case("take/")
    with acting(bakyt):
        problems = {one.code: one for one in queries.problems(bakyt, hotline.case)}
    for code, outcome in (
        ("not-free-to-leave", "solved"),
        ("document-taken", "partly"),
        ("unpaid-wages", "not-solved"),
    ):
        work.on_case(f"problems/{problems[code].pk}/settle/", outcome=outcome)
    work.on_case("wait/", waiting_for="state")
    page = work.page()
    assert re.search(r"Waiting for somebody.*A state body or consulate", page, re.DOTALL)
    for words in ("Solved", "Partly solved", "Not solved"):
        assert words in page
    closing = work.client.get(f"/staff/cases/{work.case.pk}/close/").content.decode()
    assert closing.count("<legend>") == 4
    assert work.client.post(f"/staff/cases/{work.case.pk}/close/", {}).status_code == 422
