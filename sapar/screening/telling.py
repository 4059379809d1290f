"""A judgement in words, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sapar.screening import words
from sapar.screening.indicators import frames, library
from sapar.screening.indicators.judging import Found, Judgement, judge
from sapar.screening.indicators.model import RECRUITED, Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sapar.screening.models import Screening

ANSWERS = {
    Answer.YES: gettext_lazy("Yes"),
    Answer.NO: gettext_lazy("No"),
    Answer.UNKNOWN: gettext_lazy("Not known"),
    Answer.NOT_SAFE: gettext_lazy("Not asked: not safe"),
}
FOUND = {
    Found.YES: gettext_lazy("Found"),
    Found.NO: gettext_lazy("Not found"),
    Found.OPEN: gettext_lazy("Still open"),
}
_SHAPES = {Found.YES: "taken", Found.NO: "ended", Found.OPEN: "unknown"}


@dataclass(frozen=True)
class ToldDimension:
    """`state` is the code of its look; `reasons` are (finding, weight in words)."""

    name: str
    found: str
    state: str
    reasons: list[tuple[str, str]]


@dataclass(frozen=True)
class Told:
    """What the page says of a result. `possible` has one entry once the answers settle it."""

    headline: str
    possible: list[str]
    why: str
    reading: bool
    dimensions: list[ToldDimension]
    act: str
    means: list[str]
    means_needed: bool | None
    consent_void: bool
    involuntary: str
    menace: str
    eleven: list[str]
    source: Any
    unasked: int
    unsafe: int


def tell(answers: Mapping[str, str], *, edition: str, child: bool | None) -> Told:
    found = judge(library.edition(edition), answers, child=child)
    possible = [str(result_words(child)[one.code]) for one in found.possible]
    palermo, forced = frames.palermo(found, answers), frames.forced_labour(found, answers)
    return Told(
        headline=_headline(possible),
        possible=possible,
        why=str(words.DECISIONS[found.decision.code]) if found.decision else "",
        reading=bool(found.decision and found.decision.reading),
        dimensions=_dimensions(found),
        act=str(FOUND[palermo.act]),
        means=[str(words.MEANS[one]) for one in palermo.means],
        means_needed=palermo.means_needed,
        consent_void=palermo.consent_void,
        involuntary=str(FOUND[forced.involuntary]),
        menace=str(FOUND[forced.menace]),
        eleven=[str(words.ELEVEN[one]) for one in frames.eleven(found, answers)],
        source=found.edition.source,
        unasked=len(found.edition.questions) - len(answers),
        unsafe=sum(1 for one in answers.values() if one == Answer.NOT_SAFE),
    )


def of(screening: Screening) -> Told:
    return tell(screening.answers, edition=screening.edition, child=screening.child)


def result_words(child: bool | None) -> dict[str, Any]:  # noqa: FBT001 - a fact about somebody, not a switch
    return words.RESULTS_OF_CHILD if child else words.RESULTS


def range_words(screening: Screening) -> str:
    """ "Labour-rights case", or from what to what the open answers leave it."""
    named = result_words(screening.child)
    ends = [str(named[screening.lowest]), str(named[screening.highest])]
    return _headline(list(dict.fromkeys(ends)))


def _headline(possible: list[str]) -> str:
    if len(possible) == 1:
        return possible[0]
    return _("Still open: from “%(lowest)s” to “%(highest)s”") % {
        "lowest": possible[0],
        "highest": possible[-1],
    }


def _dimensions(found: Judgement) -> list[ToldDimension]:
    told = {
        one.dimension: ToldDimension(
            name=str(words.DIMENSIONS[one.dimension]),
            found=str(FOUND[one.found]),
            state=_SHAPES[one.found],
            reasons=[
                (str(words.QUESTIONS[reason.indicator.id][1]), str(words.WEIGHTS[reason.weight]))
                for reason in one.reasons
            ],
        )
        for one in found.dimensions
    }
    return [told[name] for name in words.DIMENSIONS]  # type: ignore[index] # every dimension was told above


def groups(answers: Mapping[str, str], *, edition: str) -> list[dict[str, Any]]:
    """Every question by its dimension, for the calm list and the paper form: {"name", "questions": [{"number", "id", "words",
    "answer"}]}."""
    indicators = library.edition(edition).indicators
    parts = {str(_("How it began")): [RECRUITED]}
    for code, name in words.DIMENSIONS.items():
        parts[str(name)] = [one.id for one in indicators.values() if one.dimension == code]
    number = count(1)
    return [
        _group(name, [_question(next(number), key, answers) for key in keys]) for name, keys in parts.items()
    ]


def _group(name: str, questions: list[dict[str, Any]]) -> dict[str, Any]:
    answered = sum(1 for one in questions if one["answer"])
    return {"name": name, "questions": questions, "answered": answered, "all": len(questions)}


def _question(number: int, key: str, answers: Mapping[str, str]) -> dict[str, Any]:
    return {
        "number": number,
        "id": key,
        "words": str(words.QUESTIONS[key][0]),
        "answer": answers.get(key, ""),
    }
