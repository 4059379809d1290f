"""The two figures that the search must hold among 20,000 services: who is found first, and how soon."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from django.db import connection
from django.utils import translation

from sapar.directory import queries
from sapar.directory.terms import SearchTerms
from sapar.directory.tests import many
from sapar.directory.tests.queries.judging import is_right
from sapar.directory.tests.queries.reading import FINAL, TUNING
from sapar.directory.tests.queries.reading import queries as written
from sapar.directory.understanding import understand
from tests.plugins import server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_django.plugin import DjangoDbBlocker

FOUND_FIRST = 0.95
# 62 of 66 the one time it was measured after tuning; with so few it is between 85% and 98% (Wilson, 95%).
FINAL_ALONE = 0.9
P95_MS = 30


def first_for(text: str) -> str:
    """The organisation that a person sees first after typing this."""
    understood = understand(text)
    if understood.slug and not understood.what:
        return understood.slug
    if understood.organisations:
        return understood.organisations[0].slug
    terms = understood.terms(SearchTerms())
    if understood.places:
        terms = terms.but(where=str(understood.places[0].id))
    found = [] if terms.is_empty else queries.search(terms).results
    return found[0].slug if found else ""


def spent_ms() -> Callable[[], float]:
    """Milliseconds of processor time that this process and its connection's have taken: what a machine with nothing else
    to do would take, however busy this one is. Skips where the database's processes cannot be seen."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        account = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    try:
        account.read_text()
    except OSError:
        pytest.skip("the database's processes are not on this machine")
    return lambda: int(account.read_text().split()[0]) / 1e6 + time.process_time() * 1000


@pytest.fixture(scope="module")
def crowded(places: None, database_name: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:  # noqa: ARG001
    with (
        django_db_blocker.unblock(),
        psycopg.connect(server.conninfo(None, database_name), autocommit=True) as superuser,
    ):
        many.fill(superuser)
    yield
    with psycopg.connect(server.conninfo(None, database_name), autocommit=True) as superuser:
        many.clear(superuser)


def _best_of_three(text: str, spent: Callable[[], float]) -> tuple[str, float]:
    """Other work on the machine makes a time longer, never shorter."""
    times = []
    for _time in range(3):
        began = spent()
        first = first_for(text)
        times.append(spent() - began)
    return first, min(times)


@pytest.mark.usefixtures("crowded", "db")
def test_nearly_all_are_found_first_and_soon_among_twenty_thousand_services() -> None:
    towns = many.spots()
    everybody = many.entries(towns)
    by_slug = {entry.key: entry for entry in everybody}
    spent = spent_ms()
    right: dict[str, list[bool]] = {}
    times = []
    for third in (TUNING, FINAL):
        for query in written(third):
            with translation.override(query.language):
                first, time_of_it = _best_of_three(query.text, spent)
                times.append(time_of_it)
            found = is_right(query.expect, by_slug.get(first), everybody, towns)
            right.setdefault(third, []).append(found)
    found_first = [one for third in right.values() for one in third]
    assert sum(found_first) / len(found_first) >= FOUND_FIRST
    assert sum(right[FINAL]) / len(right[FINAL]) >= FINAL_ALONE
    assert sorted(times)[int(len(times) * 0.95)] < P95_MS
