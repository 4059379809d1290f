"""Pages of acquaintance: somebody is entered or taken out, a notice is decided, a word is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sapar.acquaintance import actions, consenting, queries
from sapar.acquaintance.codes import NoticeState
from sapar.acquaintance.forms import AnswerForm, EnterForm
from sapar.cases import queries as cases
from sapar.common.errors import NotVisible
from sapar.organisations.guard import staff
from sapar.people.forms import WithdrawForm
from sapar.people.pages import form_page, sent
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.organisations.guard import StaffRequest
    from sapar.people.models import Person


@require_safe
@staff("acquaintance.answer")
def waiting(request: StaffRequest) -> HttpResponse:
    """What we were told and may decide, who made itself known to us, and what we decided."""
    context = {
        "notices": queries.to_decide(request.actor),
        "heard": queries.heard(request.actor),
        "decided": queries.decided(request.actor),
        "may_refer": request.actor.may("referral.offer"),
    }
    return render(request, "acquaintance/list.html", context)


@show_or_send
@staff("acquaintance.enter")
def enter(request: StaffRequest, case_id: uuid.UUID, person_id: uuid.UUID) -> HttpResponse:
    """Explain, ask, write down the yes. The answer is the same whoever else knows this person."""
    case = cases.get(request.actor, case_id)
    person = _helped(request, case_id, person_id)
    form = EnterForm(sent(request), person=person)
    to = reverse("cases:case", args=[case.pk])
    until = getattr(form, "cleaned_data", {}).get("until") or form["until"].initial
    return form_page(
        request, form,
        lambda typed: actions.enter(request.actor, case, person, form.said(), once=typed["once"]),
        done=_("Entered. You hear of it only if another organisation makes itself known; that nothing comes says nothing."),
        to=to, template="acquaintance/enter.html", title=_("Is somebody else helping, too?"), submit=_("Enter"),
        person=person, case=case, talk=consenting.talk(until), cancel_url=to,
    )  # fmt: skip


def _helped(request: StaffRequest, case_id: uuid.UUID, person_id: uuid.UUID) -> Person:
    parts = cases.participants(request.actor, cases.get(request.actor, case_id))
    for one in parts:
        if one.person_id == person_id and one.role in cases.HELPED and not one.person.erased_at:
            return one.person
    raise NotVisible


@show_or_send
@staff("consent.withdraw")
def withdraw(request: StaffRequest, entry_id: uuid.UUID) -> HttpResponse:
    found = queries.entry(request.actor, entry_id)
    to = reverse("cases:case", args=[found.case_id])
    return form_page(
        request, WithdrawForm(sent(request)), lambda typed: actions.withdraw(request.actor, found, how=typed["how"]),
        done=_("Taken back. From tonight on nobody is told anything."), to=to,
        template="acquaintance/withdraw.html", title=_("Take it back"), entry=found,
        submit=_("Take it back"), cancel_url=to,
    )  # fmt: skip


@show_or_send
@staff("acquaintance.answer")
def answer(request: StaffRequest, notice_id: uuid.UUID) -> HttpResponse:
    """The whole decision: what we know, what we do not, what each answer does."""
    found = queries.notice(request.actor, notice_id)
    is_open = found.state in (NoticeState.OPEN, NoticeState.LEFT) and found.entry.holds
    return form_page(
        request, AnswerForm(sent(request), is_left=found.state == NoticeState.LEFT),
        lambda typed: actions.answer(request.actor, found, typed["verb"]),
        done=_("It is written down."), to=reverse("acquaintance:list"), template="acquaintance/answer.html",
        title=_("Somebody else may be helping this person"), notice=found, is_open=is_open,
        submit=_("Decide"), cancel_url=reverse("acquaintance:list"),
    )  # fmt: skip


@require_POST
@staff("acquaintance.answer")
def settle(request: StaffRequest, word_id: uuid.UUID) -> HttpResponse:
    actions.settle(request.actor, queries.word(request.actor, word_id))
    messages.success(request, _("Settled."))
    return redirect("acquaintance:list")
