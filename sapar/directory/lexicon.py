"""What words mean, in codes: a need, a language, "free of charge", or nothing. Pure; words are folded (`spelling`)."""

from __future__ import annotations

from dataclasses import dataclass, field

from sapar.directory.phrases import (
    LONG,
    SURE_OF_MISTAKES,
    WHOLE,
    Phrase,
    are_close,
    beginnings,
    forgiven,
    free,
    is_begun,
    is_nearly_begun,
    languages,
    misspelt,
    phrases_with,
    remnants,
    settings,
    small,
    small_anywhere,
    tongues_of,
    turns,
)

_MISTAKEN = 0.75
# Before an ending айлык becomes айлыг-, китеп китеб-; "documents" folds to documenc.
_HARDENED = {"g": "k", "b": "p", "c": "t"}
_LONGEST_ENDING = 4  # letters after a word of three: «көзүңүз», and no name that begins like it
_ENDING = 1.5  # a misspelt word may be so many times as long as its beginning
_READERS = 0.5  # how much of a word it counts for a language that the reader reads it
_MOST_OF_A_TOWN = 0.75  # Kazan is no «каза», death
_LONG_LANGUAGE = 6  # a name of a language in which a mistake is forgiven

Begun = dict[str, tuple[float, str]]  # beginning: 1, or less when there is a mistake in it; the word


@dataclass(frozen=True)
class Read:
    """What a line means. `need` is like «p-unpaid-wages» or ""; `sureness` the letters that told of it; `left` the words
    that told of nothing; `plain` all but turns of speech and small words; `known` those that tell of some need; `spoken` the
    word that names a language."""

    need: str = ""
    sureness: float = 0
    language: str = ""
    free: bool = False
    left: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    told: frozenset[str] = field(default_factory=frozenset)
    known: frozenset[str] = field(default_factory=frozenset)
    spoken: frozenset[str] = field(default_factory=frozenset)


