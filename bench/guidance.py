"""One answer of each calculator, beside reading the same law from its files each time, as JSON. `python -m bench.guidance`.

The baseline is what a rule engine without a book in memory does: the YAML is read again for every question.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from bench import machine
from sapar.guidance.rules import book, evaluate

if TYPE_CHECKING:
    from collections.abc import Callable

CASES = Path(book.HERE) / "tests" / "cases"
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 200
TARGET_MS = 5.0


def main() -> None:
    figures: dict[str, Any] = {
        "machine": machine.described(),
        "before": machine.load(),
        "target_ms": TARGET_MS,
    }
    book.the_book.cache_clear()
    started = time.perf_counter()
    bound = book.the_book()
    figures["reading_the_book_once_ms"] = _ms(time.perf_counter() - started)
    figures["calculators"] = {name: timed(ask) for name, ask in questions(bound).items()}
    figures["baseline_book_read_each_time"] = timed(
        lambda: evaluate(*HARDEST, book.read(book.HERE)), rounds=5
    )
    slowest = max(one["p95_ms"] for one in figures["calculators"].values())
    figures["slowest_p95_ms"] = slowest
    figures["met"] = slowest < TARGET_MS
    figures["met_on_cpu"] = max(one["cpu_p95_ms"] for one in figures["calculators"].values()) < TARGET_MS
    medians = [one["p50_ms"] for one in figures["calculators"].values()]
    figures["times_faster"] = round(figures["baseline_book_read_each_time"]["p50_ms"] / max(medians), 1)
    figures["after"] = machine.load()
    print(json.dumps(figures, indent=2, ensure_ascii=False))


def questions(bound: book.Book) -> dict[str, Callable[[], object]]:
    """The first answered case of each calculator, and a traveller with a hundred entries."""
    found: dict[str, Callable[[], object]] = {}
    for path in sorted(CASES.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for case in content["cases"]:
            rule = case.get("rule", content.get("rule"))
            if "expect" in case:
                found.setdefault(rule, lambda r=rule, c=case: evaluate(r, c["day"], c["facts"], bound))
    found["stay-days, 100 entries"] = lambda: evaluate(*HARDEST, bound)
    return found


def _many_stays() -> list[dict[str, date]]:
    first = date(2024, 1, 1)
    return [
        {"in": first + timedelta(days=8 * n), "out": first + timedelta(days=8 * n + 2)} for n in range(100)
    ]


HARDEST = ("stay-days", date(2026, 3, 10), {"country": "RU", "citizenship": "TJ", "stays": _many_stays()})


def timed(ask: Callable[[], object], rounds: int = ROUNDS) -> dict[str, float]:
    """Times by the clock on the wall; `cpu_p95_ms` leaves out the waits for a busy machine."""
    ask()
    walls, cpus = [], []
    for _round in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        ask()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return {"p50_ms": _ms(statistics.median(walls)), "p95_ms": _p95(walls), "cpu_p95_ms": _p95(cpus)}


def _p95(times: list[float]) -> float:
    return _ms(sorted(times)[int(len(times) * 0.95)])


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)


if __name__ == "__main__":
    main()
