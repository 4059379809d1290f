"""The network steward's pages: which organisations belong, and the way in for a new one. No cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sapar.accounts.guard import confirmed
from sapar.common.errors import Invalid
from sapar.organisations import actions, lists, queries
from sapar.organisations.forms import NewOrganisationForm
from sapar.organisations.guard import StaffRequest, staff
from sapar.organisations.views.members import link_page
from sapar.organisations.views.tabs import tabs
from sapar.ui.forms import problems_into

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse


@staff("network.read")
def network(request: StaffRequest) -> HttpResponse:
    rows = queries.network(request.actor)
    context = {
        "members": [(row, lists.country_name(row.country)) for row in rows if row.joined_at],
        "listed": [(row, lists.country_name(row.country)) for row in rows if not row.joined_at],
        "tabs": tabs(request, "organisation:network"),
    }
    return render(request, "organisations/network.html", context)


@never_cache
@staff("organisation.invite")
@confirmed
def invite(request: StaffRequest) -> HttpResponse:
    form = NewOrganisationForm(request.POST or None, initial=_named(request))
    if form.is_valid():
        try:
            made = actions.invite_organisation(request.actor, **form.facts())
        except Invalid as refused:
            problems_into(form, refused.problems)
        else:
            return link_page(request, made, reverse("organisation:network"))
    context = {
        "form": form,
        "title": _("Invite an organisation"),
        "lead": _("It gets keys of its own, and you get a link for its first supervisor."),
        "submit": _("Let it join and make the link"),
        "cancel_url": reverse("organisation:network"),
    }
    return render(request, "ui/form_page.html", context)


@never_cache
@staff("organisation.invite")
@confirmed
def invite_again(request: StaffRequest, org_id: uuid.UUID) -> HttpResponse:
    """A new link for a member organisation whose first supervisor has not come yet."""
    found = queries.organisation(org_id)
    if request.method != "POST":
        context = {
            "title": _("A new link for %(name)s?") % {"name": found.name},
            "text": _("Only as long as nobody works there yet; later its own supervisor invites."),
            "label": _("Make a new link"),
            "cancel_url": reverse("organisation:network"),
        }
        return render(request, "organisations/ask.html", context)
    made = actions.invite_organisation(request.actor, organisation=found)
    return link_page(request, made, reverse("organisation:network"))


def _named(request: StaffRequest) -> dict[str, str]:
    """From the list: the organisation whose row was pressed."""
    return {"listed": request.GET["listed"]} if "listed" in request.GET else {}
