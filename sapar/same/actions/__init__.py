"""Every write about who is who."""

from sapar.same.actions.comparing import compare
from sapar.same.actions.looking import look
from sapar.same.actions.merging import merge, undo
from sapar.same.actions.telling_apart import tell_apart

__all__ = ["compare", "look", "merge", "tell_apart", "undo"]
