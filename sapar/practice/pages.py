"""What the public page and the page of staff show of an entry."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from babel.dates import format_skeleton
from django.utils.translation import get_language, ngettext

from sapar.directory.taxonomy import Problem
from sapar.practice import queries
from sapar.practice.codes import Result
from sapar.ui.dates import babel_locale

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.practice.models import Entry

_MONTH_OF_WEEKS = 9
_YEAR_MONTH = 7


def shown(entry: Entry) -> dict[str, Any]:
    """Context for `practice/_entry.html`."""
    supports = [(_in_words(one.title), one.state) for one in queries.supports(entry)]
    return {
        "entry": entry,
        "words": entry.words,
        "problems": [Problem(code).label for code in entry.problems if code in Problem.values],
        "result": Result(entry.result_code).label,
        "near": queries.province_words(entry),
        "when": when_words(entry.happened),
        "took": took_words(entry.took_weeks),
        "supports": supports,
        "is_shaken": any(state != "same" for _title, state in supports),
    }


def _in_words(title: Mapping[str, str]) -> str:
    language = (get_language() or "ru").split("-")[0]
    return title.get(language) or title.get("en" if language == "en" else "ru") or title["en"]


def when_words(happened: str) -> str:
    """«май 2024 г.», "2024", "" where nobody told."""
    if len(happened) < _YEAR_MONTH:
        return happened
    return str(format_skeleton("yMMMM", dt.date.fromisoformat(f"{happened}-01"), locale=babel_locale()))


def took_words(weeks: int | None) -> str:
    """In weeks up to two months, then in months: no finer than it matters."""
    if weeks is None:
        return ""
    if weeks < _MONTH_OF_WEEKS:
        return ngettext("about %(n)d week", "about %(n)d weeks", max(weeks, 1)) % {"n": max(weeks, 1)}
    months = round(weeks * 12 / 52)
    return ngettext("about %(n)d month", "about %(n)d months", months) % {"n": months}
