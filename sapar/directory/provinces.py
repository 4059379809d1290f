"""Provinces, told by their largest town: GeoNames has codes of provinces for us and no names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sapar.directory.models import Place
from sapar.ui.countries import country_name

# Where fewer people live, naming the province says too much of who lives there.
LEAST_PEOPLE = 100_000


@dataclass(frozen=True)
class _Known:
    town: Place
    people: int


# Read once a process: towns come with a new version only.
_known: dict[tuple[str, str], _Known] = {}


def _all() -> dict[tuple[str, str], _Known]:
    if not _known:
        people: dict[tuple[str, str], int] = {}
        towns: dict[tuple[str, str], Place] = {}
        for one in Place.objects.exclude(province="").order_by("-population"):
            at = (one.country, one.province)
            people[at] = people.get(at, 0) + one.population
            towns.setdefault(at, one)
        _known.update({at: _Known(town, people[at]) for at, town in towns.items()})
    return _known


def forget() -> None:
    """Towns were loaded anew."""
    _known.clear()


def name(country: str, province: str) -> str:
    """The largest town in the reader's language; "" where we know of none."""
    found = _all().get((country, province)) if province else None
    return found.town.shown_name if found else ""


def words(country: str, province: str) -> str:
    """“Kazakhstan: Almaty”, “Kazakhstan” where no province is given."""
    if not province:
        return country_name(country)
    return f"{country_name(country)}: {name(country, province) or province}"


def choices() -> list[Any]:
    """For a form, by country: values are “KZ-02”. Only provinces where enough people live."""
    found: dict[str, list[tuple[str, str]]] = {}
    for (country, code), one in _all().items():
        if one.people >= LEAST_PEOPLE:
            found.setdefault(country, []).append((f"{country}-{code}", one.town.shown_name))
    named = sorted((country_name(country), rows) for country, rows in found.items())
    return [("", "—"), *((country, sorted(rows, key=lambda row: row[1])) for country, rows in named)]
