"""Run by the bench beside the server: what each request asks of the database, counted in this program. JSON.

Nothing of this is in the server: statements are seen by a wrapper round this program's own connection, and the page size
of all lists is set where they all turn their pages.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections import Counter
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

REPEAT = 12
FEW, MANY = 10, 100


class Tally:
    """Statements, and the milliseconds they and the commits took."""

    def __init__(self) -> None:
        self.statements = 0
        self.ms = 0.0

    def __call__(self, execute: Any, *arguments: Any) -> Any:
        self.statements += 1
        began = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            self.ms += (time.perf_counter() - began) * 1000


@contextmanager
def counted() -> Iterator[Tally]:
    from django.db import connection

    tally, commit = Tally(), connection._commit
    connection._commit = lambda: _timed(tally, commit)
    try:
        with connection.execute_wrapper(tally):
            yield tally
    finally:
        del connection._commit


def _timed(tally: Tally, commit: Any) -> None:
    began = time.perf_counter()
    commit()
    tally.ms += (time.perf_counter() - began) * 1000


class InProcess:
    """Django's test client as the bench's browser."""

    def __init__(self, session_key: str) -> None:
        from django.conf import settings
        from django.test import Client

        self._client = Client(HTTP_HOST="127.0.0.1")
        self._client.cookies[settings.SESSION_COOKIE_NAME] = session_key
        self._client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"

    def get(self, path: str) -> Any:
        return _answer(self._client.get(path))

    def post(self, path: str, fields: dict[str, Any], also: dict[str, str] | None = None) -> Any:
        return _answer(self._client.post(path, fields, headers=also))


def _answer(response: Any) -> Any:
    from bench.browser import Answer

    body = b"".join(response.streaming_content) if response.streaming else response.content
    return Answer(
        response.status_code, body.decode(errors="replace"), response.headers.get("Location", ""), 0.0
    )


def session_of(name: str) -> str:
    from django.conf import settings
    from django.db import transaction
    from django.http import HttpRequest

    from sapar.accounts.actions import sessions
    from sapar.accounts.door import signin_door
    from sapar.accounts.models import User

    request = HttpRequest()
    request.META["SERVER_NAME"] = "127.0.0.1"
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    request.session.create()
    with transaction.atomic():
        with signin_door():
            user = User.objects.get(username=name)
        sessions.reopen(request, user)
        request.session.save()
    return str(request.session.session_key)


def each(worker: Any) -> dict[str, Any]:
    """Of every act of the bench: statements, and the database's share of the whole time."""
    acts = {**worker.acts(), "desk": worker.desk, "list_contacts": worker.list_contacts}
    return {name: _measured(act) for name, act in acts.items()}


def _measured(act: Any) -> dict[str, Any]:
    for _number in range(REPEAT // 2):
        act()
    seen, times, shares = Counter[int](), [], []
    for _number in range(REPEAT):
        with counted() as tally:
            began = time.perf_counter()
            act()
            whole = (time.perf_counter() - began) * 1000
        seen[tally.statements] += 1
        times.append(tally.ms)
        shares.append(tally.ms / whole)
    return {
        "statements": seen.most_common(1)[0][0],
        "sql_ms": round(sorted(times)[REPEAT // 2], 1),
        "sql_share": round(sorted(shares)[REPEAT // 2], 2),
    }


def lists(browsers: list[InProcess]) -> dict[str, Any]:
    """Every page of staff's without an id in its address, with ten rows in its lists and with a hundred."""
    found = {}
    for path in addresses():
        for browser in browsers:
            few, many = (_statements(browser, path, size) for size in (FEW, MANY))
            if few is not None and many is not None:
                found[path] = {"with_10_rows": few, "with_100_rows": many, "same": few == many}
                break
    return found


def addresses() -> list[str]:
    from django.urls import URLPattern, get_resolver

    def walk(patterns: Any, start: str) -> Iterator[str]:
        for one in patterns:
            path = start + str(one.pattern)
            if isinstance(one, URLPattern):
                yield path
            else:
                yield from walk(one.url_patterns, path)

    known = {f"/{path}" for path in walk(get_resolver().url_patterns, "") if path.startswith("staff/")}
    plain = sorted(path for path in known if "<" not in path and "(" not in path)
    tabs = [f"/staff/cases/?view={view}" for view in ("mine", "waiting", "open", "closed")]
    return [*plain, *tabs]


def _statements(browser: InProcess, path: str, size: int) -> int | None:
    """None for a page that this member of staff is not shown."""
    with _page_size(size):
        if browser.get(path).status != 200:  # noqa: PLR2004
            return None
        with counted() as tally:
            browser.get(path)
    return tally.statements


@contextmanager
def _page_size(size: int) -> Iterator[None]:
    from sapar.common import paging

    kept = {name: getattr(paging, name) for name in ("newest_first", "oldest_first")}
    for name, turn in kept.items():
        setattr(paging, name, _sized(turn, size))
    try:
        yield
    finally:
        for name, turn in kept.items():
            setattr(paging, name, turn)


def _sized(turn: Any, size: int) -> Any:
    return lambda *arguments, **named: turn(*arguments, **{**named, "size": size})


def main(place: str) -> None:
    import random

    import django

    django.setup()
    logging.disable(logging.CRITICAL)
    from bench import work

    found = json.loads(Path(place).read_text())
    browsers = [InProcess(session_of(name)) for name in found["roles"]]
    worker = work.Worker(browsers[0], found["cases"], found["phones"], random.Random(1))  # type: ignore[arg-type]
    print(json.dumps({"each": each(worker), "lists": lists(browsers)}))


if __name__ == "__main__":
    main(sys.argv[1])
