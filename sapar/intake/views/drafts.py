"""Drafts of the desk: kept by the page's script, opened again, passed on, dropped."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sapar.common.errors import Invalid, Locked, Stale
from sapar.intake import actions, drafts
from sapar.intake.talk_form import TalkForm
from sapar.intake.views import desk
from sapar.organisations import queries as organisations
from sapar.organisations.guard import staff
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    from django.http import HttpResponse

    from sapar.organisations.guard import StaffRequest


@require_POST
@staff("contact.log")
def keep(request: StaffRequest) -> HttpResponse:
    """For the desk's script: the draft is kept, or a sentence says why not. The words are not in the answer."""
    form = TalkForm(request.POST)
    content = form.content() | {"at": request.POST.get("at", "")[:200]}
    try:
        kept = actions.keep(request.actor, desk.token_of(form), content, **desk.seen_by(form))
    except Stale:
        words = _("Another window has this draft too. What stands here is kept as a draft of its own.")
        return JsonResponse({"problem": words, "token": str(uuid.uuid4())}, status=409)
    except Invalid as refused:
        return JsonResponse({"problem": " ".join(map(str, refused.problems.values()))}, status=400)
    except Locked:
        return JsonResponse({"problem": _("Sapar is locked. Nothing can be kept or saved now.")}, status=503)
    at = date_format(timezone.localtime(kept.kept_at), "H:i")
    return JsonResponse({"version": kept.version, "kept": _("Draft kept at %(time)s") % {"time": at}})


@require_safe
@staff("contact.log")
def resume(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """The desk with a draft as it was left."""
    return desk.draft_page(request, drafts.get(request.actor, pk))


@show_or_send
@staff("contact.log")
def pass_on(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """To a colleague, or to whoever comes next."""
    draft = drafts.get(request.actor, pk)
    others = organisations.colleagues(request.actor).exclude(pk=request.actor.member_id)
    if request.method == "POST":
        to = next((one for one in others if str(one.pk) == request.POST.get("to")), None)
        actions.pass_on(request.actor, draft, to.pk if to else None)
        messages.success(request, _("Passed on."))
        return redirect("contacts:new")
    return render(request, "intake/draft_pass_on.html", {"draft": draft, "colleagues": others})


@require_POST
@staff("contact.log")
def drop(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Nothing comes of it."""
    actions.drop(request.actor, drafts.get(request.actor, pk))
    messages.success(request, _("The draft is gone for good."))
    return redirect("contacts:new")
