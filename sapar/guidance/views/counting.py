"""Calculators: the facts on a form, the answer with its reasoning above it. One address, by POST, nothing kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from sapar.guidance import letters, outcomes, way
from sapar.guidance.counting import Counting, known_of
from sapar.guidance.flows import Help
from sapar.guidance.letters import writing
from sapar.guidance.rules import GuidanceError, evaluate, rules
from sapar.guidance.speaking import are_drafts, in_file, reader, said
from sapar.guidance.views.flows import page
from sapar.guidance.way import Ended, Way
from sapar.guidance.who_helps import who_helps
from sapar.ui.methods import show_or_send

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from sapar.guidance.rules import Answer

# What is pressed for an answer, and for a letter written from it.
ASKED = frozenset({"count", "letter"})


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
    wanted, is_begun = request.POST.get("do", ""), "rule" not in request.POST
    rule = rules()[here.rule]
    form = Counting(rule, request.POST if is_begun else known_of(rule, here), is_asked=wanted in ASKED)
    context: dict[str, Any] = {"form": form, "title": said(rule.title), "drafted": are_drafts()}
    template = "guidance/public/calculator.html"
    if wanted in ASKED and form.is_valid():
        try:
            answer = evaluate(rule.id, form.on, form.known())
            context |= _answered(answer)
            if wanted == "letter" and rule.id in letters.the_letters():
                context |= _letter(answer, form) | {"typed": _typed(request)}
                template = "guidance/public/letter.html"
        except GuidanceError as refusal:
            form.refuse(refusal)
            context["claims"] = outcomes.refused_of(refusal).claims
            context["helping"] = who_helps(Help(rule.help_with, "", reader()))
    return page(request, template, here, context, route="guide:counting")


def _letter(answer: Answer, form: Counting) -> dict[str, Any]:
    letter = letters.the_letters()[answer.rule]
    parts = writing.written(letter, answer, form.known()["country"])
    return {"parts": parts, "written_in": letters.WRITTEN_IN}


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything but the buttons, so that the way back brings it again."""
    return [(name, str(value)) for name, value in request.POST.items() if name not in {"way", "do"}]


def _answered(answer: Answer) -> dict[str, Any]:
    letter = letters.the_letters().get(answer.rule)
    return {
        "found": outcomes.counted_of(answer),
        "on": answer.on,
        "letter": (in_file(letter.title), in_file(letter.how)) if letter else None,
        "helping": who_helps(Help(answer.help_with, "", reader())),
    }
