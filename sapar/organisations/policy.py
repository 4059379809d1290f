"""Who may do what in an organisation, beyond what `roles.RIGHTS` says at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from sapar.common.errors import Denied, Invalid
from sapar.organisations.roles import Role

if TYPE_CHECKING:
    import uuid

    from sapar.common.actor import Actor
    from sapar.organisations.models import Membership

LAST_SUPERVISOR = _("An organisation needs a supervisor. Make somebody else one first.")
WORKS_ELSEWHERE = _(
    "This colleague also works for another organisation, so no single supervisor can open their account. They change "
    "their password and their ways to sign in themselves."
)
BOTH_AT_ONCE = _(
    "A new password and a new sheet for the same colleague: leave a day between them, or ask another supervisor."
)
BETWEEN_BOTH = timedelta(hours=24)


# Roles for the whole network: no organisation gives them, or takes them away.
OF_THE_NETWORK = (Role.STEWARD, Role.MONITOR)


def roles_given_by(actor: Actor) -> list[Role]:
    """Stewards and monitors are made by the system or by a steward, never by an organisation for itself."""
    if actor.kind == "system" or getattr(actor, "role", "") == Role.STEWARD:
        return list(Role)
    return [role for role in Role if role not in OF_THE_NETWORK]


def require_gives(actor: Actor, role: str) -> None:
    if role not in roles_given_by(actor):
        raise Denied("member.role")


def may_act_on(actor: Actor, member: Membership) -> bool:
    """A network steward or monitor is no single organisation's to demote, to send away or to give a new password: another
    steward does it, never they themselves, so that one remains; and stewards do it to nobody else (decision 10)."""
    if getattr(actor, "role", "") == Role.STEWARD:
        return member.role in OF_THE_NETWORK and member.pk != actor.member_id
    return member.role not in OF_THE_NETWORK


def require_acts_on(actor: Actor, right: str, member: Membership) -> None:
    if not may_act_on(actor, member):
        raise Denied(right, subject_kind="membership", subject_id=member.pk)


def keep_a_supervisor(member: Membership, supervisors: list[uuid.UUID]) -> None:
    """`supervisors` are the ids of those at work now, locked. Raises `Invalid`."""
    if supervisors == [member.pk]:
        raise Invalid({"": str(LAST_SUPERVISOR)})
