"""Who may watch: a named monitor, and never of the organisation that promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from sapar.common.errors import Denied, Invalid
from sapar.organisations.guard import require
from sapar.watch.models import Monitor

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor
    from sapar.watch.models import Commitment, Judgement

RIGHT = "promise.judge"
OWN_PROMISE = _("Your organisation promised this itself: monitors of others judge it.")
SAME_HOUSE = _("The second monitor has to be of another organisation.")


def is_monitor(actor: StaffActor) -> bool:
    """Whether the actor's organisation has named them and has not taken it back."""
    rows = Monitor.objects.filter(org_id=actor.org_id, member_id=actor.member_id, ended_at__isnull=True)
    return actor.may(RIGHT) and rows.exists()


def require_monitor(actor: StaffActor) -> None:
    """The right alone is not enough: a role may judge only where its organisation trusts this colleague with it."""
    require(actor, RIGHT)
    if not is_monitor(actor):
        raise Denied(RIGHT)


def require_independent(actor: StaffActor, commitment: Commitment) -> None:
    if commitment.actor_org_id == actor.org_id:
        raise Invalid({"": str(OWN_PROMISE)})


def may_answer(actor: StaffActor, judgement: Judgement) -> bool:
    """Another organisation than the first monitor's, and not the one that promised."""
    return actor.org_id not in (judgement.org_id, judgement.commitment.actor_org_id)
