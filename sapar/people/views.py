"""Pages of a person: who they are, how to reach them safely, what they allowed, and erasing them."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sapar.common.errors import Invalid, NotVisible, Stale
from sapar.organisations.guard import staff
from sapar.people import actions, consenting, panels, queries
from sapar.people.forms import AmendForm, ConsentForm, EraseForm, PhoneForm, WithdrawForm
from sapar.people.pages import CONFLICT, REFUSED, form_page, in_words, sent, way_back
from sapar.ui.forms import problems_into

if TYPE_CHECKING:
    from django.http import HttpResponse

    from sapar.organisations.guard import StaffRequest
    from sapar.people.models import Person

show_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@staff("person.read")
def person(request: StaffRequest, person_id: uuid.UUID) -> HttpResponse:
    found = queries.get(request.actor, person_id)
    context = {
        "person": found,
        "back": way_back(request, ""),
        "consents": queries.consents_of(request.actor, [found.pk]),
        "may_erase": request.actor.may("person.erase"),
        "panels": panels.PERSON.rendered(request, found),
    }
    return render(request, "people/person.html", context)


@show_or_send
@staff("person.write")
def amend(request: StaffRequest, person_id: uuid.UUID) -> HttpResponse:
    found = _alive(request, person_id)
    form = AmendForm(sent(request), person=found, initial={"version": found.version})
    to = _address(found)
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
    form.data["version"] = str(found.version)  # type: ignore[index]
    current = AmendForm(person=found)
    theirs = in_words(current, [name for name in form.changed_data if name != "version"])
    return render(request, "people/amend.html", {"form": form, "theirs": theirs, **context}, status=CONFLICT)


@show_or_send
@staff("person.write")
def add_phone(request: StaffRequest, person_id: uuid.UUID) -> HttpResponse:
    found = _alive(request, person_id)
    return form_page(
        request, PhoneForm(sent(request)), lambda typed: actions.add_phone(request.actor, found, **typed),
        done=_("The number is written down."), to=_address(found), title=_("Add a phone number"),
        cancel_url=_address(found),
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
@staff("consent.take")
def take_consent(request: StaffRequest, person_id: uuid.UUID) -> HttpResponse:
    """Read the text out, write down the answer. `about` names further people, for a guardian of several children."""
    found = _alive(request, person_id)
    people = [found, *_others(request, found)]
    form = ConsentForm(sent(request), people=people, recipients=queries.recipients(request.actor))
    if request.method == "POST" and form.is_valid():
        try:
            # No savepoint: the verb writes nothing before all is checked, but that it was unsafe stays on record.
            made = actions.take_consent(
                request.actor, _asked(form), once=form.cleaned_data["once"], about=_case(request)
            )
        except Invalid as refusal:
            problems_into(
                form, {_FIELD_OF.get(name, name): words for name, words in refusal.problems.items()}
            )
        else:
            messages.success(request, _("The consent is written down."))
            return redirect(way_back(request, reverse("people:consent", args=[made.pk])))
    context = {
        "form": form,
        "person": found,
        "text": _preview(form),
        "next": way_back(request, ""),
        "case": _case(request),
    }
    return render(request, "people/take_consent.html", context, status=REFUSED if form.errors else 200)


_FIELD_OF = {"fields": "fields_allowed"}


def _others(request: StaffRequest, found: Person) -> list[Person]:
    ids = [one for name in request.GET.getlist("with")[:12] if (one := _uuid(name)) and one != found.pk]
    return list(queries.visible_to(request.actor).filter(pk__in=ids, erased_at=None).order_by("pk"))


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _case(request: StaffRequest) -> uuid.UUID | None:
    """The case in whose timeline this is told; only an id, checked by nobody because it opens nothing."""
    return _uuid(request.POST.get("case") or request.GET.get("case") or "")


def _asked(form: ConsentForm) -> actions.Asked:
    typed = form.cleaned_data
    same = ("recipient", "language_read", "how", "given_by", "safe_to_tell", "until", "interpreter", "words")
    people, fields = form.chosen_people(), tuple(typed["fields_allowed"])
    return actions.Asked(people=people, fields=fields, **{name: typed[name] for name in same})


def _preview(form: ConsentForm) -> list[tuple[str, str]]:
    """(language, the text to read out) in every language it may be read in, with what is chosen so far."""
    chosen = getattr(form, "cleaned_data", {})
    recipient = chosen["recipient"].name if chosen.get("recipient") else ""
    fields, until = chosen.get("fields_allowed") or form["fields_allowed"].initial, chosen.get("until")
    return [(code, consenting.text(code, recipient, fields, until)) for code in consenting.text_languages()]


@require_safe
@staff("person.read")
def consent(request: StaffRequest, consent_id: uuid.UUID) -> HttpResponse:
    found = queries.consent(request.actor, consent_id)
    text = consenting.text(found.language_read, found.recipient.name, found.fields, found.until)
    context = {"consent": found, "text": text, "next": way_back(request, ""), "case": _case(request)}
    return render(request, "people/consent.html", context)


@show_or_send
@staff("consent.withdraw")
def withdraw_consent(request: StaffRequest, consent_id: uuid.UUID) -> HttpResponse:
    found = queries.consent(request.actor, consent_id)
    to = way_back(request, reverse("people:consent", args=[found.pk]))
    return form_page(
        request, WithdrawForm(sent(request)),
        lambda typed: actions.withdraw_consent(request.actor, found, how=typed["how"], about=_case(request)),
        done=_("The consent is withdrawn. Nothing is passed on any more."), to=to, title=_("Withdraw the consent"),
        lead=_("It ends now. The other organisation sees nothing of this any more."), submit=_("Withdraw"), cancel_url=to,
    )  # fmt: skip


@show_or_send
@staff("person.erase")
def erase(request: StaffRequest, person_id: uuid.UUID) -> HttpResponse:
    found = _alive(request, person_id)
    return form_page(
        request, EraseForm(sent(request)),
        lambda typed: actions.erase(request.actor, found, reason=typed["reason"]),
        done=_("The person is erased."), to=_address(found), template="people/erase.html", person=found,
        cancel_url=_address(found),
    )  # fmt: skip


def _alive(request: StaffRequest, person_id: uuid.UUID) -> Person:
    """Somebody who is not erased: there is nothing left to write about the others."""
    found = queries.get(request.actor, person_id)
    if found.erased_at:
        raise NotVisible
    return found


def _address(found: Person) -> str:
    return reverse("people:person", args=[found.pk])
