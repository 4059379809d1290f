"""What everybody reads of trust, how somebody tells what happened, and the page behind an organisation's link."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from sapar.common.errors import Invalid
from sapar.directory import queries as directory
from sapar.directory.trust import trust_words
from sapar.monitoring import actions, queries, words
from sapar.monitoring.actions import reminders
from sapar.monitoring.public_forms import CorrectionForm, FeedbackForm, ReplyForm
from sapar.organisations.actor import PublicActor
from sapar.ui.forms import problems_into
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from sapar.monitoring.actions.reminders import Opened

GONE, REFUSED, TOO_MANY = 410, 422, 429


@require_safe
@never_cache
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """The status with its reasons, its history, every visit and every warning with the answer beside it."""
    listing = directory.listing_by_slug(PublicActor(), slug)
    concerns = [words.of_concern(row) for row in queries.concerns_of(listing.org_id)]
    context = {
        "listing": listing,
        "trust": trust_words(listing),
        "membership": words.membership(listing.org),
        "visits": [words.of_visit(row) for row in queries.visits_of(listing.org_id)[:20]],
        "concerns": [one for one in concerns if one.stands],
        "told": words.told_lines(queries.told(listing.org_id)),
        "history": [words.of_change(row) for row in queries.history(listing.org_id)[:30]],
    }
    return render(request, "monitoring/public/organisation.html", context)


@require_safe
@never_cache
def rules(request: HttpRequest) -> HttpResponse:
    return render(request, "monitoring/public/rules.html", {"rules": words.rule_lines()})


# Two codes that anybody may send; no token means no cookie on the reader's phone.
@csrf_exempt
@show_or_send
@never_cache
def tell(request: HttpRequest, slug: str) -> HttpResponse:
    listing = directory.listing_by_slug(PublicActor(), slug)
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        given = form.cleaned_data
        try:
            if not given["website"]:
                caller = getattr(request, "caller", None)
                actions.tell(PublicActor(), listing.org, given["code"], given["when"], caller=caller)
        except actions.TooMany:
            status = TOO_MANY
        else:
            return render(request, "monitoring/public/told.html", {"listing": listing})
    elif form.is_bound:
        status = REFUSED
    context = {"form": form, "listing": listing, "is_too_many": status == TOO_MANY}
    return render(request, "monitoring/public/tell.html", context, status=status)


@show_or_send
@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm, correct or answer, without an account."""
    try:
        opened = reminders.open_link(token)
        act = _ACTS.get(request.POST.get("do", "")) if request.method == "POST" else None
        return act(request, opened) if act else _page(request, opened)
    except reminders.Over:
        return render(request, "monitoring/public/over.html", status=GONE)


def _page(
    request: HttpRequest,
    opened: Opened,
    *,
    correction: CorrectionForm | None = None,
    reply: ReplyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    asked: list[words.ConcernCard | words.VisitCard] = [
        *map(words.of_concern, opened.concerns),
        *map(words.of_visit, opened.visits),
    ]
    context = {
        "listing": opened.listing,
        "trust": trust_words(opened.listing),
        "asked": [(card, _reply_form(card, reply)) for card in asked],
        "form": correction or CorrectionForm(opened.listing),
        "reply": reply,
        "is_correcting": correction is not None,
    }
    return render(request, "monitoring/public/link.html", context, status=status)


def _reply_form(card: words.ConcernCard | words.VisitCard, sent: ReplyForm | None) -> ReplyForm:
    """The form beside what it answers; the one that was sent comes back as it was."""
    row = card.concern if isinstance(card, words.ConcernCard) else card.visit
    if sent is not None and sent.data.get("to") == str(row.pk):
        return sent
    return ReplyForm(initial={"to": row.pk}, auto_id=f"r{row.pk.hex[-6:]}-%s")


def _confirm(request: HttpRequest, opened: Opened) -> HttpResponse:
    reminders.confirm(opened)
    return _thanks(request, opened, waits=False)


def _correct(request: HttpRequest, opened: Opened) -> HttpResponse:
    form = CorrectionForm(opened.listing, request.POST)
    if not form.is_valid():
        return _page(request, opened, correction=form, status=REFUSED)
    try:
        waiting = reminders.correct(opened, form.changed())
    except Invalid as refused:
        problems_into(form, refused.problems)
        return _page(request, opened, correction=form, status=REFUSED)
    return _thanks(request, opened, waits=waiting is not None)


def _answer(request: HttpRequest, opened: Opened) -> HttpResponse:
    to = request.POST.get("to", "")
    form = ReplyForm(request.POST, auto_id=f"r{to.replace('-', '')[-6:]}-%s")
    if not form.is_valid():
        return _page(request, opened, reply=form, status=REFUSED)
    try:
        reminders.answer(opened, uuid.UUID(to), form.cleaned_data["words"])
    except Invalid as refused:
        problems_into(form, refused.problems)
        return _page(request, opened, reply=form, status=REFUSED)
    return redirect(request.path)


def _thanks(request: HttpRequest, opened: Opened, *, waits: bool) -> HttpResponse:
    return render(request, "monitoring/public/thanks.html", {"listing": opened.listing, "waits": waits})


_ACTS = {"confirm": _confirm, "correct": _correct, "answer": _answer}
