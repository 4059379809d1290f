"""`lexicon.yaml` as objects: what phrases mean, in which languages, and which words say nothing. Pure; words are folded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from rapidfuzz.distance import OSA

from sapar.directory.spelling import words

if TYPE_CHECKING:
    from collections.abc import Iterator

_FILE = Path(__file__).with_name("lexicon.yaml")
WHOLE = 3  # a beginning so short must be the whole word
SURE_OF_MISTAKES = 5  # the shortest beginning in which one mistake is forgiven
LONG = 9  # and two
_STRONG = 4.0
# What a mark before a phrase makes of it: says little by itself; says it whatever else is said; a circumstance.
_MARKS = {"~": 0.35, "^": _STRONG}
_ASIDE = "?"
# Letters of ours for which another is typed that does not fold to the same.
_WITHOUT = {"tg": {"ҷ": "ч"}, "uz": {"o'": "u", "ў": "у"}, "ro": {"ț": "ц"}}


@dataclass(frozen=True)
class Phrase:
    """Beginnings of words that must all be there. `weight` is 1, less for what says little by itself. `is_aside`: a
    circumstance, the need only when nothing else is told. `tongues` are the languages that have it."""

    beginnings: tuple[str, ...]
    meaning: str
    weight: float
    is_aside: bool
    tongues: frozenset[str]


@lru_cache(maxsize=1)
def file() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def is_need(code: str) -> bool:
    return code[:2] in ("p-", "s-")


def _lines(text: str) -> list[tuple[str, ...]]:
    return [folded for one in text.split("|") if (folded := tuple(words(one)))]


@lru_cache(maxsize=1)
def phrases() -> list[Phrase]:
    tongues: dict[tuple[tuple[str, ...], str, str], set[str]] = {}
    for code, said in file().items():
        if is_need(code):
            for tongue, text in said.items():
                for mark, folded in _written(text, tongue):
                    tongues.setdefault((folded, code, mark), set()).add(tongue)
    return [
        Phrase(folded, code, _MARKS.get(mark, 1), mark == _ASIDE, frozenset(spoken))
        for (folded, code, mark), spoken in tongues.items()
    ]


def _written(text: str, tongue: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Marks and phrases of a line, each in every way that a thumb writes it."""
    for one in text.split("|"):
        for way in _ways(one.lstrip("~^? "), tongue):
            if folded := tuple(words(way)):
                yield one.lstrip()[:1], folded
            # Without the space after a short word.
            if len(folded) > 1 and len(folded[0]) <= WHOLE and len("".join(folded[:2])) > SURE_OF_MISTAKES:
                yield one.lstrip()[:1], ("".join(folded[:2]), *folded[2:])


def _ways(phrase: str, tongue: str) -> set[str]:
    """As it is written; with the letters of a keyboard that lacks its own; in two words where it has a hyphen."""
    bare = phrase
    for letter, instead in _WITHOUT.get(tongue, {}).items():
        bare = bare.replace(letter, instead)
    return {way for one in (phrase, bare) for way in (one, one.replace("-", " "))}


@lru_cache(maxsize=1)
def languages() -> dict[str, tuple[str, ...]]:
    return {
        code[2:]: tuple(part for line in _lines(said) for part in line)
        for code, said in file().items()
        if code.startswith("l-")
    }


@lru_cache(maxsize=1)
def free() -> tuple[str, ...]:
    return tuple(part for line in _lines(file()["free"]) for part in line)


@lru_cache(maxsize=1)
def settings() -> frozenset[str]:
    """Needs that are also where something happens to somebody: what happened there is told of first."""
    return frozenset(file()["settings"].split("|"))


@lru_cache(maxsize=1)
def small() -> dict[str, frozenset[str]]:
    """Words that say nothing by themselves, by language."""
    return {
        tongue: frozenset(part for line in _lines(said) for part in line)
        for tongue, said in file()["small"].items()
    }


@lru_cache(maxsize=1)
def small_anywhere() -> frozenset[str]:
    return frozenset().union(*small().values())


@lru_cache(maxsize=1)
def turns() -> list[tuple[str, ...]]:
    return sorted(_lines(file()["turns"]), key=len, reverse=True)


@lru_cache(maxsize=1)
def beginnings() -> frozenset[str]:
    return frozenset(part for phrase in phrases() for part in phrase.beginnings)


@lru_cache(maxsize=1)
def phrases_with() -> dict[str, list[Phrase]]:
    found: dict[str, list[Phrase]] = {}
    for phrase in phrases():
        for part in phrase.beginnings:
            found.setdefault(part, []).append(phrase)
    return found


@lru_cache(maxsize=1)
def tongues_of() -> dict[str, frozenset[str]]:
    """Beginning: the languages that have a phrase with it."""
    return {
        part: frozenset().union(*(phrase.tongues for phrase in having))
        for part, having in phrases_with().items()
    }


@lru_cache(maxsize=1)
def misspelt() -> dict[str, list[str]]:
    """Beginnings by what is left of them when letters fall out: two spellings with a common remnant are a mistake apart."""
    found: dict[str, list[str]] = {}
    for beginning in {part for phrase in phrases() if phrase.weight < _STRONG for part in phrase.beginnings}:
        for remnant in remnants(beginning, forgiven(beginning)):
            found.setdefault(remnant, []).append(beginning)
    return found


def forgiven(beginning: str) -> int:
    """How many mistakes are forgiven in it."""
    return 0 if len(beginning) < SURE_OF_MISTAKES else 1 if len(beginning) < LONG else 2


def remnants(word: str, most: int) -> set[str]:
    found = {word} if most else set()
    for _round in range(most):
        found |= {one[:at] + one[at + 1 :] for one in found for at in range(len(one))}
    return found


def is_begun(word: str, beginning: str) -> bool:
    return word == beginning if len(beginning) <= WHOLE else word.startswith(beginning)


def are_close(one: str, other: str, most: int) -> bool:
    """Whether at most so many letters were changed, left out, put in or swapped with their neighbour."""
    return OSA.distance(one, other, score_cutoff=most) <= most


def is_nearly_begun(word: str, beginning: str) -> bool:
    """With one mistake in a beginning long enough to be sure of it."""
    if is_begun(word, beginning):
        return True
    if len(beginning) < SURE_OF_MISTAKES or word[0] != beginning[0]:
        return False
    size = len(beginning)
    return any(are_close(word[:end], beginning, 1) for end in (size - 1, size, size + 1))
