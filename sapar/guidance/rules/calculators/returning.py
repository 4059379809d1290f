"""The certificate for the way home, where there is no passport: how long it takes, how long it holds, what to bring."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sapar.guidance.rules.facts import Fact
from sapar.guidance.rules.model import Term
from sapar.guidance.rules.reasoning import Rule
from sapar.guidance.rules.terms import last_day
from sapar.guidance.rules.texts import own_words
from sapar.guidance.rules.texts import text as _

if TYPE_CHECKING:
    from sapar.guidance.rules.reasoning import Reasoning

CITIZENSHIP = Fact("citizenship", "country", _("Whose consulate issues it: the person's citizenship"))
APPLIED = Fact("applied", "date", _("The day of the application"), required=False)
CHECK = Fact(
    "identity_check", "flag", _("Whether the consulate has to check who the person is"), required=False
)


def _compute(reasoning: Reasoning) -> dict[str, Any]:
    rule = reasoning.look_up("return.certificate", reasoning.on, reasoning.facts["citizenship"])
    reasoning.say(own_words(rule.says))
    found: dict[str, Any] = {"valid": rule.value.get("valid", ""), "ready_by": None}
    days = _days(rule.value, check=bool(reasoning.facts["identity_check"]))
    if reasoning.facts["applied"] and days:
        ready = last_day(reasoning.facts["applied"], Term(days, "working-days"))
        reasoning.reckon(
            _(
                "{days} working days after {day}, Monday to Friday: {ready}. Public holidays make it later.",
                days=days,
                day=reasoning.facts["applied"],
                ready=ready,
            )
        )
        reasoning.say(_("It should be ready by {ready}. Buy no ticket before you hold it.", ready=ready))
        found["ready_by"] = ready
        found["ask_again_on"] = ready + timedelta(days=1)
    return found


def _days(rule: dict[str, Any], *, check: bool) -> int:
    """Working days until it is ready; 0 where the source does not say."""
    return int(rule.get("days", 0)) + (int(rule.get("check_days", 0)) if check else 0)


CERTIFICATE = Rule(
    id="return-certificate",
    title=_("The certificate to return home"),
    facts=(CITIZENSHIP, APPLIED, CHECK),
    uses=("return.certificate",),
    compute=_compute,
    help_with="s-return-papers",
)
