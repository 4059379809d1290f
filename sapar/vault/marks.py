"""`MarksField`: a fixed number of bits, of which each value of a set lights one. Two sets that share many light the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.backends.base.base import BaseDatabaseWrapper

    _Field = models.Field[str | None, str | None]
else:
    _Field = models.Field

# A usual person lights 12 of them, so that one trait in twenty seems shared by chance: enough to put people in order.
MARKS = 256


class MarksField(_Field):
    """Reads as a text of `MARKS` zeros and ones."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return f"bit({MARKS})"

    def get_internal_type(self) -> str:
        return "MarksField"

    def formfield(self, **_kwargs: Any) -> None:
        """Nobody types it."""


def lit(digests: Iterable[int]) -> str:
    """What these hashes light."""
    found = 0
    for one in digests:
        found |= 1 << (one % MARKS)
    return f"{found:0{MARKS}b}"
