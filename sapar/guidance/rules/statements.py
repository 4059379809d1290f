"""A gathered parameter asked for by itself: what it says on a day, with its source, and no reckoning."""

from __future__ import annotations

from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any

from sapar.guidance.rules.facts import Fact
from sapar.guidance.rules.model import Item
from sapar.guidance.rules.reasoning import Rule
from sapar.guidance.rules.texts import own_words
from sapar.guidance.rules.texts import text as _

if TYPE_CHECKING:
    from sapar.guidance.rules.model import Parameter
    from sapar.guidance.rules.reasoning import Reasoning

CITIZENSHIP = Fact("citizenship", "country", _("The person's citizenship"), required=False)


def rule_of(parameter: Parameter) -> Rule:
    def compute(reasoning: Reasoning) -> dict[str, Any]:
        found = reasoning.look_up(parameter.id, reasoning.on, reasoning.facts["citizenship"] or "")
        reasoning.say(own_words(found.says))
        return {"value": as_value(found.value), "valid_from": found.valid_from, "valid_to": found.valid_to}

    return Rule(
        parameter.id, own_words(parameter.title), (CITIZENSHIP,), (parameter.id,), compute, "s-legal-advice"
    )


def as_value(value: Any) -> Any:
    """A parameter's value as plain data: a term as its parts, a list of papers as codes."""
    if isinstance(value, tuple) and value and isinstance(value[0], Item):
        return [one.code for one in value]
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value
