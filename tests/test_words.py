"""Every word in every language it is promised in, with its placeholders, and every language's own letters."""

from __future__ import annotations

import re

import pytest

from tools import messages

PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[a-z_]*\}")
# Letters that would betray a neighbour's alphabet: Kazakh ones in Kyrgyz, a cedilla for Romanian's comma below, and so on.
FOREIGN = {
    "ru": "әғқңөұүһіӯӣҳҷ",
    "ky": "әғқұһіӯӣҳҷ",
    "kk": "ӯӣҳҷ",
    "tg": "әңөұүһ",
    "uz": "ёъы",
    "tk": "ğıə",
    "ro": "şţ",
}


def catalogue(language: str) -> list[messages.Message]:
    return [one for one in messages.load(language) if one.id and messages.is_translated(one)]


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_nothing_promised_is_untranslated(language):
    assert [one.id for one in messages.missing(language)] == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_translation_keeps_the_placeholders(language):
    lost = [one.id for one in catalogue(language) if not _keeps(one)]
    assert lost == []


def _keeps(message: messages.Message) -> bool:
    sources = message.id if isinstance(message.id, tuple) else (message.id,)
    targets = message.string if isinstance(message.string, tuple) else (message.string,)
    allowed = {frozenset(PLACEHOLDER.findall(one)) for one in sources}
    return all(frozenset(PLACEHOLDER.findall(one)) in allowed for one in targets)


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_translation_is_written_in_its_own_letters(language):
    strange = [
        one.id
        for one in catalogue(language)
        for text in (one.string if isinstance(one.string, tuple) else (one.string,))
        if set(text.lower()) & set(FOREIGN[language]) and messages.is_public(one)
    ]
    assert strange == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_the_catalogue_says_that_nobody_has_reviewed_it(language):
    head = messages.path_of(language).read_text(encoding="utf-8")[:400]
    assert "not yet read by a native speaker" in head
