"""Who is left out. Asked when somebody is entered, and again each night before anything is compared. No writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone

from sapar.acquaintance.codes import TAKING_PART, Left
from sapar.people import birth as births
from sapar.ui.dates import Precision

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from sapar.cases.models import Case
    from sapar.organisations.models import Organisation
    from sapar.people.models import Person

ADULT = 18
# An estimated year may be wrong by so many years, as in `names.facts`.
_ABOUT_YEARS = 2


def why(org: Organisation, case: Case, person: Person) -> Left | None:
    """The first reason that the actor may be told; None for who can be recognised."""
    if org.joined_at is None or org.kind not in TAKING_PART:
        return Left.ORGANISATION
    if person.erased_at or case.is_erased:
        return Left.ERASED
    if case.is_closed:
        return Left.CLOSED
    if case.restricted:
        return Left.RESTRICTED
    return None if is_adult(person) else Left.MINOR


def is_adult(person: Person) -> bool:
    """Whether they surely are, by the youngest age that what is written down allows."""
    born = person.born
    age = births.age(born, timezone.localdate())
    if age is None:
        return False
    return age - (_ABOUT_YEARS if born.precision is Precision.ABOUT else 0) >= ADULT


def in_restricted_cases(people: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Who of these stands in any restricted case of the organisation in scope, hidden from the actor or not.

    For the comparison alone: a page that refused because of it would tell that there is such a case.
    """
    with connection.cursor() as cursor:
        cursor.execute("select acquaintance_restricted(%s::uuid[])", [list(people)])
        return {person_id for (person_id,) in cursor.fetchall()}
