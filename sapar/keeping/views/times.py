"""What is kept how long, what goes next, and the head's yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sapar.keeping import actions, due, queries
from sapar.keeping.codes import REMAINS, STARTS, RecordKind
from sapar.keeping.forms import TermsForm
from sapar.organisations.guard import staff
from sapar.people.pages import form_page, sent

if TYPE_CHECKING:
    from django.http import HttpResponse

    from sapar.organisations.guard import StaffRequest


@require_safe
@staff("keeping.read")
def home(request: StaffRequest) -> HttpResponse:
    """The overview: times, what goes next, holds, exports, certificates."""
    actor = request.actor
    rows = [
        {
            "one": one,
            "since": STARTS[one.kind],
            "remains": REMAINS[one.kind],
            "within": list(one.within.items()),
        }
        for one in due.outlook(actor)
    ]
    context = {
        "rows": rows,
        "horizons": due.HORIZONS,
        "schedule": queries.schedule(actor),
        "run": queries.last_run(actor),
        "holds": len(queries.holds(actor).rows),
        "to_review": queries.holds_to_review(actor),
        "export": queries.running_export(actor),
        "may_write": actor.may("keeping.write"),
        "may_ask": actor.may("export.ask"),
    }
    return render(request, "keeping/home.html", context)


@require_safe
@staff("keeping.read")
def coming(request: StaffRequest) -> HttpResponse:
    """What goes within 30, 60 or 90 days, without names."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(one) for one in due.HORIZONS} else due.HORIZONS[0]
    outlook = due.outlook(request.actor)
    counts = {str(one.kind): one.within[days] for one in outlook}
    kinds = queries.going(request.actor, days, counts)
    context = {
        "days": days,
        "tabs": [
            {
                "url": f"{reverse('keeping:next')}?days={one}",
                "label": _("%(days)s days") % {"days": one},
                "current": one == days,
            }
            for one in due.HORIZONS
        ],
        "kinds": [
            {"one": one, "may_open": queries.may_open(request.actor, one.kind), "total": counts[one.kind]}
            for one in kinds
        ],
        "total": sum(counts.values()),
    }
    return render(request, "keeping/next.html", context)


@staff("keeping.write")
def terms(request: StaffRequest) -> HttpResponse:
    form = TermsForm(sent(request), months=due.months_of(request.actor.org_id))
    return form_page(
        request, form, lambda typed: actions.set_terms(request.actor, {kind: typed[kind] for kind in RecordKind}),
        done=_("Saved. Where a time became shorter, look at what goes and confirm again."), to=reverse("keeping:home"),
        title=_("How long what is kept"), cancel_url=reverse("keeping:home"),
        lead=_("No longer than it is needed: what is gone can be neither seized nor leaked."),
    )  # fmt: skip


@staff("keeping.write")
def confirm(request: StaffRequest) -> HttpResponse:
    """Before the first night: what would go, and the head's yes."""
    if request.method == "POST":
        actions.confirm(request.actor)
        messages.success(request, _("Confirmed. What is due goes tonight, and every night from now on."))
        return redirect("keeping:home")
    outlook = due.outlook(request.actor)
    rows = [
        {"one": one, "remains": REMAINS[one.kind], "soon": one.within[due.HORIZONS[0]]} for one in outlook
    ]
    return render(request, "keeping/confirm.html", {"rows": rows, "total": sum(one.now for one in outlook)})


@require_POST
@staff("keeping.write")
def stop(request: StaffRequest) -> HttpResponse:
    actions.stop(request.actor)
    messages.success(request, _("Stopped. Nothing goes by time until somebody confirms again."))
    return redirect("keeping:home")