def read(typed: list[str], towns: frozenset[str] = frozenset(), reader: str = "") -> Read:
    """What folded words tell of. A word that is the name of one of `towns` tells of a need only when it is nearly all of a
    word of ours, and of no language. `reader` is the language they read in: it decides between words that several have."""
    line = _without_turns(typed)
    tongue = _tongue_of(line, reader)
    language, spoken = _language_of([word for word in line if word not in towns])
    costless = {word for word in line if _is_costless(word)}
    asked = [word for word in line if word not in spoken | costless]
    begun = _begun_in(asked, towns, tongue)
    need, sureness, told = _need_of(begun, tongue)
    plain = tuple(word for word in line if not is_small(word, tongue))
    left = tuple(word for word in plain if word not in spoken | costless | told)
    known = frozenset(word for beginning, (_quality, word) in begun.items() if len(beginning) > WHOLE)
    return Read(
        need, sureness, language, bool(costless), left, plain, frozenset(told), known, frozenset(spoken)
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
            known[tongue] += 1
    return max(known, key=lambda tongue: known[tongue])


def _speaking(word: str) -> set[str]:
    """The languages that know a word."""
    having = {tongue for tongue, those in small().items() if word in those}
    return having.union(*(tongues_of()[one] for one in _exactly(word)))


def is_small(word: str, tongue: str) -> bool:
    """Whether it says nothing by itself. «Язык» is small in Russian, and azyk is food in Turkmen."""
    if word in small()[tongue]:
        return True
    return word in small_anywhere() and not _is_known(word, tongue)


def _is_known(word: str, tongue: str) -> bool:
    return any(tongue in tongues_of()[one] for one in _exactly(word))


def _language_of(line: list[str]) -> tuple[str, set[str]]:
    """A land is not its language («узбекистан» is left for the places), nor a word that tells of a need by more letters."""
    for word in line:
        if "stan" not in word:
            longest = max(map(len, _exactly(word)), default=0)
            for code, names in languages().items():
                if any(_is_language(word, one) and len(one) >= longest for one in names):
                    return code, {word}
    return "", set()


def _is_language(word: str, name: str) -> bool:
    return is_begun(word, name) if len(name) < _LONG_LANGUAGE else is_nearly_begun(word, name)


def _is_costless(word: str) -> bool:
    """With a mistake only where no word of a need is meant: tekin is free, tikin is sewing."""
    return any(is_begun(word, one) or (not _exactly(word) and is_nearly_begun(word, one)) for one in free())


def _begun_in(line: list[str], towns: frozenset[str], tongue: str) -> Begun:
    begun: Begun = {}
    for word in line:
        is_town = word in towns
        may_be_misspelt = not is_town and not is_small(word, tongue)
        for beginning, quality in _beginnings_of(word, may_be_misspelt=may_be_misspelt).items():
            if not is_town or len(beginning) >= _MOST_OF_A_TOWN * len(word):
                begun[beginning] = max(begun.get(beginning, (0, "")), (quality, word))
    return begun


def _need_of(begun: Begun, tongue: str) -> tuple[str, float, set[str]]:
    """The likeliest need, how many letters told of it, and the words that did."""
    told = _told(begun, tongue)
    aside = {word for phrase in told if phrase.is_aside for word in _words_of(phrase, begun)}
    beside = [phrase for phrase in told if not aside & _words_of(phrase, begun)]
    return _likeliest(beside or told, begun, tongue)


def _told(begun: Begun, tongue: str) -> list[Phrase]:
    """The phrases of the line. What a word means in the line's own language it means in no other."""
    whole = [
        phrase
        for phrase in {one for beginning in begun for one in phrases_with()[beginning]}
        if all(part in begun for part in phrase.beginnings) and _says(phrase, begun, tongue)
    ]
    own = [phrase for phrase in whole if tongue in phrase.tongues]
    known = {word for phrase in own for word in _words_of(phrase, begun)}
    return own + [one for one in whole if one not in own and not known & _words_of(one, begun)]


def _words_of(phrase: Phrase, begun: Begun) -> set[str]:
    return {begun[part][1] for part in phrase.beginnings}


def _says(phrase: Phrase, begun: Begun, tongue: str) -> bool:
    """A small word tells of something only beside another, and nobody dies by a word that the line's language knows."""
    if phrase.weight > 1 and tongue not in phrase.tongues:
        return not any(_is_known(word, tongue) for word in _words_of(phrase, begun))
    if len(phrase.beginnings) > 1:
        return True
    beginning, word = phrase.beginnings[0], begun[phrase.beginnings[0]][1]
    return (len(beginning) > WHOLE or word == beginning) and not is_small(word, tongue)


def _likeliest(told: list[Phrase], begun: Begun, tongue: str) -> tuple[str, float, set[str]]:
    votes: dict[str, dict[str, float]] = {}
    bonus: dict[str, float] = {}
    for phrase in told:
        _vote(phrase, begun, votes, bonus)
    if not votes:
        return "", 0, set()
    scores = {code: sum(words_of.values()) + bonus.get(code, 0) for code, words_of in votes.items()}
    happened = {
        one.meaning for one in told if one.meaning[0] == "p" and one.weight >= 1 and tongue in one.tongues
    }
    best = max(scores, key=lambda code: (scores[code], code))
    if best in settings() and happened:
        best = max(happened, key=lambda code: (scores[code], code))
    return best, scores[best], set(votes[best])


def _vote(
    phrase: Phrase,
    begun: Begun,
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


def _exactly(word: str) -> set[str]:
    """Beginnings of this word without a mistake."""
    found = {
        known
        for end in range(WHOLE + 1, len(word) + 1)
        for known in (word[:end], word[: end - 1] + _HARDENED.get(word[end - 1], word[end - 1]))
        if known in beginnings()
    }
    return found | {word} if len(word) <= WHOLE and word in beginnings() else found


def _beginnings_of(word: str, *, may_be_misspelt: bool) -> dict[str, float]:
    """Beginnings of this word, each with 1, or less when there is a mistake in it."""
    found = dict.fromkeys(_exactly(word), 1.0)
    if word[:WHOLE] in beginnings() and len(word) <= WHOLE + _LONGEST_ENDING:
        found[word[:WHOLE]] = 1.0  # of a phrase only: see `_says`
    if (
        any(len(one) > WHOLE or one == word for one in found)
        or not may_be_misspelt
        or len(word) < SURE_OF_MISTAKES - 1
    ):
        return found
    for end in range(SURE_OF_MISTAKES - 1, len(word) + 1):
        begun = word[:end]
        for remnant in remnants(begun, 1 if end < LONG else 2):
            for beginning in misspelt().get(remnant, ()):
                is_most = len(word) <= len(beginning) * _ENDING
                if is_most and beginning[0] == word[0] and are_close(begun, beginning, forgiven(beginning)):
                    found[beginning] = _MISTAKEN
    return found
