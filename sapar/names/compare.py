"""Two names side by side: which word answers which, how alike each sounds, what is missing and what contradicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sapar.names import aligning, seams
from sapar.names.aligning import Pair
from sapar.names.likeness import ABSENT, CROSSED, DIFFERS, LOOSE, SAME, SOUND
from sapar.names.parts import ANY, FAMILY, FATHER, GIVEN

if TYPE_CHECKING:
    from sapar.names.parts import Name, Word

ROLES = (GIVEN, FAMILY, FATHER)


@dataclass(frozen=True, slots=True)
class Answer:
    """One word of each side that belong together, or that contradict each other (`level` is "differs")."""

    role: str
    level: str
    one: Word
    other: Word


@dataclass(frozen=True, slots=True)
class Comparison:
    """All answers, and whether the endings tell of two sexes. A role without an answer is absent on a side."""

    answers: tuple[Answer, ...]
    sexes_differ: bool = False

    def level(self, role: str) -> str:
        for answer in self.answers:
            if answer.role == role:
                return answer.level
        return ABSENT


def compare(one: Name, other: Name) -> Comparison:
    """The same whichever comes first, and in whatever order the words stand."""
    pairs = aligning.pairs(one, other)
    if len(one.words) != len(other.words) and len(pairs) < min(len(one.words), len(other.words)):
        one, other, pairs = seams.closed(one, other, pairs)
    if not pairs and min(len(one.words), len(other.words)) == 1:
        whole = seams.whole(one, other)
        if whole:
            return Comparison(tuple(Answer(role, *whole) for role in (GIVEN, FAMILY)))
    answers = _named(one, other, pairs)
    _contradict(one, other, pairs, answers)
    return Comparison(tuple(answers), bool(one.sex and other.sex and one.sex != other.sex))


def _named(one: Name, other: Name, pairs: list[Pair]) -> list[Answer]:
    """Answers with the role that each pair of words stands for; what both sides leave open goes by nearness."""
    answers: list[Answer] = []
    taken: set[str] = set()
    for role, level, pair in sorted(_rows(one, other, pairs), key=lambda row: (row[0] == ANY, row[2].far)):
        free = role
        if role == ANY or role in taken:
            free = next((name for name in ROLES if name not in taken), ANY)
        taken.add(free)
        answers.append(Answer(free, level, one.words[pair.one], other.words[pair.other]))
    return answers


def _rows(one: Name, other: Name, pairs: list[Pair]) -> list[tuple[str, str, Pair]]:
    rows = []
    for pair in pairs:
        here, there = one.roles[pair.one], other.roles[pair.other]
        if here == there or there == ANY:
            rows.append((here, pair.level, pair))
        elif here == ANY:
            rows.append((there, pair.level, pair))
        else:
            rows.append((*_crossed(here, there, pair.level), pair))
    return rows


def _crossed(here: str, there: str, level: str) -> tuple[str, str]:
    """Two roles at odds: a father's name that became a family name, or words in another order."""
    if FATHER not in (here, there):
        return ANY, level
    return (FAMILY if FAMILY in (here, there) else FATHER), (CROSSED if level in (SAME, SOUND) else LOOSE)


def _contradict(one: Name, other: Name, pairs: list[Pair], answers: list[Answer]) -> None:
    """Adds what both sides tell and nothing answers."""
    if len(pairs) == len(one.words) or len(pairs) == len(other.words):
        return
    here = _left(one, {pair.one for pair in pairs})
    there = _left(other, {pair.other for pair in pairs})
    taken = {answer.role for answer in answers}
    for role in ROLES:
        if role in taken:
            continue
        mine, theirs = _pick(here, role), _pick(there, role)
        if mine is not None and theirs is not None:
            answers.append(Answer(role, DIFFERS, here.pop(mine)[1], there.pop(theirs)[1]))


def _left(name: Name, used: set[int]) -> list[tuple[str, Word]]:
    return [(name.roles[place], word) for place, word in enumerate(name.words) if place not in used]


def _pick(left: list[tuple[str, Word]], role: str) -> int | None:
    """The place of a word that stands for `role`; one of an open role may stand for a given or a family name."""
    for wanted in (role,) if role == FATHER else (role, ANY):
        for place, (known, _word) in enumerate(left):
            if known == wanted:
                return place
    return None
