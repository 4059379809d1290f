"""Jobs of referrals: offers that nobody answered in time."""

from __future__ import annotations

import uuid

from django.db import connection, transaction
from procrastinate.contrib.django import app

from sapar.common import tenancy
from sapar.organisations.actor import SystemActor


@app.periodic(cron="*/5 * * * *")
@app.task(name="referrals.expire_all", queueing_lock="referrals.expire_all")
def expire_all(timestamp: int) -> None:  # the time it was due
    """Every five minutes: find the organisations with a referral whose time is over; a job for each."""
    with transaction.atomic(), tenancy.scope(door="jobs"), connection.cursor() as cursor:
        cursor.execute("select * from referrals_organisations_due()")
        due = [str(row[0]) for row in cursor.fetchall()]
    for org_id in due:
        expire_due.defer(org_id=org_id)


@app.task(name="referrals.expire_due")
def expire_due(org_id: str) -> None:
    """For one organisation, in its scope."""
    from sapar.referrals import actions

    actor = SystemActor("referrals.expire_due", uuid.UUID(org_id))
    with transaction.atomic(), tenancy.scope_of(actor):
        actions.expire_due(actor)
