"""A release is asked for by one steward, made by a job, decided by another."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.errors import Invalid, NotVisible
from sapar.common.tenancy import scope_of
from sapar.insight import places
from sapar.insight.codes import Mode
from sapar.insight.flow import RELEASE
from sapar.insight.kinds import BY_CODE, NOT_TOGETHER
from sapar.insight.models import LedgerEntry, Release
from sapar.insight.releases import ledger, queries
from sapar.organisations import once as sent
from sapar.organisations.guard import require

if TYPE_CHECKING:
    import uuid

    from sapar.organisations.actor import StaffActor

ASKED = audit.name("release.asked", _("Release of the region's figures asked for"))
REFUSED = audit.name("release.refused", _("Release of the region's figures refused"))
WITHDRAWN = audit.name("release.withdrawn", _("Release of the region's figures withdrawn"))

DOOR = "figures"
# What is entered late still counts; after that the quarter is frozen.
CUT_OFF_DAYS = 14
MOST_DIMENSIONS = 5


@dataclass(frozen=True)
class Wanted:
    """What the steward chooses: the quarter, the protection, and for each kind of record its dimensions."""

    quarter: str
    tables: dict[str, list[str]]
    mode: str = Mode.EXACT
    epsilon: float = 0.0
    where: dict[str, str] = field(default_factory=dict)


def ask(actor: StaffActor, wanted: Wanted, *, once: uuid.UUID) -> Release:
    """A job makes it then. Raises `Invalid` for a quarter that is not over, and for dimensions that cannot go together."""
    require(actor, "release.make")
    check(wanted)
    earlier = sent.claim(actor, once)
    if earlier is not None and earlier.made_id:
        return queries.release(actor, earlier.made_id)
    made = Release(
        quarter=wanted.quarter, mode=wanted.mode, epsilon=wanted.epsilon, wanted=wanted.tables,
        where=wanted.where, asked_by_id=actor.member_id,
    )  # fmt: skip
    with scope_of(actor, door=DOOR):
        made.save(force_insert=True)
    sent.settle(actor, once, made.pk)
    audit.record(actor, ASKED, subject_kind="release", subject_id=made.pk)
    begin(made)
    return made


def begin(made: Release) -> None:
    """Let a worker make it, once this transaction is through."""
    from sapar.insight import tasks

    transaction.on_commit(lambda: tasks.make_release.defer(release_id=str(made.pk)))


def check(wanted: Wanted) -> None:
    """Raises `Invalid` with the field."""
    open_from = places.bounds(wanted.quarter)[1] + dt.timedelta(days=CUT_OFF_DAYS + 1)
    if timezone.localdate() < open_from:
        sentence = __("This quarter is open for late entries until %(days)d days after its end.")
        raise Invalid({"quarter": sentence % {"days": CUT_OFF_DAYS}})
    if not wanted.tables:
        raise Invalid({"": __("Choose at least one kind of record.")})
    for code, dimensions in wanted.tables.items():
        known = BY_CODE[code]
        if not dimensions or set(dimensions) - set(known.codes):
            raise Invalid({code: __("Choose at least one column.")})
        if len(dimensions) > MOST_DIMENSIONS:
            sentence = __(
                "Choose at most %(most)d columns: with more, most tables would have to be withheld."
            )
            raise Invalid({code: sentence % {"most": MOST_DIMENSIONS}})
        if any(set(pair) <= set(dimensions) for pair in NOT_TOGETHER):
            raise Invalid({code: __("A place tells its country: choose one of the two.")})
        _check_sums(wanted.quarter, code, set(dimensions))


def _check_sums(quarter: str, kind: str, dimensions: set[str]) -> None:
    """What went out by the finer column must not be added up by the coarser one: it would tell what was hidden."""
    entries = LedgerEntry.objects.filter(quarter=quarter, kind=kind).values_list("dimensions", flat=True)
    went_out = {name for names in entries for name in names}
    for finer, coarser in NOT_TOGETHER:
        if coarser in dimensions - went_out and finer in went_out - dimensions:
            sentence = __(
                "“%(finer)s” of this quarter went out already and adds up to “%(coarser)s”: choose “%(finer)s”."
            )
            named = {
                "finer": BY_CODE[kind].column(finer).label,
                "coarser": BY_CODE[kind].column(coarser).label,
            }
            raise Invalid({kind: sentence % named})


def decide(actor: StaffActor, release_id: uuid.UUID, verb: str) -> Release:
    """`publish` or `refuse`, by another steward than the one who asked. What is published never changes."""
    require(actor, "release.publish")
    if verb not in ("publish", "refuse"):
        raise NotVisible
    with scope_of(actor, door=DOOR):
        held = _locked(release_id)
        after = RELEASE.move(held.state, verb)
        if held.asked_by_id == actor.member_id:
            raise Invalid({"": __("Somebody else has to decide: four eyes see more than two.")})
        if verb == "publish":
            ledger.publish(actor, held, actor.member_id)
            return held
        held.state, held.decided_by_id = after, actor.member_id
        held.save(update_fields=["state", "decided_by"])
    audit.record(actor, REFUSED, subject_kind="release", subject_id=held.pk)
    return held


def withdraw(actor: StaffActor, release_id: uuid.UUID) -> Release:
    """Before it is published, by any steward. Nothing of it went out, so nothing of it counts."""
    require(actor, "release.make")
    with scope_of(actor, door=DOOR):
        held = _locked(release_id)
        held.state = RELEASE.move(held.state, "withdraw")
        held.save(update_fields=["state"])
    audit.record(actor, WITHDRAWN, subject_kind="release", subject_id=held.pk)
    return held


def _locked(release_id: uuid.UUID) -> Release:
    found = Release.objects.select_for_update().filter(pk=release_id, purpose="public").first()
    if found is None:
        raise NotVisible
    return found
