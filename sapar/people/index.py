"""By what a person is found again when the name comes in another spelling: keyed hashes of how the name sounds.

Kept by every verb that writes names or a birth date. Names in plain stand in no index; whoever has the database without
the organisation's key sees numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar import names
from sapar.people.codes import BirthPrecision
from sapar.vault import ERASED, blind

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from sapar.people.models import Person

KIND = "name"
# An estimated year may be wrong by so many years, as in `names.facts`.
_ABOUT_YEARS = 2


def keep(person: Person) -> None:
    """Make the person findable by the names and the birth that stand in the row now. Raises `Locked`."""
    found = values(person)
    if found:
        blind.put_set(person.pk, KIND, found, names.RECIPE, person.data_key)
    else:
        blind.forget_set(person.pk)


def values(person: Person) -> frozenset[str]:
    """What is hashed: plain strings that tell the consonants of the name, so nobody keeps them."""
    if person.names is ERASED or not person.names:
        return frozenset()
    texts = [one["text"] for one in person.names]
    known = years(person.born.year, person.birth_precision)
    return names.stored(texts) | names.dated(texts, known or (names.NO_YEAR,))


def years(year: int | None, precision: str) -> Iterable[int]:
    """The years a birth may lie in; none where nothing is known of it."""
    if not year:
        return ()
    if precision == BirthPrecision.ABOUT:
        return range(year - _ABOUT_YEARS, year + _ABOUT_YEARS + 1)
    return (year,)


def digests(org_id: uuid.UUID, asked: Iterable[str]) -> list[int]:
    """What a search hands to the database."""
    return blind.shorts(org_id, KIND, asked)
