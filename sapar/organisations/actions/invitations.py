"""The way in for a new colleague, and for the first supervisor of a new organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.accounts import actions as accounts
from sapar.accounts import codes
from sapar.accounts import queries as account_queries
from sapar.common.errors import Invalid, NotVisible, Stale
from sapar.common.tenancy import scope
from sapar.organisations import policy, queries
from sapar.organisations.actions.members import take_on
from sapar.organisations.actions.organisations import enlist, join
from sapar.organisations.guard import require
from sapar.organisations.models import Invitation, Membership
from sapar.organisations.roles import Role

if TYPE_CHECKING:
    import uuid

    from sapar.accounts.actor import AccountActor
    from sapar.accounts.models import User
    from sapar.common.actor import Actor
    from sapar.organisations.actor import StaffActor
    from sapar.organisations.models import Organisation

LASTS = timedelta(days=3)
INVITED = audit.name("member.invited", _("Colleague invited"))
WITHDRAWN = audit.name("member.invitation_withdrawn", _("Invitation withdrawn"))


@dataclass(frozen=True)
class NewInvitation:
    """`code` can be read this once; only its hash is kept."""

    invitation: Invitation
    code: str


def invite(actor: StaffActor, role: str, label: str = "") -> NewInvitation:
    require(actor, "member.invite")
    policy.require_gives(actor, role)
    return _invite(actor, actor.org_id, role, label)


def invite_organisation(
    actor: Actor, *, organisation: Organisation | None = None, **facts: Any
) -> NewInvitation:
    """A new member of the network and the way in for its first supervisor.

    `organisation`: one that is listed already; else it is made of `facts`. One that has joined but whose first supervisor
    never came gets a new way in; one with people in it does not: from then on they invite each other. Raises `Stale`.
    """
    require(actor, "organisation.invite")
    invited = organisation or enlist(actor, **facts)
    if invited.joined_at is None:
        invited = join(actor, invited)
    elif _has_people(invited):
        raise Stale
    return _invite(actor, invited.pk, Role.SUPERVISOR, "")


def withdraw_invitation(actor: StaffActor, invitation_id: uuid.UUID) -> None:
    """Raises `Stale` when somebody has come by it."""
    require(actor, "member.invite")
    found = queries.invitation(actor, invitation_id)
    unused = Invitation.objects.filter(pk=found.pk, used_at__isnull=True, withdrawn_at__isnull=True)
    if not unused.update(withdrawn_at=timezone.now()):
        raise Stale
    audit.record(actor, WITHDRAWN, subject_kind="invitation", subject_id=found.pk)


def accept(
    actor: Actor, typed: str, *, username: str, password: str, display_name: str, language: str
) -> User:
    """Come in by an invitation with a new account. Raises `NotVisible` for a code that opens nothing, `Invalid`."""
    invitation = queries.invitation_by_code(typed)
    newcomer = accounts.open_account(
        actor, username=username, password=password, display_name=display_name, language=language
    )
    _use(invitation, newcomer)
    return newcomer


def accept_as(actor: AccountActor, typed: str, *, kept_key: str | None) -> Membership:
    """Come in with the account one has: works for two organisations from now on.

    Neither of their supervisors can then open the account, so it must have a way in of its own, and what they have
    printed ends, with every sign-in but the one whose session key is `kept_key`.
    """
    invitation = queries.invitation_by_code(typed)
    if not account_queries.factors(actor.user_id).count:
        raise Invalid(
            {
                "": str(
                    _(
                        "Set up an app or a passkey on your account page first: a sheet serves one office only."
                    )
                )
            }
        )
    member = _use(invitation, actor.user)
    accounts.revoke_sheet(actor, actor.user)
    accounts.revoke_reset_code(actor.user)
    accounts.end_other_sessions(actor, kept_key)
    return member


def _invite(actor: Actor, org_id: uuid.UUID, role: str, label: str) -> NewInvitation:
    code = codes.fresh(codes.INVITATION)
    made = Invitation(
        org_id=org_id,
        role=role,
        label=label,
        code_hash=queries.code_hash(code),
        invited_by_id=actor.member_id,
        ends_at=timezone.now() + LASTS,
    )
    with scope(org=org_id, member=actor.member_id, user=actor.user_id):
        made.save(force_insert=True)
    audit.record(
        actor, INVITED, subject_kind="invitation", subject_id=made.pk, details={"role": role}, org_id=org_id
    )
    return NewInvitation(made, code)


def _use(invitation: Invitation, user: User) -> Membership:
    """Once: of two who open the same link at the same moment, one comes in."""
    member = take_on(invitation.org, user, invitation.role, invited_by=invitation.invited_by_id)
    with scope(org=invitation.org_id, user=user.pk, door="invitation"):
        unused = Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True, withdrawn_at__isnull=True)
        if not unused.update(used_at=timezone.now(), member=member):
            raise NotVisible
    return member


def _has_people(organisation: Organisation) -> bool:
    with scope(org=organisation.pk):
        return Membership.objects.filter(org=organisation, left_at__isnull=True).exists()
