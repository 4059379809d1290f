"""Verbs about the installation itself: lock everything now, and open it again by two keepers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from sapar import audit
from sapar.organisations.guard import require
from sapar.vault import keys

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor

audit.name("vault.locked", _("Everything locked"))
audit.name("vault.unlocked", _("Unlocked by two keepers"))
audit.name("access.denied", _("Refused: no right"))


def lock(actor: StaffActor) -> None:
    """Take the master key out of memory, everywhere, now. Any member of staff may."""
    require(actor, "vault.lock")
    audit.record(actor, "vault.locked", subject_kind="vault", subject_id=actor.org_id)
    keys.lock()


def unlock(actor: StaffActor, share_a: str, share_b: str) -> None:
    """Put the master key back together from the shares of two keepers. Raises `Invalid` that names the wrong one."""
    require(actor, "vault.unlock")
    keys.unlock(share_a, share_b)
    audit.record(actor, "vault.unlocked", subject_kind="vault", subject_id=actor.org_id)
