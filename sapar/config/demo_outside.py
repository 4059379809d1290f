"""A referral of the demo that has left Sapar: on a printed sheet, to an invented home that is only listed; unanswered."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from sapar.common.ids import uuid7
from sapar.common.tenancy import scope_of
from sapar.organisations import actions as organisations
from sapar.organisations.actor import SystemActor
from sapar.people import actions as people
from sapar.people.actions.consents import Asked
from sapar.referrals import actions as referrals
from sapar.referrals.codes import Handed, Way

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor
    from sapar.organisations.models import Organisation
    from sapar.people.models import Person

NAME = "Дом «Жылуу», Талдыкорган (вымышлено)"
FIELDS = ("problems", "languages", "place", "needs", "names", "phones", "safety")


def load(staff: Mapping[str, StaffActor], case: Case, family: Mapping[str, Person]) -> None:
    home = organisations.enlist(
        SystemActor("demo"), name=NAME, slug="demo-outside", kind="shelter", country="KZ", languages=["ru", "kk"],
        time_zone="Asia/Almaty", is_fictional=True,
    )  # fmt: skip
    sender = staff["bakyt"]
    with scope_of(staff["gulnara"]):
        organisations.write_agreement(
            staff["gulnara"], uuid7(), partner=home, scope="Приют для семей с детьми, до двух недель.",
            discount_percent=50, in_force_from=timezone.localdate(),
            in_force_to=timezone.localdate() + dt.timedelta(days=365),
        )  # fmt: skip
    with scope_of(sender):
        _offer(sender, case, home, family["self"])


def _offer(sender: StaffActor, case: Case, home: Organisation, person: Person) -> None:
    consent = people.take_consent(
        sender,
        Asked(
            recipient=home, people=(person,), fields=FIELDS, language_read="ru", how="voice", given_by="self",
            safe_to_tell="not-needed", until=timezone.now() + dt.timedelta(days=90), words="Согласие дано по телефону.",
        ),
    )  # fmt: skip
    plan = referrals.Plan(home, (consent,), FIELDS, ("shelter",), Way.SHEET)
    drafted = referrals.draft(sender, case, plan)
    offered = referrals.offer(sender, drafted, answer_by=timezone.now() + dt.timedelta(hours=36))
    referrals.hand_over(sender, offered, Handed.TOLD, ("problems", "languages", "place", "needs"))
