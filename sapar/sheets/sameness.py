"""Which rows tell of the same person, the same case, the same talk. Never by a name alone. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sapar.sheets.reading.people import may_be_one
from sapar.sheets.reading.texts import spoken
from sapar.sheets.reasons import Finding

if TYPE_CHECKING:
    from sapar.sheets.planning import Plan

# A talk without a phone, a name, a number, an hour or this many letters of words can't be told from another one.
_TELLING_WORDS = 10
_A_NUMBER = 9
_ONES_OWN = frozenset({"own", "unknown"})


@dataclass
class Known:
    """What the rows above have told. Rows come in their order; a refused row is not asked here."""

    people: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    facts: dict[int, dict[str, Any]] = field(default_factory=dict)
    cases: dict[str, int] = field(default_factory=dict)
    contents: dict[str, int] = field(default_factory=dict)

    def person_of(self, number: int, plan: Plan) -> tuple[int | None, list[Finding]]:
        """The number of the row that brings this row's person, its own for a new one; and what to be warned of."""
        if plan.person is None or not plan.has_case:
            return None, []
        who, warnings = plan.person, []
        found = None
        for kind, value in _signs(plan):
            rows = self.people.get((kind, value), [])
            fits = [row for row in rows if kind in ("id", "document") or may_be_one(self.facts[row], who)]
            if found is None and fits:
                found = fits[0]
            elif rows and not fits:
                warnings.append(Finding("same-phone", read=value, other=rows[0]))
        leader = found or number
        self._remember(leader, plan)
        return leader, warnings if found is None else []

    def _remember(self, leader: int, plan: Plan) -> None:
        facts = self.facts.setdefault(leader, {"sex": "unknown", "year": 0, "name": ""})
        who = plan.person or {}
        facts["sex"] = facts["sex"] if facts["sex"] != "unknown" else who["sex"]
        facts["year"] = facts["year"] or who["year"]
        facts["name"] = f"{facts['name']} {who['name']}".strip()
        for sign in _signs(plan):
            rows = self.people.setdefault(sign, [])
            if leader not in rows:
                rows.append(leader)

    def case_of(self, number: int, plan: Plan) -> int | None:
        """The number of the row that opens this row's case."""
        if not plan.has_case:
            return None
        if not plan.case_number:
            return number
        return self.cases.setdefault(spoken(plan.case_number) or plan.case_number, number)

    def first_like(self, number: int, content: str) -> int | None:
        """The row above with the very same content."""
        first = self.contents.setdefault(content, number)
        return None if first == number else first


def _signs(plan: Plan) -> list[tuple[str, str]]:
    """What a person is known by, the surest first. A phone that is said to be somebody else's is no sign."""
    who = plan.person or {}
    signs = [("id", spoken(who["id"]) or who["id"]), ("document", _letters(who["document"]))]
    if plan.phone_of in _ONES_OWN:
        # A number that is none to us is still the same number twice.
        written = re.sub(r"\D", "", plan.phone_as_written)
        numbers = [number.removeprefix("+") for number in plan.phones]
        signs += [("phone", number) for number in (*numbers, written if len(written) >= _A_NUMBER else "")]
    return [(kind, value) for kind, value in signs if value]


def gather(first: Plan, other: Plan) -> bool:
    """Add to the plan that brings a person what another row says of them; False where the two disagree."""
    held, more = first.person or {}, other.person or {}
    agree = True
    for key, empty in (("sex", "unknown"), ("document", ""), ("year", 0)):
        if held[key] == empty:
            held[key] = more[key]
            if key == "year":
                held["birth"] = more["birth"]
        elif more[key] not in (empty, held[key]):
            agree = False
    held["citizenships"] = list(dict.fromkeys([*held["citizenships"], *more["citizenships"]]))
    held["names"] = list(dict.fromkeys([*held.get("names", ()), more["name"]]))
    held["phones"] = list(dict.fromkeys([*held.get("phones", ()), *other.phones]))
    return agree


def _letters(number: str) -> str:
    return re.sub(r"[\W_]+", "", number).upper()


def is_telling(plan: Plan, *, has_time: bool) -> bool:
    """Whether a second row with the same content is the same talk beyond doubt."""
    who = plan.person or {}
    signs = (
        plan.phones,
        plan.phone_as_written,
        who.get("id"),
        who.get("name"),
        who.get("document"),
        plan.case_number,
    )
    return has_time or any(signs) or len(plan.words) >= _TELLING_WORDS
