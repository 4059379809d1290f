"""Looking whether somebody is known is recorded: that it was done and how many were shown, never for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.organisations.guard import require
from sapar.same import searching

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor
    from sapar.same.searching import Alike
    from sapar.same.sought import Sought

LOOKED = audit.name("person.looked-for", _("Looked whether a person is known"))


def look(actor: StaffActor, asked: Sought) -> list[Alike]:
    """Who of one's own organisation may be meant. Raises `Locked`."""
    require(actor, "person.read")
    if not asked.is_enough:
        return []
    found = searching.alike(actor, asked)
    shown = min(len(found), searching.SHOWN)
    audit.record(actor, LOOKED, subject_kind="member", subject_id=actor.member_id, details={"shown": shown})
    return found
