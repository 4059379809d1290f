"""The Russian patent: by when, with which papers, what comes after, and when to renew it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sapar.guidance.rules.calculators.asked import CITIZENSHIP, ENTRY, deadline, refuse_future
from sapar.guidance.rules.calculators.registration import counted
from sapar.guidance.rules.facts import Fact
from sapar.guidance.rules.reasoning import Rule
from sapar.guidance.rules.terms import before, last_day
from sapar.guidance.rules.texts import own_words
from sapar.guidance.rules.texts import text as _

if TYPE_CHECKING:
    from datetime import date

    from sapar.guidance.rules.reasoning import Reasoning

ISSUED = Fact("issued", "date", _("The day on which the patent was issued"))
ENDS = Fact(
    "ends", "date", _("The last day of the patent, twelve months after it was issued or last renewed")
)


def needs_none(reasoning: Reasoning, day: date) -> bool:
    """Citizens of the Eurasian Economic Union work without a patent."""
    citizenship = reasoning.facts["citizenship"]
    if citizenship not in reasoning.look_up("eaeu.members", day).value:
        return False
    reasoning.look_up("eaeu.no-permit", day)
    reasoning.say(
        _("No patent is needed: citizens of {country} work on a contract alone.", country=citizenship)
    )
    return True


def _deadline(reasoning: Reasoning) -> dict[str, Any]:
    refuse_future(reasoning, "entry")
    entry, citizenship = reasoning.facts["entry"], reasoning.facts["citizenship"]
    reasoning.told(_("Citizenship: {country}. Crossed the border on {day}.", country=citizenship, day=entry))
    if needs_none(reasoning, entry):
        return {"needed": False}
    term = reasoning.look_up("ru.patent.deadline", entry, citizenship).value
    last = last_day(entry, term)
    reasoning.reckon(counted(term, last))
    found = {"needed": True, **deadline(reasoning, last)}
    if found["is_over"]:
        reasoning.look_up("ru.patent.late", reasoning.on)
    return found


def _papers(reasoning: Reasoning) -> dict[str, Any]:
    found = reasoning.look_up("ru.patent.papers", reasoning.on, reasoning.facts["citizenship"])
    reasoning.say(_("Papers that are asked for:"))
    for item in found.value:
        reasoning.say(own_words(item.words))
    return {"papers": [item.code for item in found.value]}


def _contract(reasoning: Reasoning) -> dict[str, Any]:
    refuse_future(reasoning, "issued")
    issued = reasoning.facts["issued"]
    reasoning.told(_("The patent was issued on {day}.", day=issued))
    term = reasoning.look_up("ru.patent.contract", reasoning.on).value
    last = last_day(issued, term)
    reasoning.reckon(counted(term, last))
    return deadline(reasoning, last)


def _renewal(reasoning: Reasoning) -> dict[str, Any]:
    ends = reasoning.facts["ends"]
    reasoning.told(_("The patent ends on {day}.", day=ends))
    term = reasoning.look_up("ru.patent.renewal", reasoning.on).value
    last = before(ends, term)
    reasoning.reckon(
        _("Counted {amount} working days back, Monday to Friday: {last}.", amount=term.amount, last=last)
    )
    reasoning.reckon(
        _("A public holiday among them brings the day forward: ask one week earlier in January and May.")
    )
    return deadline(reasoning, last)


DEADLINE = Rule(
    "patent-deadline",
    _("By when to apply for a patent in Russia"),
    (CITIZENSHIP, ENTRY),
    ("eaeu.members", "eaeu.no-permit", "ru.patent.deadline", "ru.patent.late"),
    _deadline,
    "p-permit",
)
PAPERS = Rule(
    "patent-papers",
    _("Papers for a patent in Russia"),
    (CITIZENSHIP,),
    ("ru.patent.papers",),
    _papers,
    "p-permit",
)
CONTRACT = Rule(
    "patent-contract",
    _("By when to send in the contract after a patent was issued"),
    (ISSUED,),
    ("ru.patent.contract",),
    _contract,
    "p-permit",
)
RENEWAL = Rule(
    "patent-renewal",
    _("By when to ask for the patent to be issued again"),
    (ENDS,),
    ("ru.patent.renewal",),
    _renewal,
    "p-permit",
)
