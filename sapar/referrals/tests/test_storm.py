"""Many at once on the same referrals leave no impossible state and no grant without consent."""

from __future__ import annotations

from sapar.referrals.tests import storm


def test_workers_at_once_leave_nothing_impossible(committed_outside):
    found = storm.run(
        committed_outside.sender,
        committed_outside.receiver,
        committed_outside.to_org,
        workers=10,
        rounds=12,
        referrals=9,
    )
    assert found.faults == []
    assert found.impossible == []
    # It was a storm: verbs of both sides were done, and somebody came too late.
    assert {"offer", "answer", "expire"} <= set(found.done)
    assert found.refused.total() > 0
    assert len(found.states) > 2
