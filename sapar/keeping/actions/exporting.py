"""The whole export: asked for, approved by another, made by a job, fetched once, gone after a day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.common.errors import Denied, IllegalMove, Invalid, NotVisible
from sapar.keeping.codes import ExportState
from sapar.keeping.flow import EXPORT, RUNNING
from sapar.keeping.models import Export
from sapar.organisations import once
from sapar.organisations.guard import require
from sapar.organisations.roles import Role
from sapar.vault import erasure, files, keys

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator

    from sapar.common.actor import Actor
    from sapar.organisations.actor import StaffActor

audit.name("export.asked", _("Whole export asked for"))
audit.name("export.approved", _("Whole export approved by a second person"))
audit.name("export.refused", _("Whole export refused"))
audit.name("export.withdrawn", _("Whole export taken back"))
audit.name("export.made", _("Whole export made"))
audit.name("export.failed", _("Whole export could not be made"))
audit.name("export.taken", _("Whole export fetched"))
audit.name("export.expired", _("Whole export expired"))

LASTS = dt.timedelta(hours=24)
REASON = "export-over"
# An archive that is being fetched is let be for so long.
_SENDING = dt.timedelta(hours=1)


def ask(actor: StaffActor, *, once_token: uuid.UUID, words: str, restricted: bool) -> Export:
    """Ask for everything, with a reason. Raises `Invalid`, also while another export is under way."""
    require(actor, "export.ask")
    earlier = once.claim(actor, once_token)
    if earlier and earlier.made_id:
        return Export.objects.get(org_id=actor.org_id, pk=earlier.made_id)
    if not words.strip():
        raise Invalid({"words": __("Write what it is for: another person will have to judge it.")})
    if Export.objects.filter(org_id=actor.org_id, state__in=RUNNING).exists():
        raise Invalid({"": __("An export is under way already. Finish that one first.")})
    export = Export(org_id=actor.org_id, asked_by_id=actor.member_id, restricted=restricted)
    export.data_key = keys.new_data_key(actor.org_id, "file")
    export.words = words.strip()
    export.save(force_insert=True)
    _record(actor, "export.asked", export, restricted=int(restricted))
    once.settle(actor, once_token, export.pk)
    return export


def approve(actor: StaffActor, export: Export) -> None:
    """The second person's yes; with restricted cases that person is a supervisor. The job begins."""
    from sapar.keeping import tasks

    held = _judge(actor, export, "approve")
    if held.restricted and actor.role != Role.SUPERVISOR:
        raise Invalid({"": __("Restricted cases are part of it, so a supervisor has to approve.")})
    _decide(actor, held)
    _record(actor, "export.approved", held, restricted=int(held.restricted))
    tasks.make_export.defer(org_id=str(held.org_id), export_id=str(held.pk))


def refuse(actor: StaffActor, export: Export) -> None:
    held = _judge(actor, export, "refuse")
    _decide(actor, held)
    _record(actor, "export.refused", held)
    _discard(actor, held)


def _judge(actor: StaffActor, export: Export, verb: str) -> Export:
    require(actor, "export.approve", export)
    held = locked(actor, export)
    if held.asked_by_id == actor.member_id:
        raise Invalid({"": __("Another person approves the export than the one who asked for it.")})
    held.state = EXPORT.move(held.state, verb)
    return held


def _decide(actor: StaffActor, held: Export) -> None:
    held.decided_by_id, held.decided_at = actor.member_id, timezone.now()
    held.save(update_fields=["state", "decided_by", "decided_at"])


def withdraw(actor: StaffActor, export: Export) -> None:
    """The asker needs it no longer: what was made is destroyed."""
    require(actor, "export.ask", export)
    held = locked(actor, export)
    held.state = EXPORT.move(held.state, "withdraw")
    held.save(update_fields=["state"])
    _record(actor, "export.withdrawn", held)
    _discard(actor, held)


def take(actor: StaffActor, export: Export) -> Iterator[bytes]:
    """The archive in plain, once, for the one who asked; raises `Denied` for anybody else."""
    require(actor, "export.ask", export)
    held = locked(actor, export)
    if held.asked_by_id != actor.member_id:
        raise Denied("export.ask", subject_kind="export", subject_id=held.pk)
    if held.ends_at is not None and held.is_over:
        raise IllegalMove(ExportState.EXPIRED, "take")
    held.state, held.taken_at = EXPORT.move(held.state, "take"), timezone.now()
    if held.file is None:
        raise NotVisible
    pieces = files.content(held.file)
    held.save(update_fields=["state", "taken_at"])
    _record(actor, "export.taken", held)
    return pieces


def expire(actor: Actor) -> int:
    """Destroy archives whose day is over or that have been fetched, and requests nobody answered; returns how many."""
    now = timezone.now()
    over = 0
    rows = (
        Export.objects.filter(org_id=actor.org_id).select_related("data_key").select_for_update(of=("self",))
    )
    for export in rows.filter(state__in=(ExportState.READY, ExportState.TAKEN, ExportState.ASKED)):
        if export.state == ExportState.TAKEN:
            was_sent = export.taken_at is not None and export.taken_at < now - _SENDING
            is_over = export.data_key.erased_at is None and was_sent
        else:
            is_over = (export.ends_at or export.asked_at + 7 * LASTS) <= now
        if not is_over:
            continue
        if export.state != ExportState.TAKEN:
            export.state = EXPORT.move(export.state, "expire")
            export.save(update_fields=["state"])
            _record(actor, "export.expired", export)
        _discard(actor, export)
        over += 1
    return over


def locked(actor: Actor, export: Export) -> Export:
    rows = Export.objects.select_for_update(of=("self",)).select_related("data_key", "file__data_key")
    held = rows.filter(org_id=actor.org_id, pk=export.pk).first()
    if held is None:
        raise NotVisible
    return held


def _discard(actor: Actor, held: Export) -> None:
    """Destroy the archive's key, and with it the reason and the file."""
    if held.data_key.erased_at is None:
        erasure.erase(actor, [held.data_key], REASON)


def _record(actor: Actor, verb: str, export: Export, **details: Any) -> None:
    audit.record(actor, verb, subject_kind="export", subject_id=export.pk, details=details)
