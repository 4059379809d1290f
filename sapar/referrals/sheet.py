"""A referral on one printed page: only what is covered, in the receiver's language, and a slip to answer with.

The template never sees markup made of names: every value reaches it as data.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

import typst
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sapar.organisations.lists import zone_name
from sapar.people import lists
from sapar.people.codes import SEEN_AT_OFFER
from sapar.referrals.link_codes import DeclineReason
from sapar.ui.phones import spoken

if TYPE_CHECKING:
    import datetime as dt

    from sapar.organisations.models import Agreement, Organisation
    from sapar.referrals.contents import Details, Somebody, Summary
    from sapar.referrals.models import Referral

TEMPLATE = Path(__file__).parent / "templates" / "referrals" / "sheet.typ"
# More does not fit on a page that somebody reads: the rest is told by phone.
MOST_STORY = 1_400


@dataclass(frozen=True)
class Sheet:
    """What is printed: in `language`, with the phone that takes the answer; `details` None for a sheet without names."""

    referral: Referral
    summary: Summary
    details: Details | None
    language: str
    answer_phone: str
    agreement: Agreement | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The codes of what stands on it."""
        early = tuple(str(code) for code in SEEN_AT_OFFER)
        return tuple(
            code for code in self.referral.fields if code in early or (self.details and code not in early)
        )

    def pdf(self) -> bytes:
        made: bytes = self.drawn("pdf")
        return made

    def drawn(self, form: Literal["pdf", "png"]) -> Any:
        """As "pdf", or as "png" to look at: then a page, or a list where there are several."""
        with translation.override(self.language):
            values = json.dumps(_values(self), ensure_ascii=False)
        return typst.compile(
            TEMPLATE.read_bytes(),
            format=form,
            ppi=90,
            ignore_system_fonts=True,
            sys_inputs={"values": values},
        )


@dataclass(frozen=True)
class _Words:
    """The page in words; the template knows these names."""

    language: str
    title: str
    number: str
    urgent: str
    sides: list[list[str]]
    agreement: str
    needed: list[list[str]] = field(default_factory=list)
    people: list[dict[str, Any]] = field(default_factory=list)
    story_title: str = ""
    story: str = ""
    how_title: str = ""
    how: list[str] = field(default_factory=list)
    care: list[str] = field(default_factory=list)
    slip_title: str = ""
    slip: list[list[str]] = field(default_factory=list)
    slip_reasons_title: str = ""
    slip_reasons: list[list[str]] = field(default_factory=list)
    slip_blanks: list[str] = field(default_factory=list)


def _values(sheet: Sheet) -> dict[str, Any]:
    referral = sheet.referral
    until = told_there(referral.answer_by, referral.to_org)
    story = sheet.details.story if sheet.details else ""
    words = _Words(
        language=sheet.language,
        title=_("Referral: a person needs your help"),
        number=referral.number,
        urgent=_("Urgent") if referral.urgent else "",
        sides=[
            [_("From whom"), referral.from_org.name],
            [_("To whom"), referral.to_org.name],
            [_("What is asked for"), ", ".join(referral.asked_for_words)],
            [_("Answer by"), until],
        ],
        agreement=agreement_words(sheet.agreement),
        needed=_needed(sheet.summary),
        people=[_person(one) for one in sheet.details.people] if sheet.details else [],
        story_title=_("What happened") if story else "",
        story=story if len(story) <= MOST_STORY else story[:MOST_STORY] + " …",
        how_title=_("How to answer"),
        how=_how(sheet, until),
        care=_care(sheet),
        slip_title=_("Return slip"),
        slip=[
            ["A", _("We accept")],
            ["B", _("We have begun")],
            ["C", _("We have finished")],
            ["D", _("We decline, because:")],
        ],
        slip_reasons=[[f"D{at}", str(label)] for at, (_code, label) in enumerate(DeclineReason.choices, 1)],
        slip_blanks=[_("Name and post"), _("Date and time"), _("Phone")],
    )
    return asdict(words)


def told_there(at: dt.datetime, org: Organisation) -> str:
    """A moment by the clock on the wall of an organisation, with the city by which it goes: who reads it may sit hours away
    from who wrote it."""
    there = timezone.localtime(at, ZoneInfo(org.time_zone))
    return f"{date_format(there, 'DATETIME_FORMAT')} ({zone_name(org.time_zone)})"


def agreement_words(agreement: Agreement | None) -> str:
    """The discount and how long it holds, in a sentence; "" where there is none."""
    if agreement is None or not agreement.discount_percent:
        return ""
    words = _("By our agreement people whom we refer pay %(percent)s per cent less.") % {
        "percent": agreement.discount_percent
    }
    if agreement.in_force_to:
        words += " " + _("It holds until %(day)s") % {"day": date_format(agreement.in_force_to)}
    return words


def _needed(summary: Summary) -> list[list[str]]:
    people = "; ".join(f"{one.sex_words}, {one.age_words}" for one in summary.needs)
    rows = [
        [_("Problems"), ", ".join(summary.problem_words)],
        [_("Where help is needed"), lists.country_name(summary.country) if summary.country else ""],
        [_("Languages"), ", ".join(lists.language_name(code) for code in summary.languages)],
        [_("People"), people],
    ]
    return [row for row in rows if row[1]]


def _person(one: Somebody) -> dict[str, Any]:
    name = one.names[0] if one.names else _("A person whose name is not passed on")
    rows = [
        [_("Relation"), one.relation_words],
        [_("Born"), str(one.born) if one.birth else ""],
        [_("Citizenship"), ", ".join(lists.country_name(code) for code in one.citizenships)],
        *[[number.phone_of_words or _("Phone"), _phone(number.number, number.note)] for number in one.phones],
        [
            _("How to contact safely"),
            ". ".join(part for part in (one.may_call_words, one.safety_words) if part),
        ],
        *[[paper.kind_words, paper.state_words] for paper in one.papers],
    ]
    return {"name": name, "rows": [row for row in rows if row[1]]}


def _phone(number: str, note: str) -> str:
    return f"{spoken(number)}, {note}" if note else spoken(number)


def _how(sheet: Sheet, until: str) -> list[str]:
    return [
        _("Call %(phone)s and say the number of this referral: %(number)s.")
        % {"phone": spoken(sheet.answer_phone), "number": sheet.referral.number}
        if sheet.answer_phone
        else _("Answer whoever gave you this sheet, with the number of this referral: %(number)s.")
        % {"number": sheet.referral.number},
        _("Please answer by %(until)s, also if you can't help: then somebody else can be asked.")
        % {"until": until},
        _("Or tick the slip and return it."),
    ]


def _care(sheet: Sheet) -> list[str]:
    lines = [_("Keep this sheet where nobody else reads it, and make no copy.")]
    if sheet.details:
        lines.append(
            _(
                "What stands here was passed on only for this help. When we ask you to, please destroy the sheet."
            )
        )
    return lines
