"""Are two records one person? Names, birth date, sex, citizenship, origin, phone and document, by Fellegi–Sunter.

Three answers: same, perhaps (a person decides), different. A name alone never makes two records one: "same" needs a
second fact that few people share. Pure: facts come in, an answer with its reasons goes out.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING, NamedTuple

from sapar.names import comparing, facts, parts, weighing
from sapar.names.likeness import ABSENT, DIFFERS, LOOSE, NEAR, SAME
from sapar.names.parts import GIVEN
from sapar.names.scoring import DIFFERENT, PERHAPS
from sapar.names.scoring import SAME as ONE_PERSON
from sapar.names.weighing import Weight

if TYPE_CHECKING:
    from sapar.names.comparing import Comparison
    from sapar.names.facts import Birth

PEOPLE = 1_000_000
# Odds in bits: 99 of 100 for "same"; one of fifty is still worth a look.
_SAME_BITS, _PERHAPS_BITS = log2(99), -log2(49)
# A fact that fewer than one of a thousand other people share.
_SECOND_FACTS = {("birth", facts.EXACT), ("phone", SAME), ("document", SAME), ("document", facts.SLIP)}
_OWN_FACTS = {("document", SAME), ("document", facts.SLIP)}


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way somebody's name was written: kept as given, in which language and where from (passport, own words)."""

    text: str
    language: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of somebody. Empty where nothing is; phones and documents as written; the rest as codes."""

    names: tuple[Spelling, ...]
    birth: Birth | None = None
    sex: str = ""
    citizenship: str = ""
    origin: str = ""
    phones: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


class Verdict(NamedTuple):
    """`answer`, the odds in bits that stand behind it, each part's weight, and the spellings that agreed best."""

    answer: str
    bits: float
    weights: tuple[Weight, ...]
    comparison: Comparison | None


def decide(one: Facts, other: Facts, people: int = PEOPLE) -> Verdict:
    """`people`: among how many the two were found; the more there are, the more must agree."""
    comparison = _best(one, other)
    weights = [*(weighing.weights(comparison) if comparison else ()), *_facts(one, other)]
    bits = sum(weight.bits for weight in weights) - log2(max(people, 2))
    return Verdict(_answer(comparison, weights, bits), bits, tuple(weights), comparison)


def _best(one: Facts, other: Facts) -> Comparison | None:
    """The two spellings that speak most for one person: people are called by many names, and one must fit."""
    found = [
        comparing.compare(parts.read(here.text), parts.read(there.text))
        for here in one.names
        for there in other.names
    ]
    return max(found, key=weighing.name_bits, default=None)


def _facts(one: Facts, other: Facts) -> list[Weight]:
    levels = (
        ("birth", facts.birth_level(one.birth, other.birth)),
        ("sex", facts.code_level(one.sex, other.sex)),
        ("citizenship", facts.code_level(one.citizenship, other.citizenship)),
        ("origin", facts.code_level(one.origin, other.origin)),
        ("phone", facts.phone_level(one.phones, other.phones)),
        ("document", facts.document_level(one.documents, other.documents)),
    )
    return [Weight(part, level, weighing.bits(part, level)) for part, level in levels if level != ABSENT]


def _answer(comparison: Comparison | None, weights: list[Weight], bits: float) -> str:
    known = {(weight.part, weight.level) for weight in weights}
    given = comparison.level(GIVEN) if comparison else DIFFERS
    if given in (DIFFERS, LOOSE):
        # Twins and brothers share everything but the given name, so only a document of one's own says anything here.
        return PERHAPS if known & _OWN_FACTS else DIFFERENT
    second = _OWN_FACTS if given == NEAR else _SECOND_FACTS
    if bits >= _SAME_BITS and known & second and _no_contradiction(known):
        return ONE_PERSON
    alike = sum(weight.bits for weight in weights if weight.part in comparing.ROLES)
    if bits >= _PERHAPS_BITS or (weighing.probability(alike) >= 0.5 and _no_contradiction(known)):
        return PERHAPS
    return DIFFERENT


def _no_contradiction(known: set[tuple[str, str]]) -> bool:
    """Father's or family name, birth date and sex; phones, papers and citizenship change in a life."""
    return not known & {(part, DIFFERS) for part in (*comparing.ROLES, "ending", "birth", "sex")}
