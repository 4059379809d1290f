"""The least pay for hours of overtime."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from sapar.guidance.rules.calculators.asked import COUNTRY, by_country
from sapar.guidance.rules.errors import BadFact
from sapar.guidance.rules.facts import Fact
from sapar.guidance.rules.reasoning import Rule
from sapar.guidance.rules.texts import text as _

if TYPE_CHECKING:
    from sapar.guidance.rules.reasoning import Reasoning

CENT = Decimal("0.01")
HOURS_OF_A_DAY = 24
PARAMETERS = {"RU": "ru.overtime", "KZ": "kz.overtime"}
PAY = Fact("hour_pay", "number", _("Pay for one ordinary hour"))
DAYS = Fact(
    "days",
    "list",
    _("The hours of overtime, day by day"),
    fields=(Fact("day", "date", _("The day")), Fact("hours", "number", _("Hours over the norm on that day"))),
)


def _compute(reasoning: Reasoning) -> dict[str, Any]:
    parameter = by_country(reasoning, PARAMETERS)
    pay, rows = reasoning.facts["hour_pay"], reasoning.facts["days"]
    _refuse_nonsense(rows)
    total, hours = Decimal(0), Decimal(0)
    for row in rows:
        rule = reasoning.look_up(parameter, row["day"]).value
        lower = min(row["hours"], Decimal(rule["first_hours"])) if rule["first_hours"] else row["hours"]
        part = pay * (lower * Decimal(rule["times"]) + (row["hours"] - lower) * Decimal(rule["times_after"]))
        part = part.quantize(CENT, ROUND_HALF_UP)
        reasoning.reckon(
            _(
                "{day}: {hours} hours of overtime, at least {part}.",
                day=row["day"],
                hours=row["hours"],
                part=part,
            )
        )
        total, hours = total + part, hours + row["hours"]
    reasoning.say(_("For {hours} hours of overtime at least {total} is due.", hours=hours, total=total))
    return {"hours": hours, "due": total}


def _refuse_nonsense(rows: tuple[dict[str, Any], ...]) -> None:
    seen = set()
    for number, row in enumerate(rows, 1):
        if row["hours"] > HOURS_OF_A_DAY:
            raise BadFact(f"days.{number}.hours", _("A day has 24 hours."))
        if row["day"] in seen:
            raise BadFact(f"days.{number}.day", _("This day stands in the list twice."))
        seen.add(row["day"])


OVERTIME = Rule(
    id="overtime",
    title=_("The least pay for overtime"),
    facts=(COUNTRY, PAY, DAYS),
    uses=tuple(PARAMETERS.values()),
    compute=_compute,
    help_with="p-unpaid-wages",
)
