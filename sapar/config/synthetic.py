"""`sapar load synthetic`: a region of invented people at full size, to measure on and to try things out.

Everything sealed is really sealed, each person, case and contact with a key of its own; the largest organisation has a
whole audit. All or nothing: one transaction, so that a load that was stopped has left nothing.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import time
import uuid
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from sapar.audit import recording
from sapar.audit.models import ChainHead, Event
from sapar.cases.models import Case, CaseCounter
from sapar.config import synthetic_audit, synthetic_bulk, synthetic_make, synthetic_offices
from sapar.config.synthetic_make import Maker
from sapar.config.synthetic_rows import HEADER, TRAILER, Ids
from sapar.config.words import Trouble, step
from sapar.organisations.models import Organisation
from sapar.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sapar.config.synthetic_offices import Office
    from sapar.config.synthetic_plan import Sizes
    from sapar.config.words import Step

    Stretches = Iterator[tuple[int, dict[str, bytes]]]

_CASES_AT_ONCE = 10_000
_CONTACTS_AT_ONCE = 25_000


def load(sizes: Sizes, *, into_demo: bool = False, jobs: int = 1) -> None:
    """Fill the database. This program is connected as the owner of the tables; the vault is open."""
    sizes = replace(sizes, ends=timezone.now().replace(microsecond=0) - dt.timedelta(hours=1))
    with transaction.atomic(), connection.cursor() as cursor:
        _as_operator(cursor)
        _refuse_real_content(into_demo=into_demo)
        _as_owner(cursor)
        taken = synthetic_bulk.take_off(cursor, _tables(), synthetic_make.TABLES)
        _as_operator(cursor)
        _fill(sizes, cursor, jobs)
        _as_owner(cursor)
        with step("Indexes and foreign keys") as current:
            synthetic_bulk.put_back(cursor, taken, current)
    with step("Statistics for the planner"):
        _tidy_up()


def _tables() -> list[str]:
    return [*synthetic_make.TABLES, *map(_versions, _tracked()), Event._meta.db_table]


def _tracked() -> list[str]:
    """Tables whose every version is kept."""
    known = {model._meta.db_table for model in apps.get_models()}
    return [table for table in synthetic_make.TABLES if _versions(table) in known]


def _refuse_real_content(*, into_demo: bool) -> None:
    """Invented people must never stand among real ones."""
    if Organisation.objects.filter(joined_at__isnull=False, is_fictional=False).exists():
        raise Trouble(
            "This database has member organisations that are real. Invented people go into an empty one."
        )
    if Organisation.objects.filter(slug=synthetic_offices.SLUG.format(0)).exists():
        raise Trouble("An invented region is loaded here already. Empty the database first.")
    if not into_demo and Organisation.objects.filter(joined_at__isnull=False).exists():
        raise Trouble(
            "This database holds the demo. Load beside it with --into-demo, or into an empty database."
        )
    for model in (Person, Case):
        if not into_demo and model._default_manager.exists():
            raise Trouble(
                "This database has people or cases already. Invented ones go into an empty database."
            )


def _fill(sizes: Sizes, cursor: Any, jobs: int) -> None:
    with step(f"{sizes.organisations} organisations with keys and staff") as current:
        offices = synthetic_offices.make(sizes, current)
        _count_cases(sizes, offices)
        recording.flush()
    maker = Maker(sizes, offices, Ids(os.urandom(32)))
    with _workers(maker, jobs) as made:
        with step(f"{sizes.cases:,} people and cases") as current:
            _copy(cursor, current, made("cases", sizes.cases, _CASES_AT_ONCE), sizes.cases)
        with step(f"{sizes.contacts:,} contacts") as current:
            _copy(cursor, current, made("contacts", sizes.contacts, _CONTACTS_AT_ONCE), sizes.contacts)
    with step("The audit of the largest organisation") as current:
        _chain(cursor, maker, current)
    with step("Row history"):
        for table in _tracked():
            _remember(cursor, table)


def _count_cases(sizes: Sizes, offices: list[Office]) -> None:
    CaseCounter.objects.bulk_create(
        CaseCounter(org_id=uuid.UUID(bytes=office.id), year=year, last=count)
        for number, office in enumerate(offices)
        for year, count in sizes.counts(number)
    )


_maker: list[Maker] = []


def _make(kind: str, first: int, last: int) -> dict[str, bytes]:
    """In a worker: the maker came over with the fork, keys and all, and never through a pipe."""
    return {copy: bytes(rows) for copy, rows in getattr(_maker[0], kind)(first, last).items()}


@contextmanager
def _workers(maker: Maker, jobs: int) -> Iterator[Callable[[str, int, int], Stretches]]:
    """A function that makes stretches of rows in order: here, or ahead of us in processes of their own."""
    _maker[:] = [maker]

    def here(kind: str, total: int, size: int) -> Stretches:
        for first in range(0, total, size):
            last = min(first + size, total)
            yield last, _make(kind, first, last)

    if jobs < 2:  # one program makes and writes in turn
        yield here
        return
    with ProcessPoolExecutor(jobs - 1, multiprocessing.get_context("fork")) as pool:

        def ahead(kind: str, total: int, size: int) -> Stretches:
            waiting: deque[Any] = deque()
            for first in range(0, total, size):
                last = min(first + size, total)
                waiting.append((last, pool.submit(_make, kind, first, last)))
                if len(waiting) > jobs + 1:
                    done, made = waiting.popleft()
                    yield done, made.result()
            for done, made in waiting:
                yield done, made.result()

        yield ahead


def _copy(cursor: Any, current: Step, made: Stretches, total: int) -> None:
    began = time.monotonic()
    for done, stretch in made:
        for statement, rows in stretch.items():
            _send(cursor, statement, rows)
        left = (time.monotonic() - began) / done * (total - done)
        current.now = f"{done:,} of {total:,}, {done * 100 // total} %, {_minutes(left)} left"


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds > 90 else f"{seconds:.0f} s"


def _send(cursor: Any, statement: str, rows: bytes) -> None:
    with cursor.copy(statement) as copy:
        copy.write(HEADER + rows + TRAILER)


def _chain(cursor: Any, maker: Maker, current: Step) -> None:
    org = uuid.UUID(bytes=maker.offices[0].id)
    head = ChainHead.objects.get(org_id=org)
    for done, rows in synthetic_audit.stretches(maker, head):
        _send(cursor, synthetic_audit.EVENT.copy, rows)
        current.now = f"{done:,} events"
    head.save(update_fields=["seq", "hash"])


def _versions(table: str) -> str:
    return f"{table}version"


def _remember(cursor: Any, table: str) -> None:
    """What the triggers of row history would have written, in one statement."""
    cursor.execute(
        "select v.column_name from information_schema.columns v join information_schema.columns o using (column_name)"
        " where v.table_name = %s and o.table_name = %s",
        [_versions(table), table],
    )
    columns = ", ".join(f'"{name}"' for (name,) in cursor.fetchall())
    cursor.execute(
        f'insert into "{_versions(table)}" ({columns}, pgh_created_at, pgh_label, pgh_obj_id) '  # noqa: S608 - our own names
        f"select {columns}, now(), 'insert', id from \"{table}\""
        f" where org_id in (select id from organisations_organisation where slug like 'synthetic-%%')",
    )


def _tidy_up() -> None:
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f'vacuum (analyze) "{table}"')


def _as_operator(cursor: Any) -> None:
    """The owner under FORCE sees no row and may not COPY; the operator bypasses the policies."""
    cursor.execute("set local role sapar_operator")


def _as_owner(cursor: Any) -> None:
    cursor.execute("set local role none")
