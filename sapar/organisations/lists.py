"""Choices for an organisation's own form: countries and languages by their names, and the region's time zones."""

from __future__ import annotations

from babel.dates import get_timezone_location
from django.conf import settings

from sapar.ui.dates import babel_locale

NEAR = (
    "KG",
    "UZ",
    "TJ",
    "TM",
    "KZ",
    "RU",
    "MD",
    "TR",
    "KR",
    "PL",
    "DE",
    "CZ",
    "LT",
    "LV",
    "BY",
    "UA",
    "AZ",
    "AM",
    "GE",
)
_COUNTRY_LETTERS = 2
ZONES = (
    "Asia/Bishkek", "Asia/Tashkent", "Asia/Samarkand", "Asia/Dushanbe", "Asia/Ashgabat", "Asia/Almaty", "Asia/Aqtau",
    "Asia/Oral", "Europe/Chisinau", "Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg",
    "Asia/Omsk", "Asia/Novosibirsk", "Asia/Krasnoyarsk", "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok",
    "Asia/Magadan", "Asia/Kamchatka", "Europe/Istanbul", "Asia/Seoul", "Europe/Warsaw", "Europe/Berlin", "Europe/Kyiv",
    "Europe/Minsk", "Asia/Baku", "Asia/Yerevan", "Asia/Tbilisi", "Asia/Dubai", "UTC",
)  # fmt: skip


def countries() -> list[tuple[str, str]]:
    """Near ones in our order, the rest by name."""
    names = {
        code: name
        for code, name in babel_locale().territories.items()
        if len(code) == _COUNTRY_LETTERS and code.isalpha()
    }
    near = [(code, names.get(code, code)) for code in NEAR]
    rest = sorted(
        ((code, name) for code, name in names.items() if code not in NEAR), key=lambda pair: pair[1]
    )
    return [*near, *rest]


def country_name(code: str) -> str:
    return str(babel_locale().territories.get(code, code))


def languages() -> list[tuple[str, str]]:
    """By their own names, as on the public pages."""
    return list(settings.LANGUAGES)


def language_names(codes: list[str]) -> str:
    """A list of codes as words; a code we have no page in is named by the reader's own language."""
    own = dict(settings.LANGUAGES)
    return ", ".join(own.get(code) or babel_locale().languages.get(code, code) for code in codes)


def zones() -> list[tuple[str, str]]:
    return [(zone, zone_name(zone)) for zone in ZONES]


def zone_name(zone: str) -> str:
    """The city by whose clock it goes."""
    return str(get_timezone_location(zone, locale=babel_locale(), return_city=True))
