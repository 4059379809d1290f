"""F08: a call from another region; an organisation there is one step away, and what it takes off for referred people."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.utils import timezone

from sapar.common.ids import uuid7
from sapar.organisations import actions as organisations
from tests.e2e.seat import Seat
from tests.factories import acting
from tests.stories import steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext

    from sapar.organisations.actor import StaffActor

pytestmark = [pytest.mark.field("F08"), pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PARTNER = "Siberian lawyers (fictional)"
SCOPE = "Representation in court for those who are referred"


def an_agreement(gulnara: StaffActor, partner: object) -> None:
    with transaction.atomic(), acting(gulnara):
        organisations.write_agreement(
            gulnara, uuid7(), partner=partner, scope=SCOPE, discount_percent=35,
            in_force_from=timezone.localdate(), in_force_to=timezone.localdate() + dt.timedelta(days=200),
        )  # fmt: skip


def shows_the_terms(seat: Seat) -> bool:
    day = timezone.localdate() + dt.timedelta(days=200)
    return shows_the_discount(seat) and all(part in seat.words for part in (SCOPE, str(day.year)))


def shows_the_discount(seat: Seat) -> bool:
    """The number by itself: no hour of the day, no part of an address."""
    return bool(re.search(r"(?<![\d:])35(?!\d)", seat.page.locator("main").text_content() or ""))


def test_another_region_is_one_step_and_the_discount_is_shown(aigul, gulnara, rustam, open_browser):
    partner = steps.listed(rustam, PARTNER, country="RU", services=("legal-advice", "wage-claim"))
    an_agreement(gulnara, partner)
    seat = Seat(open_browser(aigul, scripts=False))
    talk = {
        "caller_is": "self",
        "language": "ru",
        "country": "RU",
        "words": "Не платят.",
        "topic": "unpaid-wages",
    }
    people = {"who": "caller", "caller_name": "Марат (вымышлено)"}
    case = steps.a_case_of_a_call(seat, talk, people, ("unpaid-wages",))
    # One step: the case's own question, where help is needed, is asked already.
    seat.follow(f"/referrals/case{case.removeprefix('/staff/cases')}")
    assert PARTNER in seat.words
    assert shows_the_terms(seat)
    seat.follow(f"/to/{partner.pk}/")
    assert shows_the_terms(seat)
    seat.send(
        {"way": "link", "asked_for": ["legal-advice"], "fields_chosen": ["problems", "languages", "names"]}
    )
    steps.consent_by_voice(seat)
    seat.send({"hours": "72"})
    assert shows_the_terms(seat)
    the_partner_reads_it_by_link(seat, open_browser)


def the_partner_reads_it_by_link(seat: Seat, open_browser: Callable[..., BrowserContext]) -> None:
    """On a small phone, without an account or a script, with the discount they agreed to."""
    referral = seat.path
    seat.follow("/link/")
    seat.send({"language": "ru"})
    address, code = (one.strip() for one in seat.page.locator("main code").all_inner_texts())
    phone = Seat(open_browser(width=320, scripts=False))
    phone.go("/" + address.split("/", 3)[3])
    assert "Марат" not in phone.words
    phone.send({"code": code})
    assert phone.page.evaluate("document.documentElement.scrollWidth") == 320
    assert shows_the_discount(phone)
    assert "Марат" not in phone.words
    phone.press("main form:has(input[value=accept]) button")
    assert "Марат" in phone.words
    seat.go(referral)
    assert seat.page.locator(".state.good").count() > 0
