"""Countries by their names in the reader's language, as the people of the country say them."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from sapar.ui.dates import babel_locale

if TYPE_CHECKING:
    from collections.abc import Iterable

    from babel import Locale

_LETTERS = 2
# Unicode names them, but nobody lives in them or is a citizen of them.
_NOT_COUNTRIES = {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}
# Unicode's Russian name is not the one its citizens use.
_AS_ITS_PEOPLE_SAY = {("ru", "KG"): "Кыргызстан"}


def country_codes() -> frozenset[str]:
    """ISO 3166-1 alpha-2, as far as the reader's language has a name for them."""
    return _codes(babel_locale())


@functools.lru_cache(maxsize=32)
def _codes(locale: Locale) -> frozenset[str]:
    codes = (str(code) for code in locale.territories)
    return frozenset(code for code in codes if len(code) == _LETTERS and code.isalpha()) - _NOT_COUNTRIES


def country_name(code: str) -> str:
    """The name; the code itself where there is none, "" for ""."""
    locale = babel_locale()
    return _AS_ITS_PEOPLE_SAY.get((locale.language, code)) or (
        str(locale.territories.get(code, code)) if code else ""
    )


def countries(near: Iterable[str]) -> list[tuple[str, str]]:
    """(code, name): the near ones in their order, the rest by name."""
    return list(_by_name(babel_locale(), tuple(near)))


@functools.lru_cache(maxsize=32)
def _by_name(_locale: Locale, near: tuple[str, ...]) -> list[tuple[str, str]]:
    first = [(code, country_name(code)) for code in near]
    rest = [(code, country_name(code)) for code in country_codes() - {code for code, _name in first}]
    return [*first, *sorted(rest, key=lambda pair: pair[1])]
