"""The page of a referral, as each side sees it, and the verbs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sapar.cases import queries as cases
from sapar.cases.codes import Outcome
from sapar.common.errors import IllegalMove, NotVisible
from sapar.organisations import queries as organisations
from sapar.organisations.guard import staff
from sapar.people import queries as people
from sapar.people.pages import form_page, sent
from sapar.referrals import actions, asking, policy, queries
from sapar.referrals.actions.outside import outside_verbs
from sapar.referrals.codes import Answered, Handed, Way
from sapar.referrals.flow import AT_WORK, RUNNING
from sapar.referrals.forms import AcceptForm, DeclineForm, ReportForm
from sapar.ui.forms import SaparForm
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.organisations.actor import StaffActor
    from sapar.organisations.guard import StaffRequest
    from sapar.referrals.models import Referral


def address(referral: Referral) -> str:
    return reverse("referrals:referral", args=[referral.pk])


@require_safe
@staff("referral.read")
def referral(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    found = queries.get(request.actor, referral_id)
    sender = policy.side(request.actor, found) == "sender"
    context = {
        "referral": found,
        "verbs": policy.verbs(request.actor, found),
        "reports": queries.reports(request.actor, found),
        **(_as_sender(request.actor, found) if sender else _as_receiver(request.actor, found)),
    }
    return render(request, "referrals/sent.html" if sender else "referrals/received.html", context)


def _as_sender(actor: StaffActor, found: Referral) -> dict[str, Any]:
    parts = found.consents.values_list("about__person_id", flat=True)
    resting = set(found.consents.values_list("pk", flat=True))
    return {
        "case": found.case,
        "seen": queries.shown_to_receiver(actor, found),
        "consents": [one for one in people.consents_of(actor, list(parts)) if one.pk in resting],
        "agreement": organisations.agreement_in_force(actor, found.to_org_id),
        "settleable": _settleable(actor, found),
        "disclosure": queries.disclosure_of(actor, found),
        **(_outside(actor, found) if found.is_outside else {}),
        "may_settle": actor.may("problem.settle"),
        "may_withdraw_consent": actor.may("consent.withdraw"),
    }


def _outside(actor: StaffActor, found: Referral) -> dict[str, Any]:
    """What left the house and came back, and what is to be done by hand."""
    gone = queries.handed(actor, found)
    said = queries.answers(actor, found)
    return {
        "answers": said,
        "handed": gone,
        "link": queries.current_link(actor, found) if found.way == Way.LINK else None,
        "answer_verbs": outside_verbs(actor, found),
        "phone": asking.phone_of(found.to_org_id),
        "to_call_back": [] if found.state in RUNNING else [one for one in gone if one.how != Handed.LINKED],
        "is_destroyed": any(one.row.verb == Answered.DESTROYED for one in said),
        "may_hand_over": found.offered_at is not None
        and found.state in RUNNING
        and actor.may(policy.TYPED_BACK),
    }


def _settleable(actor: StaffActor, found: Referral) -> list[dict[str, Any]]:
    """Our own open problems for which the other side has reported an outcome."""
    reported = queries.latest_outcomes(actor, found)
    if not reported or found.case.is_closed:
        return []
    open_ones = [
        one for one in cases.problems(actor, found.case) if one.state == "open" and one.code in reported
    ]
    return [{"problem": one, "outcome": Outcome(reported[one.code])} for one in open_ones]


def _as_receiver(actor: StaffActor, found: Referral) -> dict[str, Any]:
    return {
        "seen": queries.open_packet(actor, found),
        "own_case": cases.visible_to(actor).filter(pk=found.to_case_id).first() if found.to_case_id else None,
        "at_work": found.state in AT_WORK and actor.may(policy.RIGHTS["report"]),
        "agreement": organisations.agreement_in_force(actor, found.from_org_id),
    }


@show_or_send
@staff("referral.withdraw")
def withdraw(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    found = _ready(request, referral_id, "withdraw")
    return form_page(
        request, SaparForm(sent(request)), lambda _typed: actions.withdraw(request.actor, found),
        done=_("The referral is withdrawn."), to=address(found), title=_("Withdraw the referral"),
        lead=_withdraw_words(found),
        submit=_("Withdraw"), cancel_url=address(found),
    )  # fmt: skip


def _withdraw_words(found: Referral) -> str:
    if found.way in (Way.PHONE, Way.SHEET):
        return _(
            "This can't be undone. What was told or printed you have to call back yourself: the next page says what."
        )
    return _(
        "The other organisation sees nothing of this any more. This can't be undone; you can ask again with a new referral."
    )


def _ready(request: StaffRequest, referral_id: uuid.UUID, verb: str) -> Referral:
    """The referral, if this side may do `verb` to it now: nobody fills in a form for nothing."""
    found = queries.get(request.actor, referral_id)
    policy.require_verb(request.actor, found, verb)
    if verb not in policy.verbs(request.actor, found) and not (verb == "report" and found.state in AT_WORK):
        raise IllegalMove(found.state, verb)
    if found.is_outside and verb != "withdraw":
        raise NotVisible  # nobody of theirs is here; their answer is typed back on another page
    return found


@show_or_send
@staff("referral.answer")
def accept(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    found = _ready(request, referral_id, "accept")
    form = AcceptForm(sent(request), actor=request.actor)
    return form_page(
        request, form, lambda _typed: actions.accept(request.actor, found, into=form.case),
        done=_("You have accepted. Read first how to make contact safely."), to=address(found),
        title=_("Accept the referral"), submit=_("Accept"), cancel_url=address(found),
        lead=_("You then see the people and their story, as far as they allowed it, and your own case is opened."),
    )  # fmt: skip


@show_or_send
@staff("referral.answer")
def decline(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    found = _ready(request, referral_id, "decline")
    return form_page(
        request, DeclineForm(sent(request)), lambda typed: actions.decline(request.actor, found, typed["reason"]),
        done=_("They know now that they must ask somebody else."), to=address(found), title=_("Decline the referral"),
        lead=_("Say no soon rather than late: then somebody else can be asked. This can't be undone."), submit=_("Decline"),
        cancel_url=address(found),
    )  # fmt: skip


@require_POST
@staff("referral.complete")
def start(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    found = actions.start(request.actor, queries.get(request.actor, referral_id))
    messages.success(request, _("They see that you are working on it."))
    return redirect(address(found))


@show_or_send
@staff("referral.complete")
def report(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    found = _ready(request, referral_id, "report")
    form = _report_form(request, found)
    return form_page(
        request, form,
        lambda typed: actions.report(request.actor, found, typed["words"], form.outcomes(), once=typed["once"]),
        done=_("The report is sent."), to=address(found), title=_("Report back"), submit=_("Send the report"),
        cancel_url=address(found),
    )  # fmt: skip


@show_or_send
@staff("referral.complete")
def complete(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    found = _ready(request, referral_id, "complete")
    form = _report_form(request, found)
    return form_page(
        request, form, lambda typed: actions.complete(request.actor, found, typed["words"], form.outcomes()),
        done=_("The referral is completed."), to=address(found), title=_("Complete the referral"), submit=_("Complete"),
        lead=_("Say what came of it. After this you no longer see the people's details; your own case stays. This can't be undone."),
        cancel_url=address(found),
    )  # fmt: skip


def _report_form(request: StaffRequest, found: Referral) -> ReportForm:
    """The problems of our own case, each with the outcome we wrote down ourselves."""
    if found.to_case_id is None:
        raise NotVisible
    own = cases.get(request.actor, found.to_case_id)
    known = {one.code: one.outcome for one in cases.problems(request.actor, own)}
    return ReportForm(sent(request), problems=known)


@require_POST
@staff("problem.settle")
def settle(request: StaffRequest, referral_id: uuid.UUID, problem_id: uuid.UUID) -> HttpResponse:
    found = queries.get(request.actor, referral_id)
    actions.settle_reported(request.actor, found, problem_id)
    messages.success(request, _("The problem is settled as they reported."))
    return redirect(address(found))
