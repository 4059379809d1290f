"""Reads of keeping for an actor."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from sapar.cases.models import Case
from sapar.common import paging
from sapar.common.clock import shared_day
from sapar.common.errors import NotVisible
from sapar.common.ready import ready
from sapar.intake.models import Contact
from sapar.keeping import due
from sapar.keeping.flow import RUNNING
from sapar.keeping.models import Certificate, Export, Hold, Run, Schedule
from sapar.organisations.guard import require
from sapar.people.models import Person
from sapar.vault import ledger

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from django.db.models import QuerySet

    from sapar.keeping.codes import RecordKind
    from sapar.keeping.due import Due
    from sapar.organisations.actor import StaffActor

LISTED = 50


@dataclass(frozen=True)
class Going:
    """One line of the preview: no name, only what it is, since when, and its page where the reader may see it."""

    mark: str
    since: dt.datetime
    page: tuple[str, uuid.UUID] | None


@dataclass(frozen=True)
class GoingKind:
    """The lines of a kind. `hidden`: those of restricted cases that the reader is not named on; `more`: not listed."""

    kind: RecordKind
    months: int
    rows: list[Going]
    hidden: int
    more: int


@dataclass(frozen=True)
class Proven:
    """A certificate as anybody may learn it who holds the number."""

    number: str
    organisation: str
    kinds: dict[str, int]
    reason: str
    role: str
    erased_at: dt.datetime
    ledger_hash: bytes


def schedule(actor: StaffActor) -> Schedule | None:
    require(actor, "keeping.read")
    return Schedule.objects.filter(org_id=actor.org_id).select_related("confirmed_by__user").first()


def last_run(actor: StaffActor) -> Run | None:
    require(actor, "keeping.read")
    return Run.objects.filter(org_id=actor.org_id).order_by("-began_at").first()


def going(actor: StaffActor, days: int, counts: dict[str, int]) -> list[GoingKind]:
    """What goes within so many days, the oldest first, at most fifty of a kind; `counts` are the outlook's."""
    require(actor, "keeping.read")
    found = []
    for kind, months, rows in due.everything(actor, days, most=LISTED):
        seen = _seen(actor, kind, rows)
        lines = [_line(kind, one, seen.get(one.id)) for one in rows if one.id in seen]
        found.append(GoingKind(kind, months, lines, len(rows) - len(lines), counts[kind] - len(rows)))
    return found


_MODELS: dict[str, Any] = {"case": Case, "contact": Contact, "person": Person}
PAGES = {"case": "cases:case", "contact": "contacts:detail", "person": "people:person"}
_RIGHTS = {"case": "case.read", "contact": "contact.read", "person": "person.read"}


def _seen(actor: StaffActor, kind: str, rows: list[Due]) -> dict[uuid.UUID, str]:
    """Those of the ids that the reader may see, with the mark each goes by."""
    ids = [one.id for one in rows]
    model = _MODELS.get(kind)
    if model is None:
        return {one.id: one.id.hex[-8:] for one in rows if not one.restricted}
    found = model.objects.filter(org_id=actor.org_id, pk__in=ids)
    if kind == "case":
        return dict(found.values_list("pk", "number"))
    return {pk: pk.hex[-8:] for pk in found.values_list("pk", flat=True)}


def _line(kind: str, one: Due, mark: str | None) -> Going:
    return Going(mark or "", one.since, (PAGES[kind], one.id) if kind in PAGES else None)


def may_open(actor: StaffActor, kind: str) -> bool:
    return kind in _RIGHTS and actor.may(_RIGHTS[kind])


def holds(actor: StaffActor, *, standing: bool = True, before: str | None = None) -> paging.Page[Hold]:
    """Holds the reader may know of, newest first; those that stand, or those that are over."""
    require(actor, "keeping.read")
    now = Q(lifted_at=None) & (Q(until=None) | Q(until__gte=shared_day()))
    rows = Hold.objects.filter(now if standing else ~now, org_id=actor.org_id)
    rows = rows.select_related("case", "placed_by__user", "data_key")
    return paging.newest_first(rows, "placed_at", before=before)


