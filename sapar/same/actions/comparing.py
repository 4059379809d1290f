"""By night: everybody who was written or amended since the last comparison is compared with everybody else."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common import tenancy
from sapar.common.errors import NotVisible
from sapar.people import queries as people
from sapar.people.models import Person, Phone
from sapar.same import documents, searching, sought
from sapar.same.models import Comparing, Likeness

if TYPE_CHECKING:
    import uuid

    from sapar.organisations.actor import SystemActor
    from sapar.same.searching import Alike

COMPARED = audit.name("people.compared", _("People compared with each other"))
_BATCH = 50
# A change bears the time at which its transaction began, which may lie before the comparison it was too late for.
_OVERLAP = dt.timedelta(hours=1)


def compare(actor: SystemActor) -> Comparing:
    """Each batch is a transaction that says how far it has come. Raises `Locked`; the next night then begins where this did.

    A job is named on no restricted case, so people who stand in such cases only are not compared by it.
    """
    if actor.org_id is None:
        raise NotVisible
    with transaction.atomic(), tenancy.scope_of(actor):
        last = (
            Comparing.objects.filter(org_id=actor.org_id, ended_at__isnull=False)
            .order_by("-began_at")
            .first()
        )
        run = Comparing(org_id=actor.org_id)
        ids = _changed(actor.org_id, last.began_at - _OVERLAP if last else None)
        run.total = len(ids)
        run.save()
    for start in range(0, len(ids), _BATCH):
        with transaction.atomic(), tenancy.scope_of(actor):
            run.found += _compare_batch(actor, ids[start : start + _BATCH])
            run.done = min(start + _BATCH, run.total)
            run.save(update_fields=["done", "found"])
    with transaction.atomic(), tenancy.scope_of(actor):
        run.ended_at = timezone.now()
        run.save(update_fields=["ended_at"])
        audit.record(
            actor, COMPARED, subject_kind="organisation", subject_id=actor.org_id,
            details={"people": run.total, "found": run.found},
        )  # fmt: skip
    return run


def _changed(org_id: uuid.UUID | None, since: dt.datetime | None) -> list[uuid.UUID]:
    rows = Person.objects.filter(org_id=org_id, erased_at=None)
    if since is not None:
        history = apps.get_model("people", "PersonVersion")
        amended = history.objects.filter(org_id=org_id, pgh_created_at__gte=since).values("pgh_obj_id")
        reached = Phone.objects.filter(org_id=org_id, added_at__gte=since).values("person_id")
        rows = rows.filter(Q(pk__in=amended) | Q(pk__in=reached))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _compare_batch(actor: SystemActor, ids: list[uuid.UUID]) -> int:
    rows = list(Person.objects.filter(pk__in=ids, erased_at=None).select_related("data_key"))
    people.with_phones(rows)
    papers = documents.numbers(actor, ids)
    merged = searching.gone_among(actor, ids)
    found: dict[tuple[uuid.UUID, uuid.UUID], Likeness] = {}
    for person in rows:
        if person.pk in merged:
            continue
        asked = sought.of(person, papers.get(person.pk, ()))
        for one in searching.alike(actor, asked, but=[person.pk]):
            found[_pair(person.pk, one.person.pk)] = _likeness(person, one)
    made = Likeness.objects.filter(org_id=actor.org_id)
    before = made.count()
    Likeness.objects.bulk_create(found.values(), ignore_conflicts=True)
    return made.count() - before


def _likeness(person: Person, one: Alike) -> Likeness:
    first, second = _pair(person.pk, one.person.pk)
    return Likeness(
        org_id=person.org_id, one_id=first, other_id=second, answer=one.verdict.answer, bits=one.verdict.bits
    )


def _pair(one: uuid.UUID, other: uuid.UUID) -> tuple[uuid.UUID, uuid.UUID]:
    return (one, other) if one < other else (other, one)
