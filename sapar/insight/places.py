"""Places and months of the picture in words. A place is a country or a province, never anything smaller."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from babel.dates import format_date, format_skeleton
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sapar.directory import provinces
from sapar.ui.dates import babel_locale

if TYPE_CHECKING:
    from collections.abc import Iterable

# Where a country's tile lies on the drawing: column, row. Not a map of borders: everyone gets the same room.
TILES: dict[str, tuple[int, int]] = {
    "PL": (0, 0), "BY": (1, 0), "LT": (0, 1), "UA": (1, 1), "RU": (3, 0), "DE": (0, 2), "MD": (1, 2), "KZ": (4, 1),
    "KG": (5, 1), "UZ": (4, 2), "TJ": (5, 2), "TM": (3, 2), "AZ": (2, 2), "TR": (1, 3), "AE": (3, 3), "CN": (6, 1),
    "KR": (7, 1), "AF": (5, 3),
}  # fmt: skip


def month_name(code: str) -> str:
    """“2026-03” as “March 2026”."""
    year, month = code.split("-")
    return format_skeleton("yMMMM", dt.date(int(year), int(month), 1), locale=babel_locale())


def quarter_name(code: str) -> str:
    """“2026-Q3” as “July – September 2026”."""
    first, last = bounds(code)
    begins, ends = (format_date(day, "LLLL", locale=babel_locale()) for day in (first, last))
    if get_language() != "en":  # CLDR begins a month that stands alone with a capital; these languages do not
        begins, ends = begins.lower(), ends.lower()
    return _("%(begins)s – %(ends)s %(year)s") % {"begins": begins, "ends": ends, "year": first.year}


def bounds(quarter: str) -> tuple[dt.date, dt.date]:
    """The first and the last day."""
    year, number = int(quarter[:4]), int(quarter[-1])
    first = dt.date(year, 3 * number - 2, 1)
    after = dt.date(year + number // 4, 3 * number % 12 + 1, 1)
    return first, after - dt.timedelta(days=1)


def quarter_of(day: dt.date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


def place_name(code: str) -> str:
    """“KZ” is the country; “KZ-02” a province."""
    country, _dash, province = code.partition("-")
    return provinces.words(country, province)


def place_names(codes: Iterable[str]) -> dict[str, str]:
    """Of the places of one table: a country whose provinces stand beside it is what is left of it."""
    listed = list(codes)
    divided = {code.partition("-")[0] for code in listed if "-" in code}
    rest = _("%(country)s: elsewhere, or not said where")
    return {
        code: rest % {"country": place_name(code)} if code in divided else place_name(code) for code in listed
    }


def tiles(codes: Iterable[str]) -> dict[str, tuple[int, int]]:
    """The tiles of these countries; those without a place of their own stand in a row below."""
    known = {code: TILES[code] for code in codes if code in TILES}
    further = sorted(code for code in codes if code not in TILES)
    return known | {code: (number % 8, 4 + number // 8) for number, code in enumerate(further)}
