"""Letters that somebody takes along, written from the answer of a rule: in Russian, with a blank for every name.

A letter rests on what its answer rests on: no answer, no letter; and what must be said beside the answer is said beside it.
Here are the files, which know no Django; `writing` fills them in.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sapar.guidance.rules import rules
from sapar.guidance.rules.reading import read_yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

WRITTEN_IN = "ru"


@dataclass(frozen=True)
class Letter:
    """`rule` is the calculator that it is written from; `title` and `how` are for its writer, by language; `body` is Russian."""

    id: str
    rule: str
    title: Mapping[str, str]
    how: Mapping[str, str]
    body: tuple[str, ...]


@lru_cache(maxsize=1)
def the_letters() -> Mapping[str, Letter]:
    """The letters that ship with Sapar, by their rule."""
    found = [_read(path) for path in sorted(Path(__file__).parent.glob("*.yaml"))]
    return {one.rule: one for one in found}


def _read(path: Path) -> Letter:
    entry = read_yaml(path)
    return Letter(path.stem, entry["rule"], entry["title"], entry["how"], tuple(entry["body"]))


def leaning_on(parameters: Collection[str]) -> list[Letter]:
    """The letters whose rule may look any of these parameters up."""
    return [one for one in the_letters().values() if set(rules()[one.rule].uses) & set(parameters)]
