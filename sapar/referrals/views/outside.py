"""Referrals that leave Sapar: what was told, the printed sheet, the one-time link, the answer typed back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sapar.cases import queries as cases
from sapar.common.errors import IllegalMove, Invalid
from sapar.directory import queries as directory
from sapar.organisations import queries as organisations
from sapar.organisations.guard import staff
from sapar.people.pages import REFUSED, form_page, sent
from sapar.referrals import actions, link_seal, policy, queries
from sapar.referrals.actions.outside import outside_verbs
from sapar.referrals.codes import Handed, Way
from sapar.referrals.contents import Summary
from sapar.referrals.flow import RUNNING, ReferralState
from sapar.referrals.forms_outside import AnswerForm, LinkForm, SheetForm
from sapar.referrals.sheet import Sheet
from sapar.ui.forms import problems_into
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    import uuid

    from sapar.organisations.guard import StaffRequest
    from sapar.referrals.models import Referral


def _address(found: Referral) -> str:
    return reverse("referrals:referral", args=[found.pk])


def _going_out(request: StaffRequest, referral_id: uuid.UUID, *ways: str) -> Referral:
    """Our own referral by one of these ways, while something may still leave the house."""
    found = queries.get(request.actor, referral_id)
    policy.require_verb(request.actor, found, "withdraw")
    if found.way not in ways or found.offered_at is None or found.state not in RUNNING:
        raise IllegalMove(found.state, "hand_over")
    return found


@require_POST
@staff("referral.offer")
def told(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """What could be read out now was read out: what is needed at first, the rest after they have accepted."""
    found = _going_out(request, referral_id, Way.PHONE, Way.SHEET)
    fields = queries.sayable(found)
    actions.hand_over(request.actor, found, Handed.TOLD, fields)
    messages.success(request, _("It is written down that you told them."))
    return redirect(_address(found))


@never_cache
@show_or_send
@staff("referral.offer")
def sheet(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Choose the language and whether names stand on it; the answer is the PDF itself, kept nowhere."""
    found = _going_out(request, referral_id, Way.SHEET)
    accepted = found.state != ReferralState.OFFERED
    own = directory.own_listing(request.actor)
    form = SheetForm(
        sent(request),
        initial={"language": _language_of(found), "names": accepted, "phone": own.phone if own else ""},
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _printed(request, found, form.cleaned_data)
        except Invalid as refusal:
            problems_into(form, refusal.problems)
    context = {
        "form": form, "title": _("Print the sheet"), "submit": _("Make the sheet"), "cancel_url": _address(found),
        "lead": _("One page for the printer. Each printing is written down, so that you know what to call back."),
    }  # fmt: skip
    return render(request, "ui/form_page.html", context, status=REFUSED if form.errors else 200)


def _language_of(found: Referral) -> str:
    return "ru" if not found.to_org.languages or "ru" in found.to_org.languages else "en"


def _printed(request: StaffRequest, found: Referral, typed: dict[str, Any]) -> HttpResponse:
    seen = queries.open_packet(request.actor, found)
    page = Sheet(
        found, seen.summary or Summary(), seen.details if typed["names"] else None, typed["language"], typed["phone"],
        organisations.agreement_in_force(request.actor, found.to_org_id),
    )  # fmt: skip
    actions.hand_over(request.actor, found, Handed.PRINTED, page.fields, language=page.language)
    response = HttpResponse(page.pdf(), content_type="application/pdf")
    name = found.number.replace("\N{NO-BREAK SPACE}", "-")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@never_cache
@show_or_send
@staff("referral.offer")
def link(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Make the link and the code, and show them once: they are kept nowhere."""
    found = _going_out(request, referral_id, Way.LINK)
    form = LinkForm(sent(request), initial={"language": _language_of(found)})
    if request.method == "POST" and form.is_valid():
        given = actions.make_link(request.actor, found, form.cleaned_data["language"])
        with translation.override(given.language):
            address = request.build_absolute_uri(reverse("outside:link", args=[given.token]))
        context = {"referral": found, "address": address, "code": link_seal.grouped(given.code)}
        return render(request, "referrals/link_given.html", context)
    return form_page(
        request, form, lambda _typed: None, done="", to=_address(found), title=_("Make a one-time link"),
        lead=_("It opens once, in one browser, with a code that you give apart. A link made before stops opening."),
        submit=_("Make the link"), cancel_url=_address(found),
    )  # fmt: skip


@show_or_send
@staff("referral.offer")
def answer(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Who said what, when and how; the referral moves as if they had pressed the button themselves."""
    found = queries.get(request.actor, referral_id)
    policy.require_verb(request.actor, found, "offer")
    verbs = outside_verbs(request.actor, found) if found.is_outside else []
    if not verbs:
        raise IllegalMove(found.state, "answer")
    problems = {one.code: one.outcome for one in cases.problems(request.actor, found.case)}
    known = queries.latest_outcomes(request.actor, found)
    form = AnswerForm(sent(request), verbs=verbs, problems=list(problems), known=known)
    return form_page(
        request, form,
        lambda typed: actions.type_answer(request.actor, found, form.answer(), once=typed["once"]),
        done=_("Their answer is written down."), to=_address(found), title=_("Type their answer"),
        lead=_("As they said it, also if it was days ago. It counts as the time of the answer that you type it in before the deadline."),
        submit=_("Write down the answer"), cancel_url=_address(found),
    )  # fmt: skip
