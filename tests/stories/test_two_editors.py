"""Two colleagues write into one story at once, without a script: each is told of the other, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from sapar.cases import actions
from tests.e2e.seat import Seat
from tests.factories import acting

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext

    from sapar.organisations.actor import StaffActor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORY = "Мать звонит из Оша.\nДочь в Алматы."
HERS = f"{STORY}\nСоседка видела её в воскресенье."
HIS = f"Звонок в три часа ночи.\n{STORY}"


@pytest.fixture
def story(bakyt: StaffActor) -> str:
    with transaction.atomic(), acting(bakyt):
        case = actions.open_case(bakyt, actions.Opening(story=STORY, country="KZ"))
    return f"/staff/cases/{case.pk}/"


def test_two_who_write_at_once_put_it_together(
    story: str, aigul: StaffActor, bakyt: StaffActor, open_browser: Callable[..., BrowserContext]
):
    her, his = (Seat(open_browser(actor, scripts=False)) for actor in (aigul, bakyt))
    her.go(f"{story}story/")
    his.go(f"{story}story/")
    # He is told that she was first; she wrote nothing yet.
    assert "Aigul" in his.page.locator("main .notice").inner_text()

    her.send({"story": HERS, "country": "RU"})
    his.page.fill("[name=story]", HIS)
    his.page.select_option("[name=country]", "UZ")
    his.page.locator("main form button.main").click()
    assert his.status == 409

    # It was, she wrote, he wrote; the box holds both, and the country is asked for.
    three = his.page.locator(".three-ways").first.inner_text()
    assert all(line in three for line in (*HERS.splitlines(), *HIS.splitlines()))
    both = his.page.input_value("textarea[name=story]").splitlines()
    assert both == [HIS.splitlines()[0], *STORY.splitlines(), HERS.splitlines()[-1]]
    assert his.page.locator("[name=country]:checked").count() == 0

    his.send({"country": "RU"})
    assert his.path == story
    her.go(story)
    assert all(line in her.words for line in both)
