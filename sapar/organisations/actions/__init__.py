"""Every write to organisations, memberships and agreements. The actor comes first."""

from sapar.organisations.actions.agreements import end_agreement, write_agreement
from sapar.organisations.actions.invitations import (
    NewInvitation,
    accept,
    accept_as,
    invite,
    invite_organisation,
    withdraw_invitation,
)
from sapar.organisations.actions.members import (
    change_role,
    employ,
    end_membership,
    issue_reset,
    issue_sheet,
    set_languages,
    unblock,
)
from sapar.organisations.actions.organisations import change_profile, choose, enlist, join, receive_requests

__all__ = [
    "NewInvitation",
    "accept",
    "accept_as",
    "change_profile",
    "change_role",
    "choose",
    "employ",
    "end_agreement",
    "end_membership",
    "enlist",
    "invite",
    "invite_organisation",
    "issue_reset",
    "issue_sheet",
    "join",
    "receive_requests",
    "set_languages",
    "unblock",
    "withdraw_invitation",
    "write_agreement",
]
