"""Pages of the organisation: who is trained, which duties a lawyer confirmed, where the weights come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sapar.organisations.guard import staff
from sapar.people import lists
from sapar.people.pages import form_page, sent
from sapar.screening import actions, policy, queries, words
from sapar.screening.forms import DutyForm, TrainingForm
from sapar.screening.htcds import crosswalk
from sapar.screening.indicators import library
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.organisations.guard import StaffRequest


@require_safe
@staff("screening.do")
def home(request: StaffRequest) -> HttpResponse:
    """What was begun and waits, and whose help is on its way."""
    context = {
        "screenings": queries.recent(request.actor),
        "helping": queries.helping(request.actor),
        "is_trained": policy.is_trained(request.actor),
    }
    return render(request, "screening/home.html", context)


@require_safe
@staff("screening.do")
def sources(request: StaffRequest) -> HttpResponse:
    """The tables that results lean on, which of them nobody has checked, and every indicator with its weight."""
    edition = library.on(timezone.localdate())
    context = {
        "sources": library.sources(),
        "indicators": [
            (words.DIMENSIONS[one.dimension], words.QUESTIONS[one.id][1], one.adult, one.child)
            for one in edition.indicators.values()
        ],
        "weights": words.WEIGHTS,
        "is_trained": policy.is_trained(request.actor),
    }
    return render(request, "screening/sources.html", context)


@require_safe
@staff("screening.do")
def crosswalk_page(request: StaffRequest) -> HttpResponse:
    """What of ours stands where in four standards, and every loss."""
    context = {"standards": crosswalk.head()["standards"], "lines": crosswalk.lines()}
    return render(request, "screening/crosswalk.html", context)


@require_safe
@staff("training.record")
def trainings(request: StaffRequest) -> HttpResponse:
    rows = list(queries.trainings(request.actor))
    held = {one.member_id for one in rows if one.holds}
    context = {
        "trainings": rows,
        "untrained": [one for one in queries.colleagues(request.actor) if one.pk not in held],
    }
    return render(request, "screening/trainings.html", context)


@show_or_send
@staff("training.record")
def add_training(request: StaffRequest) -> HttpResponse:
    back = reverse("screening:trainings")
    form = TrainingForm(sent(request), colleagues=queries.colleagues(request.actor))
    return form_page(
        request, form, lambda typed: actions.record_training(request.actor, **typed),
        done=_("Recorded: this colleague may screen."), to=back, title=_("Record a training"), cancel_url=back,
    )  # fmt: skip


@require_POST
@staff("training.record")
def end_training(request: StaffRequest, training_id: uuid.UUID) -> HttpResponse:
    actions.end_training(request.actor, queries.training(request.actor, training_id))
    messages.success(request, _("Withdrawn as a mistake."))
    return redirect("screening:trainings")


@require_safe
@staff("duty.confirm")
def duties(request: StaffRequest) -> HttpResponse:
    rows = [(lists.country_name(one.country), one) for one in queries.duties(request.actor)]
    return render(request, "screening/duties.html", {"duties": rows})


@show_or_send
@staff("duty.confirm")
def add_duty(request: StaffRequest) -> HttpResponse:
    back = reverse("screening:duties")
    return form_page(
        request, DutyForm(sent(request)),
        lambda typed: actions.confirm_duty(request.actor, actions.DutyWords(**typed)),
        done=_("Confirmed: notices can be made."), to=back, title=_("A duty that a lawyer confirms"),
        lead=_("Until a named lawyer confirms a duty for a country, nobody is notified of anybody."), cancel_url=back,
    )  # fmt: skip


@require_POST
@staff("duty.confirm")
def end_duty(request: StaffRequest, duty_id: uuid.UUID) -> HttpResponse:
    actions.end_duty(request.actor, queries.duty(request.actor, duty_id))
    messages.success(request, _("Ended: nobody is notified because of it."))
    return redirect("screening:duties")
