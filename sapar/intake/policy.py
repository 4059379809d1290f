"""When calls for help are a flood, and when a number must stay silent. Pure."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sapar.people.codes import PhoneOf

if TYPE_CHECKING:
    from collections.abc import Iterable

# What a call for help is promised where no page has promised anything.
ANSWER_WITHIN = dt.timedelta(hours=24)

# Calls for help to one organisation within a minute: from the first figure on they are set aside, from the second on
# they are not accepted, or one machine could fill the disk.
FLOOD_A_MINUTE = 20
CEILING_A_MINUTE = 300

# Others may answer, or stand beside: a word about the caller can do harm.
UNSAFE_PHONES = frozenset({PhoneOf.SHARED, PhoneOf.RELATIVE, PhoneOf.EMPLOYER})


def is_unsafe(phones_of: Iterable[str], owners: int) -> bool:
    """Whether several people use a number, as far as anybody said."""
    return owners > 1 or not UNSAFE_PHONES.isdisjoint(phones_of)
