"""The job of the waiting list: promises that are broken."""

from __future__ import annotations

import uuid

from django.db import transaction
from procrastinate.contrib.django import app

from sapar.common import tenancy
from sapar.organisations import queries as organisations
from sapar.organisations.actor import SystemActor


@app.periodic(cron="*/10 * * * *")
@app.task(name="intake.tell_all_overdue", queueing_lock="intake.tell_all_overdue")
def tell_all_overdue(timestamp: int) -> None:  # noqa: ARG001 - the time it was due
    """Every ten minutes, organisation by organisation."""
    for org_id in organisations.organisations().exclude(joined_at=None).values_list("pk", flat=True):
        tell_overdue.defer(org_id=str(org_id))


@app.task(name="intake.tell_overdue")
def tell_overdue(org_id: str) -> None:
    """For one organisation, in its scope: nobody else learns that somebody waits there."""
    from sapar.intake.actions import callbacks

    actor = SystemActor("intake.tell_overdue", uuid.UUID(org_id))
    with transaction.atomic(), tenancy.scope_of(actor):
        callbacks.tell_overdue(actor)
