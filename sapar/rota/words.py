"""Days, hours and languages of the rota in the reader's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from babel.dates import format_date
from django.conf import settings
from django.utils.translation import gettext as _

from sapar.ui.dates import babel_locale

if TYPE_CHECKING:
    import datetime as dt
    from zoneinfo import ZoneInfo

    from sapar.rota.cover import Span
    from sapar.rota.models import PublicLine

_ALL_DAYS = 7


def weekdays() -> list[tuple[int, str]]:
    """Monday first."""
    names = babel_locale().days["stand-alone"]["wide"]
    return [(number, names[number]) for number in range(_ALL_DAYS)]


def language(code: str) -> str:
    """By its own name where it has a page, else in the reader's language."""
    own = dict(settings.LANGUAGES)
    return str(own.get(code) or babel_locale().languages.get(code, code))


def languages(codes: list[str]) -> str:
    return ", ".join(language(code) for code in codes)


def speaker(name: str, codes: list[str]) -> str:
    """A colleague and what they speak."""
    said = languages(codes) if codes else _("languages not written down")
    return f"{name} ({said})"


def clock(at: dt.datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"


def day(at: dt.datetime | dt.date, zone: ZoneInfo | None = None) -> str:
    """ "Sat 28.11": short enough for a column."""
    local = at.astimezone(zone) if zone is not None else at  # type: ignore[union-attr] # a zone comes with moments only
    return str(format_date(local, "EEE d.MM", locale=babel_locale()))


def span(times: Span, zone: ZoneInfo) -> str:
    """When: "Sat 28.11 02:00–06:00", with the second day where it is another one."""
    begins, ends = times
    same = begins.astimezone(zone).date() == ends.astimezone(zone).date()
    last = clock(ends, zone) if same else f"{day(ends, zone)} {clock(ends, zone)}"
    return f"{day(begins, zone)} {clock(begins, zone)}–{last}"


def hours(line: PublicLine) -> str:
    """When a public line is open, by its office's clock."""
    if line.opens is None or line.closes is None:
        when = _("day and night")
    else:
        when = f"{line.opens:%H:%M}–{line.closes:%H:%M}"
    if len(line.weekdays) == _ALL_DAYS:
        return when
    names: Any = babel_locale().days["stand-alone"]["abbreviated"]
    return ", ".join(names[number] for number in sorted(line.weekdays)) + f" {when}"
