"""Passing on without consent where a life or a child is in danger, and the look of a second person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sapar.cases import queries as cases
from sapar.common.errors import Denied, IllegalMove
from sapar.organisations.guard import staff
from sapar.people.pages import form_page, sent
from sapar.referrals import actions, asking
from sapar.referrals.actions import disclosing
from sapar.referrals.codes import Belief, Way
from sapar.referrals.flow import DisclosureState
from sapar.referrals.forms_outside import DiscloseForm, ReviewForm
from sapar.referrals.views.asking import open_case, other
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.cases.models import Case
    from sapar.organisations.guard import StaffRequest
    from sapar.organisations.models import Organisation
    from sapar.referrals.models import Disclosure


@show_or_send
@staff("disclosure.make")
def disclose(request: StaffRequest, case_id: uuid.UUID, org_id: uuid.UUID) -> HttpResponse:
    case, to_org = open_case(request, case_id), other(request, org_id)
    form = _form(request, case, to_org)
    return form_page(
        request, form, lambda _typed: _disclose(request, case, to_org, form),
        done=_("It has gone out. A second person must look at it within 24 hours."),
        to=lambda made: reverse("referrals:referral", args=[made.referral_id]),
        template="referrals/disclose.html", case=case, to_org=to_org,
    )  # fmt: skip


def _form(request: StaffRequest, case: Case, to_org: Organisation) -> DiscloseForm:
    parts = [one for one in cases.participants(request.actor, case) if one.person.erased_at is None]
    services = asking.services_to_ask(request.actor, case, to_org)
    form = DiscloseForm(
        sent(request),
        parts=parts,
        services=services.all,
        official=to_org.is_official,
        outside=to_org.joined_at is None,
    )
    form.fields["asked_for"].initial = services.likely
    return form


def _disclose(request: StaffRequest, case: Case, to_org: Organisation, form: DiscloseForm) -> Disclosure:
    typed = form.cleaned_data
    plan = actions.Plan(
        to_org, (), tuple(typed["fields_chosen"]), tuple(typed["asked_for"]), typed.get("way") or Way.INSIDE
    )
    ground = actions.Ground(
        typed["danger"], typed["no_consent"], typed.get("belief") or Belief.NOT_OFFICIAL, typed["reason"],
        typed.get("belief_why", ""),
    )  # fmt: skip
    people = tuple(form.chosen_people())
    return actions.disclose(
        request.actor, case, plan, people, ground, answer_by=form.answer_by(), once=typed["once"]
    )


@require_safe
@staff("referral.read")
def disclosure(request: StaffRequest, disclosure_id: uuid.UUID) -> HttpResponse:
    """Why and what: for those of the case, and for those who review."""
    found = disclosing.get(request.actor, disclosure_id)
    context = {
        "disclosure": found,
        "case": cases.visible_to(request.actor).filter(pk=found.case_id).first(),
        "people": found.about.count(),
        "may_review": _may_review(request, found),
        "is_own": found.made_by_id == request.actor.member_id,
    }
    return render(request, "referrals/disclosure.html", context)


def _may_review(request: StaffRequest, found: Disclosure) -> bool:
    waits = found.state == DisclosureState.WAITING and found.made_by_id != request.actor.member_id
    return waits and request.actor.may("disclosure.review")


@show_or_send
@staff("disclosure.review")
def review(request: StaffRequest, disclosure_id: uuid.UUID) -> HttpResponse:
    found = disclosing.get(request.actor, disclosure_id)
    if found.made_by_id == request.actor.member_id:
        raise Denied("disclosure.review", subject_kind="disclosure", subject_id=found.pk)
    if found.state != DisclosureState.WAITING:
        raise IllegalMove(found.state, "review")
    address = reverse("referrals:disclosure", args=[found.pk])
    return form_page(
        request, ReviewForm(sent(request)),
        lambda typed: actions.review(request.actor, found, typed["verb"], typed["words"]),
        done=_("Your review is written down."), to=address, template="referrals/review.html", disclosure=found,
        cancel_url=address, submit=_("Write down the review"),
    )  # fmt: skip
