"""The cast, and a quarter's work that can be counted by hand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from sapar.people.tests.conftest import *  # noqa: F403 - fixtures are taken by their names

if TYPE_CHECKING:
    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor

# A day in the past, in the middle of a quarter.
THEN = dt.datetime(2026, 5, 20, 9, 0, tzinfo=dt.UTC)
QUARTER = {"period": "days", "since": "01.04.2026", "until": "30.06.2026"}


def talk(actor: StaffActor, count: int = 1, *, at: dt.datetime = THEN, **said: Any) -> None:
    from sapar.common.ids import uuid7
    from sapar.intake import actions
    from sapar.intake.calls import Talk
    from tests.factories import acting

    said = {"channel": "phone", "topic": "unpaid-wages", "outcome": "advised"} | said
    with acting(actor):
        for _number in range(count):
            actions.log(actor, Talk(began_at=at, **said), once=uuid7())


def case_of(
    actor: StaffActor, *, at: dt.datetime = THEN, person: dict[str, Any] | None = None, **facts: Any
) -> Case:
    from sapar.cases import actions
    from sapar.cases.actions import Opening, Someone
    from sapar.people.particulars import Particulars, Spelling
    from tests.factories import acting

    particulars = Particulars(names=(Spelling("Айжан"),), **(person or {}))
    with acting(actor):
        return actions.open_case(
            actor, Opening(**{"helped": Someone(particulars), "problems": ("debt",), "opened_at": at} | facts)
        )


@pytest.fixture
def selection() -> Any:
    from sapar.insight.periods import Period
    from sapar.insight.selection import Selection

    def chosen(**codes: str) -> Selection:
        return Selection(Period(dt.date(2026, 4, 1), dt.date(2026, 6, 30)), "Asia/Bishkek", **codes)

    return chosen
