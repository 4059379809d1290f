"""By when somebody who has just arrived must be registered at the place of stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sapar.guidance.rules.calculators.asked import (
    CITIZENSHIP,
    COUNTRY,
    ENTRY,
    by_country,
    deadline,
    refuse_future,
)
from sapar.guidance.rules.reasoning import Rule
from sapar.guidance.rules.terms import last_day
from sapar.guidance.rules.texts import text as _

if TYPE_CHECKING:
    from sapar.guidance.rules.model import Term
    from sapar.guidance.rules.reasoning import Reasoning

PARAMETERS = {"RU": "ru.registration", "KZ": "kz.registration"}


def _compute(reasoning: Reasoning) -> dict[str, Any]:
    parameter = by_country(reasoning, PARAMETERS)
    refuse_future(reasoning, "entry")
    entry, citizenship = reasoning.facts["entry"], reasoning.facts["citizenship"]
    reasoning.told(_("Citizenship: {country}. Crossed the border on {day}.", country=citizenship, day=entry))
    term: Term = reasoning.look_up(parameter, entry, citizenship).value
    last = last_day(entry, term)
    reasoning.reckon(counted(term, last))
    return deadline(reasoning, last)


def counted(term: Term, last: Any) -> Any:
    """How the days were counted, in a sentence."""
    if term.unit == "working-days":
        return _(
            "Counted {amount} working days, Monday to Friday, from the day after: {last}. Public holidays are not taken out, "
            "and a Saturday that was made a working day would bring it one day forward: do not wait for the last day.",
            amount=term.amount,
            last=last,
        )
    if term.unit == "days" and term.first == "same":
        return _(
            "Counted {amount} days with the day of crossing as the first: {last}. Where a source does not say whether that day "
            "counts, it is counted, so that nobody is late.",
            amount=term.amount,
            last=last,
        )
    if term.unit == "days":
        return _("Counted {amount} days from the day after: {last}.", amount=term.amount, last=last)
    return _("Counted to the same day of the month: {last}.", last=last)


REGISTRATION = Rule(
    id="registration-deadline",
    title=_("By when to register after arriving"),
    facts=(COUNTRY, CITIZENSHIP, ENTRY),
    uses=("ru.registration", "kz.registration"),
    compute=_compute,
    help_with="p-registration",
)
