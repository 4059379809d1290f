"""Every write of the rota."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.errors import Invalid, NotVisible, Stale
from sapar.common.tenancy import scope
from sapar.organisations import actions as organisations
from sapar.organisations import once as sent
from sapar.organisations import queries as organisation_queries
from sapar.organisations.guard import require
from sapar.rota import cover, queries
from sapar.rota.models import LONGEST_SHIFT_HOURS, PublicLine, Shift

if TYPE_CHECKING:
    import uuid

    from sapar.common.actor import Actor
    from sapar.organisations.actor import StaffActor
    from sapar.organisations.models import Membership

OFFERED = audit.name("line.offered", _("Offered to answer public calls"))
CHANGED = audit.name("line.changed", _("Offer to answer public calls changed"))
WITHDRAWN = audit.name("line.withdrawn", _("Offer to answer public calls withdrawn"))
MOVED = audit.name("line.moved", _("Order of the public lines changed"))
PLANNED = audit.name("shift.planned", _("Shift planned"))
REMOVED = audit.name("shift.removed", _("Shift taken off the rota"))
COPIED = audit.name("shift.copied", _("Shifts of a week copied"))
_A_WEEK = dt.timedelta(days=cover.DAYS)


def offer(actor: Actor, *, once: uuid.UUID, **facts: Any) -> PublicLine:
    """Offer to answer calls. `facts`: countries, languages, weekdays, opens, closes, answers_within. Raises `Invalid`.

    It goes to the end of the order; the network's steward moves it.
    """
    require(actor, "rota.write")
    organisation = organisation_queries.organisation(actor.org_id)  # type: ignore[arg-type] # staff have one
    if organisation.is_official:
        raise Invalid({"": __("A consulate or a state body does not receive public calls for help.")})
    earlier = sent.claim(actor, once)
    if earlier is not None and earlier.made_id:
        return queries.line(earlier.made_id)
    made = PublicLine(org=organisation, position=queries.last_position() + 1, **facts)
    _check(made)
    made.save(force_insert=True)
    sent.settle(actor, once, made.pk)
    organisations.receive_requests(actor, receives=True)
    audit.record(actor, OFFERED, subject_kind="line", subject_id=made.pk)
    return made


def change_line(actor: StaffActor, line: PublicLine, *, version: int, **facts: Any) -> PublicLine:
    """Raises `Invalid`, and `Stale` when it was changed or withdrawn after the form was opened."""
    require(actor, "rota.write", line)
    held = _hold(actor, line.pk)
    if held.version != version:
        raise Stale
    for name, value in facts.items():
        setattr(held, name, value)
    _check(held)
    held.version += 1
    held.save(update_fields=[*facts, "version"])
    audit.record(actor, CHANGED, subject_kind="line", subject_id=held.pk, details={"fields": sorted(facts)})
    return held


def withdraw_line(actor: StaffActor, line: PublicLine) -> None:
    """Answer no new calls by it. Those that came wait here still. Raises `Stale` when it is withdrawn."""
    require(actor, "rota.write", line)
    held = _hold(actor, line.pk)
    held.withdrawn_at = timezone.now()
    held.save(update_fields=["withdrawn_at"])
    if not queries.lines_of(actor.org_id):
        organisations.receive_requests(actor, receives=False)
    audit.record(actor, WITHDRAWN, subject_kind="line", subject_id=held.pk)


def move_line(actor: StaffActor, line_id: uuid.UUID, *, up: bool) -> None:
    """Let a line come before its neighbour, or after. The network's steward sets the order, nobody for themself."""
    require(actor, "rota.order")
    with scope(org=actor.org_id, user=actor.user_id, door="steward"):
        rows = list(queries.lines().select_for_update(of=("self",)))
        at = next((number for number, one in enumerate(rows) if one.pk == line_id), None)
        if at is None:
            raise NotVisible
        other = at - 1 if up else at + 1
        if 0 <= other < len(rows):
            rows[at], rows[other] = rows[other], rows[at]
        for position, one in enumerate(rows, start=1):
            one.position = position
        PublicLine.objects.bulk_update(rows, ["position"])
    for chain in {actor.org_id, next(one.org_id for one in rows if one.pk == line_id)}:
        audit.record(actor, MOVED, subject_kind="line", subject_id=line_id, org_id=chain)


