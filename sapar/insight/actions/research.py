"""Counting for research: asked for with a purpose, approved by two organisations, answered by protected tables alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.errors import Denied, Invalid, NotVisible
from sapar.common.tenancy import scope_of
from sapar.insight.actions.releases import DOOR, begin, check
from sapar.insight.codes import Purpose
from sapar.insight.flow import RESEARCH
from sapar.insight.models import Release, ResearchRequest
from sapar.insight.releases import queries
from sapar.organisations import once as sent
from sapar.organisations.guard import require

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from sapar.insight.actions.releases import Wanted
    from sapar.organisations.actor import StaffActor

ASKED = audit.name("research.asked", _("Asked to count for research"))
APPROVED = audit.name("research.approved", _("Request to count for research approved"))
REFUSED = audit.name("research.refused", _("Request to count for research refused"))
WITHDRAWN = audit.name("research.withdrawn", _("Request to count for research withdrawn"))
COUNTED = audit.name("research.counted", _("Tables for research asked for"))

# A table has at most three columns; every one counts in the ledger for good.
MOST_COLUMNS = 3
MOST_TABLES = 20


def ask_to_count(
    actor: StaffActor, researcher: str, purpose: str, ends_on: dt.date, *, once: uuid.UUID
) -> ResearchRequest:
    require(actor, "research.ask")
    if ends_on < timezone.localdate():
        raise Invalid({"ends_on": __("This day is over.")})
    earlier = sent.claim(actor, once)
    if earlier is not None and earlier.made_id:
        return queries.request(actor, earlier.made_id)
    made = ResearchRequest(
        org_id=actor.org_id,
        asked_by_id=actor.member_id,
        researcher=researcher,
        purpose=purpose,
        ends_on=ends_on,
    )
    with scope_of(actor, door=DOOR):
        made.save(force_insert=True)
    sent.settle(actor, once, made.pk)
    audit.record(actor, ASKED, subject_kind="research", subject_id=made.pk)
    return made


def answer_request(actor: StaffActor, request_id: uuid.UUID, verb: str) -> ResearchRequest:
    """`approve` or `refuse`, by a supervisor of an organisation that takes part; approving takes two of them."""
    require(actor, "research.approve")
    if verb not in ("approve", "refuse"):
        raise NotVisible
    if queries.participation(actor) is None:
        raise Invalid(
            {"": __("Only organisations that take part in the picture decide who may count in it.")}
        )
    with scope_of(actor, door=DOOR):
        held = _locked(request_id)
        after = RESEARCH.move(held.state, verb)
        if actor.org_id in (held.org_id, held.first_org_id):
            raise Invalid({"": __("Two organisations have to agree, and not the one that asks.")})
        held.state, held.decided_at = after, timezone.now()
        if verb == "approve":
            place = "first" if held.first_org_id is None else "second"
            setattr(held, f"{place}_org_id", actor.org_id)
            setattr(held, f"{place}_by_id", actor.member_id)
        held.save()
    audit.record(
        actor, APPROVED if verb == "approve" else REFUSED, subject_kind="research", subject_id=held.pk
    )
    return held


def withdraw_request(actor: StaffActor, request_id: uuid.UUID) -> None:
    """By the organisation that asked. What was counted stays in the ledger."""
    require(actor, "research.ask")
    with scope_of(actor, door=DOOR):
        held = _locked(request_id)
        if held.org_id != actor.org_id:
            raise Denied("research.ask", subject_kind="research", subject_id=held.pk)
        held.state = RESEARCH.move(held.state, "withdraw")
        held.save(update_fields=["state"])
    audit.record(actor, WITHDRAWN, subject_kind="research", subject_id=held.pk)


def count_for(actor: StaffActor, request_id: uuid.UUID, wanted: Wanted, *, once: uuid.UUID) -> Release:
    """One more set of tables under an approved request, of a quarter that is public. A job makes it; the ledger keeps it."""
    require(actor, "research.ask")
    found = queries.request(actor, request_id)
    if found.org_id != actor.org_id:
        raise Denied("research.ask", subject_kind="research", subject_id=found.pk)
    if not found.is_open:
        raise Invalid({"": __("The request is not approved, or its time is over.")})
    _sensible(wanted)
    earlier = sent.claim(actor, once)
    if earlier is not None and earlier.made_id:
        return queries.counted(actor, earlier.made_id)
    with scope_of(actor, door=DOOR):
        if found.releases.count() >= MOST_TABLES:
            sentence = __(
                "This request has had its %(most)d tables. Every table makes the next one harder to protect."
            )
            raise Invalid({"": sentence % {"most": MOST_TABLES}})
        made = Release(
            quarter=wanted.quarter, mode=wanted.mode, wanted=wanted.tables, where=wanted.where,
            purpose=Purpose.RESEARCH, request=found, asked_by_id=actor.member_id,
        )  # fmt: skip
        made.save(force_insert=True)
    sent.settle(actor, once, made.pk)
    audit.record(actor, COUNTED, subject_kind="research", subject_id=found.pk)
    begin(made)
    return made


def _sensible(wanted: Wanted) -> None:
    if wanted.quarter not in queries.quarters():
        raise Invalid({"quarter": __("Only quarters that are public can be counted.")})
    check(wanted)
    for dimensions in wanted.tables.values():
        if len(dimensions) > MOST_COLUMNS:
            raise Invalid({"columns": __("Choose at most %(most)d columns.") % {"most": MOST_COLUMNS}})
        if set(dimensions) & set(wanted.where):
            raise Invalid({"columns": __("What is chosen to one value cannot be a column too.")})


def _locked(request_id: uuid.UUID) -> ResearchRequest:
    found = ResearchRequest.objects.select_for_update().filter(pk=request_id).first()
    if found is None:
        raise NotVisible
    return found
