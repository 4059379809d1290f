"""What lies inside a sealed packet. Written by one organisation and read by another, so reading trusts nothing:
a code we do not know, a text where a list should be, a letter too many are left out, never an error.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sapar.cases.codes import PaperKind, PaperState, Relation
from sapar.directory.taxonomy import Problem
from sapar.people import lists
from sapar.people.birth import opened
from sapar.people.codes import AgeBand, BirthPrecision, CitizenshipState, MayCall, PhoneOf, Sex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import TextChoices

    from sapar.ui.dates import PartialDate

LONGEST = 20_000
MOST = 60


def _text(given: Any, longest: int = LONGEST) -> str:
    return given[:longest] if isinstance(given, str) else ""


def _rows(given: Any) -> list[dict[str, Any]]:
    return [one for one in given if isinstance(one, dict)][:MOST] if isinstance(given, list) else []


def _codes(given: Any, known: Iterable[str]) -> tuple[str, ...]:
    allowed = set(known)
    found = given if isinstance(given, list) else []
    return tuple(code for code in found if isinstance(code, str) and code in allowed)[:MOST]


def _code(given: Any, known: Iterable[str], otherwise: str = "") -> str:
    return next(iter(_codes([given], known)), otherwise)


def _words(codes: type[TextChoices], code: str) -> str:
    return str(codes(code).label) if code else ""


@dataclass(frozen=True)
class Need:
    """One of the people, as far as an offer shows them."""

    sex: str = Sex.UNKNOWN
    age_band: str = AgeBand.UNKNOWN

    @classmethod
    def read(cls, given: dict[str, Any]) -> Need:
        return cls(
            _code(given.get("sex"), Sex.values, Sex.UNKNOWN),
            _code(given.get("age_band"), AgeBand.values, AgeBand.UNKNOWN),
        )

    @property
    def sex_words(self) -> str:
        return _words(Sex, self.sex)

    @property
    def age_words(self) -> str:
        return _words(AgeBand, self.age_band)


@dataclass(frozen=True)
class Summary:
    """What is needed, without a name: seen as soon as the referral is offered."""

    problems: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    country: str = ""
    province: str = ""
    needs: tuple[Need, ...] = ()

    @classmethod
    def read(cls, given: Any) -> Summary:
        found = given if isinstance(given, dict) else {}
        return cls(
            problems=_codes(found.get("problems"), Problem.values),
            languages=_codes(found.get("languages"), lists.LANGUAGES),
            country=_code(found.get("country"), lists.country_codes()),
            province=_text(found.get("province"), 10),
            needs=tuple(Need.read(one) for one in _rows(found.get("needs"))),
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def problem_words(self) -> list[str]:
        return [_words(Problem, code) for code in self.problems]


@dataclass(frozen=True)
class Number:
    """A phone number with whose it is and what to mind."""

    number: str
    phone_of: str = PhoneOf.UNKNOWN
    note: str = ""

    @classmethod
    def read(cls, given: dict[str, Any]) -> Number:
        return cls(
            _text(given.get("number"), 40),
            _code(given.get("phone_of"), PhoneOf.values, PhoneOf.UNKNOWN),
            _text(given.get("note"), 300),
        )

    @property
    def phone_of_words(self) -> str:
        return _words(PhoneOf, self.phone_of)


@dataclass(frozen=True)
class PaperOf:
    """A paper of a person and how it stands."""

    kind: str
    state: str
    number: str = ""
    country: str = ""
    ends_on: str = ""

    @classmethod
    def read(cls, given: dict[str, Any]) -> PaperOf:
        return cls(
            _code(given.get("kind"), PaperKind.values, PaperKind.OTHER),
            _code(given.get("state"), PaperState.values),
            _text(given.get("number"), 60),
            _code(given.get("country"), lists.country_codes()),
            _text(given.get("ends_on"), 10),
        )

    @property
    def kind_words(self) -> str:
        return _words(PaperKind, self.kind)

    @property
    def state_words(self) -> str:
        return _words(PaperState, self.state)

    @property
    def last_day(self) -> dt.date | str:
        """The day, or the text as it came where it is none."""
        try:
            return dt.date.fromisoformat(self.ends_on)
        except ValueError:
            return self.ends_on


@dataclass(frozen=True)
class Somebody:
    """One of the people, as far as the consent covers it; what it does not cover is empty."""

    relation: str = ""
    names: tuple[str, ...] = ()
    birth: dict[str, Any] | None = None
    birth_precision: str = BirthPrecision.UNKNOWN
    citizenship_state: str = ""
    citizenships: tuple[str, ...] = ()
    may_call: str = ""
    safety_words: str = ""
    phones: tuple[Number, ...] = ()
    papers: tuple[PaperOf, ...] = ()

    @classmethod
    def read(cls, given: dict[str, Any]) -> Somebody:
        names = given.get("names")
        return cls(
            relation=_code(given.get("relation"), Relation.values),
            names=tuple(_text(one, 300) for one in names if _text(one))[:12]
            if isinstance(names, list)
            else (),
            birth=_birth(given.get("birth")),
            birth_precision=_code(
                given.get("birth_precision"), BirthPrecision.values, BirthPrecision.UNKNOWN
            ),
            citizenship_state=_code(given.get("citizenship_state"), CitizenshipState.values),
            citizenships=_codes(given.get("citizenships"), lists.country_codes()),
            may_call=_code(given.get("may_call"), MayCall.values),
            safety_words=_text(given.get("safety_words"), 2000),
            phones=tuple(Number.read(one) for one in _rows(given.get("phones"))),
            papers=tuple(PaperOf.read(one) for one in _rows(given.get("papers"))),
        )

    @property
    def born(self) -> PartialDate:
        return opened(self.birth, self.birth_precision)

    @property
    def relation_words(self) -> str:
        return _words(Relation, self.relation)

    @property
    def may_call_words(self) -> str:
        return _words(MayCall, self.may_call)

    @property
    def citizenship_words(self) -> str:
        return _words(CitizenshipState, self.citizenship_state)

    @property
    def has_shared_phone(self) -> bool:
        return any(one.phone_of not in (PhoneOf.OWN, PhoneOf.UNKNOWN) for one in self.phones)


def _birth(given: Any) -> dict[str, Any] | None:
    """{"date": "1990-05-01"} or {"year": 1990}, if it is one that a calendar has."""
    for key, kind in (("date", str), ("year", int)):
        if isinstance(given, dict) and isinstance(given.get(key), kind):
            found = {key: given[key]}
            try:
                opened(found, BirthPrecision.YEAR)
            except ValueError:
                return None
            return found
    return None


@dataclass(frozen=True)
class Details:
    """The people and their story: seen after acceptance, as far as the consent covers it."""

    people: tuple[Somebody, ...] = ()
    story: str = ""

    @classmethod
    def read(cls, given: Any) -> Details:
        found = given if isinstance(given, dict) else {}
        return cls(tuple(Somebody.read(one) for one in _rows(found.get("people"))), _text(found.get("story")))

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def report_words(given: Any) -> str:
    """The words of a report."""
    return _text(given.get("words")) if isinstance(given, dict) else ""
