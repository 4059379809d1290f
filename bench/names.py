"""Names: how fast, how well, and the search among a million, as JSON. `python -m bench.names [--people N] [--pairs FILE]`.

The pairs are the written ones of the tests and, with --pairs, labelled ones (label, pid1, pid2, name1, name2); other
matchers see the same pairs in the same run, in a virtual environment of their own.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench import name_search, place
from bench.matchers import crossing
from bench.matchers.quality import quality as quality_of
from sapar import names
from sapar.names import tables
from tools import name_pairs

WRITTEN = place.ROOT / "sapar/names/tests/written_pairs.csv"
_MATCHERS = Path(__file__).resolve().parent / "matchers"
_BULK_SEEDS = range(100, 110)
_KNOWN = 1500


def main() -> int:
    parser = argparse.ArgumentParser("bench.names", description=__doc__)
    parser.add_argument("--pairs", type=Path, help="labelled pairs of people who exist")
    parser.add_argument(
        "--people", type=int, default=1_000_000, help="to search among; 0 leaves the search out"
    )
    parser.add_argument("--without-matchers", action="store_true")
    chosen = parser.parse_args()
    files = [WRITTEN, *([chosen.pairs] if chosen.pairs else [])]
    figures: dict[str, Any] = {"bulk": bulk()}
    for file in files:
        say(f"{file.name} …")
        figures[file.name] = quality(file)
        if not chosen.without_matchers:
            figures[file.name]["others"] = others(file)
    if chosen.people:
        say(f"Search among {chosen.people} people …")
        figures["search"] = name_search.measured(chosen.people)
    print(json.dumps(figures, indent=2, ensure_ascii=False))
    return 0


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def bulk() -> dict[str, float]:
    """µs a pair on one core, from empty caches: pairs of which no name was seen before, and names in many pairs each."""
    rows = [row for seed in _BULK_SEEDS for row in name_pairs.written(seed, ("ky", "kk", "uz", "tg", "tk"))]
    pairs = [(str(row["name1"]), str(row["name2"])) for row in rows]
    known, chance = [one for one, _other in pairs[:_KNOWN]], random.Random(3)
    mixed = [(chance.choice(known), chance.choice(known)) for _number in range(100_000)]
    names.score("Асанов Бакыт", "Asanov Bakyt")
    names.forget()
    figures = {"us_a_pair_never_seen": _timed(pairs)}
    names.forget()
    return {**figures, "us_a_pair_of_names_in_many_pairs": _timed(mixed), "names_in_many_pairs": _KNOWN}


def _timed(pairs: list[tuple[str, str]]) -> float:
    begun = time.process_time()
    for _score in names.scores(pairs):
        pass
    return round((time.process_time() - begun) / len(pairs) * 1e6, 1)


def quality(file: Path) -> dict[str, Any]:
    with file.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    tables.cyrillic()
    names.forget()
    speed = _timed([(row["name1"], row["name2"]) for row in rows])
    found = [names.score(row["name1"], row["name2"]) for row in rows]
    labels = [row["label"] == "1" for row in rows]
    figures: dict[str, Any] = {"pairs": len(rows), "us_a_pair": speed}
    figures["sapar"] = quality_of([one.probability for one in found], labels)
    figures["decision same"] = crossing.decided([one.decision == "same" for one in found], labels)
    if "pid1" in rows[0]:
        figures["cross-validated by person"] = crossing.validated(rows)
    return figures


def others(file: Path) -> dict[str, Any]:
    try:
        python = place.environment_of("matchers", _MATCHERS / "requirements.txt")
    except place.NotHere as reason:
        return {"left_out": str(reason)}
    done = subprocess.run(
        [str(python), str(_MATCHERS / "measure.py"), str(file)], capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    sys.exit(main())
