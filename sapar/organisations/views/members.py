"""Colleagues: who works here, who is invited, and how the supervisor helps them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sapar.accounts import codes
from sapar.accounts import queries as accounts
from sapar.accounts.guard import confirmed
from sapar.common.errors import Invalid
from sapar.organisations import actions, policy, queries
from sapar.organisations.actions.invitations import LASTS
from sapar.organisations.forms import InviteForm, RoleForm
from sapar.organisations.guard import StaffRequest, staff
from sapar.organisations.views.tabs import tabs
from sapar.ui.forms import problems_into

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse


@staff("member.read")
def members(request: StaffRequest) -> HttpResponse:
    rows = queries.members(request.actor)
    may_invite = request.actor.may("member.invite")
    at_work = [row for row in rows if row.left_at is None]
    factors = accounts.with_sign_in_facts([row.user_id for row in at_work]) if may_invite else {}
    context = {
        "at_work": [(row, factors.get(row.user_id)) for row in at_work],
        "gone": [row for row in rows if row.left_at],
        "invitations": queries.open_invitations(request.actor) if may_invite else [],
        "may_invite": may_invite,
        "tabs": tabs(request, "organisation:members"),
    }
    return render(request, "organisations/members.html", context)


@never_cache
@staff("member.invite")
@confirmed
def invite(request: StaffRequest) -> HttpResponse:
    form = InviteForm(request.actor, request.POST or None)
    if form.is_valid():
        made = actions.invite(request.actor, form.cleaned_data["role"], form.cleaned_data["label"])
        return link_page(request, made, reverse("organisation:members"))
    context = {
        "form": form,
        "title": _("Invite a colleague"),
        "lead": _("You get a link to hand over yourself. It opens once, within three days."),
        "submit": _("Make the link"),
        "cancel_url": reverse("organisation:members"),
    }
    return render(request, "ui/form_page.html", context)


def link_page(request: StaffRequest, made: actions.NewInvitation, back_url: str) -> HttpResponse:
    """Shown as the answer to the form and never again: only the hash of the code is kept."""
    path = reverse("signin-invitation", args=[codes.grouped(made.code)])
    context = {
        "link": request.build_absolute_uri(path),
        "invitation": made.invitation,
        "days": LASTS.days,
        "back_url": back_url,
    }
    return render(request, "organisations/invitation_link.html", context)


@staff("member.invite")
def withdraw(request: StaffRequest, invitation_id: uuid.UUID) -> HttpResponse:
    found = queries.invitation(request.actor, invitation_id)
    if request.method != "POST":
        context = {
            "title": _("Withdraw the invitation?"),
            "text": _("Its link will open nothing."),
            "label": _("Withdraw"),
            "cancel_url": reverse("organisation:members"),
        }
        return render(request, "organisations/ask.html", context)
    actions.withdraw_invitation(request.actor, found.pk)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("organisation:members")


@staff("member.read")
def member(request: StaffRequest, member_id: uuid.UUID) -> HttpResponse:
    found = queries.member(request.actor, member_id)
    at_work = found.left_at is None
    under = at_work and policy.may_act_on(request.actor, found)
    context = {
        "member": found,
        "may_keep": at_work and request.actor.may("codes.issue"),
        "may_print": under and request.actor.may("codes.issue"),
        "may_change": under and request.actor.may("member.role"),
        "may_end": under and request.actor.may("member.end"),
        "back_url": reverse("organisation:members"),
    }
    if context["may_keep"]:
        context["factors"] = accounts.factors(found.user_id)
    return render(request, "organisations/member.html", context)


@staff("member.role")
@confirmed
def role(request: StaffRequest, member_id: uuid.UUID) -> HttpResponse:
    found = queries.member(request.actor, member_id)
    form = RoleForm(request.actor, request.POST or None, initial={"role": found.role})
    if form.is_valid():
        try:
            actions.change_role(request.actor, found.pk, form.cleaned_data["role"])
        except Invalid as refused:
            problems_into(form, {"role": refused.problems[""]})
        else:
            messages.success(request, _("The role is changed."))
            return redirect("organisation:member", found.pk)
    context = {
        "form": form,
        "title": _("Role of %(name)s") % {"name": found.user.display_name},
        "cancel_url": reverse("organisation:member", args=[found.pk]),
    }
    return render(request, "ui/form_page.html", context)


@staff("member.end")
@confirmed
def end(request: StaffRequest, member_id: uuid.UUID) -> HttpResponse:
    found = queries.member(request.actor, member_id)
    back = reverse("organisation:member", args=[found.pk])
    if request.method != "POST":
        context = {
            "title": _("End the work of %(name)s here?") % {"name": found.user.display_name},
            "text": _(
                "All open sign-ins end at once and the code sheet is worth nothing. Tasks stay, for others to take up."
            ),
            "label": _("End the membership"),
            "cancel_url": back,
        }
        return render(request, "organisations/ask.html", context)
    try:
        actions.end_membership(request.actor, found.pk)
    except Invalid as refused:
        messages.error(request, refused.problems[""])
        return redirect(back)
    messages.success(request, _("The membership is ended."))
    return redirect("organisation:members")
