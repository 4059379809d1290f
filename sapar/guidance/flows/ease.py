"""How easily a flow reads: Flesch's reading ease, and no long sentence.

English: 206.835 - 1.015 words a sentence - 84.6 syllables a word (Flesch, "A new readability yardstick", 1948). Russian, whose
words are longer: 206.835 - 1.3 words a sentence - 60.1 syllables a word (Oborneva, 2006). 60 and more is plain language for
readers of 13 to 15 years, 100 is very easy. The formula is asked of a whole flow, for a single question is too short for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sapar.guidance.flows.model import PARTS, QuestionWords

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sapar.guidance.flows.library import Library
    from sapar.guidance.flows.model import Flow, OutcomeWords


@dataclass(frozen=True)
class Formula:
    """`least` is the lowest ease of a flow, `longest` the most words of a sentence."""

    a_sentence: float
    a_syllable: float
    least: float
    longest: int


FORMULAS = {"en": Formula(1.015, 84.6, 70, 18), "ru": Formula(1.3, 60.1, 55, 14)}
_BASE = 206.835
_SENTENCE = re.compile(r"[.!?…:;]+(?:\s|$)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_VOWELS = {"en": re.compile(r"[aeiouy]+"), "ru": re.compile(r"[аеёиоуыэюя]")}
_SILENT = re.compile(r"(?:[^laeiouy]es|[^aeioutd]ed|[^l]e)$")


def faults(library: Library, flow: Flow) -> Iterator[str]:
    """What reads too hard, with the figure and the limit."""
    for language, formula in FORMULAS.items():
        texts = [line for node in flow.nodes for line in lines_of(library.words(flow.id, node, language))]
        for sentence in (one for line in texts for one in sentences(line)):
            count = len(_WORD.findall(sentence))
            if count > formula.longest:
                yield f"{flow.id}: a sentence of {count} words in {language}, at most {formula.longest}: “{sentence}”"
        found = ease(texts, language)
        if found < formula.least:
            yield f"{flow.id}: reads with an ease of {found:.0f} in {language}, at least {formula.least:.0f}"


def lines_of(words: QuestionWords | OutcomeWords) -> list[str]:
    """Everything that a page shows of a node, in its order."""
    if isinstance(words, QuestionWords):
        return [one for one in (words.title, words.hint, *words.answers.values()) if one]
    return [words.title, *(line for part in PARTS for line in getattr(words, part)), words.short]


def sentences(line: str) -> list[str]:
    return [one for one in _SENTENCE.split(line) if _WORD.search(one)]


def ease(lines: list[str], language: str) -> float:
    """Of sentences only: a name or an answer of one or two words is none."""
    formula = FORMULAS[language]
    spoken = [words for line in lines for one in sentences(line) if len(words := _WORD.findall(one)) > 2]
    every = [word for words in spoken for word in words]
    if not every:
        return _BASE
    syllables = sum(_syllables(word.lower(), language) for word in every)
    return _BASE - formula.a_sentence * len(every) / len(spoken) - formula.a_syllable * syllables / len(every)


def _syllables(word: str, language: str) -> int:
    """Vowels in Russian; groups of vowels in English, without the silent e at the end."""
    count = len(_VOWELS[language].findall(word))
    if language == "en" and _SILENT.search(word):
        count -= 1
    return max(count, 1)
