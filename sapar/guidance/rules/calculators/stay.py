"""Days of stay without a visa: used, left, and the last day, on the rule that holds on the day of the question."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sapar.guidance.rules.calculators import stays
from sapar.guidance.rules.calculators.asked import CITIZENSHIP, COUNTRY, by_country
from sapar.guidance.rules.calculators.stays import ONE, Counting, Span
from sapar.guidance.rules.errors import BadFact
from sapar.guidance.rules.facts import Fact
from sapar.guidance.rules.reasoning import Rule
from sapar.guidance.rules.texts import own_words
from sapar.guidance.rules.texts import text as _

if TYPE_CHECKING:
    from sapar.guidance.rules.reasoning import Reasoning

LIMITS = {"RU": "ru.stay", "KZ": "kz.stay"}
CROSSING = {"RU": "ru.stay.crossing"}
EXEMPT = {"RU": "ru.stay.exceptions"}
STATUSES = {
    "patent": _("A patent"),
    "employment": _("Employment"),
    "student": _("Study"),
    "residence": _("Another legal status"),
    "treaty": _("A treaty that says otherwise"),
}
STAYS = Fact(
    "stays",
    "list",
    _("Every stay: the day of entry and the day of exit, no exit for the present one"),
    fields=(
        Fact("in", "date", _("The day of entry")),
        Fact("out", "date", _("The day of exit; left out while the person is there"), required=False),
    ),
)
EXCEPTIONS = Fact(
    "exceptions",
    "list",
    _("Times with a status whose days do not count"),
    required=False,
    fields=(
        Fact("from", "date", _("The first day of the status")),
        Fact("to", "date", _("The last day of the status; left out while it holds"), required=False),
        Fact("status", "choice", _("The status"), choices=STATUSES),
    ),
)


def _compute(reasoning: Reasoning) -> dict[str, Any]:
    counting = _counting(reasoning)
    if reasoning.facts["citizenship"] in reasoning.look_up("eaeu.members", reasoning.on).value:
        reasoning.say(own_words(reasoning.look_up("eaeu.stay", reasoning.on).says))
    been = _been(reasoning, counting)
    exempt = _exempt(reasoning)
    spans = stays.without(stays.merged(span for span, _open in been), exempt)
    present = stays.present_stay(been)
    used = _used(reasoning, counting, spans)
    last = _last(reasoning, counting, spans, exempt, present)
    return {**used, "is_there": present is not None, "last_day": last}


def _counting(reasoning: Reasoning) -> Counting:
    citizenship, country = reasoning.facts["citizenship"], reasoning.facts["country"]
    rule = reasoning.look_up(by_country(reasoning, LIMITS), reasoning.on, citizenship).value
    if country in CROSSING:
        crossing = reasoning.look_up(CROSSING[country], reasoning.on).value
    else:
        crossing = "both"
        reasoning.reckon(
            _("No source says which days of crossing count. Both are counted, so that nobody stays too long.")
        )
    return Counting(rule["limit"], rule["window"], rule["continuous"], crossing)


def _been(reasoning: Reasoning, counting: Counting) -> list[tuple[Span, bool]]:
    """(days that count, whether the person is still there) of each stay up to the day of the question."""
    found = []
    for number, stay in enumerate(reasoning.facts["stays"], 1):
        entered, left = stay["in"], stay["out"]
        if left and left < entered:
            raise BadFact(f"stays.{number}.out", _("The exit lies before the entry."))
        if entered > reasoning.on:
            reasoning.told(
                _("The entry on {day} lies after the day of the question and is not counted.", day=entered)
            )
            continue
        span = stays.counted_span(entered, left, reasoning.on, counting.crossing)
        if span:
            found.append((span, left is None or left > reasoning.on))
    return found


def _exempt(reasoning: Reasoning) -> list[Span]:
    rows = reasoning.facts["exceptions"] or ()
    if not rows:
        return []
    known = {item.code for item in reasoning.look_up(by_country(reasoning, EXEMPT), reasoning.on).value}
    for number, row in enumerate(rows, 1):
        if row["to"] and row["to"] < row["from"]:
            raise BadFact(f"exceptions.{number}.to", _("The end lies before the beginning."))
        if row["status"] not in known:
            raise BadFact(f"exceptions.{number}.status", _("The rule knows no such exception."))
        reasoning.told(
            _(
                "Not counted from {first} to {last}: {status}.",
                first=row["from"],
                last=row["to"] or "…",
                status=STATUSES[row["status"]],
            )
        )
    return [Span(row["from"], row["to"] or date.max) for row in rows]


def _used(reasoning: Reasoning, counting: Counting, spans: list[Span]) -> dict[str, Any]:
    first = stays.window_start(counting, reasoning.on)
    used = stays.days_within(spans, first, reasoning.on)
    over = max(0, used - counting.limit)
    reasoning.reckon(
        _(
            "From {first} to {on}: {used} days that count; a day that stands in two stays counts once.",
            first=first,
            on=reasoning.on,
            used=used,
        )
    )
    reasoning.say(_("Days used: {used} of {limit}.", used=used, limit=counting.limit))
    if over:
        reasoning.say(
            _(
                "Days over the limit: {over}. Before you go to the border, talk to a lawyer: an entry ban may follow.",
                over=over,
            )
        )
    return {
        "days_used": used,
        "days_left": max(0, counting.limit - used),
        "days_over": over,
        "counted_from": first,
    }


def _last(
    reasoning: Reasoning, counting: Counting, spans: list[Span], exempt: list[Span], present: Span | None
) -> date | None:
    """The last day for somebody there, or what an entry on the day of the question would allow."""
    on = reasoning.on
    if any(one.first <= on <= one.last for one in exempt):
        reasoning.say(_("On {day} a status holds whose days are not counted.", day=on))
        return None
    before = stays.without(spans, [Span(on, date.max)])
    run = 0
    if present:
        since = max((one.last + ONE for one in exempt if one.last < on), default=date.min)
        run = stays.days_within([present], max(present.first, since), on - ONE)
    last = stays.last_allowed(before, run, on, counting)
    _say_last(reasoning, last, present)
    return None if last == date.max else last


def _say_last(reasoning: Reasoning, last: date | None, present: Span | None) -> None:
    if last is None and present:
        reasoning.say(_("The limit is already passed."))
    elif last is None:
        reasoning.say(_("An entry on {day} would be over the limit on its first day.", day=reasoning.on))
    elif last == date.max:
        reasoning.reckon(_("No end of the stay is in sight within {number} days.", number=stays.HORIZON))
    elif present:
        reasoning.say(_("Without leaving, the last day is {last}.", last=last))
    else:
        reasoning.say(_("An entry on {day} would allow to stay until {last}.", day=reasoning.on, last=last))


STAY = Rule(
    id="stay-days",
    title=_("Days of stay used and left"),
    facts=(COUNTRY, CITIZENSHIP, STAYS, EXCEPTIONS),
    uses=(*LIMITS.values(), *CROSSING.values(), *EXEMPT.values(), "eaeu.members", "eaeu.stay"),
    compute=_compute,
    help_with="p-registration",
)
