"""Countries and languages by their names in the reader's language, those of our routes first."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sapar.ui.dates import babel_locale

NEAR_COUNTRIES = (
    "KG",
    "UZ",
    "TJ",
    "TM",
    "KZ",
    "RU",
    "MD",
    "TR",
    "KR",
    "AE",
    "PL",
    "DE",
    "CN",
    "AF",
    "AZ",
    "UA",
    "BY",
)
NEAR_LANGUAGES = ("ky", "ru", "uz", "tg", "kk", "tk", "ro", "en")
FURTHER_LANGUAGES = (
    "ar", "az", "be", "bg", "de", "dng", "es", "fa", "fr", "gag", "hi", "hy", "it", "ka", "kaa", "ko", "ku", "mn", "pl",
    "ps", "tr", "tt", "ug", "uk", "ur", "vi", "zh",
)  # fmt: skip
LANGUAGES = (*NEAR_LANGUAGES, *FURTHER_LANGUAGES)

_LETTERS = 2
# Babel names them, but nobody is a citizen of them.
_NOT_COUNTRIES = {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}

# Babel has no words for these.
_OWN_NAMES = {"dng": "Хуэйзў (Dungan)", "kaa": "Qaraqalpaqsha", "gag": "Gagauz"}


def country_codes() -> frozenset[str]:
    """ISO 3166-1 alpha-2, as far as the reader's language has a name for them."""
    codes = (str(code) for code in babel_locale().territories)
    return frozenset(code for code in codes if len(code) == _LETTERS and code.isalpha()) - _NOT_COUNTRIES


def country_name(code: str) -> str:
    return str(babel_locale().territories.get(code, code)) if code else ""


def language_name(code: str) -> str:
    known = babel_locale().languages.get(code) or _OWN_NAMES.get(code, code)
    return known[:1].upper() + known[1:]


def countries(empty: str | None = None) -> list[tuple[str, str]]:
    """Choices for a form: near ones in our order, the rest by name; `empty` is the words for none chosen."""
    near = [(code, country_name(code)) for code in NEAR_COUNTRIES]
    rest = [(code, country_name(code)) for code in country_codes() - set(NEAR_COUNTRIES)]
    return [("", _("Not known") if empty is None else empty), *near, *sorted(rest, key=lambda pair: pair[1])]


def languages(empty: str | None = None) -> list[tuple[str, str]]:
    """Choices for one language."""
    return [("", _("Not known") if empty is None else empty), *several_languages()]


def near_languages() -> list[tuple[str, str]]:
    return [(code, language_name(code)) for code in NEAR_LANGUAGES]


def further_languages() -> list[tuple[str, str]]:
    further = sorted(((code, language_name(code)) for code in FURTHER_LANGUAGES), key=lambda pair: pair[1])
    return [("", "—"), *further]


def several_languages() -> list[tuple[str, str]]:
    """Choices for a list of languages, without an empty one."""
    return [(code, language_name(code)) for code in LANGUAGES]
