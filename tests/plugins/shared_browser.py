"""One Chromium for all browser tests of a process, closed at its end."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_open = ExitStack()
_launched: list[Browser] = []


def launched(executable: str, flags: list[str]) -> Browser:
    """The browser, started by the first test that asks for it."""
    if not _launched:
        from playwright.sync_api import sync_playwright

        playwright = _open.enter_context(sync_playwright())
        _launched.append(playwright.chromium.launch(executable_path=executable, args=flags))
        _open.callback(_launched[0].close)
    return _launched[0]


def pytest_unconfigure() -> None:
    _open.close()
