"""From a typed line to codes: need, place, language, price or organisation, in any of our languages and scripts, with mistakes.

Nothing typed is kept. A line that means nothing to us gives an empty answer; one that may mean several towns or
organisations gives them to choose from.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from sapar.directory import lexicon
from sapar.directory import search as searching
from sapar.directory.countries import find_country, is_country
from sapar.directory.misspelt_places import longer_name, misspelt_town
from sapar.directory.phrases import beginnings, is_small_whole, read_words
from sapar.directory.places import (
    FoundPlace,
    alike,
    find_places,
    has_locative,
    is_led_to,
    known_in,
    one_meant,
)
from sapar.directory.spelling import fold
from sapar.directory.spoken import names_language

if TYPE_CHECKING:
    from sapar.directory.search import Named
    from sapar.directory.terms import SearchTerms

_AS_WRITTEN = 0.95
_WHOLE_NAME = 0.7  # likeness of a name that was typed in full, but for mistakes
_NEAR_NAME = 0.82  # of its letters: one mistake in six, two in eleven
_MOST_OF_NAME, _NEARLY_ALL = 0.45, 0.9
_NAME_AMONG_WORDS = 0.55  # of what is left of a line when all that is understood is taken away
_NEARLY_A_NAME, _AHEAD = 0.74, 0.15  # likeness, and how much less the next name's must be
_LIKELY_NAME = 0.4  # when nothing else is understood
_LOOSE_WORDS = 3
_OWN = 5  # letters by which a name is known
_BESIDE = 1  # words beside what may be a town
_EMBASSY = "s-consular"
_WHOM = "p-other"  # they ask who helps at all; of a place that is anybody


@dataclass(frozen=True)
class Understood:
    """What a typed line asks for, in codes. `places` are towns to choose from when no one is surely meant."""

    what: str = ""
    where: str = ""
    language: str = ""
    free_only: bool = False
    slug: str = ""
    places: list[FoundPlace] = field(default_factory=list)
    organisations: list[Named] = field(default_factory=list)

    def terms(self, chosen: SearchTerms) -> SearchTerms:
        """What was chosen, and in its place what was typed."""
        return chosen.but(
            what=self.what or chosen.what,
            where=self.where or chosen.where,
            language=self.language or chosen.language,
            free_only=self.free_only or chosen.free_only,
        )

    @property
    def is_clear(self) -> bool:
        return bool(
            self.slug or (not self.places and (self.what or self.where or self.language or self.free_only))
        )


def understand(typed: str) -> Understood:
    """Runs in a transaction."""
    line = read_words(typed)
    return _understood(line) if line else Understood()


def _understood(line: list[str]) -> Understood:
    towns = known_in(line)
    names = {
        word
        for window, found in towns.items()
        if _is_sure(found)
        for word in window
        if not is_small_whole(word)
    }
    names = {word for word in names if not names_language(word) or _is_its_own(word, towns)}
    names |= {word for at, word in enumerate(line) if _is_land(line, at)}
    reader = (get_language() or "")[:2]
    placed = {word for word in names if is_led_to(line, line.index(word)) or _is_bent(word)}
    read = lexicon.read(line, frozenset(names), reader, frozenset(placed))
    asks_whom = read.need == _WHOM
    if asks_whom:
        read = replace(read, need="", is_sure=False)
    country, land_word = _country(line, read)
    window, places = _town(towns, read)
    said = [word for word in line if word in read.plain]
    named = searching.by_name(line)
    slug = _named_by(named, read)
    for less in _lesser(line, said, {*window, land_word}):
        slug = slug or _named_by(searching.by_name(less), read)
    if slug:
        return Understood(slug=slug)
    left = [word for word in read.left if word not in window and word != land_word]
    meant = _by_what_is_left(left, window, places, read, named)
    if meant is not None:
        return meant
    if places and (at := line.index(window[0])) and line[at - 1] in left:
        places = longer_name(line, at - 1) or places
    if not places and not country and left:
        places = _misspelt_town(left, line, read)
    settled = _settled(read, country, places, named, left)
    return replace(settled, what=_WHOM) if asks_whom and settled == Understood() else settled


def _lesser(line: list[str], said: list[str], elsewhere: set[str]) -> list[list[str]]:
    """What of a line may be a name: without small words, and without the town; of two words and more also with the small ones."""
    placeless = [word for word in line if word not in elsewhere]
    lines = [said, [word for word in said if word not in elsewhere], placeless if len(placeless) > 1 else []]
    return [less for less in (*lines, _with_c(said)) if less and less != line]


def _with_c(line: list[str]) -> list[str]:
    """A Romanian name in Cyrillic letters: «Кокорул» is Cocorul."""
    return [word.replace("k", "c") for word in line]


def _named_by(named: list[Named], read: lexicon.Read) -> str:
    """The organisation whose name the whole line is, or nearly all words of a longer name. A line that says nothing but a
    need («телефон доверия») is a name only as it is written."""
    if not named or (len(named) > 1 and _likeness(named[1]) >= _likeness(named[0])):
        return ""
    first = named[0]
    if read.is_sure and not read.left:
        return first.slug if first.whole >= _AS_WRITTEN else ""
    is_whole = first.whole >= _WHOLE_NAME or first.near >= _NEAR_NAME
    is_most = first.whole >= _MOST_OF_NAME and first.part >= _NEARLY_ALL
    return first.slug if is_whole or is_most else ""


def _is_like(named: Named) -> bool:
    return named.part >= _NEARLY_ALL or named.near >= _NEAR_NAME


def _likeness(named: Named) -> float:
    return max(named.near, named.whole)


def _is_sure(found: list[FoundPlace]) -> bool:
    """Whether a word is a town's name at all. Which town, of those that are spelled so, is another question."""
    return any(one.is_sure for one in found)


