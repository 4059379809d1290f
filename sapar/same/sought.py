"""What is known of somebody who may be written down already, and the same of a person who is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sapar.names import Birth, Facts, Spelling
from sapar.people import index
from sapar.people.codes import PhoneOf
from sapar.ui.dates import PartialDate, Precision
from sapar.vault import blind

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from sapar.people.brief import Brief
    from sapar.people.models import Person

_NOTHING = PartialDate(Precision.UNKNOWN)
# A phone that others use too says nothing about who somebody is.
OWN_PHONES = (PhoneOf.OWN, PhoneOf.UNKNOWN)
_SHORTEST = 3


@dataclass(frozen=True)
class Sought:
    """As typed. Phones in E.164, empty where nothing is known."""

    names: tuple[str, ...] = ()
    birth: PartialDate = field(default=_NOTHING)
    sex: str = ""
    citizenship: str = ""
    phones: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    _hashes: dict[uuid.UUID, dict[str, Any]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def is_enough(self) -> bool:
        """Less than a name of three letters is not worth a search: everybody would answer it."""
        return any(sum(map(str.isalpha, name)) >= _SHORTEST for name in self.names)

    @property
    def years(self) -> Iterable[int]:
        return index.years(self.birth.year, self.birth.precision)

    def hashes(self, org_id: uuid.UUID) -> dict[str, Any]:
        """What this organisation's search is asked by, names and phones, reckoned once. Raises `Locked`."""
        if org_id not in self._hashes:
            by_name = index.asked(org_id, self.names, self.years)
            phones = [blind.digest(org_id, "phone", number) for number in self.phones]
            self._hashes[org_id] = {**by_name, "phones": phones}
        return self._hashes[org_id]

    @property
    def facts(self) -> Facts:
        return Facts(
            names=tuple(Spelling(text) for text in self.names),
            birth=born(self.birth),
            sex=_told(self.sex),
            citizenship=self.citizenship,
            phones=self.phones,
            documents=self.documents,
        )


def of(person: Person, documents: Iterable[str] = ()) -> Sought:
    """Somebody who is written down; reads `phones`, which the caller has fetched."""
    return Sought(
        names=tuple(one["text"] for one in person.names or ()),
        birth=person.born,
        sex=person.sex,
        citizenship=next(iter(person.citizenships), ""),
        phones=tuple(one.number for one in person.phones.all() if one.phone_of in OWN_PHONES),
        documents=tuple(documents),
    )


def of_brief(one: Brief, phones: Iterable[str], documents: Iterable[str]) -> Sought:
    """The same of somebody who was opened no further; `phones` as far as they are known without opening them."""
    return Sought(
        names=one.names,
        birth=one.born,
        sex=one.sex,
        citizenship=next(iter(one.citizenships), ""),
        phones=tuple(phones),
        documents=tuple(documents),
    )


def born(date: PartialDate) -> Birth | None:
    if not date.year:
        return None
    return Birth(date.year, date.month, date.day, about=date.precision is Precision.ABOUT)


def _told(code: str) -> str:
    return "" if code == "unknown" else code
