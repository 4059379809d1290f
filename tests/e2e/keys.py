"""Somebody who works by keys alone: every press is counted, but for words and numbers that are written freely."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext


class Keys:
    """One window, its pages in English, so that a letter is a key. `pressed` is the count."""

    def __init__(self, window: BrowserContext, address: str) -> None:
        self.window = window
        self.english = {"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": address}
        self.page = window.new_page()
        self.pressed = 0

    def go(self, address: str) -> None:
        """Signing in brings the reader's own language; here it is always English."""
        self.window.add_cookies([self.english])
        self.page.goto(address)

    def press(self, *keys: str) -> None:
        for key in keys:
            if key.startswith("Alt+"):
                self._hold_alt_and_press(key.removeprefix("Alt+"))
            else:
                self.page.keyboard.press(key)
            self.pressed += 1

    def _hold_alt_and_press(self, letter: str) -> None:
        """As a keyboard sends it: an access key is found by the unmodified letter, which Playwright leaves out."""
        session = self.window.new_cdp_session(self.page)
        key = {
            "modifiers": 1, "key": letter, "code": f"Key{letter.upper()}", "unmodifiedText": letter,
            "windowsVirtualKeyCode": ord(letter.upper()),
        }  # fmt: skip
        session.send("Input.dispatchKeyEvent", key | {"type": "keyDown"})
        session.send("Input.dispatchKeyEvent", key | {"type": "keyUp"})

    def write(self, words: str) -> None:
        """Free words: not counted."""
        self.page.keyboard.insert_text(words)

    def has_focus(self, name: str) -> None:
        self.page.wait_for_function("name => document.activeElement.name === name", arg=name)

    def leads_to(self, address: str) -> None:
        self.page.wait_for_url(f"**{address}")
        self.page.wait_for_load_state()
