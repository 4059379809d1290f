"""Sheets: the list, one with its steps, its rows, and the rejects as a sheet to be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sapar.common import paging
from sapar.common.errors import NotVisible
from sapar.organisations.guard import staff
from sapar.people.pages import form_page
from sapar.sheets import actions, preview, queries, reasons
from sapar.sheets.codes import RowState
from sapar.sheets.flow import AT_WORK, BATCH, BatchState
from sapar.sheets.forms import BringForm
from sapar.sheets.writing import rejects_workbook, workbook_answer
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.organisations.guard import StaffRequest
    from sapar.sheets.models import Batch

_REFRESH_SECONDS = "4"
_ROWS_A_PAGE = 50


@require_safe
@staff("sheet.load")
def listing(request: StaffRequest) -> HttpResponse:
    """The organisation's sheets, the newest first, and all that can be printed or given out."""
    page = paging.newest_first(
        queries.visible_to(request.actor), "brought_at", before=request.GET.get("before")
    )
    return render(request, "sheets/list.html", {"page": page})


@show_or_send
@staff("sheet.load")
def bring(request: StaffRequest) -> HttpResponse:
    """A file comes in."""
    form = BringForm(request.POST, files=request.FILES) if request.method == "POST" else BringForm()

    def act(typed: dict[str, Any]) -> Batch:
        upload = typed["file"]
        return actions.bring(
            request.actor, upload.read(), upload.name, sheet=typed["sheet"], once=typed["once"]
        )

    return form_page(
        request,
        form,
        act,
        done=_("The sheet is read. Nothing is loaded yet."),
        to=lambda made: reverse("sheets:columns", args=[made.pk]),
        title=_("Load a sheet"),
        lead=_("First it is only read: you will see what would be loaded before anything is."),
        submit=_("Read the sheet"),
        cancel_url=reverse("sheets:list"),
    )


@require_safe
@staff("sheet.load")
def detail(request: StaffRequest, batch_id: uuid.UUID) -> HttpResponse:
    """Where the sheet stands and what is next. While a job is at work the page comes anew by itself."""
    batch = queries.batch(request.actor, batch_id)
    is_readable = batch.state != BatchState.FORGOTTEN
    context = {
        "batch": batch,
        "counts": queries.counts(request.actor, batch),
        "rejected": _explained(queries.reason_counts(request.actor, batch, RowState.REJECTED)),
        "left_out": _explained(queries.reason_counts(request.actor, batch, RowState.SKIPPED)),
        "steps": [_("Columns"), _("Words"), _("Check"), _("Load")],
        "step": _step(batch),
        "is_at_work": batch.state in AT_WORK,
        "may": {verb: BATCH.allows(batch.state, verb) for verb in ("map", "check", "load", "undo", "forget")},
        "preview": preview.of(request.actor, batch) if is_readable and batch.columns_named else None,
    }
    answer = render(request, "sheets/batch.html", context)
    if context["is_at_work"]:
        answer["Refresh"] = _REFRESH_SECONDS
    return answer


def _step(batch: Batch) -> int:
    if not batch.columns_named:
        return 1
    return {BatchState.READ: 3, BatchState.CHECKING: 3, BatchState.UNDONE: 3}.get(BatchState(batch.state), 4)


def _explained(counts: dict[str, int]) -> list[tuple[str, int]]:
    """(why, how many), in words."""
    return [(str(_why(code)), many) for code, many in counts.items()]


def _why(code: str) -> Any:
    return reasons.LEFT_OUT[code] if code in reasons.LEFT_OUT else reasons.REASONS[code].why


_LISTED: dict[str, dict[str, Any]] = {
    "rejected": {"state": RowState.REJECTED},
    "kept": {"state": RowState.KEPT},
    "warned": {"warned": True},
}


@require_safe
@staff("sheet.load")
def rows(request: StaffRequest, batch_id: uuid.UUID, state: str) -> HttpResponse:
    """Rows that a person should look at, each with what was read, why, and what to do."""
    batch = queries.batch(request.actor, batch_id)
    if state not in _LISTED or batch.state == BatchState.FORGOTTEN:
        raise NotVisible
    found = queries.rows(request.actor, batch).filter(**_LISTED[state])
    page = Paginator(found, _ROWS_A_PAGE).get_page(request.GET.get("page"))
    lines = [(row, reasons.Finding.opened(row.findings)) for row in page.object_list]
    return render(request, "sheets/rows.html", {"batch": batch, "state": state, "lines": lines, "page": page})


@require_safe
@staff("sheet.load")
def rejects(request: StaffRequest, batch_id: uuid.UUID) -> HttpResponse:
    """The rejected rows as they were, with a column that says why: mended, the file can be loaded again."""
    batch = queries.batch(request.actor, batch_id)
    if batch.state == BatchState.FORGOTTEN:
        raise NotVisible
    found = queries.rows(request.actor, batch).filter(state=RowState.REJECTED)
    return workbook_answer(rejects_workbook(batch, list(found)), "rejects.xlsx")
