"""The way of a referral until it is offered: who can help, what is asked and passed on, consent, what they will see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sapar.cases import queries as cases
from sapar.common.errors import IllegalMove, Invalid, NotVisible, Stale
from sapar.organisations import queries as organisations
from sapar.organisations.guard import staff
from sapar.people import actions as people
from sapar.people import consenting
from sapar.people import queries as people_queries
from sapar.people.pages import CONFLICT, REFUSED, form_page, sent
from sapar.referrals import actions, asking, packets, queries
from sapar.referrals.actions.offering import passed_on
from sapar.referrals.codes import Way
from sapar.referrals.flow import ReferralState
from sapar.referrals.forms import AskForm, OfferForm, PlanForm, WhoForm
from sapar.referrals.forms_outside import OutsidePlanForm
from sapar.ui.forms import problems_into
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.cases.models import Case
    from sapar.organisations.guard import StaffRequest
    from sapar.organisations.models import Organisation
    from sapar.referrals.models import Referral


def steps() -> list[str]:
    return [_("Who can help"), _("What is passed on"), _("Consent"), _("Look and offer")]


@require_safe
@staff("referral.offer")
def who(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Organisations that may help with this case, members first; what is not a member says how to reach it."""
    case = open_case(request, case_id)
    asked = request.GET if request.GET else asking.usual_question(request.actor, case)
    form = WhoForm({name: asked.get(name, "") for name in ("what", "where", "language")})
    form.is_valid()
    found = asking.helpers(request.actor, case, form.cleaned_data, page=_number(request.GET.get("page")))
    context = {
        "case": case,
        "form": form,
        "found": found,
        "steps": steps(),
        "query": urlencode(form.cleaned_data),
    }
    return render(request, "referrals/who.html", context)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 4 else 1


def open_case(request: StaffRequest, case_id: uuid.UUID) -> Case:
    case = cases.get(request.actor, case_id)
    if case.is_closed or case.is_erased:
        raise IllegalMove(case.state, "refer")
    return case


def other(request: StaffRequest, org_id: uuid.UUID) -> Organisation:
    """Another organisation: a member of the network, or one that is only listed."""
    found = organisations.organisation(org_id)
    if found.pk == request.actor.org_id:
        raise NotVisible
    return found


@require_safe
@staff("referral.offer")
def plan(request: StaffRequest, case_id: uuid.UUID, org_id: uuid.UUID) -> HttpResponse:
    """What is asked and what would be passed on. The choice travels on in the address: ids and codes."""
    case, to_org = open_case(request, case_id), other(request, org_id)
    running = queries.running_to(request.actor, case).get(to_org.pk)
    if running:
        messages.info(request, _("This organisation has been asked already."))
        return redirect("referrals:referral", running.pk)
    form = _plan_form(request, case, to_org)
    if form.is_bound and form.is_valid():
        return redirect(_consent_address(case, to_org, request.GET.urlencode()))
    context = {
        "case": case,
        "to_org": to_org,
        "form": form,
        "agreement": organisations.agreement_in_force(request.actor, to_org.pk),
        "warnings": asking.warnings_of(to_org.pk),
        "may_disclose": request.actor.may("disclosure.make"),
        "steps": steps(),
    }
    return render(request, "referrals/plan.html", context, status=REFUSED if form.errors else 200)


def _plan_form(request: StaffRequest, case: Case, to_org: Organisation) -> PlanForm:
    parts = [one for one in cases.participants(request.actor, case) if one.person.erased_at is None]
    services = asking.services_to_ask(request.actor, case, to_org)
    kind = PlanForm if to_org.joined_at else OutsidePlanForm
    form = kind(request.GET if "go" in request.GET else None, parts=parts, services=services.all)
    form.fields["asked_for"].initial = services.likely
    for name in form.fields:
        if name in request.GET:  # come back to: the boxes as they were
            form.fields[name].initial = request.GET.getlist(name)
    return form


def _consent_address(case: Case, to_org: Organisation, query: str) -> str:
    return reverse("referrals:consent", args=[case.pk, to_org.pk]) + "?" + query


