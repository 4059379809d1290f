"""Every write about who is who."""

from sapar.same.actions.looking import look
from sapar.same.actions.merging import merge, undo

__all__ = ["look", "merge", "undo"]
