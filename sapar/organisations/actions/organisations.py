"""The organisation itself: listed, joined, described; and for which of two a session acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common import effects
from sapar.common.errors import Invalid, NotVisible, Stale
from sapar.common.ids import uuid7
from sapar.common.tenancy import scope
from sapar.organisations import entry, queries
from sapar.organisations.guard import require
from sapar.organisations.models import Organisation
from sapar.vault import keys

if TYPE_CHECKING:
    import uuid

    from django.contrib.sessions.backends.base import SessionBase

    from sapar.common.actor import Actor
    from sapar.organisations.actor import StaffActor

LISTED = audit.name("organisation.listed", _("Organisation listed"))
JOINED = audit.name("organisation.joined", _("Organisation joined"))
CHANGED = audit.name("organisation.changed", _("Organisation's particulars changed"))


def enlist(actor: Actor, **facts: Any) -> Organisation:
    """List an organisation that is no member yet. `facts`: name, kind, country and what else the table knows."""
    require(actor, "organisation.invite")
    facts.setdefault("slug", _free_slug(facts["name"]))
    organisation = Organisation(**facts)
    with scope(user=actor.user_id, door="steward"):
        try:
            with transaction.atomic():
                organisation.save(force_insert=True)
        except IntegrityError:
            raise Invalid({"name": str(_("An organisation of this name is listed already."))}) from None
    audit.record(actor, LISTED, subject_kind="organisation", subject_id=organisation.pk)
    return organisation


def join(actor: Actor, organisation: Organisation) -> Organisation:
    """Make it a member: its own keys, its own audit chain. Raises `Stale` when it is one, `Locked` without a vault."""
    require(actor, "organisation.invite", organisation)
    with scope(org=organisation.pk, user=actor.user_id, door="steward"):
        changed = Organisation.objects.filter(pk=organisation.pk, joined_at__isnull=True).update(
            joined_at=timezone.now()
        )
    if not changed:
        raise Stale
    keys.make_organisation_keys(organisation.pk)
    for chain in {organisation.pk, actor.org_id or organisation.pk}:
        audit.record(actor, JOINED, subject_kind="organisation", subject_id=organisation.pk, org_id=chain)
    organisation.refresh_from_db()
    return organisation


def change_profile(actor: StaffActor, *, version: int, **facts: Any) -> Organisation:
    """Name, country, languages and time zone. Raises `Stale` when a colleague changed them after the form was opened.

    Not the kind: whether an organisation is official decides what a person is asked before anything goes there.
    """
    require(actor, "organisation.write")
    organisation = queries.organisation_locked(actor.org_id)
    if organisation.version != version:
        raise Stale
    changed = [field for field, value in facts.items() if getattr(organisation, field) != value]
    if changed:
        for field in changed:
            setattr(organisation, field, facts[field])
        organisation.version += 1
        organisation.save(update_fields=[*changed, "version"])
        audit.record(
            actor,
            CHANGED,
            subject_kind="organisation",
            subject_id=organisation.pk,
            details={"fields": sorted(changed)},
        )
        effects.announce(actor, "organisation.changed", organisation_id=organisation.pk)
    return organisation


def receive_requests(actor: Actor, *, receives: bool) -> None:
    """Whether public calls for help arrive here: the rota says so when a first line is offered or the last withdrawn."""
    require(actor, "rota.write")
    if actor.org_id is None:
        raise NotVisible
    Organisation.objects.filter(pk=actor.org_id).update(takes_requests=receives)


def choose(actor: StaffActor, session: SessionBase, org_id: uuid.UUID) -> None:
    """From now on, in this session, act for another organisation one works for. Raises `NotVisible`."""
    if all(one.org_id != org_id for one in entry.memberships(actor.user)):
        raise NotVisible
    session[entry.CHOSEN] = str(org_id)


def _free_slug(name: str) -> str:
    """Latin letters of the name where it has some, else only the number that makes it unique."""
    stem = slugify(name)[:48].strip("-") or "organisation"
    return stem if not Organisation.objects.filter(slug=stem).exists() else f"{stem}-{uuid7().hex[-8:]}"