def _is_its_own(word: str, towns: dict[tuple[str, ...], list[FoundPlace]]) -> bool:
    """Whether a word that names a language is how a town is called: Türkmenbaşy, but «romînește» is nobody's village."""
    return any(fold(one.name)[:_OWN] == word[:_OWN] for one in towns.get((word,), ()))


def _is_bent(word: str) -> bool:
    """Whether it says "in" of a town: «касаба» is no word in Kas."""
    return has_locative(word) and word not in beginnings()


def _is_land(line: list[str], at: int) -> bool:
    """A country by its whole name, or by a bent one that is said to be a place: «Киргизии» may be a language."""
    is_place = is_led_to(line, at) or has_locative(line[at])
    return is_country(line[at]) or (is_place and bool(find_country(line[at])))


def _country(line: list[str], read: lexicon.Read) -> tuple[str, str]:
    """Where help is looked for. An embassy's country is whose it is, unless it is said to be the place."""
    is_whose = read.need == _EMBASSY
    for at, word in enumerate(line):
        is_free = word not in read.told and word not in read.spoken
        if is_free and (land := find_country(word)) and not (is_whose and not is_led_to(line, at)):
            return land, word
    return "", ""


def _town(
    towns: dict[tuple[str, ...], list[FoundPlace]], read: lexicon.Read
) -> tuple[tuple[str, ...], list[FoundPlace]]:
    """The town that is named by the most words, of these the largest; not one whose name is the need itself, and beside a
    need none that is more likely a word."""
    free = {
        window: found
        for window, found in towns.items()
        if (_is_sure(found) or _is_alone(window, read))
        and not all(word in read.told or word not in read.plain for word in window)
    }
    if not free:
        return (), []
    best = max(
        free, key=lambda window: (read.known.isdisjoint(window), len(window), free[window][0].population)
    )
    return best, free[best]


def _is_alone(window: tuple[str, ...], read: lexicon.Read) -> bool:
    """Whether the line says next to nothing but these words, which may be a town's name."""
    return (
        not read.need and len(set(read.left) - set(window)) <= _BESIDE and not any(map(find_country, window))
    )


def _by_what_is_left(
    left: list[str], window: tuple[str, ...], places: list[FoundPlace], read: lexicon.Read, named: list[Named]
) -> Understood | None:
    """An organisation by the words that mean nothing else; of branches with one name, the one in the town."""
    if not left or sum(map(len, left)) < len(window[:1]) + 4:
        return None
    found = searching.by_name(left)
    alike_enough = _NAME_AMONG_WORDS if not read.need or places else _WHOLE_NAME
    if not found or (found[0].whole < alike_enough and not _is_far_ahead(found, left)):
        return None
    if places and (here := searching.in_town([one.slug for one in found if _is_like(one)], places[0].id)):
        return Understood(slug=here)
    first = [
        one for one in found if one.whole >= found[0].whole - 0.01 and not _is_far_ahead(found, left)
    ] or found[:1]
    return Understood(slug=first[0].slug) if len(first) == 1 else Understood(organisations=first)


def _is_far_ahead(found: list[Named], left: list[str]) -> bool:
    """Whether two words and more are like one name, if not very, and like no other: «nite lamp»."""
    is_near = len(left) > 1 and found[0].near >= _NEARLY_A_NAME
    return is_near and (len(found) == 1 or found[1].near < found[0].near - _AHEAD)


def _misspelt_town(left: list[str], line: list[str], read: lexicon.Read) -> list[FoundPlace]:
    """Beside a need only a near miss of a town's name counts that is likelier than a word; alone, what sounds alike is offered."""
    if not read.need:
        if len(left) > _LOOSE_WORDS:
            return []
        return misspelt_town(line, left) or alike(left) or find_places("".join(left))
    return misspelt_town(line, [word for word in left if word not in read.known])


def _settled(
    read: lexicon.Read, country: str, places: list[FoundPlace], named: list[Named], left: list[str]
) -> Understood:
    said = Understood(read.need, language=read.language, free_only=read.free)
    if country and not places:
        return replace(said, where=country)
    meant = one_meant([one for one in places if not country or one.country == country] or places)
    if meant:
        return replace(said, where=str(meant.id))
    likely = [one for one in named if one.whole >= _LIKELY_NAME]
    if not places and not read.need and likely and left:
        return Understood(slug=likely[0].slug) if len(likely) == 1 else Understood(organisations=likely)
    return replace(said, places=places)
