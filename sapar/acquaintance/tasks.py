"""The job that compares, by night, whom organisations know."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from sapar.common.errors import Locked

log = logging.getLogger(__name__)


@app.periodic(cron="45 20 * * *")
@app.task(name="acquaintance.meet", queueing_lock="acquaintance.meet")
def meet(timestamp: int) -> None:  # the time it was due
    """Nightly: tell the earlier organisation that somebody else may be helping a person it knows."""
    from sapar.acquaintance import actions

    try:
        actions.meet()
    except Locked:
        log.info("nobody was compared between organisations: locked")
