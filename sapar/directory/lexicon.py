"""What words mean, in codes: a need, a language, "free of charge", or nothing. Pure; words are folded (`spelling`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

from sapar.directory.phrases import (
    LONG,
    SURE_OF_MISTAKES,
    WHOLE,
    Phrase,
    are_close,
    beginnings,
    common,
    common_in,
    exactly,
    forgiven,
    free,
    heard,
    is_begun,
    is_nearly_begun,
    is_small_anywhere,
    is_small_in,
    is_small_whole,
    lenders,
    misspelt,
    phrases_with,
    remnants,
    settings,
    small,
    tongues_of,
    turns,
)
from sapar.directory.spelling import by_ear
from sapar.directory.spoken import languages_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_AID = "s-aid"
_WHOM = "p-other"
_MISTAKEN = 0.75
_LONGEST_ENDING = 4  # letters after a word of three: «көзүңүз», and no name that begins like it
_MOST_OF_A_WORD = 0.6  # a beginning by which a word is no misspelt town
_ENOUGH_OF_A_WORD = 2  # a beginning of half of a word or more is no mistake
_ENDING = 1.5  # a misspelt word may be so many times as long as its beginning
# How much of a word it counts for a language that the reader reads it, and that it has a short word.
_READERS, _OF_A_SHORT_ONE = 0.5, 0.4
_MOST_OF_A_TOWN = 0.75  # Kazan is no «каза», death
_LONG_ABROAD = 5  # letters, less for mistakes, by which a word of another language is known

Begun = dict[str, tuple[float, str]]  # beginning: 1, or less when there is a mistake in it; the word


@dataclass(frozen=True)
class _Said:
    """A phrase that stands in the line; for each of its parts the beginning, its quality and the word, each word once."""

    phrase: Phrase
    by: tuple[tuple[str, float, str], ...]

    @property
    def words(self) -> set[str]:
        return {word for _beginning, _quality, word in self.by}

    @property
    def is_exact(self) -> bool:
        return all(quality == 1 for _beginning, quality, _word in self.by)


@dataclass(frozen=True)
class Read:
    """What a line means. `need` is like «p-unpaid-wages» or ""; `sureness` the letters that told of it; `is_sure` when some
    of them had no mistake; `left` the words
    that told of nothing; `plain` all but turns of speech and small words; `known` those that tell of some need; `spoken` the
    words that name languages."""

    need: str = ""
    sureness: float = 0
    is_sure: bool = False
    language: str = ""
    free: bool = False
    left: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    told: frozenset[str] = field(default_factory=frozenset)
    known: frozenset[str] = field(default_factory=frozenset)
    spoken: frozenset[str] = field(default_factory=frozenset)


def read(
    typed: list[str],
    towns: frozenset[str] = frozenset(),
    reader: str = "",
    placed: frozenset[str] = frozenset(),
) -> Read:
    """What folded words tell of. A word that is the name of one of `towns` tells of a need only when no other does and it is
    nearly all of a word of ours, and of no language. `reader` is the language they read in: it decides between words that several have. `placed` are words that are said to be
    places."""
    line = _without_turns(typed)
    tongue = _tongue_of(line, reader)
    language, spoken, others = languages_in([word for word in line if word not in towns], reader)
    costless = {word for word in line if _is_costless(word)}
    asked = [word for word in line if word not in costless]
    asked = [word for word in asked if word not in others]
    phrases = _told([word for word in asked if word not in towns], towns, spoken, tongue)
    with_towns = _told([word for word in asked if word not in placed], towns, spoken, tongue)
    phrases = phrases or with_towns
    need, sureness, told = _need_of(phrases, tongue)
    if told & spoken:  # «курсы русского», «потому что я узбек»: not what somebody should speak
        language, spoken = "", set()
    # «Советский паспорт» is no passport in Sovetsky.
    told = told.union(*(one.words for one in with_towns if one.phrase.meaning == need and len(one.by) > 1))
    plain = tuple(
        word for word in line if not is_small(word, tongue) or (word in towns and not is_small_whole(word))
    )
    left = tuple(word for word in plain if word not in spoken | others | costless | told)
    known = frozenset(
        word
        for word in asked
        if any(_MOST_OF_A_WORD * len(word) <= len(one) for one in _exactly_in(word, tongue))
    )
    is_sure = any(said.is_exact and said.phrase.meaning == need for said in phrases)
    return Read(
        need,
        sureness,
        is_sure,
        language,
        bool(costless) or _is_poor(phrases, need, told),
        left,
        plain,
        frozenset(told),
        known,
        frozenset(spoken | others),
    )


def _without_turns(typed: list[str]) -> list[str]:
    line = list(typed)
    for turn in turns():
        for start in range(len(line) - len(turn) + 1):
            if tuple(line[start : start + len(turn)]) == turn:
                del line[start : start + len(turn)]
                break
    return line


def _tongue_of(line: list[str], reader: str) -> str:
    """The language that knows most of the words; the reader's, when several know as many."""
    known = {tongue: _READERS if tongue == reader else 0 for tongue in small()}
    for word in line:
        for tongue in _speaking(word):
            known[tongue] += 1 if len(word) > WHOLE else _OF_A_SHORT_ONE
    return max(known, key=lambda tongue: known[tongue])


