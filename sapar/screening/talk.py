"""A screening under way. It lives in the form that is sent from screen to screen: nothing is written until somebody keeps it."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.utils import timezone

from sapar.people.birth import MINORS
from sapar.people.codes import AgeBand
from sapar.screening.actions import Asked
from sapar.screening.codes import FoundThrough, Industry, Origin
from sapar.screening.gate import GATE, may_ask
from sapar.screening.indicators import asking, library
from sapar.screening.indicators.model import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import QueryDict

    from sapar.cases.models import Case
    from sapar.people.models import Person
    from sapar.screening.models import Screening

CHILD = {"yes": True, "no": False, "unknown": None}
_SAID_OF = {value: code for code, value in CHILD.items()}
LONGEST_NOTE = 5000


@dataclass(frozen=True)
class Talk:
    """What was made sure of and said so far, in the order it was said. `asked_on` where it stands on paper."""

    gate: dict[str, bool] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    child: bool | None = None
    found_through: tuple[str, ...] = ()
    industry: str = ""
    note: str = ""
    edition: str = ""
    version: int | None = None
    asked_on: dt.date | None = None

    @property
    def may_ask(self) -> bool:
        return may_ask(self.gate)

    @property
    def child_code(self) -> str:
        return _SAID_OF[self.child]

    def asked(self) -> Asked:
        """What a verb keeps."""
        return Asked(
            self.gate,
            self.answers,
            self.child,
            self.found_through,
            self.industry,
            self.note,
            self.edition,
            self.asked_on,
        )

    def next_question(self) -> str:
        """The most useful one that may be asked, or ""."""
        found = asking.next_question(library.edition(self.edition), self.answers, child=self.child)
        return found.question if found else ""

    def said(self, question: str, answer: str) -> Talk:
        """With one answer more; anything that is no answer to no question changes nothing."""
        if question not in library.edition(self.edition).questions or answer not in set(Answer):
            return self
        kept = {key: value for key, value in self.answers.items() if key != question}
        return replace(self, answers=kept | {question: answer})

    def taken_back(self) -> Talk:
        """Without the last answer."""
        return replace(self, answers=dict(list(self.answers.items())[:-1]))

    def carried(self, *, without: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
        """Names and values of the hidden fields, but for what the screen asks itself."""
        if "gate" not in without:
            yield from ((f"gate-{point}", "on") for point in GATE if self.gate.get(point))
            yield "child", self.child_code
            yield "asked_on", self.asked_on.isoformat() if self.asked_on else ""
        if "answers" not in without:
            yield from ((f"a-{key}", answer) for key, answer in self.answers.items())
        if "facts" not in without:
            yield from (("found_through", code) for code in self.found_through)
            yield from (("industry", self.industry), ("note", self.note))
        yield "edition", self.edition
        yield "version", "" if self.version is None else str(self.version)


def edition_on(day: dt.date | None = None) -> str:
    """The edition of today, or of a day in the past."""
    return library.on(day or timezone.localdate()).id


def begun_with(person: Person, case: Case) -> Talk:
    """Before the first word: the kind of work is the case's, and the age that is written down tells a child."""
    band = person.band_today
    child = None if band == AgeBand.UNKNOWN else band in MINORS
    return Talk(child=child, industry=case.industry, edition=edition_on())


def of(screening: Screening) -> Talk:
    """One that was kept, to be gone on with."""
    facts = screening.facts or {}
    return Talk(
        gate=dict(screening.gate),
        answers=dict(screening.answers),
        child=screening.child,
        found_through=tuple(facts.get("found_through", ())),
        industry=screening.industry,
        note=screening.note or "",
        edition=screening.edition,
        version=screening.version,
        asked_on=timezone.localdate(screening.begun_at) if screening.origin == Origin.PAPER else None,
    )


def sent(data: QueryDict) -> Talk:
    """What came back in the form. Unknown codes fall away: they can only come from a hand-made form."""
    edition = data.get("edition", "")
    edition = edition if edition in library.EDITIONS else edition_on()
    known = set(library.edition(edition).questions)
    answers = {
        key[2:]: value
        for key, value in data.items()
        if key.startswith("a-") and key[2:] in known and value in set(Answer)
    }
    industry, version = data.get("industry", ""), data.get("version", "")
    day = None
    with suppress(ValueError):
        day = dt.date.fromisoformat(data.get("asked_on", ""))
    return Talk(
        gate={point: f"gate-{point}" in data for point in GATE},
        answers=answers,
        child=CHILD.get(data.get("child", "")),
        found_through=tuple(one for one in data.getlist("found_through") if one in FoundThrough.values),
        industry=industry if industry in Industry.values else "",
        note=data.get("note", "")[:LONGEST_NOTE],
        edition=edition,
        version=int(version) if version.isdecimal() and len(version) < 10 else None,
        asked_on=day,
    )
