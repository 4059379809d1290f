"""Every page in a real browser: axe, keyboard, 400 per cent, console and network. One test a group of pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.e2e import pages
from tests.e2e.looks import DESK, faults_at, faults_of
from tests.factories import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.town import Town

pytestmark = pytest.mark.browser

# Forms whose main button is pressed with nothing filled in.
EMPTY = {
    "ask": ("", "/ru/ask/"),
    "my-request": ("", "/ru/my-request/"),
    "contact-new": ("aigul", "/staff/contacts/new/"),
    "case-paper": ("bakyt", "/staff/cases/{case}/papers/"),
    "person-consent": ("bakyt", "/staff/people/{person}/consents/"),
    "member-invite": ("gulnara", "/staff/organisation/members/invite/"),
}


def _faults(town: Town, who: str, addresses: dict[str, str], status: int = 200) -> dict[str, list[str]]:
    """What is wrong, by the page's name; pages without a fault are left out."""
    page = town.window(who).new_page()
    found = {name: faults_at(page, address.format(**town.ids), status) for name, address in addresses.items()}
    page.close()
    return {name: wrong for name, wrong in found.items() if wrong}


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_public_pages(town, language):
    assert _faults(town, "", {name: f"/{language}/{rest}" for name, rest in pages.PUBLIC.items()}) == {}


@pytest.mark.parametrize("name", list(pages.STAFF))
def test_staff_pages(town, name):
    group = pages.STAFF[name]
    assert _faults(town, group.who, group.pages) == {}


def test_sign_in(town):
    """Both steps, and a wrong password."""
    assert _faults(town, "", pages.SIGN_IN) == {}
    page = town.window("").new_page()
    for password in ("wrong", PASSWORD):
        page.goto("/signin/")
        page.fill("[name=username]", town.world.staff["nurlan"].user.username)
        page.fill("[name=password]", password)
        page.click("main form:has([name=password]) button[type=submit]")
        assert faults_of(page) == []
    assert page.locator("[name=code]").is_visible()
    page.close()


def test_pages_of_guidance_that_no_address_opens(town):
    """A question with buttons, one that is typed, an outcome, its form for help; a calculator that answers, one that refuses,
    and a letter."""
    page = town.window("").new_page()
    found = {"question": _look(page, "/ru/guide/", "button[value=not-paid]")}
    found["day"] = _press(page, "button[value=no]")
    for name, typed in (("day", "10"), ("month", "1"), ("year", "2026")):
        page.fill(f"[name=day_{name}]", typed)
    _press(page, "main form button.main", looks=False)
    found["outcome"] = _press(page, "button[value=RU]")
    found["ask"] = _press(page, "main button.main")
    found["calculator"] = _look(page, "/ru/guide/counting/", "button[value=stop-work]")
    found["refused"] = _press(page, "main button.main")
    page.fill("[name=due]", "10.01.2026")
    found["answer"] = _press(page, "main button.main")
    _look(page, "/ru/guide/counting/", "button[value=late-wages]")
    page.select_option("[name=country]", "RU")
    for name, typed in (("sums-0-amount", "60000"), ("sums-0-due", "10.01.2026"), ("on", "10.03.2026")):
        page.fill(f"[name={name}]", typed)
    found["sum"] = _press(page, "button[value=count]")
    found["letter"] = _press(page, "button[value=letter]")
    assert page.locator("article h1").count() == 1
    page.close()
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_the_page_behind_an_organisations_link(town):
    """Whoever got a letter: in two languages, and with a telephone that is none."""
    monitor = town.window("kanat").new_page()
    monitor.goto(f"/staff/monitoring/of/{town.ids['monitored']}/remind/")
    monitor.locator("main form button[type=submit]").last.click()
    monitor.wait_for_load_state()
    link = re.search("/entry/[a-z2-7]+/", monitor.locator("main").inner_text())
    assert link is not None
    page = town.window("").new_page()
    found = {language: faults_at(page, f"/{language}{link[0]}") for language in ("ru", "ky")}
    page.locator("details summary").last.click()
    page.fill("[name=phone]", "12")
    found["wrong telephone"] = _press(page, "details form button.go")
    assert page.locator("[aria-invalid]").count()
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    page.close()
    monitor.close()


def _look(page: Page, address: str, button: str) -> list[str]:
    page.goto(address)
    return _press(page, button)


def _press(page: Page, button: str, *, looks: bool = True) -> list[str]:
    """Pressed on a screen of a desk, in light colours; what is wrong with the page that it brings."""
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="light")
    page.locator(button).first.click()
    page.wait_for_load_state()
    return faults_of(page) if looks else []


@pytest.mark.parametrize("name", list(pages.REFUSALS))
def test_pages_that_say_no(town, name):
    who, address, status = pages.REFUSALS[name]
    assert _faults(town, who, {name: address}, status) == {}


@pytest.mark.parametrize("name", list(EMPTY))
def test_forms_sent_empty(town, name):
    who, address = EMPTY[name]
    page = town.window(who).new_page()
    page.goto(address.format(**town.ids))
    page.locator("main form button.main").last.click()
    page.wait_for_load_state()
    assert page.locator("[aria-invalid], .error").count()
    assert faults_of(page) == []
    page.close()
