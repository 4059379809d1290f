"""F05: any contact is logged in under a minute with language, topic and outcome; the topics of the quarter are read off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.utils import translation

from sapar.directory.taxonomy import Problem
from sapar.intake import queries
from tests.e2e.keys import Keys
from tests.e2e.seat import Seat
from tests.factories import acting

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext

    from sapar.organisations.actor import StaffActor

pytestmark = [pytest.mark.field("F05"), pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "/staff/contacts/new/"
PHONE = "+44 20 7946 0155"
# What came in, as the operator writes it down: a call, a message, a form of the site.
CAME = (
    {"channel": "phone", "language": "ky", "topic": "entry-ban", "words": "Тыюу барбы, билгиси келет."},
    {"channel": "messenger", "language": "ky", "topic": "entry-ban", "words": "WhatsApp: можно ли ехать?"},
    {"channel": "web", "language": "ru", "topic": "permit", "words": "Спрашивает о патенте.", "outcome": "referred"},
)  # fmt: skip


def test_a_call_a_message_and_a_form_are_logged_and_the_topics_of_the_quarter_read_off(
    aigul: StaffActor, gulnara: StaffActor, open_browser: Callable[..., BrowserContext]
) -> None:
    seat = Seat(open_browser(aigul, scripts=False))
    for said in CAME:
        before = len(seat.went)
        seat.go(NEW)
        seat.send(said)
        # One page opened, one button pressed.
        assert [method for method, _path in seat.went[before:]] == ["GET", "POST", "GET"]
    with transaction.atomic(), acting(gulnara):
        logged = {(one.channel, one.language, one.topic, one.outcome) for one in queries.visible_to(gulnara)}
    assert logged == {
        ("phone", "ky", "entry-ban", "advised"),
        ("messenger", "ky", "entry-ban", "advised"),
        ("web", "ru", "permit", "referred"),
    }
    overview = Seat(open_browser(gulnara, scripts=False))
    overview.go("/staff/overview/")
    most = overview.page.locator("#topics h2").inner_text()
    with translation.override(gulnara.user.language):
        assert str(Problem.ENTRY_BAN.label) in most
    assert "2" in most
    assert overview.page.locator("#topics .bars dt").count() == len({one["topic"] for one in CAME})


def test_a_known_caller_is_wrapped_up_in_twelve_keys(
    aigul: StaffActor, open_browser: Callable[..., BrowserContext], live_server: object
) -> None:
    first = Seat(open_browser(aigul, scripts=False))
    first.go(NEW)
    first.send({"phone": PHONE, "language": "ky", "country": "RU", "caller_is": "self", **CAME[0]})
    keys = Keys(open_browser(aigul), str(live_server))
    keys.go(NEW)
    keys.has_focus("phone")
    keys.write(PHONE)
    keys.press("Enter")
    keys.has_focus("words")
    assert "entry" in keys.page.locator("[data-part=caller]").inner_text()
    keys.write("Запрет снят, едет в мае.")
    keys.press("Alt+t")
    keys.has_focus("topic")
    keys.press("p", "a", "t")
    keys.press("Alt+s")
    keys.page.wait_for_url(lambda url: not url.endswith(NEW))
    assert keys.pressed <= 12
    with transaction.atomic(), acting(aigul):
        last = queries.visible_to(aigul).order_by("-logged_at").first()
        assert (last.topic, last.language, last.country, last.outcome, last.caller_is) == (
            "permit", "ky", "RU", "advised", "self",
        )  # fmt: skip
        assert last.words == "Запрет снят, едет в мае."
