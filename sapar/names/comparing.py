"""Two names side by side: which word answers which, how alike each sounds, what is missing and what contradicts."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sapar.names import aligning, seams
from sapar.names.likeness import ABSENT, CROSSED, DIFFERS, INITIAL, LOOSE, SAME, SHORT, SOUND
from sapar.names.parts import ANY, FAMILY, FATHER, GIVEN

if TYPE_CHECKING:
    from sapar.names.aligning import Pair
    from sapar.names.parts import Name

ROLES = (GIVEN, FAMILY, FATHER)
_OF_GIVEN = (SHORT, INITIAL)
_UNCLEAR = {GIVEN: 0, FAMILY: 1, FATHER: 2, ANY: 3}


class Answer(NamedTuple):
    """The places of a word on each side that belong together, or contradict each other (`level` is "differs")."""

    role: str
    level: str
    one: int
    other: int


class Comparison(NamedTuple):
    """Both names as they were compared (words joined where that helped) and all answers."""

    one: Name
    other: Name
    answers: tuple[Answer, ...]

    @property
    def sexes_differ(self) -> bool:
        return bool(self.one.sex and self.other.sex and self.one.sex != self.other.sex)

    def level(self, role: str) -> str:
        """`ABSENT` where a side does not tell this part of the name."""
        for answer in self.answers:
            if answer.role == role:
                return answer.level
        return ABSENT


def compare(one: Name, other: Name) -> Comparison:
    """The same whichever comes first, and in whatever order the words stand."""
    pairs = aligning.pairs(one, other)
    fewer = min(len(one.words), len(other.words))
    if len(one.words) != len(other.words) and seams.open_between(pairs, fewer):
        one, other, pairs = seams.closed(one, other, pairs)
    if fewer == 1 and (not pairs or pairs[0].level == SHORT):
        whole = seams.whole(one, other)
        if whole:
            one, other, level = whole
            return Comparison(one, other, (Answer(GIVEN, level, 0, 0), Answer(FAMILY, level, 0, 0)))
    found = tuple((pair.one, pair.other, pair.level) for pair in sorted(pairs, key=_nearest))
    return Comparison(one, other, _answers(one.roles, other.roles, found))


def _nearest(pair: Pair) -> float:
    return pair.far


@lru_cache(maxsize=16_384)
def _answers(
    here: tuple[str, ...], there: tuple[str, ...], pairs: tuple[tuple[int, int, str], ...]
) -> tuple[Answer, ...]:
    """The same few shapes of names come again and again, so the result is kept; it holds no word of anybody."""
    answers = _named(here, there, pairs)
    left = [place for place in range(len(here)) if place not in [one for one, _other, _level in pairs]]
    right = [place for place in range(len(there)) if place not in [other for _one, other, _level in pairs]]
    taken = {answer.role for answer in answers}
    for role in ROLES:
        mine, theirs = _pick(here, left, role), _pick(there, right, role)
        if role not in taken and mine is not None and theirs is not None:
            left.remove(mine)
            right.remove(theirs)
            answers.append(Answer(role, DIFFERS, mine, theirs))
    return tuple(answers)


def _named(
    here: tuple[str, ...], there: tuple[str, ...], pairs: tuple[tuple[int, int, str], ...]
) -> list[Answer]:
    """Answers with the role that each pair of words stands for; what both sides leave open goes by nearness."""
    answers: list[Answer] = []
    taken: set[str] = set()
    rows = [(*_role(here[one], there[other], level), one, other) for one, other, level in pairs]
    # Short forms and initials are of given names.
    for role, level, one, other in sorted(rows, key=lambda row: (_UNCLEAR[row[0]], row[1] not in _OF_GIVEN)):
        free = role
        if role == ANY or role in taken:
            free = next((name for name in ROLES if name not in taken), ANY)
        taken.add(free)
        answers.append(Answer(free, level, one, other))
    return answers


def _role(here: str, there: str, level: str) -> tuple[str, str]:
    """Two roles at odds are a father's name that became a family name, or words in another order."""
    if here == there or there == ANY:
        return here, level
    if here == ANY:
        return there, level
    if FATHER not in (here, there):
        return ANY, level
    return (FAMILY if FAMILY in (here, there) else FATHER), (CROSSED if level in (SAME, SOUND) else LOOSE)


def _pick(roles: tuple[str, ...], left: list[int], role: str) -> int | None:
    """The place of a word that stands for `role`; one of an open role may stand for a given or a family name."""
    for wanted in (role,) if role == FATHER else (role, ANY):
        for place in left:
            if roles[place] == wanted:
                return place
    return None
