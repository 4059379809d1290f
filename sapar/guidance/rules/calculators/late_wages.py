"""What an employer owes on top of late wages, and when a worker may stop work."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from sapar.guidance.rules.calculators.asked import COUNTRY, by_country
from sapar.guidance.rules.errors import BadFact, MissingFact, NoRuleForDate
from sapar.guidance.rules.facts import Fact
from sapar.guidance.rules.reasoning import Rule
from sapar.guidance.rules.texts import text as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sapar.guidance.rules.reasoning import Reasoning

ONE = timedelta(days=1)
CENT = Decimal("0.01")
SHARES = {"RU": "ru.wages.interest", "KZ": "kz.wages.interest"}
SUMS = Fact(
    "sums",
    "list",
    _("Every sum that is late: how much, when it was due, when it was paid"),
    fields=(
        Fact("amount", "number", _("How much, in the currency of the country")),
        Fact("due", "date", _("The day on which it was due")),
        Fact("paid", "date", _("The day on which it was paid; left out while it is not"), required=False),
    ),
)
RATES = Fact(
    "rates",
    "list",
    _("The central bank's rates, for days whose rate is not in our rules"),
    required=False,
    fields=(
        Fact("from", "date", _("The first day of the rate")),
        Fact("to", "date", _("The last day of the rate; left out while it holds"), required=False),
        Fact("rate", "number", _("Per cent a year")),
    ),
)


def _compute(reasoning: Reasoning) -> dict[str, Any]:
    share = reasoning.look_up(by_country(reasoning, SHARES), reasoning.on).value
    rows, owed, total = [], Decimal(0), Decimal(0)
    for number, row in enumerate(reasoning.facts["sums"], 1):
        last = row["paid"] or reasoning.on
        _refuse_nonsense(reasoning, row, number)
        interest = sum((part for part in _parts(reasoning, row, last, share)), Decimal(0))
        rows.append({"amount": row["amount"], "due": row["due"], "until": last, "interest": interest})
        owed += Decimal(0) if row["paid"] else row["amount"]
        total += interest
    reasoning.say(_("Interest for the delay: {sum}.", sum=total))
    reasoning.say(_("Still to be paid, with the interest: {sum}.", sum=owed + total))
    return {"interest": total, "unpaid": owed, "claim": owed + total, "sums": rows}


def _refuse_nonsense(reasoning: Reasoning, row: dict[str, Any], number: int) -> None:
    if row["due"] > reasoning.on:
        raise BadFact(f"sums.{number}.due", _("It is not due yet on the day of the question."))
    if row["paid"] and (row["paid"] < row["due"] or row["paid"] > reasoning.on):
        raise BadFact(
            f"sums.{number}.paid", _("It was paid before it was due, or after the day of the question.")
        )


def _parts(reasoning: Reasoning, row: dict[str, Any], last: date, share: dict[str, Any]) -> Iterator[Decimal]:
    """The interest of each stretch with one rate, rounded to the cent."""
    if last <= row["due"]:
        return
    if share["rate_of"] == "payment":
        stretches = [(row["due"] + ONE, last, _rate_on(reasoning, last))]
    else:
        stretches = list(_stretches(reasoning, row["due"] + ONE, last))
    for first, end, rate in stretches:
        days = (end - first).days + 1
        exact = row["amount"] * rate / 100 * days * Decimal(str(share["times"])) / share["divisor"]
        part = exact.quantize(CENT, ROUND_HALF_UP)
        reasoning.reckon(
            _(
                "{amount} × {rate}% × {days} days ({first} to {last}) × {times} / {divisor} = {part}",
                amount=row["amount"],
                rate=rate,
                days=days,
                first=first,
                last=end,
                times=share["times"],
                divisor=share["divisor"],
                part=part,
            )
        )
        yield part


def _stretches(reasoning: Reasoning, first: date, last: date) -> Iterator[tuple[date, date, Decimal]]:
    day = first
    while day <= last:
        rate, end = _rate_and_end(reasoning, day)
        end = min(end, last)
        yield day, end, rate
        day = end + ONE


def _rate_on(reasoning: Reasoning, day: date) -> Decimal:
    return _rate_and_end(reasoning, day)[0]


def _rate_and_end(reasoning: Reasoning, day: date) -> tuple[Decimal, date]:
    """The rate of a day and the last day it surely holds: the caller's rates first, then ours; none is guessed."""
    given = reasoning.facts["rates"] or ()
    for row in given:
        if row["from"] <= day <= (row["to"] or date.max):
            reasoning.told(
                _("The rate from {day} was given with the question: {rate}%.", day=day, rate=row["rate"])
            )
            return row["rate"], row["to"] or _before_next(given, day)
    if reasoning.facts["country"] != "RU":
        raise MissingFact("rates", RATES.says)
    try:
        found = reasoning.look_up("ru.key-rate", day)
    except NoRuleForDate as refusal:
        message = _("No source of ours gives the key rate of {day}. Give it with “rates”.", day=day)
        raise NoRuleForDate(message, rule="ru.key-rate", on=day, last_day=refusal.last_day) from refusal
    return Decimal(found.value["rate"]), min(found.ends, _before_next(given, day))


def _before_next(given: tuple[dict[str, Any], ...], day: date) -> date:
    later = [row["from"] - ONE for row in given if row["from"] > day]
    return min(later, default=date.max)


def _stop_work(reasoning: Reasoning) -> dict[str, Any]:
    due = reasoning.facts["due"]
    reasoning.told(_("The wages were due on {day}.", day=due))
    days = reasoning.look_up("ru.wages.stop-work", reasoning.on).value
    first = due + timedelta(days=days + 1)
    reasoning.reckon(_("More than {days} days late: from {day} on.", days=days, day=first))
    reasoning.say(
        _(
            "From {day} on you may stop work, after telling the employer in writing. Keep a copy with a date.",
            day=first,
        )
    )
    return {"first_day": first, "is_allowed": reasoning.on >= first}


LATE_WAGES = Rule(
    "late-wages",
    _("Interest on late wages"),
    (COUNTRY, SUMS, RATES),
    (*SHARES.values(), "ru.key-rate"),
    _compute,
    "p-unpaid-wages",
)
STOP_WORK = Rule(
    "stop-work",
    _("When work may be stopped because wages are late, in Russia"),
    (Fact("due", "date", _("The day on which the wages were due")),),
    ("ru.wages.stop-work",),
    _stop_work,
    "p-unpaid-wages",
)
