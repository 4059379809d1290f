"""From rows of hours to the stretches of time that `opening` reckons with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.directory.opening import Slot

if TYPE_CHECKING:
    from sapar.directory.models import Hours


def slot_of(row: Hours) -> Slot:
    return Slot(
        weekdays=frozenset(row.weekdays or range(7)),
        opens=row.opens,
        closes=row.closes,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        is_closed=row.is_closed,
        is_ruled=bool(row.rule),
    )
