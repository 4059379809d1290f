"""The OpenAPI 3.1 description, made of the rules themselves: each calculator's facts are its schema. Pure."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from sapar.guidance.rules import rules

if TYPE_CHECKING:
    from sapar.guidance.rules.facts import Fact

_KINDS: dict[str, dict[str, Any]] = {
    "date": {"type": "string", "format": "date"},
    "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
    "number": {"type": ["number", "string"], "minimum": 0},
    "whole": {"type": ["integer", "string"], "minimum": 0},
    "flag": {"type": "boolean"},
}
_TEXT = {
    "type": "object",
    "required": ["text", "msgid", "params"],
    "properties": {"text": {"type": "string"}, "msgid": {"type": "string"}, "params": {"type": "object"}},
}
_SOURCE = {
    "type": "object",
    "required": ["act", "article", "url", "told_on", "confidence"],
    "properties": {
        "act": {"type": "string"},
        "article": {"type": "string"},
        "url": {"type": "string"},
        "told_on": {"type": ["string", "null"]},
        "confidence": {"type": "string"},
    },
}
_STEP = {
    "allOf": [
        _TEXT,
        {
            "required": ["basis"],
            "properties": {
                "basis": {"enum": ["rule", "told", "reckoned"]},
                "rule": {"type": "string"},
                "source": _SOURCE,
            },
        },
    ]
}
_ANSWER = {
    "type": "object",
    "required": ["rule", "on", "says", "result", "steps", "marks", "reviewed", "certain", "leans_on", "version", "help_with"],
    "properties": {
        "rule": {"type": "string"},
        "on": {"type": "string", "format": "date"},
        "says": {"type": "array", "items": _TEXT},
        "result": {"type": "object"},
        "steps": {"type": "array", "items": _STEP},
        "marks": {"type": "array", "items": _TEXT},
        "reviewed": {"type": "boolean"},
        "certain": {"type": "boolean"},
        "leans_on": {"type": "array", "items": {"type": "string"}},
        "version": {"type": "string"},
        "help_with": {"type": "string"},
    },
}  # fmt: skip
_ERROR = {
    "type": "object",
    "required": ["error", "text"],
    "properties": {"error": {"type": "string"}, "text": {"type": "string"}},
}
_REFUSALS = {
    "400": "The body is not a JSON object.",
    "404": "unknown-rule.",
    "405": "Another method.",
    "413": "The body is too large.",
    "422": "missing-fact, bad-fact, unknown-fact, bad-day, bad-facts, no-rule-for-date, not-covered, withheld, "
    "unknown-language, unknown-member.",
    "429": "Too many questions within a minute.",
}


@functools.cache
def document(server: str) -> dict[str, Any]:
    """`server` is the address under which the API answers."""
    paths: dict[str, Any] = {
        "/rules": _get("Calculators with the facts they ask, and parameters.", "rules"),
        "/rules/{rule}": _get("What a rule asks.", "rule", "rule"),
        "/flows": _get("The flows of questions.", "flows"),
        "/flows/{flow}": _get("One flow with its words.", "flow", "flow"),
        "/acts": _get("The register of acts on a day.", "acts"),
        "/rules/{rule}/evaluate": _evaluate("{rule}", "Ask any rule or parameter.", {"type": "object"}),
    }
    paths["/acts"]["get"]["parameters"] = [
        {
            "name": "on",
            "in": "query",
            "required": False,
            "schema": _KINDS["date"],
            "description": "The day; today.",
        }
    ]
    for rule in rules().values():
        paths[f"/rules/{rule.id}/evaluate"] = _evaluate(rule.id, str(rule.title), facts_of(rule.facts))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sapar guidance",
            "version": "1",
            "description": "Rules of law as dated files, asked by day and facts. Facts are neither kept nor logged. "
            "No lawyer has reviewed them unless an answer says so.",
        },
        "servers": [{"url": server.rstrip("/")}],
        "paths": paths,
        "components": {"schemas": {"answer": _ANSWER, "error": _ERROR}},
    }


def facts_of(facts: tuple[Fact, ...]) -> dict[str, Any]:
    """The schema of an object of facts; a name that the rule does not know is refused."""
    return {
        "type": "object",
        "properties": {one.name: _schema(one) for one in facts},
        "required": [one.name for one in facts if one.required],
        "additionalProperties": False,
    }


def _schema(fact: Fact) -> dict[str, Any]:
    told = {"description": str(fact.says)}
    if fact.kind == "list":
        return {"type": "array", "maxItems": 500, "items": facts_of(fact.fields), **told}
    if fact.kind == "choice":
        return {"enum": list(fact.choices), **told}
    return {**_KINDS[fact.kind], **told}


def _get(words: str, name: str, parameter: str = "") -> dict[str, Any]:
    path = (
        [{"name": parameter, "in": "path", "required": True, "schema": {"type": "string"}}]
        if parameter
        else []
    )
    refusals = ("404", "405", "429") if parameter else ("405", "429", "422")
    return {
        "get": {
            "operationId": name,
            "summary": words,
            "parameters": path,
            "responses": {"200": _told(words, {"type": "object"}), **_refused(refusals)},
        }
    }


def _evaluate(rule: str, words: str, facts: dict[str, Any]) -> dict[str, Any]:
    question = {
        "type": "object",
        "properties": {
            "on": {**_KINDS["date"], "description": "The day of the question; today."},
            "facts": facts,
            "language": {"type": "string", "description": "Of the sentences; English."},
        },
        "additionalProperties": False,
    }
    path = [{"name": "rule", "in": "path", "required": True, "schema": {"type": "string"}}]
    return {
        "post": {
            "operationId": "evaluate" if rule == "{rule}" else f"evaluate-{rule}",
            "summary": words,
            "parameters": path if rule == "{rule}" else [],
            "requestBody": {"required": True, "content": {"application/json": {"schema": question}}},
            "responses": {
                "200": _told("The answer.", {"$ref": "#/components/schemas/answer"}),
                **_refused(tuple(_REFUSALS)),
            },
        }
    }


def _refused(codes: tuple[str, ...]) -> dict[str, Any]:
    return {code: _told(_REFUSALS[code], {"$ref": "#/components/schemas/error"}) for code in codes}


def _told(words: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": words, "content": {"application/json": {"schema": schema}}}
