"""Facts and sentences that several calculators share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sapar.guidance.rules.errors import BadFact, NotCovered
from sapar.guidance.rules.facts import Fact
from sapar.guidance.rules.terms import days_left
from sapar.guidance.rules.texts import text as _

if TYPE_CHECKING:
    from datetime import date

    from sapar.guidance.rules.reasoning import Reasoning

COUNTRY = Fact("country", "country", _("The country the question is about: RU or KZ"))
CITIZENSHIP = Fact("citizenship", "country", _("The person's citizenship"))
ENTRY = Fact("entry", "date", _("The day on which the person last crossed the border into the country"))


def by_country(reasoning: Reasoning, parameters: dict[str, str]) -> str:
    """The parameter for the country of the question, or `NotCovered`."""
    country = reasoning.facts["country"]
    try:
        return parameters[country]
    except KeyError:
        message = _(
            "For {country} nothing is gathered. There are rules for: {known}",
            country=country,
            known=tuple(parameters),
        )
        raise NotCovered(message, country=country) from None


def refuse_future(reasoning: Reasoning, fact: str) -> None:
    """A day that has happened cannot lie after the day of the question."""
    if reasoning.facts[fact] > reasoning.on:
        raise BadFact(
            fact,
            _("{day} lies after the day of the question, {on}.", day=reasoning.facts[fact], on=reasoning.on),
        )


def deadline(reasoning: Reasoning, last: date) -> dict[str, Any]:
    """The result of every deadline, and the sentence that says whether it is over."""
    left = days_left(reasoning.on, last)
    if left < 0:
        reasoning.say(_("The last day was {last}. It is over: do it now, and ask for help.", last=last))
    else:
        reasoning.say(_("Do it by {last}. Days left: {left}.", last=last, left=left))
    return {"last_day": last, "days_left": left, "is_over": left < 0}
