"""A real Chromium against the running application. Without Chromium these tests are skipped, with the reason."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.plugins import shared_browser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest_django
    from playwright.sync_api import Browser, BrowserContext

    from tests.e2e.town import Town

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Playwright's synchronous interface runs an event loop; Django's ORM is used beside it, never inside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser() -> Browser:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: the browser tests need it")
    # One a process: modules that import this fixture would each start their own, which Playwright refuses.
    return shared_browser.launched(CHROMIUM, FLAGS)


@pytest.fixture
def open_browser(browser: Browser, live_server: object) -> Iterator[Callable[..., BrowserContext]]:
    """`open_browser(actor=None, width=1280, dark=False, scripts=True)`: a window of its own, signed in as the actor."""
    from tests.cast import session_cookie

    opened: list[BrowserContext] = []

    def start(
        actor: object = None, *, width: int = 1280, dark: bool = False, scripts: bool = True
    ) -> BrowserContext:
        context = browser.new_context(
            base_url=str(live_server),
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            locale="ru-RU",
        )
        context.set_default_timeout(15_000)
        if actor is not None:
            context.add_cookies([session_cookie(actor, str(live_server))])
        opened.append(context)
        return context

    yield start
    for context in opened:
        context.close()


@pytest.fixture(scope="module")
def town(
    browser: Browser,
    database_name: str,
    django_db_setup: None,  # only its order matters
    django_db_blocker: pytest_django.DjangoDbBlocker,
) -> Iterator[Town]:
    """A network with a thing of every kind, served; its tests look and change nothing that the next one counts on."""
    from tests.e2e.town import built

    with django_db_blocker.unblock(), built(database_name, browser) as made:
        yield made
        for window in made.windows.values():
            window.close()
