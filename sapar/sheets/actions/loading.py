"""Loading: the rows of a checked sheet become contacts, cases and people, by the verbs that everybody uses.

A row is claimed by its state, in the transaction that makes what it says. Whenever the job is killed, what was committed
is whole, and the next one goes on with the first row that is still ready.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.errors import Invalid
from sapar.organisations.guard import require
from sapar.sheets.actions.held import hold, move
from sapar.sheets.actions.making import Maker
from sapar.sheets.codes import RowState
from sapar.sheets.flow import BatchState
from sapar.sheets.models import Batch, Row
from sapar.sheets.reasons import Finding

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor

BEGUN = audit.name("sheet.load-begun", _("Loading of a sheet begun"))
LOADED = audit.name("sheet.loaded", _("Sheet loaded"))

# Rows in one transaction: what is done again after a kill, against the price of a commit.
STEP = 50


def begin_load(actor: StaffActor, batch: Batch) -> Batch:
    """Ask for the loading of what the check found ready."""
    require(actor, "sheet.load", batch)
    held = hold(actor, batch)
    move(held, "load")
    held.done = 0
    held.times_loaded += 1
    held.save()
    details = {"time": held.times_loaded}
    audit.record(actor, BEGUN, subject_kind="sheet", subject_id=held.pk, details=details)
    return held


def load_some(actor: StaffActor, batch: Batch, most: int = STEP) -> bool:
    """The next rows, in the caller's transaction; False when there is nothing left to do. Raises `Locked`."""
    require(actor, "sheet.load", batch)
    held = hold(actor, batch)
    if held.state != BatchState.LOADING:
        return False
    rows = Row.objects.filter(org_id=actor.org_id, batch=held, state=RowState.READY).select_related(
        "data_key"
    )
    chunk = list(rows.order_by("number")[:most])
    if not chunk:
        _end(actor, held)
        return False
    maker = Maker(actor, held)
    for row in chunk:
        _load(maker, row)
    held.done += len(chunk)
    held.save(update_fields=["done"])
    return True


def _load(maker: Maker, row: Row) -> None:
    """One row, all or nothing. What a rule refuses is the row's, not the sheet's."""
    try:
        with transaction.atomic():
            maker.make(row)
    except Invalid as refused:
        row.refresh_from_db()
        row.state, row.reasons = RowState.REJECTED, ["not-taken"]
        read = " ".join(refused.problems.values())[:200]
        row.findings = [*(row.findings or ()), Finding("not-taken", read=read).as_json()]
        row.save(update_fields=["state", "reasons", "findings"])


def _end(actor: StaffActor, held: Batch) -> None:
    move(held, "end_load")
    held.loaded_at = timezone.now()
    held.save()
    count = Row.objects.filter(org_id=actor.org_id, batch=held, state=RowState.LOADED).count()
    audit.record(actor, LOADED, subject_kind="sheet", subject_id=held.pk, details={"rows": count})
