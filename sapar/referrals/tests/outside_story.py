"""The same story with a partner that is only listed in the directory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from sapar.organisations import actions as organisations
from sapar.organisations.actor import SystemActor
from sapar.referrals import actions, queries
from sapar.referrals.tests.story import EVERYTHING, Story, turn
from tests.factories import SYSTEM, acting, make_member

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor
    from sapar.referrals.models import Referral


class Outside(Story):
    def __init__(self, sender: StaffActor, receiver: StaffActor) -> None:
        super().__init__(sender, receiver)
        self.list_another()
        self.chief = make_member(sender.org, "Chief", "supervisor")

    def list_another(self, kind: str = "ngo") -> None:
        with transaction.atomic():
            self.to_org = organisations.enlist(
                SYSTEM, name=f"Only listed, {kind} (fictional)", kind=kind, country="KZ", time_zone="Asia/Almaty",
                is_fictional=True,
            )  # fmt: skip

    def plan(self, *, fields: tuple[str, ...] = EVERYTHING, way: str = "phone") -> actions.Plan:
        return actions.Plan(self.to_org, tuple(self.consents), fields, ("legal-advice",), way)

    def draft(self, *, fields: tuple[str, ...] = EVERYTHING, way: str = "phone", **consent: Any) -> Outside:
        if not self.consents:
            self.consent(fields=fields, **consent)
        with turn(self.sender):
            self.referral = actions.draft(self.sender, self.case, self.plan(fields=fields, way=way))
        return self

    def fresh(self) -> Referral:
        with turn(self.sender):
            return queries.get(self.sender, self.referral.pk)

    def answer(self, verb: str, **said: Any) -> Outside:
        known = {"how": "phone", "told_at": timezone.now(), "who": "Their lawyer"} | said
        with turn(self.sender):
            actions.type_answer(self.sender, self.referral, actions.Answer(verb, **known))
        return self

    def answers(self) -> list[queries.Said]:
        with turn(self.sender):
            return queries.answers(self.sender, self.referral)

    def tick(self) -> int:
        job = SystemActor("referrals.expire_due", self.sender.org_id)
        with transaction.atomic(), acting(job):
            return actions.expire_due(job)
