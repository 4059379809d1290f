"""The few ways a verb refuses. Views never build these answers themselves: the middleware does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping


class SaparError(Exception):
    """Base of every refusal that a person can cause."""


class Denied(SaparError):
    """A colleague without the right: answered 403 and logged. Carries the right that was missing."""

    def __init__(self, right: str, *, subject_kind: str = "", subject_id: uuid.UUID | None = None) -> None:
        super().__init__(right)
        self.right = right
        self.subject_kind = subject_kind
        self.subject_id = subject_id


class NotVisible(SaparError):
    """The thing does not exist for this actor: answered 404, the same as if it did not exist at all."""


class IllegalMove(SaparError):
    """The flow knows no such move from the present state: answered 409 with the state's name."""

    def __init__(self, state: str, verb: str) -> None:
        super().__init__(f"{verb} from {state}")
        self.state = state
        self.verb = verb


class Stale(SaparError):
    """Somebody else changed the row after the form was opened: answered 409, nothing typed is lost."""


class Invalid(SaparError):
    """Input that a rule of the domain refuses. `problems` maps a form field (or "") to a translated sentence."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(sorted(problems)))
        self.problems = dict(problems)


class Locked(SaparError):
    """The vault is locked: nothing sealed can be read. Answered 503 with the words for a locked office."""
