"""What keeping shows on the pages of lower layers: what is on hold, and the certificate of somebody just erased."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sapar.cases import panels as case_panels
from sapar.keeping import queries
from sapar.people import panels as person_panels

if TYPE_CHECKING:
    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person

    Panel = tuple[str, dict[str, Any]] | None


def of_case(actor: StaffActor, case: Case) -> Panel:
    return _holds(actor, "case", case)


def of_person(actor: StaffActor, person: Person) -> Panel:
    if person.erased_at is not None:
        found = queries.fresh_certificate(actor, person.pk) if actor.may("keeping.read") else None
        return ("keeping/panels/certificate.html", {"certificate": found}) if found else None
    return _holds(actor, "person", person)


def _holds(actor: StaffActor, kind: str, subject: Any) -> Panel:
    """Everybody who sees the thing is told that it is on hold; why, and the way to hold or lift, by right."""
    found = queries.holds_on(actor, kind, subject.pk)
    may_write = actor.may("hold.write")
    if not found and not may_write:
        return None
    context = {"holds": found, "may_write": may_write, "kind": kind, "subject": subject}
    return "keeping/panels/holds.html", context


def register() -> None:
    case_panels.register("holds", of_case)
    person_panels.register("keeping", of_person)
