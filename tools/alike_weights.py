"""In which order are those opened who share keys with the sought? The weights of `people/migrations/0009`, fitted anew.

`python -m tools.alike_weights [--people N]`. Later visits of generated people (`tools.people.records`; other people than those of
`bench.alike`) are looked for among N by the keys of `sapar.names`, in memory and unhashed. The weights are those by which the
right one is likeliest among all who share a key: a conditional logit, in bits. It needs 0.5 GB for 100,000 people.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sapar import names
from tools.people import records

SEED, SEARCHES, ABOUT_YEARS, MOST = 8, 600, 2, 200
FEATURES = ("sounds", "bones", "left_over", "year", "no_year")
_STEPS, _PULL = 60, 0.01


@dataclass
class Index:
    """Everybody's traits and number of words, and who holds which key."""

    traits: list[frozenset[str]] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    holders: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, one: records.Record) -> None:
        for key in names.dated([one.name], _years(one) or (names.NO_YEAR,)) | names.stored([one.name]):
            self.holders[key].append(len(self.traits))
        self.traits.append(names.traits([one.name]))
        self.words.append(names.size(one.name))
        self.phones.append(one.phone)

    def sharing(self, keys: frozenset[str]) -> set[int]:
        return {person for key in keys for person in self.holders.get(key, ())}


def main() -> int:
    parser = argparse.ArgumentParser("tools.alike_weights", description=__doc__)
    parser.add_argument("--people", type=int, default=150_000)
    index, sought = _met(parser.parse_args().people)
    searches = [
        _search(index, one, person)
        for one, person in sought
        if one.phone != index.phones[person] or not one.phone
    ]
    weights = _fitted([(rows, place) for rows, place in searches if place is not None])
    found = {
        "fitted_on": len(searches),
        "bits": {name: round(float(one), 1) for name, one in zip(FEATURES, weights, strict=True)},
        "right_one_among_the_likeliest": {
            most: round(sum(_is_among(most, weights, *one) for one in searches) / len(searches), 3)
            for most in (5, 30, 60, MOST)
        },
    }
    print(json.dumps(found, indent=2))
    return 0


def _met(people: int) -> tuple[Index, list[tuple[records.Record, int]]]:
    """Everybody's first visit, and some later ones with the number of the person."""
    chance = random.Random(29)  # noqa: S311 - the same visits again
    index, sought, last = Index(), [], 0
    for one in records.records(people, SEED):
        if one.person != last:
            last = one.person
            index.add(one)
        elif chance.random() < 2.2 * SEARCHES / people and len(sought) < SEARCHES:
            sought.append((one, len(index.traits) - 1))
    return index, sought


def _search(index: Index, one: records.Record, person: int) -> tuple[Any, int | None]:
    """What speaks for each who shares a key, a row each; and which row is the right one's, None where none is."""
    years = _years(one)
    asked = names.searched(one.name, years)
    dated, undated = index.sharing(asked.keys.dated), index.sharing(asked.keys.undated)
    met = sorted(dated | undated | index.sharing(asked.keys.close))
    rows = []
    for each in met:
        sounds = len(asked.traits.sounds & index.traits[each])
        bones = len(asked.traits.bones & index.traits[each])
        left_over = min(names.size(one.name), index.words[each]) > bones
        rows.append((sounds, bones, left_over, each in dated, each in undated))
    return np.array(rows, float).reshape(-1, len(FEATURES)), met.index(person) if person in met else None


def _fitted(searches: list[tuple[Any, int]]) -> Any:
    """By Newton's method, with a little pull towards nothing so that a feature that decides all stays finite."""
    weights = np.zeros(len(FEATURES))
    for _step in range(_STEPS):
        slope, bend = -_PULL * weights, _PULL * np.eye(len(FEATURES))
        for rows, place in searches:
            chances = np.exp(rows @ weights - (rows @ weights).max())
            chances /= chances.sum()
            mean = chances @ rows
            slope += rows[place] - mean
            bend += (rows * chances[:, None]).T @ rows - np.outer(mean, mean)
        weights = weights + np.clip(np.linalg.solve(bend, slope), -2, 2)
    return weights / np.log(2)


def _is_among(most: int, weights: Any, rows: Any, place: int | None) -> bool:
    if place is None:
        return False
    bits = rows @ weights
    ahead, level = (bits > bits[place]).sum(), (bits == bits[place]).sum()
    return bool(ahead + (level - 1) / 2 < most)


def _years(one: records.Record) -> tuple[int, ...]:
    born = names.birth(one.birth)
    if born is None:
        return ()
    around = ABOUT_YEARS if born.about else 0
    return tuple(range(born.year - around, born.year + around + 1))


if __name__ == "__main__":
    sys.exit(main())