@show_or_send
@staff("referral.offer")
def consent(request: StaffRequest, case_id: uuid.UUID, org_id: uuid.UUID) -> HttpResponse:
    """One consent after another, of each adult; with the last one the referral is prepared."""
    case, to_org = open_case(request, case_id), other(request, org_id)
    choice = _plan_form(request, case, to_org)
    if not (choice.is_bound and choice.is_valid()):
        return redirect("referrals:plan", case.pk, to_org.pk)
    fields = tuple(passed_on(tuple(choice.cleaned_data["fields_chosen"])))
    wanted = asking.consents_needed(request.actor, to_org, choice.chosen_people(), fields)
    if wanted.missing is None:
        if request.method == "POST":
            return _prepare(request, case, to_org, choice, wanted.held)
        context = _consent_context(case, to_org, wanted, None, fields) | {
            "back": _back_to_plan(request, case, to_org)
        }
        return render(request, "referrals/consent.html", context)
    form = AskForm(
        sent(request), people=wanted.missing, recipients=organisations.organisations(), official=to_org.is_official,
        guardian=wanted.needs_guardian,
        guardians=people_queries.guardians(request.actor, wanted.missing) if wanted.needs_guardian else (),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            # No savepoint: that it was not safe stays on record though the consent is refused.
            asked = people.Asked(
                recipient=to_org, people=tuple(wanted.missing), fields=fields, **form.answers()
            )
            people.take_consent(request.actor, asked, once=form.cleaned_data["once"], about=case.pk)
        except Invalid as refusal:
            problems_into(form, refusal.problems)
        else:
            return _next(request, case, to_org, choice)
    context = _consent_context(case, to_org, wanted, form, fields) | {
        "back": _back_to_plan(request, case, to_org)
    }
    return render(request, "referrals/consent.html", context, status=REFUSED if form.errors else 200)


def _back_to_plan(request: StaffRequest, case: Case, to_org: Organisation) -> str:
    chosen = request.GET.copy()
    chosen.pop("go", None)
    return reverse("referrals:plan", args=[case.pk, to_org.pk]) + "?" + chosen.urlencode()


def _consent_context(
    case: Case, to_org: Organisation, wanted: asking.Wanted, form: AskForm | None, fields: tuple[str, ...]
) -> dict[str, Any]:
    until = (getattr(form, "cleaned_data", {}).get("until") or form["until"].initial) if form else None
    talk = consenting.talk(to_org.name, fields, until)
    return {"case": case, "to_org": to_org, "wanted": wanted, "form": form, "talk": talk, "steps": steps()}


def _next(request: StaffRequest, case: Case, to_org: Organisation, choice: PlanForm) -> HttpResponse:
    """On to the next adult, or to the referral when everybody has been asked."""
    fields = tuple(passed_on(tuple(choice.cleaned_data["fields_chosen"])))
    wanted = asking.consents_needed(request.actor, to_org, choice.chosen_people(), fields)
    if wanted.missing is not None:
        messages.success(request, _("The consent is written down. Now the next person."))
        return redirect(request.get_full_path())
    return _prepare(request, case, to_org, choice, wanted.held)


def _prepare(
    request: StaffRequest, case: Case, to_org: Organisation, choice: PlanForm, held: list[Any]
) -> HttpResponse:
    referral = queries.running_to(request.actor, case).get(to_org.pk)
    if referral is None:
        typed = choice.cleaned_data
        way = typed.get("way") or Way.INSIDE
        plan = actions.Plan(
            to_org, tuple(held), tuple(typed["fields_chosen"]), tuple(typed["asked_for"]), way
        )
        referral = actions.draft(request.actor, case, plan)
    return redirect("referrals:offer", referral.pk)


@show_or_send
@staff("referral.offer")
def offer(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Exactly what the other side will see, before and after it accepts; then the offer."""
    referral = queries.get(request.actor, referral_id)
    if referral.from_org_id != request.actor.org_id or (
        request.method != "POST" and referral.state != ReferralState.DRAFT
    ):
        return redirect("referrals:referral", referral.pk)
    written = packets.write(request.actor, referral)
    form = OfferForm(sent(request), initial={"seen": packets.mark(written)})
    context = {
        "referral": referral,
        "case": referral.case,
        "steps": steps(),
        "summary": written.summary,
        "details": written.details,
    }
    try:
        return form_page(
            request, form, lambda typed: _offer(request, referral, form, typed),
            done=_offered_words(referral), template="referrals/offer.html",
            to=reverse("referrals:referral", args=[referral.pk]), **context,
        )  # fmt: skip
    except Stale:
        form.data["seen"] = packets.mark(written)  # type: ignore[index] # a copy of what was sent, by `sent`
        return render(
            request, "referrals/offer.html", {"form": form, "changed": True, **context}, status=CONFLICT
        )


def _offered_words(referral: Referral) -> str:
    if referral.is_outside:
        return _("It is sealed and its time runs. Now pass it on, as the page says.")
    return _("It is offered. You will see here when they answer.")


def _offer(request: StaffRequest, referral: Referral, form: OfferForm, typed: dict[str, Any]) -> Referral:
    return actions.offer(
        request.actor,
        referral,
        answer_by=form.answer_by(),
        urgent=typed["urgent"],
        seen=typed["seen"],
        once=typed["once"],
    )
