"""A comparison in words: what agrees, what differs, by which rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sapar.names import comparing, parts, scoring, weighing
from sapar.names.likeness import (
    ABSENT,
    CROSSED,
    DIFFERS,
    INITIAL,
    LOOSE,
    NEAR,
    SAME,
    SHORT,
    SOUND,
)
from sapar.names.parts import ANY, FAMILY, FATHER, GIVEN

if TYPE_CHECKING:
    from sapar.names.comparing import Answer, Comparison
    from sapar.names.parts import Name

PARTS = {
    GIVEN: "first name",
    FAMILY: "family name",
    FATHER: "father's name",
    ANY: "further name",
    "ending": "sex by the endings",
    "birth": "birth date",
    "sex": "sex",
    "citizenship": "citizenship",
    "origin": "place of origin",
    "phone": "phone",
    "document": "document",
}
LEVELS = {
    SAME: "same",
    SOUND: "same by sound",
    NEAR: "nearly the same",
    LOOSE: "a little alike",
    SHORT: "a short form of the other",
    INITIAL: "only an initial, which fits",
    CROSSED: "same, but in another part of the name",
    DIFFERS: "differs",
    ABSENT: "told on one side only",
    "exact": "same",
    "swapped": "day and month changed round",
    "slip": "one sign differs",
    "year": "same year, more is not known",
    "about": "about the same year",
}


def explained(one: str, other: str) -> list[str]:
    """Lines for a person: the answer, each part with its weight, and the readings that were compared."""
    found = scoring.score(one, other)
    comparison = comparing.compare(parts.read(one), parts.read(other))
    weights = {weight.part: weight.bits for weight in weighing.weights(comparison)}
    lines = [f"{found.decision}, {found.probability:.3f}: {summary(comparison)}"]
    for answer in comparison.answers:
        here, there = comparison.one.words[answer.one], comparison.other.words[answer.other]
        bits = f"{weights[answer.role]:+.1f} bits" if answer.role in weights else "no weight"
        lines.append(
            f"  {PARTS[answer.role]} {LEVELS[answer.level]}: {here.letters} [{'/'.join(here.stems)}] – "
            f"{there.letters} [{'/'.join(there.stems)}], {bits}"
        )
    if comparison.sexes_differ:
        lines.append(f"  the endings tell of a man and a woman, {weights['ending']:+.1f} bits")
    lines += [f"  {rule}" for rule in _rules(comparison)]
    return lines


def summary(comparison: Comparison) -> str:
    """Such as "first name same, family name same by sound, father's name told on one side only"."""
    said = [_said(answer) for answer in comparison.answers if answer.role != ANY]
    for role in (GIVEN, FAMILY, FATHER):
        if comparison.level(role) == ABSENT and (role in comparison.one.roles) != (
            role in comparison.other.roles
        ):
            said.append(f"{PARTS[role]} {LEVELS[ABSENT]}")
    return ", ".join(said) or "no word answers another"


def _said(answer: Answer) -> str:
    return f"{PARTS[answer.role]} {LEVELS[answer.level]}"


def _rules(comparison: Comparison) -> list[str]:
    return [
        f"{side} read as: {_shown(name)}"
        for side, name in (("first", comparison.one), ("second", comparison.other))
    ]


def _shown(name: Name) -> str:
    words = [
        f"{word.letters} = {'/'.join(word.stems)} ({PARTS[role] if role != ANY else 'part not known'}"
        f"{', ending taken off' if word.kind else ''})"
        for word, role in zip(name.words, name.roles, strict=True)
    ]
    return f"{', '.join(words) or 'no letters'}; letters by: {', '.join(name.ways)}"


def folded(text: str) -> list[str]:
    """A line a word: its letters, its sounds in each reading, whose name it seems to be."""
    name = parts.read(text)
    return [
        f"{word.letters}\t{'/'.join(word.stems)}\t{PARTS[role] if role != ANY else 'not known'}"
        for word, role in zip(name.words, name.roles, strict=True)
    ]
