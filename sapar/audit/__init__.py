"""The audit: `record` adds a named event to the chain of its organisation, `name` gives a verb its words."""

from sapar.audit.names import name
from sapar.audit.recording import record

__all__ = ["name", "record"]
