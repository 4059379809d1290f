"""Counting for research: requests, their approval by two organisations, and the tables under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sapar.common.errors import Denied, NotVisible
from sapar.insight import actions, places
from sapar.insight.kinds import BY_CODE
from sapar.insight.releases import queries, tables
from sapar.insight.research_forms import KindForm, RequestForm, TableForm
from sapar.organisations.guard import staff
from sapar.people.pages import form_page, sent, tried

if TYPE_CHECKING:
    import uuid

    from sapar.insight.models import Release
    from sapar.organisations.guard import StaffRequest


@require_safe
@staff("research.read")
def listed(request: StaffRequest) -> HttpResponse:
    context = {"requests": queries.requests(request.actor), "may_ask": request.actor.may("research.ask")}
    return render(request, "insight/research.html", context)


@staff("research.ask")
def add(request: StaffRequest) -> HttpResponse:
    form = RequestForm(sent(request))
    return form_page(
        request,
        form,
        lambda typed: actions.ask_to_count(
            request.actor, typed["researcher"], typed["purpose"], typed["ends_on"], once=typed["once"]
        ),
        done=_("Asked. Two organisations that take part decide."),
        to=lambda made: reverse("figures:research-one", args=[made.pk]),
        title=_("Ask to count for research"),
        submit=_("Ask"),
        lead=_(
            "You get tables protected like the public ones, never records. Each one stands in the public ledger for good."
        ),
        cancel_url=reverse("figures:research"),
    )


@require_safe
@staff("research.read")
def one(request: StaffRequest, request_id: uuid.UUID) -> HttpResponse:
    actor, found = request.actor, queries.request(request.actor, request_id)
    is_ours = found.org_id == actor.org_id
    waits = found.state in ("asked", "half")
    context = {
        "found": found,
        "is_ours": is_ours,
        "tables": [(row, _named(row)) for row in queries.counted_under(actor, found)] if is_ours else [],
        "may_count": is_ours and found.is_open and actor.may("research.ask"),
        "may_answer": waits
        and actor.may("research.approve")
        and actor.org_id not in (found.org_id, found.first_org_id),
        "may_withdraw": is_ours and actor.may("research.ask") and (waits or found.state == "approved"),
        "kind_form": KindForm(),
    }
    return render(request, "insight/research_one.html", context)


def _named(row: Release) -> str:
    wanted: dict[str, list[str]] = row.wanted
    code, dimensions = next(iter(wanted.items()))
    columns = " × ".join(str(BY_CODE[code].column(name).label) for name in dimensions)
    return f"{BY_CODE[code].label}: {columns}"


@require_POST
@staff("research.approve")
def answer(request: StaffRequest, request_id: uuid.UUID, verb: str) -> HttpResponse:
    queries.request(request.actor, request_id)
    tried(request, lambda: actions.answer_request(request.actor, request_id, verb))
    return redirect("figures:research-one", request_id)


@require_POST
@staff("research.ask")
def withdraw(request: StaffRequest, request_id: uuid.UUID) -> HttpResponse:
    done = _("Withdrawn. What was counted stays in the ledger.")
    tried(request, lambda: actions.withdraw_request(request.actor, request_id), done)
    return redirect("figures:research-one", request_id)


@staff("research.ask")
def count(request: StaffRequest, request_id: uuid.UUID) -> HttpResponse:
    """`?quarter=…&kind=…` were chosen on the request's page."""
    found = queries.request(request.actor, request_id)
    if found.org_id != request.actor.org_id:
        raise Denied("research.ask", subject_kind="research", subject_id=found.pk)
    chosen = KindForm(request.GET)
    if not chosen.is_valid():
        return redirect("figures:research-one", request_id)
    form = TableForm(sent(request), **chosen.cleaned_data)
    return form_page(
        request,
        form,
        lambda typed: actions.count_for(request.actor, request_id, form.wanted(), once=typed["once"]),
        done=_("It is being made and attacked. That takes a minute or two."),
        to=lambda made: reverse("figures:counted", args=[made.pk]),
        title=_("Choose a table"),
        submit=_("Count"),
        lead=f"{form.kind.label}, {places.quarter_name(form.quarter)}",
        cancel_url=reverse("figures:research-one", args=[request_id]),
    )


@require_safe
@staff("research.read")
def counted(request: StaffRequest, release_id: uuid.UUID) -> HttpResponse:
    """The tables as soon as they are made; before that how far it is, or why it cannot be."""
    found = queries.counted(request.actor, release_id)
    parts = [
        (
            part,
            tables.protection_words(found.mode, part.described),
            [tables.shown(part.kind, one) for one in part.tables.all()],
        )
        for part in found.parts.all()
    ]
    context = {
        "release": found,
        "quarter_words": places.quarter_name(found.quarter),
        "named": _named(found),
        "parts": parts,
        "refresh": found.state in ("asked", "making"),
    }
    return render(request, "insight/counted.html", context)


@require_safe
@staff("research.read")
def save(request: StaffRequest, release_id: uuid.UUID, code: str) -> HttpResponse:
    """One table as CSV with HXL tags."""
    found = queries.counted(request.actor, release_id)
    for part in found.parts.all():
        for kept in part.tables.all():
            if kept.dimensions == tables.dimensions_of(code):
                content = tables.as_csv(BY_CODE[part.kind], kept)
                headers = {
                    "Content-Disposition": f'attachment; filename="{part.kind}-{code}.csv"',
                    "Cache-Control": "no-store",
                }
                return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
    raise NotVisible
