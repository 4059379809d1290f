"""The newcomer's page. The code in its address is the secret: short-lived, used once, kept only as a hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sapar.accounts import halfway
from sapar.accounts import queries as accounts
from sapar.accounts.actor import AccountActor
from sapar.accounts.models import User
from sapar.common.errors import Invalid, NotVisible
from sapar.organisations import actions, entry, queries
from sapar.organisations.forms import AcceptForm
from sapar.organisations.roles import Role

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from sapar.common.requests import SaparRequest
    from sapar.organisations.models import Invitation


@never_cache
def invitation(request: SaparRequest, code: str) -> HttpResponse:
    """Choose a name and a password, then set up the second factor. Whoever is signed in joins as themself."""
    try:
        found = queries.invitation_by_code(code)
    except NotVisible:
        return render(request, "organisations/invitation_over.html", status=404)
    if isinstance(request.user, User) and "second_factor_at" in request.session:
        return _join_as_oneself(request, request.user, code)
    form = AcceptForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            user = actions.accept(
                request.actor,
                code,
                username=given["username"],
                password=given["password1"],
                display_name=given["display_name"],
                language=get_language() or "ru",
            )
        except Invalid as refused:
            form.show_problems(refused.problems)
        else:
            halfway.begin(request.session, user, _first_page(found))
            return redirect("setup")
    return render(request, "organisations/invitation.html", {"form": form, "invitation": found})


def _first_page(found: Invitation) -> str:
    """Who leads begins where it says what is still missing; the others where they work."""
    return reverse("organisation:home") if found.role == Role.SUPERVISOR else ""


def _join_as_oneself(request: HttpRequest, user: User, code: str) -> HttpResponse:
    found = queries.invitation_by_code(code)
    if request.method == "POST":
        try:
            actions.accept_as(AccountActor(user), code, kept_key=request.session.session_key)
        except Invalid as refused:
            messages.error(request, refused.problems[""])
        else:
            request.session[entry.CHOSEN] = str(found.org_id)
            messages.success(request, _("You now work for this organisation too."))
            return redirect("staff")
    context = {"invitation": found, "me": accounts.user(user.pk)}
    return render(request, "organisations/invitation_oneself.html", context)
