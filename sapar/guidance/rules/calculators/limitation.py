"""Until when a court or a commission takes a labour dispute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sapar.guidance.rules.calculators.asked import COUNTRY, by_country, deadline, refuse_future
from sapar.guidance.rules.errors import BadFact
from sapar.guidance.rules.facts import Fact
from sapar.guidance.rules.reasoning import Rule
from sapar.guidance.rules.terms import last_day
from sapar.guidance.rules.texts import text as _

if TYPE_CHECKING:
    from sapar.guidance.rules.reasoning import Reasoning

KINDS = {
    "RU": {"wages": "ru.court.wages", "dismissal": "ru.court.dismissal", "other": "ru.court.other"},
    "KZ": {
        "reinstatement-commission": "kz.dispute.reinstatement.commission",
        "reinstatement-after-commission": "kz.dispute.reinstatement.after",
        "reinstatement-court": "kz.dispute.reinstatement.court",
        "wages": "kz.dispute.other",
        "other": "kz.dispute.other",
    },
}
WORDS = {
    "wages": _("Unpaid wages"),
    "dismissal": _("A dismissal"),
    "other": _("Another labour dispute"),
    "reinstatement-commission": _("Getting the job back: the conciliation commission"),
    "reinstatement-after-commission": _("Getting the job back: court after the commission"),
    "reinstatement-court": _("Getting the job back: straight to court"),
}
KIND = Fact(
    "kind",
    "choice",
    _("What the dispute is about"),
    choices=WORDS,
)
START = Fact(
    "start",
    "date",
    _("The day the time runs from: when wages were due, a dismissal was handed over, a wrong became known"),
)


def _compute(reasoning: Reasoning) -> dict[str, Any]:
    kinds = KINDS[by_country(reasoning, {country: country for country in KINDS})]
    kind = reasoning.facts["kind"]
    if kind not in kinds:
        raise BadFact("kind", _("It is one of: {choices}", choices=tuple(kinds)))
    refuse_future(reasoning, "start")
    start = reasoning.facts["start"]
    reasoning.told(_("The time runs from {day}.", day=start))
    last = last_day(start, reasoning.look_up(kinds[kind], reasoning.on).value)
    reasoning.reckon(
        _(
            "Counted to the same day of the month: {last}. Where it is not a working day some laws move it on; do not rely on that.",
            last=last,
        )
    )
    found = deadline(reasoning, last)
    if found["is_over"]:
        reasoning.say(
            _("A court may still take it where there was a good reason for being late: ask a lawyer at once.")
        )
    return found


LIMITATION = Rule(
    id="labour-dispute-deadline",
    title=_("Until when to go to court about work or wages"),
    facts=(COUNTRY, KIND, START),
    uses=tuple(dict.fromkeys(one for kinds in KINDS.values() for one in kinds.values())),
    compute=_compute,
    help_with="p-unpaid-wages",
)
