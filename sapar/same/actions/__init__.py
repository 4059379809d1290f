"""Every write about who is who."""

from sapar.same.actions.looking import look

__all__ = ["look"]
