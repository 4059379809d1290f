"""F24: real cases like a compass for a new lawyer: found in any language, tied to the rules, without anybody in them."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse

from sapar.cases import actions as cases
from sapar.guidance.rules.book import the_book
from sapar.practice.seeds import load_entries
from tests.cast import client_of
from tests.factories import acting
from tests.pages import submit

pytestmark = [pytest.mark.field("F24"), pytest.mark.django_db]

HELD = "Семья вернулась домой после двух лет работы без платы"


@pytest.fixture
def compendium(db):
    assert load_entries() >= 5


@pytest.mark.parametrize(
    ("language", "typed", "found"),
    [
        ("ru", "хозяин забрал паспорта и не отпускает", HELD),
        (
            "en",
            "family kept by employer, passports taken, came home",
            "A family came home after two years of work without pay",
        ),
        ("ky", "паспортумду алып койду Казакстан", HELD),
        ("uz", "pasportimni oldi Qozogiston", HELD),
        ("tg", "шиносномаро гирифт", HELD),
        ("kk", "жалақы төлемейді", "Зарплату вернули переговорами, до суда"),
        ("ro", "salariul nu a fost plătit", "Профсоюз заставил работодателя заплатить"),
    ],
)
def test_a_new_lawyer_finds_a_like_case_by_one_line_in_any_language(compendium, language, typed, found):
    page = client_of(None).post(f"/{language}/practice/", {"words": typed}).content.decode()
    assert found in page


def test_the_entry_tells_problem_steps_law_result_and_the_rules_behind_it(compendium):
    client = client_of(None)
    listed = client.get("/ru/practice/?problem=forced-labour&country=KZ").content.decode()
    address = listed.split('<h2><a href="', 1)[1].split('"', 1)[0]
    page = client.get(address).content.decode()
    law = the_book().parameters["kz.trafficking"].title["ru"]
    for part in (
        HELD,
        "Паспорта он забрал",
        "<li>Юрист написал в посольство",
        "Семья дома",
        "Бумаги двух человек",
        law,
    ):
        assert part in page


def test_beside_her_own_case_and_from_there_to_her_own_entry(compendium, bakyt, gulnara, nurlan):
    """She opens a case, sees what others did, wins, and writes it down for the next; two people read it first."""
    with transaction.atomic(), acting(bakyt):
        opening = cases.Opening(problems=("forced-labour", "document-taken"), country="KZ", story="Invented.")
        case = cases.open_case(bakyt, opening)
    lawyer = client_of(bakyt)
    beside = lawyer.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert HELD in beside
    typed = {
        "problems": ["forced-labour"], "country": "KZ", "language": "ru", "title": "Паспорта вернул прокурор",
        "situation": "Хозяин держал паспорта трёх рабочих.", "steps": "Написали прокурору.\nСходили вместе.",
        "result": "Паспорта вернули.", "result_code": "reached", "law_ids": ["kz.trafficking"],
    }  # fmt: skip
    refused = submit(
        lawyer, reverse("practice:add"), **typed | {"situation": "Марат держал паспорта, +77010000000."}
    )
    assert refused.status_code == 422
    made = submit(lawyer, reverse("practice:add"), **typed)
    for actor, verb in ((bakyt, "send"), (gulnara, "second"), (nurlan, "publish")):
        client_of(actor).post(f"{made.url}{verb}/")
    public = client_of(None).post("/en/practice/", {"words": "prokuror pasporta"}).content.decode()
    assert "Паспорта вернул прокурор" in public
