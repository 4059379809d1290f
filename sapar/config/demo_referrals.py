"""The family's way to two partners of the demo: one has begun its work, the other is still asked."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from sapar.common.tenancy import scope_of
from sapar.config import demo_outside
from sapar.people import actions as people
from sapar.people.actions.consents import Asked
from sapar.referrals import actions as referrals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Consent, Person
    from sapar.referrals.models import Referral

FIELDS = (
    "problems",
    "languages",
    "place",
    "needs",
    "names",
    "birth",
    "citizenship",
    "phones",
    "safety",
    "papers",
    "story",
)


def load(staff: Mapping[str, StaffActor], case: Case, family: Mapping[str, Person]) -> None:
    sender = staff["bakyt"]
    with scope_of(sender):
        to_centre = _offer(
            sender, case, family, staff["dana"], "not-needed", ("shelter", "aid", "legal-advice")
        )
        _offer(sender, case, family, staff["asel"], "safe", ("return-papers", "passport", "birth-papers"))
    with scope_of(staff["saule"]):
        taken = referrals.accept(staff["saule"], to_centre)
        referrals.start(staff["saule"], taken)
        referrals.report(
            staff["saule"],
            taken,
            "Семья у нас, в безопасности. Юрист пишет хозяину о паспортах.",
            {"not-free-to-leave": "solved"},
        )
    demo_outside.load(staff, case, family)


def _offer(
    sender: StaffActor,
    case: Case,
    family: Mapping[str, Person],
    receiver: StaffActor,
    safe: str,
    asked_for: tuple[str, ...],
) -> Referral:
    """One consent of the grown-up daughter, for herself and the two minors with her; one of her brother."""
    consents = (
        consent_of(sender, receiver, (family["self"], family["sister"], family["daughter"]), safe),
        consent_of(sender, receiver, (family["brother"],), safe),
    )
    return offer_with(sender, case, receiver, consents, asked_for)


def offer_with(
    sender: StaffActor,
    case: Case,
    receiver: StaffActor,
    consents: tuple[Consent, ...],
    asked_for: tuple[str, ...],
) -> Referral:
    """Offer the case on these consents, with two days to answer."""
    draft = referrals.draft(sender, case, referrals.Plan(receiver.org, consents, FIELDS, asked_for))
    return referrals.offer(sender, draft, answer_by=timezone.now() + dt.timedelta(days=2), urgent=True)


def consent_of(
    sender: StaffActor,
    receiver: StaffActor,
    about: tuple[Person, ...],
    safe: str,
    words: str = "Согласие дано по телефону.",
) -> Consent:
    """Consent by voice to pass everything on, for half a year."""
    asked = Asked(
        recipient=receiver.org,
        people=about,
        fields=FIELDS,
        language_read="ru",
        how="voice",
        given_by="self",
        safe_to_tell=safe,
        until=timezone.now() + dt.timedelta(days=180),
        words=words,
    )
    return people.take_consent(sender, asked)
