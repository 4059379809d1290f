"""A served world for a whole module of browser tests: built once, committed, swept at the end."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import psycopg
from django.db import connections, transaction
from pytest_django.live_server_helper import LiveServer

from sapar.vault import keys
from tests import world
from tests.cast import client_of, session_cookie
from tests.e2e import pages
from tests.plugins import server, sweep
from tests.plugins.vault import MASTER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext


@dataclass
class Town:
    """The world, where it is served, the ids of its things by the names of `pages.LINKS`, a window for each person."""

    world: world.World
    url: str
    browser: Browser
    ids: dict[str, str] = field(default_factory=dict)
    windows: dict[str, BrowserContext] = field(default_factory=dict)

    def window(self, who: str) -> BrowserContext:
        """Russian, signed in as `who`; "" is somebody without an account."""
        if who not in self.windows:
            context = self.browser.new_context(base_url=self.url, locale="ru-RU")
            context.set_default_timeout(15_000)
            if who:
                context.add_cookies([session_cookie(self.world.staff[who], self.url)])
            self.windows[who] = context
        return self.windows[who]

    def find(self) -> None:
        clients = {who: client_of(actor) for who, actor in self.world.staff.items()} | {"": client_of(None)}
        self.ids = pages.found(lambda who, address: clients[who].get(address).content.decode())


@contextmanager
def built(database: str, browser: Browser) -> Iterator[Town]:
    """The database has to be open to us. No test of another module runs while this stands."""
    with psycopg.connect(server.conninfo(None, database), autocommit=True) as superuser:
        broom = sweep.Broom(superuser)
        served = LiveServer("localhost")
        try:
            yield _town(served, browser)
        finally:
            served.stop()
            connections.close_all()
            broom.sweep()


def _town(served: LiveServer, browser: Browser) -> Town:
    keys.use_local(MASTER)
    with transaction.atomic():
        made = world.build()
    town = Town(made, str(served), browser)
    town.find()
    return town
