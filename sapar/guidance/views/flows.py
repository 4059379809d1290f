"""One question a page, then what to do. Everything after the list is a POST to one address; nothing is stored."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from sapar.guidance import walking, way
from sapar.guidance.answers import answers_in_words, outcome_context
from sapar.guidance.flows import BadAnswer, Question, the_library
from sapar.guidance.flows.model import TYPED, UNKNOWN
from sapar.guidance.forms import DayForm, NumberForm
from sapar.guidance.situations import SITUATIONS
from sapar.guidance.speaking import reader, title_of, words_of
from sapar.guidance.way import Ended, Way
from sapar.ui.dates import written
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from sapar.guidance.walking import Standing

# Where "Leave this page" leads: everybody looks at the weather.
ELSEWHERE = "https://www.gismeteo.com/"


# It changes nothing and keeps nothing, so it needs no token against forged forms.
@csrf_exempt
@show_or_send
@never_cache
def guide(request: HttpRequest) -> HttpResponse:
    """The list of flows; by POST a question, an outcome or the list, wherever the sealed way leads."""
    if request.method != "POST":
        return start(request, Way())
    try:
        return _moved(request, way.opened(request))
    except (Ended, BadAnswer, KeyError):
        return page(request, "guidance/public/ended.html", Way(), {})


def _moved(request: HttpRequest, here: Way) -> HttpResponse:
    """`KeyError` for a flow that is not there: nobody but a forger sends one."""
    sent = request.POST
    if "list" in sent:
        return start(request, Way(on=here.on))
    if "flow" in sent:
        return shown(request, walking.entered(here, the_library().flows[sent["flow"]]))
    if not here.flow:
        return start(request, here)
    stands = walking.standing(here)
    if "back" in sent or "at" in sent:
        return shown(request, walking.looked_back(stands, sent.get("at", "")))
    if "say" in sent and isinstance(stands.node, Question):
        return _said(request, stands, stands.node, sent["say"])
    return _at_outcome(request, stands, sent)


def _said(request: HttpRequest, stands: Standing, question: Question, given: str) -> HttpResponse:
    if question.kind not in TYPED or given == UNKNOWN:
        return shown(request, walking.answered(stands, given))
    form = form_of(question, request.POST)
    if not form.is_valid():
        return _question(request, stands, question, form)
    value = next(iter(form.cleaned_data.values()))
    typed = value.isoformat() if isinstance(value, dt.date) else str(value)
    return shown(request, walking.answered(stands, typed))


def _at_outcome(request: HttpRequest, stands: Standing, sent: QueryDict) -> HttpResponse:
    if sent.get("do") == "save":
        return _saved(request, stands)
    if sent.get("do") == "day":
        form = DayForm(sent)
        if form.is_valid():
            return shown(request, stands.way.but(on=form.cleaned_data["day"].isoformat()))
        return _outcome(request, stands, form)
    return shown(request, stands.way)


def start(request: HttpRequest, here: Way) -> HttpResponse:
    groups = [
        (heading, icon, [(name, title_of(name)) for name in names]) for heading, icon, names in SITUATIONS
    ]
    return page(request, "guidance/public/start.html", here, {"groups": groups})


def shown(request: HttpRequest, here: Way) -> HttpResponse:
    if not here.flow:
        return start(request, here)
    stands = walking.standing(here)
    if isinstance(stands.node, Question):
        return _question(request, stands, stands.node, form_of(stands.node, None, stands.chosen))
    return _outcome(request, stands, DayForm(initial={"day": stands.on}))


def form_of(question: Question, sent: QueryDict | None, chosen: str = "") -> Any:
    """The fields of a question whose answer is typed; None for one whose answers are buttons."""
    known = chosen if chosen != UNKNOWN else ""
    if question.kind == "date":
        return DayForm(sent, initial={"day": dt.date.fromisoformat(known)} if known else None)
    return NumberForm(sent, initial={"number": known}) if question.kind in TYPED else None


def _question(request: HttpRequest, stands: Standing, question: Question, form: Any) -> HttpResponse:
    spoken = words_of(stands.flow.id, question.id)
    typed = TYPED.get(question.kind, "")
    words: Any = spoken.words
    originals: Any = spoken.original.answers if spoken.original else {}  # type: ignore[union-attr] # a question's words
    options = [
        (code, label, originals.get(code, "")) for code, label in words.answers.items() if code != typed
    ]
    context = {
        "spoken": spoken,
        "options": options,
        "chosen": stands.chosen,
        "typed": typed,
        "form": form,
        "before": answers_in_words(stands),
        "title": title_of(stands.flow.id),
    }
    return page(request, "guidance/public/question.html", stands.way, context)


def _outcome(request: HttpRequest, stands: Standing, form: DayForm) -> HttpResponse:
    context = outcome_context(stands)
    short = " ".join([context["spoken"].words.short, *(written(day) for day in context["behind"].days)])
    context |= {"form": form, "short": short, "short_url": "sms:?&body=" + quote(short)}
    return page(request, "guidance/public/outcome.html", stands.way, context)


def _saved(request: HttpRequest, stands: Standing) -> HttpResponse:
    """A page of its own, without anything that is fetched."""
    response = render(request, "guidance/public/saved.html", outcome_context(stands))
    response["Content-Disposition"] = 'attachment; filename="sapar.html"'
    return response


def page(
    request: HttpRequest, template: str, here: Way, context: dict[str, Any], route: str = "guide:guide"
) -> HttpResponse:
    """With the way sealed into it, and the half of its key on the reader's phone until they leave."""
    half = way.half_of(request)
    context |= {
        "way": way.sealed(here, half),
        "exit_url": reverse("guide:leave"),
        "tongues": tongues(route),
    }
    response = render(request, template, context)
    way.keep_half(response, half)
    return response


def tongues(route: str) -> list[tuple[str, str, str, bool]]:
    """(code, own name, this address in the language, whether it is the reader's): buttons that take the way along."""
    found = []
    for code, name in settings.LANGUAGES:
        with override(code):
            found.append((code, name, reverse(route)))
    return [(*one, one[0] == reader()) for one in found]


@require_safe
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """Take the half of the key away, and be gone: what was asked can be opened no more."""
    response = HttpResponseRedirect(ELSEWHERE)
    way.forget_half(response)
    return response
