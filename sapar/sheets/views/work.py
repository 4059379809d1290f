"""Asking for the work on a sheet: check, load, take back, destroy; and going on where it stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from sapar.common.errors import Invalid, NotVisible
from sapar.organisations.guard import staff
from sapar.sheets import actions, queries, tasks
from sapar.sheets.flow import BatchState

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.organisations.guard import StaffRequest

_BEGIN = {"check": actions.begin_check, "load": actions.begin_load, "undo": actions.begin_undo}
_JOBS = {BatchState.CHECKING: "check", BatchState.LOADING: "load", BatchState.UNDOING: "undo"}


@require_POST
@staff("sheet.load")
def move(request: StaffRequest, batch_id: uuid.UUID, verb: str) -> HttpResponse:
    """A verb of the flow; what takes long is a job."""
    batch = queries.batch(request.actor, batch_id)
    if verb == "forget":
        actions.forget(request.actor, batch)
        return redirect("sheets:batch", batch_id)
    if verb not in _BEGIN:
        raise NotVisible
    try:
        _BEGIN[verb](request.actor, batch)
    except Invalid as refused:
        messages.error(request, " ".join(refused.problems.values()))
        return redirect("sheets:columns", batch_id)
    tasks.ask_for(verb, request.actor, batch)
    return redirect("sheets:batch", batch_id)


@require_POST
@staff("sheet.load")
def go_on(request: StaffRequest, batch_id: uuid.UUID) -> HttpResponse:
    """Ask once more for the work that stands still: the server was stopped, or locked."""
    batch = queries.batch(request.actor, batch_id)
    if batch.state in _JOBS:
        tasks.ask_for(_JOBS[BatchState(batch.state)], request.actor, batch)
    return redirect("sheets:batch", batch_id)
