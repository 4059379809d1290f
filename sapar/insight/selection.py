"""What is counted: a stretch of time, and of it all or only what carries one code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import datetime as dt

    from sapar.insight.periods import Period


@dataclass(frozen=True)
class Selection:
    """`zone` is the organisation's; the codes are "" where nothing was chosen; `project` is its id as text."""

    period: Period
    zone: str
    topic: str = ""
    language: str = ""
    country: str = ""
    project: str = ""

    @property
    def bounds(self) -> tuple[dt.datetime, dt.datetime]:
        """The moments it begins at and ends before."""
        return self.period.bounds(ZoneInfo(self.zone))

    def before(self) -> Selection:
        """The same of as long a stretch just before, to compare with."""
        return replace(self, period=self.period.before())
