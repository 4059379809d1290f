"""What is in Sapar after a sheet was loaded, beside the count made from the sheet (`messy_sheet.Truth`)."""

from __future__ import annotations

import datetime as dt
import io
from collections import Counter
from typing import TYPE_CHECKING, Any

from python_calamine import CalamineSheet, CalamineWorkbook

from sapar.cases.models import Case
from sapar.insight import counts
from sapar.insight.actions import take_all
from sapar.insight.periods import Period
from sapar.insight.selection import Selection
from sapar.intake.models import Contact
from sapar.people.codes import AgeBand, Sex
from sapar.people.models import Person

if TYPE_CHECKING:
    from sapar.organisations.actor import StaffActor
    from tests.messy_sheet import Messy


def differences(actor: StaffActor, messy: Messy) -> list[str]:
    """Which counts differ: rows, the overview's figures, the file for the donor. In the actor's scope."""
    truth = messy.truth
    told: dict[str, tuple[Any, Any]] = {
        "contacts": (_contacts(actor), truth.contacts),
        "cases": (_cases(actor), truth.cases),
        "people": (_people(actor), _true_people(messy)),
        **_of_the_donor(actor, messy),
    }
    return [f"{name}: {found} instead of {meant}" for name, (found, meant) in told.items() if found != meant]


def nothing_is_left(actor: StaffActor) -> bool:
    """Whether no talk, case or person of the organisation is there."""
    return not any(model.objects.filter(org_id=actor.org_id).exists() for model in (Contact, Case, Person))


def _contacts(actor: StaffActor) -> Counter[tuple[str, str, str]]:
    rows = Contact.objects.filter(org_id=actor.org_id)
    return Counter((one.topic, f"{one.began_at:%Y-%m}", one.country) for one in rows)


def _cases(actor: StaffActor) -> Counter[tuple[str, str, str]]:
    return Counter(
        (problem.code, f"{case.opened_at:%Y-%m}", case.country)
        for case in Case.objects.filter(org_id=actor.org_id).prefetch_related("problems")
        for problem in case.problems.all()
    )


def _people(actor: StaffActor) -> Counter[tuple[str, str, str]]:
    rows = Person.objects.filter(org_id=actor.org_id)
    return Counter((one.sex, one.age_band, *one.citizenships) for one in rows)


def _true_people(messy: Messy) -> Counter[tuple[str, str, str]]:
    return Counter((one.sex, one.band, one.citizenship) for one in messy.truth.people.values())


def _of_the_donor(actor: StaffActor, messy: Messy) -> dict[str, tuple[Any, Any]]:
    """By the counts that the overview is made of, and in the file that is sent to the donor."""
    truth, today = messy.truth, messy.today
    chosen = Selection(Period(today - dt.timedelta(days=400), today), actor.org.time_zone)
    talks, cases = counts.contacts(actor, chosen), counts.cases(actor, chosen)
    people = counts.people(actor, chosen)
    book = CalamineWorkbook.from_filelike(io.BytesIO(take_all(actor, chosen, [])))
    ages = next(sheet for sheet in map(book.get_sheet_by_name, book.sheet_names) if _has_sexes(sheet))
    return {
        "talks by topic": (talks["topic"], _summed(truth.contacts, 0)),
        "talks by month": (talks["month"], _summed(truth.contacts, 1)),
        "talks by country": (talks["country"], _summed(truth.contacts, 2)),
        "cases by problem": (cases["problem"], _summed(truth.cases, 0)),
        "people by sex, age, citizenship": (
            {(one.sex, one.age_band, one.citizenship): one.people for one in people},
            _true_people(messy),
        ),
        "people in the donor's file": (ages.to_python()[-1][-1], len(truth.people)),
    }


def _has_sexes(sheet: CalamineSheet) -> bool:
    """Whether this is the table of sex and age, which is as long as there are age groups."""
    return bool(sheet.height == len(AgeBand) + 2 and sheet.width == len(Sex) + 2)


def _summed(counted: Counter[tuple[str, str, str]], by: int) -> dict[str, int]:
    """By one part of the key."""
    found: Counter[str] = Counter()
    for key, many in counted.items():
        found[key[by]] += many
    return dict(found)
