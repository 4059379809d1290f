"""Drafts of the desk: kept while somebody types, passed on, dropped, swept."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.errors import Invalid, NotVisible, Stale
from sapar.intake import calls, drafts, queries
from sapar.intake.models import Contact, Draft
from sapar.organisations import queries as organisations
from sapar.organisations.guard import require
from sapar.organisations.models import SubmittedForm
from sapar.vault import erasure, keys
from sapar.vault.models import DataKey, SubjectKind

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping

    from sapar.common.actor import Actor
    from sapar.organisations.actor import StaffActor

PASSED_ON = audit.name("draft.passed-on", _("Draft passed on"))
DROPPED = audit.name("draft.dropped", _("Draft dropped"))
# How long words wait that nobody made a contact of.
KEPT_FOR = dt.timedelta(days=7)
_LONGEST = calls.LONGEST_NOTE + 4000


def keep(
    actor: StaffActor,
    token: uuid.UUID,
    content: Mapping[str, str],
    *,
    page: uuid.UUID,
    version: int = 0,
) -> Draft:
    """Seal what was typed so far. Not recorded one by one: it happens every few seconds and changes nothing that counts.

    Raises `Stale` when another window has kept the draft since this one saw it, or has saved it as a contact.
    """
    require(actor, "contact.log")
    if sum(map(len, content.values())) > _LONGEST:
        raise Invalid({"words": __("Please shorten this.")})
    held = drafts.by_token(actor, token, hold=True)
    if held is None:
        return _first(actor, token, content, page)
    if held.page != page and held.version != version:
        raise Stale
    held.content, held.page, held.version = dict(content), page, held.version + 1
    held.kept_at = timezone.now()
    held.save(update_fields=["content", "page", "version", "kept_at"])
    return held


def _first(actor: StaffActor, token: uuid.UUID, content: Mapping[str, str], page: uuid.UUID) -> Draft:
    if SubmittedForm.objects.filter(org_id=actor.org_id, token=token).exists():
        raise Stale
    made = Draft(
        org_id=actor.org_id,
        token=token,
        page=page,
        member_id=actor.member_id,
        data_key=keys.new_data_key(actor.org_id, SubjectKind.DRAFT),
        content=dict(content),
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        # The same form, kept at this very moment by another window, or by somebody who may not be named.
        raise Stale from None
    return made


def check_seen(actor: StaffActor, token: uuid.UUID, *, page: uuid.UUID | None, version: int) -> None:
    """Raises `Stale` when another window has written on in this draft since this one saw it."""
    held = drafts.by_token(actor, token)
    if held is not None and held.page != page and held.version != version:
        raise Stale


def take_over(actor: StaffActor, token: uuid.UUID) -> DataKey | None:
    """The key of the form's draft, for the contact that is made of it; the draft ends.

    So whoever erases the contact erases what backups hold of the draft, too.
    """
    held = drafts.by_token(actor, token, hold=True)
    if held is None:
        return None
    key = held.data_key
    held.delete()
    key.subject_kind = SubjectKind.CONTACT
    key.save(update_fields=["subject_kind"])
    return key


def pass_on(actor: StaffActor, draft: Draft, to: uuid.UUID | None) -> Draft:
    """Let a colleague write on, or whoever comes next."""
    require(actor, "contact.log", draft)
    if to is not None and not organisations.colleagues(actor).filter(pk=to).exists():
        raise Invalid({"to": __("Please choose from the list.")})
    held = _hold(actor, draft)
    held.passed_to_id, held.passed_at = to, timezone.now()
    held.save(update_fields=["passed_to", "passed_at"])
    details = {"to": str(to)} if to else {}
    audit.record(actor, PASSED_ON, subject_kind="draft", subject_id=held.pk, details=details)
    return held


def drop(actor: Actor, draft: Draft) -> None:
    """Nothing comes of it: its words are destroyed, in backups too."""
    require(actor, "contact.log", draft)
    held = _hold(actor, draft)
    key = held.data_key
    held.delete()
    erasure.erase(actor, [key], "draft")
    audit.record(actor, DROPPED, subject_kind="draft", subject_id=draft.pk)


def sweep(actor: Actor, *, older_than: dt.timedelta = KEPT_FOR) -> int:
    """Drop what has waited too long; for the job. Returns how many went."""
    old = list(drafts.older_than(actor, timezone.now() - older_than))
    if old:
        Draft.objects.filter(pk__in=[one.pk for one in old]).delete()
        erasure.erase(actor, [one.data_key for one in old], "draft")
    return len(old)


def _hold(actor: Actor, draft: Draft) -> Draft:
    held = drafts.rows(actor).select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if held is None:
        raise NotVisible
    return held


def already_logged(actor: StaffActor, contact_id: uuid.UUID, token: uuid.UUID, words: str) -> Contact:
    """The contact that this very form has made, and a draft of it that came late goes.

    Raises `AlreadySaved` when it was made with other words.
    """
    contact = queries.contact(actor, contact_id)
    if (contact.words or "") != words:
        raise AlreadySaved(
            {
                "": __(
                    "Another window has saved this talk already, with other words. Yours stand below: "
                    "press “Save” once more to keep them as a contact of their own."
                )
            }
        )
    late = drafts.by_token(actor, token)
    if late is not None:
        drop(actor, late)
    return contact


class AlreadySaved(Invalid):
    """The form was saved in another window with other words; these need a form of their own."""
