"""Quality of scores, and our own weights cross-validated: no person's pairs are judged by weights made from them."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from typing import Any

from bench.matchers.quality import quality
from sapar import names
from sapar.names import comparing, likeness, weighing

FOLDS = 5
_PARTS = ("given", "family", "father")
_SMALLEST = 0.0002


def decided(said: list[bool], labels: list[bool]) -> dict[str, float]:
    hits = sum(one and other for one, other in zip(said, labels, strict=True))
    return {
        "f1": round(2 * hits / (sum(said) + sum(labels)), 4),
        "precision": round(hits / max(sum(said), 1), 4),
        "recall": round(hits / sum(labels), 4),
    }


def validated(rows: list[dict[str, str]]) -> dict[str, Any]:
    """m of the names, and the threshold, from the other four folds of people; judged on the fifth.

    The chances u, the rules and the five learned prices stay as they are: they hold nothing of single people.
    """
    found = [comparing.compare(names.read(row["name1"]), names.read(row["name2"])) for row in rows]
    labels = [row["label"] == "1" for row in rows]
    said, scores = [False] * len(rows), [0.0] * len(rows)
    for fold in range(FOLDS):
        held = {place for place, row in enumerate(rows) if fold in (_fold(row["pid1"]), _fold(row["pid2"]))}
        kept = [place for place in range(len(rows)) if place not in held]
        bits = _bits([found[place] for place in kept if labels[place]])
        cut = _cut([(_total(found[place], bits), labels[place]) for place in kept])
        for place in held:
            if _fold(rows[place]["pid1"]) == fold:
                scores[place] = _total(found[place], bits) - cut
                said[place] = scores[place] >= 0
    pairs = {"-".join(pair): _recall(rows, said, set(pair)) for pair in (("kk", "ru"), ("ky", "ru"))}
    return {**decided(said, labels), **quality(scores, labels), "recall_by_languages": pairs}


def _fold(person: str) -> int:
    return hashlib.sha256(person.encode()).digest()[0] % FOLDS


def _bits(same: list[names.Comparison]) -> dict[tuple[str, str], float]:
    """Bits by part and level; u comes back out of the shipped weights."""
    found = {}
    for part in _PARTS:
        seen = Counter(one.level(part) for one in same)
        total = sum(count for level, count in seen.items() if level != likeness.ABSENT)
        for level in likeness.LEVELS:
            shipped = weighing.chances(part, level)
            if shipped:
                m = max(seen[level] / total if level != likeness.INITIAL else shipped[0], _SMALLEST)
                found[part, level] = math.log2(m / max(shipped[1], _SMALLEST))
    return found


def _total(comparison: names.Comparison, bits: dict[tuple[str, str], float]) -> float:
    shift = sum(
        bits[weight.part, weight.level] - weighing.bits(weight.part, weight.level)
        for weight in weighing.weights(comparison)
        if (weight.part, weight.level) in bits and comparison.level("given") in weighing.AGREE
    )
    total = weighing.name_bits(comparison) + shift
    return total - 100 if names.doubtful(comparison) else total


def _cut(rows: list[tuple[float, bool]]) -> float:
    ordered = sorted(rows, reverse=True)
    positive, hits, best, cut = sum(same for _bits_, same in rows), 0, 0.0, 0.0
    for taken, (bits, same) in enumerate(ordered[:-1], 1):
        hits += same
        f1 = 2 * hits / (taken + positive)
        if f1 > best and ordered[taken][0] < bits:
            best, cut = f1, (bits + ordered[taken][0]) / 2
    return cut


def _recall(rows: list[dict[str, str]], said: list[bool], languages: set[str]) -> float | None:
    wanted = [
        one for one, row in zip(said, rows, strict=True)
        if row["label"] == "1" and {row.get("lang1"), row.get("lang2")} == languages
    ]  # fmt: skip
    return round(sum(wanted) / len(wanted), 4) if wanted else None
