"""What a caseworker does, as requests: each checks that the answer is the page it should be."""

from __future__ import annotations

import re
import secrets
import uuid
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from bench.browser import Forms

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from bench.browser import Answer, Browser

WORDS = "Три месяца не платят зарплату, бригадир не отвечает. Просит перезвонить вечером. (вымышлено)"
STORY = f"{WORDS} " * 4
LIST_ROWS = 25
# A known caller's panel leads to what is known; silence leads nowhere.
_CONSONANTS = "бвгджзклмнпрстфхцчш"
_KNOWN = re.compile(r"/staff/(?:contacts|cases|people)/[0-9a-f]{8}-")
# What the issue asks of each, in milliseconds: p50; p95 is 50 for all.
TARGETS = {"list": 15, "open": 10, "log_contact": 20, "create_case": 20, "look_up": 10}


class Unexpected(RuntimeError):
    """An answer was not the page that was asked for: its time means nothing."""


@dataclass
class Worker:
    """One signed-in member of staff with forms at hand, as a browser has them open."""

    browser: Browser
    cases: list[str]
    phones: list[str]
    chance: random.Random
    talk: dict[str, str] = field(default_factory=dict)
    opening: dict[str, str] = field(default_factory=dict)
    finding: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.talk = Forms(self.browser.get("/staff/contacts/new/").body).having("channel")
        self.opening = Forms(self.browser.get("/staff/cases/new/").body).having("story")

    def list(self) -> Answer:
        view = self.chance.choice(("open", "waiting", "closed"))
        answer = self.browser.get(f"/staff/cases/?view={view}")
        rows = answer.body.count("</tr>") - 1
        return _checked(answer, HTTPStatus.OK, is_right=rows == LIST_ROWS)

    def list_contacts(self) -> Answer:
        return _checked(self.browser.get("/staff/contacts/"), HTTPStatus.OK)

    def open(self, case: str = "") -> Answer:
        answer = self.browser.get(f"/staff/cases/{case or self.chance.choice(self.cases)}/")
        return _checked(answer, HTTPStatus.OK, is_right="(вымышлено)" in answer.body)

    def log_contact(self, once: uuid.UUID | None = None) -> Answer:
        fields = {
            **self.talk,
            "once": str(once or uuid.uuid4()),
            "channel": "phone",
            "topic": "unpaid-wages",
            "outcome": "advised",
            "phone": f"+7100{self.chance.randrange(10**7):07}",
            "words": WORDS,
            "do": "save",
        }
        return _checked(self.browser.post("/staff/contacts/new/", fields), HTTPStatus.FOUND)

    def look_up(self, phone: str = "") -> Answer:
        """As the desk's script asks: the answer is what changes on the page."""
        return self._look_up({"X-Part": "look-up"}, phone)

    def look_up_page(self) -> Answer:
        """As a browser without scripts asks: the answer is the whole desk."""
        return self._look_up({})

    def _look_up(self, headers: dict[str, str], phone: str = "") -> Answer:
        fields = {**self.talk, "phone": phone or self.chance.choice(self.phones), "do": "look-up"}
        answer = self.browser.post("/staff/contacts/new/", fields, headers)
        return _checked(answer, HTTPStatus.OK, is_right=_KNOWN.search(answer.body) is not None)

    def create_case(self, once: uuid.UUID | None = None) -> Answer:
        fields = {
            **self.opening,
            "once": str(once or uuid.uuid4()),
            "helped-name": self._name(),
            "helped-phone": f"+7100{self.chance.randrange(10**7):07}",
            "problems": ["unpaid-wages", "document-taken"],
            "story": STORY,
        }
        return _checked(self.browser.post("/staff/cases/new/", fields), HTTPStatus.FOUND)

    def _name(self) -> str:
        """That nobody bears, in an earlier run neither: about who is like somebody known the form would ask first."""
        words = [
            "".join(secrets.choice(_CONSONANTS) + secrets.choice("аеиоу") for _more in range(6))
            for _word in range(2)
        ]
        return " ".join(words).title()

    def desk(self) -> Answer:
        return _checked(self.browser.get("/staff/contacts/new/"), HTTPStatus.OK)

    def acts(self) -> dict[str, Callable[[], Answer]]:
        """Those with a target, and the look-up of a browser without scripts beside."""
        return {name: getattr(self, name) for name in (*TARGETS, "look_up_page")}


def _checked(answer: Answer, status: int, *, is_right: bool = True) -> Answer:
    if answer.status != status or not is_right:
        raise Unexpected(f"{answer.status} {answer.location} {_problems(answer.body)}")
    return answer


def _problems(page: str) -> Any:
    """The sentences of a refused form, to see at once what has changed."""
    return (
        re.findall(r'<(?:li|p)[^>]*class="[^"]*(?:error|problem)[^"]*"[^>]*>(.*?)</', page)[:3] or page[:400]
    )
