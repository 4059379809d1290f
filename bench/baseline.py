"""The same three acts in django-helpdesk with 20,000 tickets: without encryption, tenants or audit."""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import re
import secrets
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import machine, place
from bench.browser import Browser, Forms
from bench.work import LIST_ROWS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bench.browser import Answer
    from bench.server import Server

TICKETS, ROUNDS, WARM = 20_000, 100, 10
_HERE = Path(__file__).resolve().parent / "helpdesk"
_DATABASE = "bench_helpdesk"
_START_SECONDS = 60


def measured(server: Server, port: int) -> dict[str, Any]:
    """p50 and p95 of list, open and create; or why there are none."""
    try:
        programs = place.environment_of("helpdesk", _HERE / "requirements.txt").parent
        with _site(server, programs, port) as (browser, password):
            _sign_in(browser, password)
            version = _version(programs)
            return {"name": "django-helpdesk", "version": version, "rows": TICKETS, **_acts(browser)}
    except place.NotHere as reason:
        return {"left_out": str(reason)}


def _version(programs: Path) -> str:
    asked = [
        str(programs / "python"),
        "-c",
        "from importlib.metadata import version; print(version('django-helpdesk'))",
    ]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


@contextmanager
def _site(server: Server, programs: Path, port: int) -> Iterator[tuple[Browser, str]]:
    """The site with its rows, served as ours is: two processes, on the same PostgreSQL."""
    folder, password = place.cache() / "helpdesk-site", secrets.token_urlsafe(12)
    environment = _written(folder, server)
    python = [str(programs / "python"), "-W", "ignore"]
    for command in (["-m", "django", "migrate", "--verbosity=0"], ["fill.py", str(TICKETS), password]):
        subprocess.run([*python, *command], cwd=folder, env=environment, check=True, stdout=sys.stderr)
    serve = ["gunicorn", "--workers", "2", "--threads", "8", "--bind", f"127.0.0.1:{port}"]
    running = subprocess.Popen(
        [*python, "-m", *serve, "django.core.wsgi:get_wsgi_application()"],
        cwd=folder,
        env=environment,
        stdout=sys.stderr,
    )
    browser = Browser(port)
    try:
        _wait(browser)
        yield browser, password
    finally:
        browser.hang_up()
        running.terminate()
        running.wait()


def _written(folder: Path, server: Server) -> dict[str, str]:
    """Settings, addresses and the program that fills it, in a folder of their own; returns their environment."""
    folder.mkdir(exist_ok=True)
    for name, as_name in (
        ("settings.py", "helpdesk_settings.py"),
        ("urls.py", "helpdesk_urls.py"),
        ("fill.py", "fill.py"),
    ):
        shutil.copy(_HERE / name, folder / as_name)
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "DJANGO_SETTINGS_MODULE": "helpdesk_settings",
        "HELPDESK_DATABASE": _DATABASE,
        "HELPDESK_SOCKETS": _make_database(server),
        "HELPDESK_MEDIA": str(folder / "media"),
    }


def _make_database(server: Server) -> str:
    """On the server's own cluster; returns the folder of its socket."""
    import psycopg

    sockets = (server.installation / "postgres" / "run").resolve()
    with (
        psycopg.connect(host=str(sockets), user="postgres", dbname="postgres", autocommit=True) as connection,
        contextlib.suppress(psycopg.errors.DuplicateDatabase),
    ):
        connection.execute(f'create database "{_DATABASE}"')
    return str(sockets)


def _wait(browser: Browser) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if browser.get("/login/").status == http.HTTPStatus.OK:
                return
        time.sleep(0.2)
    raise place.NotHere("django-helpdesk did not start.")


def _sign_in(browser: Browser, password: str) -> None:
    fields = Forms(browser.get("/login/").body).having("username")
    browser.post("/login/", {**fields, "username": "bench", "password": password})


def _acts(browser: Browser) -> dict[str, Any]:
    """Each answer is looked at: a page of refusal would be quick too."""
    page = browser.get("/tickets/?status=1").body
    query = re.search(r"datatables_ticket_list/([^\"'/?]*)", page)
    rows = f"/datatables_ticket_list/{query[1] if query else ''}"
    asked = (
        "?draw=1&start=0&length=25&order%5B0%5D%5Bcolumn%5D=0&order%5B0%5D%5Bdir%5D=asc&search%5Bvalue%5D="
    )
    form, chance = Forms(browser.get("/tickets/submit/").body).having("title"), random.Random(1)
    filled = {**form, "title": "A new case", "body": "Wages have not been paid. " * 8, "priority": "3"}
    acts: dict[str, tuple[Callable[[], Answer], Callable[[Answer], bool]]] = {
        "list_page": (lambda: browser.get("/tickets/?status=1"), lambda one: "datatables" in one.body),
        "list_rows": (
            lambda: browser.get(rows + asked),
            lambda one: one.body.count('"ticket":') == LIST_ROWS,
        ),
        "open": (
            lambda: browser.get(f"/tickets/{chance.randrange(1, TICKETS)}/"),
            lambda one: "Wages have not" in one.body,
        ),
        "create": (
            lambda: browser.post("/tickets/submit/", filled),
            lambda one: re.fullmatch(r"/tickets/\d+/", one.location) is not None,
        ),
    }
    return {name: _timed(act, is_right) for name, (act, is_right) in acts.items()}


def _timed(act: Callable[[], Answer], is_right: Callable[[Answer], bool]) -> dict[str, Any]:
    answers = [act() for _number in range(ROUNDS + WARM)][WARM:]
    if not all(is_right(answer) for answer in answers):
        return {"failed": answers[-1].status}
    return machine.quantiles([answer.ms for answer in answers])
