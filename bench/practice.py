"""The compendium at 20,000 entries: `python -m bench.practice [entries] [rounds]`, as JSON.

Each kind of question is asked in many ways; beside them, in the same run, stand the same words asked of the same column as a
page would without the function (row policies keep `@@` from its index), and Django's `icontains` over the texts.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from typing import TYPE_CHECKING, Any

from bench import machine, passing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ENTRIES, ROUNDS, TARGET_MS = 20_000, 5, 30.0
_SYLLABLES = ("ба", "го", "ду", "же", "зи", "ка", "ло", "ме", "ни", "по", "ра", "се", "ти", "ву", "хо", "ца", "че", "ша", "за", "ре")  # fmt: skip
_BATCH = 1000
QUESTIONS = {
    "stems_russian": ["работодатель не заплатил бригаде", "вернули паспорт через полицию", "суд отменил штраф", "долг посчитали по месяцам"],
    "stems_english": ["employer paid after a letter", "court cancelled the fine", "embassy temporary papers", "union lawyer wrote"],
    "other_script": ["rabotodatel zaplatil", "vernuli pasport", "posolstvo bumagi", "profsoyuz yurist"],
    "slips": ["работадатель запламил", "пасольство бумаге", "прафсоюз юрист", "отменили штрав"],
    "other_languages": ["айлык төлөнбөдү Россия", "oylik bermayapti", "шиносномаро гирифт", "aýlyk tölenmedi"],
    "one_common_word": ["рабочий", "деньги", "employer", "документы"],
    "nothing_like_it": ["ксилофон", "zzzzqqqq", "бегемот жираф", "quartz sphinx"],
}  # fmt: skip


def measure(entries: int, rounds: int) -> dict[str, Any]:
    figures: dict[str, Any] = {
        "machine": machine.described(),
        "before": machine.load(),
        "entries": entries,
        "target_ms": TARGET_MS,
    }
    began = time.perf_counter()
    fill(entries)
    figures["filling_seconds"] = round(time.perf_counter() - began, 1)
    figures["search"] = {name: _timed(_search, texts, rounds) for name, texts in QUESTIONS.items()}
    figures["search"]["by_problem"] = _timed(_by_problem, ["unpaid-wages", "permit", "debt"], rounds)
    figures["beside_a_case"] = _timed(
        _beside, [["unpaid-wages", "document-taken"], ["debt"], ["medical", "child-papers"]], rounds
    )
    stems = QUESTIONS["stems_russian"]
    figures["baseline_same_column_behind_policies"] = _timed(_behind_policies, stems, rounds)
    figures["baseline_icontains"] = _timed(_icontains, stems, rounds)
    slowest = max(one["p95_ms"] for one in figures["search"].values())
    ours = figures["search"]["stems_russian"]["p50_ms"]
    figures["slowest_p95_ms"], figures["met"] = slowest, slowest < TARGET_MS
    for name in ("baseline_same_column_behind_policies", "baseline_icontains"):
        figures[f"{name}_takes_times"] = round(figures[name]["p50_ms"] / ours, 1)
    figures["after"] = machine.load()
    return figures


def fill(entries: int) -> None:
    """Published entries in Russian, every second one in English too, from the words of the seed and invented ones."""
    from django.db import connection, transaction

    from sapar.common.tenancy import scope_of
    from tests.factories import make_member, make_organisation

    chance = random.Random(5)
    office = make_organisation("Office of the bench (fictional)")
    people = [make_member(office, f"Reader{number}", "supervisor") for number in range(3)]
    words = _words(chance)
    with transaction.atomic(), scope_of(people[0]):
        for begin in range(0, entries, _BATCH):
            _batch(min(_BATCH, entries - begin), people, words, chance)
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from practice_entry where state = 'published'")
        if cursor.fetchone() != (entries,):
            raise RuntimeError("not all entries are there")
    _analyse()


def _analyse() -> None:
    """As autovacuum would have done by itself after such a load."""
    import psycopg

    from sapar.config import database

    with psycopg.connect(database.conninfo_for("owner"), autocommit=True) as connection:
        for table in ("practice_entry", "practice_wording", "practice_sound"):
            connection.execute(f"vacuum analyze {table}")


def _words(chance: random.Random) -> dict[str, list[str]]:
    from sapar.practice.seeds import entries

    found: dict[str, list[str]] = {"ru": [], "en": []}
    for one in entries():
        for language, said in one["words"].items():
            texts = (text if isinstance(text, str) else " ".join(text) for text in said.values())
            found[language] += " ".join(texts).split()
    invented = ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _number in range(6000)]
    return {"ru": found["ru"] + invented, "en": found["en"]}


def _batch(count: int, people: list[Any], words: dict[str, list[str]], chance: random.Random) -> None:
    from django.utils import timezone

    from sapar.directory.taxonomy import Problem
    from sapar.practice.models import Entry, Wording
    from sapar.practice.search import sounds_of

    writer, first, second = (one.member_id for one in people)
    rows = [
        Entry(
            org=people[0].org, state="published", problems=chance.sample(Problem.values, chance.randint(1, 3)),
            country=chance.choice(["RU", "RU", "KZ", "KG", "UZ", "TJ"]), result_code=chance.choice(["reached", "partly"]),
            writer_id=writer, first_reader_id=first, second_reader_id=second, published_at=timezone.now(),
        )
        for _number in range(count)
    ]  # fmt: skip
    Entry.objects.bulk_create(rows)
    said = []
    for number, row in enumerate(rows):
        for language in ("ru", "en")[: 1 + number % 2]:
            texts = {
                part: " ".join(chance.choices(words[language], k=length))
                for part, length in (
                    ("title", 8),
                    ("situation", 40),
                    ("steps", 90),
                    ("law", 20),
                    ("result", 20),
                    ("failed", 20),
                )
            }
            texts["title"] = texts["title"][:120]
            said.append(Wording(org=row.org, entry=row, language=language, sounds=sounds_of(texts), **texts))
    Wording.objects.bulk_create(said)


def _search(text: str) -> None:
    from sapar.practice import search

    search.run(search.Asked(text))


def _by_problem(code: str) -> None:
    from sapar.practice import search

    search.run(search.Asked(problem=code))


def _beside(problems: list[str]) -> None:
    from sapar.common.ready import ask

    ask("select id from practice_beside(%(problems)s::text[], 'RU', '', 3)", {"problems": problems})


def _behind_policies(text: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select entry_id from practice_wording where document @@ plainto_tsquery('russian', %s)"
            " order by ts_rank(document, plainto_tsquery('russian', %s)) desc limit 11", [text, text],
        )  # fmt: skip
        cursor.fetchall()


def _icontains(text: str) -> None:
    from django.db.models import Q

    from sapar.practice.models import Wording

    asked = Q()
    for word in text.split():
        asked &= Q(title__icontains=word) | Q(situation__icontains=word) | Q(steps__icontains=word)
    list(Wording.objects.filter(asked).values_list("entry_id", flat=True)[:11])


def _timed(act: Callable[[Any], None], asked: Iterable[Any], rounds: int) -> dict[str, float]:
    """Milliseconds over all ways of asking, each in a transaction of its own, as a request has it."""
    from django.db import transaction

    taken = []
    for number in range(rounds + 1):
        for one in asked:
            with transaction.atomic():
                began = time.perf_counter()
                act(one)
                if number:
                    taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    return {
        "p50_ms": round(statistics.median(taken), 2),
        "p95_ms": round(taken[int(len(taken) * 0.95) - 1], 2),
    }


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]] + [ENTRIES, ROUNDS][len(sys.argv) - 1 :]
    passing.measured(lambda: measure(*given))
