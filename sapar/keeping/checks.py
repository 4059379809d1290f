"""What keeping adds to the organisation's checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from sapar.office.checklist import Line, register
from sapar.vault.keys import places

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor


def key_disk(_actor: StaffActor) -> Line | None:
    """Where the key is read from a file: that whoever takes the computer does not take that file with it."""
    if places.mode() != places.KEYFILE:
        return None
    is_apart = not places.lies_beside_the_data()
    return Line(
        title=_("The key's file is on another disk"),
        is_done=is_apart,
        word=_("apart") if is_apart else _("on the same disk"),
        why=_("On the same disk it is taken together with what it opens: then nothing is sealed any more."),
        details=()
        if is_apart
        else (_("Done on the server by whoever looks after it: a USB stick, taken out at night."),),
    )


def register_all() -> None:
    register("key-disk", key_disk)
