"""Somebody in front of a browser: opens pages, fills forms in, presses what is there. Knows names of fields, no words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Locator, Request


class Seat:
    """One person's window. `went` holds every page asked for: (method, path with query)."""

    def __init__(self, window: BrowserContext) -> None:
        self.page = window.new_page()
        self.went: list[tuple[str, str]] = []
        self.statuses: dict[str, int] = {}
        self.page.on("request", self._note)
        self.page.on("response", lambda answer: self.statuses.update({answer.url: answer.status}))

    def _note(self, request: Request) -> None:
        if request.is_navigation_request():
            parts = urlsplit(request.url)
            self.went.append((request.method, parts.path + (f"?{parts.query}" if parts.query else "")))

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def words(self) -> str:
        """All that the page says, folded parts and the titles of things too."""
        return self.page.content()

    @property
    def status(self) -> int:
        return self.statuses[self.page.url]

    def go(self, address: str) -> None:
        self.page.goto(address)
        assert self.status == 200, (address, self.status)

    def follow(self, part: str) -> None:
        """The first link of the page whose path ends with `part`."""
        self.press(f'main a[href$="{part}"], main a[href*="{part}?"]')

    def press(self, button: str = "main form button.main") -> None:
        """A button, by the address of its form or by a selector."""
        there = f'main form[action*="{button}"] button' if button.startswith("/") else button
        self._press(self.page.locator(there).first)

    def send(self, typed: dict[str, Any], button: str = "main form button.main") -> None:
        """Fill in by the names of the fields, and press. A list ticks exactly these boxes."""
        for name, value in typed.items():
            self._fill(name, value)
        self.press(button)

    def _press(self, thing: Locator) -> None:
        before = len(self.went)
        thing.click()
        self.page.wait_for_load_state()
        assert len(self.went) > before, f"{thing} leads nowhere"
        assert self.status == 200, (self.page.url, self.status, self._complaints())

    def _complaints(self) -> list[str]:
        return self.page.locator(".errorlist, .error, .errors").all_inner_texts()

    def _fill(self, name: str, value: Any) -> None:
        boxes = self.page.locator(f'[name="{name}"]:not([type="hidden"])')
        self._unfold(boxes.first)
        kind = boxes.first.evaluate("box => box.type")
        if kind in ("radio", "checkbox"):
            wanted = value if isinstance(value, list) else [value]
            for box in boxes.all():
                mark = box.get_attribute("value") or "on"
                if kind == "checkbox" or mark in wanted:
                    box.set_checked(mark in wanted)
        elif kind == "select-one":
            boxes.first.select_option(value)
        else:
            boxes.first.fill(value)

    def _unfold(self, box: Locator) -> None:
        if not box.is_visible():
            self.page.locator("details:not([open])").filter(has=box).locator("summary").last.click()
