"""Reads of drafts. Whose draft is seen by whom is the database's rule, see migration 0005."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F

from sapar.common.errors import NotVisible
from sapar.common.ready import ready
from sapar.intake.models import Draft
from sapar.vault import ERASED

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from django.db.models import QuerySet

    from sapar.common.actor import Actor
    from sapar.organisations.actor import StaffActor

_SHOWN = 10
_FIRST_WORDS = 70


@dataclass(frozen=True)
class Waiting:
    """A draft as the desk lists it."""

    draft: Draft
    first_words: str
    language: str
    is_mine: bool


def rows(actor: Actor) -> QuerySet[Draft]:
    """The drafts the actor may see: their own, and those passed on."""
    return _rows(actor.org_id)


def _rows(org_id: uuid.UUID | None) -> QuerySet[Draft]:
    return Draft.objects.filter(org_id=org_id).select_related("data_key")


def get(actor: StaffActor, draft_id: uuid.UUID) -> Draft:
    found = rows(actor).filter(pk=draft_id).first()
    if found is None:
        raise NotVisible
    return found


def by_token(actor: Actor, token: uuid.UUID, *, hold: bool = False) -> Draft | None:
    """The draft of a form."""
    found = _of_form(actor.org_id, token, hold)
    return found[0] if found else None


@ready
def _of_form(org_id: uuid.UUID | None, token: uuid.UUID, hold: bool) -> QuerySet[Draft]:  # noqa: FBT001 - ready reads take no names
    found = _rows(org_id).filter(token=token)
    return found.select_for_update(of=("self",)) if hold else found


def waiting(actor: StaffActor) -> list[Waiting]:
    """What waits for the actor, the newest first. Raises `Locked`."""
    found = rows(actor).select_related("member__user", "passed_to__user")
    shown = found.order_by(F("kept_at").desc(), "pk")[:_SHOWN]
    return [_listed(actor, one) for one in shown]


def _listed(actor: StaffActor, draft: Draft) -> Waiting:
    content = {} if draft.content is ERASED else draft.content
    words = " ".join(str(content.get("words", "")).split())
    cut = words[:_FIRST_WORDS].rstrip() + ("…" if len(words) > _FIRST_WORDS else "")
    return Waiting(draft, cut, content.get("language", ""), draft.member_id == actor.member_id)


def older_than(actor: Actor, moment: dt.datetime, most: int = 500) -> QuerySet[Draft]:
    """Drafts nobody has touched since; for the job."""
    return rows(actor).filter(kept_at__lt=moment).order_by("kept_at")[:most]
