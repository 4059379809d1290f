"""What keeping shows on the pages of lower layers: what is on hold, and the certificate of somebody just erased."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sapar.cases import panels as case_panels
from sapar.cases import presence
from sapar.keeping import queries
from sapar.people import panels as person_panels

if TYPE_CHECKING:
    from sapar.cases.models import Case
    from sapar.keeping.models import Hold
    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person

    Panel = tuple[str, dict[str, Any]] | None


_THERE = "select 1 from keeping_hold where org_id = %(org)s and case_id = %(case)s and lifted_at is null"


def of_case(actor: StaffActor, case: Case) -> Panel:
    found = presence.of(actor, case).rows(
        "holds", lambda reader, held: queries.holds_on(reader, "case", held.pk)
    )
    return _holds(actor, "case", case, found)


def of_person(actor: StaffActor, person: Person) -> Panel:
    if person.erased_at is not None:
        found = queries.fresh_certificate(actor, person.pk) if actor.may("keeping.read") else None
        return ("keeping/panels/certificate.html", {"certificate": found}) if found else None
    return _holds(actor, "person", person, queries.holds_on(actor, "person", person.pk))


def _holds(actor: StaffActor, kind: str, subject: Any, found: list[Hold]) -> Panel:
    """Everybody who sees the thing is told that it is on hold; why, and the way to hold or lift, by right."""
    may_write = actor.may("hold.write")
    if not found and not may_write:
        return None
    context = {"holds": found, "may_write": may_write, "kind": kind, "subject": subject}
    return "keeping/panels/holds.html", context


def register() -> None:
    presence.also("holds", _THERE)
    case_panels.register("holds", of_case)
    person_panels.register("keeping", of_person)
