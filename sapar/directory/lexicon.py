"""What words mean, in codes: a need, a language, "free of charge", or nothing. Pure; words are folded (`spelling`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz.distance import OSA

from sapar.directory.spelling import words

_FILE = Path(__file__).with_name("lexicon.yaml")
_WHOLE = 3  # a beginning so short must be the whole word
_SURE_OF_MISTAKES = 5  # the shortest beginning in which one mistake is forgiven
_LONG = 9  # and two
_MISTAKEN = 0.75
# Before an ending айлык becomes айлыг-, китеп китеб-.
_HARDENED = {"g": "k", "b": "p"}
_ENDING = 1.5  # a misspelt word may be so many times as long as its beginning
_STRONG = 4.0
# What a mark before a phrase makes of it: says little by itself; says it whatever else is said.
_MARKS = {"~": 0.35, "^": _STRONG}


@dataclass(frozen=True)
class Phrase:
    """Beginnings of words that must all be there. `weight` is 1, or less for what says little by itself."""

    beginnings: tuple[str, ...]
    meaning: str
    weight: float


@dataclass(frozen=True)
class Read:
    """What a line means. `need` is like «p-unpaid-wages» or ""; `sureness` the letters that told of it; `left` the words
    that told of nothing; `plain` all but turns of speech and small words."""

    need: str = ""
    sureness: float = 0
    language: str = ""
    free: bool = False
    left: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    told: frozenset[str] = field(default_factory=frozenset)


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def _lines(text: str) -> list[tuple[str, ...]]:
    return [folded for one in text.split("|") if (folded := tuple(words(one)))]


@lru_cache(maxsize=1)
def _phrases() -> list[Phrase]:
    found = []
    for code, said in _file().items():
        if code[:2] in ("p-", "s-"):
            for text in said.values():
                for one in text.split("|"):
                    if folded := tuple(words(one.lstrip("~^ "))):
                        found.append(Phrase(folded, code, _MARKS.get(one[:1], 1)))
    return found


@lru_cache(maxsize=1)
def _languages() -> dict[str, tuple[str, ...]]:
    return {
        code[2:]: tuple(part for line in _lines(said) for part in line)
        for code, said in _file().items()
        if code.startswith("l-")
    }


@lru_cache(maxsize=1)
def _free() -> tuple[str, ...]:
    return tuple(part for line in _lines(_file()["free"]) for part in line)


@lru_cache(maxsize=1)
def small_words() -> frozenset[str]:
    return frozenset(part for line in _lines(_file()["small"]) for part in line)


@lru_cache(maxsize=1)
def _turns() -> list[tuple[str, ...]]:
    return sorted(_lines(_file()["turns"]), key=len, reverse=True)


@lru_cache(maxsize=1)
def _misspelt() -> dict[str, list[str]]:
    """Beginnings by what is left of them when letters fall out: two spellings with a common remnant are a mistake apart."""
    found: dict[str, list[str]] = {}
    for beginning in {part for phrase in _phrases() if phrase.weight < _STRONG for part in phrase.beginnings}:
        for remnant in _remnants(beginning, _forgiven(beginning)):
            found.setdefault(remnant, []).append(beginning)
    return found


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    return frozenset(part for phrase in _phrases() for part in phrase.beginnings)


@lru_cache(maxsize=1)
def _phrases_with() -> dict[str, list[Phrase]]:
    found: dict[str, list[Phrase]] = {}
    for phrase in _phrases():
        for part in phrase.beginnings:
            found.setdefault(part, []).append(phrase)
    return found


def _forgiven(beginning: str) -> int:
    """How many mistakes are forgiven in it."""
    return 0 if len(beginning) < _SURE_OF_MISTAKES else 1 if len(beginning) < _LONG else 2


def _remnants(word: str, most: int) -> set[str]:
    found = {word} if most else set()
    for _round in range(most):
        found |= {one[:at] + one[at + 1 :] for one in found for at in range(len(one))}
    return found


def read(typed: list[str], towns: frozenset[str] = frozenset()) -> Read:
    """What folded words tell of. A word that is the name of one of `towns` tells of a need only when it is no mistake."""
    line = _without_turns(typed)
    language, spoken = _language_of(line)
    free = {word for word in line if any(_is_begun(word, one) for one in _free())}
    need, sureness, told = _need_of([word for word in line if word not in spoken | free], towns)
    plain = tuple(word for word in line if word not in small_words())
    left = tuple(word for word in plain if word not in spoken | free | told)
    return Read(need, sureness, language, bool(free), left, plain, frozenset(told))


def _without_turns(typed: list[str]) -> list[str]:
    line = list(typed)
    for turn in _turns():
        for start in range(len(line) - len(turn) + 1):
            if tuple(line[start : start + len(turn)]) == turn:
                del line[start : start + len(turn)]
                break
    return line


def _language_of(line: list[str]) -> tuple[str, set[str]]:
    """A land is not its language: «узбекистан» is left for the places."""
    for word in line:
        if "stan" not in word:
            for code, beginnings in _languages().items():
                if any(_is_begun(word, one) for one in beginnings):
                    return code, {word}
    return "", set()


def _need_of(line: list[str], towns: frozenset[str]) -> tuple[str, float, set[str]]:
    """The likeliest need, how many letters told of it, and the words that did."""
    begun: dict[str, tuple[float, str]] = {}
    for word in line:
        for beginning, quality in _beginnings_of(word, is_town=word in towns).items():
            begun[beginning] = max(begun.get(beginning, (0, "")), (quality, word))
    votes: dict[str, dict[str, float]] = {}
    bonus: dict[str, float] = {}
    for phrase in {one for beginning in begun for one in _phrases_with()[beginning]}:
        if all(part in begun for part in phrase.beginnings) and not _is_small(phrase, begun):
            _vote(phrase, begun, votes, bonus)
    if not votes:
        return "", 0, set()
    scores = {code: sum(words_of.values()) + bonus.get(code, 0) for code, words_of in votes.items()}
    best = max(scores, key=lambda code: (scores[code], code))
    return best, scores[best], set(votes[best])


def _is_small(phrase: Phrase, begun: dict[str, tuple[float, str]]) -> bool:
    """A small word tells of something only beside another."""
    return len(phrase.beginnings) == 1 and begun[phrase.beginnings[0]][1] in small_words()


def _vote(
    phrase: Phrase,
    begun: dict[str, tuple[float, str]],
    votes: dict[str, dict[str, float]],
    bonus: dict[str, float],
) -> None:
    """Each word counts once for a need, by its letters; words that stand together in a phrase count twice."""
    mine = votes.setdefault(phrase.meaning, {})
    letters = 0.0
    for part in phrase.beginnings:
        quality, word = begun[part]
        mine[word] = max(mine.get(word, 0), quality * len(part) * phrase.weight)
        letters += quality * len(part) * phrase.weight
    if len(phrase.beginnings) > 1:
        bonus[phrase.meaning] = max(bonus.get(phrase.meaning, 0), letters)


def _beginnings_of(word: str, *, is_town: bool) -> dict[str, float]:
    """Beginnings of this word, each with 1, or less when there is a mistake in it."""
    found = {
        known: 1.0
        for end in range(_WHOLE + 1, len(word) + 1)
        for known in (word[:end], word[: end - 1] + _HARDENED.get(word[end - 1], word[end - 1]))
        if known in _beginnings()
    }
    if len(word) <= _WHOLE and word in _beginnings():
        found[word] = 1.0
    if found or is_town or len(word) < _SURE_OF_MISTAKES - 1 or word in small_words():
        return found
    for end in range(_SURE_OF_MISTAKES - 1, len(word) + 1):
        begun = word[:end]
        for remnant in _remnants(begun, 1 if end < _LONG else 2):
            for beginning in _misspelt().get(remnant, ()):
                is_most = len(word) <= len(beginning) * _ENDING
                if is_most and beginning[0] == word[0] and are_close(begun, beginning, _forgiven(beginning)):
                    found[beginning] = _MISTAKEN
    return found


def _is_begun(word: str, beginning: str) -> bool:
    return word == beginning if len(beginning) <= _WHOLE else word.startswith(beginning)


def are_close(one: str, other: str, most: int) -> bool:
    """Whether at most so many letters were changed, left out, put in or swapped with their neighbour."""
    return OSA.distance(one, other, score_cutoff=most) <= most
