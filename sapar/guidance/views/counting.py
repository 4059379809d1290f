"""Calculators: the facts on a form, the answer with its reasoning above it. One address, by POST, nothing kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from sapar.guidance import outcomes, way
from sapar.guidance.counting import Counting
from sapar.guidance.flows import Help
from sapar.guidance.rules import GuidanceError, evaluate, rules
from sapar.guidance.speaking import reader, said
from sapar.guidance.views.flows import page
from sapar.guidance.way import Ended, Way
from sapar.guidance.who_helps import who_helps
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from sapar.guidance.rules import Answer


# Like the flows: nothing is changed or kept, so no token and no second cookie.
@csrf_exempt
@show_or_send
@never_cache
def counting(request: HttpRequest) -> HttpResponse:
    """The list of calculators; by POST one of them."""
    if request.method != "POST":
        return _list(request)
    try:
        here = way.opened(request)
    except Ended:
        return page(request, "guidance/public/ended.html", Way(), {})
    chosen = request.POST.get("rule", here.rule)
    return (
        _one(request, here.but(rule=chosen))
        if chosen in rules() and "list" not in request.POST
        else _list(request)
    )


def _list(request: HttpRequest) -> HttpResponse:
    known = [(name, said(rule.title)) for name, rule in rules().items()]
    return page(request, "guidance/public/calculators.html", Way(), {"rules": known})


def _one(request: HttpRequest, here: Way) -> HttpResponse:
    is_asked, is_begun = request.POST.get("do") == "count", "rule" not in request.POST
    form = Counting(rules()[here.rule], request.POST if is_begun else None, is_asked=is_asked)
    context: dict[str, Any] = {"form": form, "title": said(form.rule.title)}
    if is_asked and form.is_valid():
        try:
            context |= _answered(evaluate(here.rule, form.on, form.known()))
        except GuidanceError as refusal:
            form.refuse(refusal)
            context["claims"] = outcomes.refused_of(refusal).claims
            context["helping"] = who_helps(Help(form.rule.help_with, "", reader()))
    return page(request, "guidance/public/calculator.html", here, context, route="guide:counting")


def _answered(answer: Answer) -> dict[str, Any]:
    return {
        "found": outcomes.counted_of(answer),
        "on": answer.on,
        "helping": who_helps(Help(answer.help_with, "", reader())),
    }
