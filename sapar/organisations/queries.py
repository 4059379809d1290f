"""Reads of organisations, colleagues and agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from sapar.accounts import codes, keys
from sapar.common.errors import NotVisible
from sapar.common.tenancy import scope
from sapar.organisations.guard import require
from sapar.organisations.models import Agreement, Invitation, Membership, Organisation
from sapar.organisations.roles import Role

if TYPE_CHECKING:
    import uuid
    from datetime import date

    from sapar.common.actor import Actor


def organisations() -> QuerySet[Organisation]:
    """All of them: an organisation is public, whoever asks."""
    return Organisation.objects.order_by("name")


def partners_of(actor: Actor) -> QuerySet[Organisation]:
    """Every organisation but the actor's own."""
    return organisations() if actor.org_id is None else organisations().exclude(pk=actor.org_id)


def organisation(org_id: uuid.UUID) -> Organisation:
    found = Organisation.objects.filter(pk=org_id).first()
    if found is None:
        raise NotVisible
    return found


def organisation_locked(org_id: uuid.UUID) -> Organisation:
    """The same, kept from others until this transaction ends."""
    found = Organisation.objects.select_for_update().filter(pk=org_id).first()
    if found is None:
        raise NotVisible
    return found


def network(actor: Actor) -> list[Organisation]:
    """What the network's steward sees: which organisations there are and which have joined. No case, no member."""
    require(actor, "network.read")
    return list(Organisation.objects.order_by(F("joined_at").desc(nulls_last=True), "name"))


def members_visible_to(actor: Actor) -> QuerySet[Membership]:
    """Colleagues of the actor's organisation, those who left too."""
    return Membership.objects.filter(org_id=actor.org_id)


def colleagues(actor: Actor) -> QuerySet[Membership]:
    """Who works here now: for pages that name or choose a colleague. Every member of staff may know."""
    return (
        members_visible_to(actor)
        .filter(left_at__isnull=True)
        .select_related("user")
        .order_by("user__display_name")
    )


def members(actor: Actor) -> list[Membership]:
    """For the members page: those at work first, then those who left."""
    require(actor, "member.read")
    rows = members_visible_to(actor).select_related("user")
    return list(rows.order_by(F("left_at").desc(nulls_first=True), "user__display_name"))


def member(actor: Actor, member_id: uuid.UUID) -> Membership:
    """Raises `NotVisible`."""
    found = members_visible_to(actor).select_related("user", "org").filter(pk=member_id).first()
    if found is None:
        raise NotVisible
    return found


def supervisors_locked(org_id: uuid.UUID) -> list[uuid.UUID]:
    """Ids of the supervisors at work; nobody changes them until this transaction ends."""
    rows = Membership.objects.filter(org_id=org_id, role=Role.SUPERVISOR, left_at__isnull=True)
    return [row.pk for row in rows.order_by("pk").select_for_update()]


def open_invitations(actor: Actor) -> list[Invitation]:
    """Those that can still be used, the one that ends first on top."""
    require(actor, "member.invite")
    rows = Invitation.objects.filter(org_id=actor.org_id).filter(_usable())
    return list(rows.order_by("ends_at"))


def invitation(actor: Actor, invitation_id: uuid.UUID) -> Invitation:
    found = Invitation.objects.filter(org_id=actor.org_id, pk=invitation_id).first()
    if found is None:
        raise NotVisible
    return found


def invitation_by_code(typed: str) -> Invitation:
    """The usable invitation of this code. Raises `NotVisible`, the same for a used, ended or invented one."""
    wanted = code_hash(codes.plain(typed))
    with scope(door="invitation"):
        found = Invitation.objects.select_related("org").filter(_usable(), code_hash=wanted).first()
    if found is None:
        raise NotVisible
    return found


def code_hash(code: str) -> bytes:
    return keys.keyed_hash("invitation", code)


def agreements_visible_to(actor: Actor) -> QuerySet[Agreement]:
    """Agreements that the actor's organisation wrote, and those that name it as partner."""
    mine = Q(org_id=actor.org_id) | Q(partner_id=actor.org_id)
    return Agreement.objects.filter(mine).select_related("org", "partner")


def agreements(actor: Actor) -> list[Agreement]:
    require(actor, "agreement.read")
    return list(agreements_visible_to(actor).order_by(F("ended_at").desc(nulls_first=True), "-written_at"))


def agreement(actor: Actor, agreement_id: uuid.UUID) -> Agreement:
    require(actor, "agreement.read")
    found = agreements_visible_to(actor).filter(pk=agreement_id).first()
    if found is None:
        raise NotVisible
    return found


def agreement_between(actor: Actor, partner: Organisation) -> Agreement | None:
    """The agreement in force today between the actor's organisation and another, whoever of them wrote it."""
    return agreement_in_force(actor, partner.pk)


def agreement_in_force(actor: Actor, partner_id: uuid.UUID, on: date | None = None) -> Agreement | None:
    """The agreement with a partner that holds on a day (today): shown, with its discount, when somebody is referred."""
    day = on or timezone.localdate()
    either_way = Q(org_id=actor.org_id, partner_id=partner_id) | Q(org_id=partner_id, partner_id=actor.org_id)
    begun = Q(in_force_from__isnull=True) | Q(in_force_from__lte=day)
    not_over = Q(in_force_to__isnull=True) | Q(in_force_to__gte=day)
    rows = Agreement.objects.filter(either_way, begun, not_over, ended_at__isnull=True).select_related(
        "org", "partner"
    )
    return rows.order_by("-written_at").first()


def _usable() -> Q:
    return Q(used_at__isnull=True, withdrawn_at__isnull=True, ends_at__gt=timezone.now())
