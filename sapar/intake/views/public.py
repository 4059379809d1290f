"""Ask for help, and look at the answer. No account, no name, nothing in an address, nothing in a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sapar.intake import actions, queries, receipts
from sapar.intake.brake import Brake
from sapar.intake.codes import AnswerCode
from sapar.intake.flow import RequestState
from sapar.intake.forms import AskForm, ReceiptForm
from sapar.organisations.actor import PublicActor

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from sapar.organisations.models import Organisation

# Twelve digits and a hundred wrong tries a minute: somebody who guesses for a month finds one answer of "we are on it".
WRONG_RECEIPTS = Brake(each=10, all_together=100, seconds=60)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form. Who will read it stands on the page before anything is sent."""
    if request.method != "POST":
        language = get_language() or settings.LANGUAGE_CODE
        office = queries.office_for("", language)
        return _form(request, AskForm(initial={"language": language}), office)
    form = AskForm(request.POST)
    is_whole = form.is_valid()
    office = queries.office_for(form.cleaned_data.get("country", ""), form.cleaned_data.get("language", ""))
    if not is_whole or office is None:
        return _form(request, form, office)
    if form.cleaned_data["reader"] != str(office.pk):
        return _form(request, form, office, is_new_reader=True)
    return _leave(request, form, office)


def _leave(request: HttpRequest, form: AskForm, office: Organisation) -> HttpResponse:
    given = form.cleaned_data
    try:
        receipt = actions.leave(
            PublicActor(), form.call(), office, once=given["once"], odd=bool(given["website"])
        )
    except actions.TooMany:
        form.add_error(
            None, _("Very many requests are coming in at this moment. Please send it again in a few minutes.")
        )
        return _form(request, form, office, status=503)
    context = {"receipt": receipts.grouped(receipt), "office": office, "may_call": given["may_call"]}
    # Not a redirect: the number would have to stand in an address or a session.
    return render(request, "intake/sent.html", context)


def _form(
    request: HttpRequest,
    form: AskForm,
    office: Organisation | None,
    *,
    is_new_reader: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "office": office, "is_new_reader": is_new_reader}
    return render(request, "intake/ask.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_request(request: HttpRequest) -> HttpResponse:
    """Where a request stands, for whoever has its number."""
    if request.method != "POST":
        return render(request, "intake/my_request.html", {"form": ReceiptForm()})
    address: str | None = getattr(request, "caller", None)
    if WRONG_RECEIPTS.holds(address):
        return render(request, "ui/error.html", {"kind": "429", "layout": "ui/public.html"}, status=429)
    form = ReceiptForm(request.POST)
    receipt = receipts.read(form.cleaned_data["receipt"]) if form.is_valid() else None
    told = queries.told(receipt) if receipt else None
    if told is None:
        WRONG_RECEIPTS.count(address)
        return render(request, "intake/my_request.html", {"form": form, "is_unknown": form.is_valid()})
    context = {
        "told": told,
        "state": RequestState(told.state).label,
        "answer": AnswerCode(told.answer_code).label if told.answer_code else "",
    }
    return render(request, "intake/told.html", context)
