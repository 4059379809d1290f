"""Releases for stewards, taking part for supervisors, ours beside the region's for coordinators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sapar.insight import actions, places
from sapar.insight.codes import ReleaseState
from sapar.insight.kinds import BY_CODE
from sapar.insight.release_forms import ReleaseForm
from sapar.insight.releases import beside as pairing
from sapar.insight.releases import queries, reporting
from sapar.organisations.guard import staff
from sapar.people.pages import form_page, sent, tried

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.organisations.guard import StaffRequest


@require_safe
@staff("release.read")
def listed(request: StaffRequest) -> HttpResponse:
    context = {
        "releases": [(one, places.quarter_name(one.quarter)) for one in queries.releases(request.actor)],
        "run": queries.last_run(request.actor),
    }
    return render(request, "insight/releases.html", context)


@staff("release.make")
def add(request: StaffRequest) -> HttpResponse:
    form = ReleaseForm(sent(request))
    return form_page(
        request,
        form,
        lambda typed: actions.ask(request.actor, form.wanted(), once=typed["once"]),
        done=_("It is being made and attacked. That takes a minute or two."),
        to=lambda made: reverse("figures:release", args=[made.pk]),
        title=_("Make a release"),
        submit=_("Make it"),
        lead=_(
            "The first release of a quarter freezes its records. Fewer columns leave more numbers to be shown. Another steward "
            "reads the report and publishes it."
        ),
        cancel_url=reverse("figures:list"),
    )


@require_safe
@staff("release.read")
def release(request: StaffRequest, release_id: uuid.UUID) -> HttpResponse:
    found = queries.release(request.actor, release_id)
    mine = found.asked_by_id == request.actor.member_id
    context = {
        "release": found,
        "quarter_words": places.quarter_name(found.quarter),
        "wanted": [
            (BY_CODE[code].label, ", ".join(str(BY_CODE[code].column(one).label) for one in dimensions))
            for code, dimensions in sorted(
                found.wanted.items(), key=lambda pair: list(BY_CODE).index(pair[0])
            )
        ],
        "parts": [
            (BY_CODE[part.kind].label, part, reporting.sentences(part))
            for part in sorted(found.parts.all(), key=lambda one: list(BY_CODE).index(one.kind))
        ],
        "without": [BY_CODE[code].label for code in found.trouble.split(", ") if code in BY_CODE],
        "may_decide": found.state == ReleaseState.READY and not mine,
        "may_withdraw": found.state in (ReleaseState.ASKED, ReleaseState.READY),
        "refresh": found.state in (ReleaseState.ASKED, ReleaseState.MAKING),
    }
    return render(request, "insight/release.html", context)


@require_POST
@staff("release.publish")
def decide(request: StaffRequest, release_id: uuid.UUID, verb: str) -> HttpResponse:
    """Publish or refuse."""
    tried(request, lambda: actions.decide(request.actor, release_id, verb))
    return redirect("figures:release", release_id)


@require_POST
@staff("release.make")
def withdraw(request: StaffRequest, release_id: uuid.UUID) -> HttpResponse:
    done = _("Withdrawn. Nothing of it went out.")
    tried(request, lambda: actions.withdraw(request.actor, release_id), done)
    return redirect("figures:release", release_id)


@staff("figures.agree")
def taking_part(request: StaffRequest) -> HttpResponse:
    """What leaves the organisation and what never does; agreed by one click of a supervisor."""
    if request.method == "POST":
        done = _("From tonight on your records are counted in the region's picture.")
        tried(request, lambda: actions.agree(request.actor), done)
        return redirect("figures:taking-part")
    return render(request, "insight/taking_part.html", {"standing": queries.participation(request.actor)})


@require_POST
@staff("figures.agree")
def stop(request: StaffRequest) -> HttpResponse:
    done = _("From tonight on nothing of yours is counted. What was published stays.")
    tried(request, lambda: actions.stop(request.actor), done)
    return redirect("figures:taking-part")


@require_safe
@staff("overview.read")
def beside(request: StaffRequest) -> HttpResponse:
    """The latest published quarter, or the one chosen."""
    known = queries.quarters()
    asked = request.GET.get("quarter", "")
    chosen = asked if asked in known else (known[0] if known else "")
    context = {
        "quarter_words": places.quarter_name(chosen) if chosen else "",
        "quarters": [(one, places.quarter_name(one)) for one in known if one != chosen],
        "pairs": pairing.pairs(request.actor, chosen) if chosen else [],
        "takes_part": queries.participation(request.actor) is not None,
    }
    return render(request, "insight/beside.html", context)
