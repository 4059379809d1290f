"""What other matchers make of the same pairs: run in their own virtual environment, pairs in, JSON out.

python measure.py PAIRS.csv    columns label, name1, name2
"""

from __future__ import annotations

import csv
import json
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import icu
from followthemoney import model
from nomenklatura.matching import LogicV2
from nomenklatura.matching.types import ScoringConfig
from quality import quality  # beside this file, which is run as a program
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

if TYPE_CHECKING:
    from collections.abc import Callable

_LATIN = icu.Transliterator.createInstance("Any-Latin; Latin-ASCII; Lower()")


def main() -> None:
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    pairs = [(row["name1"], row["name2"]) for row in rows]
    labels = [row["label"] == "1" for row in rows]
    measures = {
        "rapidfuzz ratio": (fuzz.ratio, version("rapidfuzz")),
        "Jaro-Winkler on ICU text": (_jaro_winkler, version("pyicu")),
        "nomenklatura logic-v2": (_logic(), version("nomenklatura")),
    }
    print(
        json.dumps(
            {
                name: {"version": number, **_measured(act, pairs, labels)}
                for name, (act, number) in measures.items()
            }
        )
    )


def _jaro_winkler(one: str, other: str) -> float:
    """Words of the romanised names, in alphabetical order."""
    here, there = (" ".join(sorted(_LATIN.transliterate(text).split())) for text in (one, other))
    return float(JaroWinkler.similarity(here, there))


def _logic() -> Callable[[str, str], float]:
    config = ScoringConfig.defaults()

    def person(text: str) -> Any:
        return model.get_proxy({"id": text, "schema": "Person", "properties": {"name": [text]}})

    return lambda one, other: LogicV2.compare(person(one), person(other), config).score


def _measured(
    act: Callable[[str, str], float], pairs: list[tuple[str, str]], labels: list[bool]
) -> dict[str, float]:
    act(*pairs[0])
    begun = time.process_time()
    scores = [act(one, other) for one, other in pairs]
    spent = time.process_time() - begun
    return {"us_a_pair": round(spent / len(pairs) * 1e6, 1), **quality(scores, labels)}


if __name__ == "__main__":
    main()
