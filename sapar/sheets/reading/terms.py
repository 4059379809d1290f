"""A word of somebody's list as a code of ours: exactly one, or none. Several in one cell are several codes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from babel import Locale
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from sapar.cases.codes import Industry
from sapar.directory.taxonomy import Problem
from sapar.intake.codes import CallerIs, Channel, ContactOutcome
from sapar.people import lists
from sapar.people.codes import MayCall, PhoneOf, Sex
from sapar.sheets.known_words import WORDS
from sapar.sheets.reading.texts import clean, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORDS = (("contact", _("A talk")), ("case", _("A case was opened or continued")))
SEVERAL = frozenset({"topic"})
_CHOICES = {
    "record": RECORDS,
    "channel": Channel.choices,
    "topic": Problem.choices,
    "outcome": ContactOutcome.choices,
    "industry": Industry.choices,
    "caller_is": CallerIs.choices,
    "sex": Sex.choices,
    "may_call": MayCall.choices,
    "phone_of": PhoneOf.choices,
}
_COUNTRIES = ("country", "citizenship")
_BETWEEN = re.compile(r"\s*[;,\n/+|]\s*|\s+(?:и|жана|va|ва|және|și|and|&)\s+")
_LOCALES = ("ru", "ky", "uz", "uz_Cyrl", "tg", "kk", "tk", "ro", "en")


def choices(field: str) -> list[tuple[str, Any]]:
    """(code, words) of a coded field, in the reader's language."""
    if field in _COUNTRIES:
        return lists.countries()[1:]
    if field == "language":
        return lists.languages()[1:]
    return list(_CHOICES[field])


def codes(field: str) -> frozenset[str]:
    return frozenset(code for code, _words in choices(field))


def parts(field: str, text: str, own: dict[str, str]) -> list[str]:
    """The terms in a cell, each as it was written: one, or several where the field takes several."""
    whole = clean(text)
    if not whole or field not in SEVERAL or lookup(field, whole, own) is not None:
        return [whole] if whole else []
    return [part for part in _BETWEEN.split(whole) if part.strip()]


def lookup(field: str, text: str, own: dict[str, str]) -> str | None:
    """The code; "" where the organisation said that the word means nothing; None for a word nobody has explained."""
    rough = key_of(text)
    if rough in own:
        return own[rough]
    # A code is itself, even where its letters are those of some word: "ka" is Georgian.
    return text.strip() if text.strip() in codes(field) else known(field).get(rough)


def key_of(text: str) -> str:
    """What words are compared by; a sign without letters stays itself."""
    return spoken(text) or clean(text)


@lru_cache(maxsize=32)
def known(field: str) -> dict[str, str]:
    """Rough spelling to code. A spelling that two codes share belongs to neither."""
    found: dict[str, set[str]] = {}
    for code, word in _spellings(field):
        if rough := key_of(word):
            found.setdefault(rough, set()).add(code)
    hand = {key_of(word): code for code, words in WORDS.get(field, {}).items() for word in words.split("|")}
    return {rough: next(iter(held)) for rough, held in found.items() if len(held) == 1} | hand


def _spellings(field: str) -> Iterator[tuple[str, str]]:
    for code in codes(field):
        yield code, code
    if field in _COUNTRIES or field == "language":
        for name in _LOCALES:
            locale = Locale.parse(name)
            table = locale.territories if field in _COUNTRIES else locale.languages
            yield from ((code, table[code]) for code in codes(field) if code in table)
        return
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield from ((code, str(words)) for code, words in choices(field))
