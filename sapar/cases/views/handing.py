"""Cases that change hands, and the page of the morning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from sapar.cases import actions, panels, queries, today, work_queries
from sapar.cases.forms import HandOverForm
from sapar.cases.views.course import address
from sapar.cases.views.lists import tabs
from sapar.cases.work_forms import HandAllForm
from sapar.common.errors import Invalid
from sapar.organisations.guard import staff
from sapar.people.pages import REFUSED, form_page, sent, way_back
from sapar.ui.forms import problems_into
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.cases.actions.handing_over import Handed
    from sapar.organisations.guard import StaffRequest


@require_safe
@staff("case.read")
def morning(request: StaffRequest) -> HttpResponse:
    found = today.of(request.actor)
    context = {
        "today": found,
        "panels": panels.DAY.rendered(request, found),
        "tabs": tabs("today"),
        "may_write": request.actor.may("case.write"),
    }
    return render(request, "cases/today.html", context)


@require_POST
@staff("case.write")
def take(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    case = actions.hand_over(request.actor, queries.get(request.actor, case_id), request.actor.membership)
    messages.success(request, _("You have the case now."))
    return redirect(address(case))


@show_or_send
@staff("case.write")
def hand_over(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    case = queries.get(request.actor, case_id)
    colleagues = (
        queries.named(request.actor, case) if case.restricted else list(queries.colleagues(request.actor))
    )
    form = HandOverForm(sent(request), colleagues=[one for one in colleagues if one.pk != case.owner_id])
    return form_page(
        request, form, lambda typed: actions.hand_over(request.actor, case, typed["member"], typed["because"]),
        done=_("The case is handed over."), to=address(case), title=_("Hand the case over"), submit=_("Hand over"),
        lead=_("What the present colleague still has to do in it goes along."), cancel_url=address(case),
    )  # fmt: skip


@show_or_send
@staff("case.write")
def hand_all(request: StaffRequest) -> HttpResponse:
    """Every open case of one colleague: one's own, or anybody's for who assigns cases."""
    actor = request.actor
    colleagues = list(queries.colleagues(actor))
    givers = (
        colleagues if actor.may("case.assign") else [one for one in colleagues if one.pk == actor.member_id]
    )
    form = HandAllForm(
        sent(request), givers=givers, colleagues=colleagues, initial={"giver": str(actor.member_id)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            handed = actions.hand_over_all(actor, **form.cleaned_data)
        except Invalid as refusal:
            problems_into(form, refusal.problems)
        else:
            _tell(request, handed)
            return redirect("cases:today")
    context = {
        "form": form, "title": _("Hand over all open cases"), "submit": _("Hand them over"), "cancel_url": reverse("cases:today"),
        "lead": _("Open tasks and follow-ups go along. Restricted cases go only to somebody who is named on them."),
    }  # fmt: skip
    return render(request, "ui/form_page.html", context, status=REFUSED if form.errors else 200)


def _tell(request: StaffRequest, handed: Handed) -> None:
    words = ngettext("%(n)d case is handed over.", "%(n)d cases are handed over.", handed.moved)
    messages.success(request, words % {"n": handed.moved})
    if handed.stayed:
        words = ngettext(
            "%(n)d restricted case stays: name your colleague on it first.",
            "%(n)d restricted cases stay: name your colleague on them first.",
            handed.stayed,
        )
        messages.warning(request, words % {"n": handed.stayed})


@require_POST
@staff("case.write")
def accept(request: StaffRequest, handover_id: uuid.UUID) -> HttpResponse:
    held = actions.accept_handover(request.actor, work_queries.handover_of(request.actor, handover_id))
    messages.success(request, _("You have it."))
    return redirect(way_back(request, address(held.case)))
