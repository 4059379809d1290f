"""Writing promises down, judging them by two, naming the monitors."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.errors import Invalid, NotVisible, Stale
from sapar.common.tenancy import scope_of
from sapar.organisations import once as sent
from sapar.organisations import queries as organisations
from sapar.organisations.guard import require
from sapar.watch import policy, queries
from sapar.watch.codes import Answer
from sapar.watch.flow import COMMITMENT
from sapar.watch.models import Commitment, Judgement, Monitor

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from sapar.common.actor import Actor
    from sapar.organisations.actor import StaffActor

WRITTEN = audit.name("promise.written", _("Promise written down"))
PROPOSED = audit.name("promise.judged", _("Promise judged, a second monitor is asked"))
ANSWERED = audit.name("promise.answered", _("Judgement of a promise answered"))
NAMED = audit.name("monitor.named", _("Colleague named as monitor of promises"))
ENDED = audit.name("monitor.ended", _("Colleague is no monitor of promises any more"))

# The policies let these tables be written through this door only, after the checks here.
DOOR = "watch"


@dataclass(frozen=True)
class Evidence:
    """What a monitor has seen: in words, where it can be read, and on which day they saw it. No names of people."""

    words: str
    seen_on: dt.date
    url: str = ""


@dataclass(frozen=True)
class Promise:
    """What was promised. `words` by language; `made` is a `PartialDate` as JSON."""

    actor_kind: str
    actor_name: str
    words: dict[str, str]
    made: dict[str, Any]
    source: str
    source_url: str = ""
    country: str = ""
    due_on: dt.date | None = None
    actor_org_id: uuid.UUID | None = None
    is_fictional: bool = field(default=False)


def write(actor: StaffActor, promise: Promise, evidence: Evidence, *, once: uuid.UUID) -> Commitment:
    """Write a promise down. It stands on the public page once a monitor of another organisation has seen it too."""
    policy.require_monitor(actor)
    earlier = sent.claim(actor, once)
    if earlier is not None and earlier.made_id:
        return queries.commitment(earlier.made_id)
    if not any(promise.words.values()):
        raise Invalid({"words_ru": __("Say in Russian or in English what was promised.")})
    made = Commitment(org_id=actor.org_id, **vars(promise))
    policy.require_independent(actor, made)
    with scope_of(actor, door=DOOR):
        made.save(force_insert=True)
    sent.settle(actor, once, made.pk)
    audit.record(actor, WRITTEN, subject_kind="promise", subject_id=made.pk)
    judge(actor, made, "confirm", evidence)
    return made


def judge(actor: StaffActor, commitment: Commitment, verb: str, evidence: Evidence) -> Judgement:
    """Say how it stands. Nothing changes until a second monitor agrees. Raises `IllegalMove`, `Invalid`."""
    policy.require_monitor(actor)
    held = _locked(actor, commitment)
    COMMITMENT.move(held.state, verb)
    policy.require_independent(actor, held)
    said = Judgement(
        commitment=held,
        verb=verb,
        evidence=evidence.words,
        language=get_language() or "en",
        source_url=evidence.url,
        seen_on=evidence.seen_on,
        org_id=actor.org_id,
        proposed_by_id=actor.member_id,
    )
    if evidence.seen_on > timezone.localdate():
        raise Invalid({"seen_on": __("This day has not come yet.")})
    with scope_of(actor, door=DOOR):
        _checked(said).save(force_insert=True)
    audit.record(actor, PROPOSED, subject_kind="promise", subject_id=held.pk, details={"verb": verb})
    return said


def agree(actor: StaffActor, commitment: Commitment) -> None:
    """The second monitor has seen the evidence: the promise now stands as the first one said."""
    said = _open(actor, commitment)
    held = said.commitment
    held.state = COMMITMENT.move(held.state, said.verb)
    _answer(actor, said, Answer.AGREED, "")


def refuse(actor: StaffActor, commitment: Commitment, words: str) -> None:
    """The second monitor does not agree and says why. A promise that was only proposed falls away with it."""
    said = _open(actor, commitment)
    held = said.commitment
    if said.verb == "confirm":
        held.state = COMMITMENT.move(held.state, "drop")
    _answer(actor, said, Answer.REFUSED, words)


def _open(actor: StaffActor, commitment: Commitment) -> Judgement:
    """The judgement that waits, with the commitment locked. Raises `Stale` where none waits."""
    policy.require_monitor(actor)
    held = _locked(actor, commitment)
    said = queries.open_judgement(held)
    if said is None:
        raise Stale
    said.commitment = held
    policy.require_independent(actor, held)
    if not policy.may_answer(actor, said):
        raise Invalid({"": str(policy.SAME_HOUSE)})
    return said


def _answer(actor: StaffActor, said: Judgement, answer: str, words: str) -> None:
    moment = timezone.now()
    said.answer, said.answer_words, said.answered_at = answer, words, moment
    said.second_org_id, said.answered_by_id = actor.org_id, actor.member_id
    said.commitment.judged_at = moment
    with scope_of(actor, door=DOOR):
        said.save()
        said.commitment.save(update_fields=["state", "judged_at"])
    audit.record(
        actor,
        ANSWERED,
        subject_kind="promise",
        subject_id=said.commitment_id,
        details={"verb": said.verb, "answer": answer},
    )


def _locked(actor: Actor, commitment: Commitment) -> Commitment:
    with scope_of(actor, door=DOOR):
        held = Commitment.objects.select_for_update().filter(pk=commitment.pk).first()
    if held is None:
        raise NotVisible
    return held


def _checked(said: Judgement) -> Judgement:
    try:
        said.validate_constraints()
    except ValidationError as wrong:
        raise Invalid({"": " ".join(wrong.message_dict[NON_FIELD_ERRORS])}) from None
    return said


def name_monitor(actor: StaffActor, member_id: uuid.UUID) -> Monitor:
    """Trust a colleague with watching promises. Raises `Invalid` for one who is a monitor already or cannot be one."""
    require(actor, "monitor.name")
    member = organisations.member(actor, member_id)
    if member.left_at is not None:
        raise NotVisible
    made = Monitor(org_id=actor.org_id, member=member, named_by_id=actor.member_id)
    try:
        made.validate_constraints()
    except ValidationError as wrong:
        raise Invalid({"": " ".join(wrong.message_dict[NON_FIELD_ERRORS])}) from None
    made.save(force_insert=True)
    audit.record(actor, NAMED, subject_kind="membership", subject_id=member.pk)
    return made


def end_monitor(actor: Actor, member_id: uuid.UUID) -> None:
    """What they have judged stays. Raises `Stale` when they are none."""
    require(actor, "monitor.name")
    organisations.member(actor, member_id)
    rows = Monitor.objects.filter(org_id=actor.org_id, member_id=member_id, ended_at__isnull=True)
    if not rows.update(ended_at=timezone.now()):
        raise Stale
    audit.record(actor, ENDED, subject_kind="membership", subject_id=member_id)
