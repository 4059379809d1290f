"""Exceptional disclosure: passed on without consent where a life or a child is in danger, reviewed by somebody else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases import actions as cases
from sapar.cases import queries as case_queries
from sapar.cases.actions.words import needed_words
from sapar.common.errors import Denied, IllegalMove, Invalid, NotVisible
from sapar.organisations import once as sent
from sapar.organisations.guard import require
from sapar.referrals import queries
from sapar.referrals.actions.ending import tell_ended_by_review
from sapar.referrals.actions.held import tell
from sapar.referrals.actions.offering import Plan, check_choice, draft_row, offer, passed_on
from sapar.referrals.codes import LEAST, Belief, Danger, NoConsent
from sapar.referrals.flow import DISCLOSURE, RUNNING, DisclosureState
from sapar.referrals.models import Disclosure, DisclosurePerson
from sapar.referrals.refusals import refusal, spoken

if TYPE_CHECKING:
    import uuid

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor
    from sapar.people.models import Person

audit.name("disclosure.made", _("Passed on without consent"))
audit.name("disclosure.upheld", _("Disclosure without consent upheld"))
audit.name("disclosure.refused", _("Disclosure without consent refused and ended"))

TIME_TO_REVIEW = dt.timedelta(hours=24)
LONGEST = dt.timedelta(days=30)


@dataclass(frozen=True)
class Ground:
    """Why it goes without consent: which danger, why nobody could be asked, what we believe of its safety and why."""

    danger: str
    no_consent: str
    belief: str
    reason: str
    belief_why: str = ""


def disclose(
    actor: StaffActor,
    case: Case,
    plan: Plan,
    people: tuple[Person, ...],
    ground: Ground,
    *,
    answer_by: dt.datetime,
    once: uuid.UUID | None = None,
) -> Disclosure:
    """Pass the least on now; a second person looks at it within a day. Raises `Invalid`."""
    require(actor, "disclosure.make", case)
    own = case_queries.get(actor, case.pk)
    if own.is_closed or own.is_erased:
        raise IllegalMove("erased" if own.is_erased else own.state, "disclose")
    fields = passed_on(plan.fields)
    check_choice(actor, plan, fields)
    _check(plan, fields, people, ground)
    earlier = sent.claim(actor, once) if once else None
    if earlier and earlier.made_id:
        return get(actor, earlier.made_id)
    _check_again(actor, own, plan)
    made = _save(actor, own, plan, fields, people, ground)
    if once:
        sent.settle(actor, once, made.pk)
    codes = {"danger": made.danger, "why": made.no_consent, "belief": made.belief, "fields": fields}
    audit.record(
        actor, "disclosure.made", subject_kind="disclosure", subject_id=made.pk, about=own.pk,
        details={"to": plan.to_org.pk, **codes},
    )  # fmt: skip
    cases.add_task(
        actor, own, __("Tell the person what was passed on without their consent, to whom and why."),
        due_on=timezone.localdate() + dt.timedelta(days=3),
    )  # fmt: skip
    offer(actor, made.referral, answer_by=answer_by, urgent=True)
    return made


def _check(plan: Plan, fields: list[str], people: tuple[Person, ...], ground: Ground) -> None:
    if not people:
        raise Invalid({"people": __("Say about whom.")})
    if not set(fields) <= set(LEAST):
        raise Invalid({"fields": __("Without consent only the least may go: never the story or the papers.")})
    for name, given, known in (
        ("danger", ground.danger, Danger.values),
        ("no_consent", ground.no_consent, NoConsent.values),
        ("belief", ground.belief, Belief.values),
    ):
        if given not in known:
            raise Invalid({name: __("Please choose from the list.")})
    if plan.to_org.is_official == (ground.belief == Belief.NOT_OFFICIAL):
        raise Invalid({"belief": __("Say what you believe: is it safe for the person if they learn of it?")})
    needed_words(ground.reason, "reason")
    if plan.to_org.is_official:
        needed_words(ground.belief_why, "belief_why")


def _check_again(actor: StaffActor, case: Case, plan: Plan) -> None:
    """Whoever made one that nobody upheld does not make it again: it would go on without a second yes.

    That counts for one still waiting too, whose referral they took back. The database refuses the same.
    """
    made = Disclosure.objects.filter(
        org_id=actor.org_id, case=case, recipient=plan.to_org, made_by_id=actor.member_id
    )
    if made.exclude(state=DisclosureState.UPHELD).exclude(referral__state__in=RUNNING).exists():
        raise refusal("disclosure_again_by_another")


def _save(
    actor: StaffActor, case: Case, plan: Plan, fields: list[str], people: tuple[Person, ...], ground: Ground
) -> Disclosure:
    referral, now = draft_row(actor, case, plan, fields), timezone.now()
    made = Disclosure(
        org_id=actor.org_id, referral=referral, case=case, recipient=plan.to_org, danger=ground.danger,
        no_consent=ground.no_consent, belief=ground.belief, fields=fields, made_by_id=actor.member_id,
        review_by=now + TIME_TO_REVIEW, until=now + LONGEST, data_key=case.data_key,
    )  # fmt: skip
    made.reason = needed_words(ground.reason, "reason")
    made.belief_why = ground.belief_why.strip()
    made.review_words = ""
    with spoken():
        referral.save(force_insert=True)
        made.save(force_insert=True)
        DisclosurePerson.objects.bulk_create(
            DisclosurePerson(org_id=actor.org_id, disclosure=made, person=one) for one in people
        )
    tell(actor, "referral.drafted", referral, fields=fields)
    made.refresh_from_db(fields=["made_at", "review_by", "until"])
    return made


def get(actor: StaffActor, disclosure_id: uuid.UUID) -> Disclosure:
    """For whoever sees the case, and for those who review: they see why and what, not the case."""
    found = queries.disclosures(actor).filter(pk=disclosure_id).first()
    if found is None:
        raise NotVisible
    return found


def review(actor: StaffActor, disclosure: Disclosure, verb: str, words: str) -> Disclosure:
    """Uphold or refuse what a colleague passed on; a refusal ends it at once. Raises `Invalid`, `IllegalMove`."""
    require(actor, "disclosure.review", disclosure)
    rows = Disclosure.objects.select_for_update(of=("self",)).select_related("data_key", "recipient")
    held = rows.filter(org_id=actor.org_id, pk=disclosure.pk).first()
    if held is None:
        raise NotVisible
    if held.made_by_id == actor.member_id:
        raise Denied("disclosure.review", subject_kind="disclosure", subject_id=held.pk)
    held.state = DISCLOSURE.move(held.state, verb)
    held.review_words = needed_words(words, "words")
    held.reviewed_by_id, held.reviewed_at = actor.member_id, timezone.now()
    with spoken():
        held.save(update_fields=["state", "review_words", "reviewed_by", "reviewed_at"])
    past = {"uphold": "disclosure.upheld", "refuse": "disclosure.refused"}[verb]
    audit.record(actor, past, subject_kind="disclosure", subject_id=held.pk, about=held.case_id)
    if verb == "refuse":
        tell_ended_by_review(actor, held.pk)
    return held
