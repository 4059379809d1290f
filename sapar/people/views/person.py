"""Pages of a person: who they are, how to reach them safely, and erasing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sapar.common.errors import NotVisible, Stale
from sapar.organisations.guard import staff
from sapar.people import actions, guarding, panels, queries
from sapar.people.forms import AmendForm, EraseForm, PhoneForm
from sapar.people.pages import CONFLICT, form_page, in_words, sent, way_back
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from sapar.organisations.guard import StaffRequest
    from sapar.people.models import Person


@require_safe
@staff("person.read")
def person(request: StaffRequest, person_id: uuid.UUID) -> HttpResponse:
    found = queries.get(request.actor, person_id)
    context = {
        "person": found,
        "relatives": queries.relatives(request.actor, found),
        "decisions": queries.decisions(request.actor, found),
        "two_decide": guarding.needs_two(request.actor, found),
        "may_write": request.actor.may("person.write"),
        "back": way_back(request, ""),
        "consents": queries.consents_of(request.actor, [found.pk]),
        "may_erase": request.actor.may("person.erase"),
        "panels": panels.PERSON.rendered(request, found),
    }
    return render(request, "people/person.html", context)


@show_or_send
@staff("person.write")
def amend(request: StaffRequest, person_id: uuid.UUID) -> HttpResponse:
    found = alive(request, person_id)
    form = AmendForm(sent(request), person=found, initial={"version": found.version})
    to = address(found)
    context: dict[str, Any] = {"title": _("Particulars"), "cancel_url": to, "person": found}
    try:
        return form_page(
            request, form, lambda typed: actions.amend(request.actor, found, form.particulars(), version=typed["version"]),
            done=_("Saved."), to=to, template="people/amend.html", **context,
        )  # fmt: skip
    except Stale:
        return _both_texts(request, found, form, context)


def _both_texts(
    request: StaffRequest, found: Person, form: AmendForm, context: dict[str, Any]
) -> HttpResponse:
    """What a colleague wrote meanwhile, beside what was typed; sending it again replaces theirs knowingly."""
    form.data["version"] = str(found.version)  # type: ignore[index] # a copy of what was sent, by `sent`
    current = AmendForm(person=found)
    theirs = in_words(current, [name for name in form.changed_data if name != "version"])
    return render(request, "people/amend.html", {"form": form, "theirs": theirs, **context}, status=CONFLICT)


@show_or_send
@staff("person.write")
def add_phone(request: StaffRequest, person_id: uuid.UUID) -> HttpResponse:
    found = alive(request, person_id)
    return form_page(
        request, PhoneForm(sent(request)), lambda typed: actions.add_phone(request.actor, found, **typed),
        done=_("The number is written down."), to=address(found), title=_("Add a phone number"),
        cancel_url=address(found),
    )  # fmt: skip


@require_POST
@staff("person.write")
def remove_phone(request: StaffRequest, person_id: uuid.UUID, phone_id: uuid.UUID) -> HttpResponse:
    phone = queries.phone(request.actor, phone_id)
    if phone.person_id != person_id:
        raise NotVisible
    actions.remove_phone(request.actor, phone)
    messages.success(request, _("The number was taken away."))
    return redirect("people:person", person_id)


@show_or_send
@staff("person.erase")
def erase(request: StaffRequest, person_id: uuid.UUID) -> HttpResponse:
    found = alive(request, person_id)
    return form_page(
        request, EraseForm(sent(request)),
        lambda typed: actions.erase(request.actor, found, reason=typed["reason"]),
        done=_("The person is erased."), to=address(found), template="people/erase.html", person=found,
        cancel_url=address(found), two_decide=guarding.needs_two(request.actor, found),
    )  # fmt: skip


def alive(request: StaffRequest, person_id: uuid.UUID) -> Person:
    """Somebody who is not erased: there is nothing left to write about the others."""
    found = queries.get(request.actor, person_id)
    if found.erased_at:
        raise NotVisible
    return found


def address(found: Person) -> str:
    return reverse("people:person", args=[found.pk])
