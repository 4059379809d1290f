"""The addresses of the API. Facts come in by POST, are answered, and are neither kept nor logged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from sapar.guidance import letters, walking
from sapar.guidance.api import openapi
from sapar.guidance.api.answers import Refused, address, answer, body
from sapar.guidance.flows import Question, the_library
from sapar.guidance.flows.checking import leaning_on
from sapar.guidance.rules import GuidanceError, UnknownRule, evaluate, find_rule, rules
from sapar.guidance.rules import acts as register
from sapar.guidance.rules.book import the_book
from sapar.guidance.rules.errors import BadFact
from sapar.guidance.rules.facts import read_day
from sapar.guidance.speaking import said

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from sapar.guidance.flows.model import Flow
    from sapar.guidance.rules import Answer

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
_MEMBERS = {"on", "facts", "language"}


@address("GET")
def base(request: HttpRequest) -> HttpResponse:
    names = ("rules", "flows", "acts", "openapi")
    links = {name: request.build_absolute_uri(reverse(f"guidance-api:{name}")) for name in names}
    return answer({"name": "Sapar guidance", "reviewed_by_lawyers": False, **links}, is_public=True)


@address("GET")
def description(request: HttpRequest) -> HttpResponse:
    return answer(openapi.document(request.build_absolute_uri(reverse("guidance-api:base"))), is_public=True)


@address("GET")
def list_rules(request: HttpRequest) -> HttpResponse:
    parameters = [
        {"rule": one.id, "title": one.title, "jurisdiction": one.jurisdiction}
        for one in the_book().parameters.values()
    ]
    return answer(
        {"calculators": [one.as_json() for one in rules().values()], "parameters": parameters}, is_public=True
    )


@address("GET")
def one_rule(request: HttpRequest, rule: str) -> HttpResponse:
    try:
        return answer(find_rule(rule, the_book()).as_json(), is_public=True)
    except UnknownRule as refusal:
        return answer(refusal.as_json(), 404)


@address("POST")
def ask(request: HttpRequest, rule: str) -> HttpResponse:
    """`on` (today), `facts`, `language` (English): the answer with its reasoning, or why there is none."""
    sent = body(request)
    if unknown := set(sent) - _MEMBERS:
        raise Refused(
            422, "unknown-member", f"A question has on, facts and language, not {', '.join(sorted(unknown))}."
        )
    with override(_language(sent.get("language", "en"))):
        try:
            return answer(_in_words(evaluate(rule, _day(sent.get("on")), _facts(sent.get("facts", {})))))
        except GuidanceError as refusal:
            status = 404 if isinstance(refusal, UnknownRule) else 422
            return answer({**refusal.as_json(), "text": str(said(refusal.text))}, status)


def _in_words(found: Answer) -> dict[str, Any]:
    """The answer with its sentences in the language that was asked for; `msgid` stays English."""
    document = found.as_json()
    for name, texts in (
        ("says", found.says),
        ("marks", found.marks),
        ("steps", [one.text for one in found.steps]),
    ):
        for one, text in zip(document[name], texts, strict=True):
            one["text"] = str(said(text))
    return document


def _language(code: Any) -> str:
    if code not in LANGUAGES:
        raise Refused(422, "unknown-language", f"The languages are: {', '.join(LANGUAGES)}.")
    return str(code)


def _day(value: Any) -> date:
    if value is None:
        return walking.today()
    try:
        return read_day(value, "on")
    except BadFact as refusal:
        raise Refused(422, "bad-day", str(refusal.why), fact="on") from None


def _facts(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Refused(422, "bad-facts", 'Facts are an object such as {"country": "RU"}.')
    return value


@address("GET")
def acts(request: HttpRequest) -> HttpResponse:
    """The register on a day: `on` in the address, today without it."""
    on = _day(request.GET.get("on") or None)
    found = []
    for one in register.register(the_book(), on):
        act = one.act
        found.append(
            {
                "act": act.id,
                "title": act.title,
                "kind": act.kind,
                "parties": list(act.parties),
                "state": one.state,
                "signed": _iso(act.signed),
                "in_force_from": _iso(act.in_force_from),
                "in_force_to": _iso(act.in_force_to),
                "replaced_by": act.replaced_by or None,
                "changed": [str(day) for day in act.changed],
                "note": act.note or None,
                "url": act.url,
                "told_on": act.told.written or None,
                "parameters": [{"rule": name, "article": article} for name, article in one.articles],
                "calculators": list(one.used_by),
                "flows": leaning_on(the_library(), set(one.leaning)),
                "letters": [letter.id for letter in letters.leaning_on(one.leaning)],
                "to_read_again": list(one.to_read_again),
            }
        )
    return answer({"on": str(on), "acts": found}, is_public=True)


def _iso(day: date | None) -> str | None:
    return str(day) if day else None


@address("GET")
def list_flows(request: HttpRequest) -> HttpResponse:
    library = the_library()
    found = [
        {
            "flow": one.id,
            "problem": one.problem,
            "title": {"ru": library.title(one.id, "ru"), "en": library.title(one.id, "en")},
        }
        for one in library.flows.values()
    ]
    return answer({"flows": found}, is_public=True)


@address("GET")
def one_flow(request: HttpRequest, flow: str) -> HttpResponse:
    """The whole graph with the words of every language that it has: a program can walk it by itself, offline."""
    found = the_library().flows.get(flow)
    if found is None:
        raise Refused(404, "unknown-flow", "There is no such flow.")
    return answer(_graph(found), is_public=True)


def _graph(flow: Flow) -> dict[str, Any]:
    questions = {
        one.id: {
            "kind": one.kind,
            "fact": one.fact or None,
            "answers": dict(one.answers),
            "words": _words(flow.id, one.id),
        }
        for one in flow.questions
    }
    outcomes = {
        one.id: {
            "help_with": one.help_with,
            "where": one.where or None,
            "rules": [{"rule": call.rule, "facts": dict(call.facts)} for call in one.rules],
            "leans_on": list(one.leans_on),
            "see": list(one.see),
            "count": one.count or None,
            "danger": one.is_danger,
            "words": _words(flow.id, one.id),
        }
        for one in flow.outcomes
    }
    return {
        "flow": flow.id,
        "problem": flow.problem,
        "start": flow.start,
        "reviewed": flow.review.state == "reviewed",
        "questions": questions,
        "outcomes": outcomes,
    }


def _words(flow: str, node: str) -> dict[str, Any]:
    """By language; `state` says whether a translation is current, `reviewed_by` who signed it."""
    library = the_library()
    found = {}
    for code in LANGUAGES:
        spoken = library.speak(flow, node, code)
        if spoken.state != "missing":
            written: Any = (
                vars(spoken.words)
                if not isinstance(library.flows[flow].nodes[node], Question)
                else {
                    "title": spoken.words.title,
                    "hint": spoken.words.hint,  # type: ignore[union-attr] # a question's words
                    "answers": dict(spoken.words.answers),  # type: ignore[union-attr] # the same
                }
            )
            found[code] = {**written, "state": spoken.state, "reviewed_by": spoken.reviewed_by or None}
    return found
