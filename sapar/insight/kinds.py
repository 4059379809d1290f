"""What the region's picture counts: kinds of record, and of each the columns that may become dimensions.

A package that has something to count adds a `Kind` here and, in a migration of `insight`, the function of the database
`insight_records_<code>()`: it reads restricted cases too, and gives back codes with numbers, never a row of anybody.
Columns are text; "" is "not known". Every kind has `org` and `quarter` besides, and `month` where it is coarse enough.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from sapar.cases.codes import Industry, Outcome
from sapar.directory.taxonomy import Problem, Service
from sapar.insight import places
from sapar.intake.codes import Channel, ContactOutcome
from sapar.intake.waiting_codes import CallBackKind
from sapar.people import lists
from sapar.people.codes import AgeBand, Sex
from sapar.referrals.flow import ReferralState
from sapar.screening.codes import ResultCode, Status

if TYPE_CHECKING:
    from django.db.models import TextChoices

Words = Callable[[str], str]
NOT_KNOWN = _("Not known")
OTHER = "(other)"


@dataclass(frozen=True)
class Column:
    """`words` says a code in the reader's language; `hxl` is its tag in downloads (hxlstandard.org, 1.1)."""

    code: str
    label: Any
    words: Words
    hxl: str

    def say(self, value: str) -> str:
        if value == OTHER:
            return str(_("Others together"))
        return self.words(value) if value else str(NOT_KNOWN)


@dataclass(frozen=True)
class Kind:
    """`label` names the records; `usual` are the dimensions a release has unless the steward chooses others."""

    code: str
    label: Any
    hxl: str
    columns: tuple[Column, ...]
    usual: tuple[str, ...]

    def column(self, code: str) -> Column:
        return next(one for one in self.columns if one.code == code)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(one.code for one in self.columns)


def _of(choices: type[TextChoices]) -> Words:
    def words(code: str) -> str:
        return str(choices(code).label) if code in choices.values else code

    return words


def _citizenship(code: str) -> str:
    special = {"none": _("No citizenship"), "several": _("More than one")}
    return str(special[code]) if code in special else lists.country_name(code)


def _one_of(words: dict[str, Any]) -> Words:
    return lambda code: str(words.get(code, code))


WAITS = {
    "1-hours": _("Up to 2 hours"),
    "2-day": _("2 to 24 hours"),
    "3-days": _("1 to 3 days"),
    "4-longer": _("Longer than 3 days"),
    "5-never": _("Never reached"),
}
PROMISES = {"in-time": _("As promised"), "late": _("Later than promised"), "never": _("Never reached")}
ANSWERS = {
    "in-time": _("Answered in time"), "late": _("Answered late"), "none": _("Not answered"), "waiting": _("Waits"),
}  # fmt: skip
# What holds whatever is still open. A screening decides nothing about anybody.
SIGNS = dict(ResultCode.choices) | {"open": _("Nothing found yet, questions are open")}
DECISIONS = dict(Status.choices) | {"none": _("Nobody has decided")}
# In the currency's own money: no rate of exchange is guessed.
MONEY = {
    "1-below-1000": _("Below 1,000"),
    "2-below-10000": _("1,000 to 9,999"),
    "3-below-100000": _("10,000 to 99,999"),
    "4-100000-and-more": _("100,000 and more"),
}

MONTH = Column("month", _("Month"), places.month_name, "#date+month")
COUNTRY = Column("country", _("Country"), lists.country_name, "#country+code")
PLACE = Column("place", _("Place"), places.place_name, "#adm1+code")
TOPIC = Column("topic", _("Topic"), _of(Problem), "#subsector+topic+code")
PROBLEM = Column("problem", _("Problem"), _of(Problem), "#subsector+problem+code")
LANGUAGE = Column("language", _("Language"), lists.language_name, "#meta+language+code")
SEX = Column("sex", _("Sex"), _of(Sex), "#population+sex+code")
AGE = Column("age", _("Age"), _of(AgeBand), "#population+age+code")
CITIZENSHIP = Column("citizenship", _("Citizenship"), _citizenship, "#population+citizenship+code")
INDUSTRY = Column("industry", _("Kind of work"), _of(Industry), "#sector+isic4+code")
SERVICE = Column("service", _("Service"), _of(Service), "#service+code")

KINDS: tuple[Kind, ...] = (
    Kind(
        "contacts", _("Contacts"), "#reached+contacts",
        (
            TOPIC, COUNTRY, LANGUAGE, MONTH,
            Column("channel", _("Channel"), _of(Channel), "#channel+code"),
            Column("result", _("How it ended"), _of(ContactOutcome), "#status+contact+code"),
        ),
        ("topic", "country", "language"),
    ),
    Kind("cases", _("New cases"), "#activity+cases", (PLACE, COUNTRY, LANGUAGE, SEX, AGE, CITIZENSHIP, INDUSTRY, MONTH), ("place", "sex", "age")),
    Kind(
        "outcomes", _("Problems settled"), "#activity+problems",
        (PROBLEM, Column("outcome", _("What came of it"), _of(Outcome), "#status+outcome+code"), COUNTRY, PLACE, INDUSTRY, SEX, AGE, MONTH),
        ("problem", "outcome", "sex"),
    ),
    Kind("people", _("People helped"), "#reached+people", (SEX, AGE, CITIZENSHIP, COUNTRY, PLACE), ("sex", "age", "citizenship")),
    Kind(
        "waiting", _("People who waited for an answer"), "#reached+waiting",
        (
            Column("waited", _("Waited"), _one_of(WAITS), "#indicator+waited+code"),
            Column("promise", _("Promise"), _one_of(PROMISES), "#status+promise+code"),
            Column("way", _("How they asked"), _of(CallBackKind), "#channel+request+code"),
            COUNTRY,
        ),
        ("waited", "promise", "way"),
    ),
    Kind(
        "money", _("Times money was won back"), "#activity+money",
        (
            Column("currency", _("Currency"), str, "#currency+code"),
            Column("sum", _("How much"), _one_of(MONEY), "#value+band+code"),
            COUNTRY, SERVICE, INDUSTRY, SEX,
        ),
        ("currency", "sum"),
    ),
    Kind(
        "referrals", _("Referrals"), "#activity+referrals",
        (
            SERVICE,
            Column("answer", _("Answer"), _one_of(ANSWERS), "#status+answer+code"),
            Column("state", _("State"), _of(ReferralState), "#status+referral+code"),
            Column("home", _("Sent from"), lists.country_name, "#country+from+code"),
            Column("host", _("Sent to"), lists.country_name, "#country+to+code"),
        ),
        ("service", "answer", "host"),
    ),
    Kind(
        "screenings", _("People asked about force at work"), "#reached+screened",
        (
            Column("signs", _("What the answers point to"), _one_of(SIGNS), "#indicator+signs+code"),
            Column("decision", _("What somebody decided"), _one_of(DECISIONS), "#status+decision+code"),
            INDUSTRY, COUNTRY, PLACE, SEX, AGE, CITIZENSHIP, MONTH,
        ),
        ("signs", "industry", "sex"),
    ),
)  # fmt: skip

BY_CODE = {one.code: one for one in KINDS}
# Columns whose codes lie in one another: “KZ-02” in “KZ”.
NESTED = ("place",)
# Two columns of one release of which one follows from the other make sums that the protection does not know.
NOT_TOGETHER = (("place", "country"),)
