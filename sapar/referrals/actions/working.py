"""The receiving side works and reports; the sender settles its own problems by what was reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases import actions as cases
from sapar.cases import queries as case_queries
from sapar.cases.actions.words import long_words
from sapar.cases.codes import Outcome, ProblemState
from sapar.common import effects
from sapar.common.errors import Denied, IllegalMove, Invalid, NotVisible
from sapar.directory.taxonomy import Problem as ProblemCode
from sapar.organisations import once as sent
from sapar.referrals import packets, policy, queries
from sapar.referrals.actions.held import hold, move, tell
from sapar.referrals.flow import AT_WORK
from sapar.referrals.models import Packet, ReportedOutcome

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping

    from sapar.cases.models import Problem
    from sapar.organisations.actor import StaffActor
    from sapar.referrals.models import Referral

audit.name("referral.started", _("Work on the referral begun"))
audit.name("referral.reported", _("Report on the referral"))
audit.name("referral.completed", _("Referral completed"))


def start(actor: StaffActor, referral: Referral) -> Referral:
    held = hold(actor, referral, "start")
    move(held, "start")
    tell(actor, "referral.started", held)
    return held


def report(
    actor: StaffActor,
    referral: Referral,
    words: str,
    outcomes: Mapping[str, str],
    *,
    once: uuid.UUID | None = None,
) -> Packet:
    """Tell the sender in words, and in codes what came of each problem (problem: outcome). Raises `Invalid`."""
    held = hold(actor, referral, "report")
    if held.state not in AT_WORK:
        raise IllegalMove(held.state, "report")
    earlier = sent.claim(actor, once) if once else None
    if earlier and earlier.made_id:
        return Packet.objects.get(author_org_id=actor.org_id, pk=earlier.made_id)
    packet = _write(actor, held, words, outcomes)
    if once:
        sent.settle(actor, once, packet.pk)
    return packet


def _write(actor: StaffActor, held: Referral, words: str, outcomes: Mapping[str, str]) -> Packet:
    text = long_words(words, "words")
    known = {problem: outcome for problem, outcome in outcomes.items() if outcome}
    if not text and not known:
        raise Invalid({"words": __("Write a few words, or say what came of a problem.")})
    if not set(known) <= set(ProblemCode.values) or not set(known.values()) <= set(Outcome.values):
        raise Invalid({"": __("Please choose from the list.")})
    packet = packets.seal_report(actor, held, text)
    ReportedOutcome.objects.bulk_create(
        ReportedOutcome(
            referral=held, packet=packet, from_org_id=held.from_org_id, to_org_id=held.to_org_id,
            problem=problem, outcome=outcome,
        )
        for problem, outcome in known.items()
    )  # fmt: skip
    tell(actor, "referral.reported", held, outcomes=sorted(known.values()), problems=sorted(known))
    return packet


def complete(
    actor: StaffActor,
    referral: Referral,
    words: str = "",
    outcomes: Mapping[str, str] | None = None,
) -> Referral:
    """End the work, with a last report where there is something to tell. The details are no longer seen from then on."""
    held = hold(actor, referral, "complete")
    if words.strip() or any((outcomes or {}).values()):
        _write(actor, held, words, outcomes or {})
    move(held, "complete")
    tell(actor, "referral.completed", held)
    effects.announce(actor, "referral.completed", referral_id=held.pk)
    return held


def settle_reported(actor: StaffActor, referral: Referral, problem_id: uuid.UUID) -> Problem:
    """The sender takes over what was reported for one of its own problems. Raises `Invalid` where nothing was."""
    if policy.side(actor, referral) != "sender":
        raise Denied("problem.settle", subject_kind="referral", subject_id=referral.pk)
    own = queries.get(actor, referral.pk)
    case = case_queries.get(actor, own.case_id)
    problem = case_queries.problem(actor, case, problem_id)
    outcome = queries.latest_outcomes(actor, own).get(problem.code)
    if outcome is None:
        raise NotVisible
    if problem.state == ProblemState.SETTLED:
        raise IllegalMove(problem.state, "settle")
    return cases.settle_problem(actor, problem, outcome)