def hold(actor: StaffActor, hold_id: uuid.UUID) -> Hold:
    require(actor, "hold.write")
    rows = Hold.objects.filter(org_id=actor.org_id, pk=hold_id)
    members = ("placed_by__user", "reviewed_by__user", "lift_asked_by__user", "lifted_by__user")
    found = rows.select_related("case", "data_key", *members).first()
    if found is None:
        raise NotVisible
    return found


def holds_on(actor: StaffActor, kind: str, subject_id: uuid.UUID) -> list[Hold]:
    """Holds on one thing that stand now."""
    return [one for one in _standing(actor.org_id, kind, subject_id) if one.stands]


@ready
def _standing(org_id: uuid.UUID, kind: str, subject_id: uuid.UUID) -> QuerySet[Hold]:
    rows = Hold.objects.filter(**{f"{kind}_id": subject_id}, org_id=org_id, lifted_at=None)
    return rows.order_by("placed_at")


def holds_to_review(actor: StaffActor) -> int:
    """How many holds are due to be looked at again, or wait for the second of two people."""
    rows = Hold.objects.filter(org_id=actor.org_id, lifted_at=None)
    rows = rows.filter(Q(until=None) | Q(until__gte=shared_day()))
    return rows.filter(Q(review_on__lte=timezone.localdate()) | Q(lift_asked_at__isnull=False)).count()


def exports(actor: StaffActor) -> QuerySet[Export]:
    require(actor, "keeping.read")
    rows = Export.objects.filter(org_id=actor.org_id)
    return rows.select_related("asked_by__user", "decided_by__user", "data_key").order_by("-asked_at")


def export(actor: StaffActor, export_id: uuid.UUID) -> Export:
    found = exports(actor).filter(pk=export_id).first()
    if found is None:
        raise NotVisible
    return found


def running_export(actor: StaffActor) -> Export | None:
    return exports(actor).filter(state__in=RUNNING).first()


def fresh_certificate(actor: StaffActor, person_id: uuid.UUID) -> Certificate | None:
    """The certificate of somebody erased less than a day ago."""
    return Certificate.objects.filter(org_id=actor.org_id, person_id=person_id).first()


def certificate(actor: StaffActor, certificate_id: uuid.UUID) -> Certificate:
    require(actor, "keeping.read")
    found = Certificate.objects.filter(org_id=actor.org_id, pk=certificate_id).first()
    if found is None:
        raise NotVisible
    return found


def proven(number: str) -> Proven | None:
    """A certificate by its number, of any organisation here; None where the number is not known."""
    with connection.cursor() as cursor:
        cursor.execute("select * from keeping_certificate(%s)", [tidy(number)])
        row = cursor.fetchone()
        names = [column.name for column in cursor.description or ()]
    if row is None:
        return None
    said = dict(zip(names, row, strict=True))
    # A raw cursor gives JSON as it stands.
    said["kinds"] = json.loads(said["kinds"])
    said["ledger_hash"] = bytes(said["ledger_hash"])
    return Proven(**said)


def stands(certificate: Certificate) -> bool:
    """Whether the ledger of this installation still says what the certificate proves itself by."""
    return ledger.digest_of(certificate.ledger_ids) == bytes(certificate.ledger_hash)


def tidy(number: str) -> str:
    """A number as it is stored, from whatever way it was typed."""
    letters = "".join(one for one in number.upper() if one.isalnum()).translate(str.maketrans("OIL", "011"))
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def is_there(actor: StaffActor, kind: str, subject_id: uuid.UUID) -> bool:
    """Whether the reader may see this case, person or talk, and there is anything left of it to hold."""
    rows = _MODELS[kind].objects.filter(org_id=actor.org_id, pk=subject_id, data_key__erased_at=None)
    return bool(rows.exists())


def subject_of(hold: Hold) -> tuple[str, uuid.UUID]:
    """("case", its id), or of the person or the talk."""
    for kind in _MODELS:
        found: uuid.UUID | None = getattr(hold, f"{kind}_id")
        if found is not None:
            return kind, found
    raise NotVisible
