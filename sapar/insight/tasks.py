"""Jobs of the region's picture. Libraries of numbers are loaded when a job runs, never by a web program."""

from __future__ import annotations

import uuid

from procrastinate.contrib.django import app

from sapar.organisations.actor import SystemActor


@app.periodic(cron="40 1 * * *")
@app.task(name="insight.make_snapshot", queueing_lock="insight.make_snapshot")
def make_snapshot(timestamp: int) -> None:  # the time it was due
    """Every night: reduce every organisation's records that takes part to codes."""
    from sapar.insight.snapshot import make

    make.make()


@app.task(name="insight.make_release")
def make_release(release_id: str) -> None:
    """Make one release that was asked for, and attack it."""
    from sapar.insight.releases import making

    making.make(SystemActor("insight.make_release"), uuid.UUID(release_id))
