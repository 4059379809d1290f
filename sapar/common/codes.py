"""Whether a code is one of a list of choices."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Choices


@cache
def codes_of(choices: type[Choices]) -> frozenset[Any]:
    """The values of `choices`. Django's own `values` makes the labels too, anew each time."""
    return frozenset(choices.values)
