"""Two names side by side: which word answers which, how alike each sounds, what is missing and what contradicts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import permutations
from typing import TYPE_CHECKING

from sapar.names import distance, fold, parts, tables
from sapar.names.parts import ANY, FAMILY, FATHER, GIVEN

if TYPE_CHECKING:
    from sapar.names.parts import Name, Word

SAME, SOUND, NEAR, LOOSE, SHORT, INITIAL, CROSSED, DIFFERS, ABSENT = (
    "same",
    "sound",
    "near",
    "loose",
    "short",
    "initial",
    "crossed",
    "differs",
    "absent",
)
# The greatest distance of each level.
_LEVELS = ((0.04, SAME), (0.1, SOUND), (0.18, NEAR), (0.3, LOOSE))
UNMATCHED = 0.32
_SHORT, _INITIAL = 0.2, 0.25
_CROSSED = {
    frozenset((GIVEN, FAMILY)): 0.12,
    frozenset((FATHER, GIVEN)): 0.12,
    frozenset((FATHER, FAMILY)): 0.08,
    frozenset((FATHER, ANY)): 0.04,
}
_MOST_PERMUTED = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """One word of each side that belong together, or that contradict each other (`level` differs)."""

    role: str
    level: str
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """All answers, and whether the endings tell of two sexes. A role without an answer is absent on one side."""

    answers: tuple[Answer, ...]
    sexes_differ: bool

    def level(self, role: str) -> str:
        return next((one.level for one in self.answers if one.role == role), ABSENT)


def compare(one: Name, other: Name) -> Comparison:
    """The same whichever comes first, and in whatever order the words stand."""
    matched = _align(one, other)
    found = [
        (one.roles[i], other.roles[j], one.words[i], other.words[j], far, level) for i, j, far, level in matched
    ]
    answers = _named(found)
    taken = {answer.role for answer in answers}
    left_one = _left(one, {i for i, *_rest in matched})
    left_other = _left(other, {j for _i, j, *_rest in matched})
    answers += _contradictions(left_one, left_other, taken)
    return Comparison(tuple(answers), bool(one.sex and other.sex and one.sex != other.sex))


@lru_cache(maxsize=262_144)
def _pair(one: Word, other: Word) -> tuple[float, str]:
    """Distance and level of two words. A short form or an initial stands at a fixed distance."""
    if one.initial or other.initial:
        return (_INITIAL, INITIAL) if _same_beginning(one, other) else (distance.FAR, DIFFERS)
    far = distance.between(one.stems, other.stems)
    if far and _two_names(one, other):
        return distance.FAR, DIFFERS
    level = next((name for most, name in _LEVELS if far <= most), DIFFERS)
    if far > _SHORT and _short(one, other):
        return _SHORT, SHORT
    return far, level


def _same_beginning(one: Word, other: Word) -> bool:
    return any(
        a[0] == b[0] or distance.prices().get((a[0], b[0]), 1.0) < _SHORT for a in one.stems for b in other.stems
    )


def _short(one: Word, other: Word) -> bool:
    return any(
        (a, b) in _pets() or (b, a) in _pets() or _affixed(a, b) or _affixed(b, a)
        for a in one.stems
        for b in other.stems
    )


def _affixed(full: str, short: str) -> bool:
    """Is `full` the name `short` with a word of respect at its end or beginning?"""
    if len(short) < 3 or len(full) <= len(short) + 1:
        return False
    return any(
        len(rest) > 2 and abs(len(rest) - len(short)) < 2 and distance.between((rest,), (short,)) <= 0.1
        for rest in _bared(full)
    )


@lru_cache(maxsize=16_384)
def _bared(full: str) -> tuple[str, ...]:
    found = [full.removesuffix(affix) for affix in _affixes("end") if full.endswith(affix)]
    return tuple(found + [full.removeprefix(affix) for affix in _affixes("start") if full.startswith(affix)])


@cache
def _affixes(place: str) -> tuple[str, ...]:
    return tuple(row["sounds"] for row in tables.rows("affixes.csv") if row["place"] == place)


@cache
def _pets() -> frozenset[tuple[str, str]]:
    return frozenset((_sound(row["short"]), _sound(row["full"])) for row in tables.rows("short_names.csv"))


@cache
def _twins() -> frozenset[frozenset[str]]:
    return frozenset(
        frozenset((_sound(row["one"]), _sound(row["other"]))) for row in tables.rows("twins.csv")
    )


def _sound(text: str) -> str:
    return _even(parts.word(fold.letters(text), ("plain",)).stems[0])


# For the lists: sounds that spellings of one name differ in most count as one.
_EVEN = str.maketrans("äeyoöüğqŋžj", "aiiuuugknǰǰ")


def _even(stem: str) -> str:
    return stem.translate(_EVEN)


def _two_names(one: Word, other: Word) -> bool:
    return any(frozenset((_even(a), _even(b))) in _twins() for a in one.stems for b in other.stems)


def _align(one: Name, other: Name) -> list[tuple[int, int, float, str]]:
    """The words that belong together, so that the sum of distances is least; each word at most once."""
    cells: dict[tuple[int, int], tuple[float, str]] = {}
    for i, word in enumerate(one.words):
        for j, against in enumerate(other.words):
            far, level = _pair(word, against)
            if level != DIFFERS:
                cells[i, j] = far, level
    if not cells:
        return []
    gains = {
        (i, j): UNMATCHED + 0.01 - far - _CROSSED.get(frozenset((one.roles[i], other.roles[j])), 0.0)
        for (i, j), (far, _level) in cells.items()
    }
    return [(i, j, *cells[i, j]) for i, j in _best(gains, len(one.words), len(other.words))]


def _best(gains: dict[tuple[int, int], float], rows: int, columns: int) -> list[tuple[int, int]]:
    if len(gains) == 1:
        return list(gains)
    if max(rows, columns) > _MOST_PERMUTED:
        return _greedy(gains)
    if rows > columns:
        turned = _best({(j, i): gain for (i, j), gain in gains.items()}, columns, rows)
        return [(i, j) for j, i in turned]
    most, chosen = -1.0, ()
    for order in _orders(rows, columns):
        total = sum(gains.get(cell, 0.0) for cell in order)
        if total > most + 1e-9:
            most, chosen = total, order
    return [cell for cell in chosen if cell in gains]


@cache
def _orders(rows: int, columns: int) -> tuple[tuple[tuple[int, int], ...], ...]:
    return tuple(tuple(enumerate(order)) for order in permutations(range(columns), rows))


def _greedy(gains: dict[tuple[int, int], float]) -> list[tuple[int, int]]:
    chosen: list[tuple[int, int]] = []
    for i, j in sorted(gains, key=lambda cell: -gains[cell]):
        if all(i != a and j != b for a, b in chosen):
            chosen.append((i, j))
    return chosen


def _left(name: Name, used: set[int]) -> list[tuple[str, Word]]:
    return [(name.roles[i], word) for i, word in enumerate(name.words) if i not in used]


def _named(found: list[tuple[str, str, Word, Word, float, str]]) -> list[Answer]:
    """Answers with the role that each pair of words stands for; what both sides leave open goes by nearness."""
    answers: list[Answer] = []
    taken: set[str] = set()
    for role, level, one, other in _fixed(found) + _open(found):
        if role == ANY:
            role = next((free for free in (GIVEN, FAMILY, FATHER) if free not in taken), ANY)
        elif role in taken:
            role = next((free for free in (GIVEN, FAMILY, FATHER) if free not in taken), ANY)
        taken.add(role)
        answers.append(Answer(role, level, one.letters, other.letters))
    return answers


def _fixed(found: list[tuple[str, str, Word, Word, float, str]]) -> list[tuple[str, str, Word, Word]]:
    rows = []
    for role, against, one, other, _far, level in found:
        if role == against != ANY:
            rows.append((role, level, one, other))
        elif ANY in (role, against) and role != against:
            rows.append((against if role == ANY else role, level, one, other))
    return rows


def _open(found: list[tuple[str, str, Word, Word, float, str]]) -> list[tuple[str, str, Word, Word]]:
    rows = []
    for role, against, one, other, _far, level in sorted(found, key=lambda row: row[4]):
        if role == against == ANY:
            rows.append((ANY, level, one, other))
        elif role != against and ANY not in (role, against):
            rows.append((_weaker(role, against), CROSSED if level in (SAME, SOUND) else LOOSE, one, other))
    return rows


def _weaker(role: str, against: str) -> str:
    """Two roles at odds: a father's name that became a family name, or words in another order."""
    return FAMILY if FAMILY in (role, against) else FATHER


def _contradictions(
    one: list[tuple[str, Word]], other: list[tuple[str, Word]], taken: set[str]
) -> list[Answer]:
    """What both sides tell and nothing answers."""
    answers = []
    for role in (GIVEN, FAMILY, FATHER):
        if role in taken:
            continue
        here, there = _pick(one, role), _pick(other, role)
        if here and there:
            one.remove(here)
            other.remove(there)
            answers.append(Answer(role, DIFFERS, here[1].letters, there[1].letters))
    return answers


def _pick(left: list[tuple[str, Word]], role: str) -> tuple[str, Word] | None:
    exact = next((row for row in left if row[0] == role), None)
    return exact or (next((row for row in left if row[0] == ANY), None) if role != FATHER else None)


def forget() -> None:
    _pair.cache_clear()
    _bared.cache_clear()
    distance.forget()
    parts.forget()
