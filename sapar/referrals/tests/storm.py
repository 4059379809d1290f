"""Many workers at once on the same referrals, each with a connection of its own, at random; then what must hold, holds.

The suite runs it small, the benchmark with 50 workers:

    found = run(sender, receiver, listed, workers=50, rounds=40)
    assert found.impossible == [] and found.faults == []
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection, connections, transaction
from django.utils import timezone

from sapar.audit import verify
from sapar.audit.models import Event
from sapar.common import tenancy
from sapar.common.errors import IllegalMove, Invalid, NotVisible, Stale
from sapar.organisations.actor import StaffActor, SystemActor
from sapar.people import actions as people
from sapar.people.models import Consent
from sapar.referrals import actions, queries
from sapar.referrals.flow import REFERRAL, RUNNING
from sapar.referrals.models import Referral
from sapar.referrals.tests.story import Story

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from sapar.organisations.models import Organisation

REFUSALS = (IllegalMove, Invalid, NotVisible, Stale)
FIELDS = ("problems", "languages", "place", "names", "phones", "safety")
# The event of each verb of the flow, by which the course of a referral is told again from the audit.
EVENTS = {
    "referral.offered": "offer", "referral.accepted": "accept", "referral.declined": "decline",
    "referral.started": "start", "referral.completed": "complete", "referral.withdrawn": "withdraw",
    "referral.expired": "expire",
}  # fmt: skip


@dataclass
class Found:
    """What the storm left: how often each verb was done and refused, what broke, what must never be."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    impossible: list[str] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


class Storm:
    def __init__(
        self, sender: StaffActor, receiver: StaffActor, listed: Organisation, *, referrals: int, seed: int
    ) -> None:
        self.sender, self.receiver, self.listed, self.seed = sender, receiver, listed, seed
        self.found = Found()
        self.ids: list[uuid.UUID] = []
        for number in range(referrals):
            self.ids.append(self._one(outside=number % 3 == 2))

    def _one(self, *, outside: bool) -> uuid.UUID:
        """A case of its own with its person, a consent, a draft: inside, and every third by phone."""
        story = Story(self.sender, self.receiver)
        to_org = self.listed if outside else self.receiver.org
        consent = story.consent(fields=FIELDS, to=to_org)
        plan = actions.Plan(to_org, (consent,), FIELDS, ("legal-advice",), "phone" if outside else "inside")
        with transaction.atomic(), tenancy.scope_of(self.sender):
            return actions.draft(self.sender, story.case, plan).pk

    # -- what a worker does

    def work(self, number: int, rounds: int) -> None:
        dice = random.Random(f"{self.seed}-{number}")  # dice, not keys
        try:
            for _round in range(rounds):
                verb = dice.choices(list(_VERBS), [often for _who, _what, often in _VERBS.values()])[0]
                self._try(verb, dice.choice(self.ids), dice)
        finally:
            connections.close_all()

    def _try(self, verb: str, key: uuid.UUID, dice: random.Random) -> None:
        actor = _VERBS[verb][0](self)
        try:
            with transaction.atomic(), tenancy.scope_of(actor):
                _VERBS[verb][1](self, actor, key, dice)
            self.found.done[verb] += 1
        except REFUSALS:
            self.found.refused[verb] += 1
        except Exception as fault:  # whatever it is, it is told
            self.found.faults.append(f"{verb}: {type(fault).__name__} {fault}"[:300])

    def _as_sender(self) -> StaffActor:
        return self.sender

    def _as_receiver(self) -> StaffActor:
        return self.receiver

    def _as_job(self) -> SystemActor:
        return SystemActor("referrals.expire_due", self.sender.org_id)

    def offer(self, actor: Any, key: uuid.UUID, dice: random.Random) -> None:
        soon = dt.timedelta(milliseconds=dice.choice([800, 3_600_000, 3_600_000]))
        actions.offer(actor, queries.get(actor, key), answer_by=timezone.now() + soon)

    def answer(self, actor: Any, key: uuid.UUID, dice: random.Random) -> None:
        """The other side's next word, in its own hand or typed back."""
        verb = dice.choices(["accept", "decline", "start", "complete"], [5, 1, 3, 2])[0]
        if self._is_outside(key):
            reason = "no-capacity" if verb == "decline" else ""
            said = actions.Answer(verb, "phone", timezone.now(), "Their guard", decline_reason=reason)
            actions.type_answer(actor, queries.get(actor, key), said)
            return
        verbs: dict[str, Callable[..., Any]] = {
            "accept": actions.accept, "start": actions.start, "complete": actions.complete,
            "decline": lambda who, what: actions.decline(who, what, "no-capacity"),
        }  # fmt: skip
        verbs[verb](actor, queries.get(actor, key))

    def _is_outside(self, key: uuid.UUID) -> bool:
        return self.ids.index(key) % 3 == 2  # as they were made

    def answer_typed(self, actor: Any, key: uuid.UUID, dice: random.Random) -> None:
        if not self._is_outside(key):
            raise NotVisible
        self.answer(actor, key, dice)

    def answer_inside(self, actor: Any, key: uuid.UUID, dice: random.Random) -> None:
        if self._is_outside(key):
            raise NotVisible
        self.answer(actor, key, dice)

    def withdraw(self, actor: Any, key: uuid.UUID, _dice: random.Random) -> None:
        actions.withdraw(actor, queries.get(actor, key))

    def revoke(self, actor: Any, key: uuid.UUID, _dice: random.Random) -> None:
        consent = Consent.objects.get(referrals=key)
        people.withdraw_consent(actor, consent, how="voice")

    def expire(self, actor: Any, _key: uuid.UUID, _dice: random.Random) -> None:
        actions.expire_due(actor)

    # -- what must hold

    def check(self) -> None:
        with transaction.atomic(), tenancy.scope_of(self.sender):
            self._courses()
            self._grants()
            self.found.impossible += [
                f"sender's chain: {fault}" for fault in verify.verify(self.sender.org_id)
            ]
        with transaction.atomic(), tenancy.scope_of(self.receiver):
            self.found.impossible += [
                f"receiver's chain: {fault}" for fault in verify.verify(self.receiver.org_id)
            ]

    def _courses(self) -> None:
        """Each referral stands where its audited events lead by the flow, each of them once."""
        for referral in Referral.objects.filter(pk__in=self.ids):
            events = Event.objects.filter(
                org_id=self.sender.org_id, subject_id=referral.pk, verb__in=EVENTS
            ).order_by("seq")
            state = "draft"
            for verb in events.values_list("verb", flat=True):
                if not REFERRAL.allows(state, EVENTS[verb]):
                    self.found.impossible.append(f"{referral.pk}: {verb} from {state}")
                    break
                state = REFERRAL.move(state, EVENTS[verb])
            if state != referral.state:
                self.found.impossible.append(f"{referral.pk}: is {referral.state}, was told as {state}")
            self.found.states[referral.state] += 1

    def _grants(self) -> None:
        with connection.cursor() as cursor:
            for sentence, statement in _NEVER.items():
                cursor.execute(statement, [list(self.ids)])
                self.found.impossible += [f"{sentence}: {row[0]}" for row in cursor.fetchall()]


