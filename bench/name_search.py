"""Search among many generated people by the keys of `sapar.names.keys`, in memory: what the keys find and cost.

The product keeps keyed hashes of the same strings in the database; figures with database and opening are its own.
"""

from __future__ import annotations

import random
import time
from array import array
from bisect import bisect_left
from collections import Counter
from typing import Any

from bench import machine
from sapar import names
from sapar.names import keys
from tools.people import making

SEARCHES = 1000
# So many people of those that share most keys are compared; the rest of a very common name is left.
MOST = 200
_ID_BITS = 24
_CLOSE_COUNTS = 50
_SCHEMES = ("home", "russian", "passport", "bgn", "clerk", "gost", "turkish", "cyrillic")
_LANGUAGES, _SHARES = making.LANGUAGES, (24, 12, 30, 22, 8, 4)


def measured(people: int) -> dict[str, Any]:
    chance = random.Random(17)
    spelled, sought, count = [], {}, 0
    index: list[int] = []
    wanted = set(chance.sample(range(people), SEARCHES))
    for number in range(people):
        person = making.somebody(chance, chance.choices(_LANGUAGES, _SHARES)[0])
        text = person.spelled(chance.choice(_SCHEMES), father=chance.random() < 0.6)
        spelled.append(text)
        for key in names.stored([text]):
            index.append(_hashed(key) | number)
            count += 1
        if number in wanted:
            other = chance.choice(_SCHEMES)
            sought[number] = person.spelled(
                other, father=chance.random() < 0.6, given_first=chance.random() < 0.4
            )
    index.sort()
    posted = array("Q", index)
    del index
    figures = _searched(sought, posted, spelled)
    return {
        "people": people,
        "keys_a_person": round(count / people, 1),
        "index_mb": round(posted.itemsize * len(posted) / 1e6),
        **figures,
    }


def _hashed(key: str) -> int:
    return (hash(key) & 0xFFFFFFFFFF) << _ID_BITS


def _searched(sought: dict[int, str], posted: array[int], spelled: list[str]) -> dict[str, Any]:
    times, found, ranked, counts, wrong, alike = [], 0, 0, [], 0, 0
    for number, text in sought.items():
        begun = time.perf_counter()
        shared = _candidates(text, posted)
        best = [one for one, _count in shared.most_common(MOST)]
        scored = [(names.score(text, spelled[one]), one) for one in best]
        times.append((time.perf_counter() - begun) * 1000)
        found += number in shared
        ranked += number in best
        counts.append(len(shared))
        alike += sum(score.decision == "same" and one != number for score, one in scored)
        asked = names.Facts((names.Spelling(text),))
        wrong += sum(
            names.decide(asked, names.Facts((names.Spelling(spelled[one]),))).answer == "same"
            for score, one in scored
            if score.decision == "same" and one != number
        )
    counts.sort()
    return {
        "searches": len(sought),
        "recall_of_the_keys": round(found / len(sought), 4),
        f"recall_within_{MOST}": round(ranked / len(sought), 4),
        "candidates_p50": counts[len(counts) // 2],
        "candidates_p95": counts[len(counts) * 95 // 100],
        "keys_and_scores": machine.quantiles(times),
        "namesakes_a_search": round(alike / len(sought), 2),
        "false_same_in_10000_searches": round(wrong / len(sought) * 10_000, 1),
    }


def _candidates(text: str, posted: array[int]) -> Counter[int]:
    """How many keys each person shares with the name; one that holds the vowels counts for many."""
    shared: Counter[int] = Counter()
    for key in names.asked(text):
        start = _hashed(key)
        low, high = bisect_left(posted, start), bisect_left(posted, start + (1 << _ID_BITS))
        found = (one & ((1 << _ID_BITS) - 1) for one in posted[low:high])
        shared.update(dict.fromkeys(found, _CLOSE_COUNTS) if keys.close(key) else found)
    return shared
