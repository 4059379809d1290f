"""Notes. Written once; a correction is another note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.cases.actions.held import hold_written
from sapar.cases.actions.words import needed_words
from sapar.cases.models import Note
from sapar.organisations import once as sent
from sapar.organisations.guard import require

if TYPE_CHECKING:
    import uuid

    from sapar.cases.models import Case
    from sapar.organisations.actor import StaffActor

audit.name("note.added", _("Note written"))


def add_note(actor: StaffActor, case: Case, words: str, *, once: uuid.UUID | None = None) -> Note:
    """Write a note, on a closed case too: people call after the end. Raises `Invalid`."""
    require(actor, "case.write", case)
    held = hold_written(actor, case, "add_note")
    text = needed_words(words, "words")
    earlier = sent.claim(actor, once) if once else None
    if earlier and earlier.made_id:
        return Note.objects.get(org_id=actor.org_id, pk=earlier.made_id)
    note = Note(org_id=actor.org_id, case=held, data_key=held.data_key, author_id=actor.member_id)
    note.words = text
    note.save(force_insert=True)
    if once:
        sent.settle(actor, once, note.pk)
    audit.record(actor, "note.added", subject_kind="note", subject_id=note.pk, about=held.pk)
    return note
