"""Ask for help, and look at the answer. No account, no name, nothing in an address, nothing in a session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from sapar.common.brake import Brake
from sapar.guidance import walking, way
from sapar.guidance.answers import answers_in_words
from sapar.guidance.views.flows import tongues
from sapar.guidance.way import Ended
from sapar.intake import actions, queries, receipts
from sapar.intake.codes import AnswerCode
from sapar.intake.flow import RequestState
from sapar.intake.forms import AskForm, ReceiptForm
from sapar.organisations.actor import PublicActor
from sapar.organisations.lists import language_names
from sapar.rota import queries as rota
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from sapar.guidance.walking import Standing
    from sapar.rota.queries import Receiver

# Twelve digits and a hundred wrong tries a minute: somebody who guesses for a month finds one answer of "we are on it".
WRONG_RECEIPTS = Brake(each=10, all_together=100, seconds=60)


@never_cache
@show_or_send
def ask(request: HttpRequest) -> HttpResponse:
    """The form. Who answers, and by when, stands on the page before anything is sent."""
    if request.method != "POST":
        return _first(request)
    form = _ask_form(rota.languages_answered(), request.POST)
    is_whole = form.is_valid()
    stands = _came(request)
    country, language = form.cleaned_data.get("country", ""), form.cleaned_data.get("language", "")
    receiver = rota.receiver(country, language)
    if receiver is None and "language" not in form.errors:
        form.add_error("language", _words_for_nobody(country))
    if not is_whole or receiver is None:
        return _form(request, form, receiver, stands)
    if form.cleaned_data["send_answers"] and stands is None:
        return _form(request, form, receiver, is_way_lost=True)
    if form.cleaned_data["reader"] != str(receiver.organisation.pk):
        return _form(request, form, receiver, stands, is_new_reader=True)
    return _leave(request, form, receiver, stands)


# It shows the form and sends nothing. The page of a flow carries no token, so that reading it leaves no cookie of ours.
@csrf_exempt
@never_cache
@show_or_send
def guided(request: HttpRequest) -> HttpResponse:
    """From the end of a flow to the form: the answers stand on it, and go only when they are sent with it."""
    stands = _came(request) if request.method == "POST" else None
    return _first(request, stands) if stands else redirect("ask:ask")


def _came(request: HttpRequest) -> Standing | None:
    """How far the sealed way leads; None without one, and where it has ended."""
    try:
        return walking.standing_of(way.opened(request).kept())
    except Ended:
        return None


def _first(request: HttpRequest, stands: Standing | None = None) -> HttpResponse:
    """In the language of the page where somebody answers in it, else in the one that stands first."""
    answered, language = rota.languages_answered(), get_language() or settings.LANGUAGE_CODE
    chosen = language if language in answered else (answered[0] if answered else "")
    known = {"language": chosen}
    if stands:
        asked = stands.place.help(language)
        country = asked.where if asked else stands.place.facts.get("country", "")
        known |= {"topic": stands.flow.problem, "country": country, "send_answers": "on"}
    receiver = rota.receiver(known.get("country", ""), chosen) or rota.receiver("", chosen)
    form = _ask_form(answered, initial=known)
    return _form(request, form, receiver, stands, not_answered=language != chosen)


def _ask_form(answered: list[str], *args: Any, **kwargs: Any) -> AskForm:
    """Asks for no language in which nobody answers."""
    form = AskForm(*args, **kwargs)
    choice: Any = form.fields["language"]
    choice.choices = [(code, name) for code, name in settings.LANGUAGES if code in answered]
    return form


def _words_for_nobody(country: str) -> str:
    answered = rota.languages_answered(country)
    if answered:
        return _(
            "About this country nobody answers in this language yet. Somebody does in: %(languages)s."
        ) % {"languages": language_names(answered)}
    return _("About this country nobody answers yet. Look at “Who can help me?”, or choose another country.")


def _leave(request: HttpRequest, form: AskForm, receiver: Receiver, stands: Standing | None) -> HttpResponse:
    given, office = form.cleaned_data, receiver.organisation
    try:
        receipt = actions.leave(
            PublicActor(),
            form.call(stands.way.kept() if stands else None),
            office,
            once=given["once"],
            answer_by=receiver.answer_by,
            odd=bool(given["website"]),
        )
    except actions.TooMany:
        form.add_error(
            None, _("Very many requests are coming in at this moment. Please send it again in a few minutes.")
        )
        return _form(request, form, receiver, stands, status=503)
    context = {"receipt": receipts.grouped(receipt), "receiver": receiver, "may_call": given["may_call"]}
    # Not a redirect: the number would have to stand in an address or a session.
    return render(request, "intake/sent.html", context)


def _form(
    request: HttpRequest,
    form: AskForm,
    receiver: Receiver | None,
    stands: Standing | None = None,
    *,
    status: int = 200,
    **context: bool,
) -> HttpResponse:
    languages: Any = form.fields["language"]
    shown: dict[str, Any] = {"form": form, "receiver": receiver, "anybody": bool(languages.choices)}
    if stands:
        shown["answers"] = answers_in_words(stands)
        shown["way"] = way.sealed(stands.way, way.half_of(request))
        shown["tongues"] = tongues("ask:guided")
        shown["exit_url"] = reverse("guide:leave")
    return render(request, "intake/ask.html", shown | context, status=status)


@never_cache
@show_or_send
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
        "is_late": bool(told.promised_by and told.promised_by < timezone.now()),
    }
    return render(request, "intake/told.html", context)
