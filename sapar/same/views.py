"""Pages on which records are merged and taken apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sapar.common.errors import NotVisible
from sapar.organisations.guard import staff
from sapar.people.pages import form_page, sent
from sapar.people.views.person import address, alive
from sapar.same import actions, queries, worklist
from sapar.same.forms import MergeForm, UndoForm
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.organisations.guard import StaffRequest


@show_or_send
@staff("person.merge")
def merge(request: StaffRequest, person_id: uuid.UUID) -> HttpResponse:
    """Records that may be of the same person, with the reasons; one is chosen and merged into this one."""
    kept = alive(request, person_id)
    if queries.is_gone(request.actor, kept):
        raise NotVisible
    form = MergeForm(sent(request), found=queries.alike(request.actor, kept))
    return form_page(
        request, form, lambda _typed: actions.merge(request.actor, kept, form.chosen()),
        done=_("The two records are one now. It can be undone at any time."), to=address(kept),
        template="same/merge.html", title=_("Merge with another record"), person=kept, cancel_url=address(kept),
        submit=_("Merge"),
    )  # fmt: skip


@show_or_send
@staff("person.merge")
def undo(request: StaffRequest, merge_id: uuid.UUID) -> HttpResponse:
    row = queries.get(request.actor, merge_id)
    return form_page(
        request, UndoForm(sent(request)), lambda _typed: actions.undo(request.actor, row),
        done=_("The two records are two people again."), to=reverse("people:person", args=[row.gone_id]),
        template="same/undo.html", title=_("Take merged records apart"), merge=row, cancel_url=address(row.kept),
        submit=_("Take apart"),
    )  # fmt: skip


@require_safe
@staff("person.merge")
def waiting(request: StaffRequest) -> HttpResponse:
    """Records that are alike, for somebody to decide."""
    context = {
        "pairs": worklist.waiting(request.actor), "count": worklist.count(request.actor),
        "expected": worklist.expected(request.actor), "precision": worklist.precision(request.actor),
        "latest": worklist.latest(request.actor),
    }  # fmt: skip
    return render(request, "same/waiting.html", context)


@require_POST
@staff("person.merge")
def tell_apart(request: StaffRequest, likeness_id: uuid.UUID) -> HttpResponse:
    found = worklist.get(request.actor, likeness_id)
    if found is None:
        raise NotVisible
    actions.tell_apart(request.actor, found)
    messages.success(request, _("Two people. They will not be asked about again."))
    return redirect("same:waiting")
