"""Fifty workers at once on the same referrals, on a database of its own. JSON: what was done, refused, and must be empty."""

from __future__ import annotations

import dataclasses
import sys
from typing import Any

from bench import passing

WORKERS, ROUNDS = 50, 40


def storm(workers: int, rounds: int) -> dict[str, Any]:
    from sapar.referrals.tests import storm as story
    from tests.factories import make_member, make_organisation

    sender = make_member(make_organisation("Osh call line (fictional)"), "Bakyt", "supervisor")
    receiver = make_member(
        make_organisation("Almaty aid centre (fictional)", country="KZ"), "Saule", "supervisor"
    )
    listed = make_organisation("Town office (fictional)")
    found = dataclasses.asdict(story.run(sender, receiver, listed, workers=workers, rounds=rounds))
    met = not (found["impossible"] or found["faults"]) and sum(found["done"].values()) > 0
    return {"workers": workers, "rounds": rounds, **found, "met": met}


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    passing.measured(lambda: storm(*(given or [WORKERS, ROUNDS])))