def plan_shift(actor: StaffActor, member_id: uuid.UUID, span: cover.Span, *, once: uuid.UUID) -> Shift:
    """Put a colleague on duty. Raises `Invalid` for one who is on duty then already, and for an endless shift."""
    require(actor, "rota.write")
    earlier = sent.claim(actor, once)
    if earlier is not None and earlier.made_id:
        return queries.shift(actor, earlier.made_id)
    member = _colleague(actor, member_id)
    begins, ends = span
    if (ends - begins).total_seconds() > LONGEST_SHIFT_HOURS * 3600:
        raise Invalid({"ends": __("A shift lasts a day at most. Plan two.")})
    if _busy(member.pk, begins, ends):
        raise Invalid({"member": __("This colleague is on duty at that time already.")})
    made = Shift(
        org_id=actor.org_id,
        member=member,
        begins_at=begins,
        ends_at=ends,
        planned_by_id=actor.member_id,
    )
    made.save(force_insert=True)
    sent.settle(actor, once, made.pk)
    audit.record(actor, PLANNED, subject_kind="shift", subject_id=made.pk)
    return made


def remove_shift(actor: StaffActor, shift: Shift) -> None:
    """Take it off the rota; what was done on it stays where it was written."""
    require(actor, "rota.write", shift)
    if not Shift.objects.filter(pk=shift.pk, org_id=actor.org_id).delete()[0]:
        raise Stale
    audit.record(actor, REMOVED, subject_kind="shift", subject_id=shift.pk)


def copy_week(actor: StaffActor, day: dt.date) -> tuple[int, int]:
    """The shifts of the week before into the week of `day`, at the same hours by the clock: (copied, left out).

    Left out: whoever is on duty then already. Done twice, the second time copies nothing.
    """
    require(actor, "rota.write")
    zone = queries.zone_of(actor)
    begins, *_days, ends = cover.week_of(day, zone)
    before = cover.week_of(day - _A_WEEK, zone)[0]
    members = {one.pk for one in queries.colleagues_locked(actor)}
    taken = queries.shifts_between(actor, begins, ends + _A_WEEK)
    made = []
    found = [one for one in queries.shifts_between(actor, before, begins) if one.begins_at >= before]
    for one in found:
        span = cover.a_week_later((one.begins_at, one.ends_at), zone)
        busy = any(
            other.member_id == one.member_id and other.begins_at < span[1] and other.ends_at > span[0]
            for other in taken
        )
        if not busy and one.member_id in members:
            made.append(_copied(actor, one, span))
    Shift.objects.bulk_create(made)
    audit.record(
        actor, COPIED, subject_kind="organisation", subject_id=actor.org_id, details={"count": len(made)}
    )
    return len(made), len(found) - len(made)


def _copied(actor: StaffActor, one: Shift, span: cover.Span) -> Shift:
    return Shift(
        org_id=actor.org_id,
        member_id=one.member_id,
        begins_at=span[0],
        ends_at=span[1],
        planned_by_id=actor.member_id,
    )


def _check(line: PublicLine) -> None:
    try:
        line.validate_constraints()
    except ValidationError as wrong:
        raise Invalid({"": " ".join(wrong.message_dict[NON_FIELD_ERRORS])}) from None


def _hold(actor: Actor, line_id: uuid.UUID) -> PublicLine:
    rows = PublicLine.objects.select_for_update(of=("self",)).select_related("org")
    held = rows.filter(pk=line_id, org_id=actor.org_id).first()
    if held is None:
        raise NotVisible
    if held.withdrawn_at is not None:
        raise Stale
    return held


def _colleague(actor: StaffActor, member_id: uuid.UUID) -> Membership:
    """Kept from others until the transaction ends, so that two shifts of one person are never planned side by side."""
    found = next((one for one in queries.colleagues_locked(actor) if one.pk == member_id), None)
    if found is None:
        raise Invalid({"member": __("Please choose from the list.")})
    return found


def _busy(member_id: uuid.UUID, begins: dt.datetime, ends: dt.datetime) -> bool:
    return Shift.objects.filter(member_id=member_id, begins_at__lt=ends, ends_at__gt=begins).exists()
