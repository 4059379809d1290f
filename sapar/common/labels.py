"""The words of a code, found once.

Django's `get_…_display` hashes all choices of the field at every call, which translates every one of them: a millisecond
for thirty problems, in every row of a list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db import models


def quicken(model: type[models.Model]) -> None:
    """Give a model's fields with choices a `get_…_display` that looks the word up."""
    for field in model._meta.local_fields:
        if field.choices:
            setattr(model, f"get_{field.name}_display", _display(field))


def _display(field: models.Field[Any, Any]) -> Callable[[models.Model], str | None]:
    words = dict(field.flatchoices)
    name = field.attname

    def display(self: models.Model) -> str | None:
        value = getattr(self, name)
        word = words.get(value, value)
        return None if word is None else str(word)

    return display
