"""One case and its referral, driven by the verbs as pages drive them."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from sapar.audit.models import Event
from sapar.cases import actions as cases
from sapar.cases.actions import Opening, Someone
from sapar.people import actions as people
from sapar.people.codes import Shareable
from sapar.people.particulars import Particulars, Spelling
from sapar.referrals import actions, queries
from sapar.ui.dates import PartialDate, Precision
from tests.factories import acting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sapar.organisations.actor import StaffActor
    from sapar.referrals.models import Referral

EVERYTHING = tuple(Shareable.values)
NAME, PHONE, TALE = "Назгүл Өмүрзакова", "+996555010203", "Two years at the horse club without wages."
SAFETY = "Say you call about the sewing course"


@contextmanager
def turn(actor: StaffActor) -> Iterator[None]:
    """The actor's own transaction and scope, as one request."""
    with transaction.atomic(), acting(actor):
        yield


class Story:
    def __init__(self, sender: StaffActor, receiver: StaffActor) -> None:
        self.sender, self.receiver = sender, receiver
        self.to_org = receiver.membership.org
        with turn(sender):
            who = Particulars(
                names=(Spelling(NAME, "ky"),), birth=PartialDate(Precision.YEAR, 1975), sex="female",
                citizenship_state="claimed", citizenships=("KG",), languages=("ky", "ru"), country="KZ",
                may_call="times", safety_words=SAFETY,
            )  # fmt: skip
            opening = Opening(
                helped=Someone(who, PHONE, "shared"), problems=("unpaid-wages", "document-taken"), story=TALE,
                language="ky", country="KZ",
            )  # fmt: skip
            self.case = cases.open_case(sender, opening)
            self.person = self.case.participants.get().person
        self.consents: list[Any] = []
        self.referral: Referral | None = None

    def consent(self, *, fields: tuple[str, ...] = EVERYTHING, safe: str = "not-needed", **how: Any) -> Any:
        asked = people.Asked(
            recipient=how.get("to") or self.to_org, people=how.get("people") or (self.person,), fields=fields,
            language_read="ru", how="voice", given_by="self", safe_to_tell=safe,
            until=timezone.now() + dt.timedelta(days=90),
        )  # fmt: skip
        with turn(self.sender):
            made = people.take_consent(self.sender, asked, about=self.case.pk)
        self.consents.append(made)
        return made

    def plan(self, *, fields: tuple[str, ...] = EVERYTHING) -> actions.Plan:
        return actions.Plan(self.to_org, tuple(self.consents), fields, ("legal-advice", "employer-talks"))

    def draft(self, *, fields: tuple[str, ...] = EVERYTHING, **consent: Any) -> Story:
        if not self.consents:
            self.consent(fields=fields, **consent)
        with turn(self.sender):
            self.referral = actions.draft(self.sender, self.case, self.plan(fields=fields))
        return self

    def offer(self) -> Story:
        with turn(self.sender):
            actions.offer(self.sender, self.referral, answer_by=timezone.now() + dt.timedelta(days=2))
        return self

    def accept(self) -> Story:
        with turn(self.receiver):
            actions.accept(self.receiver, self.referral)
        return self

    def decline(self) -> Story:
        with turn(self.receiver):
            actions.decline(self.receiver, self.referral, "no-capacity")
        return self

    def start(self) -> Story:
        with turn(self.receiver):
            actions.start(self.receiver, self.referral)
        return self

    def report(self, words: str = "The passport is back.", **outcomes: str) -> Story:
        with turn(self.receiver):
            told = {problem.replace("_", "-"): outcome for problem, outcome in outcomes.items()}
            actions.report(self.receiver, self.referral, words, told)
        return self

    def complete(self) -> Story:
        with turn(self.receiver):
            actions.complete(self.receiver, self.referral)
        return self

    def withdraw(self) -> Story:
        with turn(self.sender):
            actions.withdraw(self.sender, self.referral)
        return self

    def withdraw_consent(self) -> Story:
        with turn(self.sender):
            people.withdraw_consent(self.sender, self.consents[0], how="voice", about=self.case.pk)
        return self

    def to(self, state: str) -> Story:
        """Brought to a state by the shortest way."""
        for verb in WAYS[state].split():
            getattr(self, verb)()
        return self

    def seen_by(self, actor: StaffActor) -> queries.Seen:
        with turn(actor):
            return queries.open_packet(actor, queries.get(actor, self.referral.pk))

    def state(self) -> str:
        with turn(self.sender):
            return queries.get(self.sender, self.referral.pk).state

    def events(self, actor: StaffActor) -> list[tuple[str, str]]:
        """(verb, kind of actor) of the referral's events on the actor's own chain."""
        with turn(actor):
            rows = Event.objects.filter(org_id=actor.org_id, subject_kind="referral").order_by("at", "id")
            return list(rows.values_list("verb", "actor_kind"))


WAYS = {
    "draft": "draft",
    "offered": "draft offer",
    "accepted": "draft offer accept",
    "in-work": "draft offer accept start",
    "declined": "draft offer decline",
    "withdrawn": "draft offer withdraw",
    "completed": "draft offer accept complete",
}
