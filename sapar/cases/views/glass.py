"""Breaking the glass of a restricted case, and a supervisor's look at it afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sapar.cases import actions, queries, work_queries
from sapar.cases.views.course import address
from sapar.cases.work_forms import BreakGlassForm, ReviewForm
from sapar.common.errors import IllegalMove
from sapar.organisations.guard import staff
from sapar.people.pages import form_page, sent
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.organisations.guard import StaffRequest


@show_or_send
@staff("glass.break")
def break_glass(request: StaffRequest) -> HttpResponse:
    """By number only: the page says the same of a number that nobody has and of one there is nothing to open for."""
    return form_page(
        request, BreakGlassForm(sent(request)), lambda typed: actions.break_glass(request.actor, **typed),
        done=_("You see the case now. Every page of it that you open is recorded."), to=address,
        template="cases/break_glass.html", title=_("Open a restricted case in an emergency"),
        submit=_("Open it"), cancel_url=reverse("cases:list"),
    )  # fmt: skip


@require_POST
@staff("glass.break")
def mend(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    actions.mend_glass(request.actor, queries.get(request.actor, case_id))
    messages.success(request, _("The case is closed to you again."))
    return redirect("cases:list")


@require_safe
@staff("glass.review")
def openings(request: StaffRequest) -> HttpResponse:
    context = {
        "waiting": work_queries.glass_breaks(request.actor, reviewed=False),
        "reviewed": work_queries.glass_breaks(request.actor, reviewed=True, size=20),
    }
    return render(request, "cases/glass.html", context)


@show_or_send
@staff("glass.review")
def review(request: StaffRequest, glass_id: uuid.UUID) -> HttpResponse:
    broken = work_queries.glass_break(request.actor, glass_id)
    if broken.verdict:
        raise IllegalMove(broken.verdict, "review")
    back = reverse("cases:glass")
    return form_page(
        request, ReviewForm(sent(request)), lambda typed: actions.review_glass(request.actor, broken, **typed),
        done=_("Your view is written down."), to=back, template="cases/review_glass.html",
        title=_("Review an emergency opening"), cancel_url=back, broken=broken,
    )  # fmt: skip
