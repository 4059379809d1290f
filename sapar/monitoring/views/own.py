"""For an organisation itself: what monitors found of it, what it is asked, what its links have corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sapar.common.errors import Invalid, NotVisible
from sapar.directory.trust import trust_words
from sapar.monitoring import actions, corrected, queries, words
from sapar.monitoring.public_forms import ReplyForm
from sapar.organisations.guard import StaffRequest, staff
from sapar.ui.forms import problems_into
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.directory.models import Listing
    from sapar.monitoring.models import Concern, Visit

REFUSED = 422


@show_or_send
@staff("listing.write")
def own(request: StaffRequest) -> HttpResponse:
    """The own record, and the answer to what is asked."""
    listing = queries.listing_of(request.actor.org_id)
    form = ReplyForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            actions.reply(request.actor, _answered(listing, form), form.cleaned_data["words"])
        except Invalid as refused:
            problems_into(form, refused.problems)
        else:
            messages.success(request, _("Your answer stands beside it now, for everybody to read."))
            return redirect("monitoring:own")
    visits, concerns = queries.visits_of(listing.org_id), queries.concerns_of(listing.org_id)
    context = {
        "listing": listing,
        "trust": trust_words(listing),
        "membership": words.membership(listing.org),
        "visits": [(words.of_visit(row), _reply_to(row.pk, form)) for row in visits],
        "concerns": [(words.of_concern(row), _reply_to(row.pk, form)) for row in concerns],
        "told": words.told_lines(queries.told(listing.org_id)),
        "history": [words.of_change(row) for row in queries.history(listing.org_id)],
        "corrections": len(queries.corrections(request.actor)),
        "form": form,
    }
    return render(request, "monitoring/own.html", context, status=REFUSED if form is not None else 200)


def _answered(listing: Listing, form: ReplyForm) -> Visit | Concern:
    """What the answer is about. Raises `NotVisible` for what this organisation is not asked."""
    asked: list[Visit | Concern] = [
        *queries.visits_of(listing.org_id),
        *queries.concerns_of(listing.org_id),
    ]
    for one in asked:
        if one.pk == form.cleaned_data["to"]:
            return one
    raise NotVisible


def _reply_to(key: uuid.UUID, sent: ReplyForm | None) -> ReplyForm:
    if sent is not None and sent.data.get("to") == str(key):
        return sent
    return ReplyForm(initial={"to": key}, auto_id=f"r{key.hex[-6:]}-%s")


@require_safe
@staff("directory.search")
def corrections(request: StaffRequest) -> HttpResponse:
    """What organisations say by their links should stand in entries that the reader keeps."""
    rows = [
        (row, corrected.corrected(row, row.org.listing), row.org.listing)
        for row in queries.corrections(request.actor)
    ]
    return render(request, "monitoring/corrections.html", {"rows": rows})


@require_POST
@staff("directory.search")
def settle(request: StaffRequest, correction_id: uuid.UUID) -> HttpResponse:
    found = queries.correction(request.actor, correction_id)
    accept = request.POST.get("accept") == "1"
    try:
        actions.settle(request.actor, found, accept=accept)
    except Invalid as refused:
        messages.error(request, " ".join(refused.problems.values()))
    else:
        messages.success(request, _("It stands there now.") if accept else _("Nothing was changed."))
    return redirect("monitoring:corrections")
