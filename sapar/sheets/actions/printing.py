"""Numbers for a stack of paper forms, so that every sheet of paper can be accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.errors import Invalid
from sapar.organisations.guard import require
from sapar.sheets.models import PaperRun

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor

PRINTED = audit.name("paper-form.printed", _("Paper forms printed"))

MOST = 200


def number_stack(actor: StaffActor, language: str, count: int) -> PaperRun:
    """The next numbers of the organisation. Raises `Invalid`."""
    require(actor, "sheet.load")
    if not 1 <= count <= MOST:
        raise Invalid({"count": __("Between 1 and 200 forms at a time.")})
    with connection.cursor() as cursor:
        # Two stacks printed at once must not share a number.
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"paper forms {actor.org_id}"])
    last = PaperRun.objects.filter(org_id=actor.org_id).aggregate(last=Max("last"))["last"] or 0
    run = PaperRun(
        org_id=actor.org_id,
        first=last + 1,
        last=last + count,
        language=language,
        printed_by_id=actor.member_id,
    )
    run.save(force_insert=True)
    details = {"first": run.first, "last": run.last}
    audit.record(actor, PRINTED, subject_kind="paper-run", subject_id=run.pk, details=details)
    return run
