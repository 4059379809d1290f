"""Taking a sheet back: everything it made goes, unless somebody has worked on it since. And forgetting its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases import actions as cases
from sapar.cases import queries as case_queries
from sapar.common.errors import IllegalMove, NotVisible
from sapar.intake import queries as intake_queries
from sapar.intake.actions import taking_back as talks
from sapar.organisations.guard import require
from sapar.people import queries as people_queries
from sapar.people.actions import taking_back as people
from sapar.sheets.actions.held import hold, move
from sapar.sheets.codes import RowState
from sapar.sheets.flow import BatchState
from sapar.sheets.models import Batch, Row
from sapar.vault import erasure

if TYPE_CHECKING:
    import datetime as dt

    from sapar.common.actor import Actor
    from sapar.organisations.actor import StaffActor

UNDO_BEGUN = audit.name("sheet.undo-begun", _("Taking back of a sheet begun"))
UNDONE = audit.name("sheet.undone", _("Sheet taken back"))
FORGOTTEN = audit.name("sheet.forgotten", _("Sheet destroyed"))

STEP = 50


def begin_undo(actor: StaffActor, batch: Batch) -> Batch:
    """Ask for it; a sheet that is still being loaded stops there."""
    require(actor, "sheet.load", batch)
    held = hold(actor, batch)
    move(held, "undo")
    held.done = 0
    held.save()
    audit.record(actor, UNDO_BEGUN, subject_kind="sheet", subject_id=held.pk)
    return held


def undo_some(actor: StaffActor, batch: Batch, most: int = STEP) -> bool:
    """The last rows first, in the caller's transaction; False when nothing is left. What belongs to one case goes whole
    or stays whole. Raises `Locked`."""
    require(actor, "sheet.load", batch)
    held = hold(actor, batch)
    if held.state != BatchState.UNDOING:
        return False
    rows = Row.objects.filter(org_id=actor.org_id, batch=held, state=RowState.LOADED).order_by("-number")
    chunk = list(rows[:most])
    if not chunk:
        _end(actor, held)
        return False
    settled: set[int] = set()
    for row in chunk:
        if row.number not in settled:
            settled |= _take_back(actor, held, row)
    held.done += len(settled)
    held.save(update_fields=["done"])
    return True


def _take_back(actor: StaffActor, batch: Batch, row: Row) -> set[int]:
    """A row with all that hang on its case; the numbers that are settled."""
    group = [row]
    if row.case_id:
        same = Row.objects.filter(
            org_id=actor.org_id, batch=batch, state=RowState.LOADED, case_id=row.case_id
        )
        group = list(same.order_by("-number"))
    try:
        with transaction.atomic():
            _take_back_whole(actor, group)
        state = RowState.UNDONE
    except (IllegalMove, NotVisible):
        state = RowState.KEPT
    for one in group:
        one.state = state
        one.save(update_fields=["state"])
    return {one.number for one in group}


def _take_back_whole(actor: StaffActor, group: list[Row]) -> None:
    """Talks, then the case, then the people who stand in no other. What this sheet did not make is left as it is."""
    since = max(row.loaded_at for row in group if row.loaded_at)
    for row in group:
        if row.contact_id:
            talks.take_back(actor, intake_queries.contact(actor, row.contact_id), since=since)
    case_id = next((row.case_id for row in group if row.made_case), None)
    if case_id:
        cases.take_back(actor, case_queries.get(actor, case_id), since=since)
    elif any(row.case_id for row in group):
        # A case that another sheet or a colleague opened: what this sheet added to it cannot be told from their work.
        raise IllegalMove("open", "take_back")
    for row in group:
        if row.person_id:
            _take_back_person(actor, row)


def _take_back_person(actor: StaffActor, row: Row) -> None:
    """Somebody whom this sheet wrote down, once the last of their cases has gone."""
    made = Row.objects.filter(org_id=actor.org_id, batch_id=row.batch_id, person_id=row.person_id)
    maker = made.filter(made_person=True).first()
    person = people_queries.visible_to(actor).filter(pk__in=[row.person_id], erased_at=None).first()
    if maker is None or person is None or person.participations.exists():
        return
    people.take_back(actor, person, since=_last_time(made))


def _last_time(rows: Any) -> dt.datetime:
    times: list[dt.datetime] = [one for one in rows.values_list("loaded_at", flat=True) if one]
    return max(times)


def _end(actor: StaffActor, held: Batch) -> None:
    rows = Row.objects.filter(org_id=actor.org_id, batch=held)
    counts = {
        state: rows.filter(state=state).count() for state in (RowState.UNDONE.value, RowState.KEPT.value)
    }
    # What was never loaded waits as before.
    rows.filter(Q(state=RowState.UNDONE) | Q(state=RowState.READY)).update(
        contact_id=None, case_id=None, person_id=None, made_case=False, made_person=False, loaded_at=None
    )
    move(held, "end_undo")
    held.loaded_at = None
    held.save()
    audit.record(actor, UNDONE, subject_kind="sheet", subject_id=held.pk, details=counts)


def forget(actor: Actor, batch: Batch) -> None:
    """Destroy the key of the sheet's cells. What was loaded stays in Sapar; it can't be taken back as a whole any more."""
    require(actor, "sheet.load", batch)
    held = hold(actor, batch)
    move(held, "forget")
    held.save()
    erasure.erase(actor, [held.data_key], "no-need")
    audit.record(actor, FORGOTTEN, subject_kind="sheet", subject_id=held.pk)
