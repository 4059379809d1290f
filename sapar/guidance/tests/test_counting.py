"""Calculators on their page: typed as people type, answered with reasons, refused beside the field."""

from __future__ import annotations

from datetime import date

import pytest

from sapar.guidance.rules import rules
from sapar.guidance.rules.book import the_book
from sapar.guidance.tests.visitor import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(client):
    return Visitor(client, page="counting/")


def test_every_calculator_is_listed_and_opens(visitor):
    listing = visitor.page
    for name, rule in rules().items():
        visitor.page = listing
        visitor.press(rule=name)
        assert all(f'name="{one.name}"' in visitor.text for one in rule.facts if one.kind != "list")
        assert all(f"{one.name}-0-" in visitor.text for one in rule.facts if one.kind == "list")


def test_interest_on_late_wages_is_counted_line_by_line(visitor):
    visitor.press(rule="late-wages")
    sums = {"sums-rows": "3", "sums-0-amount": "50 000,00", "sums-0-due": "10.01.2026"}
    visitor.press(do="count", country="RU", on="10.03.2026", **sums)
    # 50,000 × 16% × 36 / 150 = 1920 to 15 February, then 50,000 × 15.5% × 23 / 150 = 1188.33.
    assert "108,33" in visitor.text
    assert "1/150" in visitor.text
    assert 'value="50 000,00"' in visitor.text


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(visitor):
    visitor.press(rule="stay-days")
    stays = {"stays-rows": "3", "stays-1-in": "10.02.2026", "stays-1-out": "01.02.2026"}
    visitor.press(do="count", country="RU", citizenship="TJ", on="10.03.2026", **stays)
    assert 'id="id_stays-1-out_error"' in visitor.text
    assert 'value="10.02.2026"' in visitor.text
    visitor.press(do="count", country="RU", citizenship="TJ", on="10.03.2026", **stays | {"stays-1-in": "x"})
    assert 'id="id_stays-1-in_error"' in visitor.text


def test_more_lines_and_another_language_keep_what_was_typed(visitor):
    visitor.press(rule="stay-days")
    stays = {"stays-rows": "3", "stays-0-in": "10.02.2026"}
    visitor.press(more="stays", country="RU", **stays)
    assert 'name="stays-5-in"' in visitor.text
    assert 'value="10.02.2026"' in visitor.text
    assert 'role="alert"' not in visitor.text
    visitor.press("/en/guide/counting/", country="RU", **stays | {"stays-rows": "6"})
    assert 'value="10.02.2026"' in visitor.text
    assert '<option value="RU" selected>' in visitor.text


def test_a_missing_rate_is_asked_for_in_words(visitor):
    visitor.press(rule="late-wages")
    visitor.press(
        do="count", country="KZ", **{"sums-rows": "3", "sums-0-amount": "1000", "sums-0-due": "10.01.2026"}
    )
    assert 'role="alert"' in visitor.text
    assert 'value="1000"' in visitor.text


def test_disagreeing_sources_stand_side_by_side(visitor):
    visitor.press(rule="registration-deadline")
    visitor.press(do="count", country="RU", citizenship="UZ", entry="05.03.2026", on="10.03.2026")
    disputed = next(one for one in the_book().conflicts if one.covers("UZ", date(2026, 3, 5)))
    assert all(claim.says["ru"] in visitor.text for claim in disputed.claims)


def test_after_leaving_what_was_typed_is_not_shown_again(visitor):
    visitor.press(rule="late-wages")
    visitor.press(do="count", country="RU", **{"sums-0-amount": "77001", "sums-0-due": "10.01.2026"})
    seen = visitor.way
    visitor.client.get("/ru/guide/leave/")
    again = visitor.client.post(visitor.address, {"way": seen, "sums-0-amount": "77001", "do": "count"})
    assert b"77001" not in again.content


@pytest.mark.parametrize("rows", ["-1", "x", "99999", "999"])
def test_a_forged_number_of_lines_is_held_within_bounds(visitor, rows):
    visitor.press(rule="stay-days")
    visitor.press(more="stays", **{"stays-rows": rows})
    assert visitor.page.status_code == 200
    assert 'name="stays-60-in"' not in visitor.text


def test_the_register_is_shown_as_on_a_day(client):
    before = client.get("/en/guide/acts/?on=03.06.2022").content.decode()
    after = client.get("/en/guide/acts/?on=04.06.2022").content.decode()
    assert before.count("Not in force yet") == after.count("Not in force yet") + 1
    wrong = client.get("/en/guide/acts/?on=31.02.2022").content.decode()
    assert 'role="alert"' in wrong
    assert not client.get("/en/guide/acts/").cookies
