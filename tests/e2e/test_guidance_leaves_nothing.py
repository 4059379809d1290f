"""After “Leave this page” nothing of a flow's answers is left: not in an address or a title of the browser's history, a referrer,
a log, the browser's storage, nor in the pages that its back button brings."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error

from sapar.guidance.flows import the_library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, Page, Request

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STORED = """async () => ({
    local: {...localStorage}, session: {...sessionStorage},
    databases: await indexedDB.databases(), caches: window.caches ? await caches.keys() : [],
    workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
# What would tell in an address or a log: the flow and the answers as the files have them.
TELLING = ("not-paid", "unpaid", "2026-01-10", "claim-ru")


def words() -> list[str]:
    library = the_library()
    return [library.title("not-paid", "ru")] + [
        library.words("not-paid", node, "ru").title for node in ("safe", "due", "country", "claim-ru")
    ]


def test_nothing_is_left_after_leaving(open_browser: Callable[..., BrowserContext], caplog) -> None:
    window = open_browser(width=320)
    asked: list[Request] = []
    window.on("request", lambda one: asked.append(one))
    window.route(
        "https://www.gismeteo.com/**",
        lambda route: route.fulfill(body="<h1>Weather</h1>", content_type="text/html"),
    )
    page = window.new_page()
    titles: list[str] = []
    for _step in walk(page):
        titles.append(page.title())
    assert words()[-1] in page.content()

    page.click("nav.exit a")
    page.wait_for_url("https://www.gismeteo.com/**")

    assert not telling([one.url for one in asked])
    assert not telling([one.headers.get("referer", "") for one in asked])
    assert "referer" not in next(one for one in asked if "gismeteo" in one.url).headers
    logged = [json.dumps(vars(one), default=str) for one in caplog.records]
    assert sum("guide:guide" in line for line in logged) >= len(words())
    assert not telling(logged)
    assert set(titles) == {"Sapar"}
    assert [one["name"] for one in window.cookies() if one["name"] == "g"] == []
    assert not telling([json.dumps(one) for one in window.cookies()])
    # The list of all flows may stand there: everybody sees the same.
    assert not [text for text in back_through(page) if any(word in text for word in words()[1:])]
    stored = storage(window)
    assert stored == {"local": {}, "session": {}, "databases": [], "caches": [], "workers": 0}


def walk(page: Page) -> Iterator[None]:
    """Stops at each page."""
    page.goto("/ru/guide/")
    for answer in ("not-paid", "no"):
        yield
        page.press(f"button[value={answer}]", "Enter")
    yield
    for name, typed in (("day_day", "10"), ("day_month", "1"), ("day_year", "2026")):
        page.fill(f"[name={name}]", typed)
    page.press("main form button.main", "Enter")
    yield
    page.press("button[value=RU]", "Enter")
    yield


def telling(texts: list[str]) -> list[str]:
    return [text for text in texts if any(word in text for word in (*TELLING, *words()))]


def back_through(page: Page) -> list[str]:
    """What stands on the screen at each step back, and after the form is sent again as the browser offers."""
    seen = []
    for _step in range(6):
        with suppress(Error):
            page.go_back()
        seen.append(page.content())
        with suppress(Error):
            page.reload()
        seen.append(page.content())
    return seen


def storage(window: BrowserContext) -> object:
    page = window.new_page()
    page.goto("/ru/about/")
    return page.evaluate(STORED)
