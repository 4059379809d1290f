"""How long an entry ban to Russia lasts by its ground. Whether there is one only the official check can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sapar.guidance.rules.errors import BadFact, MissingFact
from sapar.guidance.rules.facts import Fact
from sapar.guidance.rules.reasoning import Rule
from sapar.guidance.rules.terms import add_months
from sapar.guidance.rules.texts import text as _

if TYPE_CHECKING:
    from sapar.guidance.rules.reasoning import Reasoning

PARAMETERS = {
    "two-offences": "ru.ban.two-offences",
    "overstay": "ru.ban.overstay",
    "migration-offences": "ru.ban.migration-offences",
    "expelled": "ru.ban.expelled",
}
GROUNDS = {
    "two-offences": _("Two or more administrative offences in three years"),
    "overstay": _("Staying too long"),
    "migration-offences": _("Two or more offences against migration rules in one year"),
    "expelled": _("Expulsion or deportation"),
}
GROUND = Fact("ground", "choice", _("What the ban is for"), choices=GROUNDS)
OVER = Fact("days_over", "whole", _("By how many days the stay was too long"), required=False)
SINCE = Fact(
    "since", "date", _("The day of the exit, or of the decision, from which the ban runs"), required=False
)
MONTHS = 12


def _compute(reasoning: Reasoning) -> dict[str, Any]:
    ground = reasoning.facts["ground"]
    value = reasoning.look_up(PARAMETERS[ground], reasoning.on).value
    years = _by_days(reasoning, value["bands"]) if ground == "overstay" else value["years"]
    reasoning.say(
        _("A guess does not help: only the official check says whether a ban stands, and until when.")
    )
    if not years:
        reasoning.say(_("For so few days this ground gives no ban."))
        return {"years": 0, "until": None}
    reasoning.say(_("For this ground the source tells of {years} years.", years=years))
    until = None
    if reasoning.facts["since"]:
        until = add_months(reasoning.facts["since"], years * MONTHS)
        reasoning.reckon(
            _(
                "{years} years from {day}: until {until}.",
                years=years,
                day=reasoning.facts["since"],
                until=until,
            )
        )
    return {"years": years, "until": until}


def _by_days(reasoning: Reasoning, bands: list[dict[str, int]]) -> int:
    days = reasoning.facts["days_over"]
    if days is None:
        raise MissingFact("days_over", OVER.says)
    if days < 1:
        raise BadFact("days_over", _("A number of at least 1 is needed."))
    reasoning.told(_("The stay was too long by {days} days.", days=days))
    return next((band["years"] for band in bands if band["from"] <= days <= band.get("to", days)), 0)


ENTRY_BAN = Rule(
    id="entry-ban",
    title=_("How long an entry ban lasts"),
    facts=(GROUND, OVER, SINCE),
    uses=tuple(PARAMETERS.values()),
    compute=_compute,
    help_with="p-entry-ban",
)
