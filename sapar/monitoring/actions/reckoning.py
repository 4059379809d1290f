"""The one verb that changes a status: what the rules say today, written down where it is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.clock import shared_day
from sapar.common.tenancy import scope
from sapar.directory.models import Listing
from sapar.monitoring import evidence, rules
from sapar.monitoring.models import TrustChange

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Iterable

    from sapar.common.actor import Actor

CHANGED = audit.name("trust.changed", _("Public status changed by the rules"))

DOOR = "trust-rules"
AT_ONCE = 500


def reckon(actor: Actor, org_ids: Iterable[uuid.UUID], *, today: dt.date | None = None) -> int:
    """Reckon these organisations' statuses and write down what is new; returns how many. `today` is for looking ahead."""
    day = today or shared_day()
    with transaction.atomic():
        with scope(org=actor.org_id, member=actor.member_id, user=actor.user_id, door=DOOR):
            found = [
                (listing, standing)
                for listing, seen in evidence.of(org_ids)
                if _is_new(listing, standing := rules.reckon(seen, day))
            ]
            TrustChange.objects.bulk_create([_row(*one, day) for one in found])
        for listing, standing in found:
            _tell(actor, listing, standing)
    return len(found)


def reckon_all(actor: Actor, *, today: dt.date | None = None) -> int:
    """Everybody listed, some hundred at a time: what time alone has changed."""
    keys = list(Listing.objects.order_by("pk").values_list("org_id", flat=True))
    return sum(
        reckon(actor, keys[first : first + AT_ONCE], today=today) for first in range(0, len(keys), AT_ONCE)
    )


def _is_new(listing: Listing, standing: rules.Standing) -> bool:
    was = (
        listing.trust,
        listing.trust_rule,
        listing.trust_since,
        listing.trust_reasons,
        listing.checked_on,
    )
    return was != (standing.trust, standing.rule, standing.since, standing.reasons, standing.checked_on)


def _row(listing: Listing, standing: rules.Standing, day: dt.date) -> TrustChange:
    return TrustChange(
        org_id=listing.org_id,
        trust=standing.trust,
        rule=standing.rule,
        since=standing.since,
        reasons=standing.reasons,
        checked_on=standing.checked_on,
        rests_on=list(standing.rests_on),
        before=listing.trust,
        before_rule=listing.trust_rule,
        on=day,
    )


def _tell(actor: Actor, listing: Listing, standing: rules.Standing) -> None:
    """In the chain of the organisation itself, once it has one, so that it can prove why; else in the actor's."""
    details: dict[str, Any] = {
        "before": listing.trust,
        "after": standing.trust,
        "rule": standing.rule,
        "rests_on": [str(one) for one in standing.rests_on],
    }
    chain = listing.org_id if listing.org.joined_at else None
    audit.record(
        actor, CHANGED, subject_kind="organisation", subject_id=listing.org_id, details=details, org_id=chain
    )
