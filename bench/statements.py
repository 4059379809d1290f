"""Run by the bench beside the server: what each request asks of the database, counted in this program. JSON.

Nothing of this is in the server: statements are seen by a wrapper round this program's own connection.
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


def main(place: str) -> None:
    import random

    import django

    django.setup()
    logging.disable(logging.CRITICAL)
    from bench import work

    found = json.loads(Path(place).read_text())
    browser: Any = InProcess(session_of(found["seats"][0]["name"]))
    worker = work.Worker(browser, found["cases"], found["phones"], random.Random(1))
    print(json.dumps(each(worker)))


if __name__ == "__main__":
    main(sys.argv[1])
