"""F11: which agreement was made in what year and whether it still holds; and whoever leans on one hears when it moves."""

from __future__ import annotations

import html

import pytest
from django.urls import reverse

from sapar.config import cli
from sapar.guidance.tests.visitor import Visitor
from sapar.practice.tests.story import published
from tests.cast import client_of

pytestmark = [pytest.mark.field("F11"), pytest.mark.django_db]
UZBEKISTAN = "Agreement of Russia and Uzbekistan on registration"
TAJIKISTAN = "Agreement of Russia and Tajikistan on the stay of citizens"
KEPT = "told_on: 2013-12-28, note"


def card(client, on: str, title: str = UZBEKISTAN, language: str = "en") -> str:
    """What the register's page says of one act."""
    page = html.unescape(client.get(f"/{language}/guide/acts/", {"on": on}).content.decode())
    (found,) = (one for one in page.split('<li class="card">')[1:] if f">{title}</h2>" in one)
    return found.partition("</li>\n</ul>")[0]


def test_whoever_asks_sees_whether_it_held_on_that_day_when_it_was_signed_and_who_leans_on_it(client, capsys):
    before, after = card(client, "03.06.2022"), card(client, "04.06.2022")
    assert "Not in force yet" in before
    assert "In force" in after
    for part in ("June 17, 2021", "June 4, 2022", "Russia, Uzbekistan", "Signed on 21 May and 17 June 2021."):
        assert part in after
    for leaning in ("Registration at the place of stay", "By when to register", "I have just arrived"):
        assert leaning in after
    assert "A letter to the employer" in card(client, "10.03.2026", "Labour Code of Russia")
    kyrgyz = card(client, "04.06.2022", "Россия менен Өзбекстандын каттоо тууралуу макулдашуусу", "ky")
    assert "2021-жылдын 21-майында жана 17-июнунда кол коюлган." in kyrgyz

    told = {one["act"]: one for one in client.get("/api/guidance/acts?on=2022-06-03").json()["acts"]}
    assert told["ru-uz.2021"]["state"] == "not-yet"
    assert cli.main(["guidance", "acts", "--on", "2022-06-04"]) == 0
    assert "In force (Signed on 21 May" in capsys.readouterr().out


def test_when_an_agreement_ends_the_rule_the_flow_the_calculator_and_the_entry_of_practice_say_so(
    client, bakyt, gulnara, nurlan, rewrite, time_machine, capsys
):
    time_machine.move_to("2026-03-10T06:00:00Z")
    entry = published(bakyt, gulnara, nurlan, {"acts": ("ru-tj.2013",)})
    assert warned(client, gulnara, capsys) == (False,) * 5

    rewrite("acts/acts.yaml", KEPT, KEPT.replace("note", "in_force_to: 2026-02-28, note"))

    assert warned(client, gulnara, capsys) == (True,) * 5
    assert "The law may have changed" in client.get(f"/en/practice/{entry.pk}/").content.decode()
    assert client_of(gulnara).post(f"/staff/practice/{entry.pk}/look/").status_code == 302
    assert warned(client, gulnara, capsys)[-1]  # it has ended: reading it again does not bring it back


def warned(client, reader, capsys) -> tuple[bool, ...]:
    """Whether the register, the outcome of the flow, the API, the check and the reader's own practice each say so."""
    asker = Visitor(client, "en")
    asker.walk("arrived", "RU", "TJ", "2026-03-05", "no")
    assert "March 19, 2026" in asker.text
    facts = {"country": "RU", "citizenship": "TJ", "entry": "2026-03-05"}
    ask = "/api/guidance/rules/registration-deadline/evaluate"
    answer = client.post(ask, {"facts": facts}, content_type="application/json").json()
    assert cli.main(["guidance", "check", "--on", "2026-03-10", "--all"]) == 0
    checked = capsys.readouterr().out
    return (
        "The law may have changed" in card(client, "10.03.2026", TAJIKISTAN),
        f"{TAJIKISTAN}</span>: <strong>no longer in force" in asker.text,
        answer["moved_acts"] == ["ru-tj.2013"],
        "ru.reg.tj: ru.registration, rests on ru-tj.2013" in checked,
        'id="changed"' in client_of(reader).get(reverse("practice:home")).content.decode(),
    )
