"""By what a person is found again when the name comes in another spelling: keyed hashes of how the name sounds.

Kept by every verb that writes names or a birth date. Names in plain stand in no index; whoever has the database without
the organisation's key sees numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sapar import names
from sapar.people.codes import BirthPrecision
from sapar.vault import ERASED, blind
from sapar.vault.keys import organisation

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Sequence

    from sapar.people.models import Person

KIND = "name"
# An estimated year may be wrong by so many years, as in `names.facts`.
_ABOUT_YEARS = 2


def keep(person: Person) -> None:
    """Make the person findable by the names and the birth that stand in the row now. Raises `Locked`."""
    found = None if person.names is ERASED or not person.names else _of(person)
    if found and found.values:
        blind.put_set(person.pk, found, person.data_key)
    else:
        blind.forget_set(person.pk)


def _of(person: Person) -> blind.Findable:
    texts = [one["text"] for one in person.names]
    return findable(texts, years(person.born.year, person.birth_precision))


def findable(texts: Sequence[str], years: Iterable[int]) -> blind.Findable:
    """What is hashed: plain strings that tell the consonants of the name, so nobody keeps them."""
    values = names.stored(texts) | names.dated(texts, tuple(years) or (names.NO_YEAR,))
    return blind.Findable(KIND, values, names.traits(texts), _words(texts), names.RECIPE)


def _words(texts: Iterable[str]) -> int:
    """Those of the longest spelling."""
    return max(map(names.size, texts), default=0)


def years(year: int | None, precision: str) -> Iterable[int]:
    """The years a birth may lie in; none where nothing is known of it."""
    if not year:
        return ()
    if precision == BirthPrecision.ABOUT:
        return range(year - _ABOUT_YEARS, year + _ABOUT_YEARS + 1)
    return (year,)


def asked(org_id: uuid.UUID, texts: Sequence[str], years: Iterable[int]) -> dict[str, Any]:
    """What a search hands to `people_alike`: lists of hashes, strings of bits, of how many words the name is.

    Raises `Locked`.
    """
    key = organisation.blind(org_id)
    searched = [names.searched(text, years) for text in texts]
    keys, traits = zip(*((one.keys, one.traits) for one in searched), strict=True)
    return {
        **{
            step: blind.shorts(key, KIND, frozenset().union(*found))
            for step, found in zip(names.Keys._fields, zip(*keys, strict=True), strict=True)
        },
        **{
            step: blind.marks(key, KIND, frozenset().union(*found))
            for step, found in zip(names.Traits._fields, zip(*traits, strict=True), strict=True)
        },
        "words": _words(texts),
    }
