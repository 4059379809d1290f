"""Jobs of people: consents whose time is over, keys for those who have none."""

from __future__ import annotations

import logging
import uuid

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from sapar.common import tenancy
from sapar.common.errors import Locked
from sapar.common.ready import ask
from sapar.organisations import queries as organisations
from sapar.organisations.actor import SystemActor

log = logging.getLogger(__name__)


@app.periodic(cron="7 * * * *")
@app.task(name="people.end_all_consents", queueing_lock="people.end_all_consents")
def end_all_consents(timestamp: int) -> None:  # the time it was due
    """Hourly: find the organisations with a consent whose time is over; a job for each tells the others."""
    with transaction.atomic(), tenancy.scope(door="jobs"):
        due = ask("select * from people_organisations_with_consents_over(%(now)s)", {"now": timezone.now()})
    for (org_id,) in due:
        end_consents.defer(org_id=str(org_id))


@app.task(name="people.end_consents")
def end_consents(org_id: str) -> None:
    """For one organisation, in its scope."""
    from sapar.people import actions

    actor = SystemActor("people.end_consents", uuid.UUID(org_id))
    with transaction.atomic(), tenancy.scope_of(actor):
        actions.end_consents(actor)


@app.periodic(cron="35 0 * * *")
@app.task(name="people.index_all", queueing_lock="people.index_all")
def index_all(timestamp: int) -> None:  # the time it was due
    """Nightly, before people are compared: a job for each organisation."""
    for org_id in organisations.organisations().exclude(joined_at=None).values_list("pk", flat=True):
        index_missing.defer(org_id=str(org_id))


@app.task(name="people.index_missing")
def index_missing(org_id: str) -> None:
    """Keys for those of one organisation who have none; while the vault is locked it waits for the next night."""
    from sapar.people.actions import indexing

    try:
        indexing.index_missing(SystemActor("people.index_missing", uuid.UUID(org_id)))
    except Locked:
        log.info("people not indexed: locked")
