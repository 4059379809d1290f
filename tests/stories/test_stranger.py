"""Somebody without an account, on a small phone, in Kyrgyz, without a script: finds help, leaves a call, reads the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import translation

from sapar.config import demo_directory
from sapar.intake.codes import AnswerCode
from sapar.intake.flow import RequestState
from tests.e2e.seat import Seat
from tests.factories import make_member

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext

    from sapar.organisations.actor import StaffActor
    from sapar.organisations.models import Organisation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "Үч айдан бери айлык беришпейт. Өтүнөмүн, кечинде чалгыла."
PHONE = "+44 20 7946 0188"


class SmallPhone(Seat):
    """Every page has the way out in reach, and nothing that was typed stands in an address."""

    def _press(self, thing: object) -> None:
        super()._press(thing)
        self.is_safe_here()

    def go(self, address: str) -> None:
        super().go(address)
        self.is_safe_here()

    def is_safe_here(self) -> None:
        leave = self.page.locator("nav.exit a")
        box = leave.bounding_box()
        assert box["y"] + box["height"] <= self.page.viewport_size["height"]
        assert box["height"] >= 44
        assert "noreferrer" in leave.get_attribute("rel")
        assert self.path.startswith("/ky/")
        assert self.page.evaluate("document.documentElement.scrollWidth") == 320
        assert self.page.locator("html").get_attribute("lang") == "ky"


@pytest.fixture
def phone(open_browser: Callable[..., BrowserContext]) -> SmallPhone:
    return SmallPhone(open_browser(width=320, scripts=False))


@pytest.fixture
def helpers_are_listed(gulnara: StaffActor, dana: StaffActor, asel: StaffActor, rustam: StaffActor) -> None:
    with transaction.atomic():
        demo_directory.load({"gulnara": gulnara, "dana": dana, "asel": asel, "rustam": rustam})


@pytest.fixture
def asel(consulate: Organisation) -> StaffActor:
    return make_member(consulate, "Asel", "supervisor")


@pytest.mark.usefixtures("helpers_are_listed")
def test_a_stranger_finds_help_and_gets_an_answer(phone, aigul, gulnara, open_browser):
    finds_a_helper(phone, gulnara)
    receipt = leaves_a_call(phone)
    assert what_is_told(phone, receipt) == ("new", "")

    operator = Seat(open_browser(aigul, scripts=False))
    assert is_taken_and_read(operator)
    assert what_is_told(phone, receipt) == ("taken", "")
    operator.send({"answer": "will-call"}, 'main form[action$="/answer/"] button')
    assert what_is_told(phone, receipt) == ("answered", "will-call")
    assert what_is_told(phone, wrong(receipt)) is None
    nothing_typed_stands_in_an_address(phone, receipt)


def finds_a_helper(phone: SmallPhone, gulnara: StaffActor) -> None:
    """Home, who can help, a card: no card is without a next step."""
    phone.go("/ky/")
    phone.follow("/ky/find/")
    phone.send({"what": "s-legal-advice"}, "main form[role=search] button")
    cards = phone.page.locator(".results > li")
    assert cards.count() >= 2
    steps = cards.filter(has=phone.page.locator('a[href^="tel:"], a[href^="http"], a[href="/ky/ask/"]'))
    assert steps.count() == cards.count()
    phone.follow(f"/ky/who/{gulnara.org.slug}/")
    assert gulnara.org.name in phone.words


def leaves_a_call(phone: SmallPhone) -> str:
    phone.follow("/ky/ask/")
    phone.send(
        {"topic": "unpaid-wages", "country": "KZ", "may_call": "times", "phone": PHONE, "words": WORDS}
    )
    receipt = phone.page.locator("main .lead strong").inner_text()
    assert len(receipt.replace(" ", "")) == 12
    assert WORDS not in phone.words
    return receipt


def what_is_told(phone: SmallPhone, receipt: str) -> tuple[str, str] | None:
    """(state, answer) of the request by the page's words; None where the number is not known."""
    phone.go("/ky/")
    phone.follow("/ky/my-request/")
    phone.send({"receipt": receipt})
    if phone.page.locator("main [role=alert]").count():
        return None
    assert WORDS not in phone.words
    assert PHONE not in phone.words
    return _state(phone), _answer(phone)


def _state(phone: SmallPhone) -> str:
    with translation.override("ky"):
        return {str(one.label): one.value for one in RequestState}[
            phone.page.locator("main .state").inner_text().strip()
        ]


def _answer(phone: SmallPhone) -> str:
    shown = phone.page.locator("main .card .lead")
    with translation.override("ky"):
        return {str(one.label): one.value for one in AnswerCode}[shown.inner_text()] if shown.count() else ""


def is_taken_and_read(operator: Seat) -> bool:
    """What was written is opened for the one who takes it, not before."""
    operator.go("/staff/requests/")
    operator.press('main td a[href^="/staff/requests/"]')
    is_open_before = WORDS in operator.words
    operator.press("/take/")
    return WORDS in operator.words and not is_open_before


def wrong(receipt: str) -> str:
    return receipt[:-1] + str((int(receipt[-1]) + 1) % 10)


def nothing_typed_stands_in_an_address(phone: SmallPhone, receipt: str) -> None:
    addresses = unquote(" ".join(address for _method, address in phone.went))
    for typed in (receipt, receipt.replace(" ", ""), PHONE.replace(" ", ""), "7946", WORDS.split()[0]):
        assert typed not in addresses
    # A token against forged forms is all that the browser keeps.
    kept = {cookie["name"]: cookie for cookie in phone.page.context.cookies()}
    assert set(kept) <= {settings.CSRF_COOKIE_NAME}
