"""What a rule asks, and how what came in becomes dates, countries, sums and stays. Nothing is guessed or forgiven."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from sapar.guidance.rules.errors import BadFact, MissingFact, UnknownFact
from sapar.guidance.rules.texts import Text
from sapar.guidance.rules.texts import text as _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_MOST = 500
_LARGEST = Decimal(10) ** 10
# Nobody alive is asked about other days, and counting on from them stays within the calendar.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True)
class Fact:
    """One thing that a rule asks. `choices` (code and words) for kind "choice"; `fields` for kind "list": the facts of one row."""

    name: str
    kind: str
    says: Text
    required: bool = True
    choices: Mapping[str, Text] = field(default_factory=dict)
    fields: tuple[Fact, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """What a form or a program must know to ask it."""
        described: dict[str, Any] = {"name": self.name, "kind": self.kind, "required": self.required}
        described |= {"says": self.says.as_json()}
        if self.choices:
            described["choices"] = {code: words.as_json() for code, words in self.choices.items()}
        if self.fields:
            described["fields"] = [one.as_json() for one in self.fields]
        return described

    def read(self, value: Any, path: str = "") -> Any:
        """The typed value, or `BadFact` with the fact's path ("stays.2.in")."""
        path = path or self.name
        if self.kind == "list":
            return _rows(self, value, path)
        if self.kind == "choice":
            return _choice(self, value, path)
        return _READERS[self.kind](value, path)


def read_facts(asked: tuple[Fact, ...], given: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Typed facts by name; an optional one that was not given is None."""
    names = [one.name for one in asked]
    for name in given:
        if name not in names:
            raise UnknownFact(f"{prefix}{name}", names)
    found: dict[str, Any] = {}
    for one in asked:
        value = given.get(one.name)
        if value is None and one.required:
            raise MissingFact(f"{prefix}{one.name}", one.says)
        found[one.name] = None if value is None else one.read(value, f"{prefix}{one.name}")
    return found


def _rows(fact: Fact, value: Any, path: str) -> tuple[dict[str, Any], ...]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(one, dict) for one in value):
        raise BadFact(path, _("It is a list of rows with names and values."))
    if not value and fact.required:
        raise BadFact(path, _("The list is empty."))
    if len(value) > _MOST:
        raise BadFact(path, _("There are more than {number} rows.", number=_MOST))
    return tuple(read_facts(fact.fields, one, f"{path}.{number}.") for number, one in enumerate(value, 1))


def _choice(fact: Fact, value: Any, path: str) -> str:
    if not isinstance(value, str) or value not in fact.choices:
        raise BadFact(path, _("It is one of: {choices}", choices=tuple(fact.choices)))
    return value


def read_day(value: Any, path: str) -> date:
    """A calendar day, or `BadFact`."""
    day = value if type(value) is date else _written_day(value, path)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise BadFact(path, _("A day from 1900 to 2199 is needed, not {value}.", value=day))
    return day


def _written_day(value: Any, path: str) -> date:
    if isinstance(value, str) and _DAY.match(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise BadFact(path, _("There is no such day: {value}", value=value)) from None
    raise BadFact(path, _("A day is written like 2025-01-31, without an hour."))


def _country(value: Any, path: str) -> str:
    if isinstance(value, str) and re.fullmatch(r"[A-Z]{2}", value):
        return value
    raise BadFact(path, _("A country is written with its two letters, such as KG."))


def _number(value: Any, path: str) -> Decimal:
    """An exact number of at least zero; floats are taken as they are written."""
    if isinstance(value, (int, float, str, Decimal)) and not isinstance(value, bool):
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite() and 0 <= number < _LARGEST:
            return number
    raise BadFact(path, _("A number of at least 0 is needed, such as 1500.50."))


def _whole(value: Any, path: str) -> int:
    number = _number(value, path)
    if number != number.to_integral_value():
        raise BadFact(path, _("A whole number is needed."))
    return int(number)


def _flag(value: Any, path: str) -> bool:
    if isinstance(value, bool):
        return value
    raise BadFact(path, _("It is true or false."))


_READERS: dict[str, Callable[[Any, str], Any]] = {
    "date": read_day,
    "country": _country,
    "number": _number,
    "whole": _whole,
    "flag": _flag,
}
