"""A child born abroad: by when the birth is declared, and with what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sapar.guidance.rules.calculators.asked import COUNTRY, by_country, deadline, refuse_future
from sapar.guidance.rules.calculators.registration import counted
from sapar.guidance.rules.facts import Fact
from sapar.guidance.rules.reasoning import Rule
from sapar.guidance.rules.terms import last_day
from sapar.guidance.rules.texts import own_words
from sapar.guidance.rules.texts import text as _

if TYPE_CHECKING:
    from sapar.guidance.rules.reasoning import Reasoning

PARAMETERS = {"RU": "ru.birth"}
BORN = Fact("born", "date", _("The day of birth"))


def _compute(reasoning: Reasoning) -> dict[str, Any]:
    parameter = by_country(reasoning, PARAMETERS)
    refuse_future(reasoning, "born")
    born = reasoning.facts["born"]
    reasoning.told(_("The child was born on {day}.", day=born))
    term = reasoning.look_up(parameter, reasoning.on).value
    last = last_day(born, term)
    reasoning.reckon(counted(term, last))
    found = deadline(reasoning, last)
    papers = reasoning.look_up(f"{parameter}.papers", reasoning.on).value
    for item in papers:
        reasoning.say(own_words(item.words))
    return {**found, "papers": [item.code for item in papers]}


BIRTH = Rule(
    id="birth-abroad",
    title=_("By when to declare the birth of a child"),
    facts=(COUNTRY, BORN),
    uses=("ru.birth", "ru.birth.papers"),
    compute=_compute,
    help_with="p-child-papers",
)
