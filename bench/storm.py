"""Fifty workers at once on the same referrals, on a database of its own. JSON: what was done, refused, and must be empty."""

from __future__ import annotations

import sys
from typing import Any

from bench import passing

WORKERS, ROUNDS, REFERRALS = 50, 40, 150


def storm(workers: int, rounds: int, referrals: int = REFERRALS) -> dict[str, Any]:
    from sapar.referrals.tests import storm as story
    from sapar.referrals.tests.outside_story import Outside
    from tests.factories import make_member, make_organisation

    sender = make_member(make_organisation("Osh call line (fictional)"), "Bakyt", "supervisor")
    receiver = make_member(
        make_organisation("Almaty aid centre (fictional)", country="KZ"), "Saule", "supervisor"
    )
    listed = Outside(sender, receiver).to_org
    found = story.run(sender, receiver, listed, workers=workers, rounds=rounds, referrals=referrals)
    # It has to have been a storm: verbs of both sides were done, and somebody came too late.
    is_storm = {"offer", "answer", "expire"} <= set(found.done) and found.refused.total() > 0
    met = is_storm and not found.impossible and not found.faults
    return {"workers": workers, "rounds": rounds, **vars(found), "met": met}


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    passing.measured(lambda: storm(*(given or [WORKERS, ROUNDS])))
