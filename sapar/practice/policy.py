"""Who may do what with an entry, beyond the right itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.common.errors import Denied
from sapar.organisations.guard import require

if TYPE_CHECKING:
    from sapar.common.actor import Actor
    from sapar.practice.models import Entry

# By this door the network's second readers come to what another organisation has read once.
DOOR = "practice-readers"
RIGHTS = {
    "send": "practice.write",
    "drop": "practice.write",
    "rework": "practice.write",
    "second": "practice.second",
    "publish": "practice.publish",
    "return": "practice.publish",
    "withdraw": "practice.publish",
}
_OF_OTHERS = {"publish", "return", "withdraw"}


def right_for(actor: Actor, entry: Entry, verb: str) -> str:
    """The right that the verb asks of this actor: of other organisations' entries another than of the own."""
    if entry.org_id != actor.org_id and verb in _OF_OTHERS:
        return "practice.publish-of-others"
    return RIGHTS[verb]


def require_verb(actor: Actor, entry: Entry, verb: str) -> None:
    """Raises `Denied` without the right, for another organisation's entry, and for who has written or read it already."""
    right = right_for(actor, entry, verb)
    require(actor, right, entry)
    is_own = entry.org_id == actor.org_id
    if not is_own and right != "practice.publish-of-others":
        raise Denied(right, subject_kind="entry", subject_id=entry.pk)
    if verb in {"second", "publish"} and has_part(actor, entry):
        raise Denied(right, subject_kind="entry", subject_id=entry.pk)


def has_part(actor: Actor, entry: Entry) -> bool:
    """Whether the actor wrote the entry or has read it as the first: two others read it."""
    return actor.member_id in (entry.writer_id, entry.first_reader_id)


def may(actor: Actor, entry: Entry, verb: str) -> bool:
    try:
        require_verb(actor, entry, verb)
    except Denied:
        return False
    return True
