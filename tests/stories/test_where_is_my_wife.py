"""“Where is my wife?”: a husband phones from her known number. Nothing on the screen reveals that she is known."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from sapar.cases import actions as cases
from sapar.people.particulars import Particulars, Spelling
from tests.cast import client_of
from tests.e2e.seat import Seat
from tests.factories import acting

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext

    from sapar.organisations.actor import StaffActor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "/staff/contacts/new/"
HERS, NOBODYS = "+44 20 7946 0456", "+44 20 7946 0457"
NAME, WORD, MESSAGE = "Зарина Примерова", "гранатовый чай", "Передайте жене, что я жду её дома."


class OperatorsSeat(Seat):
    """The desk, with scripts or without."""

    def looks_up(self, phone: str) -> str:
        """What the caller's part says of a number."""
        self.go(NEW)
        self.page.fill("[name=phone]", phone)
        self.page.click("button[value=look-up]")
        self.page.wait_for_selector("[data-part=caller] .notice")
        return str(self.page.locator("[data-part=caller]").inner_html())

    def tries(self, word: str) -> str:
        self.page.fill("[name=word]", word)
        self.page.click("button[value=word]")
        self.page.wait_for_selector("[data-part=caller] .notice strong, [data-part=caller] .notice.success")
        return str(self.page.locator("[data-part=caller]").inner_html())

    def passes_on(self, message: str) -> str:
        self.page.fill("[name=words]", message)
        self.press("button[value=message]")
        return str(self.page.locator("main .notice.success").inner_text())


def page_bytes(actor: StaffActor, phone: str) -> bytes:
    """The whole answer to a look-up, but for what is random in any answer and the number that was typed."""
    sent = {"once": "0" * 32, "page": "1" * 32, "do": "look-up", "phone": phone}
    page = client_of(actor).post(NEW, sent)
    return re.sub(rb'csrfmiddlewaretoken" value="\w+"', b"", page.content).replace(phone.encode(), b"")


@pytest.fixture
def case(gulnara: StaffActor) -> object:
    who = Particulars(names=(Spelling(NAME),), agreed_word=WORD)
    helped = cases.Someone(who, phone=HERS, phone_of="own")
    with transaction.atomic(), acting(gulnara):
        return cases.open_case(
            gulnara, cases.Opening(helped=helped, problems=("violence",), restricted=True), once=uuid.uuid4()
        )


@pytest.mark.parametrize("scripts", [True, False])
def test_he_learns_nothing_and_she_is_told(
    aigul: StaffActor,
    gulnara: StaffActor,
    case: object,
    open_browser: Callable[..., BrowserContext],
    scripts: bool,
) -> None:
    assert page_bytes(aigul, HERS) == page_bytes(aigul, NOBODYS)
    desk = OperatorsSeat(open_browser(aigul, scripts=scripts))
    silence = {phone: desk.looks_up(phone) for phone in (NOBODYS, HERS)}
    assert silence[HERS] == silence[NOBODYS]
    said = []
    for phone in (NOBODYS, HERS):
        desk.looks_up(phone)
        said.append((desk.tries("моя жена"), desk.passes_on(MESSAGE)))
    assert said[0] == said[1]
    assert NAME not in desk.words
    assert case.number not in desk.words

    lead = Seat(open_browser(gulnara, scripts=False))
    lead.go("/staff/contacts/")
    lead.press(f'main a[href="/staff/cases/{case.pk}/"]')
    told = lead.page.locator("main").inner_text()
    assert aigul.user.display_name in told
    assert told.count(MESSAGE) == 1

    desk.looks_up(HERS)
    right = desk.tries(WORD)
    assert NAME not in right
    assert "success" in right
