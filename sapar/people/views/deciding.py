"""Pages of what two members of staff decide for a child."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sapar.common.errors import NotVisible
from sapar.common.paging import oldest_first
from sapar.organisations.guard import staff
from sapar.people import actions, consenting, guarding, queries
from sapar.people.actions.deciding import RIGHTS, asked_of
from sapar.people.codes import Decides
from sapar.people.family_forms import DecideForm, ProposeForm
from sapar.people.pages import form_page, sent
from sapar.people.views.person import address, alive
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.organisations.guard import StaffRequest
    from sapar.people.actions import Asked
    from sapar.people.models import JointDecision


@require_safe
@staff("person.read")
def decisions(request: StaffRequest) -> HttpResponse:
    """What waits for a second member of staff."""
    page = oldest_first(queries.undecided(request.actor), "proposed_at", after=request.GET.get("after"))
    return render(request, "people/decisions.html", {"page": page})


@show_or_send
@staff("person.read")
def decision(request: StaffRequest, decision_id: uuid.UUID) -> HttpResponse:
    found = queries.decision(request.actor, decision_id)
    asked = _asked(request, found)
    mine = found.proposed_by_id == request.actor.member_id
    context = {
        "decision": found,
        "asked": asked,
        "points": consenting.points(asked.recipient.name, asked.fields, asked.until) if asked else [],
        "mine": mine,
        "may_decide": found.is_open and not mine and request.actor.may(RIGHTS[Decides(found.kind)]),
    }
    return form_page(
        request, DecideForm(sent(request)), lambda typed: actions.decide(request.actor, found, typed["verdict"]),
        done=_("Your decision is written down."), to=reverse("people:decision", args=[found.pk]),
        template="people/decision.html", **context,
    )  # fmt: skip


def _asked(request: StaffRequest, found: JointDecision) -> Asked | None:
    """What would be passed on; None for other kinds, or where the recipient or one of the people is gone."""
    if found.kind != Decides.CONSENT or found.person.erased_at:
        return None
    try:
        return asked_of(request.actor, found)
    except NotVisible:
        return None


@show_or_send
@staff("person.erase_ask")
def propose_erasure(request: StaffRequest, person_id: uuid.UUID) -> HttpResponse:
    found = alive(request, person_id)
    if not guarding.needs_two(request.actor, found):
        raise NotVisible
    return form_page(
        request, ProposeForm(sent(request)), lambda typed: actions.propose_erasure(request.actor, found, **typed),
        done=_("It is proposed. It is done as soon as another member of staff has agreed."),
        to=lambda made: reverse("people:decision", args=[made.pk]), title=_("Propose to erase this child"),
        lead=_("This is a child without a safe guardian: whoever asks for it, two members of staff decide."),
        submit=_("Propose to erase"), cancel_url=address(found),
    )  # fmt: skip
