"""A courtesy between two who open the same form: each is told that the other has it open."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from sapar.cases import queries
from sapar.cases.models import OpenForm
from sapar.organisations.guard import require

if TYPE_CHECKING:
    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor

# Whoever opened the form earlier than this has gone away without saving.
FORGOTTEN = dt.timedelta(minutes=30)


def open_form(actor: StaffActor, case: Case) -> list[OpenForm]:
    """Note that the actor has the form of the story open; returns who else has, longest first. Not audited: it is no deed."""
    require(actor, "case.write", case)
    mine = OpenForm(org_id=actor.org_id, case=case, member_id=actor.member_id, opened_at=timezone.now())
    OpenForm.objects.bulk_create(
        [mine], update_conflicts=True, unique_fields=["case", "member"], update_fields=["opened_at"]
    )
    others = queries.forms_open(actor, case).exclude(member_id=actor.member_id)
    return list(
        others.filter(opened_at__gt=timezone.now() - FORGOTTEN)
        .select_related("member__user")
        .order_by("opened_at")
    )
