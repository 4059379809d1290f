"""Pictures of every page of a running demo, at 320 and 1280 pixels, light and dark, in Russian and Kyrgyz.

    make run            in one terminal
    make screenshots    in another; the pictures go to screenshots/

`SAPAR_URL` and `SAPAR_HOME` say where the demo runs; `ONLY=home,case` takes a few pages. `make screenshots ARGS=readme`
takes the four of the README anew.
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

from django.utils import timezone
from playwright.sync_api import sync_playwright

from sapar.accounts import totp
from sapar.config import demo, demo_cases
from tests.e2e import pages
from tests.e2e.conftest import CHROMIUM, FLAGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

URL = os.environ.get("SAPAR_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
OUT = Path(os.environ.get("OUT", "screenshots"))
ONLY = set(filter(None, os.environ.get("ONLY", "").split(",")))
README = Path("docs/pictures")
SIZES = (320, 1280)
SCHEMES = ("light", "dark")


class Album:
    """The pictures, and the windows of everybody who is signed in."""

    def __init__(self, browser: Browser, scale: float = 1) -> None:
        self.browser = browser
        self.scale = scale
        self.windows: dict[str, BrowserContext] = {}
        self.wrong: list[str] = []

    def window(self, who: str) -> BrowserContext:
        """One window a person; "" is somebody without an account."""
        if who not in self.windows:
            context = self.browser.new_context(base_url=URL, locale="ru", device_scale_factor=self.scale)
            context.set_default_timeout(30_000)
            if who:
                _sign_in(context.new_page(), who)
            self.windows[who] = context
        return self.windows[who]

    def read(self, who: str, address: str) -> str:
        return self.window(who).request.get(address).text()

    def take(self, page: Page, address: str, name: str, status: int = 200) -> None:
        if ONLY and name not in ONLY and name.rsplit("-", 1)[0] not in ONLY:
            return
        answer = page.goto(address)
        if answer is None or answer.status != status:
            self.wrong.append(f"{name}: {answer and answer.status} at {address}")
        shoot(page, name)


def shoot(page: Page, name: str) -> None:
    """The page as it stands, in every size and scheme."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width in SIZES:
            page.set_viewport_size({"width": width, "height": 900})
            whole = page.evaluate("document.documentElement.scrollHeight")
            # As high as the page is: bars that stay at the window's edge then stand where the page ends.
            page.set_viewport_size({"width": width, "height": max(whole, 900)})
            page.screenshot(path=OUT / f"{name}-{width}-{scheme}.png")
    sys.stdout.write(f"{name}\n")


def main() -> int:
    if sys.argv[1:] == ["readme"]:
        return _readme()
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    with sync_playwright() as playwright:
        album = Album(playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS))
        _ask(album)
        ids = pages.found(album.read)
        _public(album, ids)
        for group in pages.STAFF.values():
            page = album.window(group.who).new_page()
            for name, address in group.pages.items():
                album.take(page, address.format(**ids), name)
        for name, (who, address, status) in pages.REFUSALS.items():
            album.take(album.window(who).new_page(), address, name, status)
        album.browser.close()
    sys.stdout.writelines(f"WRONG {line}\n" for line in album.wrong)
    return bool(album.wrong)


def _readme() -> int:
    """Home and search as a stranger sees them, the desk in the middle of a call, a case."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        _frame(Album(chromium).window("").new_page(), "/ru/", "home", 320)
        album = Album(chromium, scale=0.7)
        _frame(album.window("").new_page(), "/ru/find/?what=p-unpaid-wages&where=KZ", "find", 1280)
        desk = album.window("aigul").new_page()
        desk.goto("/staff/contacts/new/")
        desk.fill("[name=phone]", demo_cases.MOTHER_PHONE)
        desk.select_option("[name=language]", "ky")
        desk.select_option("[name=country]", "KZ")
        desk.select_option("[name=topic]", "document-taken")
        desk.fill("[name=words]", demo_cases.STORY)
        desk.click("button[value=look-up]")
        _frame(desk, "", "desk", 1280)
        case = pages.found(album.read)["case"]
        _frame(album.window("bakyt").new_page(), f"/staff/cases/{case}/", "case", 1280)
        chromium.close()
    return 0


def _frame(page: Page, address: str, name: str, width: int) -> None:
    """What fits into one window; without an address the page as it stands."""
    page.set_viewport_size({"width": width, "height": 640 if width == SIZES[0] else 750})
    if address:
        page.goto(address)
    page.screenshot(path=README / f"{name}-{width}.png")


def _ask(album: Album) -> None:
    """Leave a call for help and look at its state, so that there is one to be seen."""
    for language in ("ru", "ky"):
        page = album.window("").new_page()
        page.goto(f"/{language}/ask/")
        page.select_option("[name=topic]", "unpaid-wages")
        page.fill("[name=words]", "(вымышлено)")
        page.locator("main form button[type=submit]").click()
        receipt = page.locator(".card .lead").inner_text()
        shoot(page, f"sent-{language}")
        page.goto(f"/{language}/my-request/")
        page.fill("[name=receipt]", receipt)
        page.locator("main form button[type=submit]").click()
        shoot(page, f"told-{language}")


def _public(album: Album, ids: dict[str, str]) -> None:
    page = album.window("").new_page()
    for language in ("ru", "ky"):
        for name, address in pages.PUBLIC.items():
            album.take(page, f"/{language}/{address.format(**ids)}", f"{name}-{language}")
    for name, address in pages.SIGN_IN.items():
        album.take(page, address, name)


def _sign_in(page: Page, who: str) -> None:
    page.goto("/signin/")
    page.fill("input[name=username]", who)
    page.fill("input[name=password]", demo.PASSWORD)
    page.click("main form button[type=submit]")
    page.fill("input[name=code]", totp.code_at(demo.secret_of(who), timezone.now()))
    page.click("main form button[type=submit]")
    page.wait_for_url("**/staff/**")
    page.close()


if __name__ == "__main__":
    sys.exit(main())
