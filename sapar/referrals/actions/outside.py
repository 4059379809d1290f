"""A referral that leaves Sapar: what is told or printed, the one-time link, and the answer typed back by the sender."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases.actions.words import long_words
from sapar.cases.codes import Outcome
from sapar.common import effects
from sapar.common.errors import Denied, IllegalMove, Invalid, NotVisible
from sapar.common.ids import uuid7
from sapar.directory.taxonomy import Problem
from sapar.organisations import once as sent
from sapar.organisations.guard import require
from sapar.referrals import link_seal, packets, policy, queries
from sapar.referrals.actions.held import hold, move, tell
from sapar.referrals.codes import Answered, Handed, ToldHow, Way
from sapar.referrals.flow import AT_WORK, REFERRAL, RUNNING, DeclineReason
from sapar.referrals.models import HandedOver, OutsideAnswer, Packet, ReportedOutcome, SealedLink
from sapar.referrals.refusals import spoken
from sapar.ui.texts import tidy
from sapar.vault import envelope

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Mapping

    from sapar.common.actor import Actor
    from sapar.organisations.actor import StaffActor
    from sapar.referrals.models import Referral

audit.name("referral.told", _("Referral told by phone"))
audit.name("referral.printed", _("Referral printed"))
audit.name("referral.linked", _("One-time link made"))
audit.name("referral.destroyed", _("Destruction of what was passed on confirmed"))
audit.name("referral.answer_typed", _("Answer from outside typed in"))

LONGEST_WHO = 120
_VERBS = {
    "accept": "referral.accepted",
    "decline": "referral.declined",
    "start": "referral.started",
    "complete": "referral.completed",
}


@dataclass(frozen=True)
class Answer:
    """What the other organisation said: who there said it, how it reached us, when it was said."""

    verb: str
    how: str
    told_at: dt.datetime
    who: str = ""
    words: str = ""
    decline_reason: str = ""
    outcomes: Mapping[str, str] = field(default_factory=dict)


def type_answer(
    actor: StaffActor, referral: Referral, answer: Answer, *, once: uuid.UUID | None = None
) -> OutsideAnswer:
    """Write down what they said and move the referral as they said. Raises `Invalid`, `IllegalMove`."""
    require(actor, policy.TYPED_BACK, referral)
    earlier = sent.claim(actor, once) if once else None
    if earlier and earlier.made_id:
        return OutsideAnswer.objects.get(org_id=actor.org_id, pk=earlier.made_id)
    held = _hold_for(actor, referral, answer.verb)
    if not tidy(answer.who).strip():
        raise Invalid({"who": __("Write who said it: a name or a post.")})
    if answer.how not in ToldHow.values or answer.how == ToldHow.LINK:
        raise Invalid({"how": __("Please choose from the list.")})
    made = save_answer(actor, held, answer, written_by_id=actor.member_id)
    if once:
        sent.settle(actor, once, made.pk)
    return made


def _hold_for(actor: StaffActor, referral: Referral, verb: str) -> Referral:
    if not referral.is_outside:
        raise Denied(policy.TYPED_BACK, subject_kind="referral", subject_id=referral.pk)
    if verb not in Answered.values:
        raise Invalid({"verb": __("Please choose from the list.")})
    held = hold(actor, referral, "report" if verb in (Answered.REPORT, Answered.DESTROYED) else verb)
    fits = {Answered.REPORT: held.state in AT_WORK, Answered.DESTROYED: held.state not in RUNNING}
    if not fits.get(Answered(verb), True):
        raise IllegalMove(held.state, verb)
    return held


def save_answer(
    actor: Actor, held: Referral, answer: Answer, *, written_by_id: uuid.UUID | None
) -> OutsideAnswer:
    """Save the words sealed to the sending organisation, the outcomes as codes, and move by the flow."""
    _check(held, answer)
    made = OutsideAnswer(
        id=uuid7(), org_id=held.from_org_id, referral=held, verb=answer.verb, how=answer.how,
        decline_reason=answer.decline_reason if answer.verb == Answered.DECLINE else "",
        told_at=answer.told_at, written_by_id=written_by_id,
    )  # fmt: skip
    words = {
        "who": tidy(answer.who).strip()[:LONGEST_WHO],
        "words": long_words(answer.words, "words"),
    }
    made.words = envelope.seal_to(held.from_org_id, words, str(made.pk))
    with spoken():
        made.save(force_insert=True)
        _save_outcomes(held, made, answer.outcomes)
        if answer.verb in _VERBS:
            move(
                held, answer.verb, **({"decline_reason": made.decline_reason} if made.decline_reason else {})
            )
    _tell(actor, held, answer)
    return made


def _check(held: Referral, answer: Answer) -> None:
    now = timezone.now()
    if answer.verb == Answered.ACCEPT and held.answer_by <= now:
        raise Invalid({"": __("The time to answer is already over.")})
    if answer.verb == Answered.DECLINE and answer.decline_reason not in DeclineReason.values:
        raise Invalid({"decline_reason": __("Say why it is declined.")})
    if answer.told_at > now:
        raise Invalid({"told_at": __("This time has not come yet.")})
    known = {problem: outcome for problem, outcome in answer.outcomes.items() if outcome}
    if not set(known) <= set(Problem.values) or not set(known.values()) <= set(Outcome.values):
        raise Invalid({"": __("Please choose from the list.")})
    if answer.verb == Answered.REPORT and not (known or answer.words.strip()):
        raise Invalid({"words": __("Write a few words, or say what came of a problem.")})


def _save_outcomes(held: Referral, made: OutsideAnswer, outcomes: Mapping[str, str]) -> None:
    if made.verb not in (Answered.REPORT, Answered.COMPLETE):
        return
    ReportedOutcome.objects.bulk_create(
        ReportedOutcome(
            referral=held, answer=made, from_org_id=held.from_org_id, to_org_id=held.to_org_id, problem=problem,
            outcome=outcome,
        )
        for problem, outcome in outcomes.items()
        if outcome
    )  # fmt: skip


def _tell(actor: Actor, held: Referral, answer: Answer) -> None:
    """The same event as for an answer given inside, with how it reached us."""
    details: dict[str, Any] = {"how": answer.how}
    if answer.verb == Answered.DECLINE:
        details["reason"] = answer.decline_reason
    if answer.verb == Answered.REPORT:
        details["outcomes"] = sorted(one for one in answer.outcomes.values() if one)
    other = "referral.destroyed" if answer.verb == Answered.DESTROYED else "referral.reported"
    tell(actor, _VERBS.get(answer.verb, other), held, **details)
    if answer.verb in ("accept", "decline", "complete"):
        effects.announce(actor, _VERBS[answer.verb], referral_id=held.pk)


# -- what leaves the house


def hand_over(
    actor: StaffActor, referral: Referral, how: str, fields: tuple[str, ...], *, language: str = ""
) -> HandedOver:
    """Note that these fields were told or printed just now. Raises `Invalid` where nothing may go any more."""
    held = _hold_running(actor, referral)
    made = HandedOver(
        org_id=actor.org_id, referral=held, how=how, language=language, by_id=actor.member_id,
        fields=[code for code in held.fields if code in fields],
    )  # fmt: skip
    with spoken():
        made.save(force_insert=True)
    verb = {
        Handed.TOLD: "referral.told",
        Handed.PRINTED: "referral.printed",
        Handed.LINKED: "referral.linked",
    }
    tell(actor, verb[Handed(how)], held, fields=made.fields)
    return made


def _hold_running(actor: StaffActor, referral: Referral) -> Referral:
    require(actor, policy.TYPED_BACK, referral)
    if not referral.is_outside or policy.side(actor, referral) != "sender":
        raise Denied(policy.TYPED_BACK, subject_kind="referral", subject_id=referral.pk)
    rows = queries.visible_to(actor).select_for_update(of=("self",)).filter(pk=referral.pk)
    held = next(iter(queries.of_visible_cases(actor, list(rows))), None)
    if held is None:
        raise NotVisible
    if held.offered_at is None or held.state not in RUNNING:
        raise IllegalMove(held.state, "hand_over")
    return held


@dataclass(frozen=True)
class Given:
    """What the other side is given, and what Sapar keeps nowhere: the address' token and, apart from it, the code."""

    token: str = field(repr=False)
    code: str = field(repr=False)
    language: str


