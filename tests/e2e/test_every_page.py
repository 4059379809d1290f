"""Every page in a real browser: axe, keyboard, 400 per cent, console and network. One test a group of pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e import pages
from tests.e2e.looks import faults_at, faults_of
from tests.factories import PASSWORD

if TYPE_CHECKING:
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
