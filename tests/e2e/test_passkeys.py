"""A passkey in a real browser: added on the account page, then used alone, with Chromium's own virtual key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

    from sapar.organisations.actor import StaffActor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def give_key(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_added_and_opens_alone(
    aigul: StaffActor, open_browser: Callable[..., BrowserContext]
) -> None:
    page = open_browser(aigul).new_page()
    give_key(page)
    page.goto("/staff/account/passkeys/add/")
    page.fill("[name=name]", "office computer")
    page.click("form[data-passkey] button")
    page.wait_for_url("**/staff/account/")
    assert "office computer" in page.content()

    page.goto("/signout/")
    page.click("main button")
    page.wait_for_url("**/signin/")
    page.click("form[data-passkey] button")
    page.wait_for_url(lambda address: "/staff/" in address)
    page.goto("/staff/account/")
    assert "office computer" in page.content()


def test_without_scripts_no_dead_button_is_shown(open_browser: Callable[..., BrowserContext]) -> None:
    page = open_browser(scripts=False).new_page()
    page.goto("/signin/")
    assert page.locator("form[data-passkey]").is_hidden()
    assert page.locator("[name=password]").is_visible()
