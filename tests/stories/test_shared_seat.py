"""03:10, a shared computer: the line breaks, a browser closes, a colleague takes the seat, somebody whispers in Tajik."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from sapar.intake import drafts, queries
from sapar.organisations import actions as organisations
from sapar.people.models import Person
from tests.cast import client_of
from tests.e2e.keys import Keys
from tests.factories import PASSWORD, acting

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext

    from sapar.organisations.actor import StaffActor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "/staff/contacts/new/"
HALF = "Зовут не назвал. Хозяин держит паспорт, просит"
WHISPER = "Моро дар хона нигоҳ медоранд"


class SharedSeat(Keys):
    """The computer that everybody on the line uses."""

    def is_kept(self, words: str) -> None:
        """Wait until the page says that a draft was kept, and see that it holds these words."""
        self.page.wait_for_function(
            "() => /\\d\\d:\\d\\d/.test(document.querySelector('[data-kept]').textContent)"
            " && !document.querySelector('[data-kept]').classList.contains('error')"
        )
        assert self.page.locator("[name=words]").input_value() == words

    def a_broken_line_costs_nothing(self) -> None:
        self.window.set_offline(True)
        self.press("Alt+w", "End")
        self.write(" помочь")
        self.page.wait_for_selector("[data-kept].error")
        assert self.page.locator("[name=words]").input_value().endswith("помочь")
        self.window.set_offline(False)
        self.is_kept(HALF + " помочь")

    def closes_and_opens_again(self) -> None:
        self.page.close()
        self.page = self.window.new_page()
        self.go(NEW)

    def changes_over(self) -> None:
        self.press("Alt+u")
        self.leads_to("/signin/")
        self.has_focus("username")

    def signs_in(self, name: str, code: str) -> None:
        """Name, password, code of the sheet: no field is looked for, no name stands on the page."""
        self.write(name)
        self.press("Tab")
        self.write(PASSWORD)
        self.press("Enter")
        self.has_focus("code")
        self.write(code)
        self.press("Enter")
        self.page.wait_for_url("**/staff/**")


def waiting(actor: StaffActor) -> list[str]:
    with transaction.atomic(), acting(actor):
        return [one.draft.content["words"] for one in drafts.waiting(actor)]


def test_the_seat_changes_hands_and_no_word_is_lost(
    aigul: StaffActor,
    bakyt: StaffActor,
    gulnara: StaffActor,
    open_browser: Callable[..., BrowserContext],
    live_server: object,
) -> None:
    with transaction.atomic(), acting(gulnara):
        sheet = dict(organisations.issue_sheet(gulnara, bakyt.member_id))
    seat = SharedSeat(open_browser(aigul), str(live_server))
    seat.go(NEW)
    seat.press("Alt+w")
    seat.write(HALF)
    seat.is_kept(HALF)
    seat.a_broken_line_costs_nothing()
    seat.closes_and_opens_again()
    assert HALF[:20] in seat.page.content()

    seat.changes_over()
    assert not any(one.user.display_name in seat.page.content() for one in (aigul, bakyt, gulnara))
    seat.pressed = 0
    seat.signs_in(bakyt.user.username, sheet[1])
    assert seat.pressed == 3
    seat.go(NEW)
    assert HALF[:20] not in seat.page.content()

    seat.pressed = 0
    seat.press("Alt+g", "t", "a", "j", "Alt+w")
    seat.write(WHISPER)
    seat.press("Alt+c")
    seat.page.wait_for_selector("main .notice.success")
    assert seat.pressed <= 6
    assert seat.page.locator("[name=words]").input_value() == ""

    with transaction.atomic(), acting(gulnara):
        (contact,) = queries.visible_to(gulnara)
        assert (contact.words, contact.language, contact.outcome) == (WHISPER, "tg", "cut-off")
        assert not Person.objects.exists()
    assert WHISPER in client_of(gulnara).get(f"/staff/contacts/{contact.pk}/").content.decode()
    assert waiting(aigul) == [HALF + " помочь"]
    assert waiting(bakyt) == []
