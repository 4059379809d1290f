"""What the clock does: days are signed, orphans swept, erasures settled."""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from sapar import audit
from sapar.audit import recording, verify
from sapar.audit.canonical import NO_ORGANISATION
from sapar.audit.models import DayRoot
from sapar.common import tenancy
from sapar.common.ids import uuid7
from sapar.vault import keys, tasks
from sapar.vault.tests.cast import Clerk

if TYPE_CHECKING:
    from collections.abc import Iterator

NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
audit.name("test.sealed", "Done")


@pytest.fixture
def yesterday(aigul: Clerk) -> Iterator[None]:
    """Yesterday something happened in Aigul's organisation, and a sign-in failed."""
    with time_machine.travel(NOON - dt.timedelta(days=1), tick=False):
        for clerk in (aigul, Clerk(org_id=None)):
            with tenancy.scope_of(clerk):
                audit.record(clerk, "test.sealed", subject_kind="thing", subject_id=uuid7())
    recording.flush()
    with time_machine.travel(NOON, tick=False):
        yield


def roots_of(*chains: Any) -> list[int]:
    found = []
    for chain in chains:
        with tenancy.scope(org=chain):
            found.append(DayRoot.objects.count())
    return found


def test_the_day_before_is_signed_for_every_chain(
    aigul: Clerk, chen: Clerk, yesterday: None, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tasks.sign_days(int(NOON.timestamp()))
        tasks.sign_days(int(NOON.timestamp()) + 3600)
    assert roots_of(aigul.org_id, NO_ORGANISATION, chen.org_id) == [1, 1, 0]
    with tenancy.scope_of(aigul):
        assert DayRoot.objects.get().day == NOON.date() - dt.timedelta(days=1)
        assert list(verify.verify(aigul.org_id)) == []


def test_a_locked_vault_signs_nothing_and_says_so(
    aigul: Clerk, yesterday: None, caplog: pytest.LogCaptureFixture
) -> None:
    keys.lock()
    with caplog.at_level(logging.INFO):
        tasks.sign_days(int(NOON.timestamp()))
    assert "days not signed: locked" in caplog.messages
    assert roots_of(aigul.org_id) == [0]


def test_the_other_jobs_run_on_an_empty_installation(db: None) -> None:
    tasks.sweep_files(0)
    tasks.settle_erasures(0)
