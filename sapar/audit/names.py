"""The names of verbs: a code that never changes, and the words a person reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NAMES: dict[str, str | _StrPromise] = {}
_CODE = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)+")


class UnnamedVerb(LookupError):
    """The verb has no words: say `audit.name("case.opened", _("Case opened"))` beside the action that records it."""


def name(code: str, words: str | _StrPromise) -> str:
    """Give a dotted verb in the past tense its translatable words; returns the code. Naming it twice alike is fine."""
    if not _CODE.fullmatch(code):
        raise ValueError(code)
    if NAMES.setdefault(code, words) != words:
        raise ValueError(code)
    return code


def words(code: str) -> str:
    """What a person reads for a verb, in their language."""
    if code not in NAMES:
        raise UnnamedVerb(code)
    return str(NAMES[code])
