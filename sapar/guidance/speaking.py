"""Sentences of rules and words of flows in the reader's language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from babel.dates import format_date
from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext

from sapar.guidance import voice
from sapar.guidance.flows import aloud, the_library
from sapar.guidance.rules.book import the_book
from sapar.ui.countries import country_name
from sapar.ui.dates import babel_locale, one_point, written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.guidance.flows.model import OutcomeWords, QuestionWords
    from sapar.guidance.rules.model import Source
    from sapar.guidance.rules.texts import Text

# What a machine did not draft.
WRITTEN = ("ru", "en")
_COUNTRY = re.compile(r"[A-Z]{2}\Z")
_MONTH = re.compile(r"(\d{4})-(\d{2})\Z")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


@dataclass(frozen=True)
class Said:
    """A sentence and the language it is in, "" for the page's own."""

    words: str
    language: str = ""

    def __str__(self) -> str:
        return self.words


def reader() -> str:
    return (get_language() or "ru").split("-")[0]


def said(text: Text) -> Said:
    """A sentence of a rule: translated by the catalogue or by the files, in Russian where they lack it."""
    language = reader()
    words = one_point(text.into(language, gettext, shown))
    return Said(words, "ru" if text.words and language not in text.words else "")


def shown(value: Any) -> str:
    """What stands in a sentence, as the reader writes it: days and months, sums, countries by name, lists."""
    if isinstance(value, (tuple, list)):
        return ", ".join(shown(one) for one in value)
    if isinstance(value, date):
        return written(value)
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return str(number_format(value, use_l10n=True, force_grouping=True))
    text = str(value)
    return country_name(text) if _COUNTRY.match(text) else told_on(text) if text[:1].isdigit() else text


def told_on(text: str) -> str:
    """The day on which a source told something: "2025-11-03", "2025-11" or "2025"; "" where it has no date."""
    if _DAY.match(text):
        return written(date.fromisoformat(text))
    if found := _MONTH.match(text):
        year, month = (int(part) for part in found.groups())
        return str(format_date(date(year, month, 1), "LLLL y", locale=babel_locale()))
    return text


@dataclass(frozen=True)
class Cited:
    """A source as a page names it. `act` is the register's title, `told` a day in words or ""."""

    act: Said
    article: str
    url: str
    told: str


def cited(source: Source) -> Cited:
    act = the_book().acts.get(source.act)
    title = in_file(act.title) if act else Said("")
    return Cited(title, source.article, source.url, told_on(source.told.written))


def in_file(words: Mapping[str, str]) -> Said:
    """Words that a file has, in Russian where it lacks the reader's language."""
    language = reader()
    return Said(words[language]) if language in words else Said(words["ru"], "ru")


def are_drafts() -> bool:
    """Whether what rules say in the reader's language was drafted by a machine, and some of it nobody has signed."""
    return any(not one.reviewed_by for one in the_book().tongues.get(reader(), {}).values())


@dataclass(frozen=True)
class Words:
    """A node's words for a page. `original`: the Russian, where the translation is out of date. `language` as in `Said`."""

    words: QuestionWords | OutcomeWords
    original: QuestionWords | OutcomeWords | None
    state: str
    language: str
    is_draft: bool = False  # drafted by a machine, and no speaker has signed it
    voice: str = ""  # the name of a recording of exactly these words, "" for none


def words_of(flow: str, node: str) -> Words:
    """A node in the reader's language, or in Russian."""
    spoken = the_library().speak(flow, node, reader())
    language = "ru" if spoken.state == "missing" and reader() != "ru" else ""
    heard = voice.find(settings.VOICE_FOLDER, aloud.reading(the_library(), flow, node, reader()))
    is_draft = spoken.state != "missing" and not spoken.reviewed_by and reader() not in WRITTEN
    return Words(spoken.words, spoken.original, spoken.state, language, is_draft, heard)


def title_of(flow: str) -> Said:
    """A flow's name."""
    library, language = the_library(), reader()
    if library.has(flow, "flow", language) and library.is_current(flow, "flow", language):
        return Said(library.title(flow, language))
    return Said(library.title(flow, "ru"), "ru")
