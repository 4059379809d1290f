"""What happens to an account, named for the audit and announced upward.

An account belongs to no organisation, so its events are written by `organisations.effects` into the chain of every
organisation its user works for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from sapar.accounts import tasks
from sapar.audit.names import name
from sapar.common.effects import announce

if TYPE_CHECKING:
    from sapar.accounts.models import User
    from sapar.common.actor import Actor

SIGNED_IN = name("account.signed_in", _("Signed in"))
SIGNED_OUT = name("account.signed_out", _("Signed out"))
SLOWED = name("account.slowed", _("Too many wrong tries to sign in; the next ones have to wait"))
UNBLOCKED = name("account.unblocked", _("Wrong tries cleared by the supervisor"))
PASSWORD_CHANGED = name("account.password_changed", _("Password changed"))
PASSWORD_RESET = name("account.password_reset", _("New password chosen with a printed code"))
RESET_PRINTED = name("account.reset_printed", _("Code for a new password printed"))
APP_ADDED = name("account.app_added", _("Authenticator app set up"))
APP_REMOVED = name("account.app_removed", _("Authenticator app removed"))
PASSKEY_ADDED = name("account.passkey_added", _("Passkey added"))
PASSKEY_REMOVED = name("account.passkey_removed", _("Passkey removed"))
SHEET_PRINTED = name("account.sheet_printed", _("Code sheet printed"))
SHEET_REVOKED = name("account.sheet_revoked", _("Code sheet revoked"))
SESSIONS_ENDED = name("account.sessions_ended", _("Open sign-ins ended"))

ANNOUNCEMENT = "account.event"


# Of these the user hears by e-mail, when there is an address: somebody else may have done it.
_WORTH_A_LETTER = {
    PASSWORD_CHANGED, PASSWORD_RESET, RESET_PRINTED, APP_ADDED, APP_REMOVED, PASSKEY_ADDED, PASSKEY_REMOVED, SHEET_PRINTED,
}  # fmt: skip


def tell(actor: Actor, verb: str, user: User) -> None:
    announce(actor, ANNOUNCEMENT, verb=verb, user_id=user.pk)
    if verb in _WORTH_A_LETTER and user.email:
        tasks.send_notice.defer(user_id=str(user.pk))
