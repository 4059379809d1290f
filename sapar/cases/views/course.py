"""Pages that change the course of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sapar.cases import actions, queries
from sapar.cases.codes import ProblemState
from sapar.cases.forms import CloseForm, RestrictForm, WaitForm
from sapar.organisations.guard import staff
from sapar.people.pages import form_page, sent
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.cases.models import Case
    from sapar.organisations.guard import StaffRequest


def address(case: Case) -> str:
    return reverse("cases:case", args=[case.pk])


@show_or_send
@staff("case.write")
def wait(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    case = queries.get(request.actor, case_id)
    return form_page(
        request, WaitForm(sent(request)), lambda typed: actions.wait(request.actor, case, typed["waiting_for"]),
        done=_("The case waits."), to=address(case), title=_("Let the case wait"), cancel_url=address(case),
    )  # fmt: skip


@require_POST
@staff("case.write")
def resume(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    case = actions.resume(request.actor, queries.get(request.actor, case_id))
    messages.success(request, _("The case goes on."))
    return redirect(address(case))


@show_or_send
@staff("case.close")
def close(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    case = queries.get(request.actor, case_id)
    still_open = [one for one in queries.problems(request.actor, case) if one.state == ProblemState.OPEN]
    form = CloseForm(sent(request), problems=still_open)
    lead = (
        _("Say what came of each problem that is still open.")
        if still_open
        else _("Every problem is settled.")
    )
    return form_page(
        request, form, lambda _typed: actions.close(request.actor, case, form.outcomes()),
        done=_("The case is closed."), to=address(case), title=_("Close the case"), lead=lead, submit=_("Close the case"),
        cancel_url=address(case),
    )  # fmt: skip


@require_POST
@staff("case.close")
def reopen(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    case = actions.reopen(request.actor, queries.get(request.actor, case_id))
    messages.success(request, _("The case is open again."))
    return redirect(address(case))


@show_or_send
@staff("case.restrict")
def restrict(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    case = queries.get(request.actor, case_id)
    colleagues = [one for one in queries.colleagues(request.actor) if one.pk != request.actor.member_id]
    named = [str(one.pk) for one in queries.named(request.actor, case)]
    form = RestrictForm(sent(request), colleagues=colleagues, initial={"members": named})
    return form_page(
        request, form, lambda typed: actions.restrict(request.actor, case, typed["members"]),
        done=_("Only the people you named see the case now."), to=address(case), title=_("Restrict the case"),
        lead=_("Everybody else in your organisation will find no trace of it."), submit=_("Restrict"),
        cancel_url=address(case),
    )  # fmt: skip


@require_POST
@staff("case.restrict")
def lift(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    case = actions.lift(request.actor, queries.get(request.actor, case_id))
    messages.success(request, _("Colleagues who work on cases see it again."))
    return redirect(address(case))
