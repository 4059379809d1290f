"""`lexicon.yaml` as objects: what phrases mean, in which languages, and which words say nothing. Pure; words are folded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from rapidfuzz.distance import OSA

from sapar.directory.spelling import by_ear, fold, words

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
# Whose words are said in between by people who speak the others.
_LENDER, _BORROWERS = "ru", frozenset(("ky", "uz", "tg", "kk", "tk", "ro"))
# Letters of ours for which another is typed that does not fold to the same.
_WITHOUT = {
    "tg": {"ҷ": "ч"},
    "tk": {"ýa": "ia", "ýu": "iu", "ýe": "ie"},
    "uz": {"o'": "u", "ў": "у"},
    "ro": {"ț": "ц", "ch": "к", "c(?![eih])": "к"},
}


@dataclass(frozen=True)
class Phrase:
    """Words that must all be there: for each part the beginnings of which it has one. `weight` is 1, less for what says little
    by itself. `is_aside`: a circumstance, the need only when nothing else is told. `tongues` are the languages that have it."""

    parts: tuple[frozenset[str], ...]
    meaning: str
    weight: float
    is_aside: bool
    tongues: frozenset[str]


@lru_cache(maxsize=1)
def file() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def _apart() -> dict[str, str]:
    """Words as they are written: what is read instead."""
    return {one: instead for instead, said in file()["apart"].items() for one in said.split("|")}


def read_words(text: str) -> list[str]:
    """The folded words of a line or a phrase; those that would fold to another's are kept apart."""
    return words(" ".join(_apart().get(one, one) for one in text.lower().split()))


def is_need(code: str) -> bool:
    return code[:2] in ("p-", "s-")


def _lines(text: str) -> list[tuple[str, ...]]:
    return [folded for one in text.split("|") if (folded := tuple(read_words(one)))]


def lenders(tongue: str) -> tuple[str, ...]:
    """Whose words somebody who speaks a language says in between."""
    return (_LENDER,) if tongue in _BORROWERS else ()


@lru_cache(maxsize=1)
def families() -> dict[tuple[str, str], tuple[frozenset[str], frozenset[str]]]:
    """By name and language: the beginnings that the language itself has for it, and with them those that it borrows."""
    own = {
        (name, tongue): frozenset(
            _one_word(way)
            for one in said.get(tongue, "").split("|")
            for way in _with_other_letters(one, tongue)
            if one
        )
        for name, said in file()["families"].items()
        for tongue in small()
    }
    return {
        (name, tongue): (mine, mine | own[name, _LENDER] if tongue in _BORROWERS else mine)
        for (name, tongue), mine in own.items()
    }


def _one_word(text: str) -> str:
    folded = "".join(read_words(text))
    if len(words(text)) > 1:
        raise ValueError(f"lexicon.yaml: «{text}» in a family is more than one word")
    return folded


@lru_cache(maxsize=1)
def phrases() -> list[Phrase]:
    tongues: dict[tuple[tuple[frozenset[str], ...], str, str], set[str]] = {}
    for code, said in file().items():
        if is_need(code):
            for tongue, text in said.items():
                for mark, parts in _written(text, tongue):
                    tongues.setdefault((parts, code, mark), set()).add(tongue)
    return [
        Phrase(parts, code, _MARKS.get(mark, 1), mark == _ASIDE, frozenset(spoken))
        for (parts, code, mark), spoken in tongues.items()
    ]


def _written(text: str, tongue: str) -> Iterator[tuple[str, tuple[frozenset[str], ...]]]:
    """Marks and phrases of a line, each in every way that a thumb writes it."""
    for one in filter(None, text.split("|")):
        mark, bare = one.lstrip()[:1], one.lstrip("~^? ")
        if "<" in bare:
            yield mark, tuple(_part(word, tongue) for word in bare.split())
            continue
        for way in _ways(bare, tongue):
            if folded := tuple(read_words(way)):
                yield mark, tuple(frozenset((word,)) for word in folded)
            # Without the space after a short word.
            if len(folded) > 1 and len(folded[0]) <= WHOLE and len("".join(folded[:2])) > SURE_OF_MISTAKES:
                yield mark, tuple(frozenset((word,)) for word in ("".join(folded[:2]), *folded[2:]))


def _part(word: str, tongue: str) -> frozenset[str]:
    if not word.startswith("<"):
        return frozenset((_one_word(word),))
    found = families()[word.strip("<>"), tongue][1]
    if not found:
        raise ValueError(f"lexicon.yaml: the family {word} has no words in «{tongue}»")
    return found


def _ways(phrase: str, tongue: str) -> set[str]:
    """As it is written; with the letters of a keyboard that lacks its own; in two words where it has a hyphen."""
    return {way for one in _with_other_letters(phrase, tongue) for way in (one, one.replace("-", " "))}


def _with_other_letters(phrase: str, tongue: str) -> set[str]:
    bare = phrase
    for letter, instead in _WITHOUT.get(tongue, {}).items():
        bare = re.sub(letter, instead, bare)
    return {phrase, bare}


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


