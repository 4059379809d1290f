"""The organisation's own page, from which everything about it is reached; its particulars; the choice between two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sapar.organisations import actions, entry, hub, lists, queries
from sapar.organisations.forms import ProfileForm
from sapar.organisations.guard import StaffRequest, staff
from sapar.organisations.views.tabs import tabs

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.organisations.models import Organisation

_FIELDS = ("name", "country", "time_zone", "languages", "version")


@staff("account.use")
def home(request: StaffRequest) -> HttpResponse:
    organisation = queries.organisation(request.actor.org_id)
    context = {
        "organisation": organisation,
        "facts": _facts(organisation),
        "tabs": tabs(request, "organisation:home"),
        "banners": hub.banners(request),
        "tiles": hub.tiles(request.actor),
        "may_change": request.actor.may("organisation.write"),
        "other_memberships": [
            one for one in entry.memberships(request.actor.user) if one.org_id != organisation.pk
        ],
    }
    return render(request, "organisations/home.html", context)


def _facts(organisation: Organisation) -> list[tuple[str, Any]]:
    return [
        (_("Kind"), organisation.get_kind_display()),
        (_("Circle"), organisation.get_circle_display()),
        (_("Country"), lists.country_name(organisation.country)),
        (_("Time zone"), lists.zone_name(organisation.time_zone)),
        (_("Languages"), lists.language_names(organisation.languages) or _("not written down")),
        (
            _("Public calls for help"),
            _("arrive here") if organisation.takes_requests else _("do not arrive here"),
        ),
    ]


@staff("organisation.write")
def profile(request: StaffRequest) -> HttpResponse:
    organisation = queries.organisation(request.actor.org_id)
    form = ProfileForm(request.POST or None, initial={name: getattr(organisation, name) for name in _FIELDS})
    if form.is_valid():
        actions.change_profile(request.actor, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("organisation:home")
    context = {
        "form": form,
        "title": _("About the organisation"),
        "lead": _("Its kind and circle are set by the network's steward."),
        "cancel_url": reverse("organisation:home"),
    }
    return render(request, "ui/form_page.html", context)


@staff("account.use")
def choose(request: StaffRequest, org_id: uuid.UUID) -> HttpResponse:
    """Work for another organisation from now on."""
    if request.method != "POST":
        return redirect("organisation:home")
    actions.choose(request.actor, request.session, org_id)
    return redirect("staff")
