"""Promises for staff: the list, one promise, judging it by two, and who may judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sapar.organisations.guard import staff
from sapar.people.pages import form_page, sent, tried
from sapar.watch import actions, policy, queries
from sapar.watch.flow import COMMITMENT
from sapar.watch.forms import JudgeForm, NameForm, PromiseForm, RefuseForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.organisations.guard import StaffRequest


@require_safe
@staff("promise.read")
def listed(request: StaffRequest) -> HttpResponse:
    context = {
        "promises": queries.listed(request.actor),
        "is_monitor": policy.is_monitor(request.actor),
        "may_name": request.actor.may("monitor.name"),
    }
    return render(request, "watch/list.html", context)


@require_safe
@staff("promise.read")
def promise(request: StaffRequest, promise_id: uuid.UUID) -> HttpResponse:
    found = queries.commitment(promise_id)
    said = queries.open_judgement(found)
    is_monitor = policy.is_monitor(request.actor) and found.actor_org_id != request.actor.org_id
    context = {
        "promise": found,
        "history": queries.history(found),
        "waits": said,
        "may_answer": is_monitor and said is not None and policy.may_answer(request.actor, said),
        "may_judge": is_monitor and said is None and bool(COMMITMENT.verbs_from(found.state)),
        "is_monitor": is_monitor,
    }
    return render(request, "watch/promise.html", context)


@staff(policy.RIGHT)
def add(request: StaffRequest) -> HttpResponse:
    policy.require_monitor(request.actor)
    form = PromiseForm(sent(request))
    return form_page(
        request,
        form,
        lambda typed: actions.write(request.actor, form.promise(), form.seen(), once=typed["once"]),
        done=_("Written down. It is public once a monitor of another organisation has agreed."),
        to=lambda made: reverse("watch:promise", args=[made.pk]),
        title=_("Write a promise down"),
        lead=_(
            "What an office, a government or an organisation has said it will do for people who migrate. "
            "Everybody will read it, so name no people."
        ),
        cancel_url=reverse("watch:list"),
    )


@staff(policy.RIGHT)
def judge(request: StaffRequest, promise_id: uuid.UUID) -> HttpResponse:
    policy.require_monitor(request.actor)
    found = queries.commitment(promise_id)
    form = JudgeForm(sent(request), state=found.state)
    back = reverse("watch:promise", args=[found.pk])
    return form_page(
        request,
        form,
        lambda typed: actions.judge(request.actor, found, typed["verb"], form.seen()),
        done=_("Noted. It counts once a monitor of another organisation has agreed."),
        to=back,
        title=_("How does this promise stand?"),
        lead=found.said[0],
        cancel_url=back,
    )


@require_POST
@staff(policy.RIGHT)
def agree(request: StaffRequest, promise_id: uuid.UUID) -> HttpResponse:
    found = queries.commitment(promise_id)
    tried(request, lambda: actions.agree(request.actor, found), _("Agreed. The public page shows it now."))
    return redirect("watch:promise", found.pk)


@staff(policy.RIGHT)
def refuse(request: StaffRequest, promise_id: uuid.UUID) -> HttpResponse:
    policy.require_monitor(request.actor)
    found = queries.commitment(promise_id)
    back = reverse("watch:promise", args=[found.pk])
    return form_page(
        request,
        RefuseForm(sent(request)),
        lambda typed: actions.refuse(request.actor, found, typed["words"]),
        done=_("Noted. The promise stands as before."),
        to=back,
        title=_("You do not agree?"),
        submit=_("I do not agree"),
        cancel_url=back,
    )


@staff("monitor.name")
def monitors(request: StaffRequest) -> HttpResponse:
    form = NameForm(sent(request), colleagues=queries.to_name(request.actor))
    context = {"monitors": queries.monitors(request.actor)}
    return form_page(
        request,
        form,
        lambda typed: actions.name_monitor(request.actor, typed["member"].pk),
        done=_("Named. They can judge promises now."),
        to=reverse("watch:monitors"),
        template="watch/monitors.html",
        title=_("Monitors of promises"),
        submit=_("Name as monitor"),
        **context,
    )


@require_POST
@staff("monitor.name")
def end_monitor(request: StaffRequest, member_id: uuid.UUID) -> HttpResponse:
    actions.end_monitor(request.actor, member_id)
    messages.success(request, _("They judge promises no longer. What they have judged stays."))
    return redirect("watch:monitors")
