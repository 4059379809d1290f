"""An entry ends, with what hangs on it in its own organisation. The other side is looked at by the next night."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.acquaintance.codes import NoticeState
from sapar.acquaintance.flow import NOTICE
from sapar.acquaintance.models import Entry, Notice, Word
from sapar.common.errors import NotVisible

if TYPE_CHECKING:
    from sapar.acquaintance.codes import Left
    from sapar.common.actor import Actor

ENDED = audit.name("acquaintance.ended", _("No longer recognised by other organisations"))
LAPSED = audit.name("acquaintance.lapsed", _("What we were told of this person is over"))


def hold(actor: Actor, entry: Entry) -> Entry:
    rows = Entry.objects.select_for_update(of=("self",)).filter(org_id=actor.org_id, pk=entry.pk)
    held = rows.first()
    if held is None:
        raise NotVisible
    return held


def end(actor: Actor, held: Entry, because: Left) -> None:
    """For good: whoever agrees again is entered again. The organisation's own notices and words end with it."""
    held.ended_at, held.ended_because, held.facts = timezone.now(), because, b""
    held.save(update_fields=["ended_at", "ended_because", "withdrawn_how", "facts"])
    audit.record(
        actor, ENDED, subject_kind="person", subject_id=held.person_id, about=held.case_id,
        details={"because": str(because)},
    )  # fmt: skip
    for notice in Notice.objects.select_for_update().filter(entry=held, state=NoticeState.OPEN):
        lapse(actor, notice)
    Word.objects.filter(entry=held, settled_at=None, over_at=None).update(over_at=timezone.now())


def lapse(actor: Actor, notice: Notice) -> None:
    notice.state = NOTICE.move(notice.state, "lapse")
    notice.save(update_fields=["state"])
    audit.record(actor, LAPSED, subject_kind="notice", subject_id=notice.pk, about=notice.case_id)
