"""Stories from the field, as far as rules and flows go. Every person in them is invented. Sums are worked out on paper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sapar.guidance.flows import deadlines, replay, the_library
from sapar.guidance.rules import evaluate

ON = date(2026, 3, 10)
LIBRARY = the_library()


def stand(flow, **answers):
    return replay(LIBRARY.flows[flow], answers)


@pytest.mark.field("F01")
def test_all_82_of_a_village_get_from_the_question_to_a_dated_registration_and_their_right_to_work():
    """Fifty go to Russia, thirty-two to Kazakhstan, all cross on Monday 2 March."""
    for number in range(82):
        country = "RU" if number < 50 else "KZ"
        arrived = {"country": country, "citizenship": "KG", "entry": "2026-03-02", "registered": "no"}

        (register,) = deadlines(stand("arrived", **arrived), ON)
        assert register.result["last_day"] == (date(2026, 3, 31) if country == "RU" else date(2026, 3, 5))

        permit = stand("permit", country=country, **{f"citizenship-{country.lower()}": "KG"})
        assert permit.node.id == "no-permit"
        (rights,) = deadlines(permit, ON)
        assert rights.result["applies"]
        assert permit.help("ky").where == country


@pytest.mark.field("F05")
def test_who_asks_about_a_ban_hears_first_that_a_check_sends_the_passport_to_the_state():
    asked = stand("barred", know="no")
    assert "passport data to the state" in LIBRARY.speak("barred", asked.node.id, "en").words.title
    assert "вашего паспорта государству" in LIBRARY.speak("barred", asked.node.id, "ru").words.title

    assert stand("barred", know="no", **{"check-safe": "no"}).node.id == "lawyer-first"
    assert stand("barred", know="no", **{"check-safe": "unknown"}).node.id == "lawyer-first"
    assert stand("barred", know="no", **{"check-safe": "yes"}).node.id == "official-check"


@pytest.mark.field("F05")
def test_who_was_expelled_hears_until_when_and_that_a_guess_is_no_check():
    banned = stand("barred", know="yes", ground="expelled", since="2024-02-29")

    (ban,) = deadlines(banned, ON)

    assert ban.result == {"years": 5, "until": date(2029, 2, 28)}
    assert "only the official check" in str(ban.says[0])


@pytest.mark.field("F12")
def test_a_brigade_of_five_sees_what_it_is_owed_before_and_after_the_first_payment():
    """60,000 due on 10 January and on 10 February each.

    January: 60000 × 16% × 36 / 150 = 2304, 60000 × 15.5% × 23 / 150 = 1426; February: 320 + 1426. Together 5476.
    January paid on 5 March: 2304 + 60000 × 15.5% × 18 / 150 = 3420; with February's 1746 it is 5166.
    """
    january, february = {"amount": 60000, "due": "2026-01-10"}, {"amount": 60000, "due": "2026-02-10"}

    before = evaluate("late-wages", ON, {"country": "RU", "sums": [january, february] * 5})
    assert before.result["claim"] == 5 * Decimal("125476.00")

    paid = {**january, "paid": "2026-03-05"}
    after = evaluate("late-wages", ON, {"country": "RU", "sums": [paid, february]})
    assert after.result["interest"] == Decimal("5166.00")
    assert after.result["claim"] == Decimal("65166.00")

    claim = stand("not-paid", safe="no", due="2026-01-10", country="RU")
    court, stop = deadlines(claim, ON)
    assert court.result["last_day"] == date(2027, 1, 10)
    assert stop.result["first_day"] == date(2026, 1, 26)


@pytest.mark.field("F07")
def test_a_family_kept_on_a_farm_without_passports_has_a_next_step_for_each_trouble():
    """Held in Kazakhstan, two years unpaid, a child born there, home to Kyrgyzstan without papers."""
    held = stand("held", alone="yes", hurt="no", country="KZ")
    assert held.node.is_danger
    assert held.help("ky").what == "p-not-free-to-leave"
    assert "Citizenship does not matter" in " ".join(LIBRARY.speak("held", held.node.id, "en").words.now)

    late = evaluate("labour-dispute-deadline", ON, {"country": "KZ", "kind": "wages", "start": "2024-03-10"})
    assert late.result["is_over"]
    assert "A court may still take it" in str(late.says[-1])

    born = stand("child-born", country="KZ")
    assert born.help("ky").what == "p-child-papers"

    home = stand("no-papers", what="all", how="taken")
    assert home.node.see == ("passport-taken",)
    lost = stand("no-papers", what="all", how="lost", citizenship="KG", home="home")
    (certificate,) = deadlines(lost, ON)
    assert certificate.rule == "return-certificate"
    asked = {"citizenship": "KG", "applied": "2026-03-09", "identity_check": True}
    assert evaluate("return-certificate", ON, asked).result["ready_by"] == date(2026, 3, 30)
