"""Rows of keeping for `world`, of Almaty alone: a talk on hold, times confirmed, a night's run, an erasure, an export asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.common.ids import uuid7
from sapar.intake import actions as intake
from sapar.intake.calls import Talk
from sapar.keeping import actions as keeping
from sapar.organisations.actor import SystemActor
from sapar.people import actions as people
from sapar.people.particulars import Particulars, Spelling
from tests.factories import acting

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor


def build(worker: StaffActor, head: StaffActor) -> None:
    with acting(worker):
        talk = intake.log(worker, Talk("phone", "debt", "advised", words="A debt."), once=uuid7())
    with acting(head):
        keeping.place(
            head, "contact", talk.pk, once_token=uuid7(), reason="claim", words="The court decides in spring."
        )
        keeping.set_terms(head, {"contact": 20})
        keeping.confirm(head)
        keeping.erase_due(SystemActor("keeping.erase_due", head.org_id))
        gone = people.record(head, Particulars(names=(Spelling("Somebody Gone (fictional)"),)))
        people.erase(head, gone, reason="asked")
        keeping.ask(head, once_token=uuid7(), words="For the yearly audit.", restricted=False)
