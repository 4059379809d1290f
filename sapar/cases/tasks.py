"""Jobs of cases: deadlines whose rules have changed."""

from __future__ import annotations

import logging
import uuid

from django.db import transaction
from procrastinate.contrib.django import app

from sapar.common import tenancy
from sapar.common.errors import Locked
from sapar.organisations import queries as organisations
from sapar.organisations.actor import SystemActor

log = logging.getLogger("sapar.cases")


@app.periodic(cron="41 2 * * *")
@app.task(name="cases.recount_all_deadlines", queueing_lock="cases.recount_all_deadlines")
def recount_all_deadlines(timestamp: int) -> None:  # the time it was due
    """Nightly: deadlines that lean on a rule which has changed are counted anew, organisation by organisation."""
    for org_id in organisations.organisations().exclude(joined_at=None).values_list("pk", flat=True):
        recount_deadlines.defer(org_id=str(org_id))


@app.task(name="cases.recount_deadlines")
def recount_deadlines(org_id: str) -> None:
    """For one organisation, in its scope. While the vault is locked the facts cannot be read: the next night does it."""
    from sapar.cases.actions import recount_all

    actor = SystemActor("cases.recount_deadlines", uuid.UUID(org_id))
    try:
        with transaction.atomic(), tenancy.scope_of(actor):
            recount_all(actor)
    except Locked:
        log.info("deadlines wait for the vault", extra={"org": org_id})
