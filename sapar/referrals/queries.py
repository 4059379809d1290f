"""Reads of referrals for an actor. The other side's case, consents and people are never touched from here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from sapar.cases import queries as cases
from sapar.common import paging
from sapar.common.errors import NotVisible
from sapar.common.ready import ready
from sapar.organisations.guard import require
from sapar.people.codes import SEEN_AT_OFFER
from sapar.referrals import packets, policy
from sapar.referrals.codes import Way
from sapar.referrals.contents import Details, Summary, report_words
from sapar.referrals.flow import RUNNING, ReferralState
from sapar.referrals.models import (
    Disclosure,
    HandedOver,
    OutsideAnswer,
    Packet,
    Referral,
    ReportedOutcome,
    SealedLink,
)
from sapar.vault import envelope

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from django.db.models import QuerySet

    from sapar.cases.models import Case
    from sapar.common.actor import Actor

PAGE = 25
# The tabs of the two lists. What waits for an answer is short and ordered by the time to answer.
VIEWS = {
    "waiting": (ReferralState.DRAFT, ReferralState.OFFERED),
    "work": (ReferralState.ACCEPTED, ReferralState.IN_WORK),
    "ended": (
        ReferralState.DECLINED,
        ReferralState.EXPIRED,
        ReferralState.WITHDRAWN,
        ReferralState.COMPLETED,
    ),
}

# Why something cannot be seen, as a page says it.
WHY_NOT = {
    "not-offered": _("This has not been offered yet: the other organisation sees nothing."),
    "not-yet": _("Names, phone numbers and the story are seen only after it has been accepted."),
    "nothing-more": _("The consent covers nothing more than this."),
    "ended": _("This referral is over. You no longer see the person's details."),
    "consent": _("The person has withdrawn consent. You no longer see their details."),
    "consent-ended": _("The time of the consent is over. You no longer see the person's details."),
    "erased": _("This was erased at the person's wish."),
    "disclosure": _("This was passed on without consent and has been ended. You no longer see it."),
}


def visible_to(actor: Actor) -> QuerySet[Referral]:
    """Referrals sent, drafts too, and those received. The database leaves out what hangs on a hidden case of our own;
    whoever takes rows from here asks `of_visible_cases` too, the second wall."""
    return _sent(actor) | _received(actor)


def _sent(actor: Actor) -> QuerySet[Referral]:
    require(actor, "referral.read")
    return _rows_sent(actor.org_id)


def _received(actor: Actor) -> QuerySet[Referral]:
    require(actor, "referral.read")
    return _rows_received(actor.org_id)


def _rows_sent(org_id: uuid.UUID | None) -> QuerySet[Referral]:
    return Referral.objects.select_related("from_org", "to_org").filter(from_org_id=org_id)


def _rows_received(org_id: uuid.UUID | None) -> QuerySet[Referral]:
    rows = Referral.objects.select_related("from_org", "to_org")
    return rows.filter(to_org_id=org_id, offered_at__isnull=False, way=Way.INSIDE)


def get(actor: Actor, referral_id: uuid.UUID) -> Referral:
    found = of_visible_cases(actor, list(visible_to(actor).filter(pk=referral_id)))
    if not found:
        raise NotVisible
    return found[0]


def of_visible_cases(actor: Actor, rows: list[Referral]) -> list[Referral]:
    """Those whose own case, if there is one yet, the actor may see. Asked for a page at a time: as a part of the question
    for the rows it would read every case of a large organisation (measured: 150 ms instead of 3)."""
    own = {one.pk: one.case_id if one.from_org_id == actor.org_id else one.to_case_id for one in rows}
    wanted = {case_id for case_id in own.values() if case_id}
    seen = (
        set(cases.visible_to(actor).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    )
    return [one for one in rows if own[one.pk] is None or own[one.pk] in seen]


def inbox(actor: Actor, view: str = "waiting", *, before: str | None = None) -> paging.Page[Referral]:
    """What others asked us. The tab "waiting" comes whole, the nearest answer first; the others newest first, by page."""
    return _page(actor, _received(actor), view, "offered_at", before)


def outbox(actor: Actor, view: str = "waiting", *, before: str | None = None) -> paging.Page[Referral]:
    """What we asked others, drafts among what waits."""
    return _page(actor, _sent(actor), view, "made_at", before)


def _page(
    actor: Actor, rows: QuerySet[Referral], view: str, by: str, before: str | None
) -> paging.Page[Referral]:
    rows = rows.filter(state__in=VIEWS[view])
    if view == "waiting":
        return paging.Page(of_visible_cases(actor, list(rows.order_by("answer_by", "pk")[:200])), None)
    page = paging.newest_first(rows, by, before=before, size=PAGE)
    return paging.Page(of_visible_cases(actor, page.rows), page.older)


def waiting_count(actor: Actor) -> int:
    """How many offers wait for our answer; for the menu."""
    mine = Referral.objects.filter(to_org_id=actor.org_id, way=Way.INSIDE)
    return mine.filter(state=ReferralState.OFFERED).count()


def of_case(actor: Actor, case: Case) -> list[Referral]:
    """Referrals that went out of this case, and those it was opened for, newest first."""
    require(actor, "referral.read")
    return of_visible_cases(actor, _of_case(actor.org_id, case.pk))


@ready
def _of_case(org_id: uuid.UUID | None, case_id: uuid.UUID) -> QuerySet[Referral]:
    rows = _rows_sent(org_id).filter(case_id=case_id) | _rows_received(org_id).filter(to_case_id=case_id)
    return rows.order_by("-made_at", "-pk")


def running_to(actor: Actor, case: Case) -> dict[uuid.UUID, Referral]:
    """The running referrals of a case by the organisation they went to."""
    return {
        one.to_org_id: one for one in of_case(actor, case) if one.case_id == case.pk and one.state in RUNNING
    }


@dataclass(frozen=True)
class Seen:
    """What the actor can read of a referral now. `why_not` is a key of `WHY_NOT` where something is missing."""

    summary: Summary | None
    details: Details | None
    why_not: str = ""

    @property
    def why_not_words(self) -> str:
        return str(WHY_NOT[self.why_not]) if self.why_not else ""


def open_packet(actor: Actor, referral: Referral) -> Seen:
    """Open what was sealed to this side. Raises `Locked`, and `NotVisible` for a third organisation."""
    mine = policy.side(actor, referral)
    kinds = (Packet.Kind.SUMMARY, Packet.Kind.PERSON)
    found = {
        one.kind: packets.opened(actor, one)
        for one in Packet.objects.filter(referral=referral, kind__in=kinds)
    }
    summary, details = found.get(Packet.Kind.SUMMARY), found.get(Packet.Kind.PERSON)
    return Seen(
        Summary.read(summary) if summary is not None else None,
        Details.read(details) if details is not None else None,
        "" if details is not None else _why_not(referral, mine, has_summary=summary is not None),
    )


def _why_not(referral: Referral, side: str, *, has_summary: bool) -> str:
    if referral.offered_at is None:
        return "not-offered"
    if side == "sender":
        return "nothing-more" if has_summary else "erased"
    if referral.withdrawn_because in ("consent", "consent-ended", "disclosure"):
        return referral.withdrawn_because
    if referral.state not in RUNNING or not has_summary:
        return "ended"
    return "not-yet" if referral.state == ReferralState.OFFERED else "nothing-more"


def shown_to_receiver(actor: Actor, referral: Referral) -> Seen:
    """What the other side can read right now, opened from our own copy."""
    seen = open_packet(actor, referral)
    if referral.state not in RUNNING or referral.offered_at is None:
        return Seen(None, None, "ended" if referral.offered_at else "not-offered")
    if referral.state == ReferralState.OFFERED:
        return Seen(seen.summary, None, "not-yet")
    return seen


@dataclass(frozen=True)
class Report:
    """One report back. `words` is None where they were erased."""

    written_at: dt.datetime
    words: str | None
    outcomes: list[ReportedOutcome] = field(default_factory=list)


def reports(actor: Actor, referral: Referral) -> list[Report]:
    """Reports in the order they were written; ours in our own copy."""
    outcomes = Prefetch("outcomes", ReportedOutcome.objects.order_by("reported_at", "pk"))
    rows = Packet.objects.filter(referral=referral, kind=Packet.Kind.REPORT).prefetch_related(outcomes)
    found = []
    for packet in rows.order_by("written_at", "pk"):
        value = packets.opened(actor, packet)
        words = None if value is None else report_words(value)
        found.append(Report(packet.written_at, words, list(packet.outcomes.all())))
    return found


def latest_outcomes(actor: Actor, referral: Referral) -> dict[str, str]:
    """Problem to outcome, as last reported."""
    policy.side(actor, referral)
    rows = ReportedOutcome.objects.filter(referral=referral).order_by("reported_at", "pk")
    return {one.problem: one.outcome for one in rows}


def sayable(referral: Referral) -> tuple[str, ...]:
    """What may be said on the phone now: without a name until they have accepted, as inside."""
    early = referral.state == ReferralState.OFFERED
    return tuple(code for code in referral.fields if not early or code in SEEN_AT_OFFER)


def handed(actor: Actor, referral: Referral) -> list[HandedOver]:
    """What left the house, in order."""
    policy.side(actor, referral)
    rows = HandedOver.objects.filter(org_id=actor.org_id, referral=referral).select_related("by__user")
    return list(rows.order_by("at", "pk"))


def current_link(actor: Actor, referral: Referral) -> SealedLink | None:
    """The newest link, open or over."""
    return SealedLink.objects.filter(org_id=actor.org_id, referral=referral).order_by("-made_at").first()


def disclosure_of(actor: Actor, referral: Referral) -> Disclosure | None:
    return disclosures(actor).filter(referral=referral).first()


def disclosures(actor: Actor) -> QuerySet[Disclosure]:
    """What was passed on without consent, as far as the actor may know: the database shows those of hidden cases to
    supervisors alone."""
    require(actor, "referral.read")
    rows = Disclosure.objects.filter(org_id=actor.org_id)
    return rows.select_related("data_key", "recipient", "made_by__user", "reviewed_by__user")


def to_review(actor: Actor) -> list[Disclosure]:
    """What waits for this reviewer, the nearest end first; their own they can't review."""
    if not actor.may("disclosure.review"):
        return []
    rows = disclosures(actor).filter(state="waiting").exclude(made_by_id=actor.member_id)
    return list(rows.order_by("review_by", "pk")[:100])


@dataclass(frozen=True)
class Said:
    """One answer from outside. `who` and `words` are None where they were erased."""

    row: OutsideAnswer
    who: str | None
    words: str | None


def answers(actor: Actor, referral: Referral) -> list[Said]:
    """What the other organisation said, in the order in which it was written down."""
    policy.side(actor, referral)
    outcomes = Prefetch("outcomes", ReportedOutcome.objects.order_by("reported_at", "pk"))
    rows = OutsideAnswer.objects.filter(org_id=actor.org_id, referral=referral)
    rows = rows.select_related("written_by__user").prefetch_related(outcomes)
    return [_said(one) for one in rows.order_by("written_at", "pk")]


def _said(row: OutsideAnswer) -> Said:
    if row.words is None:
        return Said(row, None, None)
    found = envelope.open_for(row.org_id, bytes(row.words), str(row.pk))
    return Said(row, str(found.get("who", "")), str(found.get("words", "")))
