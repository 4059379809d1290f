"""Files of a contact: a voice message, a photo, a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sapar.common.errors import Invalid
from sapar.intake import actions, queries
from sapar.intake.talk_form import FileForm
from sapar.intake.views import contacts
from sapar.organisations.guard import staff
from sapar.ui.forms import problems_into

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse, StreamingHttpResponse

    from sapar.organisations.guard import StaffRequest


@require_POST
@staff("file.add")
def attach(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Seal a file with the contact."""
    contact = queries.contact(request.actor, pk)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.attach(request.actor, contact, form.cleaned_data["file"], once=form.cleaned_data["once"])
        except Invalid as refused:
            problems_into(form, refused.problems)
        else:
            messages.success(request, _("Attached."))
            return redirect("contacts:detail", contact.pk)
    return contacts.shown(request, contact, file_form=form)


@require_safe
@staff("file.read")
def give(request: StaffRequest, pk: uuid.UUID, file_id: uuid.UUID) -> StreamingHttpResponse:
    """The file, opened while it is sent."""
    return actions.give(request.actor, queries.contact(request.actor, pk), file_id)
