"""A row as it will be written: every cell read by what its column is, or the reason why it can't be. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from sapar.intake import calls
from sapar.people.codes import MayCall, PhoneOf, Sex
from sapar.sheets.codes import RowsAre
from sapar.sheets.reading import dates, people, phones, terms
from sapar.sheets.reading.texts import clean, is_broken, is_empty, shown
from sapar.sheets.reasons import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

_FIRST_YEAR = 1990
_NOON = dt.time(12)
_LONGEST = {
    "words": calls.LONGEST_NOTE - 2000,
    "safety_words": calls.LONGEST_SAFETY,
    "name": 300,
    "document": 60,
}


@dataclass(frozen=True)
class Rules:
    """How this sheet is read: `columns` and `headings` side by side, `own` words {field: {rough spelling: code}}."""

    columns: list[str]
    headings: list[str]
    rows_are: str
    date_order: str
    home_country: str
    answers: Mapping[str, str]
    own: Mapping[str, dict[str, str]]
    zone: ZoneInfo
    now: dt.datetime


@dataclass
class Plan:
    """What one row makes. `person` is None where nothing is said of one; `birth` is a `PartialDate` as JSON."""

    has_talk: bool = True
    has_case: bool = False
    began_at: str = ""
    channel: str = ""
    topics: list[str] = field(default_factory=list)
    outcome: str = ""
    caller_is: str = ""
    language: str = ""
    country: str = ""
    industry: str = ""
    phones: list[str] = field(default_factory=list)
    phone_as_written: str = ""
    phone_of: str = PhoneOf.UNKNOWN.value
    may_call: str = MayCall.UNKNOWN.value
    safety_words: str = ""
    words: str = ""
    case_number: str = ""
    sapar_id: str = ""
    person: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Reader:
    """Reads one row; afterwards `plan` and `findings` stand."""

    def __init__(self, rules: Rules, cells: list[Any]) -> None:
        self.rules = rules
        self.cells = {key: cell for key, cell in zip(rules.columns, cells, strict=False) if key}
        self.plan = Plan()
        self.findings: list[Finding] = []

    def read(self) -> tuple[Plan, list[Finding]]:
        if self._is_broken():
            return self.plan, self.findings
        self._what_it_makes()
        self._when()
        self._codes()
        self._phones()
        self._texts()
        self._person()
        return self.plan, self.findings

    # -- what a cell holds

    def text(self, key: str) -> str:
        return clean(shown(self.cells.get(key)))

    def find(self, code: str, key: str = "", read: str = "") -> None:
        self.findings.append(Finding(code, self._heading(key), (read or shown(self.cells.get(key)))[:200]))

    def _heading(self, key: str) -> str:
        return self.rules.headings[self.rules.columns.index(key)] if key in self.rules.columns else ""

    def _is_broken(self) -> bool:
        for key, cell in self.cells.items():
            if is_broken(cell):
                self.find("formula-broken", key)
        return bool(self.findings)

    def coded(self, key: str) -> list[str]:
        """The codes of a cell, in order, each once; a word nobody has explained is found."""
        found: list[str] = []
        for part in terms.parts(key, shown(self.cells.get(key)), self.rules.own.get(key, {})):
            code = terms.lookup(key, part, self.rules.own.get(key, {}))
            if code is None:
                self.find("value-unknown", key, part)
            elif code and code not in found:
                found.append(code)
        return found

    def one(self, key: str) -> str:
        """The single code, or what an empty cell was said to mean, or ""."""
        if key not in self.cells or is_empty(self.cells[key]):
            return self.rules.answers.get(key, "")
        return next(iter(self.coded(key)), "")

    # -- the parts of a plan

    def _what_it_makes(self) -> None:
        self.plan.case_number = self.text("case_number")
        self.plan.sapar_id = self.text("sapar_id")
        if self.rules.rows_are == RowsAre.CASES:
            self.plan.has_talk, self.plan.has_case = False, True
        else:
            self.plan.has_case = self.one("record") == "case" or bool(self.plan.case_number)

    def _when(self) -> None:
        found = dates.read_day(self.cells.get("date"), self.rules.date_order)
        if found.day is None:
            self.find(found.problem, "date")
            return
        if found.note:
            self.find(found.note, "date")
        moment = dt.datetime.combine(found.day, self._hour() or found.time or _NOON, self.rules.zone)
        if moment.date() == self.rules.now.astimezone(self.rules.zone).date():
            moment = min(moment, self.rules.now)
        if moment > self.rules.now:
            self.find("date-future", "date")
        elif found.day.year < _FIRST_YEAR:
            self.find("date-too-old", "date")
        self.plan.began_at = moment.isoformat()

    def _hour(self) -> dt.time | None:
        cell = self.cells.get("time")
        found = dates.read_time(cell)
        if found is None and not is_empty(cell):
            self.find("time-unclear", "time")
        return found

    def _codes(self) -> None:
        plan = self.plan
        plan.topics = self.coded("topic")
        if not plan.topics and not any(one.code == "value-unknown" for one in self.findings):
            self.find("no-topic", "topic")
        plan.language, plan.country = self.one("language"), self.one("country")
        plan.industry = self.one("industry")
        plan.may_call = self.one("may_call") or plan.may_call
        plan.phone_of = self.one("phone_of") or plan.phone_of
        plan.caller_is = self.one("caller_is") or "unknown"
        if plan.has_talk:
            self._talk_codes()

    def _talk_codes(self) -> None:
        plan, unknown = self.plan, {one.column for one in self.findings if one.code == "value-unknown"}
        plan.channel = self.one("channel")
        plan.outcome = "case" if plan.has_case else self.one("outcome")
        unknown = {one.column for one in self.findings if one.code == "value-unknown"}
        for key in ("channel", "outcome"):
            if not getattr(plan, key) and self._heading(key) not in (unknown - {""}):
                self.find(f"no-{key}", key)
        if len(plan.topics) > 1 and not plan.has_case:
            self.find("several-topics", "topic")

    def _phones(self) -> None:
        found = phones.read_phones(self.cells.get("phone"), self.rules.home_country)
        self.plan.phones, self.plan.phone_as_written = (
            list(found.numbers),
            found.as_written[: calls.LONGEST_PHONE],
        )
        for code in (found.problem, found.note):
            if code:
                self.find(code, "phone")

    def _texts(self) -> None:
        for key, longest in _LONGEST.items():
            if len(self.text(key)) > longest:
                self.find("too-long", key)
        self.plan.words, self.plan.safety_words = self.text("words"), self.text("safety_words")

    def _person(self) -> None:
        born = self._born()
        who = {
            "id": self.text("person_id"),
            "name": self.text("name"),
            "sex": self.one("sex") or Sex.UNKNOWN.value,
            "birth": born.as_json(),
            "year": born.year or 0,
            "citizenships": self.coded("citizenship"),
            "document": self.text("document"),
        }
        told = (
            who["id"],
            who["name"],
            who["citizenships"],
            who["document"],
            born.year,
            who["sex"] != Sex.UNKNOWN,
        )
        if any(told) or self.plan.has_case:
            self.plan.person = who

    def _born(self) -> Any:
        today = self.rules.now.astimezone(self.rules.zone).date()
        order = self.rules.date_order
        found = people.read_birth(self.cells.get("birth"), order, today)
        if found.problem:
            self.find(found.problem, "birth")
        elif not found.birth.year and self.plan.began_at:
            found = people.read_age(
                self.cells.get("age"), dt.datetime.fromisoformat(self.plan.began_at).date()
            )
            if found.problem:
                self.find(found.problem, "age")
        return found.birth
