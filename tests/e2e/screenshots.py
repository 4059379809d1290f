"""Pictures of every page of a running demo, at 320 and 1280 pixels, light and dark, in two languages.

    make run            in one terminal
    make screenshots    in another; the pictures go to screenshots/

`SAPAR_URL` and `SAPAR_HOME` say where the demo runs; `ONLY=home,case` takes a few pages.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapar.config.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
django.setup()

from django.utils import timezone  # noqa: E402 - Django is set up first
from playwright.sync_api import sync_playwright  # noqa: E402

from sapar.accounts import totp  # noqa: E402
from sapar.config import demo  # noqa: E402
from tests.e2e.conftest import CHROMIUM, FLAGS  # noqa: E402
from tests.e2e.pages import PUBLIC, SIGN_IN, STAFF  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

URL = os.environ.get("SAPAR_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
OUT = Path(os.environ.get("OUT", "screenshots"))
ONLY = set(filter(None, os.environ.get("ONLY", "").split(",")))
SIZES = (320, 1280)
SCHEMES = ("light", "dark")


def main() -> None:
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        _public(browser)
        _staff(browser)
        browser.close()


def _public(browser: Browser) -> None:
    for language in ("ru", "ky"):
        context = _context(browser, language)
        page = context.new_page()
        for name, address in PUBLIC.items():
            _take(page, f"/{language}/{address}", f"{name}-{language}")
        for name, address in SIGN_IN.items():
            page.goto(f"{URL}/language/{language}/?next={address}")
            _take(page, address, f"{name}-{language}")
        context.close()


def _staff(browser: Browser) -> None:
    for who in sorted({name for name, _address in STAFF.values()}):
        context = _context(browser, "ru")
        page = context.new_page()
        _sign_in(page, who)
        for name, (whose, address) in STAFF.items():
            if whose == who:
                _take(page, address, name)
        if who == "bakyt":
            _first_of(page, "/staff/cases/", "/staff/cases/", "case")
            _first_of(page, "/staff/referrals/sent/", "/staff/referrals/", "referral-sent")
        if who == "saule":
            _first_of(page, "/staff/referrals/?view=work", "/staff/referrals/", "referral-received")
        context.close()


def _context(browser: Browser, language: str) -> BrowserContext:
    context = browser.new_context(locale=language, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    return context


def _sign_in(page: Page, who: str) -> None:
    page.goto(f"{URL}/signin/")
    page.fill("input[name=username]", who)
    page.fill("input[name=password]", demo.PASSWORD)
    page.click("main form button[type=submit]")
    page.fill("input[name=code]", totp.code_at(demo.secret_of(who), timezone.now()))
    page.click("main form button[type=submit]")
    page.wait_for_url("**/staff/**")


def _first_of(page: Page, listing: str, prefix: str, name: str) -> None:
    """The first thing of a list: its address holds an id."""
    page.goto(URL + listing)
    links = page.eval_on_selector_all("main a[href]", "all => all.map(a => a.getAttribute('href'))")
    found = [link for link in links if link.startswith(prefix) and len(link.strip("/").split("/")[-1]) == 36]
    if not found:
        sys.stdout.write(f"nothing listed at {listing}\n")
        return
    _take(page, found[0], name)


def _take(page: Page, address: str, name: str) -> None:
    if ONLY and not any(name.startswith(one) for one in ONLY):
        return
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width in SIZES:
            page.set_viewport_size({"width": width, "height": 900})
            answer = page.goto(URL + address)
            page.screenshot(path=OUT / f"{name}-{width}-{scheme}.png", full_page=True)
            sys.stdout.write(f"{answer.status if answer else '?'} {name} {width} {scheme}\n")


if __name__ == "__main__":
    main()