Words = tuple[frozenset[str], tuple[str, ...]]  # whole ones, and beginnings of such words


@lru_cache(maxsize=1)
def small() -> dict[str, Words]:
    """Words that say nothing by themselves, by language."""
    return {tongue: _listed(said) for tongue, said in file()["small"].items()}


@lru_cache(maxsize=1)
def _common() -> dict[str, Words]:
    """Words that are no other word with a mistake in it, by language."""
    return {tongue: _listed(said) for tongue, said in file()["common"].items()}


def _listed(text: str) -> Words:
    said = text.split("|")
    whole = {part for one in said if not one.strip().endswith("*") for part in words(one)}
    return frozenset(whole), tuple(fold(one) for one in said if one.strip().endswith("*"))


@lru_cache(maxsize=1)
def unknowing() -> tuple[frozenset[str], tuple[str, ...]]:
    """Words before the name of a language, and beginnings of words behind one, by which somebody does not speak it."""
    before, behind = (file()["unknowing"][where] for where in ("before", "behind"))
    return frozenset(part for line in _lines(before) for part in line), tuple(
        fold(one) for one in behind.split("|")
    )


def is_small_in(word: str, tongue: str) -> bool:
    whole, begun = small()[tongue]
    return word in whole or word.startswith(begun)


def is_small_whole(word: str) -> bool:
    return any(word in whole for whole, _begun in small().values())


def common_in(word: str, tongue: str) -> int:
    """How many letters of a word a language is known to have as they are written: «beradigan» is no «boradigan». 0: none."""
    whole, begun = _common()[tongue]
    return len(word) if word in whole else max((len(one) for one in begun if word.startswith(one)), default=0)


def common(word: str, tongue: str) -> int:
    """The same of a language or one that its speakers borrow from."""
    return max(common_in(word, one) for one in (tongue, *lenders(tongue)))


@lru_cache(maxsize=4096)
def is_small_anywhere(word: str) -> bool:
    return any(is_small_in(word, tongue) for tongue in small())


@lru_cache(maxsize=1)
def turns() -> list[tuple[str, ...]]:
    return sorted(_lines(file()["turns"]), key=len, reverse=True)


@lru_cache(maxsize=1)
def beginnings() -> frozenset[str]:
    return frozenset(one for phrase in phrases() for part in phrase.parts for one in part)


@lru_cache(maxsize=1)
def telling() -> frozenset[str]:
    """Beginnings that tell of a need by themselves."""
    return frozenset(one for phrase in phrases() if len(phrase.parts) == 1 for one in phrase.parts[0])


# Before an ending айлык becomes айлыг-, китеп китеб-; "documents" folds to documenc.
_HARDENED = {"g": "k", "b": "p", "c": "t"}


def exactly(word: str) -> set[str]:
    """Beginnings of this word without a mistake. «Трубку» is no «труп»."""
    known = beginnings()
    found = {word} if len(word) <= WHOLE and word in known else set()
    for end in range(WHOLE + 1, len(word) + 1):
        begun, last = word[:end], word[end - 1]
        softened = begun[:-1] + _HARDENED.get(last, last)
        found |= {begun} & known or {softened} & known
    return found


@lru_cache(maxsize=1)
def phrases_with() -> dict[str, list[Phrase]]:
    """By a beginning of the part that has the fewest: a phrase stands here only where that part may be."""
    found: dict[str, list[Phrase]] = {}
    for phrase in phrases():
        for one in min(phrase.parts, key=len):
            found.setdefault(one, []).append(phrase)
    return found


@lru_cache(maxsize=1)
def tongues_of() -> dict[str, frozenset[str]]:
    """Beginning: the languages that have a phrase with it, not those that borrow it."""
    found: dict[str, set[str]] = {one: set() for one in beginnings()}
    for phrase in phrases():
        for part in phrase.parts:
            if len(part) == 1:
                found[next(iter(part))] |= phrase.tongues
    for (_name, tongue), (own, _borrowed) in families().items():
        for one in own & found.keys():
            found[one].add(tongue)
    return {one: frozenset(having) for one, having in found.items()}


@lru_cache(maxsize=1)
def _forgivable() -> frozenset[str]:
    """Nobody dies of a slip of the thumb."""
    return frozenset(
        one for phrase in phrases() if phrase.weight < _STRONG for part in phrase.parts for one in part
    )


@lru_cache(maxsize=1)
def misspelt() -> dict[str, list[str]]:
    """Beginnings by what is left of them when letters fall out: two spellings with a common remnant are a mistake apart."""
    found: dict[str, list[str]] = {}
    for beginning in _forgivable():
        for remnant in remnants(beginning, forgiven(beginning)):
            found.setdefault(remnant, []).append(beginning)
    return found


@lru_cache(maxsize=1)
def heard() -> dict[str, list[str]]:
    """Beginnings by how they are heard; the short ones are too many words'."""
    found: dict[str, list[str]] = {}
    for beginning in _forgivable():
        if len(beginning) >= SURE_OF_MISTAKES:
            found.setdefault(by_ear(beginning), []).append(beginning)
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