# Who does it, what, and how often of all.
_VERBS: dict[str, tuple[Callable[[Storm], Any], Callable[..., None], int]] = {
    "offer": (Storm._as_sender, Storm.offer, 12),
    "answer": (Storm._as_receiver, Storm.answer_inside, 18),
    "answer-typed": (Storm._as_sender, Storm.answer_typed, 12),
    "withdraw": (Storm._as_sender, Storm.withdraw, 1),
    "revoke": (Storm._as_sender, Storm.revoke, 1),
    "expire": (Storm._as_job, Storm.expire, 2),
}

_OPEN = ", ".join(f"'{state}'" for state in RUNNING if state != "draft")
_NEVER = {
    "an open grant of a referral that is over": f"""
        select g.referral_id from referrals_grant g join referrals_referral r on r.id = g.referral_id
        where r.id = any(%s) and g.closed_at is null and r.state not in ({_OPEN})""",
    "an open grant without a consent that holds": """
        select g.referral_id from referrals_grant g where g.referral_id = any(%s) and g.closed_at is null and (
            not exists (select 1 from referrals_referralconsent rc where rc.referral_id = g.referral_id)
            or exists (
                select 1 from referrals_referralconsent rc join people_consent c on c.id = rc.consent_id
                where rc.referral_id = g.referral_id and (c.withdrawn_at is not null or c.ended_at is not null)))""",
    "a running referral whose consent was withdrawn": f"""
        select r.id from referrals_referral r join referrals_referralconsent rc on rc.referral_id = r.id
            join people_consent c on c.id = rc.consent_id
        where r.id = any(%s) and r.state in ('draft', {_OPEN}) and c.withdrawn_at is not null""",
    "a packet of a referral that is over, still readable": f"""
        select p.referral_id from referrals_packet p join referrals_referral r on r.id = p.referral_id
        where r.id = any(%s) and r.state not in ('draft', {_OPEN}) and p.for_reader is not null and p.kind <> 'report'""",
    "a grant where nothing is read in Sapar": """
        select g.referral_id from referrals_grant g join referrals_referral r on r.id = g.referral_id
        where r.id = any(%s) and r.way in ('phone', 'sheet')""",
    "accepted inside without a case, or outside with one": """
        select id from referrals_referral
        where id = any(%s) and answered_at is not null and state in ('accepted', 'in-work', 'completed')
            and (way = 'inside') <> (to_case_id is not null)""",
}  # fmt: skip


def run(
    sender: StaffActor,
    receiver: StaffActor,
    listed: Organisation,
    *,
    workers: int = 50,
    rounds: int = 40,
    referrals: int = 30,
    seed: int = 1,
) -> Found:
    """Everything committed. `listed` is an organisation that has not joined."""
    storm = Storm(sender, receiver, listed, referrals=referrals, seed=seed)
    began = timezone.now()
    with ThreadPoolExecutor(workers) as pool:
        for done in [pool.submit(storm.work, number, rounds) for number in range(workers)]:
            done.result()
    storm.found.seconds = (timezone.now() - began).total_seconds()
    storm.check()
    return storm.found
