"""Counts of the organisation's own work, restricted cases among them: codes and numbers, never a row of anybody."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

from sapar.cases.models import Project
from sapar.organisations.guard import require

if TYPE_CHECKING:
    from decimal import Decimal

    from sapar.insight.selection import Selection
    from sapar.organisations.actor import StaffActor

# Of each dimension ("topic", "month", …) how many of each code.
Counts = dict[str, dict[str, int]]


@dataclass(frozen=True)
class ServiceCount:
    """`times` given, `quantity` in all (`unit`; `currency` where it is money), in how many `cases`, to how many `people`
    by name (a service to a whole family counts the case only)."""

    kind: str
    unit: str
    currency: str
    project: str
    times: int
    quantity: Decimal
    cases: int
    people: int


@dataclass(frozen=True)
class PeopleCount:
    """How many people helped share sex, age group and citizenship (ISO 3166-1; "several", "none", "" when not known)."""

    sex: str
    age_band: str
    citizenship: str
    people: int


def contacts(actor: StaffActor, chosen: Selection) -> Counts:
    """Talks that began in the period: by month, topic, language, country, channel, outcome and standing question."""
    begins, ends = chosen.bounds
    return _by_dimension(
        _rows(
            actor,
            "select * from insight_contacts(%s, %s, %s, %s, %s, %s)",
            [begins, ends, chosen.zone, chosen.topic, chosen.language, chosen.country],
        )
    )


def cases(actor: StaffActor, chosen: Selection) -> Counts:
    """Cases opened and closed in the period, what they were about, what came of the problems settled in it."""
    begins, ends = chosen.bounds
    return _by_dimension(
        _rows(
            actor,
            "select * from insight_cases(%s, %s, %s, %s, %s, %s, %s)",
            [begins, ends, chosen.zone, *_codes(chosen)],
        )
    )


def services(actor: StaffActor, chosen: Selection) -> list[ServiceCount]:
    """Services given on the days of the period, by kind, unit and project."""
    days = [chosen.period.first, chosen.period.last]
    rows = _rows(
        actor,
        "select * from insight_services(%s::date, %s::date + 1, %s, %s, %s, %s)",
        [*days, *_codes(chosen)],
    )
    return [ServiceCount(*row) for row in rows]


def people(actor: StaffActor, chosen: Selection) -> list[PeopleCount]:
    """Each person helped in the period once: of cases opened in it, or with a talk or a service in it."""
    rows = _rows(actor, "select * from insight_people(%s, %s, %s, %s, %s, %s, %s, %s)", _helped_in(chosen))
    return [PeopleCount(*row) for row in rows]


@dataclass(frozen=True)
class DonorCount:
    """Services given and the people they went to, each once, who share project, country, sex and age group."""

    project: str
    country: str
    sex: str
    age_band: str
    services: int
    people: int


def donor(actor: StaffActor, chosen: Selection) -> list[DonorCount]:
    """For all projects and countries of the period, whatever else was chosen."""
    rows = _rows(actor, "select * from insight_donor(%s, %s)", [chosen.period.first, chosen.period.last])
    return sorted(
        (DonorCount(*row) for row in rows), key=lambda one: (one.project, one.country, one.sex, one.age_band)
    )


def needs(actor: StaffActor, chosen: Selection) -> dict[str, int]:
    """How many of the people helped needed what on some day of the period."""
    return dict(
        _rows(actor, "select * from insight_needs(%s, %s, %s, %s, %s, %s, %s, %s)", _helped_in(chosen))
    )


def _helped_in(chosen: Selection) -> list[Any]:
    return [*chosen.bounds, chosen.period.first, chosen.period.last, *_codes(chosen)]


def referrals(actor: StaffActor, chosen: Selection) -> dict[str, Counts]:
    """Referrals offered in the period, "sent" and "received": by month, state, partner, service asked for, answer."""
    begins, ends = chosen.bounds
    found: dict[str, list[tuple[str, str, int]]] = {"sent": [], "received": []}
    for way, dimension, code, n in _rows(
        actor, "select * from insight_referrals(%s, %s, %s)", [begins, ends, chosen.zone]
    ):
        found[way].append((dimension, code, n))
    return {way: _by_dimension(rows) for way, rows in found.items()}


def screenings(actor: StaffActor, chosen: Selection) -> Counts:
    """People screened in the period by what it points to at the least and at the most, decisions, help wanted.

    Topic, language, country and project choose nothing here: so few people are asked that a choice would name them.
    """
    return _by_dimension(_rows(actor, "select * from screening_counted(%s, %s)", list(chosen.bounds)))


def projects(actor: StaffActor) -> list[tuple[str, str]]:
    """The organisation's projects to choose from."""
    require(actor, "overview.read")
    rows = Project.objects.filter(org_id=actor.org_id).order_by("name")
    return [(str(one.pk), one.name) for one in rows]


def _codes(chosen: Selection) -> list[str]:
    return [chosen.topic, chosen.language, chosen.country, chosen.project]


def _rows(actor: StaffActor, statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    require(actor, "overview.read")
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _by_dimension(rows: list[tuple[Any, ...]]) -> Counts:
    counts: Counts = defaultdict(dict)
    for dimension, code, n in rows:
        counts[dimension][code] = n
    return counts
