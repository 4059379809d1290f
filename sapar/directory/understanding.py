"""From a typed line to codes: need, place, language, price or organisation, in any of our languages and scripts, with mistakes.

Nothing typed is kept. A line that means nothing to us gives an empty answer; one that may mean several towns or
organisations gives them to choose from.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sapar.directory import lexicon
from sapar.directory import search as searching
from sapar.directory.countries import find_country
from sapar.directory.places import FoundPlace, alike, find_places, known_in, one_meant
from sapar.directory.spelling import words

if TYPE_CHECKING:
    from sapar.directory.search import Named
    from sapar.directory.terms import SearchTerms

_WHOLE_NAME = 0.7  # likeness of a name that was typed in full, but for mistakes
_MOST_OF_NAME, _NEARLY_ALL = 0.45, 0.9
_NAME_AMONG_WORDS = 0.55  # of what is left of a line when all that is understood is taken away
_LIKELY_NAME = 0.4  # when nothing else is understood
_LOOSE_WORDS = 3
_KNOWN_TOWN = 30_000


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
    line = words(typed)
    if not line:
        return Understood()
    named = searching.by_name(typed)
    if _is_a_name(named):
        return Understood(slug=named[0].slug)
    towns = known_in(line)
    read = lexicon.read(line, frozenset(word for window in towns for word in window))
    country, land_word = _country(line, read)
    window, places = _town(towns, read)
    left = [word for word in read.left if word not in window and word != land_word]
    meant = _by_what_is_left(left, window, places, read, named)
    if meant is not None:
        return meant
    if not places and not country and left:
        places = _misspelt_town(left, read)
    return _settled(read, country, places, named, left)


def _is_a_name(named: list[Named]) -> bool:
    """Whether the whole line is the name of one organisation, or nearly all words of a longer name."""
    if not named or (len(named) > 1 and named[1].whole >= named[0].whole):
        return False
    first = named[0]
    return first.whole >= _WHOLE_NAME or (first.whole >= _MOST_OF_NAME and first.part >= _NEARLY_ALL)


def _country(line: list[str], read: lexicon.Read) -> tuple[str, str]:
    return next(
        ((land, word) for word in line if word not in read.told and (land := find_country(word))), ("", "")
    )


def _town(
    towns: dict[tuple[str, ...], list[FoundPlace]], read: lexicon.Read
) -> tuple[tuple[str, ...], list[FoundPlace]]:
    """The town that is named by the most words, of these the largest; not one whose name is the need itself."""
    free = {
        window: found
        for window, found in towns.items()
        if not all(word in read.told or word not in read.plain for word in window)
    }
    if not free:
        return (), []
    best = max(free, key=lambda window: (len(window), free[window][0].population))
    return best, free[best]


def _by_what_is_left(
    left: list[str], window: tuple[str, ...], places: list[FoundPlace], read: lexicon.Read, named: list[Named]
) -> Understood | None:
    """An organisation by the words that mean nothing else; of branches with one name, the one in the town."""
    if not left or sum(map(len, left)) < len(window[:1]) + 4:
        return None
    found = searching.by_name(" ".join(left))
    alike_enough = _NAME_AMONG_WORDS if not read.need or places else _WHOLE_NAME
    if not found or found[0].whole < alike_enough:
        return None
    if places and (
        here := searching.in_town([one.slug for one in found if one.part >= _NEARLY_ALL], places[0].id)
    ):
        return Understood(slug=here)
    first = [one for one in found if one.whole >= found[0].whole - 0.01]
    return Understood(slug=first[0].slug) if len(first) == 1 else Understood(organisations=first)


def _misspelt_town(left: list[str], read: lexicon.Read) -> list[FoundPlace]:
    """Beside a need only a near miss counts; alone, what sounds alike is offered."""
    near = [one for one in alike(left) if not read.need or one.population >= _KNOWN_TOWN]
    if near:
        return near
    return find_places("".join(left)) if not read.need and len(left) <= _LOOSE_WORDS else []


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