def _speaking(word: str) -> set[str]:
    """The languages that know a word."""
    having = {tongue for tongue in small() if is_small_in(word, tongue) or common_in(word, tongue)}
    return having.union(*(tongues_of()[one] for one in exactly(word)))


def is_small(word: str, tongue: str) -> bool:
    """Whether it says nothing by itself. «Язык» is small in Russian, and azyk is food in Turkmen."""
    return is_small_in(word, tongue) or (is_small_anywhere(word) and not _is_known(word, tongue))


def _is_known(word: str, tongue: str) -> bool:
    return any(tongue in tongues_of()[one] for one in exactly(word))


def _is_costless(word: str) -> bool:
    """With a mistake only where no word of a need is meant: tekin is free, tikin is sewing."""
    return any(is_begun(word, one) or (not exactly(word) and is_nearly_begun(word, one)) for one in free())


def _begun_in(line: list[str], towns: frozenset[str], spoken: set[str], tongue: str) -> Begun:
    begun: Begun = {}
    for word in line:
        is_town = word in towns
        known = common(word, tongue)
        least = _MOST_OF_A_TOWN * len(word) if is_town else known  # «бўлади» is no child, «бола»
        is_right = is_town or word in spoken or is_small(word, tongue) or known > 0
        for beginning, quality in _beginnings_of(word, may_be_misspelt=not is_right).items():
            if len(beginning) >= least:
                begun[beginning] = max(begun.get(beginning, (0, "")), (quality, word))
    return begun


def _is_poor(said: list[_Said], need: str, told: set[str] | frozenset[str]) -> bool:
    """Whether they say beside another need that they have no money, in words that did not tell of it."""
    poor = [one for one in said if one.phrase.is_aside and one.phrase.meaning == _AID]
    return need != _AID and any(not one.words <= told for one in poor)


def _need_of(told: list[_Said], tongue: str) -> tuple[str, float, set[str]]:
    """The likeliest need, how many letters told of it, and the words that did. «Работал без оплаты» is no circumstance."""
    elsewhere = [said.words for said in told if said.phrase.meaning not in settings()]
    wholes = [said.words for said in told if all(said.words & words for words in elsewhere)]
    aside = {
        word
        for said in told
        if said.phrase.is_aside and not any(said.words < whole for whole in wholes)
        for word in said.words
    }
    beside = [said for said in told if not said.words & aside or len(said.words - aside) > 1]
    return _likeliest(_asked(beside) or told, tongue)


def _asked(told: list[_Said]) -> list[_Said]:
    """Whoever asks for anything asks for that, and not for whoever helps at all."""
    whom = {word for said in told if said.phrase.meaning == _WHOM for word in said.words}
    needs = [said for said in told if said.phrase.meaning != _WHOM]
    return needs if any(said.is_exact and said.words - whom for said in needs) else told


def _told(line: list[str], towns: frozenset[str], spoken: set[str], tongue: str) -> list[_Said]:
    """The phrases of the line. What a word means in the line's own language it means in no other, and a word of another language
    with a mistake in it means nothing beside words without. The name of a language tells of something beside another word."""
    begun = _begun_in(line, towns, spoken, tongue)
    likely = {phrase for beginning in begun for phrase in phrases_with().get(beginning, ())}
    whole = [
        said
        for phrase in likely
        if (said := _said(phrase, begun)) and _says(said, tongue) and not said.words <= spoken
    ]
    own = [said for said in whole if tongue in said.phrase.tongues]
    known = {word for said in own for word in said.words}
    is_told = any(said.is_exact for said in whole)
    return own + [
        one
        for one in whole
        if tongue not in one.phrase.tongues and not known & one.words and (one.is_exact or not is_told)
    ]


def _said(phrase: Phrase, begun: Begun) -> _Said | None:
    """A phrase by different words of the line, with the longest beginnings; None when a part of it is missing."""
    having = []
    for part in phrase.parts:
        found = [(one, *begun[one]) for one in begun if one in part]
        if not found:
            return None
        having.append(found)
    ways = [way for way in product(*having) if len({word for _one, _quality, word in way}) == len(way)]
    return _Said(phrase, max(ways, key=_letters)) if ways else None


