"""A letter filled in from an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import override

from sapar.guidance.letters import WRITTEN_IN
from sapar.guidance.speaking import cited, said, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sapar.guidance.letters import Letter
    from sapar.guidance.rules import Answer

_MONEY = {"RU": "руб.", "KZ": "тенге"}


@dataclass(frozen=True)
class Part:
    """A piece of the letter: "heading" or "paragraph" with one line, or "list"."""

    kind: str
    lines: list[str]


def written(letter: Letter, answer: Answer, country: str) -> list[Part]:
    """The whole letter in Russian, as the answer fills it."""
    with override(WRITTEN_IN):
        money = _MONEY[country]
        lists = {"{sums}": list(_sums(answer, money)), "{law}": list(_law(answer))}
        filled = {
            "day": shown(answer.on),
            "interest": f"{shown(answer.result['interest'])} {money}",
            "claim": f"{shown(answer.result['claim'])} {money}",
        }
        return [_part(line, lists, filled) for line in letter.body]


def _part(line: str, lists: dict[str, list[str]], filled: dict[str, str]) -> Part:
    if line in lists:
        return Part("list", lists[line])
    words = line.format(**filled)
    return Part("heading", [words[2:]]) if words.startswith("# ") else Part("paragraph", [words])


def _sums(answer: Answer, money: str) -> Iterator[str]:
    for row in answer.result["sums"]:
        late = "" if row["until"] == answer.on else f", выплачено {shown(row['until'])}"
        yield f"{shown(row['amount'])} {money}, срок выплаты {shown(row['due'])}{late}; проценты {shown(row['interest'])} {money}"


def _law(answer: Answer) -> Iterator[str]:
    """Each rule of law in the answer, with its act and article."""
    for step in answer.steps:
        if step.source is None:
            continue
        source = cited(step.source)
        article = f", ст. {source.article}" if source.article else ""
        act = f" ({source.act}{article})" if source.act.words else ""
        yield f"{said(step.text)}{act}"
