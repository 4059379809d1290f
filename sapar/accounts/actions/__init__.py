"""Every write to accounts.

The one who acts comes first, except where proving who that is is the very deed.
"""

from sapar.accounts.actions.account import (
    change_password,
    change_profile,
    clear_tries,
    open_account,
    print_reset_code,
    reset_password,
    revoke_reset_code,
)
from sapar.accounts.actions.factors import (
    add_passkey,
    confirm_app,
    draft_app,
    print_sheet,
    remove_app,
    remove_passkey,
    revoke_sheet,
    set_app,
)
from sapar.accounts.actions.sessions import (
    end_all_sessions,
    end_other_sessions,
    end_session,
    enter,
    is_open,
    is_still_open,
    leave,
    reopen,
    sweep,
    touch,
)
from sapar.accounts.actions.signin import check_code, check_passkey, check_password, confirm_password

__all__ = [
    "add_passkey",
    "change_password",
    "change_profile",
    "check_code",
    "check_passkey",
    "check_password",
    "clear_tries",
    "confirm_app",
    "confirm_password",
    "draft_app",
    "end_all_sessions",
    "end_other_sessions",
    "end_session",
    "enter",
    "is_open",
    "is_still_open",
    "leave",
    "open_account",
    "print_reset_code",
    "print_sheet",
    "remove_app",
    "remove_passkey",
    "reopen",
    "reset_password",
    "revoke_reset_code",
    "revoke_sheet",
    "set_app",
    "sweep",
    "touch",
]
