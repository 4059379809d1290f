"""Reads of the rota: who receives a public call, who is on duty, what a week covers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Max
from django.utils import timezone

from sapar.common.errors import NotVisible
from sapar.organisations import queries as organisations
from sapar.organisations.guard import require
from sapar.organisations.models import OFFICIAL_KINDS, Membership
from sapar.rota import choice, cover
from sapar.rota.models import PublicLine, Shift

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from django.db.models import QuerySet

    from sapar.common.actor import Actor
    from sapar.organisations.models import Organisation


@dataclass(frozen=True)
class Receiver:
    """Who answers a public call, and what was promised."""

    organisation: Organisation
    within_hours: int
    answer_by: dt.datetime


def lines() -> QuerySet[PublicLine]:
    """Every offer in force, in the steward's order. Public; never one of a consulate or a state body."""
    rows = PublicLine.objects.filter(withdrawn_at=None, org__joined_at__isnull=False)
    return rows.exclude(org__kind__in=OFFICIAL_KINDS).select_related("org").order_by("position", "pk")


def line(line_id: uuid.UUID) -> PublicLine:
    found = lines().filter(pk=line_id).first()
    if found is None:
        raise NotVisible
    return found


def lines_of(org_id: uuid.UUID | None) -> list[PublicLine]:
    """What one organisation offers."""
    return list(lines().filter(org_id=org_id))


def own_line(actor: Actor, line_id: uuid.UUID) -> PublicLine:
    """Raises `NotVisible` for another organisation's: it is public to read, not to change."""
    found = lines().filter(pk=line_id, org_id=actor.org_id).first()
    if found is None:
        raise NotVisible
    return found


def last_position() -> int:
    return PublicLine.objects.aggregate(last=Max("position"))["last"] or 0


def receiver(country: str, language: str, at: dt.datetime | None = None) -> Receiver | None:
    """Who answers a call about this country in this language that is left at a moment (now); None when nobody offered."""
    offered = {one.pk: one for one in lines()}
    promise = choice.choose(
        [one.plain() for one in offered.values()], country, language, at or timezone.now()
    )
    if promise is None:
        return None
    return Receiver(offered[promise.line.key].org, promise.within_hours, promise.answer_by)


def languages_answered(country: str = "") -> list[str]:
    """In which languages somebody answers calls about a country; without one, about any."""
    return choice.languages_for([one.plain() for one in lines()], country)


def shifts_visible_to(actor: Actor) -> QuerySet[Shift]:
    """The organisation's shifts: every member of staff may know who is on duty."""
    require(actor, "account.use")
    rows = Shift.objects.filter(org_id=actor.org_id, member__left_at=None)
    return rows.select_related("member__user").order_by("begins_at", "pk")


def shift(actor: Actor, shift_id: uuid.UUID) -> Shift:
    found = shifts_visible_to(actor).filter(pk=shift_id).first()
    if found is None:
        raise NotVisible
    return found


def shifts_between(actor: Actor, begins: dt.datetime, ends: dt.datetime) -> list[Shift]:
    """Those with some part in a time, in order."""
    return list(shifts_visible_to(actor).filter(begins_at__lt=ends, ends_at__gt=begins))


def on_shift(actor: Actor, at: dt.datetime | None = None) -> list[Membership]:
    """Who is on duty at a moment (now), each with `user` and `languages`."""
    moment = at or timezone.now()
    rows = shifts_visible_to(actor).filter(begins_at__lte=moment, ends_at__gt=moment)
    return list({one.member_id: one.member for one in rows}.values())


def colleagues_locked(actor: Actor) -> list[Membership]:
    """Who works here now; nobody plans for them until this transaction ends."""
    rows = Membership.objects.filter(org_id=actor.org_id, left_at=None).order_by("pk")
    return list(rows.select_for_update())


def zone_of(actor: Actor) -> ZoneInfo:
    """The clock that the organisation goes by."""
    return ZoneInfo(organisations.organisation(actor.org_id).time_zone)  # type: ignore[arg-type] # staff have one


def languages_to_cover(actor: Actor) -> list[str]:
    """What somebody should be able to speak at every hour: the organisation's languages and those of its public lines."""
    offered = [code for one in lines_of(actor.org_id) for code in one.languages]
    own = organisations.organisation(actor.org_id).languages  # type: ignore[arg-type] # staff have one
    return list(dict.fromkeys([*own, *offered]))


@dataclass(frozen=True)
class Coverage:
    """One language in a week: when somebody speaks it on duty, and when nobody does."""

    language: str
    spans: list[cover.Span]
    holes: list[cover.Span]


def coverage(
    languages: list[str], shifts: list[Shift], begins: dt.datetime, ends: dt.datetime
) -> list[Coverage]:
    """For each language of a week that has been read already."""
    spans = {
        code: [(one.begins_at, one.ends_at) for one in shifts if code in one.member.languages]
        for code in languages
    }
    return [Coverage(code, spans[code], cover.holes(spans[code], begins, ends)) for code in languages]
