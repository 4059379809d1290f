"""The lines of the checklist about the installation, the staff, agreements and the rota."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapar.accounts import queries as accounts
from sapar.office.checklist import Line, register
from sapar.organisations import queries as organisations
from sapar.organisations.roles import Role
from sapar.rota import queries as rota
from sapar.ui.dates import written
from sapar.vault import keys

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor

BACKUP_IS_FRESH = dt.timedelta(days=7)
# Where the demo keeps its master key: beside the data it opens.
_BESIDE_THE_DATA = "file"


def second_steps(actor: StaffActor) -> Line:
    """Who could not sign in tomorrow; names for those who can help them."""
    at_work = list(organisations.colleagues(actor))
    facts = accounts.with_sign_in_facts([one.user_id for one in at_work])
    without = [one.user.display_name for one in at_work if not facts[one.user_id].some]
    count = len(at_work) - len(without)
    return Line(
        title=_("A second step for everybody"),
        is_done=not without,
        word=ngettext(
            "%(done)s of %(all)s colleague has one", "%(done)s of %(all)s colleagues have one", len(at_work)
        )
        % {"done": count, "all": len(at_work)},
        why=_("A password alone is guessed or seen over a shoulder; with a second step it opens nothing."),
        url=reverse("organisation:members"),
        label=_("Colleagues"),
        details=tuple(without) if actor.may("member.invite") else (),
    )


def two_supervisors(actor: StaffActor) -> Line:
    roles = [one.role for one in organisations.colleagues(actor)]
    lead = Role.STEWARD if actor.membership.role == Role.STEWARD else Role.SUPERVISOR
    count = roles.count(lead)
    return Line(
        title=_("Two who can help others back in"),
        is_done=count > 1,
        word=_("%(count)s of 2") % {"count": min(count, 2)},
        why=_("When the only supervisor loses the phone, nobody can let them in again."),
        url=reverse("organisation:members"),
        label=_("Colleagues"),
    )


def keepers(_actor: StaffActor) -> Line:
    """Whether the master key is away from the data. Shares are shown when it is made; where they are nobody can check."""
    status = keys.status()
    is_done = status.initialised and status.mode != _BESIDE_THE_DATA
    return Line(
        title=_("The master key is with its keepers"),
        is_done=is_done,
        word=_("away from the data") if is_done else _("beside the data"),
        why=_(
            "Whoever takes the computer must not take the key with it; two of three keepers open the vault again."
        ),
        url=reverse("vault:status"),
        label=_("Lock"),
        details=() if is_done else (_("Done on the server by whoever looks after it: sapar keys init."),),
    )


def backup(_actor: StaffActor) -> Line:
    at = last_backup()
    is_done = at is not None and timezone.now() - at < BACKUP_IS_FRESH
    return Line(
        title=_("A backup not older than a week"),
        is_done=is_done,
        word=_("last one: %(when)s") % {"when": written(at)} if at else _("none yet"),
        why=_("A disk dies without warning; what is not copied is gone with it."),
        details=() if is_done else (_("Done on the server by whoever looks after it: sapar backup."),),
    )


def last_backup() -> dt.datetime | None:
    """What the backup command leaves in `SAPAR_HOME/last_backup.json`; None when there is none that can be read."""
    try:
        at = dt.datetime.fromisoformat(
            json.loads((Path(settings.SAPAR_HOME) / "last_backup.json").read_text())["at"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return at if at.tzinfo else None


def agreements(actor: StaffActor) -> Line | None:
    if not actor.may("agreement.read"):
        return None
    count = sum(one.ended_at is None for one in organisations.agreements(actor))
    return Line(
        title=_("Agreements with partners"),
        is_done=count > 0,
        word=_("on record: %(count)s") % {"count": count},
        why=_("Whoever refers a person then sees the terms and the discount that were agreed."),
        url=reverse("organisation:agreements"),
        label=_("Agreements"),
        needed=False,
    )


def public_line(actor: StaffActor) -> Line | None:
    if actor.org.is_official:
        return None
    count = len(rota.lines_of(actor.org_id))
    return Line(
        title=_("Public calls for help"),
        is_done=count > 0,
        word=_("lines offered: %(count)s") % {"count": count},
        why=_("Calls from the public page reach you only when you have offered to answer them."),
        url=reverse("rota:lines"),
        label=_("Who answers public calls"),
        needed=False,
    )


def spoken_languages(actor: StaffActor) -> Line:
    without = [one.user.display_name for one in organisations.colleagues(actor) if not one.languages]
    return Line(
        title=_("Languages of the colleagues"),
        is_done=not without,
        word=_("written down for all") if not without else _("missing: %(count)s") % {"count": len(without)},
        why=_("The rota can tell which hours nobody speaks a language only when it knows who speaks it."),
        url=reverse("rota:week"),
        label=_("Rota"),
        details=tuple(without),
        needed=False,
    )


def register_all() -> None:
    register("second-steps", second_steps)
    register("supervisors", two_supervisors)
    register("keepers", keepers)
    register("backup", backup)
    register("public-line", public_line)
    register("languages", spoken_languages)
    register("agreements", agreements)
