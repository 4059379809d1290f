"""What a sealed field reads as when its key has been destroyed."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext


class Erased:
    """The one value of its kind: false, equal to nothing but itself, and words in the reader's language."""

    _one: Erased | None = None

    def __new__(cls) -> Erased:
        if cls._one is None:
            cls._one = super().__new__(cls)
        return cls._one

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return gettext("erased")

    def __repr__(self) -> str:
        return "ERASED"

    def __copy__(self) -> Erased:
        return self

    def __deepcopy__(self, _memo: object) -> Erased:
        return self

    def __reduce__(self) -> str:
        return "ERASED"


ERASED: Final = Erased()
