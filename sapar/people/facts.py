"""Aggregates over the plain codes of people, for the coordinator's page. One statement each, however many people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from sapar.organisations.guard import require
from sapar.people.models import Person, PersonNeed

if TYPE_CHECKING:
    import datetime as dt

    from sapar.common.actor import Actor


@dataclass(frozen=True)
class Cell:
    """So many people of one sex, age group and first citizenship ("" where none is known)."""

    sex: str
    age_band: str
    citizenship: str
    people: int


def unique_people(actor: Actor, ids: Any) -> list[Cell]:
    """Each person once, however often they stand in `ids`: ids of people, best as a query that gives them.

    The age group is that of the day it was written down. Erased people are not counted: nothing of them is left.
    """
    require(actor, "overview.read")
    rows = Person.objects.filter(org_id=actor.org_id, pk__in=ids, erased_at=None)
    counted = rows.values_list("sex", "age_band", "citizenships__0").annotate(people=Count("pk"))
    ordered = counted.order_by("sex", "age_band", "citizenships__0")
    return [Cell(sex, band, citizenship or "", people) for sex, band, citizenship, people in ordered]


def people_by_need(actor: Actor, ids: Any, since: dt.date, until: dt.date) -> dict[str, int]:
    """How many of these people needed what at some time from `since` to `until`, both days included."""
    require(actor, "overview.read")
    rows = PersonNeed.objects.filter(org_id=actor.org_id, person_id__in=ids, since__lte=until)
    rows = rows.filter(Q(ended_on=None) | Q(ended_on__gte=since))
    return dict(rows.values_list("code").annotate(people=Count("person_id", distinct=True)).order_by("code"))
