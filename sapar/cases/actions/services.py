"""Services given: written down, corrected, withdrawn; every version stays in the history."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases.actions.held import hold_child, hold_open
from sapar.cases.actions.words import long_words, one_line
from sapar.cases.models import Participant, Project, ServiceGiven
from sapar.cases.work_codes import Giver, RowState, Unit
from sapar.common.errors import IllegalMove, Invalid, Stale
from sapar.directory.taxonomy import Service
from sapar.organisations import once as sent
from sapar.organisations import queries as organisations
from sapar.organisations.guard import require
from sapar.people.saving import save

if TYPE_CHECKING:
    import uuid

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor
    from sapar.organisations.models import Membership, Organisation
    from sapar.people.models import Person

audit.name("service.given", _("Service given"))
audit.name("service.corrected", _("Service corrected"))
audit.name("service.withdrawn", _("Service withdrawn as a mistake"))

_PLACES = {
    "service_quantity_positive": "quantity",
    "service_sum_has_currency": "currency",
    "service_has_its_giver": "giver",
}
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
EARLIEST = dt.date(2000, 1, 1)
MOST = Decimal("9999999999.99")


@dataclass(frozen=True)
class ServiceWords:
    """What was given, how much, by whom, paid from what. Without a giver it was the actor."""

    kind: str
    given_on: dt.date
    quantity: Decimal = Decimal(1)
    unit: str = Unit.VISITS
    currency: str = ""
    giver: str = Giver.MEMBER
    member: Membership | None = None
    partner: Organisation | None = None
    giver_words: str = ""
    project: Project | None = None
    note: str = ""


def add_service(
    actor: StaffActor,
    case: Case,
    service: ServiceWords,
    *,
    person: Person | None = None,
    once: uuid.UUID | None = None,
) -> ServiceGiven:
    """A service to one person of the case, or to all of them. Raises `Invalid`."""
    require(actor, "case.write", case)
    held = hold_open(actor, case, "add_service")
    earlier = sent.claim(actor, once) if once else None
    if earlier and earlier.made_id:
        return ServiceGiven.objects.get(org_id=actor.org_id, pk=earlier.made_id)
    row = ServiceGiven(org_id=actor.org_id, case=held, data_key=held.data_key, recorded_by_id=actor.member_id)
    _fill(actor, row, service, person)
    if once:
        sent.settle(actor, once, row.pk)
    _record(actor, "service.given", row)
    return row


def correct_service(
    actor: StaffActor,
    row: ServiceGiven,
    service: ServiceWords,
    *,
    person: Person | None = None,
    version: int,
) -> ServiceGiven:
    """Say it rightly; raises `Stale` when somebody corrected it since `version` was read."""
    held = _hold(actor, row, "correct_service")
    if held.version != version:
        raise Stale
    held.version += 1
    _fill(actor, held, service, person)
    _record(actor, "service.corrected", held)
    return held


def withdraw_service(actor: StaffActor, row: ServiceGiven) -> ServiceGiven:
    """It was a mistake: it counts no more, but stays to be seen."""
    held = _hold(actor, row, "withdraw_service")
    held.state, held.version = RowState.WITHDRAWN, held.version + 1
    held.save(update_fields=["state", "version"])
    _record(actor, "service.withdrawn", held)
    return held


def _hold(actor: StaffActor, row: ServiceGiven, verb: str) -> ServiceGiven:
    require(actor, "case.write", row.case)
    held = hold_child(actor, row, verb)
    if held.is_withdrawn:
        raise IllegalMove(held.state, verb)
    return held


def _fill(actor: StaffActor, row: ServiceGiven, service: ServiceWords, person: Person | None) -> None:
    _check(service)
    _check_person(actor, row.case, person)
    _check_project(actor, row, service)
    row.person, row.kind, row.given_on, row.project = person, service.kind, service.given_on, service.project
    row.quantity, row.unit = service.quantity, service.unit
    row.currency = service.currency if service.unit == Unit.SUM else ""
    _set_giver(actor, row, service)
    row.note = long_words(service.note, "note") or None
    save(row, _PLACES)


def _check(service: ServiceWords) -> None:
    for name, given, known in (
        ("kind", service.kind, Service.values),
        ("unit", service.unit, Unit.values),
        ("giver", service.giver, Giver.values),
    ):
        if given not in known:
            raise Invalid({name: __("Please choose from the list.")})
    if not Decimal(0) < service.quantity <= MOST:
        raise Invalid({"quantity": __("Give a number above zero.")})
    if service.unit == Unit.SUM and not _CURRENCY.fullmatch(service.currency):
        raise Invalid({"currency": __("Say in which currency.")})
    if not EARLIEST <= service.given_on <= timezone.localdate() + dt.timedelta(days=1):
        raise Invalid({"given_on": __("A service is written down once it has been given.")})


def _check_person(actor: StaffActor, case: Case, person: Person | None) -> None:
    parts = Participant.objects.filter(org_id=actor.org_id, case=case)
    if person and not parts.filter(person_id=person.pk, person__erased_at=None).exists():
        raise Invalid({"person": __("This person is not in the case.")})


def _check_project(actor: StaffActor, row: ServiceGiven, service: ServiceWords) -> None:
    """A closed project stays where it was chosen in time, and is chosen nowhere else."""
    project = service.project
    if project is None:
        return
    known = Project.objects.filter(org_id=actor.org_id, pk=project.pk).first()
    if known is None or (known.closed_at and row.project_id != known.pk):
        raise Invalid({"project": __("This project is closed.")})
    if not known.covers(service.given_on):
        raise Invalid({"project": __("The day lies outside the time of this project.")})


def _set_giver(actor: StaffActor, row: ServiceGiven, service: ServiceWords) -> None:
    row.giver, row.member, row.partner, row.giver_words = service.giver, None, None, None
    if service.giver == Giver.MEMBER:
        row.member = service.member or actor.membership
        if row.member.org_id != actor.org_id:
            raise Invalid({"member": __("Please choose from the list.")})
    elif service.giver == Giver.PARTNER:
        if (
            service.partner is None
            or not organisations.partners_of(actor).filter(pk=service.partner.pk).exists()
        ):
            raise Invalid({"partner": __("Say which organisation.")})
        row.partner = service.partner
    else:
        row.giver_words = one_line(service.giver_words, "giver_words")


def _record(actor: StaffActor, verb: str, row: ServiceGiven) -> None:
    details = {
        "service": row.kind,
        "unit": row.unit,
        "quantity": f"{row.quantity:f}",
        "currency": row.currency,
        "project": row.project_id,
        "person": row.person_id,
    }
    audit.record(actor, verb, subject_kind="service", subject_id=row.pk, about=row.case_id, details=details)