def _letters(by: tuple[tuple[str, float, str], ...]) -> float:
    return sum(quality * len(beginning) for beginning, quality, _word in by)


def _says(said: _Said, tongue: str) -> bool:
    """A small word tells of something only beside another, and nobody dies by a word that the line's language knows. Of a
    foreign language only what is long enough is meant."""
    is_foreign = not said.phrase.tongues & {tongue, *lenders(tongue)}
    if is_foreign and not said.is_exact and _letters(said.by) < _LONG_ABROAD:
        return False
    if len(said.by) == 1 and not _is_enough(*said.by[0], tongue, is_foreign=is_foreign):
        return False
    is_strong_abroad = said.phrase.weight > 1 and tongue not in said.phrase.tongues
    return not (is_strong_abroad and any(_is_known(word, tongue) for word in said.words))


def _is_enough(beginning: str, _quality: float, word: str, tongue: str, *, is_foreign: bool) -> bool:
    """Whether a beginning by itself tells of something: of a short one the whole word, and the shorter the less abroad."""
    if word == beginning:
        is_long = len(beginning) > WHOLE or not is_foreign
    else:
        is_long = len(beginning) >= (_LONG_ABROAD if is_foreign else WHOLE + 1)
    return is_long and not is_small(word, tongue)


def _likeliest(told: list[_Said], tongue: str) -> tuple[str, float, set[str]]:
    votes: dict[str, dict[str, float]] = {}
    bonus: dict[str, float] = {}
    for said in told:
        _vote(said, votes, bonus)
    if not votes:
        return "", 0, set()
    scores = {code: sum(words_of.values()) + bonus.get(code, 0) for code, words_of in votes.items()}
    happened = {
        one.phrase.meaning
        for one in told
        if one.phrase.meaning[0] == "p" and one.phrase.weight >= 1 and tongue in one.phrase.tongues
    }
    strong = {said.phrase.meaning for said in told if said.phrase.weight > 1}
    best = max(strong or scores, key=lambda code: (scores[code], code))
    if best in settings() and happened:
        best = max(happened, key=lambda code: (scores[code], code))
    return best, scores[best], set(votes[best])


def _vote(said: _Said, votes: dict[str, dict[str, float]], bonus: dict[str, float]) -> None:
    """Each word counts once for a need, by its letters; words that stand together in a phrase count twice."""
    meaning, weight = said.phrase.meaning, said.phrase.weight
    mine = votes.setdefault(meaning, {})
    for beginning, quality, word in said.by:
        mine[word] = max(mine.get(word, 0), quality * len(beginning) * weight)
    if len(said.by) > 1:
        bonus[meaning] = max(bonus.get(meaning, 0), _letters(said.by) * weight)


def _exactly_in(word: str, tongue: str) -> set[str]:
    """Those that somebody who speaks the language says."""
    said = {tongue, *lenders(tongue)}
    return {one for one in exactly(word) if tongues_of()[one] & said}


def _beginnings_of(word: str, *, may_be_misspelt: bool) -> dict[str, float]:
    """Beginnings of this word, each with 1, or less when there is a mistake in it."""
    found = dict.fromkeys(exactly(word), 1.0)
    if word[:WHOLE] in beginnings() and len(word) <= WHOLE + _LONGEST_ENDING:
        found[word[:WHOLE]] = 1.0  # of a phrase only: see `_says`
    if may_be_misspelt and len(word) >= SURE_OF_MISTAKES - 1 and not _is_told_by(word, found):
        found |= {one: _MISTAKEN for one in _mistaken(word) if one not in found}
    return found


def _is_told_by(word: str, found: Collection[str]) -> bool:
    """Whether these beginnings are enough of a word; of «работадатель» «работ» is not."""
    return any(
        (len(one) > WHOLE or one == word) and len(one) * _ENOUGH_OF_A_WORD >= len(word) for one in found
    )


def _mistaken(word: str) -> Iterator[str]:
    """Beginnings of which this word's misses a letter or two, or is written as it is heard."""
    for end in range(SURE_OF_MISTAKES - 1, len(word) + 1):
        begun = word[:end]
        near = {
            one for remnant in remnants(begun, 1 if end < LONG else 2) for one in misspelt().get(remnant, ())
        }
        for one in near:
            if one[0] == word[0] and are_close(begun, one, forgiven(one)) and len(word) <= len(one) * _ENDING:
                yield one
        for one in heard().get(by_ear(begun), ()):
            if len(word) <= len(one) * _ENDING:
                yield one
