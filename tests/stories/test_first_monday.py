"""An organisation comes in: the steward's link, its head, a second step, a colleague, a public line, the first contact."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from sapar.accounts import totp
from tests.e2e.seat import Seat

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "сова-летит-над-рекой-9"  # of nobody
OFFICE = "Help line of Batken (fictional)"


def link_on(seat: Seat) -> str:
    """The link that is shown once, as somebody copies it."""
    return urlsplit(seat.page.locator("main p.lead code").inner_text()).path


def comes_in(link: str, name: str, open_browser: Callable[..., BrowserContext]) -> Seat:
    """By the link, with a new account and an app on a phone that scans nothing."""
    seat = Seat(open_browser(None, scripts=False))
    seat.go(link)
    seat.send({"display_name": name, "username": name.lower(), "password1": PASSWORD, "password2": PASSWORD})
    assert seat.path == "/staff/setup/"
    letters = seat.page.locator("details code").text_content().replace(" ", "")
    secret = base64.b32decode(letters + "=" * (-len(letters) % 8))
    seat.send({"code": totp.code_at(secret, timezone.now())})
    return seat


def test_from_the_stewards_link_to_the_first_contact(rustam, open_browser):
    steward = Seat(open_browser(rustam, scripts=False))
    steward.go("/staff/organisation/network/")
    steward.follow("/network/invite/")
    steward.send(
        {"name": OFFICE, "kind": "ngo", "circle": "outer", "country": "KG", "time_zone": "Asia/Bishkek"}
    )

    head = comes_in(link_on(steward), "Head", open_browser)
    assert head.path == "/staff/organisation/"
    assert OFFICE in head.words

    # What is missing is told, and the ways to mend it are one step away.
    head.follow("/staff/checklist/")
    missing = head.page.locator("main li.card .state.late").count()
    assert missing > 0
    head.follow("/staff/organisation/members/")
    head.follow("/members/invite/")
    head.send({"role": "supervisor"})
    second = comes_in(link_on(head), "Second", open_browser)
    second.go("/staff/checklist/")
    assert second.page.locator("main li.card .state.late").count() == missing - 1

    head.go("/staff/organisation/members/invite/")
    head.send({"role": "operator"})
    operator = comes_in(link_on(head), "Operator", open_browser)
    assert operator.path.startswith("/staff/contacts/")

    # The head offers to answer the public and puts the operator on duty.
    head.go("/staff/organisation/")
    head.follow("/staff/rota/")
    head.follow("/staff/rota/lines/")
    head.follow("/lines/offer/")
    head.send({"languages": ["ky", "ru"], "answers_within": "6"})
    head.go("/staff/rota/add/")
    head.send({"member": _option(head, "Operator"), "begins": "00:00", "ends": "00:00"})
    operator.go("/staff/rota/")
    assert operator.page.locator(".shift").count() == 1

    # A stranger sees who answers and by when, and sends; the operator takes it up and logs the first contact.
    stranger = Seat(open_browser(None, scripts=False))
    stranger.go("/ru/ask/")
    assert OFFICE in stranger.words
    stranger.send({"topic": "debt", "phone": "+44 20 7946 0456", "words": "Долг растёт."})
    operator.go("/staff/contacts/call-back/")
    operator.press('main a[href*="/call-back/"][href$="/"]:not([href$="call-back/"])')
    operator.press('main a[href*="/staff/requests/"]')
    operator.press("/take/")
    assert "7946" in operator.words
    operator.follow("/contact/")
    operator.send({"outcome": "advised"}, "main button[value=save]")
    operator.go("/staff/contacts/")
    assert operator.page.locator("main tbody tr").count() == 1


def _option(seat: Seat, name: str) -> str:
    """The value of a choice by what it says."""
    options = seat.page.locator('select[name="member"] option')
    return next(
        one.get_attribute("value") or "" for one in options.all() if name in (one.text_content() or "")
    )
