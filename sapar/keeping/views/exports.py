"""The whole export as pages: asked for, judged by another, watched while it is made, fetched once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sapar.accounts.guard import confirmed
from sapar.common.errors import Invalid
from sapar.keeping import actions, queries
from sapar.keeping.codes import ExportState
from sapar.keeping.forms import ExportForm
from sapar.organisations.guard import staff
from sapar.people.pages import form_page, sent
from sapar.vault import ERASED

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse, HttpResponseBase

    from sapar.organisations.guard import StaffRequest

_LISTED = 50
_DECISIONS = {"approve": actions.approve, "refuse": actions.refuse}


@require_safe
@staff("keeping.read")
def listed(request: StaffRequest) -> HttpResponse:
    found = list(queries.exports(request.actor)[:_LISTED])
    context = {
        "exports": found,
        "may_ask": request.actor.may("export.ask") and queries.running_export(request.actor) is None,
    }
    return render(request, "keeping/exports.html", context)


@staff("export.ask")
@confirmed
def ask(request: StaffRequest) -> HttpResponse:
    return form_page(
        request, ExportForm(sent(request)),
        lambda typed: actions.ask(
            request.actor, once_token=typed["once"], words=typed["words"], restricted=typed["restricted"]
        ),
        done=_("Asked. Another person has to approve it."), to=lambda made: reverse("keeping:export", args=[made.pk]),
        title=_("Export everything"), submit=_("Ask for it"), cancel_url=reverse("keeping:exports"),
        lead=_("All contacts, cases, people and files of your organisation in one archive, readable by whoever has it. Ask only when it is needed: to move, for an audit, for a court."),
    )  # fmt: skip


@require_safe
@staff("keeping.read")
def export(request: StaffRequest, export_id: uuid.UUID) -> HttpResponseBase:
    found = queries.export(request.actor, export_id)
    actor = request.actor
    is_mine = found.asked_by_id == actor.member_id
    may_decide = actor.may("export.approve") and not is_mine and found.state == ExportState.ASKED
    may_read_why = is_mine or actor.may("export.approve")
    context: dict[str, object] = {
        "export": found,
        "words": found.words if may_read_why and found.words is not ERASED else "",
        "may_decide": may_decide,
        "needs_supervisor": found.restricted and actor.role != "supervisor",
        "may_take": is_mine and found.state == ExportState.READY and not found.is_over,
        "may_withdraw": actor.may("export.ask") and found.state in {"asked", "approved", "ready"},
        "refresh": found.state in {"approved", "making"},
    }
    # The password is asked before the button is there: what a form sends is lost on the way to that question and back.
    shown = confirmed(_export_page) if context["may_decide"] or context["may_take"] else _export_page
    return shown(request, context)


def _export_page(request: StaffRequest, context: dict[str, object]) -> HttpResponse:
    return render(request, "keeping/export.html", context)


@require_POST
@staff("export.approve")
@confirmed
def decide(request: StaffRequest, export_id: uuid.UUID, verb: str) -> HttpResponse:
    """Approve or refuse."""
    found = queries.export(request.actor, export_id)
    try:
        _DECISIONS.get(verb, actions.refuse)(request.actor, found)
    except Invalid as refusal:
        messages.error(request, " ".join(refusal.problems.values()))
    else:
        messages.success(request, _("Saved."))
    return redirect("keeping:export", found.pk)


@require_POST
@staff("export.ask")
def withdraw(request: StaffRequest, export_id: uuid.UUID) -> HttpResponse:
    found = queries.export(request.actor, export_id)
    actions.withdraw(request.actor, found)
    messages.success(request, _("Taken back. What was made of it is destroyed."))
    return redirect("keeping:export", found.pk)


@require_POST
@staff("export.ask")
@confirmed
def take(request: StaffRequest, export_id: uuid.UUID) -> StreamingHttpResponse:
    """The archive, once, opened while it is sent; kept by no cache."""
    found = queries.export(request.actor, export_id)
    pieces = actions.take(request.actor, found)
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="sapar-{found.ready_at:%Y-%m-%d}.zip"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    if found.file is not None:
        response["Content-Length"] = str(found.file.size)
    return response
