"""The directory's search among 20,000 services, as JSON: `python -m bench.directory_search [final|practice]`.

Each of the written queries for tuning is understood and answered; beside it in the same run stand what one would write
first, ILIKE over names, words of services and towns, and pg_trgm's similarity of names. Times are milliseconds of processor time of
this process and its database connection, the best of three, so that other work on the machine does not count; `wall` is by
the clock. With `final` only the final third of the queries is asked: how many are found first, never which; so with `practice`.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import machine, passing

if TYPE_CHECKING:
    from collections.abc import Callable

FINAL, PRACTICE = "final", "practice"
_ILIKE = """
select g.slug from organisations_organisation g join directory_listing l on l.org_id = g.id
left join directory_place p on p.id = l.place_id left join directory_offer o on o.listing_id = l.id
where l.status = 'listed' and (
    g.name ilike any(%(like)s) or l.names::text ilike any(%(like)s) or p.names::text ilike any(%(like)s)
    or p.name ilike any(%(like)s) or o.codes::text ilike any(%(like)s) or o.words::text ilike any(%(like)s))
group by g.slug order by count(*) desc, g.slug limit 10
"""
_TRIGRAM = """
select g.slug from organisations_organisation g join directory_listing l on l.org_id = g.id
left join directory_place p on p.id = l.place_id
where l.status = 'listed'
order by greatest(similarity(g.name || ' ' || coalesce(p.name, ''), %(text)s), similarity(l.names::text, %(text)s)) desc, g.slug
limit 10
"""


def figures(part: str) -> dict[str, Any]:
    import psycopg
    from django.db import transaction

    from sapar.config import cluster, database
    from sapar.directory.seeds import load_places
    from sapar.directory.tests import many

    found: dict[str, Any] = {"machine": machine.described(), "before": machine.load()}
    with psycopg.connect(database.conninfo_for("operator"), autocommit=True) as operator:
        load_places(operator)
    admin = psycopg.conninfo.make_conninfo(cluster.here().conninfo(), dbname=database.NAME)
    with psycopg.connect(admin, autocommit=True) as superuser:
        began = time.perf_counter()
        many.fill(superuser)
        found["loaded_in_s"] = round(time.perf_counter() - began, 1)
    with transaction.atomic():
        found |= _shares(part) if part in (FINAL, PRACTICE) else _measured()
    return found | {"after": machine.load()}


def _measured() -> dict[str, Any]:
    from sapar.directory.models import Offer
    from sapar.directory.tests import many
    from sapar.directory.tests.queries.test_figures import first_for

    towns = many.spots()
    everybody = many.entries(towns)
    ways: dict[str, Callable[[str], str]] = {
        "sapar": first_for,
        "ilike": _by(_ILIKE),
        "pg_trgm": _by(_TRIGRAM),
    }
    told = {name: _way(way, everybody, towns) for name, way in ways.items()}
    for name in ("ilike", "pg_trgm"):
        told[name]["times_as_long_as_sapar_p50"] = round(told[name]["p50_ms"] / told["sapar"]["p50_ms"], 1)
    return {"organisations": len(everybody), "services": Offer.objects.count(), **told}


def _shares(part: str) -> dict[str, Any]:
    from sapar.directory.tests import many
    from sapar.directory.tests.queries.test_figures import shares

    towns = many.spots()
    told = shares(many.entries(towns), towns, part)
    asked = Counter(query.language for query, _right in told)
    right = Counter(query.language for query, is_right in told if is_right)
    return {
        part: f"{right.total()} of {asked.total()}",
        "by_language": {language: f"{right[language]} of {asked[language]}" for language in sorted(asked)},
    }


def _by(sql: str) -> Callable[[str], str]:
    from django.db import connection

    def first(text: str) -> str:
        like = [f"%{word}%" for word in text.split() if len(word) > 2]  # «я», «в», "to"
        with connection.cursor() as cursor:
            cursor.execute(sql, {"text": text, "like": like or [text]})
            row = cursor.fetchone()
        return str(row[0]) if row else ""

    return first


def _way(way: Callable[[str], str], everybody: list[Any], towns: dict[int, Any]) -> dict[str, float]:
    from django.utils import translation

    from sapar.directory.tests.queries.judging import is_right
    from sapar.directory.tests.queries.reading import TUNING, queries

    by_slug = {entry.key: entry for entry in everybody}
    right, spent, wall = 0, [], []
    for query in queries(TUNING):
        with translation.override(query.language):
            took = [_timed(way, query.text) for _round in range(3)]
        right += is_right(query.expect, by_slug.get(took[0][0]), everybody, towns)
        spent.append(min(one[1] for one in took))
        wall.append(min(one[2] for one in took))
    return {
        "found_first": round(right / len(spent), 3),
        "p50_ms": round(statistics.median(spent), 1),
        "p95_ms": round(sorted(spent)[int(len(spent) * 0.95)], 1),
        "wall_p95_ms": round(sorted(wall)[int(len(wall) * 0.95)], 1),
    }


def _timed(way: Callable[[str], str], text: str) -> tuple[str, float, float]:
    began, clock = _spent_ms(), time.perf_counter()
    first = way(text)
    return first, _spent_ms() - began, (time.perf_counter() - clock) * 1000


def _spent_ms() -> float:
    from django.db import connection

    connection.ensure_connection()
    account = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
    return int(account.split()[0]) / 1e6 + time.process_time() * 1000


if __name__ == "__main__":
    passing.measured(lambda: figures("".join(sys.argv[1:2])))
