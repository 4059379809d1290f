"""The two questions to the compendium, each one statement: what was typed, and what is like a case.

Row policies keep `@@` and `&&` from their indexes, so both ask a function of the database that sees published entries only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

from sapar.common.ready import ahead, ask
from sapar.directory import lexicon
from sapar.directory.countries import find_country
from sapar.directory.spelling import fold, words
from sapar.directory.taxonomy import HELPS_WITH, Problem

if TYPE_CHECKING:
    import datetime as dt
    import uuid

PAGE = 10
LONGEST = 200
_SHORTEST_WORD = 3
_MOST_WORDS = 8


@dataclass(frozen=True)
class Asked:
    """What is looked for. `text` as typed; codes narrow it where nothing is typed and lift it where something is."""

    text: str = ""
    problem: str = ""
    country: str = ""
    province: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.problem or self.country)


def run(asked: Asked, *, page: int = 1) -> tuple[list[uuid.UUID], bool]:
    """The entries of a page, the best first, and whether there are more."""
    typed = asked.text[:LONGEST]
    sounds = [word for word in words(typed) if len(word) >= _SHORTEST_WORD][:_MOST_WORDS]
    kind, _dash, code = lexicon.read(words(typed)).need.partition("-")
    country = asked.country or next((land for word in typed.split() if (land := find_country(word))), "")
    values: list[Any] = [
        typed, [word for word in sounds if not find_country(word)], meant(kind, code, asked.problem), asked.problem,
        country, bool(asked.country), PAGE + 1, (page - 1) * PAGE,
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("select id from practice_search(%s, %s, %s, %s, %s, %s, %s, %s)", values)
        found = [row[0] for row in cursor.fetchall()]
    return found[:PAGE], len(found) > PAGE


def meant(kind: str, code: str, chosen: str = "") -> list[str]:
    """The problems that typed words mean; a service stands for the problems that it answers first."""
    if chosen:
        return [chosen]
    if kind == "p":
        return [code]
    return [str(problem) for problem in Problem.values if kind == "s" and code == HELPS_WITH[problem][0]]


def of_case(org_id: uuid.UUID, case_id: uuid.UUID, most: int) -> list[tuple[uuid.UUID, dt.datetime]]:
    """Published entries like a case, with the moment of their last change: the most shared problems first, then the same
    province and country, then what worked."""
    return [(key, at) for key, at in ask(_OF_CASE, {"org": org_id, "case": case_id, "most": most})]


def of_case_ahead(org_id: uuid.UUID, case_id: uuid.UUID, most: int) -> None:
    """Ask ahead for what `of_case` reads."""
    ahead(_OF_CASE, {"org": org_id, "case": case_id, "most": most})


_OF_CASE = """
    select found.id, entry.changed_at from cases_case one, practice_beside(
        array(select distinct code::text from cases_problem where org_id = one.org_id and case_id = one.id order by 1),
        one.country, one.province, %(most)s::int
    ) with ordinality as found (id, place) join practice_entry entry on entry.id = found.id
    where one.org_id = %(org)s and one.id = %(case)s order by found.place
"""


def sounds_of(texts: dict[str, str]) -> str:
    """The words of an entry in the rough spelling, each once."""
    every = (word for text in texts.values() for word in text.split())
    return " ".join(dict.fromkeys(sound for word in every if len(sound := fold(word)) >= _SHORTEST_WORD))
