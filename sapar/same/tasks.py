"""The job that compares people by night."""

from __future__ import annotations

import logging
import uuid

from procrastinate.contrib.django import app

from sapar.common.errors import Locked
from sapar.organisations import queries as organisations
from sapar.organisations.actor import SystemActor

log = logging.getLogger(__name__)


# The night of Bishkek, Tashkent and Moscow alike: twenty minutes of one processor where 200,000 people are known.
@app.periodic(cron="15 20 * * *")
@app.task(name="same.compare_all", queueing_lock="same.compare_all")
def compare_all(timestamp: int) -> None:  # the time it was due
    """Nightly: a job for each organisation, after everybody has keys."""
    for org_id in organisations.organisations().exclude(joined_at=None).values_list("pk", flat=True):
        compare.defer(org_id=str(org_id))


@app.task(name="same.compare")
def compare(org_id: str) -> None:
    """For one organisation, in its scope."""
    from sapar.same import actions

    try:
        actions.compare(SystemActor("same.compare", uuid.UUID(org_id)))
    except Locked:
        log.info("people not compared: locked")
