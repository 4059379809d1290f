"""A warning is asked for, by two; the organisation answers; somebody else than who raised it decides."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.clock import shared_day
from sapar.common.errors import Denied, Invalid, NotVisible
from sapar.common.tenancy import scope
from sapar.directory.trust import Fault
from sapar.monitoring import evidence, policy, queries
from sapar.monitoring.actions.reckoning import reckon
from sapar.monitoring.flow import CONCERN
from sapar.monitoring.models import Concern, Reply
from sapar.monitoring.refusals import refusal, spoken

if TYPE_CHECKING:
    import uuid
    from typing import Any

    from sapar.common.actor import Actor
    from sapar.monitoring.models import Visit
    from sapar.organisations.actor import StaffActor
    from sapar.organisations.models import Organisation

RAISED = audit.name("concern.raised", _("Warning about an organisation asked for"))
SECONDED = audit.name("concern.seconded", _("Organisation asked to answer before a warning"))
UPHELD = audit.name("concern.upheld", _("Warning upheld after the organisation's answer"))
DROPPED = audit.name("concern.dropped", _("Warning dropped"))
REPLIED = audit.name("reply.given", _("Organisation answered what was found"))

TO_REPLY = dt.timedelta(days=14)
# Where people are in danger the organisation is heard too, but soon.
TO_REPLY_AT_ONCE = dt.timedelta(days=3)


def raise_concern(
    actor: StaffActor, about: Organisation, fault: str, words: str, visits: list[uuid.UUID]
) -> Concern:
    """Ask for a warning that rests on visits, and on what enough people told of this fault. Raises `Invalid`, `Denied`."""
    policy.require_monitors(actor, "concern.judge", about)
    with transaction.atomic(), spoken(), policy.monitors(actor):
        known = [one.pk for one in queries.visits_of(about.pk) if one.pk in visits]
        told = queries.told_of_fault(about.pk, fault)
        if not known and not told:
            says = _("A warning rests on a visit or on what several people told.")
            raise Invalid({"visits": str(says)})
        row = Concern(
            org_id=actor.org_id, about=about, fault=fault, words=words, visits=known, feedback=told,
            raised_by=actor.user_id, raised_on=shared_day(),
        )  # fmt: skip
        row.save(force_insert=True)
    _tell(actor, RAISED, row)
    return row


def second(actor: StaffActor, concern: Concern) -> Concern:
    """Agree, as another person: from now on the organisation is asked and has its time to answer."""
    held = _held(actor, concern)
    state = CONCERN.move(held.state, "second")
    if held.raised_by == actor.user_id:
        raise refusal("concern_needs_two")
    today = shared_day()
    time = TO_REPLY_AT_ONCE if held.fault == Fault.DANGER else TO_REPLY
    _move(actor, held, state=state, seconded_by=actor.user_id, asked_on=today, reply_by=today + time)
    _tell(actor, SECONDED, held)
    return held


def uphold(actor: StaffActor, concern: Concern) -> Concern:
    """The answer was read and the warning is made, by somebody else than who raised it."""
    held = _held(actor, concern)
    state = CONCERN.move(held.state, "uphold")
    if held.raised_by == actor.user_id:
        raise refusal("concern_upheld_by_another")
    _move(actor, held, state=state, judged_by=actor.user_id, judged_on=shared_day())
    _tell(actor, UPHELD, held)
    reckon(actor, [held.about_id])
    return held


def drop(actor: StaffActor, concern: Concern) -> Concern:
    """There will be no warning. One that stands cannot be dropped: it is put right, and two monitors see that."""
    held = _held(actor, concern)
    state = CONCERN.move(held.state, "drop")
    since, today = evidence.of_row(held).stands_from(), shared_day()
    if since is not None and since <= today:
        raise refusal("concern_stands_already")
    _move(actor, held, state=state, judged_by=actor.user_id, judged_on=today)
    _tell(actor, DROPPED, held)
    reckon(actor, [held.about_id])
    return held


def _held(actor: StaffActor, concern: Concern) -> Concern:
    policy.require_monitors(actor, "concern.judge", concern.about)
    with policy.monitors(actor):
        held = (
            Concern.objects.select_related("about")
            .select_for_update(of=("self",))
            .filter(pk=concern.pk)
            .first()
        )
    if held is None:
        raise NotVisible
    return held


def _move(actor: StaffActor, held: Concern, **values: Any) -> None:
    for name, value in values.items():
        setattr(held, name, value)
    with spoken(), policy.monitors(actor):
        held.save(update_fields=list(values))


def _tell(actor: StaffActor, verb: str, row: Concern) -> None:
    details = {"about": str(row.about_id), "fault": row.fault}
    audit.record(actor, verb, subject_kind="concern", subject_id=row.pk, details=details)
    if row.asked_on is not None and row.about.joined_at is not None:
        audit.record(
            actor, verb, subject_kind="concern", subject_id=row.pk, details=details, org_id=row.about_id
        )


def reply(actor: StaffActor, to: Visit | Concern, words: str) -> Reply:
    """What the organisation says to it, shown beside it. Raises `Denied` for anybody else, `Invalid`."""
    if not policy.answers(actor, to.about):
        raise Denied("listing.write", subject_kind="organisation", subject_id=to.about_id)
    return save_reply(actor, to, words)


def save_reply(actor: Actor, to: Visit | Concern, words: str) -> Reply:
    """The answer itself, by a member of the organisation or by its link, in the organisation's own scope."""
    row = Reply(org_id=to.about_id, words=words, on=shared_day())
    if isinstance(to, Concern):
        row.concern = to
    else:
        row.visit = to
    with transaction.atomic(), spoken(), scope(org=to.about_id, user=actor.user_id):
        row.save(force_insert=True)
    details = {"to": "concern" if isinstance(to, Concern) else "visit", "about": str(to.pk)}
    audit.record(actor, REPLIED, subject_kind="reply", subject_id=row.pk, details=details)
    reckon(actor, [to.about_id])
    return row
