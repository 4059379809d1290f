"""Preparing a referral and offering it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases import queries as cases
from sapar.common import effects
from sapar.common.errors import IllegalMove, Invalid, Stale
from sapar.directory.taxonomy import Service
from sapar.organisations import once as sent
from sapar.organisations.guard import require
from sapar.people.codes import Shareable
from sapar.people.models import Consent
from sapar.referrals import packets, queries
from sapar.referrals.actions.held import hold, move, tell
from sapar.referrals.codes import Way
from sapar.referrals.models import Referral, ReferralConsent
from sapar.referrals.refusals import spoken

if TYPE_CHECKING:
    import uuid

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor
    from sapar.organisations.models import Organisation

audit.name("referral.drafted", _("Referral prepared"))
audit.name("referral.offered", _("Referral offered"))

USUAL_TIME = dt.timedelta(days=3)
LONGEST_TIME = dt.timedelta(days=60)


@dataclass(frozen=True)
class Plan:
    """What is to be asked of whom, and on which consents it rests: one of each adult, all to the same organisation."""

    to_org: Organisation
    consents: tuple[Consent, ...]
    fields: tuple[str, ...]
    asked_for: tuple[str, ...]
    way: str = Way.INSIDE


def passed_on(fields: tuple[str, ...]) -> list[str]:
    """The fields in the order of the list. A phone number never goes without the words about safe contact."""
    wanted = set(fields) | ({Shareable.SAFETY} if Shareable.PHONES in fields else set())
    return [code for code in Shareable.values if code in wanted]


def draft(actor: StaffActor, case: Case, plan: Plan, *, once: uuid.UUID | None = None) -> Referral:
    """Prepare a referral; the other organisation sees nothing of it yet. Raises `Invalid`."""
    require(actor, "referral.offer")
    own = cases.get(actor, case.pk)
    if own.is_closed or own.is_erased:
        raise IllegalMove("erased" if own.is_erased else own.state, "refer")
    fields = passed_on(plan.fields)
    check_choice(actor, plan, fields)
    _check_consents(plan, fields)
    earlier = sent.claim(actor, once) if once else None
    if earlier and earlier.made_id:
        return queries.get(actor, earlier.made_id)
    referral = _save(actor, own, plan, fields)
    if once:
        sent.settle(actor, once, referral.pk)
    tell(actor, "referral.drafted", referral, fields=fields)
    return referral


def check_choice(actor: StaffActor, plan: Plan, fields: list[str]) -> None:
    """To whom, by which way, for what and what; raises `Invalid`."""
    if plan.to_org.pk == actor.org_id:
        raise Invalid({"to_org": __("Choose an organisation other than your own.")})
    if plan.way not in Way.values:
        raise Invalid({"way": __("Please choose from the list.")})
    if plan.way == Way.INSIDE and plan.to_org.joined_at is None:
        raise Invalid(
            {"to_org": __("This organisation is not a member yet. Refer to it by phone, sheet or link.")}
        )
    if plan.way != Way.INSIDE and plan.to_org.joined_at is not None:
        raise Invalid(
            {"way": __("This organisation is a member of the network by now. Ask it inside Sapar.")}
        )
    if not plan.asked_for or not set(plan.asked_for) <= set(Service.values):
        raise Invalid({"asked_for": __("Choose at least one kind of help that is asked for.")})
    if not fields:
        raise Invalid({"fields": __("Choose at least one thing that may be passed on.")})


def _check_consents(plan: Plan, fields: list[str]) -> None:
    if not plan.consents:
        raise Invalid({"": __("Nothing is passed on without consent.")})
    if any(not set(fields) <= set(one.fields) for one in plan.consents):
        raise Invalid({"fields": __("The consent does not cover all of this. Ask the person again.")})
    if any(not one.holds or one.recipient_id != plan.to_org.pk for one in plan.consents):
        raise Invalid({"": __("The consent does not hold any more. Ask the person again.")})


def _save(actor: StaffActor, case: Case, plan: Plan, fields: list[str]) -> Referral:
    referral = draft_row(actor, case, plan, fields)
    with spoken():
        referral.save(force_insert=True)
        ReferralConsent.objects.bulk_create(
            ReferralConsent(org_id=actor.org_id, referral=referral, consent=one) for one in plan.consents
        )
    return referral


def draft_row(actor: StaffActor, case: Case, plan: Plan, fields: list[str]) -> Referral:
    """The draft, not saved yet."""
    return Referral(
        from_org_id=actor.org_id,
        to_org=plan.to_org,
        way=plan.way,
        case=case,
        fields=fields,
        asked_for=[code for code in Service.values if code in plan.asked_for],
        answer_by=timezone.now() + USUAL_TIME,
        made_by_id=actor.member_id,
    )


def offer(
    actor: StaffActor,
    referral: Referral,
    *,
    answer_by: dt.datetime,
    urgent: bool = False,
    seen: str | None = None,
    once: uuid.UUID | None = None,
) -> Referral:
    """Seal what the consents cover and let the other organisation read the summary. Raises `Invalid`.

    `seen` is the mark of the preview: `Stale` when the case says something else by now. The same form token twice gives
    the referral as the first one left it.
    """
    earlier = sent.claim(actor, once) if once else None
    if earlier and earlier.made_id:
        return queries.get(actor, earlier.made_id)
    if not timezone.now() < answer_by <= timezone.now() + LONGEST_TIME:
        raise Invalid({"answer_by": __("Choose a time between now and sixty days from now.")})
    # The consents first, as a withdrawal takes them: two that meet wait for each other, never for good.
    list(
        Consent.objects.select_for_update(of=("self",))
        .filter(referrals=referral, org_id=actor.org_id)
        .order_by("pk")
    )
    held = hold(actor, referral, "offer")
    written = packets.write(actor, held)
    if seen is not None and seen != packets.mark(written):
        raise Stale
    with spoken():
        packets.seal(actor, held, written)
        move(held, "offer", answer_by=answer_by, urgent=urgent)
    if once:
        sent.settle(actor, once, held.pk)
    tell(actor, "referral.offered", held, services=held.asked_for, way=held.way)
    effects.announce(actor, "referral.offered", referral_id=held.pk)
    return held