def make_link(actor: StaffActor, referral: Referral, language: str) -> Given:
    """Seal the packet for one opening by link and code. An earlier link of the referral ends."""
    held = _hold_running(actor, referral)
    if held.way != Way.LINK:
        raise IllegalMove(held.way, "make_link")
    if language not in dict(settings.LANGUAGES):
        raise Invalid({"language": __("Please choose from the list.")})
    given = Given(link_seal.new_token(), link_seal.new_code(), language)
    SealedLink.objects.filter(org_id=actor.org_id, referral=held, ended_at=None).update(
        summary=None, details=None, kept=None, ended_at=timezone.now()
    )
    link = SealedLink(
        id=uuid7(), org_id=actor.org_id, referral=held, language=language, made_by_id=actor.member_id,
        token_hash=link_seal.token_hash(given.token), salt=secrets.token_bytes(16),
    )  # fmt: skip
    _seal_into(actor, held, link, given)
    with spoken():
        link.save(force_insert=True)
    hand_over(actor, held, Handed.LINKED, tuple(held.fields), language=language)
    return given


def _seal_into(actor: StaffActor, held: Referral, link: SealedLink, given: Given) -> None:
    """From our own copy of the packet: exactly what was seen and sealed at the offer."""
    key = link_seal.key_of(given.token, given.code, bytes(link.salt))
    for packet in Packet.objects.filter(referral=held, kind__in=("summary", "person")):
        value = packets.opened(actor, packet)
        if value is not None:
            name = "summary" if packet.kind == Packet.Kind.SUMMARY else "details"
            setattr(link, name, link_seal.seal(key, value, f"link|{link.pk}|{name}"))


def outside_verbs(actor: Actor, referral: Referral) -> list[str]:
    """What may be typed back now, in the order of the list; for the choices of the form."""
    if not actor.may(policy.TYPED_BACK):
        return []
    may = {verb for verb in REFERRAL.verbs_from(referral.state) if verb in _VERBS}
    if referral.state in AT_WORK:
        may.add(Answered.REPORT)
    if referral.state not in RUNNING and referral.offered_at is not None:
        may.add(Answered.DESTROYED)
    return [code for code in Answered.values if code in may]
