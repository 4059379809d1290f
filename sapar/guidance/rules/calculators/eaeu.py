"""What a citizen of the Eurasian Economic Union has as a worker in another of its states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sapar.guidance.rules.calculators.asked import CITIZENSHIP, deadline
from sapar.guidance.rules.calculators.registration import counted
from sapar.guidance.rules.errors import BadFact, MissingFact
from sapar.guidance.rules.facts import Fact
from sapar.guidance.rules.model import Term
from sapar.guidance.rules.reasoning import Rule
from sapar.guidance.rules.terms import last_day
from sapar.guidance.rules.texts import own_words
from sapar.guidance.rules.texts import text as _

if TYPE_CHECKING:
    from sapar.guidance.rules.reasoning import Reasoning

RIGHTS = ("eaeu.no-permit", "eaeu.stay", "eaeu.health", "eaeu.pension")
WORK_IN = Fact("country", "country", _("The country where the person works"))
ENTRY = Fact("entry", "date", _("The day of entry, where a contract has ended"), required=False)
ENDED = Fact("contract_ended", "date", _("The day the contract ended early"), required=False)


def _compute(reasoning: Reasoning) -> dict[str, Any]:
    members = reasoning.look_up("eaeu.members", reasoning.on).value
    citizenship, country = reasoning.facts["citizenship"], reasoning.facts["country"]
    if citizenship not in members or country not in members or citizenship == country:
        reasoning.say(
            _(
                "These rights are for citizens of {members} who work in another of these states. They do not apply here.",
                members=members,
            )
        )
        return {"applies": False}
    for right in RIGHTS:
        reasoning.say(own_words(reasoning.look_up(right, reasoning.on).says))
    found: dict[str, Any] = {"applies": True, "rights": list(RIGHTS)}
    if reasoning.facts["contract_ended"]:
        found |= _new_contract(reasoning)
    return found


def _new_contract(reasoning: Reasoning) -> dict[str, Any]:
    entry, ended = reasoning.facts["entry"], reasoning.facts["contract_ended"]
    if entry is None:
        raise MissingFact("entry", ENTRY.says)
    if ended < entry:
        raise BadFact("contract_ended", _("The contract ended before the entry."))
    rule = reasoning.look_up("eaeu.new-contract", reasoning.on).value
    reasoning.told(_("Entry on {entry}, the contract ended on {ended}.", entry=entry, ended=ended))
    if (ended - entry).days + 1 <= rule["after_days"]:
        reasoning.say(
            _(
                "The contract ended within {days} days of the entry: the source speaks of later endings only. Ask a lawyer.",
                days=rule["after_days"],
            )
        )
        return {"new_contract": None}
    term = Term(rule["days"], "days")
    last = last_day(ended, term)
    reasoning.reckon(counted(term, last))
    reasoning.say(_("A new contract may be signed without leaving."))
    return {"new_contract": deadline(reasoning, last)}


WORKER = Rule(
    id="eaeu-worker",
    title=_("Rights of a worker from the Eurasian Economic Union"),
    facts=(CITIZENSHIP, WORK_IN, ENTRY, ENDED),
    uses=("eaeu.members", "eaeu.new-contract", *RIGHTS),
    compute=_compute,
    help_with="p-permit",
)
