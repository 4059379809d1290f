"""Learn from labelled pairs what it costs to write one sound for another, and write `sapar/names/tables/costs.csv`.

python -m tools.name_costs PAIRS.csv …    labelled pairs (label, pid1, name1, name2); the written ones stay apart

Words that answer each other in pairs of one person are aligned at the present prices; how often a sound then stands
for another, against how often it stands for itself, gives its price; and again, until little changes. A price is only
kept where at least `PEOPLE` people show it: nothing may be learned from one person's name. It is kept where it is lower
than the one in classes.csv: the labelled pairs hold some languages only, so a rare change in them is no proof of a dear one.
"""

from __future__ import annotations

import csv
import math
import sys
from collections import defaultdict
from pathlib import Path

from sapar.names import comparing, distance, likeness, parts, tables

PEOPLE, ROUNDS = 5, 3
# A chance of one half costs nothing, one of 2 ** -7 the full price.
_FULL_PRICE_BITS = 7.0
_LEAST = 0.03


def main() -> None:
    pairs = [row for path in map(Path, sys.argv[1:]) for row in _same(path)]
    target = tables.FOLDER / "costs.csv"
    _write(target, {})
    for _round in range(ROUNDS):
        likeness.forget()
        distance.forget_prices()
        _write(target, _learned(pairs))
    print(target)


def _same(path: Path) -> list[tuple[str, str, str]]:
    """(person, spelling, spelling) of the pairs that are one person."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["label"] == "1"]
    return [(row["pid1"], row["name1"], row["name2"]) for row in rows]


def _learned(pairs: list[tuple[str, str, str]]) -> dict[tuple[str, str], tuple[float, int]]:
    """Price and number of people for each two sounds ("" for none)."""
    people: dict[tuple[str, str], set[str]] = defaultdict(set)
    stands: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for number, (person, one, other) in enumerate(pairs):
        found = comparing.compare(parts.read(one), parts.read(other))
        for answer in found.answers:
            if answer.level in (likeness.SAME, likeness.SOUND, likeness.NEAR):
                here, there = found.one.words[answer.one], found.other.words[answer.other]
                for a, b in distance.aligned(*_nearest(here.stems, there.stems)):
                    stands[a].add((person, number))
                    stands[b].add((person, number))
                    if a != b:
                        people[min(a, b), max(a, b)].add(person)
    learned = {
        (a, b): (_price(len(who), min(_known(stands[sound]) for sound in (a, b) if sound)), len(who))
        for (a, b), who in sorted(people.items())
        if len(who) >= PEOPLE
    }
    return {pair: found for pair, found in learned.items() if found[0] < distance.listed_price(*pair)}


def _nearest(here: tuple[str, ...], there: tuple[str, ...]) -> tuple[str, str]:
    return min(((a, b) for a in here for b in there), key=lambda pair: distance.of_sounds(*pair))


def _known(seen: set[tuple[str, int]]) -> int:
    return len({person for person, _number in seen})


def _price(changed: int, seen: int) -> float:
    chance = changed / max(seen, changed)
    return round(min(1.0, max(_LEAST, (-math.log2(chance) - 1) / _FULL_PRICE_BITS)), 2)


def _write(target: Path, learned: dict[tuple[str, str], tuple[float, int]]) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("one", "other", "cost", "people", "source"))
        for (one, other), (price, people) in learned.items():
            out.writerow((one, other, price, people, "learned from labelled pairs"))


if __name__ == "__main__":
    main()
