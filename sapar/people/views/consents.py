"""Pages of consent: what is said, what was answered, what is withdrawn."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sapar.common.errors import Invalid
from sapar.organisations.guard import staff
from sapar.people import actions, consenting, guarding, queries
from sapar.people.codes import GivenBy
from sapar.people.family_forms import ProposeForm, TakeConsentForm
from sapar.people.forms import WithdrawForm
from sapar.people.pages import REFUSED, form_page, sent, way_back
from sapar.people.views.person import alive
from sapar.ui.forms import problems_into
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    from django.http import HttpResponse

    from sapar.organisations.guard import StaffRequest
    from sapar.people.models import Consent, Person


@show_or_send
@staff("consent.take")
def take_consent(request: StaffRequest, person_id: uuid.UUID) -> HttpResponse:
    """Explain, ask, write down the answer. `with` names further people, for a guardian of several children."""
    found = alive(request, person_id)
    people = [found, *_others(request, found)]
    form = _form(request, people)
    if request.method == "POST" and form.is_valid():
        try:
            # No savepoint: the verb writes nothing before all is checked, but that it was unsafe stays on record.
            return _written(request, form)
        except Invalid as refusal:
            problems_into(
                form, {_FIELD_OF.get(name, name): words for name, words in refusal.problems.items()}
            )
    context = {
        "form": form,
        "person": found,
        "talk": _talk(form),
        "next": way_back(request, ""),
        "case": case_id(request),
    }
    return render(request, "people/take_consent.html", context, status=REFUSED if form.errors else 200)


def _form(request: StaffRequest, people: list[Person]) -> TakeConsentForm:
    guard = guarding.guard_of(request.actor, people)
    return TakeConsentForm(
        sent(request),
        people=people,
        recipients=queries.recipients(request.actor),
        guardians=queries.guardians(request.actor, people),
        children=any(guard.is_child(one) for one in people),
        two=all(guard.needs_two(one) for one in people),
    )


def _written(request: StaffRequest, form: TakeConsentForm) -> HttpResponse:
    asked, typed, case = _asked(form), form.cleaned_data, case_id(request)
    if asked.given_by == GivenBy.TWO_STAFF:
        proposed = actions.propose_consent(
            request.actor,
            asked,
            reason=typed["reason"],
            opinion=typed["opinion"],
            once=typed["once"],
            about=case,
        )
        messages.success(
            request, _("It is proposed. It holds as soon as another member of staff has agreed.")
        )
        return redirect("people:decision", proposed.pk)
    made = actions.take_consent(request.actor, asked, once=typed["once"], about=case)
    messages.success(request, _("The consent is written down."))
    return redirect(way_back(request, reverse("people:consent", args=[made.pk])))


_FIELD_OF = {"fields": "fields_allowed"}


def _others(request: StaffRequest, found: Person) -> list[Person]:
    ids = [one for name in request.GET.getlist("with")[:12] if (one := _uuid(name)) and one != found.pk]
    return list(queries.visible_to(request.actor).filter(pk__in=ids, erased_at=None).order_by("pk"))


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def case_id(request: StaffRequest) -> uuid.UUID | None:
    """The case in whose timeline this is told; only an id, checked by nobody because it opens nothing."""
    return _uuid(request.POST.get("case") or request.GET.get("case") or "")


def _asked(form: TakeConsentForm) -> actions.Asked:
    typed = form.cleaned_data
    same = ("recipient", "language_read", "how", "given_by", "safe_to_tell", "until", "interpreter", "words")
    people, fields = form.chosen_people(), tuple(typed["fields_allowed"])
    return actions.Asked(
        people=people, fields=fields, guardian=form.chosen_guardian, **{name: typed[name] for name in same}
    )


def _talk(form: TakeConsentForm) -> consenting.Talk:
    """What has to be said, with what is chosen so far."""
    chosen = getattr(form, "cleaned_data", {})
    recipient = chosen["recipient"].name if chosen.get("recipient") else ""
    fields = chosen.get("fields_allowed") or form["fields_allowed"].initial
    return consenting.talk(recipient, fields, chosen.get("until"))


@require_safe
@staff("person.read")
def consent(request: StaffRequest, consent_id: uuid.UUID) -> HttpResponse:
    found = queries.consent(request.actor, consent_id)
    context = {
        "consent": found,
        "said": consenting.said(found),
        "next": way_back(request, ""),
        "case": case_id(request),
    }
    return render(request, "people/consent.html", context)


@show_or_send
@staff("consent.withdraw")
def withdraw_consent(request: StaffRequest, consent_id: uuid.UUID) -> HttpResponse:
    found = queries.consent(request.actor, consent_id)
    to = way_back(request, reverse("people:consent", args=[found.pk]))
    if found.given_by == GivenBy.TWO_STAFF and found.withdrawn_at is None:
        return _propose_withdrawal(request, found)
    return form_page(
        request, WithdrawForm(sent(request)),
        lambda typed: actions.withdraw_consent(request.actor, found, how=typed["how"], about=case_id(request)),
        done=_("The consent is withdrawn. Nothing is passed on any more."), to=to, **_words_of(found), cancel_url=to,
    )  # fmt: skip


def _propose_withdrawal(request: StaffRequest, found: Consent) -> HttpResponse:
    words = _words_of(found) | {
        "lead": _("Two members of staff gave this consent for a child. Two have to withdraw it: you propose, another decides."),
        "submit": _("Propose to withdraw this consent"),
    }  # fmt: skip
    return form_page(
        request, ProposeForm(sent(request)),
        lambda typed: actions.propose_withdrawal(request.actor, found, **typed, about=case_id(request)),
        done=_("It is proposed. It is done as soon as another member of staff has agreed."),
        to=lambda made: reverse("people:decision", args=[made.pk]),
        cancel_url=reverse("people:consent", args=[found.pk]), **words,
    )  # fmt: skip


def _words_of(found: Consent) -> dict[str, Any]:
    """What exactly is withdrawn, in words."""
    return {
        "title": _("Withdraw the consent for %(name)s") % {"name": found.recipient.name},
        "lead": _("It ends now. %(name)s sees nothing of this any more.") % {"name": found.recipient.name},
        "submit": _("Withdraw this consent"),
    }
