"""Jobs of keeping: erasing by time, making an export, forgetting what was only kept for a day."""

from __future__ import annotations

import uuid

from django.db import transaction
from procrastinate.contrib.django import app

from sapar.common import tenancy
from sapar.organisations import queries as organisations
from sapar.organisations.actor import SystemActor


@app.periodic(cron="10 1 * * *")
@app.task(name="keeping.erase_all_due", queueing_lock="keeping.erase_all_due")
def erase_all_due(timestamp: int) -> None:  # the time it was due
    """Every night: erase what has been kept long enough, organisation by organisation."""
    for org_id in organisations.organisations().exclude(joined_at=None).values_list("pk", flat=True):
        erase_due.defer(org_id=str(org_id))


@app.task(name="keeping.erase_due")
def erase_due(org_id: str) -> None:
    """For one organisation, in its scope, batch by batch."""
    from sapar.keeping import actions

    actions.erase_due(SystemActor("keeping.erase_due", uuid.UUID(org_id)))


@app.periodic(cron="25 * * * *")
@app.task(name="keeping.tidy_all", queueing_lock="keeping.tidy_all")
def tidy_all(timestamp: int) -> None:  # the time it was due
    """Hourly: destroy archives whose day is over, cut the way from an erased person to the certificate."""
    from sapar.keeping import actions

    for org_id in organisations.organisations().exclude(joined_at=None).values_list("pk", flat=True):
        actor = SystemActor("keeping.tidy_all", org_id)
        with transaction.atomic(), tenancy.scope_of(actor):
            actions.expire(actor)
            actions.forget_people()


@app.task(name="keeping.make_export")
def make_export(org_id: str, export_id: str) -> None:
    """Make one approved export."""
    from sapar.keeping import making

    making.make(SystemActor("keeping.make_export", uuid.UUID(org_id)), uuid.UUID(export_id))
