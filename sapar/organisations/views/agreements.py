"""Agreements with other organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sapar.common.errors import Denied, Invalid
from sapar.organisations import actions, queries
from sapar.organisations.forms import AgreementForm
from sapar.organisations.guard import StaffRequest, staff
from sapar.organisations.views.tabs import tabs
from sapar.ui.forms import problems_into

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse


@staff("agreement.read")
def agreements(request: StaffRequest) -> HttpResponse:
    context = {
        "agreements": queries.agreements(request.actor),
        "may_write": request.actor.may("agreement.write"),
        "tabs": tabs(request, "organisation:agreements"),
    }
    return render(request, "organisations/agreements.html", context)


@staff("agreement.read")
def agreement(request: StaffRequest, agreement_id: uuid.UUID) -> HttpResponse:
    found = queries.agreement(request.actor, agreement_id)
    is_ours = found.org_id == request.actor.org_id
    context = {
        "agreement": found,
        "is_ours": is_ours,
        "may_end": is_ours and found.ended_at is None and request.actor.may("agreement.write"),
    }
    return render(request, "organisations/agreement.html", context)


@staff("agreement.write")
def add(request: StaffRequest) -> HttpResponse:
    form = AgreementForm(request.actor, request.POST or None)
    if form.is_valid():
        try:
            written = actions.write_agreement(request.actor, form.cleaned_data["once"], **form.facts())
        except Invalid as refused:
            problems_into(form, refused.problems)
        else:
            messages.success(request, _("The agreement is on record. Both organisations can read it."))
            return redirect("organisation:agreement", written.pk)
    context = {
        "form": form,
        "title": _("Put an agreement on record"),
        "lead": _("Both organisations will read what you write here."),
        "cancel_url": reverse("organisation:agreements"),
    }
    return render(request, "ui/form_page.html", context)


@staff("agreement.write")
def end(request: StaffRequest, agreement_id: uuid.UUID) -> HttpResponse:
    found = queries.agreement(request.actor, agreement_id)
    if found.org_id != request.actor.org_id:
        raise Denied("agreement.write", subject_kind="agreement", subject_id=found.pk)
    back = reverse("organisation:agreement", args=[found.pk])
    if request.method != "POST":
        context = {
            "title": _("End this agreement today?"),
            "text": _("It stays on record as ended."),
            "label": _("End the agreement"),
            "cancel_url": back,
        }
        return render(request, "organisations/ask.html", context)
    actions.end_agreement(request.actor, found.pk)
    messages.success(request, _("The agreement is ended."))
    return redirect(back)
