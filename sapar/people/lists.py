"""Countries and languages by their names in the reader's language, those of our routes first."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sapar.ui.countries import countries as near_first
from sapar.ui.countries import country_codes, country_name
from sapar.ui.dates import babel_locale

__all__ = [
    "countries",
    "country_codes",
    "country_name",
    "further_languages",
    "language_name",
    "languages",
    "near_languages",
    "several_languages",
]

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

# Babel has no words for these.
_OWN_NAMES = {"dng": "Хуэйзў (Dungan)", "kaa": "Qaraqalpaqsha", "gag": "Gagauz"}


# Unicode's Russian word is not the one its speakers use.
_AS_ITS_SPEAKERS_SAY = {("ru", "ky"): "кыргызский"}


def language_name(code: str) -> str:
    ours = _AS_ITS_SPEAKERS_SAY.get((babel_locale().language, code))
    known = ours or babel_locale().languages.get(code) or _OWN_NAMES.get(code, code)
    return known[:1].upper() + known[1:]


def countries(empty: str | None = None) -> list[tuple[str, str]]:
    """Choices for a form: near ones in our order, the rest by name; `empty` is the words for none chosen."""
    return [("", _("Not known") if empty is None else empty), *near_first(NEAR_COUNTRIES)]


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
