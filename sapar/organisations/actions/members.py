"""Colleagues: taken on, given another role, helped back into their account, gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.accounts import actions as accounts
from sapar.accounts import queries as account_queries
from sapar.accounts.models import CodeSheet, ResetCode
from sapar.common.effects import announce
from sapar.common.errors import Denied, Invalid, Stale
from sapar.common.tenancy import scope
from sapar.organisations import entry, policy, queries
from sapar.organisations.actor import StaffActor
from sapar.organisations.guard import require
from sapar.organisations.models import Membership

if TYPE_CHECKING:
    import uuid

    from sapar.accounts.models import User
    from sapar.common.actor import Actor
    from sapar.organisations.models import Organisation

CAME = audit.name("member.joined", _("Colleague joined"))
ROLE_CHANGED = audit.name("member.role_changed", _("Colleague's role changed"))
LANGUAGES = audit.name("member.languages", _("Colleague's languages written down"))
LEFT = audit.name("member.left", _("Colleague left"))


def employ(actor: Actor, organisation: Organisation, user: User, role: str) -> Membership:
    """Make a user a member without an invitation: for the first steward, for demonstrations. System only."""
    if actor.kind != "system":
        raise Denied("member.invite")
    return take_on(organisation, user, role, invited_by=None)


def take_on(organisation: Organisation, user: User, role: str, *, invited_by: uuid.UUID | None) -> Membership:
    """The membership itself, told in the organisation's chain as the newcomer's own deed. Raises `Invalid`."""
    member = Membership(org=organisation, user=user, role=role, invited_by_id=invited_by)
    with scope(org=organisation.pk, user=user.pk, door="invitation"):
        try:
            with transaction.atomic():
                member.save(force_insert=True)
        except IntegrityError:
            raise Invalid({"": str(_("You already work for this organisation."))}) from None
        actor = StaffActor(user, member)
        audit.record(actor, CAME, subject_kind="member", subject_id=member.pk, details={"role": role})
    return member


def change_role(actor: StaffActor, member_id: uuid.UUID, role: str) -> Membership:
    """Raises `Invalid` for the last supervisor, `Stale` for somebody who has left."""
    member = _at_work(actor, member_id)
    require(actor, "member.role", member)
    policy.require_acts_on(actor, "member.role", member)
    policy.require_gives(actor, role)
    if role == member.role:
        return member
    policy.keep_a_supervisor(member, queries.supervisors_locked(actor.org_id))
    before, member.role = member.role, role
    member.save(update_fields=["role"])
    audit.record(
        actor,
        ROLE_CHANGED,
        subject_kind="member",
        subject_id=member.pk,
        details={"before": before, "after": role},
    )
    return member


def set_languages(actor: StaffActor, member_id: uuid.UUID, languages: list[str]) -> Membership:
    """What a colleague can speak with callers: the rota sees by it which hours are covered."""
    require(actor, "rota.write")
    member = _at_work(actor, member_id)
    if member.languages != languages:
        member.languages = languages
        member.save(update_fields=["languages"])
        audit.record(actor, LANGUAGES, subject_kind="member", subject_id=member.pk)
    return member


def end_membership(actor: StaffActor, member_id: uuid.UUID) -> None:
    """The colleague leaves: every sign-in ends at once, the sheet is worth nothing; tasks stay for others to take up.

    Raises `Invalid` for the last supervisor, `Stale` for somebody who has left.
    """
    member = _at_work(actor, member_id)
    require(actor, "member.end", member)
    policy.require_acts_on(actor, "member.end", member)
    policy.keep_a_supervisor(member, queries.supervisors_locked(actor.org_id))
    works_elsewhere = _works_elsewhere(member)
    accounts.end_all_sessions(actor, member.user)
    if not works_elsewhere:
        accounts.revoke_sheet(actor, member.user)
    member.left_at = timezone.now()
    member.save(update_fields=["left_at"])
    audit.record(actor, LEFT, subject_kind="member", subject_id=member.pk)
    announce(actor, "member.left", member_id=member.pk)


def issue_sheet(actor: StaffActor, member_id: uuid.UUID) -> list[tuple[int, str]]:
    """Forty numbered codes to print; they can be read this once. Raises `Invalid`."""
    return accounts.print_sheet(actor, _keeps_account_of(actor, member_id, ResetCode))


def issue_reset(actor: StaffActor, member_id: uuid.UUID) -> str:
    """A code with which the colleague chooses a new password within a day. Raises `Invalid`."""
    return accounts.print_reset_code(actor, _keeps_account_of(actor, member_id, CodeSheet))


def unblock(actor: StaffActor, member_id: uuid.UUID) -> None:
    """End the wait after wrong tries."""
    member = _at_work(actor, member_id)
    require(actor, "codes.issue", member)
    accounts.clear_tries(actor, member.user)


def _keeps_account_of(
    actor: StaffActor, member_id: uuid.UUID, the_other: type[CodeSheet | ResetCode]
) -> User:
    """A sheet and a reset code together open an account: only where that account reaches no other organisation, and
    not from one hand on one day. `the_other` is what the actor must not have printed lately."""
    member = _at_work(actor, member_id)
    require(actor, "codes.issue", member)
    policy.require_acts_on(actor, "codes.issue", member)
    if _works_elsewhere(member):
        raise Invalid({"": str(policy.WORKS_ELSEWHERE)})
    if account_queries.printed_lately(the_other, actor, member.user, policy.BETWEEN_BOTH):
        raise Invalid({"": str(policy.BOTH_AT_ONCE)})
    return member.user


def _works_elsewhere(member: Membership) -> bool:
    return any(one.org_id != member.org_id for one in entry.memberships(member.user))


def _at_work(actor: StaffActor, member_id: uuid.UUID) -> Membership:
    member = queries.member(actor, member_id)
    if member.left_at is not None:
        raise Stale
    return member
