"""Every flow in six more languages: whole, current, in their own letters, drafts until somebody signs."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

import pytest

from sapar.guidance.flows import the_library
from sapar.guidance.flows.checking import unsigned
from sapar.guidance.flows.ease import lines_of
from sapar.guidance.rules import checking, evaluate
from sapar.guidance.rules.book import the_book
from sapar.guidance.rules.reading import OTHERS
from tests.test_words import FOREIGN
from tools import messages

# A migrant meets these Russian words on the paper itself, so they stand in brackets or quotation marks.
ON_PAPER = ("работа", "протокол", "акт", "загс", "миграционная карта")
CYRILLIC = set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")


def library_words(language):
    library = the_library()
    for flow in library.flows.values():
        for node in flow.nodes:
            yield flow.id, node, library.speak(flow.id, node, language)


@pytest.mark.parametrize("language", OTHERS)
def test_every_node_is_spoken_and_current(language):
    library = the_library()
    assert [(flow, node) for flow, node, one in library_words(language) if one.state != "current"] == []
    assert [flow for flow in library.flows if not library.is_current(flow, "flow", language)] == []
    assert library.is_current("", "common", language)


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_is_written_in_its_own_letters(language):
    strange = []
    for flow, node, one in library_words(language):
        for line in lines_of(one.words):
            plain = line.lower()
            for word in ON_PAPER:
                plain = plain.replace(word, "")
            odd = set(plain) & set(FOREIGN[language])
            odd |= set(plain) & CYRILLIC if language in {"uz", "tk", "ro"} else set()
            strange += [(flow, node, line, odd)] if odd else []
    assert strange == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_is_no_copy_of_the_russian(language):
    library = the_library()
    same = [
        (flow, node)
        for flow, node, one in library_words(language)
        if one.words.title == library.words(flow, node, "ru").title
    ]
    assert same == []


@pytest.mark.parametrize("language", ["ru", "en", *OTHERS])
def test_a_button_and_a_question_are_called_as_they_are_called_on_the_page(language):
    library = the_library()
    button = "Leave this page" if language == "en" else _in_catalogue(language, "Leave this page")
    assert button in library.words("held", "alone", language).hint
    assert library.title("permit", language) in " ".join(library.words("arrived", "next", language).now)
    assert library.title("passport-taken", language) in " ".join(
        library.words("no-papers", "taken", language).now
    )


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_of_a_rule_is_spoken_in_its_own_letters_and_with_its_own_numbers(language):
    wordings = the_book().tongues[language]
    assert set(wordings) == the_book().sentences()
    foreign = set(FOREIGN[language]) | (CYRILLIC if language in {"uz", "tk", "ro"} else set()) | set("'`")
    for russian, one in wordings.items():
        plain = re.sub(r"работа|\(реестр .*?\)", "", one.says.lower())
        assert not set(plain) & foreign, one.says
        assert sorted(re.findall(r"\d+", one.says)) == sorted(re.findall(r"\d+", russian)), one.says


def test_when_the_russian_of_a_rule_changes_russian_stands_until_it_is_translated_anew(rewrite):
    days = {"country": "RU", "citizenship": "TJ", "entry": "2026-03-05"}
    ask = partial(evaluate, "registration-deadline", date(2026, 3, 10), days)
    assert "15 күн каттоосуз" in str([one.text.words["ky"] for one in ask().steps if one.source])

    rewrite("russia-registration.yaml", "ru: Граждане Таджикистана могут", "ru: Гражданам Таджикистана можно")

    (rule,) = (one.text for one in ask().steps if one.source)
    assert "ky" not in rule.words
    assert rule.into("ky", str, str).startswith("Гражданам Таджикистана можно")
    told = checking.check(the_book(), date(2026, 3, 10)).awaiting_translation
    assert "ky: 1 of " in " ".join(told)
    assert "ky: the Russian is no more: Граждане Таджикистана могут" in " ".join(told)


def _in_catalogue(language, words):
    return next(one.string for one in messages.load(language) if one.id == words)


def test_what_nobody_has_signed_is_listed_language_by_language():
    told = unsigned(the_library())
    assert [line.split(":")[0] for line in told] == list(OTHERS)
    assert all("no reviewer" in line for line in told)
