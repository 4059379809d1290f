"""Is this person known already? The question of the forms, among many people of one organisation, as JSON.

`python -m bench.alike [--people N]`. Generated people of whom nobody exists are sealed as in the product; each search is
a later visit of one of them, with the slips, gaps and changed phones that intake has (`tools.people.records`). Measured from
the words of the form to the scored list: hashing, the database, opening, comparing. Baseline: trigrams (`pg_trgm`)
over the same names in plain, in the same database.
"""

from __future__ import annotations

import argparse
import contextlib
import hmac
import json
import os
import random
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import machine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.people.records import Record

SEARCHES, AT_ONCE = 1000, 5000
_SEX = {"m": "male", "f": "female"}


def main() -> int:
    parser = argparse.ArgumentParser("bench.alike", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--home", type=Path, help="where the database lies; a passing folder without it")
    chosen = parser.parse_args()
    with contextlib.ExitStack() as stack:
        home = chosen.home or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sapar-bench-")))
        home.mkdir(mode=0o711, parents=True, exist_ok=True)
        home.chmod(0o711)
        os.environ.update(
            SAPAR_HOME=str(home), SAPAR_DB_POOL="0", DJANGO_SETTINGS_MODULE="sapar.config.settings"
        )
        os.environ.pop("DATABASE_URL", None)
        said = stack.enter_context(contextlib.redirect_stdout(sys.stderr))
        import django

        from sapar.config import prepare

        with prepare.database_at_hand():
            prepare.schema()
            django.setup()
            figures = measured(chosen.people)
        del said
    print(json.dumps(figures, indent=2))
    return 0


def measured(people: int) -> dict[str, Any]:
    from sapar.config.words import step
    from sapar.vault import keys

    keys.use_local(os.urandom(32))
    actor, office = _office()
    began = time.monotonic()
    with step(f"{people:,} people") as current:
        sought = _filled(office, people, current)
    return {
        "people": people,
        "before": machine.load(),
        "loaded_in_s": round(time.monotonic() - began),
        "ours": _searched(actor, sought),
        "trigrams_of_plain_names": _trigrams(sought),
        "index": _sizes(people),
    }


def _office() -> tuple[Any, Any]:
    """A member of an organisation, and what rows need of it."""
    from django.db import transaction

    from sapar.accounts import actions as accounts
    from sapar.common import tenancy
    from sapar.config.synthetic_offices import Office
    from sapar.organisations import actions as organisations
    from sapar.organisations.actor import StaffActor, SystemActor
    from sapar.vault.keys import organisation

    system = SystemActor("bench")
    with transaction.atomic():
        listed = organisations.enlist(
            system, name="Центр (вымышлено)", kind="ngo", country="KG", languages=["ky"], is_fictional=True
        )
        org = organisations.join(system, listed)
        user = accounts.open_account(
            system,
            username=f"bench-{os.urandom(4).hex()}",
            password=os.urandom(16).hex(),
            display_name="Bench",
            language="ru",
        )
        actor = StaffActor(user, organisations.employ(system, org, user, "caseworker"))
        with tenancy.scope_of(actor):
            wraps, blind = organisation.wrapping(org.pk, 1), organisation.blind(org.pk)
    return actor, Office(org.pk.bytes, [actor.member_id.bytes], [user.pk.bytes], wraps, bytes(blind))


def _filled(office: Any, people: int, current: Any) -> list[tuple[Record, str]]:
    """Writes everybody's first visit; gives later visits of some, with the id of the person."""
    import psycopg

    from sapar.config import database
    from sapar.config.synthetic_rows import HEADER, TRAILER

    sought: list[tuple[Record, str]] = []
    with psycopg.connect(database.conninfo_for("owner")) as connection, connection.cursor() as cursor:
        cursor.execute("drop table if exists bench_plain")
        cursor.execute("create table bench_plain (id uuid, name text)")
        cursor.execute("grant select, insert on bench_plain to sapar_web, sapar_operator")
        cursor.execute("drop index vault_blindset_digests")
        # Checked stretch by stretch: what is deferred is looked through again at each statement.
        cursor.execute("set constraints all immediate")
        # The owner under FORCE may not COPY; the operator bypasses the policies.
        cursor.execute("set local role sapar_operator")
        for done, rows, plain in _stretches(office, people, sought):
            for statement, packed in rows.items():
                with cursor.copy(statement) as copy:
                    copy.write(HEADER + packed + TRAILER)
            with cursor.copy("copy bench_plain (id, name) from stdin") as copy:
                for row in plain:
                    copy.write_row(row)
            current.now = f"{done:,}"
        current.now = "indexes"
        cursor.execute("set local role none")
        cursor.execute("set maintenance_work_mem = '512MB'")
        cursor.execute(
            "create index vault_blindset_digests on vault_blindset using gin (digests) with (fastupdate = off)"
        )
        cursor.execute("create index bench_plain_name on bench_plain using gin (lower(name) gin_trgm_ops)")
    with psycopg.connect(database.conninfo_for("owner"), autocommit=True) as connection:
        connection.execute(
            "vacuum (analyze) vault_blindset, vault_blindentry, vault_datakey, people_person, people_phone, bench_plain"
        )
    return sought


def _stretches(
    office: Any, people: int, sought: list[tuple[Record, str]]
) -> Iterator[tuple[int, dict[str, bytearray], list[tuple[str, str]]]]:
    from sapar.config.synthetic_rows import written
    from tools.people import records

    chance = random.Random(29)
    rows: dict[str, bytearray] = defaultdict(bytearray)
    plain: list[tuple[str, str]] = []
    last, key = 0, b""
    for one in records.records(people):
        if one.person == last:
            if chance.random() < 2.2 * SEARCHES / people and len(sought) < SEARCHES:
                sought.append((one, written(key)))
            continue
        last, key = one.person, os.urandom(16)
        _person(rows, office, one, key)
        plain.append((written(key), one.name))
        if len(plain) == AT_ONCE:
            yield last, rows, plain
            rows, plain = defaultdict(bytearray), []
    yield last, rows, plain


def _person(rows: dict[str, bytearray], office: Any, one: Record, key: bytes) -> None:
    from sapar import names
    from sapar.config.synthetic_make import ALIKE, BLIND, PERSON, PHONE, Seal
    from sapar.config.synthetic_rows import UUID, bits, instant, numbers, padded, short, sized, text, written
    from sapar.people import index
    from sapar.vault import blind

    at, org, pk = instant(1_750_000_000_000_000), UUID + office.id, written(key)
    seal = Seal(rows, "person", os.urandom(16), office, at)
    birth = names.birth(one.birth)
    sealed_birth = None if birth is None else {"year": birth.year} if not birth.day else {"date": one.birth}
    rows[PERSON.copy] += PERSON.row(
        UUID + key, org, seal.row_id, text(_SEX.get(one.sex, "unknown")), at,
        seal(PERSON, pk, "names", padded([{"text": one.name, "language": "", "source": "person"}])),
        seal(PERSON, pk, "birth", padded(sealed_birth)), *seal.rest(PERSON, pk),
    )  # fmt: skip
    by = index.findable([one.name], _years(birth))
    digests, marks = blind.hashes(office.blind, by)
    rows[ALIKE.copy] += ALIKE.row(UUID + key, org, seal.row_id, numbers(digests), bits(marks), short(by.size))
    if one.phone:
        phone = os.urandom(16)
        rows[PHONE.copy] += PHONE.row(
            UUID + phone, org, seal.row_id, UUID + key, at, seal(PHONE, written(phone), "number", padded(one.phone)),
            *seal.rest(PHONE, written(phone)),
        )  # fmt: skip
        digest = hmac.digest(office.blind, f"phone|{one.phone}".encode(), "sha256")
        rows[BLIND["phone"].copy] += BLIND["phone"].row(
            UUID + os.urandom(16), org, sized(digest), UUID + phone, seal.row_id
        )


def _years(birth: Any) -> Any:
    """As the product's index has them."""
    from sapar.people import index
    from sapar.people.codes import BirthPrecision

    if birth is None:
        return ()
    return index.years(birth.year, BirthPrecision.ABOUT if birth.about else BirthPrecision.EXACT)


def _searched(actor: Any, sought: list[tuple[Record, str]]) -> dict[str, Any]:
    """Recall: among those who are opened; shown as the same or perhaps the same; among the five that the form shows."""
    from django.db import transaction

    from sapar.common import tenancy
    from sapar.same import searching

    of_database = _backend()
    times: list[float] = []
    of_program: list[float] = []
    opened: list[int] = []
    found_by = dict.fromkeys(("opened", "shown", "first", "same", "wrong"), 0)
    for one, wanted in [*sought[:20], *sought]:
        with transaction.atomic(), tenancy.scope_of(actor):
            asked = _sought(one)
            begun, busy = time.perf_counter(), time.process_time()
            found = searching.alike(actor, asked)
            of_program.append((time.process_time() - busy) * 1000)
            times.append((time.perf_counter() - begun) * 1000)
            ids = [str(each.person.pk) for each in found]
            all_opened = [str(each.id) for each in searching.candidates(actor, asked)]
        opened.append(len(all_opened))
        found_by["opened"] += wanted in all_opened
        found_by["shown"] += wanted in ids
        found_by["first"] += wanted in ids[: searching.SHOWN]
        found_by["same"] += any(each.is_same and str(each.person.pk) == wanted for each in found)
        found_by["wrong"] += any(each.is_same and str(each.person.pk) != wanted for each in found)
    share = {name: round(many / len(times), 4) for name, many in found_by.items()}
    return {
        "searches": len(times),
        "recall_among_the_opened": share["opened"],
        "recall_same_or_perhaps": share["shown"],
        "recall_among_the_five_shown": share["first"],
        "said_same_of_the_right_one": share["same"],
        "said_same_of_another": share["wrong"],
        "opened_people": {name.removesuffix("_ms"): many for name, many in machine.quantiles(opened).items()},
        "from_words_to_scored_list": machine.quantiles(times[20:]),
        "of_it_at_work_in_the_program": machine.quantiles(of_program[20:]),
        "at_work_in_the_database_a_search_ms": _in_database(actor, sought, of_database),
    }


def _backend() -> Any:
    """The database's process that serves us; it runs on this machine."""
    import psutil
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (pid,) = cursor.fetchone()
    return psutil.Process(pid)


def _in_database(actor: Any, sought: list[tuple[Record, str]], backend: Any) -> float:
    """Processor time of a whole search in the mean: a process' clock ticks too slowly for each by itself."""
    from django.db import transaction

    from sapar.common import tenancy
    from sapar.same import searching

    before = sum(backend.cpu_times()[:2])
    for one, _wanted in sought:
        with transaction.atomic(), tenancy.scope_of(actor):
            searching.alike(actor, _sought(one))
    return round((sum(backend.cpu_times()[:2]) - before) * 1000 / len(sought), 1)


def _sought(one: Record) -> Any:
    from sapar import names
    from sapar.same.sought import Sought
    from sapar.ui.dates import PartialDate, Precision

    birth = names.birth(one.birth)
    date = PartialDate(Precision.UNKNOWN)
    if birth is not None:
        kind = Precision.ABOUT if birth.about else Precision.EXACT if birth.day else Precision.YEAR
        date = PartialDate(kind, birth.year, birth.month, birth.day)
    return Sought((one.name,), date, _SEX.get(one.sex, ""), "", (one.phone,) if one.phone else ())


def _trigrams(sought: list[tuple[Record, str]]) -> dict[str, Any]:
    """The forty most alike by letters, of plain names: what a system that seals nothing would ask."""
    from django.db import connection

    times, found = [], 0
    with connection.cursor() as cursor:
        for one, wanted in sought[: SEARCHES // 5]:
            begun = time.perf_counter()
            cursor.execute(
                "select id::text from bench_plain where lower(name) %% lower(%s)"
                " order by similarity(lower(name), lower(%s)) desc limit 40",
                [one.name, one.name],
            )
            ids = [row for (row,) in cursor.fetchall()]
            times.append((time.perf_counter() - begun) * 1000)
            found += wanted in ids
    return {
        "searches": len(times),
        "recall_among_forty": round(found / len(times), 4),
        "ms": machine.quantiles(times),
    }


def _sizes(people: int) -> dict[str, Any]:
    import psutil
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_table_size('vault_blindset'), pg_relation_size('vault_blindset_digests'),"
            " pg_relation_size('bench_plain_name')"
        )
        table, ours, trigrams = cursor.fetchone()
    return {
        "table_mb": round(table / 1e6),
        "index_mb": round(ours / 1e6),
        "bytes_a_person": round((table + ours) / people),
        "trigram_index_mb": round(trigrams / 1e6),
        "memory_of_the_program_mb": round(psutil.Process().memory_info().rss / 1e6),
    }


if __name__ == "__main__":
    sys.exit(main())
