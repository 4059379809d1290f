"""Many at once on the same referrals leave no impossible state and no grant without consent."""

from __future__ import annotations

import pytest

from bench.storm import storm


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_leave_nothing_impossible():
    """A small one of `make bench ARGS=storm`, which has fifty workers."""
    found = storm(10, 12, referrals=9)
    assert found["faults"] == []
    assert found["impossible"] == []
    assert found["met"], "both sides acted, and somebody came too late"
    assert found["done"]["offer"] > 0
    assert len(found["states"]) > 2
