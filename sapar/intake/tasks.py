"""The jobs of intake: promises that are broken, drafts that have waited too long."""

from __future__ import annotations

import uuid

from django.db import connection, transaction
from procrastinate.contrib.django import app

from sapar.common import tenancy
from sapar.organisations import queries as organisations
from sapar.organisations.actor import SystemActor


@app.periodic(cron="*/10 * * * *")
@app.task(name="intake.tell_all_overdue", queueing_lock="intake.tell_all_overdue")
def tell_all_overdue(timestamp: int) -> None:  # the time it was due
    """Every ten minutes: find the organisations where somebody waits too long; a job for each."""
    with transaction.atomic(), tenancy.scope(door="jobs"), connection.cursor() as cursor:
        cursor.execute("select * from intake_organisations_overdue()")
        overdue = [str(org_id) for (org_id,) in cursor.fetchall()]
    for org_id in overdue:
        tell_overdue.defer(org_id=org_id)


@app.task(name="intake.tell_overdue")
def tell_overdue(org_id: str) -> None:
    """For one organisation, in its scope: nobody else learns that somebody waits there."""
    from sapar.intake.actions import callbacks

    actor = SystemActor("intake.tell_overdue", uuid.UUID(org_id))
    with transaction.atomic(), tenancy.scope_of(actor):
        callbacks.tell_overdue(actor)


@app.periodic(cron="23 3 * * *")
@app.task(name="intake.sweep_all_drafts", queueing_lock="intake.sweep_all_drafts")
def sweep_all_drafts(timestamp: int) -> None:  # the time it was due
    """Nightly: drafts that nobody made a contact of."""
    for org_id in organisations.organisations().exclude(joined_at=None).values_list("pk", flat=True):
        sweep_drafts.defer(org_id=str(org_id))


@app.task(name="intake.sweep_drafts")
def sweep_drafts(org_id: str) -> None:
    """For one organisation, by the door that sees every member's drafts."""
    from sapar.intake.actions import drafts

    actor = SystemActor("intake.sweep_drafts", uuid.UUID(org_id))
    with transaction.atomic(), tenancy.scope_of(actor, door="jobs"):
        drafts.sweep(actor)
