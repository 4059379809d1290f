"""What a person or a body decided. No screening decides: its result is not even asked here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases.actions.held import hold_open
from sapar.cases.actions.words import needed_words, one_line
from sapar.common.errors import IllegalMove, Invalid, NotVisible
from sapar.organisations.guard import require
from sapar.screening import queries
from sapar.screening.codes import DecidedBy, RowState, Status
from sapar.screening.models import Determination

if TYPE_CHECKING:
    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person

audit.name("determination.recorded", _("Decision on trafficking recorded"))
audit.name("determination.withdrawn", _("Decision on trafficking withdrawn as a mistake"))

EARLIEST = dt.date(2000, 1, 1)


@dataclass(frozen=True)
class Decided:
    """Who decided what, when and on what ground. `who` is the person or body by name."""

    status: str
    decided_by: str
    who: str
    ground: str
    decided_on: dt.date


def determine(actor: StaffActor, case: Case, person: Person, decided: Decided) -> Determination:
    """Write down a decision that somebody made. Raises `Invalid`."""
    require(actor, "screening.decide", case)
    held = hold_open(actor, case, "determine")
    queries.person_of(actor, held, person.pk)
    _check(decided)
    row = Determination(
        org_id=actor.org_id, case=held, person=person, data_key=person.data_key, status=decided.status,
        decided_by=decided.decided_by, decided_on=decided.decided_on, recorded_by_id=actor.member_id,
    )  # fmt: skip
    row.who, row.ground = one_line(decided.who, "who"), needed_words(decided.ground, "ground")
    row.save()
    _tell(actor, "determination.recorded", row)
    return row


def withdraw_determination(actor: StaffActor, row: Determination) -> Determination:
    require(actor, "screening.decide", row)
    hold_open(actor, row.case, "withdraw")
    held = Determination.objects.select_for_update().filter(org_id=actor.org_id, pk=row.pk).first()
    if held is None:
        raise NotVisible
    if held.state == RowState.WITHDRAWN:
        raise IllegalMove(held.state, "withdraw")
    held.state = RowState.WITHDRAWN
    held.save(update_fields=["state"])
    _tell(actor, "determination.withdrawn", held)
    return held


def _check(decided: Decided) -> None:
    for name, given, known in (
        ("status", decided.status, Status.values),
        ("decided_by", decided.decided_by, DecidedBy.values),
    ):
        if given not in known:
            raise Invalid({name: __("Please choose from the list.")})
    if not EARLIEST <= decided.decided_on <= timezone.localdate():
        raise Invalid({"decided_on": __("This day has not come yet. Please check the year.")})


def _tell(actor: StaffActor, verb: str, row: Determination) -> None:
    details = {"person": row.person_id, "status": row.status, "by": row.decided_by}
    audit.record(
        actor, verb, subject_kind="determination", subject_id=row.pk, about=row.case_id, details=details
    )
