"""Two makers of one release: a job that was taken for dead is called again, or a demo is loaded beside a running server."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from sapar.common.ids import uuid7
from sapar.common.tenancy import scope
from sapar.insight import actions
from sapar.insight.actions import Wanted
from sapar.insight.models import ReleasePart
from sapar.insight.releases import making
from sapar.insight.tests import region
from sapar.organisations.actor import SystemActor
from tests.factories import acting

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_first_to_end_counts_and_the_second_is_told_how_it_ended(settings, tmp_path, rustam):
    settings.SNAPSHOTS = tmp_path / "snapshot"
    region.frozen()
    with transaction.atomic(), acting(rustam):
        asked = actions.ask(rustam, Wanted(region.QUARTER, {"contacts": ["topic", "country"]}), once=uuid7())

    def make(name: str) -> str:
        try:
            return making.make(SystemActor(name), asked.pk, seconds=0.2).state
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(make, ("job", "demo"))) == ["ready", "ready"]
    with transaction.atomic(), scope(door="figures"):
        assert ReleasePart.objects.filter(release=asked.pk).count() == 1
