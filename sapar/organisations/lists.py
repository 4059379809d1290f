"""Choices for an organisation's own form: countries and languages by their names, and the region's time zones."""

from __future__ import annotations

from babel.dates import get_timezone_location
from django.conf import settings

from sapar.ui.countries import countries as near_first
from sapar.ui.countries import country_name
from sapar.ui.dates import babel_locale

__all__ = ["countries", "country_name", "language_names", "languages", "zone_name", "zones"]

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
ZONES = (
    "Asia/Bishkek", "Asia/Tashkent", "Asia/Samarkand", "Asia/Dushanbe", "Asia/Ashgabat", "Asia/Almaty", "Asia/Aqtau",
    "Asia/Oral", "Europe/Chisinau", "Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg",
    "Asia/Omsk", "Asia/Novosibirsk", "Asia/Krasnoyarsk", "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok",
    "Asia/Magadan", "Asia/Kamchatka", "Europe/Istanbul", "Asia/Seoul", "Europe/Warsaw", "Europe/Berlin", "Europe/Kyiv",
    "Europe/Minsk", "Asia/Baku", "Asia/Yerevan", "Asia/Tbilisi", "Asia/Dubai", "UTC",
)  # fmt: skip


def countries() -> list[tuple[str, str]]:
    """Near ones in our order, the rest by name."""
    return near_first(NEAR)


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
